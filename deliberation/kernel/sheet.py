"""A table as CSV that staff open in Excel or WPS (domain 6.5)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""How a cell begins that a sheet would take for a formula."""


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
