"""Rosters as offices keep them, written as real files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from deliberation.roster.rules import Reading, read_roster

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


def formatted(rows: Iterable[Cells], formats: dict[str, str]) -> bytes:
    """A workbook of one sheet in which some cells (`C2`) have a number format."""
    book = Workbook()
    fill(book.worksheets[0], rows)
    for place, form in formats.items():
        book.worksheets[0][place].number_format = form
    return saved(book)


def rewritten(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """An archive of which each part was changed by `change(name, bytes)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def by_hand(rows: str, texts: str = "", sheets: str = '<sheet name="名册" sheetId="1" r:id="rId7"/>') -> bytes:
    """A workbook as Excel and WPS write it, with shared texts: `rows` and `texts` are the XML inside their parts."""
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{_OFFICE}/officeDocument"'
        ' Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="rId7" Type="{_OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId8" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<x:sst xmlns:x="{_MAIN}">{texts}</x:sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
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
