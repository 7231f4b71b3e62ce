"""Passwords: how strong, how often another one, how long, and what opens until a new one was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.passwords import AGE, FIRST, due, is_strong
from deliberation.organisation.actions import MAX_FAILURES, change_password
from deliberation.organisation.models import Account, Appointment, FormerPassword
from deliberation.organisation.queries.accounts import password_due
from tests.builders import PASSWORD, World, sign_in

NOON = clock.beijing(2026, 3, 10, 12)
NEW = "Gaihao-2027"


@contextmanager
def refused(reason: Reason) -> Iterator[None]:
    """Whatever happens inside is refused for this reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.reason is reason


def changed_ago(world: World, days: int, name: str = "周敏") -> Account:
    """An account whose password was chosen so many days ago."""
    account = world.accounts[name]
    with transaction():
        account.password_changed_at = clock.now() - timedelta(days=days)
    return account


@pytest.mark.parametrize("good", ["Huiyi-26", "huiyi-26", "HUIYI-26", "Huiyihao1", "会议Ab1234"])
def test_eight_characters_of_three_kinds_are_a_password(good: str) -> None:
    assert is_strong(good)


@pytest.mark.parametrize("weak", ["", "Hui-26a", "huiyi2026", "HUIYI2026", "Huiyihao", "--------", "12345678"])
def test_fewer_characters_or_kinds_are_none(weak: str) -> None:
    assert not is_strong(weak)


def test_a_password_is_due_on_the_ninetieth_day_and_not_a_second_before() -> None:
    limit = NOON + timedelta(days=90)
    assert due(limit - timedelta(seconds=1), NOON, chosen_by_another=False, ages=True) == ""
    assert due(limit, NOON, chosen_by_another=False, ages=True) == AGE
    assert due(limit, NOON, chosen_by_another=False, ages=False) == ""
    assert due(limit, None, chosen_by_another=False, ages=True) == ""
    assert due(NOON, NOON, chosen_by_another=True, ages=False) == FIRST


def test_none_of_the_last_five_passwords_comes_back_and_the_sixth_may(world: World) -> None:
    passwords = [PASSWORD, *(f"Gaihao-{year}" for year in range(2027, 2032))]
    for old, new in pairwise(passwords):
        change_password(world.secretary, old, new)
    for used in passwords[1:]:
        with refused(Reason.PASSWORD_USED):
            change_password(world.secretary, passwords[-1], used)
    change_password(world.secretary, passwords[-1], PASSWORD)


def test_no_more_former_passwords_are_kept_than_are_compared(world: World) -> None:
    passwords = [PASSWORD, *(f"Gaihao-{year}" for year in range(2027, 2034))]
    for old, new in pairwise(passwords):
        change_password(world.secretary, old, new)
    assert db.session.scalar(select(func.count(FormerPassword.id))) == 4


def test_a_weak_password_is_refused_whatever_the_form_let_through(world: World) -> None:
    with refused(Reason.INVALID_INPUT):
        change_password(world.secretary, PASSWORD, "onlylowercase")


def test_guessing_the_old_password_is_counted_and_ends_the_session(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    form = {"old": "wrong", "new": NEW, "again": NEW}
    for _ in range(MAX_FAILURES):
        assert client.post("/account/password", data=form).status_code == 422
    assert client.get("/desk/jinling/parties").location.startswith("/login")
    sign_in(client, world, "周敏")  # whose account it is comes in again on his device


def test_who_holds_an_office_changes_every_ninety_days_and_an_owner_need_not(world: World) -> None:
    account = changed_ago(world, 90)
    assert password_due(account) == AGE
    with transaction() as session:
        for post in session.scalars(select(Appointment).where(Appointment.person_id == account.person_id)):
            post.role = "owner"
    assert password_due(account) == ""


def test_the_passwords_of_a_demonstration_do_not_age(world: World) -> None:
    account = changed_ago(world, 400)
    with transaction() as session:
        session.merge(world.compound).is_demo = True
    assert password_due(account) == ""


def test_a_password_of_unknown_age_counts_from_the_next_sign_in(client: FlaskClient, world: World) -> None:
    account = world.accounts["周敏"]
    assert account.password_changed_at is None
    with clock.frozen(NOON):
        sign_in(client, world, "周敏")
        db.session.expire_all()
        assert account.password_changed_at == NOON
    with clock.frozen(NOON + timedelta(days=90)):
        assert password_due(account) == AGE


def test_with_an_old_password_nothing_opens_until_it_was_changed(client: FlaskClient, world: World) -> None:
    changed_ago(world, 91)
    credentials = {"username": world.accounts["周敏"].username, "password": PASSWORD}
    answer = client.post("/login?next=/desk/jinling/parties", data=credentials)
    assert answer.location == "/account/password?next=/desk/jinling/parties"
    assert "90 天" in client.get(answer.location).text
    assert client.get("/desk/jinling/parties").location == "/account/password?next=/desk/jinling/parties"
    assert client.post("/notices/1/confirm").status_code == 403
    told = client.get("/rooms/1/snapshot", headers={"Accept": "application/json"})
    assert (told.status_code, told.get_json()["code"]) == (403, "password_due")
    changed = client.post(answer.location, data={"old": PASSWORD, "new": NEW, "again": NEW})
    assert changed.location == "/login?next=/desk/jinling/parties"
    again = client.post(changed.location, data={**credentials, "password": NEW})
    assert again.location == "/desk/jinling/parties"
    assert client.get(again.location).status_code == 200


def test_who_must_change_his_password_may_leave_and_read_what_everybody_reads(
    client: FlaskClient, world: World
) -> None:
    changed_ago(world, 91)
    sign_in(client, world, "周敏")
    assert client.get("/c/jinling/").status_code == 200
    assert client.post("/logout").location == "/"
    assert client.get("/desk/").location.startswith("/login")


def test_a_password_that_grows_old_during_a_meeting_does_not_end_it(client: FlaskClient, world: World) -> None:
    with clock.frozen(NOON):
        sign_in(client, world, "周敏")
    with clock.frozen(NOON + timedelta(days=90)):
        assert client.get("/desk/jinling/parties").status_code == 200


def test_a_used_password_is_refused_beside_the_new_one(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    answer = client.post("/account/password", data={"old": PASSWORD, "new": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 422
    assert "新密码：这个密码最近用过" in answer.text
