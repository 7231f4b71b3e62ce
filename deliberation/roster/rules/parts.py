"""表决范围: which buildings, or which entrances 单元 of them, share what is decided (上海 §69, 潍坊 §21).

A lift of one entrance belongs to those who share it: only they are asked, and only their units there make up
both denominators. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Anything that stands in a building, and in an entrance where the roster says so (else empty)."""

    @property
    def building(self) -> str:
        """How the building is called: 3号楼."""

    @property
    def entrance(self) -> str:
        """How the entrance is called: 2单元."""


NO_ENTRANCE = "-"
"""What a filter calls the units of which the roster knows no entrance; no entrance is read as this."""

Thing = TypeVar("Thing", bound=Placed)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the scope as the roster calls it: a whole building (`entrance` empty), or one entrance of it."""

    building: str
    entrance: str = ""

    @property
    def label(self) -> str:
        """The parts in words: 3号楼, 5号楼1单元."""
        apart = " " if self.entrance and self.building[-1:].isdecimal() else ""
        return f"{self.building}{apart}{self.entrance}"

    @property
    def code(self) -> str:
        """The part in one word, as a form or an address carries it."""
        return f"{self.building}|{self.entrance}" if self.entrance else self.building

    @classmethod
    def from_code(cls, code: str) -> Part:
        """The part that `code` gave."""
        building, _bar, entrance = code.partition("|")
        return cls(building, entrance)

    def to_json(self) -> dict[str, str]:
        """Plain values: `{"building"}`, with `"entrance"` for one entrance."""
        return {"building": self.building, **({"entrance": self.entrance} if self.entrance else {})}

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> Part:
        """The part that `to_json` wrote."""
        return cls(data["building"], data.get("entrance", ""))


def normal(parts: Iterable[Part]) -> list[Part]:
    """Each part once, 3号楼 before 10号楼; an entrance of a building that is in as a whole says nothing more."""
    chosen = set(parts)
    whole = {part.building for part in chosen if not part.entrance}
    return sorted((part for part in chosen if not part.entrance or part.building not in whole), key=_order)


def _order(part: Part) -> tuple[list[tuple[bool, int, str]], list[tuple[bool, int, str]]]:
    return _as_counted(part.building), _as_counted(part.entrance)


def _as_counted(text: str) -> list[tuple[bool, int, str]]:
    pieces = re.findall(r"[0-9]+|[^0-9]+", text)
    return [(False, int(piece), "") if piece.isdecimal() else (True, 0, piece) for piece in pieces]


def in_words(parts: Iterable[Part]) -> str:
    """3号楼、5号楼1单元; empty for everybody."""
    return "、".join(part.label for part in parts)


def within(things: Iterable[Thing], parts: Iterable[Part]) -> list[Thing]:
    """Those that stand in one of the parts, in their order; all of them where no part is named."""
    wanted = frozenset(parts)
    if not wanted:
        return list(things)
    return [t for t in things if Part(t.building) in wanted or (t.entrance and Part(t.building, t.entrance) in wanted)]


def missing(things: Iterable[Placed], parts: Iterable[Part]) -> list[Part]:
    """The parts in which nothing stands."""
    known = {part for t in things for part in (Part(t.building), Part(t.building, t.entrance))}
    return normal(part for part in parts if part not in known)


def without_entrance(things: Iterable[Placed], parts: Iterable[Part]) -> dict[str, int]:
    """Building → how many things there name no entrance, for buildings of which single entrances are in `parts`.

    Nobody can tell whether these share the part: they must neither be asked nor be left out by a guess.
    """
    cut = {part.building for part in parts if part.entrance}
    return dict(Counter(t.building for t in things if t.building in cut and not t.entrance))
