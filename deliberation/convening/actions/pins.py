"""The PIN of a slip 签到条: made from the seat's salt, never stored, checked at the room's door."""

from __future__ import annotations

import secrets
from datetime import timedelta

from deliberation.audit.record import record
from deliberation.convening.access import meeting_for, seat_in
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.rules import DOOR_CLOSED_STATES, MEETING_FLOW, pin, pin_matches
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import say as _
from deliberation.live import outbox

MAX_FAILURES = 5
LOCK_TIME = timedelta(minutes=15)


def pin_of(seat: Seat, secret: str) -> str:
    """The six digits on a seat's slip; `secret` is the installation's key."""
    return pin(seat.id, seat.pin_salt, secret)


def verify_pin(meeting: Meeting, seat_id: int, given: str, secret: str) -> Seat:
    """The seat whose PIN was typed at the door; `secret` is the installation's key.

    Raises `WRONG_PIN`, or `LOCKED_OUT` after five failures for fifteen minutes (domain 6.7). The count
    is committed although the door stays shut; every try is in the audit.
    """
    meeting_id = meeting.id
    with transaction():
        if meeting.state in DOOR_CLOSED_STATES:
            label = MEETING_FLOW.label(meeting.state)
            raise Refused(Reason.WRONG_STATE, subject=meeting.title, state=_(label), move=_("进入会场"))
        seat = seat_in(meeting, seat_id)
        refusal = _judge(seat, given, secret)
        holder = Actor(seat.person.name, seat.person_id, meeting_id=meeting_id, seat_id=seat.id)
        record(holder, "room.enter", "seat", seat.id, meeting.compound_id, ok=refusal is None)
    if refusal:
        raise Refused(refusal)
    return seat


def _judge(seat: Seat, given: str, secret: str) -> Reason | None:
    now = clock.now()
    if seat.pin_locked_until is not None and seat.pin_locked_until > now:
        return Reason.LOCKED_OUT
    if not pin_matches(given, seat.id, seat.pin_salt, secret):
        seat.pin_failures += 1
        if seat.pin_failures >= MAX_FAILURES:
            seat.pin_locked_until, seat.pin_failures = now + LOCK_TIME, 0
            return Reason.LOCKED_OUT
        return Reason.WRONG_PIN
    seat.pin_failures, seat.pin_locked_until = 0, None
    return None


def renew_pin(actor: Actor, meeting_id: int, seat_id: int) -> Seat:
    """Give a seat a new PIN: a lost slip opens nothing, and a locked seat is free again."""
    with transaction():
        meeting = meeting_for(actor, "pin.print", meeting_id, lock=True)
        seat = seat_in(meeting, seat_id)
        seat.pin_salt = secrets.token_hex(8)
        seat.pin_failures, seat.pin_locked_until = 0, None
        outbox.revoke(seat.person_id)
        record(actor, "pin.print", "seat", seat.id, meeting.compound_id, what="renew")
        return seat
