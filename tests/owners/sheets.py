"""Rosters as offices keep them, written as real files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from deliberation.owners.rules.roster import Reading, read_roster

HEAD = ("楼栋", "单元", "房号", "业主", "建筑面积(㎡)", "电话", "备注")
"""The columns of a plain roster; `roster` fills in what a test does not care for."""

Cells = Sequence[object]


def xlsx(rows: Iterable[Cells], *, merge: Iterable[str] = (), name: str = "名册") -> bytes:
    """A workbook of one sheet; `merge` are ranges such as `A4:A9`."""
    return workbook({name: rows}, {name: merge})


def workbook(sheets: dict[str, Iterable[Cells]], merge: dict[str, Iterable[str]] | None = None) -> bytes:
    """A workbook of several sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        fill(sheet, rows, (merge or {}).get(name, ()))
    return saved(book)


def fill(sheet: Worksheet, rows: Iterable[Cells], merge: Iterable[str] = ()) -> None:
    """Write rows into a sheet and merge its ranges."""
    for row in rows:
        sheet.append(list(row))
    for span in merge:
        sheet.merge_cells(span)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows: Iterable[Cells], *, sign: str = ",", encoding: str = "gb18030") -> bytes:
    """A text file as Excel writes it."""
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator="\r\n").writerows(
        ["" if cell is None else cell for cell in row] for row in rows
    )
    return out.getvalue().encode(encoding)


def roster(*units: dict[str, object], head: Sequence[str] = HEAD) -> Reading:
    """A reading of a workbook with these units; a unit names only the columns that matter."""
    rows: list[Cells] = [head]
    for number, unit in enumerate(units, start=1):
        plain: dict[str, object] = {
            "楼栋": "1号楼",
            "房号": 100 + number,
            "业主": f"孙{'甲乙丙丁戊'[number % 5]}{number}",
        }
        plain |= {name: 90 for name in head if "面积" in name}
        rows.append([(plain | unit).get(name) for name in head])
    return read_roster("名册.xlsx", xlsx(rows))


def codes(reading: Reading) -> list[str]:
    """The codes of a reading's problems, in order."""
    return [problem.code for problem in reading.problems]
