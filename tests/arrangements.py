"""An arrangement of days off for a year that the program does not know, made up for the tests."""

from __future__ import annotations

from pathlib import Path

from deliberation.app import do_what_is_due
from deliberation.kernel import clock

NEW_YEAR_OF_2027 = """{"2027": {"source": "made up", "holidays": [{"name": "元旦", "from": "2027-01-01",
  "to": "2027-01-05"}], "working": ["2027-01-09"]}}"""
UNKNOWN = "2027 年的放假安排系统里还没有"


def arrange(file: Path, month: int, day: int, *, year: int = 2026) -> str:
    """The arrangement of 2027 arrives on that day; what the next minute brings about, in words."""
    file.write_text(NEW_YEAR_OF_2027, "utf-8")
    clock.use(lambda: clock.beijing(year, month, day, 9))
    return do_what_is_due()
