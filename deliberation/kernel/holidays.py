"""Which days are days off: the State Council's arrangement 放假安排 of each year, the statutory days, the weekends.

The arrangement is data, announced each November for the year to come: `holidays.json` beside this module ships with
the code, an installation that cannot wait for a new release names a file of its own (`DELIBERATION_HOLIDAYS`), and an
administrator loads a year on a page (`lay_over`). A year of that file replaces the shipped one, a loaded year both. The
statutory days (`lunar.statutory`) are off with or without it.

Format: `{"2026": {"source": "…", "holidays": [{"name": "元旦", "from": "2026-01-01", "to": "2026-01-03"}],
"working": ["2026-01-04"]}}`. Both days of a holiday count; `working` are the Saturdays and Sundays on which people
work in exchange 调休上班. New Year's holiday of a year may begin in the December before it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from deliberation.kernel.lunar import statutory

LONGEST = 31
"""Days; whoever writes a longer holiday has mistyped a date."""

SATURDAY = 5
DECEMBER = 12
TURN_OF_THE_YEAR = 29
"""From this day of December on the next year's arrangement counts too: 29 December of 2007 and of 2018 was worked,
30 December of 2017 and of 2023 was off, for the New Year after them."""


ASKED_FROM = 15
"""From this day of December on the next year's arrangement is asked for."""


class CalendarUnreadable(ValueError):
    """A file of holidays says something that cannot be; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The arrangement of one year: days off, Saturdays and Sundays worked in exchange, and who announced it when."""

    holidays: frozenset[date]
    working: frozenset[date] = frozenset()
    source: str = ""
    names: Mapping[date, str] = field(default_factory=dict, hash=False)
    """What each day off is called: 劳动节."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The arrangements at hand, by year."""

    arrangements: Mapping[int, Arrangement]

    def knows(self, year: int) -> bool:
        """Whether the arrangement of a year is at hand."""
        return year in self.arrangements

    def is_off(self, day: date, *, weekends: bool = True) -> bool:
        """Whether nobody works on a day. With `weekends=False` a Saturday or Sunday is off only within a holiday.

        A Saturday or Sunday that is worked in exchange is a working day.
        """
        if day in statutory(day.year):
            return True
        around = [self.arrangements[year] for year in _years_of(day) if year in self.arrangements]
        if any(day in one.working for one in around):
            return False
        return any(day in one.holidays for one in around) or (weekends and is_weekend(day))

    def overdue(self, today: date) -> tuple[int, ...]:
        """The years whose arrangement ought to be at hand by `today`: this year's, from 15 December on the next one's.

        It is announced in November as a rule; what is worked out before may still have to be made longer. Until
        `ASKED_FROM` nobody is asked for the next year's.
        """
        is_asked = today.month == DECEMBER and today.day >= ASKED_FROM
        wanted = (today.year, today.year + 1) if is_asked else (today.year,)
        return tuple(year for year in wanted if year not in self.arrangements)

    def name_of(self, day: date) -> str:
        """What a day off is called (劳动节); empty where it is none, or has no name."""
        return next((self.arrangements[y].names[day] for y in _years_of(day) if day in self._names(y)), "")

    def _names(self, year: int) -> Mapping[date, str]:
        return self.arrangements[year].names if year in self.arrangements else {}

    def missing(self, day: date) -> tuple[int, ...]:
        """The years whose arrangement is not at hand and may yet change whether `day` is off."""
        return tuple(year for year in _years_of(day) if year not in self.arrangements)


def _years_of(day: date) -> tuple[int, ...]:
    turning = day.month == DECEMBER and day.day >= TURN_OF_THE_YEAR
    return (day.year, day.year + 1) if turning else (day.year,)


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= SATURDAY


def parse(text: str) -> dict[int, Arrangement]:
    """The arrangements that a file holds. Raises `CalendarUnreadable`."""
    try:
        return {int(year): _arrangement(int(year), of) for year, of in json.loads(text).items()}
    except CalendarUnreadable:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CalendarUnreadable(f"holidays: {error!r}") from error


def _arrangement(year: int, written: Mapping[str, object]) -> Arrangement:
    spans, working = written["holidays"], written.get("working", [])
    if not isinstance(spans, list) or not isinstance(working, list):
        raise CalendarUnreadable(f"holidays: {year}")
    names = {day: str(one.get("name", "")) for one in spans for day in _span(year, one)}
    holidays = frozenset(names)
    worked = frozenset(_worked(year, one) for one in working)
    for day in sorted(worked & (holidays | statutory(year))):
        raise CalendarUnreadable(f"holidays: {day} is both off and worked")
    return Arrangement(holidays, worked, str(written.get("source", "")), names)


def _span(year: int, entry: Mapping[str, str]) -> list[date]:
    try:
        first, last = date.fromisoformat(entry["from"]), date.fromisoformat(entry["to"])
    except (ValueError, TypeError) as error:
        raise CalendarUnreadable(f"holidays: {entry}") from error
    length = (last - first).days + 1
    if not 0 < length <= LONGEST or not (_belongs(year, first) and _belongs(year, last)):
        raise CalendarUnreadable(f"holidays: {entry}")
    return [first + timedelta(days=n) for n in range(length)]


def _worked(year: int, written: object) -> date:
    try:
        day = date.fromisoformat(str(written))
    except ValueError as error:
        raise CalendarUnreadable(f"holidays: {written!r}") from error
    if not is_weekend(day) or not _belongs(year, day):
        raise CalendarUnreadable(f"holidays: {day} is no Saturday or Sunday of {year}")
    return day


def _belongs(year: int, day: date) -> bool:
    """Whether the arrangement of a year can speak of a day: of that year, or of the days just before it."""
    return year in _years_of(day)


SHIPPED = Calendar(parse(Path(__file__).with_name("holidays.json").read_text(encoding="utf-8")))


@dataclass(slots=True)
class _InUse:
    """The one calendar of the process, and what it was made of.

    `path`: the installation's own file, with what it looked like when it was read; `filed`: what ships, overlaid by
    that file; `loaded`: the years that an administrator has loaded, which replace both.
    """

    calendar: Calendar = SHIPPED
    path: Path | None = None
    stamp: tuple[int, int] = (0, 0)
    filed: Calendar = SHIPPED
    loaded: Mapping[int, Arrangement] = field(default_factory=dict)

    def compose(self) -> None:
        self.calendar = Calendar({**self.filed.arrangements, **self.loaded})


_in_use = _InUse()


def use(path: Path | None) -> None:
    """Take an installation's own file; `None` goes back to what ships. Raises `OSError`, `CalendarUnreadable`."""
    if path is None:
        _in_use.filed, _in_use.path = SHIPPED, None
    else:
        stamp = _stamp(path)
        own = parse(path.read_text(encoding="utf-8"))
        _in_use.filed = Calendar({**SHIPPED.arrangements, **own})
        _in_use.path, _in_use.stamp = path, stamp
    _in_use.compose()


def lay_over(loaded: Mapping[int, Arrangement]) -> None:
    """Take the years that were loaded into the store, in place of the file's and the shipped ones; `{}`: none."""
    _in_use.loaded = dict(loaded)
    _in_use.compose()


def reread() -> bool:
    """Read the installation's file again if it has changed; whether it has. A file that cannot be read changes nothing.

    Raises `OSError`, `CalendarUnreadable`.
    """
    path = _in_use.path
    if path is None or _stamp(path) == _in_use.stamp:
        return False
    use(path)
    return True


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def calendar() -> Calendar:
    """The calendar in use."""
    return _in_use.calendar
