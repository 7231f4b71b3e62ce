"""下一轮表决: what a vote left open, and what the next one on the same matter is about (民法典 278; domain 3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import NO_FAULT, Fault
from deliberation.kernel.methods import METHODS
from deliberation.kernel.verdict import Verdict
from deliberation.owners.rules.questions import QuestionDraft


@dataclass(frozen=True, slots=True)
class NextRound:
    """The names that run again, and of an election the posts that stand open (`vacant`, else 0)."""

    method: str
    options: tuple[str, ...]
    vacant: int = 0


def next_round(method: str, verdict: Mapping[str, Any]) -> NextRound | None:
    """What the last vote on a matter left to another one; `None` where it left nothing of its own."""
    last = Verdict.from_json(dict(verdict))
    if last.settles or not (last.vacant or last.run_off):
        return None
    labels = {outcome.code: outcome.label for outcome in last.outcomes}
    return NextRound(method, tuple(labels[code] for code in last.run_off), last.vacant)


def round_problem(question: QuestionDraft, left: NextRound | None) -> Fault:
    """What is wrong with a question that follows an unfinished election (empty: nothing).

    With fewer posts than were left open the next round would settle the matter before all are filled.
    """
    if left is None or not METHODS[question.method].elects or question.seats >= left.vacant:
        return NO_FAULT
    return Fault(InPreparing.SEATS_LEFT, title=question.title, vacant=left.vacant)
