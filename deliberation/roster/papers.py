"""A roster as an .xlsx that staff mend and read in again: no cell is taken for a formula (domain 6.5)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal

from openpyxl import Workbook

from deliberation.sheets.writing import harmless

HEAD = (
    "楼栋",
    "单元",
    "房号",
    "业主",
    "建筑面积(㎡)",
    "电话",
    "房屋类型",
    "状态",
    "是否计入表决",
    "共有人的投票人",
    "备注",
)
Cell = str | Decimal


def roster_xlsx(rows: Iterable[Iterable[Cell]]) -> bytes:
    """The bytes of a workbook with one sheet; areas are exact numbers, everything else text."""
    book = Workbook(write_only=True)
    page = book.create_sheet("业主名册")
    page.append(HEAD)
    for row in rows:
        page.append([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def square_metres(hundredths: int) -> Decimal:
    """An area of 0.01 ㎡ as the number that a sheet shows."""
    return Decimal(hundredths).scaleb(-2)
