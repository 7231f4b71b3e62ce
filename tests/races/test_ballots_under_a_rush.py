"""What must hold when everybody taps at once, on PostgreSQL with threads."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from deliberation.app import create_app
from deliberation.audit.queries import find_breaks
from deliberation.config import Settings
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.live import outbox
from deliberation.room.actions import ballots, voting
from deliberation.room.models import Ballot, Vote
from tests.builders import a_compound, add_delegates
from tests.halls import DELEGATES, Hall, an_open_meeting
from tests.house.stores import throwaway_database

CROWD = 12
VOTERS = len(DELEGATES) - 1 + CROWD
ROUNDS = 40
RUSH_SECONDS = 0.06


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A hall of 24 present delegates on PostgreSQL, with a motion in debate."""
    with throwaway_database() as url:
        app = create_app(
            Settings(url, "races", tmp_path_factory.mktemp("races"), rate_limits=False, testing=True),
            async_mode="threading",
        )
        outbox.listen(None)
        with app.app_context():
            db.create_all()
            world = a_compound()
            crowd = add_delegates(world, "residents_council", CROWD)
            found = an_open_meeting(world, crowd=tuple(crowd))
            found.to_debate()
            yield found
            db.session.remove()
            db.engine.dispose()
        clock.use(None)


def voters(hall: Hall) -> list[Actor]:
    """Everybody on the roll, as they act."""
    return [hall.world.actor(name) for name, seat in hall.seats.items() if seat.has_vote and seat.signed_in_at]


def in_threads(app: Flask, calls: list[Callable[[], object]]) -> list[object]:
    """Run the calls at the same moment, each in a context of its own; answers results or refusals."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        with app.app_context():
            start.wait()
            try:
                return call()
            except Refused as refused:
                return refused.reason
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def a_cast(
    actor: Actor, vote: Vote, choice: str, key: str, box: ballots.BallotBox, after: float = 0
) -> Callable[[], object]:
    """One tap after some seconds, through a ballot box: another box is another server process."""
    cast = ballots.Cast(actor, vote.meeting_id, vote.id, choice, key)

    def tap() -> object:
        time.sleep(after)
        return box.put(cast)

    return tap


def a_close(chair: Actor, meeting_id: int, vote_id: int, after: float) -> Callable[[], object]:
    """The chair closes the vote after some seconds."""

    def close() -> object:
        time.sleep(after)
        return voting.close_vote(chair, meeting_id, vote_id).id

    return close


def next_vote(hall: Hall) -> Vote:
    """A new motion of the same item, put to the vote."""
    clock.use(None)
    motion = hall.record_motion(f"动议文字 {uuid.uuid4().hex}")
    clock.use(None)
    vote = voting.open_vote(hall.world.chair, hall.meeting_id, motion.id)
    vote_id, meeting_id = vote.id, vote.meeting_id
    db.session.rollback()
    fresh = db.session.get(Vote, vote_id)
    assert fresh is not None
    assert fresh.meeting_id == meeting_id
    return fresh


def test_closing_counts_exactly_the_acknowledged_ballots(hall: Hall) -> None:
    from flask import current_app  # noqa: PLC0415 - the fixture's application

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with transaction() as session:
        session.query(Vote).delete()
    people, chair = voters(hall), hall.world.chair
    assert len(people) == VOTERS
    lost, counted = [], []
    for number in range(ROUNDS):
        vote = next_vote(hall) if number else hall.open_vote()
        meeting_id, vote_id = vote.meeting_id, vote.id
        boxes = [ballots.BallotBox() for _each in range(4)]
        calls = [
            a_cast(actor, vote, "AGREE", uuid.uuid4().hex, boxes[i % 4], RUSH_SECONDS * i / VOTERS)
            for i, actor in enumerate(people)
        ]
        # At another moment of the rush in every round: on a busy machine the middle is not where it was planned.
        calls.append(a_close(chair, meeting_id, vote_id, RUSH_SECONDS * (number % 10) / 10))
        db.session.rollback()
        answers = in_threads(app, calls)
        acknowledged = sum(isinstance(answer, dict) for answer in answers)
        refused = sum(answer is Reason.VOTE_CLOSED for answer in answers)
        assert acknowledged + refused == VOTERS
        db.session.rollback()
        closed = db.session.get(Vote, vote_id)
        assert closed is not None
        assert closed.result is not None
        counted.append(acknowledged)
        if closed.result["tally"]["agree"] != acknowledged:
            lost.append((number, acknowledged, closed.result["tally"]))
    assert lost == []
    assert any(0 < acknowledged < VOTERS for acknowledged in counted), counted


def test_a_rush_of_repeated_taps_of_one_voter_is_one_ballot(hall: Hall) -> None:
    from flask import current_app  # noqa: PLC0415 - the fixture's application

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    vote = next_vote(hall)
    actor, vote_id = voters(hall)[0], vote.id
    key = uuid.uuid4().hex
    same = [a_cast(actor, vote, "AGREE", key, ballots.BallotBox()) for _tap in range(8)]
    other = [a_cast(actor, vote, "OPPOSE", uuid.uuid4().hex, ballots.BallotBox()) for _tap in range(8)]
    db.session.rollback()
    answers = in_threads(app, [*same, *other])
    assert all(isinstance(answer, dict) for answer in answers)
    assert len({str(answer) for answer in answers[:8]}) <= 8
    assert len({answer["receipt"] for answer in answers[:8]}) == 1  # type: ignore[index]
    db.session.rollback()
    stored = db.session.scalar(select(func.count()).select_from(Ballot).where(Ballot.vote_id == vote_id))
    assert stored == 1
    voting.close_vote(hall.world.chair, hall.meeting_id, vote_id)


def test_after_all_the_rushes_the_audit_chain_is_whole(hall: Hall) -> None:
    assert list(find_breaks()) == []
