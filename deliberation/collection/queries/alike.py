"""What residents can already read that sounds like what somebody is writing."""

from __future__ import annotations

from dataclasses import dataclass, field

from deliberation.collection.rules.likeness import ALIKE, likeness
from deliberation.kernel.stage import house

MOST_SHOWN = 3
READ = 200
"""Signs of a text that are compared: a matter is named at its beginning."""


@dataclass(frozen=True, slots=True)
class PublicMatter:
    """A matter on a public page: its title as it stands there, how far it is, and the page."""

    title: str
    stage: str
    endpoint: str
    values: dict[str, str] = field(default_factory=dict)


def perhaps_said(compound_id: int, text: str | None, place: str | None = None) -> list[PublicMatter]:
    """Up to three public matters that may be the same, the most alike first, each title once."""
    mine = f"{(text or '')[:READ]}\n{place or ''}"
    known: dict[str, PublicMatter] = {}
    read = house().offers.public_matters  # they are kept by later stages
    for matter in read(compound_id) if read and (text or "").strip() else ():
        known.setdefault(matter.title, matter)
    scored = [(likeness(mine, title), matter) for title, matter in known.items()]
    alike = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [matter for _percent, matter in alike[:MOST_SHOWN]]
