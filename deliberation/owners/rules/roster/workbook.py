"""A roster in an .xlsx file: values with openpyxl, and beside them what its fast reader leaves out.

The fast reader knows no merged cells, no hidden rows and no formula without a value; a second walk over
the sheet's XML finds these. Both walks stream, so a large sheet does not fill the memory.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import range_boundaries

from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.rules.roster.grid import DATE, FORMULA, MOST_COLUMNS, MOST_ROWS, Row, Sheet

MOST_BYTES = 120 * 1024 * 1024
"""Unpacked; twenty thousand rows take a fifth of it."""
MOST_CELLS = 600_000
_CELL = re.compile(rb"<(?:[A-Za-z]+:)?c[ >/]")
_CHUNK = 1 << 20
_SAVE_AGAIN = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入。"


@dataclass(slots=True)
class _Facts:
    """What the second walk finds in one sheet."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    valueless: list[str] = field(default_factory=list)


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx file. Raises `INVALID_INPUT` for one that is damaged, huge or of another kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that a reading does not need
            _must_be_sheets(archive.namelist())
            _must_be_of_bearable_size(archive)
            return _sheets(content, archive)
    except Refused:
        raise
    except Exception as error:  # whatever a parser raises on damaged bytes
        what = f"这个表格文件打不开，可能已损坏或加了密码。{_SAVE_AGAIN}"
        raise Refused(Reason.INVALID_INPUT, what=what) from error


def _must_be_sheets(names: list[str]) -> None:
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused(Reason.INVALID_INPUT, what=f"这个文件不是 Excel 表格。{_SAVE_AGAIN}")
    if "xl/workbook.bin" in names:
        raise Refused(Reason.INVALID_INPUT, what=f"这是二进制格式（.xlsb）的表格，读不了。{_SAVE_AGAIN}")


def _must_be_of_bearable_size(archive: zipfile.ZipFile) -> None:
    """A small file can unpack to gigabytes, or hold a million empty cells with borders."""
    too_large = (
        "表格太大（可能有很多只有格式的空行）。请把名册的内容复制到一张新表，存成 .xlsx 再导入；"
        f"一次最多 {MOST_ROWS} 行。"
    )
    if sum(part.file_size for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))) > MOST_BYTES:
        raise Refused(Reason.INVALID_INPUT, what=too_large)
    cells = 0
    for part in archive.namelist():
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            with archive.open(part) as source:
                cells += sum(len(_CELL.findall(chunk)) for chunk in iter(lambda: source.read(_CHUNK), b""))
    if cells > MOST_CELLS:
        raise Refused(Reason.INVALID_INPUT, what=too_large)


def _sheets(content: bytes, archive: zipfile.ZipFile) -> list[Sheet]:
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read()
    paths = {sheet.name: part.target for sheet, part in reader.parser.find_sheets()}
    sheets, rows = [], 0
    for source in reader.wb.worksheets:
        sheet = Sheet(source.title, hidden=source.sheet_state != "visible")
        sheets.append(sheet)
        if sheet.hidden:
            continue
        source.reset_dimensions()  # some programs write a wrong one, and cells would be cut off
        with archive.open(paths[source.title]) as xml:
            facts = _facts(xml)
        sheet.hidden_rows = facts.hidden_rows
        _fill(sheet, source.iter_rows(values_only=True), facts)
        rows += len(sheet.rows)
        if rows > MOST_ROWS:
            raise Refused(Reason.INVALID_INPUT, what=f"名册超过 {MOST_ROWS} 行，请按楼分开导入。")
    reader.archive.close()
    return sheets


def _facts(xml: IO[bytes]) -> _Facts:
    facts = _Facts()
    row = 0
    for _, element in iterparse(xml):  # noqa: S314 - expat bounds entities, the size is bounded above
        tag = element.tag.rpartition("}")[2]
        if tag == "c" and len(element):
            formula = any(child.tag.endswith("}f") for child in element)
            if formula and not any(child.tag.endswith("}v") and child.text for child in element):
                facts.valueless.append(element.get("r", ""))
        elif tag == "row":
            row = int(element.get("r", row + 1))
            if element.get("hidden") in {"1", "true"}:
                facts.hidden_rows.add(row)
            element.clear()
        elif tag == "mergeCell":
            left, top, right, bottom = (side or 0 for side in range_boundaries(element.get("ref", "")))
            if left and top and right and bottom:  # not a whole column or row
                facts.merged.append((top, left - 1, bottom, right - 1))
    return facts


def _fill(sheet: Sheet, values: Iterator[tuple[object, ...]], facts: _Facts) -> None:
    """Put the cells into the sheet as text, the merged ones into every row that they span."""
    table: dict[int, list[str]] = {}
    for number, cells in enumerate(values, start=1):
        if all(value is None for value in cells):
            continue
        texts = [sheet.admitted(number, at, _text(value)) for at, value in enumerate(cells[:MOST_COLUMNS])]
        if any(texts):
            table[number] = texts
            sheet.odd.update(
                ((number, at), DATE) for at, value in enumerate(cells[:MOST_COLUMNS]) if isinstance(value, _DATES)
            )
    for place in facts.valueless:
        left, top, *_ = range_boundaries(place) if place else (None, None)
        if left and top and left <= MOST_COLUMNS:
            sheet.odd[top, left - 1] = FORMULA
            table.setdefault(top, [])
    for span in facts.merged:
        _spread(sheet, table, span)
    sheet.rows = [Row(number, table[number]) for number in sorted(table)]


_DATES = (dt.date, dt.time, dt.timedelta)


def _spread(sheet: Sheet, table: dict[int, list[str]], span: tuple[int, int, int, int]) -> None:
    top, left, bottom, right = span
    first = table.get(top, [])
    text = first[left] if left < len(first) else ""
    if not text:
        return
    for number in range(top, min(bottom, top + MOST_ROWS) + 1):
        cells = table.get(number)
        if cells is None:
            continue  # a row in which nothing else stands is no row
        for column in range(left + 1, min(right, MOST_COLUMNS) + 1):
            sheet.across[number, column] = text
        if number > top:
            cells.extend([""] * (left + 1 - len(cells)))
            cells[left] = text
            sheet.filled.add((number, left))


def _text(value: object) -> str:
    """A value as a person would type it: 301.0 → 301, 89.50000000000001 → 89.5; Excel keeps fifteen digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | int):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value).strip()


def _number(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):  # noqa: PLR2004 - exact up to there
        return str(int(value))
    return format(value, ".15g")
