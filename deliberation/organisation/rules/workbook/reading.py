"""Reading the workbook's bytes: sheets by their names, columns by the headings in row 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deliberation.organisation.rules.workbook.layout import NOT_READ, REQUIRED, SHEETS
from deliberation.sheets.grid import Sheet
from deliberation.sheets.reading import read_sheets

RawRow = tuple[int, dict[str, str]]
"""Number of the row in its sheet; the text of each column, without blanks around it."""


@dataclass(frozen=True, slots=True)
class RawBook:
    """What stands in a workbook: the rows of each known sheet, the headings that are missing, the sheets not read."""

    rows: dict[str, list[RawRow]]
    missing: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {"rows": self.rows, "missing": self.missing, "unknown": self.unknown}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> RawBook:
        """From the JSON of `kept`."""
        rows = {sheet: [(number, cells) for number, cells in found] for sheet, found in kept["rows"].items()}
        return cls(rows, tuple((sheet, column) for sheet, column in kept["missing"]), tuple(kept["unknown"]))


def read_book(name: str, content: bytes) -> RawBook:
    """The workbook in these bytes. Raises `INVALID_INPUT` for a file that is no sheet (`sheets.reading`)."""
    rows: dict[str, list[RawRow]] = {}
    missing: list[tuple[str, str]] = []
    unknown: list[str] = []
    for sheet in read_sheets(name, content):
        title = sheet.name.strip()
        if title in SHEETS:
            rows[title] = _rows(sheet, title, missing)
        elif title != NOT_READ and sheet.rows:
            unknown.append(title)
    return RawBook(rows, tuple(missing), tuple(unknown))


def _rows(sheet: Sheet, title: str, missing: list[tuple[str, str]]) -> list[RawRow]:
    head = next((row for row in sheet.rows if row.number == 1), None)
    headings = [cell.strip() for cell in head.cells] if head else []
    places = {column: headings.index(column) for column in SHEETS[title] if column in headings}
    missing += [(title, column) for column in REQUIRED[title] if column not in places]
    found = [(row.number, {c: row.at(at).strip() for c, at in places.items()}) for row in sheet.rows if row.number > 1]
    return [(number, cells) for number, cells in found if any(cells.values())]
