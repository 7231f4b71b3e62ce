"""What can become of a posted result: annulled by court, authority or the owners, and brought back (民法典 280).

物业管理条例 §19: the authority orders a decision against the law to be put right within a period, or annuls it
and tells all owners. A record is never removed: a mistake is mended by a further record with its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from deliberation.kernel.days import day_text
from deliberation.kernel.details import InOutcome
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.publicity import refuse_personal
from deliberation.kernel.text import N_

ANNULLED_BY: dict[str, str] = {
    "COURT": N_("人民法院（民法典第二百八十条第二款）"),
    "AUTHORITY": N_("房产主管部门、街道办事处或乡镇人民政府（物业管理条例第十九条）"),
    "OWNERS": N_("业主后来的共同决定"),
}
REINSTATED_BY: dict[str, str] = {
    "COURT": N_("人民法院改判"),
    "AUTHORITY": N_("作出撤销的机关改变了决定"),
    "CORRECTION": N_("撤销登记错了，更正"),
}
ANNUL, REINSTATE = "ANNUL", "REINSTATE"


class Record(Protocol):
    """A kept record as the rules read it; `questions` are the numbers it is about."""

    kind: str
    by: str
    organ: str
    document: str
    decided_on: date
    reason: str
    questions: list[int]


Kept = TypeVar("Kept", bound=Record)


@dataclass(frozen=True, slots=True)
class AnnulmentDraft:
    """What is recorded: who decided (a key of the tables above), by which paper, on which day, why, about what.

    `questions` are numbers of the vote. `later_vote_id` is the owners' own later vote, where the platform has it.
    """

    by: str
    organ: str
    document: str
    decided_on: date
    reason: str
    questions: tuple[int, ...]
    later_vote_id: int | None = None


def in_force(records: Iterable[Kept]) -> dict[int, Kept]:
    """Question → the annulment that holds for it, from all records in their order."""
    found: dict[int, Kept] = {}
    for one in records:
        for number in one.questions:
            if one.kind == ANNUL:
                found[number] = one
            else:
                found.pop(number, None)
    return found


def check_annulment(draft: AnnulmentDraft, numbers: Collection[int], annulled: Collection[int]) -> None:
    """Raise `INVALID_INPUT` or `ALREADY_DONE` for what cannot be annulled, or is not said fully."""
    if draft.by not in ANNULLED_BY:
        raise Refused(InOutcome.ANNULLER_MISSING)
    _check_questions(draft.questions, numbers)
    if set(draft.questions) & set(annulled):
        again = _spoken(sorted(set(draft.questions) & set(annulled)))
        raise Refused(InOutcome.ANNULLED_ALREADY, days=again)
    _check_words(draft)


def check_reinstatement(draft: AnnulmentDraft, annulled: Collection[int]) -> None:
    """Raise `INVALID_INPUT` for what is not annulled, or is not said fully."""
    if draft.by not in REINSTATED_BY:
        raise Refused(InOutcome.REINSTATING_MISSING)
    _check_questions(draft.questions, annulled)
    _check_words(draft)


def _check_questions(chosen: Sequence[int], known: Collection[int]) -> None:
    if not chosen or not set(chosen) <= set(known):
        raise Refused(InOutcome.DECISION_MISSING)


def _check_words(draft: AnnulmentDraft) -> None:
    """A correction of one's own mistake has no paper; everything else names whose decision it is, and its number."""
    if not draft.reason.strip():
        raise Refused(Reason.REASON_REQUIRED)
    if draft.by != "CORRECTION" and not draft.document.strip():
        raise Refused(InOutcome.DOCUMENT_MISSING)
    if draft.by not in {"CORRECTION", "OWNERS"} and not draft.organ.strip():
        raise Refused(InOutcome.AUTHORITY_MISSING)
    refuse_personal(draft.organ, draft.document, draft.reason)


def check_day(decided_on: date, announced_on: date | None, today: date) -> None:
    """Raise `INVALID_INPUT` for a decision from before the result, or from a day to come."""
    if decided_on > today:
        raise Refused(InOutcome.DECIDED_IN_FUTURE)
    if announced_on is not None and decided_on < announced_on:
        raise Refused(InOutcome.DECIDED_BEFORE_RESULT)


def sentence(record: Record) -> str:
    """One sentence for page, paper and the history of orders: 本决定已被某某法院撤销（文号，日期）。"""
    if record.kind == REINSTATE:
        return _reinstated(record)
    who = record.organ.strip() or {"OWNERS": "业主后来的共同决定"}.get(record.by, "")
    paper = f"（{record.document.strip()}，{day_text(record.decided_on)}）"
    return f"本决定已被{who}撤销{paper}。理由：{_ended(record.reason)}"


def _reinstated(record: Record) -> str:
    paper = f"（{record.document.strip()}，{day_text(record.decided_on)}）" if record.document.strip() else ""
    ground = {
        "COURT": f"{record.organ.strip()}改判{paper}，",
        "AUTHORITY": f"{record.organ.strip()}改变了撤销决定{paper}，",
        "CORRECTION": f"{day_text(record.decided_on)}更正：撤销登记有误，",
    }[record.by]
    return f"{ground}本决定恢复效力。理由：{_ended(record.reason)}"


def _ended(text: str) -> str:
    return text.strip().rstrip("。") + "。"


def _spoken(numbers: Iterable[int]) -> str:
    return "、".join(f"第 {number} 项" for number in numbers)
