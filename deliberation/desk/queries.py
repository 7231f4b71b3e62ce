"""What waits for somebody today, gathered from every stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deliberation.agenda import queries as agenda
from deliberation.collection import queries as collection
from deliberation.convening import queries as convening
from deliberation.convening.access import seat_of
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.publication import queries as publication
from deliberation.supervision import queries as supervision
from deliberation.web.waiting import Waiting

STAGES = (collection, agenda, convening, supervision, publication)


@dataclass(frozen=True, slots=True)
class Today:
    """The desk of one person in one compound: what waits, urgent first, the meeting to come, his seat in it."""

    waiting: list[Waiting]
    meeting: Any | None
    has_seat: bool = False

    @property
    def next_step(self) -> Waiting | None:
        """The one thing to begin with."""
        return self.waiting[0] if self.waiting else None


def today(actor: Actor, compound_id: int) -> Today:
    """Everything that waits for `actor` in a compound."""
    found = [w for stage in STAGES for w in stage.waiting(actor, compound_id) if w.count]
    meeting = next(iter(convening.meetings(compound_id, when="coming").items), None)
    has_seat = meeting is not None and seat_of(actor, meeting.id) is not None
    return Today(sorted(found, key=lambda w: not w.urgent), meeting, has_seat)


def stage_of_meeting(meeting: Any) -> int:
    """Where a meeting stands on the stage line: ③ until it opens, ④ from then on."""
    return 3 if meeting.state in {"PLANNED", "NOTICED"} else 4


def is_today(meeting: Any) -> bool:
    """Whether the meeting is on today's date."""
    return bool(meeting.starts_at.astimezone(clock.BEIJING).date() == clock.today())
