"""What every act in the hall does besides its own work: say what was done, to log, record and screens, in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from deliberation.convening.models import Meeting
from deliberation.db import Model, db
from deliberation.history.acts import happened
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


@dataclass(frozen=True, slots=True)
class Line:
    """A line for the full record: its kind, its words, the item under which it stands; who wrote it, where one did."""

    kind: str
    text: str
    item_id: int | None = None
    author: Actor | None = None


def done(
    actor: Actor,
    act: str,
    thing: Model,
    meeting: Meeting,
    *kinds: str,
    line: Line | None = None,
    own: Iterable[int] = (),
    **facts: Any,
) -> None:
    """Say once that `actor` has done `act` in the hall: to the log (`happened`), in the record and to the screens.

    `kinds`, `line` and `own` are those of `noted`; `facts` those of `happened`. What an earlier stage has said itself
    (a meeting that moves on, an item that is opened) is only `noted`.
    """
    happened(actor, act, thing, compound_id=meeting.compound_id, **facts)
    noted(meeting.id, *kinds, line=line, own=own)


def noted(meeting_id: int, *kinds: str, line: Line | None = None, own: Iterable[int] = ()) -> None:
    """Write a line of the record, and announce which slices are stale after acts of `kinds` (`AFTER`).

    `own`: the seats whose private view is stale too.
    """
    if line is not None:
        write_line(meeting_id, line)
    slices = [one for kind in kinds for one in AFTER[kind]]
    if slices:
        announce(meeting_id, *slices, *(f"mine:{seat_id}" for seat_id in own))


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


def write_line(meeting_id: int, line: Line) -> MinutesLine:
    """Add a line to the full record. Lines that the room writes itself have no author."""
    made = MinutesLine(
        meeting_id=meeting_id,
        item_id=line.item_id,
        at=clock.now(),
        kind=line.kind,
        text=line.text,
        author_id=line.author.person_id if line.author else None,
    )
    db.session.add(made)
    return made
