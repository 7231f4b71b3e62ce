"""What every act in the hall does besides its own work: write the record and say what is stale."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.live.outbox import announce
from deliberation.room.models import MinutesLine, Motion, Objection, Speech
from deliberation.room.queries import waiting_requests
from deliberation.room.rules.floor import may_vote

MAX_REASON = 200

AFTER = {
    "attendance": ("presence", "next", "turnout"),
    "state": ("meeting", "agenda", "next", "minutes"),
    "item": ("agenda", "item", "floor", "consensus", "vote", "turnout", "next", "minutes"),
    "floor": ("floor", "next"),
    "motion": ("item", "next", "minutes"),
    "consensus": ("item", "consensus", "next", "minutes"),
    "vote": ("item", "vote", "turnout", "consensus", "agenda", "next", "minutes"),
    "recusal": ("item", "presence", "next", "minutes"),
    "minutes": ("minutes",),
}
"""Which slices an act of each kind makes stale."""


def stale(meeting_id: int, kind: str, *seat_ids: int) -> None:
    """Announce what an act of `kind` made stale, and the private view of the seats it touched."""
    announce(meeting_id, *AFTER[kind], *(f"mine:{seat_id}" for seat_id in seat_ids))


def seats_that_said(item_id: int) -> set[int]:
    """The seats with an objection or a reservation in an item: another motion at hand changes what is theirs."""
    said = select(Objection.seat_id).join(Motion, Motion.id == Objection.motion_id).where(Motion.item_id == item_id)
    return set(db.session.scalars(said))


def written_reason(text: str, *, required: bool = True) -> str:
    """A reason as it goes into the record: stripped, refused when missing or longer than 200 characters."""
    text = text.strip()
    if required and not text:
        raise Refused(Reason.REASON_REQUIRED)
    if len(text) > MAX_REASON:
        raise Refused(InRoom.REASON_TOO_LONG, most=MAX_REASON, now=len(text))
    return text


def demand_clear_floor(speeches: Sequence[Speech], turns: int) -> None:
    """Refuse what is only done when nobody speaks and nobody with a turn left waits (rule 11)."""
    if any(speech.state == "SPEAKING" for speech in speeches):
        raise Refused(Reason.FLOOR_NOT_CLEAR)
    may_vote(waiting_requests(speeches), turns)


def write_line(meeting_id: int, item_id: int | None, kind: str, text: str, author: Actor | None = None) -> MinutesLine:
    """Add a line to the full record. Lines that the room writes itself have no author."""
    line = MinutesLine(
        meeting_id=meeting_id,
        item_id=item_id,
        at=clock.now(),
        kind=kind,
        text=text,
        author_id=author.person_id if author else None,
    )
    db.session.add(line)
    return line
