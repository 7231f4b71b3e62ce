"""What must hold when everybody taps at once, on PostgreSQL with threads."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from deliberation.app import create_app
from deliberation.audit.checking import find_breaks
from deliberation.config import Settings
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods import approval
from deliberation.live import outbox
from deliberation.room.actions import ballots, motions, voting
from deliberation.room.models import Ballot, Vote
from tests.builders import a_compound, add_delegates
from tests.halls import DELEGATES, Hall, an_open_meeting
from tests.house.stores import throwaway_database
from tests.races.held import Held

CROWD = 12
VOTERS = len(DELEGATES) - 1 + CROWD


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A hall of 24 present delegates on PostgreSQL, in the debate of an item; its first motion was withdrawn."""
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
            motions.withdraw_motion(world.chair, found.meeting_id, found.to_debate().id)
            yield found
            db.session.remove()
            db.engine.dispose()
        clock.use(None)


def voters(hall: Hall) -> list[Actor]:
    """Everybody on the roll, as they act."""
    return [hall.world.actor(name) for name, seat in hall.seats.items() if seat.has_vote and seat.signed_in_at]


def in_threads(app: Flask, calls: list[Callable[[], object]]) -> list[object]:
    """Run the calls at the same moment, each in a context of its own; answers results or refusals."""
    start = threading.Barrier(max(1, len(calls)))

    def run(call: Callable[[], object]) -> object:
        with app.app_context():
            start.wait()
            try:
                return call()
            except Refused as refused:
                return refused.reason
            finally:
                db.session.remove()

    with ThreadPoolExecutor(max(1, len(calls))) as pool:
        return list(pool.map(run, calls))


def a_cast(actor: Actor, vote: Vote, choice: str, key: str, box: ballots.BallotBox) -> Callable[[], object]:
    """One tap through a ballot box: another box is another server process."""
    cast = ballots.Cast(actor, vote.meeting_id, vote.id, choice, key)
    return lambda: box.put(cast)


def taps(people: Sequence[Actor], vote: Vote, boxes: int = 4) -> list[Callable[[], object]]:
    """One tap of each person, spread over several server processes."""
    found = [ballots.BallotBox() for _each in range(boxes)]
    return [a_cast(who, vote, "AGREE", uuid.uuid4().hex, found[i % boxes]) for i, who in enumerate(people)]


def a_close(chair: Actor, vote: Vote) -> Callable[[], object]:
    """The chair closes the vote."""
    meeting_id, vote_id = vote.meeting_id, vote.id
    return lambda: voting.close_vote(chair, meeting_id, vote_id).id


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


def the_app() -> Flask:
    """The fixture's application, for threads that open a context of their own."""
    return current_app._get_current_object()  # type: ignore[attr-defined, no-any-return]


def how_it_ended(vote_id: int, answers: Sequence[object]) -> tuple[int, int]:
    """How many ballots were acknowledged, and how many the closed vote counted. Every other tap was refused as late."""
    acknowledged = sum(isinstance(answer, dict) for answer in answers)
    assert acknowledged + sum(answer is Reason.VOTE_CLOSED for answer in answers) == len(answers), answers
    db.session.rollback()
    closed = db.session.get_one(Vote, vote_id)
    assert closed.result is not None
    return acknowledged, approval.totals(closed.result["verdict"])["agree"]


@pytest.mark.parametrize("early", [0, 1, 6, 14, VOTERS - 4])
def test_closing_in_the_middle_of_a_rush_counts_exactly_the_acknowledged_ballots(hall: Hall, early: int) -> None:
    """A ballot stands between its locks and its commit as the closing begins; others come before, then and after."""
    app, people, vote = the_app(), voters(hall), next_vote(hall)
    first, held, meanwhile, late = people[:early], people[early], people[early + 1 : -2], people[-2:]
    before, after = taps(first, vote), taps(late, vote)
    (ballot,), close, vote_id = taps([held], vote), a_close(hall.world.chair, vote), vote.id
    rush = taps(meanwhile, vote)
    db.session.rollback()
    answers = in_threads(app, before)
    with Held(db.engine) as hold, ThreadPoolExecutor(3) as pool:
        stored = pool.submit(in_threads, app, [hold.committing(ballot)])
        hold.wait_for_the_commit()
        closing = pool.submit(in_threads, app, [close])
        hold.wait_until_somebody_waits()
        tapped = pool.submit(in_threads, app, rush)
        hold.wait_until_somebody_waits(2)
        assert not closing.done()
        hold.let_go()
    assert closing.result() == [vote_id]
    assert isinstance(stored.result()[0], dict), "a ballot that was there before the closing is acknowledged"
    answers += [*stored.result(), *tapped.result(), *in_threads(app, after)]
    assert answers[-2:] == [Reason.VOTE_CLOSED] * 2
    acknowledged, counted = how_it_ended(vote_id, answers)
    assert counted == acknowledged
    assert early < acknowledged <= VOTERS - 2


def test_ballots_that_come_while_the_closing_is_being_stored_are_refused_and_not_counted(hall: Hall) -> None:
    app, people, vote = the_app(), voters(hall), next_vote(hall)
    before, during = taps(people[:9], vote), taps(people[9:], vote)
    close, vote_id = a_close(hall.world.chair, vote), vote.id
    db.session.rollback()
    answers = in_threads(app, before)
    with Held(db.engine) as hold, ThreadPoolExecutor(2) as pool:
        closing = pool.submit(in_threads, app, [hold.committing(close)])
        hold.wait_for_the_commit()
        tapped = pool.submit(in_threads, app, during)
        hold.wait_until_somebody_waits()
        assert not tapped.done()
        hold.let_go()
    assert closing.result() == [vote_id]
    assert tapped.result() == [Reason.VOTE_CLOSED] * len(during)
    assert how_it_ended(vote_id, answers + tapped.result()) == (9, 9)


def test_closing_at_any_moment_of_a_rush_counts_exactly_the_acknowledged_ballots(hall: Hall) -> None:
    """All at one barrier, the chair among them: whatever the order, nothing acknowledged is lost."""
    for _round in range(8):
        vote = next_vote(hall)
        calls, vote_id = [*taps(voters(hall), vote), a_close(hall.world.chair, vote)], vote.id
        db.session.rollback()
        *answers, closed = in_threads(the_app(), calls)
        assert closed == vote_id
        acknowledged, counted = how_it_ended(vote_id, answers)
        assert counted == acknowledged


def test_a_rush_of_repeated_taps_of_one_voter_is_one_ballot(hall: Hall) -> None:
    app, vote = the_app(), next_vote(hall)
    actor, vote_id = voters(hall)[0], vote.id
    key = uuid.uuid4().hex
    same = [a_cast(actor, vote, "AGREE", key, ballots.BallotBox()) for _tap in range(8)]
    other = [a_cast(actor, vote, "OPPOSE", uuid.uuid4().hex, ballots.BallotBox()) for _tap in range(8)]
    db.session.rollback()
    answers = in_threads(app, [*same, *other])
    assert all(isinstance(answer, dict) for answer in answers)
    assert len({answer["receipt"] for answer in answers[:8]}) == 1  # type: ignore[index]
    db.session.rollback()
    (stored,) = db.session.scalars(select(Ballot).where(Ballot.vote_id == vote_id))
    assert stored.receipt in {answer["receipt"] for answer in answers}  # type: ignore[index]
    voting.close_vote(hall.world.chair, hall.meeting_id, vote_id)


def test_after_all_the_rushes_the_audit_chain_is_whole(hall: Hall) -> None:
    assert list(find_breaks()) == []
