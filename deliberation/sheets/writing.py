"""A table as CSV that staff open in Excel or WPS (domain 6.5)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""How a cell begins that a sheet would take for a formula."""


PROVISIONAL = "推算：这一年的放假安排还没有，有了安排会重新计算，只会延后"
"""Beside a date that was worked out while the State Council's arrangement of its year was not known."""


def sheet(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """The text of a .csv: with the mark that makes Excel read it as UTF-8, formulas made harmless by a quote."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: str) -> str:
    """A cell that no sheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
