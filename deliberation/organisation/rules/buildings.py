"""Many buildings at once: “1–12号楼，每栋2单元，每单元34户” as a plan, before anything is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Refused
from deliberation.kernel.text import say as _

MOST_BUILDINGS = 200
"""Buildings of one form: the largest compounds have a hundred or so."""

_BETWEEN = re.compile(r"[、,，;；\s]+")
_RANGE = re.compile(r"(?P<lead>[^\d\s]*)(?P<first>\d{1,4})\s*(?:-|–|—|~|～|至|到)\s*(?P=lead)(?P<last>\d{1,4})")
_TAIL = re.compile(r"(号楼|号|栋|幢|楼)")
LONGEST = 20


def numbers_of(text: str) -> tuple[str, ...]:
    """The numbers of buildings in what was typed: 1–6、8, A1-A3, 东1号楼; each once, in that order.

    Raises `INVALID_INPUT` for nothing, for a range that runs backwards, and for too many.
    """
    found: dict[str, None] = {}
    for part in _BETWEEN.split(_TAIL.sub("", text.strip())):
        found |= dict.fromkeys(_one_or_many(part)) if part else {}
    if not found:
        raise Refused(InOrganisation.BUILDINGS_MISSING)
    if len(found) > MOST_BUILDINGS:
        raise Refused(InOrganisation.BUILDINGS_TOO_MANY, most=MOST_BUILDINGS)
    return tuple(found)


def _one_or_many(part: str) -> list[str]:
    run = _RANGE.fullmatch(part)
    if run is None:
        if len(part) > LONGEST:
            raise Refused(InOrganisation.BUILDINGS_UNREADABLE, name=part)
        return [part]
    first, last = int(run["first"]), int(run["last"])
    if first > last or last - first >= MOST_BUILDINGS:
        raise Refused(InOrganisation.BUILDINGS_UNREADABLE, name=part)
    return [f"{run['lead']}{number}" for number in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class BuildingPlan:
    """Buildings that are alike: so many entrances each, so many households and floors in each entrance.

    `grid_area_id` is the 网格 of all their entrances; with `micro_grids` each building becomes a 微网格 within it.
    """

    numbers: tuple[str, ...]
    entrances: int
    households: int
    floors: int = 0
    grid_area_id: int | None = None
    micro_grids: bool = False

    @property
    def all_entrances(self) -> int:
        """How many entrances all of them have."""
        return len(self.numbers) * self.entrances

    @property
    def all_households(self) -> int:
        """How many households live in all of them."""
        return self.all_entrances * self.households

    def in_words(self) -> str:
        """The plan as a sentence, for the page that asks and for the history."""
        names = "、".join(self.numbers) if len(self.numbers) <= 3 else _ends(self.numbers)  # noqa: PLR2004 - short
        return _(
            "%(names)s号楼共 %(buildings)s 栋，每栋 %(entrances)s 单元，每单元 %(households)s 户，合计 %(total)s 户。",
            names=names,
            buildings=len(self.numbers),
            entrances=self.entrances,
            households=self.households,
            total=self.all_households,
        )


def _ends(numbers: tuple[str, ...]) -> str:
    return _("%(first)s 至 %(last)s ", first=numbers[0], last=numbers[-1])
