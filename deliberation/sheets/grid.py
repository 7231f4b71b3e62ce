"""A sheet as rows of text, whatever file it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from deliberation.sheets.text import SHORTEST_ID, has_id, without_id

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SIGNS = 1_000
"""So much of a cell is read; a whole document in one cell is no table."""

FORMULA = "formula"
"""Oddity of a cell: a formula whose value is not in the file."""
DATE = "date"
"""Oddity of a cell: a date, which a room may have been turned into."""
ID = "id"
"""Oddity of a cell: an ID number stood in it. It is taken out before anybody reads the cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number that the sheet shows beside it, and its cells as text."""

    number: int
    cells: list[str]

    def at(self, column: int) -> str:
        """The text of a column (from 0); empty beyond the last one, and for -1, a column that the table has not."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""

    @property
    def texts(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]


@dataclass(slots=True)
class Sheet:
    """One sheet: the rows that hold something.

    A merged cell's text stands in its first column in every row that it spans; those rows' places are in
    `filled`. Where it spans columns, `across` holds the text for the others, which only a header needs.
    Places are `(row number, column from 0)`.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    odd: dict[tuple[int, int], str] = field(default_factory=dict)
    filled: set[tuple[int, int]] = field(default_factory=set)
    across: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden: bool = False

    def admitted(self, number: int, column: int, text: str) -> str:
        """The text of a cell as it may enter: without ID numbers, and no longer than a cell of a table."""
        if len(text) >= SHORTEST_ID and has_id(text):
            self.odd[number, column] = ID
            text = without_id(text)
        return text[:MOST_SIGNS]


def letter(column: int) -> str:
    """The letter over a column (from 0): 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def letters(columns: Sequence[int]) -> str:
    """The letters of several columns."""
    return "、".join(letter(column) for column in columns)
