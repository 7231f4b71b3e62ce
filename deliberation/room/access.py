"""Loading what belongs to a meeting's room, with lock and check."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.convening.access import meeting_for, seat_of
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.rules import LIVE_STATES, MEETING_FLOW, hall_opens
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.models import Motion, Speech, Vote


def live_meeting(actor: Actor, permission: str, meeting_id: int) -> Meeting:
    """The meeting, locked, while its room is live.

    The lock puts the acts of one room in line (the chair's step, a request for the floor, a recusal);
    ballots do not take it.
    """
    meeting = meeting_for(actor, permission, meeting_id, lock=True)
    if meeting.state not in LIVE_STATES:
        label = MEETING_FLOW.label(meeting.state)
        raise Refused(Reason.WRONG_STATE, subject=meeting.title, state=label, move="进行会场操作")
    return meeting


def hall_meeting(hall_token: str, meeting_id: int | None = None) -> Meeting:
    """The meeting whose hall's screen this address opens now. Raises `NOT_FOUND`, whatever the reason."""
    found = (
        db.session.scalar(select(Meeting).where(Meeting.hall_token == hall_token))
        if hall_token.isascii() and hall_token
        else None
    )
    if found is None or not hall_opens(found.state, found.ended_at, clock.now()):
        raise Refused(Reason.NOT_FOUND)
    if meeting_id is not None and found.id != meeting_id:
        raise Refused(Reason.NOT_FOUND)
    return found


def session_meeting(actor: Actor, permission: str, meeting_id: int) -> Meeting:
    """The meeting, locked, while it is in session."""
    meeting = live_meeting(actor, permission, meeting_id)
    if meeting.state != "IN_SESSION":
        raise Refused(
            Reason.WRONG_STATE,
            subject=meeting.title,
            state=MEETING_FLOW.label(meeting.state),
            move="进行会商",
        )
    return meeting


def current_item(meeting: Meeting, item_id: int | None = None) -> AgendaItem:
    """The open item of a meeting; `ITEM_NOT_CURRENT` when there is none or another was meant."""
    item = db.session.get(AgendaItem, meeting.current_item_id) if meeting.current_item_id else None
    if item is None or (item_id is not None and item.id != item_id):
        raise Refused(Reason.ITEM_NOT_CURRENT)
    return item


def present_seat(actor: Actor, meeting: Meeting) -> Seat:
    """The actor's own seat, signed in."""
    seat = seat_of(actor, meeting.id)
    if seat is None:
        raise Refused(Reason.NOT_FOUND)
    if seat.signed_in_at is None or seat.left_at is not None:
        raise Refused(Reason.NOT_PRESENT)
    return seat


def motion_in(meeting: Meeting, motion_id: int | None) -> Motion:
    """A motion put in this meeting."""
    motion = db.session.get(Motion, motion_id) if motion_id else None
    if motion is None or motion.item.meeting_id != meeting.id:
        raise Refused(Reason.NOT_FOUND)
    return motion


def speech_in(meeting: Meeting, speech_id: int) -> Speech:
    """A request for the floor made in this meeting's open item."""
    speech = db.session.get(Speech, speech_id)
    if speech is None or speech.item_id != meeting.current_item_id:
        raise Refused(Reason.NOT_FOUND)
    return speech


def vote_for_closing(meeting: Meeting, vote_id: int | None) -> Vote:
    """A vote of this meeting under the exclusive half of the lock pair.

    FOR UPDATE, strong on purpose: it waits for every ballot that is being stored (they hold the row
    shared) and lets none in until the tally has been written.
    """
    vote = db.session.get(Vote, vote_id, with_for_update={"of": Vote}) if vote_id else None
    if vote is None or vote.meeting_id != meeting.id:
        raise Refused(Reason.NOT_FOUND)
    return vote


def place_inside(actor: Actor, meeting_id: int, audience: str) -> int | None:
    """Check that the actor may sit where they want to; returns their seat, if they have one."""
    if audience == "tablet":
        meeting_for(actor, "room.enter", meeting_id)
        seat = seat_of(actor, meeting_id)
        if seat is None:
            raise Refused(Reason.NOT_FOUND)
        return seat.id
    if audience == "chair":
        meeting_for(actor, "attendance.correct", meeting_id)
        seat = seat_of(actor, meeting_id)
        return seat.id if seat else None
    raise Refused(InRoom.FIELD_WRONG, field="audience")
