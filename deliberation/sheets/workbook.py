"""A table in an .xlsx file: cells as the sheet shows them, with merged cells, hidden rows and formulas without value.

One walk over each sheet, as a stream: what a sheet announces beyond the bounds is refused before it is built.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from deliberation.kernel.details import InSheets
from deliberation.kernel.errors import Refused
from deliberation.sheets import numbers, package
from deliberation.sheets.grid import DATE, FORMULA, MOST_COLUMNS, MOST_ROWS, Row, Sheet
from deliberation.sheets.package import Collected, Package, damaged, opened

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Of any sheet (ECMA-376); a place beyond them was not written by a sheet program."""
MOST_MERGED = 60_000
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LONGEST_NUMBER = 40


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx file. Raises `INVALID_INPUT` for one that is damaged, huge or of another kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _sheets(opened(archive))
    except (Refused, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - whatever a parser raises on damaged bytes
        damaged()


def _sheets(book: Package) -> list[Sheet]:
    sheets, rows, cells, merged = [], 0, 0, 0
    for named in book.sheets:
        sheet = Sheet(named.name, hidden=named.hidden)
        sheets.append(sheet)
        if sheet.hidden:
            continue
        found = _Cells(book)
        book.stream(named.part, found)
        _fill(sheet, found)
        rows, cells, merged = rows + len(sheet.rows), cells + found.count, merged + len(found.merged)
        if rows > MOST_ROWS:
            raise Refused(InSheets.TOO_MANY_ROWS, most=MOST_ROWS)
        if cells > package.MOST_CELLS or merged > MOST_MERGED:
            package.too_large()
    return sheets


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    oddity: str = ""


@dataclass(slots=True)
class _Cells:
    """Hears one sheet: `table` holds its cells by row and column (from 0)."""

    book: Package
    table: dict[int, dict[int, _Cell]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    count: int = 0
    _row: int = 0
    _column: int = -1
    _kind: str = ""
    _style: int = 0
    _formula: bool = False
    _now: Collected = field(default_factory=Collected)

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "row":
            self._begin_row(given)
        elif tag == "c":
            self._begin_cell(given)
        elif tag == "f":
            self._formula = True
        elif tag == "mergeCell":
            self._merge(given.get("ref", ""))
        else:
            self._now.start(tag)

    def end(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        else:
            self._now.end(tag)

    def text(self, data: str) -> None:
        self._now.add(data)

    def _begin_row(self, given: dict[str, str]) -> None:
        number = given.get("r", "")
        if len(number) > _LONGEST_NUMBER:
            raise Refused(InSheets.ROW_OUTSIDE)
        self._row = int(number) if number else self._row + 1
        if not 1 <= self._row <= LAST_ROW:
            raise Refused(InSheets.ROW_OUTSIDE)
        self._column = -1
        if given.get("hidden") in {"1", "true"}:
            self.hidden.add(self._row)

    def _begin_cell(self, given: dict[str, str]) -> None:
        self.count += 1
        named = _REFERENCE.fullmatch(given["r"]) if given.get("r") else None
        if given.get("r") and named is None:
            raise Refused(InSheets.ROW_OUTSIDE)
        self._column = _column(named[1]) if named else self._column + 1
        if named and int(named[2]) != self._row:
            damaged()
        self._kind, self._formula = given.get("t", "n"), False
        style = given.get("s", "0")
        self._style = int(style) if len(style) <= _LONGEST_NUMBER else 0
        self._now.begin()

    def _end_cell(self) -> None:
        if self._column >= MOST_COLUMNS:
            return
        written = str(self._now)
        cell = _Cell("", FORMULA) if self._formula and not written else self._cell(written)
        if cell is not None:
            self.table.setdefault(self._row, {})[self._column] = cell
        if len(self.table) > MOST_ROWS:
            raise Refused(InSheets.TOO_MANY_ROWS, most=MOST_ROWS)

    def _cell(self, written: str) -> _Cell | None:
        """The cell as it is shown; `None` for an empty one."""
        if not written:
            return None
        match self._kind:
            case "s":
                return _Cell(self.book.texts[int(written)].strip())
            case "b":
                return _Cell("是" if written in {"1", "true"} else "否")
            case "d":
                return _Cell(_moment(dt.datetime.fromisoformat(written)), DATE)
            case "n":
                return self._number(written)
            case _:
                return _Cell(written.strip())

    def _number(self, written: str) -> _Cell:
        if len(written) > _LONGEST_NUMBER:
            damaged()
        value = float(written) if re.search("[.eE]", written) else int(written)
        form = self.book.formats[self._style] if 0 <= self._style < len(self.book.formats) else numbers.GENERAL
        if not numbers.is_date(form):
            return _Cell(numbers.as_shown(value, form))
        epoch = CALENDAR_MAC_1904 if self.book.since_1904 else CALENDAR_WINDOWS_1900
        try:
            moment = from_excel(value, epoch, timedelta=numbers.is_span(form))
        except (ValueError, OverflowError):
            return _Cell(numbers.plain(value), DATE)
        return _Cell(_moment(moment, with_time=re.search("[hH]", form) is not None), DATE)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        ends = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if ends[0] is None or ends[1] is None:  # a whole column or row
            return
        if len(self.merged) >= MOST_MERGED:
            package.too_large()
        (left, top), (right, bottom) = ((_column(end[1]), int(end[2])) for end in ends if end)
        self.merged.append((top, left, bottom, right))


def _column(letters: str) -> int:
    """AA → 26."""
    number = 0
    for sign in letters.upper():
        number = number * 26 + ord(sign) - 64
    if number > LAST_COLUMN:
        raise Refused(InSheets.ROW_OUTSIDE)
    return number - 1


def _moment(value: object, *, with_time: bool = False) -> str:
    """A day as 2026-03-01; with its time of day where it is shown or not midnight, and with the thousandths it has."""
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, dt.datetime) and value.time() == dt.time() and not with_time:
        return value.date().isoformat()
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
    if isinstance(value, dt.time):
        return value.isoformat("seconds")
    return str(value)


def _fill(sheet: Sheet, found: _Cells) -> None:
    """Put the cells into the sheet as text, the merged ones into every row that they span."""
    sheet.hidden_rows = found.hidden
    table: dict[int, list[str]] = {}
    for number, cells in found.table.items():
        texts = [""] * (max(cells) + 1)
        for at, cell in cells.items():
            texts[at] = sheet.admitted(number, at, cell.text)
            if cell.oddity:
                sheet.odd[number, at] = cell.oddity
        if any(texts) or any(cell.oddity == FORMULA for cell in cells.values()):
            table[number] = texts
    numbered = sorted(table)
    left = package.MOST_CELLS
    for span in found.merged:
        left -= _spread(sheet, table, numbered, span)
        if left < 0:
            package.too_large()
    sheet.rows = [Row(number, table[number]) for number in numbered]


def _spread(sheet: Sheet, table: dict[int, list[str]], numbered: list[int], span: tuple[int, int, int, int]) -> int:
    """Spread one merged cell; how many places that took. A row in which nothing else stands is no row."""
    top, left, bottom, right = span
    first = table.get(top, [])
    text = first[left] if left < len(first) else ""
    if not text:
        return 1
    rows = numbered[bisect_left(numbered, top) : bisect_right(numbered, bottom)]
    last = min(right, MOST_COLUMNS)
    if len(rows) * (last - left + 1) > package.MOST_CELLS:
        package.too_large()
    for number in rows:
        cells = table[number]
        for column in range(left + 1, last + 1):
            sheet.across[number, column] = text
        if number > top:
            cells.extend([""] * (left + 1 - len(cells)))
            cells[left] = text
            sheet.filled.add((number, left))
    return len(rows) * (last - left + 1)
