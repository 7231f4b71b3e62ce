"""The PIN of a slip 签到条: made from the seat's salt, never stored, checked at sign-in."""

from __future__ import annotations

import secrets

from deliberation.convening.access import meeting_for, seat_in
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries.door import door_of, home_of, tries_of, turned_away
from deliberation.convening.rules import DOOR_CLOSED_STATES, MEETING_FLOW, pin, pin_matches
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.knock import NOBODY_KNOWN, Knock
from deliberation.kernel.text import say as _
from deliberation.live import outbox
from deliberation.organisation.actions.visits import close_visits, forget_waiting, note_failure, remember_device
from deliberation.organisation.queries.doors import knows
from deliberation.organisation.rules.tries import ADMISSIONS, NOTEWORTHY


def pin_of(seat: Seat, secret: str) -> str:
    """The six digits on a seat's slip; `secret` is the installation's key."""
    return pin(seat.id, seat.pin_salt, secret)


def verify_pin(meeting: Meeting, seat_id: int, given: str, secret: str, knock: Knock = NOBODY_KNOWN) -> Seat:
    """The seat whose PIN was typed at sign-in; `secret` is the installation's key, `knock` says from where.

    Raises `WRONG_PIN`; `LOCKED_OUT` while this device or address has to wait after wrong tries, `DOOR_SHUT` where
    the meeting has had as many wrong tries as it bears (`organisation.rules.tries` has the arithmetic). The count is
    committed although the door stays shut; every PIN that was compared is in the audit, what was turned away before
    is not: it tells the guesser nothing and would fill the log.
    """
    meeting_id = meeting.id
    with transaction():
        # FOR UPDATE: wrong PINs that arrive together must each count, whichever seats they are for.
        meeting = db.session.get_one(Meeting, meeting_id, with_for_update={"of": Meeting}, populate_existing=True)
        if meeting.state in DOOR_CLOSED_STATES:
            label = MEETING_FLOW.label(meeting.state)
            raise Refused(Reason.WRONG_STATE, subject=meeting.title, state=_(label), move=_("进入会场"))
        seat = seat_in(meeting, seat_id)
        refusal = turned_away(meeting, seat, knock)
        if refusal is None:
            refusal = _compare(meeting, seat, given, secret, knock)
            holder = Actor(seat.person.name, seat.person_id, meeting_id=meeting_id, seat_id=seat.id)
            happened(holder, "room.enter", seat, compound_id=meeting.compound_id, ok=refusal is None)
    if refusal:
        raise Refused(refusal)
    return seat


def _compare(meeting: Meeting, seat: Seat, given: str, secret: str, knock: Knock) -> Reason | None:
    home = home_of(meeting)
    if pin_matches(given, seat.id, seat.pin_salt, secret):
        remember_device(home, knock)
        return None
    note_failure(door_of(meeting), knock, known=knows(home, knock), seat_id=seat.id)
    if tries_of(meeting).recent >= NOTEWORTHY:
        outbox.announce(meeting.id, "next")  # who chairs is told
    return Reason.WRONG_PIN


def admit_devices(actor: Actor, meeting_id: int) -> Meeting:
    """放行新设备: devices that the compound does not know may try again, so and so often in a meeting's life.

    Raises `DOOR_SHUT` after the last time: then a device is made known by signing in on it with an account.
    """
    with transaction():
        meeting = meeting_for(actor, "pin.print", meeting_id, lock=True)
        admissions = int(meeting.facts.get("admissions", 0))
        if admissions >= ADMISSIONS:
            raise Refused(Reason.DOOR_SHUT)
        meeting.facts = {**meeting.facts, "admissions": admissions + 1}
        outbox.announce(meeting.id, "next")
        happened(actor, "pin.admit", meeting)
        return meeting


def renew_pin(actor: Actor, meeting_id: int, seat_id: int) -> Seat:
    """Give a seat a new PIN: a lost slip opens nothing, and nobody has to wait at this seat any more."""
    with transaction():
        meeting = meeting_for(actor, "pin.print", meeting_id, lock=True)
        seat = seat_in(meeting, seat_id)
        seat.pin_salt = secrets.token_hex(8)
        forget_waiting(door_of(meeting), seat.id)
        close_visits(seat_id=seat.id)
        outbox.revoke(seat.person_id)
        happened(actor, "pin.renew", seat, compound_id=meeting.compound_id)
        return seat
