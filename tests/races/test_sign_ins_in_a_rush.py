"""The hall of the races itself: acts really meet, and every one of them counts."""

from __future__ import annotations

from flask import Flask

from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.actions import MAX_FAILURES, sign_in
from tests.builders import a_compound
from tests.races.conftest import Together


def test_the_store_of_the_races_is_postgresql(app: Flask) -> None:
    assert app
    assert db.engine.dialect.name == "postgresql"


def test_guesses_that_arrive_together_each_count(app: Flask, together: Together) -> None:
    assert app
    account = a_compound().accounts["李建国"]
    username = account.username
    db.session.rollback()
    answers = together(*[lambda: sign_in(username, "wrong")] * MAX_FAILURES)
    reasons = [answer.reason for answer in answers if isinstance(answer, Refused)]
    assert reasons == [Reason.WRONG_CREDENTIALS] * MAX_FAILURES
    db.session.rollback()
    assert account.failures == MAX_FAILURES
