"""Which matters of the owners a free text points to, so that a person is asked who may decide.

The rule decides nothing: it finds words, and the page asks for the class 决定权属. It errs on the side of
asking. Source of the matters: Civil Code art. 278 (the nine matters) and art. 279 (住宅改经营用房).
"""

from __future__ import annotations

from dataclasses import dataclass

from deliberation.agenda.rules.authorities import MATTERS
from deliberation.kernel.text import N_

DWELLING_TO_BUSINESS = "DWELLING_TO_BUSINESS"
"""Code of art. 279, which is no matter of art. 278: every owner with an interest must agree."""

_DWELLING_LABEL = N_("将住宅改变为经营性用房")


@dataclass(frozen=True, slots=True)
class Finding:
    """One matter that a text points to, and the words that point there as they stand in the text."""

    matter: str
    words: tuple[str, ...]


def matters_in(text: str) -> tuple[Finding, ...]:
    """What the text points to, in the order of the codes; empty: nobody need be asked.

    `Finding.matter` is a key of `MATTERS` or `DWELLING_TO_BUSINESS`.
    """
    found = []
    for matter, word in (("USE_MAINTENANCE_FUND", "维修资金"), ("COVENANT", "管理规约"), ("REBUILD", "改建")):
        if word in text:
            found.append(Finding(matter, (word,)))
    return tuple(sorted(found, key=lambda finding: finding.matter))


def matter_label(code: str) -> str:
    """The law's own words for a matter that `matters_in` names."""
    return _DWELLING_LABEL if code == DWELLING_TO_BUSINESS else MATTERS[code].label
