"""业主委员会 elected elsewhere: what a record of it has to say, and what to warn of. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deliberation.kernel.details import InElections
from deliberation.kernel.errors import refuse
from deliberation.owners.rules.committee import CommitteeRules, size_problem, standing, term_of, term_problem
from deliberation.owners.rules.evidence import refuse_private

MOST_PHOTOS = 6
Named = tuple[str, str]
"""Name and building of an office holder."""


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """What the papers say: when elected, how many were agreed, who sits, the term, the filing, which paper it is."""

    elected_on: date
    agreed: int
    members: Sequence[Named]
    term_years: int
    request_key: str
    alternates: Sequence[Named] = ()
    begins_on: date | None = None
    filed_on: date | None = None
    filing_note: str = ""
    document: str = ""

    @property
    def starts_on(self) -> date:
        """The first day of the term: the day of the election unless another was written."""
        return self.begins_on or self.elected_on

    @property
    def ends_on(self) -> date:
        """The last day of the term."""
        return term_of(self.starts_on, self.term_years)


def check(draft: RecordDraft, photos: int, least: int, today: date) -> str:
    """What the election made (`committee.standing`). Raises `INVALID_INPUT` for a record that says too little.

    `least`: the fewest members that the place's text allows.
    """
    _check_people(draft)
    _check_papers(draft, photos, today)
    made = standing(len(draft.members), draft.agreed, least)
    if made == "SHORT":
        wanted = f"至少 {least} 人，并超过约定人数的一半"
        refuse(InElections.TOO_FEW_MEMBERS, now=len(draft.members), wanted=wanted)
    return made


def _check_people(draft: RecordDraft) -> None:
    if not draft.members:
        refuse(InElections.MEMBERS_MISSING)
    if len(draft.members) > draft.agreed:
        refuse(InElections.MEMBERS_MISMATCH, agreed=draft.agreed, now=len(draft.members))
    names = [*draft.members, *draft.alternates]
    if len(set(names)) < len(names):
        refuse(InElections.MEMBER_TWICE)


def _check_papers(draft: RecordDraft, photos: int, today: date) -> None:
    if draft.elected_on > today:
        refuse(InElections.ELECTED_IN_FUTURE)
    if draft.filed_on and not draft.elected_on <= draft.filed_on <= today:
        refuse(InElections.FILING_DAY)
    if not draft.document.strip() and not photos:
        refuse(InElections.DOCUMENT_MISSING)
    refuse_private(f"{draft.filing_note}\n{draft.document}", "备案和材料")


def warnings(draft: RecordDraft, rules: CommitteeRules, households: int, area: int) -> list[str]:
    """What does not fit the place's text: the election was held elsewhere, so it is told and not refused."""
    found = (size_problem(rules, draft.agreed, households, area), term_problem(rules, draft.term_years))
    return [one for one in found if one]
