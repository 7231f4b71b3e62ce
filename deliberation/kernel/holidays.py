"""The statutory holidays 法定节假日, year by year, as the State Council announces them each November.

They are data: `holidays.json` beside this module ships with the code, and an installation that cannot wait for
a new release names a file of its own (`DELIBERATION_HOLIDAYS`). A year of that file replaces the shipped one.

Format: `{"2026": {"source": "…", "holidays": [{"name": "元旦", "from": "2026-01-01", "to": "2026-01-03"}]}}`; both
days count. Sundays on which people work in exchange do not matter, since only the last day of a period is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

Calendar = Mapping[int, frozenset[date]]
"""Year → its holidays."""

LONGEST = 31
"""Days; whoever writes a longer holiday has mistyped a date."""


class CalendarUnreadable(ValueError):
    """A file of holidays says something that cannot be; the message names the entry."""


def parse(text: str) -> dict[int, frozenset[date]]:
    """The holidays that a file holds. Raises `CalendarUnreadable`."""
    try:
        written = json.loads(text)
        return {int(year): frozenset(d for one in of["holidays"] for d in _span(one)) for year, of in written.items()}
    except CalendarUnreadable:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CalendarUnreadable(f"holidays: {error!r}") from error


def _span(entry: Mapping[str, str]) -> list[date]:
    try:
        first, last = date.fromisoformat(entry["from"]), date.fromisoformat(entry["to"])
    except (ValueError, TypeError) as error:
        raise CalendarUnreadable(f"holidays: {entry}") from error
    length = (last - first).days + 1
    if not 0 < length <= LONGEST:
        raise CalendarUnreadable(f"holidays: {entry}")
    return [first + timedelta(days=n) for n in range(length)]


SHIPPED = parse(Path(__file__).with_name("holidays.json").read_text(encoding="utf-8"))

_known: Calendar = SHIPPED


def use(path: Path | None) -> None:
    """Take an installation's own file; `None` goes back to what ships. Raises `OSError`, `CalendarUnreadable`."""
    global _known  # noqa: PLW0603 - the single calendar, set once when the application is wired
    _known = SHIPPED if path is None else SHIPPED | parse(path.read_text(encoding="utf-8"))


def days() -> frozenset[date]:
    """Every holiday that is known."""
    return frozenset(day for year in _known.values() for day in year)


def knows(year: int) -> bool:
    """Whether the holidays of a year have been entered."""
    return year in _known
