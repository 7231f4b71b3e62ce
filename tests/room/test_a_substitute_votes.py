"""Who came instead sits on the seat, signs in by its slip, and casts its one ballot; the absent one casts none."""

from __future__ import annotations

import uuid

import pytest

from deliberation.convening.actions import name_substitute
from deliberation.convening.queries.substitutes import actor_at
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason
from deliberation.room.actions.ballots import cast_ballot
from deliberation.room.actions.presence import sign_in
from deliberation.room.actions.recount import recount
from deliberation.room.snapshot import presence
from tests.builders import World
from tests.convening.test_substitutes import a_colleague
from tests.halls import DELEGATES, NOTICE_AT, Hall, a_noticed_meeting, arrive
from tests.refusals import refusal


@pytest.fixture
def hall(world: World) -> Hall:
    """The meeting in session; 孙浩, who has no voting post, came for 韩勇."""
    instead = a_colleague(world)
    called = a_noticed_meeting(world)
    clock.use(lambda: NOTICE_AT)
    name_substitute(world.actor("韩勇"), called.meeting_id, instead, "出差")
    called.later(0)
    called.step("sign_in")
    arrive(called, *(name for name in DELEGATES if name != "韩勇"))
    sign_in(from_the_seat(called), called.meeting_id)
    called.step("open_meeting")
    return called


def from_the_seat(hall: Hall) -> Actor:
    """Who signed in with the slip of the seat."""
    return actor_at(hall.meeting, hall.seats["孙浩"])


def cast(hall: Hall, actor: Actor, vote_id: int, choice: str = "AGREE") -> str:
    """A ballot, in a session of its own."""
    db.session.rollback()
    return str(cast_ballot(actor, hall.meeting_id, vote_id, choice, uuid.uuid4().hex)["receipt"])


def test_the_seat_has_one_ballot_and_the_substitute_casts_it(hall: Hall) -> None:
    hall.to_debate()
    vote_id = hall.open_vote().id
    substitute, absent = from_the_seat(hall), hall.world.actor("韩勇")
    assert refusal(lambda: cast(hall, absent, vote_id)).reason is Reason.NOT_ON_ROLL
    assert cast(hall, substitute, vote_id, "OPPOSE")
    for name in DELEGATES:
        if name != "韩勇":
            hall.cast(name, "AGREE")
    hall.step("close_vote")
    again = recount(vote_id)
    assert again is not None
    assert again.matches
    assert "反对1" in again.sentence.replace(" ", "")


def test_the_room_reads_who_came_for_whom(hall: Hall) -> None:
    seated = {seat["name"]: seat for seat in presence(hall.meeting_id)["chair"]["seats"]}
    assert seated["孙浩（代韩勇）"]["present"]
    assert "韩勇" not in seated
