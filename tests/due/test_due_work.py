"""Work that is due is done once, again after a kill, later after a failure, and is seen where it cannot be done."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.app import do_what_is_due
from deliberation.config import ROOT
from deliberation.db import db, transaction
from deliberation.due import actions, queries
from deliberation.due.driver import Driver, queue_for
from deliberation.due.models import DueWork
from deliberation.due.rules import EVERY, LEASE, LONGEST_REST, PAUSES, SILENT, pause_after
from deliberation.kernel import clock
from deliberation.kernel.stage import DueJob
from deliberation.watching import health
from tests.builders import a_compound, sign_in
from tests.due.bell import Bells, hung, put_down, row

NOON = clock.beijing(2026, 12, 1, 12)


@pytest.fixture
def bells(app: Flask) -> Iterator[Bells]:
    with hung(Bells()) as bells:
        yield bells


def test_what_is_put_down_for_later_is_done_then_and_once(bells: Bells) -> None:
    with clock.frozen(NOON):
        put_down(due_at=NOON + timedelta(hours=1))
        do_what_is_due()
        assert bells.rung == []
    with clock.frozen(NOON + timedelta(hours=1)):
        assert "1 件到期的事（bell.ring）已办。" in do_what_is_due()
        do_what_is_due()
    assert len(bells.rung) == 1
    assert (row().state, row().done_at) == ("DONE", NOON + timedelta(hours=1))


def test_the_same_key_twice_is_one_piece_of_work(bells: Bells) -> None:
    put_down()
    put_down()
    actions.do_jobs()
    put_down()
    actions.do_jobs()
    assert len(bells.rung) == 1


def test_an_act_that_fails_puts_nothing_down(bells: Bells) -> None:
    def failing() -> None:
        with transaction():
            actions.put("bell.ring", "bell:1")
            raise LookupError

    with pytest.raises(LookupError):
        failing()
    with pytest.raises(RuntimeError):
        actions.put("bell.ring", "bell:1")
    assert db.session.query(DueWork).count() == 0


def test_what_nobody_can_do_is_not_put_down(bells: Bells) -> None:
    with pytest.raises(KeyError), transaction():
        actions.put("bell.melt", "bell:1")


def test_taken_and_not_done_is_done_by_the_next_once_the_lease_has_ended(bells: Bells) -> None:
    with clock.frozen(NOON):
        put_down()
        assert actions.take(DueWork.key == "bell:1") is not None  # and then the process dies
        actions.do_jobs()
        assert (bells.rung, row().state) == ([], "TAKEN")
    with clock.frozen(NOON + LEASE):
        actions.do_jobs()
        actions.do_jobs()
    assert (len(bells.rung), row().state, row().attempts) == (1, "DONE", 2)


def test_who_was_too_slow_does_not_do_it_a_second_time(bells: Bells) -> None:
    with clock.frozen(NOON):
        put_down()
        slow = actions.take(DueWork.key == "bell:1")
    assert slow
    with clock.frozen(NOON + LEASE):
        actions.do_jobs()
        actions.carry_out(slow)
    assert len(bells.rung) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from deliberation.app import STAGES, create_app
from deliberation.config import Settings
from deliberation.due import actions
from deliberation.kernel.stage import DueJob, Stage
kill = lambda ref, key: os.kill(os.getpid(), signal.SIGKILL)
stages = (*STAGES, Stage("bells", jobs=(DueJob("bell.ring", kill),)))
path = Path(sys.argv[1])
settings = Settings(database_url=f"sqlite:///{path}", secret_key="k", data_dir=path.parent)
with create_app(settings, "threading", stages).app_context():
    actions.do_jobs()
"""


def test_a_process_that_is_killed_in_the_middle_leaves_the_work_to_the_next(bells: Bells, app: Flask) -> None:
    with clock.frozen(NOON):
        put_down(due_at=NOON)
    db.session.remove()
    store = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    ended = subprocess.run([sys.executable, "-c", KILLED, store], cwd=ROOT, check=False)  # noqa: S603 - our own code
    assert ended.returncode == -9
    assert (row().state, row().attempts) == ("TAKEN", 1)
    with clock.frozen(clock.now() + LEASE + timedelta(seconds=1)):
        actions.do_jobs()
    assert (len(bells.rung), row().state) == (1, "DONE")


def test_a_failure_is_tried_again_after_growing_pauses_and_stops_nobody_else(bells: Bells) -> None:
    bells.broken = 2  # the wheel first, then the clapper
    with clock.frozen(NOON):
        put_down()
        put_down("bell:2", "bell.send")
        said = do_what_is_due()
    assert "“bell.ring”没有办成" in said
    assert bells.sent == ["bell:2"]
    assert row().due_at == NOON + PAUSES[0]
    assert list(PAUSES) == sorted(PAUSES)
    assert pause_after(1) < pause_after(4) < pause_after(99) == PAUSES[-1]


def test_a_failing_job_keeps_its_error_and_is_given_up_after_so_many_attempts(bells: Bells) -> None:
    most = DueJob("x", bells.ring).most_attempts
    bells.broken = most
    now = NOON
    with clock.frozen(now):
        put_down()
    for attempt in range(1, most + 1):
        with clock.frozen(now):
            assert actions.do_jobs()[0].failed
            assert actions.do_jobs() == []
        assert row().attempts == attempt
        assert row().last_error == "ValueError: the clapper is gone"
        now += pause_after(attempt)
    assert (row().state, bells.rung) == ("GIVEN_UP", [])
    with clock.frozen(now + timedelta(days=30)):
        assert actions.do_jobs() == []
        assert actions.try_again("bell:1")
        actions.do_jobs()
    assert (row().state, len(bells.rung)) == ("DONE", 1)


def test_what_fails_again_and_again_is_seen_at_the_desk_and_by_who_watches_the_service(
    bells: Bells, client: FlaskClient
) -> None:
    world = a_compound()
    sign_in(client, world, "周敏")
    assert "到期没有自动办成的事" not in client.get("/desk/jinling/").get_data(as_text=True)
    bells.broken = 3
    for turn in range(3):
        with clock.frozen(NOON + turn * timedelta(hours=1)):
            do_what_is_due()
    with clock.frozen(NOON + timedelta(hours=2)):
        assert [one.key for one in queries.troubled()] == ["bells.turn"]
        assert "到期没有自动办成的事" in client.get("/desk/jinling/").get_data(as_text=True)
        page = client.get("/desk/jinling/due-work").get_data(as_text=True)
        assert ("bells.turn" in page, "the wheel is gone" in page) == (True, True)
        health._at = 0.0
        body = client.get("/healthz").get_json()
        assert (body["status"], body["due_not_done"]) == ("degraded", "1")
    with clock.frozen(NOON + timedelta(days=1)):
        do_what_is_due()
        assert queries.troubled() == []
        sign_in(client, world, "高峰")
        assert client.get("/desk/jinling/due-work").status_code == 403
    health._at = 0.0


def test_what_is_due_and_taken_by_nobody_is_told_too(bells: Bells) -> None:
    with clock.frozen(NOON):
        do_what_is_due()
        put_down()
    with clock.frozen(NOON + SILENT):
        assert queries.troubled() == []
    with clock.frozen(NOON + SILENT + timedelta(minutes=2)):
        assert {"bell:1", "bells.turn"} <= {one.key for one in queries.troubled()}


def test_a_clock_that_goes_back_stops_nothing_that_is_due(bells: Bells) -> None:
    rehearsal = NOON + timedelta(days=90)
    with clock.frozen(rehearsal):
        actions.do_periodic()
        put_down()
        assert actions.take(DueWork.key == "bell:1") is not None
    with clock.frozen(NOON):
        actions.do_periodic()
        actions.do_jobs()
    assert (bells.turns, len(bells.rung)) == (2, 1)


def test_periodic_work_that_failed_often_rests_a_quarter_of_an_hour_at_most(bells: Bells) -> None:
    bells.broken = 9
    for turn in range(9):
        with clock.frozen(NOON + turn * timedelta(hours=1)):
            actions.do_periodic()
    assert row("bells.turn").due_at == NOON + timedelta(hours=8) + LONGEST_REST


def test_periodic_work_has_its_turn_once_a_minute_and_an_operator_s_tick_does_not_wait(bells: Bells) -> None:
    with clock.frozen(NOON):
        actions.do_periodic()
        actions.do_periodic()
        assert bells.turns == 1
        do_what_is_due()
        assert bells.turns == 2
    with clock.frozen(NOON + EVERY):
        actions.do_periodic()
    assert (bells.turns, row("bells.turn").state) == (3, "WAITING")


def wait_for(what: object, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not what() and time.monotonic() < deadline:  # type: ignore[operator]
        time.sleep(0.05)
    return bool(what())  # type: ignore[operator]


def test_the_queue_does_at_once_what_an_act_puts_down_for_now(bells: Bells, app: Flask, tmp_path: Path) -> None:
    driver = Driver(app, queue_for(tmp_path, None, "k"), lambda: None)
    driver.work(beside=True)
    try:
        put_down()
        assert wait_for(lambda: bells.rung)
    finally:
        driver.stop()
    assert row().state == "DONE"


def test_a_queue_file_that_is_deleted_loses_nothing(bells: Bells, app: Flask, tmp_path: Path) -> None:
    Driver(app, queue_for(tmp_path, None, "k"), lambda: None)
    put_down()
    for file in tmp_path.glob("queue.sqlite*"):
        file.unlink()
    after = Driver(app, queue_for(tmp_path, None, "k"), lambda: actions.do_jobs() and None)
    after.turn()
    assert len(bells.rung) == 1
    after.stop()


def test_a_queue_that_cannot_be_told_stops_no_act(bells: Bells) -> None:
    def away() -> None:
        raise ConnectionError

    actions.listen(away)
    try:
        put_down()
    finally:
        actions.listen(None)
    actions.do_jobs()
    assert len(bells.rung) == 1
