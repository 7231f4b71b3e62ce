"""What was read from a roster: units, what is doubtful in it, what may belong together. Plain data."""

from __future__ import annotations

from dataclasses import dataclass

DEVELOPER = "DEVELOPER"
"""Key and code of the one head of all units that are not sold or not handed over (区分所有权解释 §9)."""

NOT_COUNTED = frozenset({"PARKING", "STORAGE"})
"""Kinds that do not count for votes unless the house rules say so (domain 3.3)."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit that can be counted: it has a room and an area.

    `row` is the number that the sheet shows. `building`, `entrance`, `room` are what the room was read as
    (1号楼, 2单元, 301), `room_text` what the office wrote. `area` is in 0.01 ㎡. `kind`: DWELLING, SHOP,
    PARKING, STORAGE, OTHER. `names` is empty where nobody is named; co-owners stand in the order of the
    sheet. `owner_text` is the owner's cell as written, `note` the remarks,
    `voter` which of the co-owners votes, where the sheet says so; no text holds an ID number.
    """

    sheet: str
    row: int
    building: str
    entrance: str
    room: str
    room_text: str
    area: int
    kind: str = "DWELLING"
    names: tuple[str, ...] = ()
    company: bool = False
    phones: tuple[str, ...] = ()
    sold: bool = True
    delivered: bool = True
    counts_for_votes: bool = True
    note: str = ""
    owner_text: str = ""
    voter: str = ""

    @property
    def of_developer(self) -> bool:
        """Whether the unit belongs to the developer's one head: not sold, or sold and not handed over."""
        return not (self.sold and self.delivered)

    @property
    def label(self) -> str:
        """The unit as it is called: 1号楼2单元301室, 车位12, 1号楼储藏室5."""
        what = _KIND_IN_LABEL.get(self.kind, "")
        end = "室" if not what and self.room.isascii() else ""
        return f"{self.building}{self.entrance}{what if self.room[:1].isascii() else ''}{self.room}{end}"


_KIND_IN_LABEL = {"PARKING": "车位", "STORAGE": "储藏室", "SHOP": "商铺"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One doubtful place. `row` 0: the whole sheet; `column`: the letter over the sheet, empty for the whole row.

    `code` is one of `codes.TEXTS`; `text` says what was read, what became of it and what to do. Phones are
    masked in it, ID numbers are never in it.
    """

    sheet: str
    row: int
    column: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class UnitRef:
    """Where a unit of a proposal stands; `room` is its label."""

    sheet: str
    row: int
    room: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Units that may belong to one head; a person decides. `heads_saved` is what accepting takes off the heads."""

    code: str
    key: str
    names: tuple[str, ...]
    units: tuple[UnitRef, ...]
    heads_saved: int
    text: str


@dataclass(frozen=True, slots=True)
class SheetNote:
    """What was found in one sheet: the header's row, the columns used (`{field: letters}`), the units counted."""

    name: str
    header_row: int
    columns: dict[str, str]
    units: int


@dataclass(frozen=True, slots=True)
class Head:
    """One head: the units of one owner (set), or of the developer. `area` in 0.01 ㎡."""

    key: str
    names: tuple[str, ...]
    units: tuple[UnitRow, ...]
    area: int
    is_developer: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """Units, area (0.01 ㎡) and heads, as written (a head each) and after every proposal."""

    units: int
    area: int
    heads_as_written: int
    heads_as_proposed: int
