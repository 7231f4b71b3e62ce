"""Periodic work is taken together; what has failed or killed comes last and alone; what is old is cleared away."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from redis.exceptions import ConnectionError as RedisAway

from deliberation.app import STAGES
from deliberation.db import db, transaction
from deliberation.due import actions, queries
from deliberation.due.models import DueWork
from deliberation.due.quiet import EVERY_SECONDS, SPEAKING, OncePerMinute, keep_quiet
from deliberation.due.rules import EVERY, KEPT_FOR, LEASE
from deliberation.kernel import clock
from deliberation.kernel.stage import Periodic, Stage, use
from tests.due.bell import Bells, hung, put_down, row
from tests.queries import counted_statements

NOON = clock.beijing(2026, 12, 1, 12)


@pytest.fixture
def bells(app: Flask) -> Iterator[Bells]:
    with hung(Bells()) as bells:
        yield bells


class Wheels:
    """Three pieces of periodic work; what one of them does can be replaced."""

    def __init__(self) -> None:
        self.turned: list[str] = []
        self.instead: dict[str, object] = {}

    def turn(self, name: str, now: datetime) -> list[int]:
        self.turned.append(name)
        act = self.instead.pop(name, None)
        if callable(act):
            act(now)
        return [1]

    @property
    def stage(self) -> Stage:
        def of(name: str) -> Periodic:
            return Periodic(f"wheel.{name}", lambda now: self.turn(name, now), "圈已转。")

        return Stage("wheels", periodic=tuple(of(name) for name in ("first", "second", "third")))


@pytest.fixture
def wheels(app: Flask) -> Iterator[Wheels]:
    """Nothing is periodic but these."""
    made = Wheels()
    use((made.stage,))
    yield made
    use(STAGES)


def test_a_turn_writes_twice_however_much_periodic_work_there_is(bells: Bells) -> None:
    with clock.frozen(NOON):
        actions.do_periodic()
    with clock.frozen(NOON + EVERY), counted_statements() as seen:
        actions.do_periodic()
    writes = [one for one in seen if one.startswith(("UPDATE due_work", "INSERT INTO due_work"))]
    assert (len(writes), bells.turns) == (2, 2), writes
    assert db.session.query(DueWork).filter_by(state="WAITING", attempts=0).count() > 10


def broken(_now: datetime) -> None:
    raise ValueError("the wheel is gone")


def test_what_fails_stops_nothing_and_comes_last_the_next_time(wheels: Wheels) -> None:
    wheels.instead = {"first": broken}
    with clock.frozen(NOON):
        said = [(one.name, one.failed) for one in actions.do_periodic()]
    assert said == [("wheel.first", True), ("wheel.second", False), ("wheel.third", False)]
    assert (row("wheel.first").attempts, row("wheel.second").attempts) == (1, 0)
    with clock.frozen(NOON + timedelta(hours=1)):
        actions.do_periodic()
    assert wheels.turned[3:] == ["second", "third", "first"]
    assert row("wheel.first").attempts == 0
    with clock.frozen(NOON + timedelta(hours=2)):
        actions.do_periodic()
    assert wheels.turned[6:] == ["first", "second", "third"]


def test_what_a_process_left_when_it_died_is_taken_alone_so_that_it_takes_nothing_with_it_again(
    wheels: Wheels,
) -> None:
    with clock.frozen(NOON):
        actions.do_periodic()
    with clock.frozen(NOON + EVERY):
        assert len(actions.take_all(DueWork.key.in_(["wheel.first", "wheel.second"]))) == 2  # and then it dies
        actions.do_periodic()
    assert wheels.turned[3:] == ["third"]
    held = []

    def look(now: datetime) -> None:
        held.extend(one.key for one in db.session.query(DueWork).where(DueWork.taken_until > now))
        db.session.rollback()

    wheels.instead = {"first": look}
    with clock.frozen(NOON + EVERY + LEASE):
        actions.do_periodic()
    assert wheels.turned[4:] == ["third", "first", "second"]
    assert held == ["wheel.first"]


def test_who_is_slow_gives_back_what_is_not_begun_and_takes_it_anew(wheels: Wheels) -> None:
    leases = {}

    def note(now: datetime) -> None:
        leases[now] = row("wheel.third").taken_until
        db.session.rollback()

    wheels.instead = {"second": lambda _now: clock.use(lambda: NOON + LEASE * 0.6), "third": note}
    with clock.frozen(NOON):
        actions.do_periodic()
    assert wheels.turned == ["first", "second", "third"]
    assert leases == {NOON + LEASE * 0.6: NOON + LEASE * 1.6}


def test_what_another_has_taken_meanwhile_is_not_marked(wheels: Wheels) -> None:
    wheels.instead = {"second": lambda _now: taken_by_somebody("wheel.second")}
    with clock.frozen(NOON):
        actions.do_periodic()
    assert (row("wheel.second").state, row("wheel.second").taken_by) == ("TAKEN", "somebody")
    assert (row("wheel.first").state, row("wheel.third").state) == ("WAITING", "WAITING")


def taken_by_somebody(key: str) -> None:
    with transaction():
        db.session.query(DueWork).filter_by(key=key).one().taken_by = "somebody"


def test_what_was_done_ninety_days_ago_is_cleared_away_and_what_was_not_done_stays(bells: Bells) -> None:
    bells.broken = 99
    with clock.frozen(NOON):
        put_down("bell:given up")
    for hours in range(0, 104, 13):
        with clock.frozen(NOON + timedelta(hours=hours)):
            actions.do_jobs()
    bells.broken = 0
    with clock.frozen(NOON):
        put_down()
        actions.do_jobs()
    with clock.frozen(NOON + KEPT_FOR):
        put_down("bell:2")
        actions.do_jobs()
        assert actions.forget(clock.now()) == []
    with clock.frozen(NOON + KEPT_FOR + timedelta(seconds=1)):
        assert len(actions.forget(clock.now())) == 1
    assert {one.key: one.state for one in db.session.query(DueWork).filter_by(name="bell.ring")} == {
        "bell:given up": "GIVEN_UP",
        "bell:2": "DONE",
    }


def test_periodic_work_that_no_card_names_any_more_is_no_trouble_and_is_cleared_away(app: Flask) -> None:
    with hung(Bells()), clock.frozen(NOON):
        actions.do_periodic()
        put_down()
    later = NOON + timedelta(days=1)
    with clock.frozen(later):
        actions.do_periodic()
        assert [one.key for one in queries.troubled()] == ["bell:1"], "what somebody asked for is missed, though"
    with clock.frozen(NOON + KEPT_FOR + timedelta(days=1)):
        actions.do_periodic()
    assert db.session.query(DueWork).filter_by(key="bells.turn").count() == 0


def test_a_queue_that_is_away_is_told_in_one_line_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_quiet()
    now = [1000.0]
    monkeypatch.setattr("deliberation.due.quiet.time.monotonic", lambda: now[0])

    def fail() -> None:
        for name in SPEAKING:
            logging.getLogger(name).error("Error reading from queue", exc_info=RedisAway("Error 111 connecting"))

    fail()
    fail()
    assert [one.getMessage().split(";")[0] for one in caplog.records] == ["the queue does not answer (ConnectionError)"]
    assert caplog.records[0].exc_info is None
    now[0] += EVERY_SECONDS
    fail()
    assert "5 such lines were left out" in caplog.records[1].getMessage()
    assert len(caplog.records) == 2
    logging.getLogger(SPEAKING[0]).error("Unhandled error during execution")
    assert len(caplog.records) == 3, "what is said of anything else is written"
    filters = [one for name in SPEAKING for one in logging.getLogger(name).filters if isinstance(one, OncePerMinute)]
    assert len(filters) == len(SPEAKING)
