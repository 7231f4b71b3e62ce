"""What waits for somebody today, gathered from every stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deliberation.convening import queries as convening
from deliberation.convening.access import chairs, seat_of
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.stage import Waiting, house


@dataclass(frozen=True, slots=True)
class Today:
    """The desk of one person in one compound: what waits, urgent first, the meeting to come, the seat in it.

    `tonight`: that meeting is today, called, and they have a seat in it. It then comes before everything else.
    """

    waiting: list[Waiting]
    meeting: Any | None
    has_seat: bool = False
    chairs: bool = False
    tonight: bool = False

    @property
    def next_step(self) -> Waiting | None:
        """The one thing to begin with; nothing while a meeting of today is that."""
        return self.waiting[0] if self.waiting and not self.tonight else None

    @property
    def rest(self) -> list[Waiting]:
        """What waits besides the thing to begin with."""
        return self.waiting[1:] if self.next_step else self.waiting


def today(actor: Actor, compound_id: int) -> Today:
    """Everything that waits for `actor` in a compound."""
    readers = [read for stage in house().stages for read in stage.waiting]
    found = [one for read in readers for one in read(actor, compound_id) if one.count]
    meeting = next(iter(convening.meetings(compound_id, when="coming").page(1, 1).items), None)
    found.sort(key=lambda w: not w.urgent)
    if meeting is None or seat_of(actor, meeting.id) is None:
        return Today(found, meeting)
    tonight = is_today(meeting) and meeting.state != "PLANNED"
    others = [w for w in found if w.values.get("meeting_id") != meeting.id] if tonight else found
    return Today(others, meeting, has_seat=True, chairs=chairs(actor, meeting), tonight=tonight)


def stage_of_meeting(meeting: Any) -> int:
    """Where a meeting stands on the stage line: ③ until it opens, ④ from then on."""
    return 3 if meeting.state in {"PLANNED", "NOTICED"} else 4


def is_today(meeting: Any) -> bool:
    """Whether the meeting is on today's date."""
    return bool(clock.day_of(meeting.starts_at) == clock.today())
