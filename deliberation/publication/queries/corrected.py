"""What was corrected of a meeting's decisions after they were published: notices beside the frozen copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.agenda.rules import needs_owners
from deliberation.kernel.publicity import masked
from deliberation.room.actions.correcting import sentence
from deliberation.room.queries import decisions
from deliberation.room.queries.corrections import corrections_in


@dataclass(frozen=True, slots=True)
class Corrected:
    """One decision as it stands now: the notice, who corrected it and when, outcome and verdict as an opinion."""

    item: str
    number: int
    said: str
    at: datetime
    outcome: str
    verdict: dict[str, Any] | None


def corrected_decisions(meeting_id: int) -> dict[tuple[str, int], Corrected]:
    """The corrected decisions of a meeting by item and number of the motion, as the frozen copy names them."""
    made = {one.motion_id: one for one in corrections_in(meeting_id)}
    return {
        (d.item_title, d.number): Corrected(
            d.item_title,
            d.number,
            masked(sentence(made[d.motion_id])),
            made[d.motion_id].at,
            d.outcome,
            d.verdict,
        )
        for d in decisions(meeting_id)
        if d.motion_id in made and needs_owners(d.binds)
    }
