"""业主名册: a roster as an office keeps it, read into units, doubts and proposals (domain 3.3, 6.5). Pure.

`read_roster` reads, `heads` counts after a person has decided on the proposals.
"""

from __future__ import annotations

from deliberation.roster.rules.codes import MUST_BE_MENDED
from deliberation.roster.rules.heads import heads, propose, totals
from deliberation.roster.rules.model import (
    DEVELOPER,
    NOT_COUNTED,
    Head,
    Problem,
    Proposal,
    SheetNote,
    Totals,
    UnitRef,
    UnitRow,
)
from deliberation.roster.rules.reading import check, count_kinds, read_roster
from deliberation.roster.rules.result import Reading

__all__ = [
    "DEVELOPER",
    "MUST_BE_MENDED",
    "NOT_COUNTED",
    "Head",
    "Problem",
    "Proposal",
    "Reading",
    "SheetNote",
    "Totals",
    "UnitRef",
    "UnitRow",
    "check",
    "count_kinds",
    "heads",
    "propose",
    "read_roster",
    "totals",
]
