"""What a checked workbook would change in what is there: rows that are new, cells that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deliberation.organisation.rules.workbook.checking import Line, Problem
from deliberation.organisation.rules.workbook.layout import KEYS, SHEETS

Key = tuple[str, ...]

COMPARED_ONLY = frozenset({("任职", "姓名")})
"""Columns that name the same thing once more, for the reader; a difference is a mistake."""


@dataclass(frozen=True, slots=True)
class Present:
    """A row as the store has it: its id, and its cells as the workbook writes them."""

    id: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is new (`present_id` is None), or whose `cells` differ: column → (what is there, what is wanted)."""

    line: Line
    present_id: int | None = None
    cells: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the row names something that is not there."""
        return self.present_id is None


def key_of(sheet: str, cells: Mapping[str, str]) -> Key:
    """What names a row of a sheet."""
    return tuple(cells.get(column, "") for column in KEYS[sheet])


def changes_of(lines: Mapping[str, list[Line]], present: Mapping[str, Mapping[Key, Present]]) -> list[Change]:
    """Every row that is new or differs, in the order in which it is written down.

    An empty cell says nothing: what is there stays.
    """
    found = []
    for sheet in SHEETS:
        for line in lines.get(sheet, []):
            there = present.get(sheet, {}).get(key_of(sheet, line.cells))
            if there is None:
                found.append(Change(line))
                continue
            differ = tuple(
                (column, there.cells.get(column, ""), wanted)
                for column, wanted in line.cells.items()
                if wanted and wanted != there.cells.get(column, "") and (sheet, column) not in COMPARED_ONLY
            )
            if differ:
                found.append(Change(line, there.id, differ))
    return found


FIXED: Mapping[tuple[str, str], str] = {
    ("小区", "小区"): "改名请到“小区”的页面",
    ("小区", "社区"): "换社区请到“小区”的页面，登记从哪天起归哪个社区",
    ("单位", "种类"): "种类不在表格里改",
}
"""What the workbook does not change, and where it is changed."""


def not_changed_here(changes: list[Change]) -> list[Problem]:
    """The cells that differ where the workbook may not change them."""
    return [
        Problem(one.line.sheet, one.line.row, column, wanted, FIXED[one.line.sheet, column])
        for one in changes
        for column, _, wanted in one.cells
        if (one.line.sheet, column) in FIXED
    ]
