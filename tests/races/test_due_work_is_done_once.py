"""Two workers look at the same moment: each row is taken by one of them, and no row waits for another."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from deliberation.db import db
from deliberation.due import actions
from deliberation.due.models import DueWork
from deliberation.due.rules import EVERY, LEASE
from deliberation.kernel import clock
from deliberation.kernel.stage import Ref, house
from tests.due.bell import Bells, hung, put_down, row
from tests.races.conftest import Together

BELLS = 12
NOON = clock.beijing(2026, 12, 1, 12)


@pytest.fixture
def bells(app: Flask) -> Iterator[Bells]:
    with hung(Bells()) as bells:
        yield bells


def test_two_workers_do_every_row_once(bells: Bells, together: Together) -> None:
    for number in range(BELLS):
        put_down(f"bell:{number}")
    db.session.remove()
    answers = together(actions.do_jobs, actions.do_jobs, actions.do_jobs)
    assert [one for one in answers if isinstance(one, Exception)] == []
    assert sum(len(one) for one in answers) == BELLS
    assert bells.rung == [Ref("bell", 1)] * BELLS
    assert {(one.state, one.attempts) for one in db.session.query(DueWork)} == {("DONE", 1)}


def test_a_worker_that_is_still_at_it_holds_nobody_up(bells: Bells, together: Together) -> None:
    put_down("bell:slow")
    slow = actions.take(DueWork.key == "bell:slow")
    assert slow
    put_down("bell:quick")
    db.session.remove()
    at_it, free = threading.Event(), threading.Event()

    def hold(ref: Ref | None, key: str) -> None:
        if key == "bell:slow":
            at_it.set()
            assert free.wait(30)
        bells.rung.append(ref)

    bells.ring = hold  # type: ignore[method-assign]
    with hung(bells):

        def quick() -> int:
            assert at_it.wait(30)
            try:
                return len(actions.do_jobs())
            finally:
                free.set()

        slowly, quickly = together(lambda: actions.carry_out(slow), quick)
    assert (slowly.failed, quickly) == (False, 1)
    assert {row("bell:slow").state, row("bell:quick").state} == {"DONE"}


def test_one_key_put_down_by_two_acts_is_one_row(bells: Bells, together: Together) -> None:
    db.session.remove()
    answers = together(put_down, put_down, put_down)
    assert answers == [None] * 3
    actions.do_jobs()
    assert len(bells.rung) == 1


def test_the_first_turn_of_two_processes_knows_the_periodic_work_once(bells: Bells, together: Together) -> None:
    db.session.remove()
    answers = together(actions.do_periodic, actions.do_periodic)
    assert [one for one in answers if isinstance(one, Exception)] == []
    assert bells.turns == 1
    assert db.session.query(DueWork).filter_by(key="bells.turn").count() == 1


def test_two_processes_take_the_turn_of_the_minute_together_and_each_piece_is_done_by_one(
    bells: Bells, together: Together
) -> None:
    with clock.frozen(NOON):
        actions.do_periodic()
    with clock.frozen(NOON + EVERY):
        assert len(actions.take_all(DueWork.key == "bells.turn")) == 1  # and its process dies
        db.session.remove()
        answers = together(actions.do_periodic, actions.do_periodic, actions.do_periodic)
    assert [one for one in answers if isinstance(one, Exception)] == []
    names = [one.name for done in answers for one in done]
    assert len(names) == len(set(names)) == len(house().periodic) - 1
    with clock.frozen(NOON + EVERY + LEASE):
        answers = together(actions.do_periodic, actions.do_periodic)
    names = [one.name for done in answers for one in done]
    assert len(names) == len(set(names)) == len(house().periodic)
    assert bells.turns == 2
