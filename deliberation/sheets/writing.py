"""What every table that staff open in Excel or WPS has in common (domain 6.5)."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""How a cell begins that a sheet would take for a formula."""


PROVISIONAL = "推算：这一年的放假安排还没有，有了安排会重新计算，只会延后"
"""Beside a date that was worked out while the State Council's arrangement of its year was not known."""


def harmless(cell: str) -> str:
    """A cell that no sheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
