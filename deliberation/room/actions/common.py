"""What every act in the hall does besides its own work: write the record and say what is stale."""

from __future__ import annotations

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.live.outbox import announce
from deliberation.room.models import MinutesLine

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
