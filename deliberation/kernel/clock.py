"""The one place that knows what time it is.

Every moment is an aware UTC `datetime`; the wall clock of the hall is Beijing time. Rules never call
this module: they are given the time as an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def _system_time() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_time


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return _source()


def today() -> date:
    """The current date on the wall calendar of the hall (Beijing time)."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The date that the wall calendar of the hall shows at an aware moment."""
    return moment.astimezone(BEIJING).date()


def beijing(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """The moment that a wall clock in Beijing shows as the given date and time."""
    return datetime(year, month, day, hour, minute, tzinfo=BEIJING).astimezone(UTC)


def use(source: Callable[[], datetime] | None) -> None:
    """Replace the time source of this process; `None` goes back to the system clock."""
    global _source  # noqa: PLW0603 - the single switch of the single clock
    _source = source or _system_time


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` inside the block (tests, demo loading)."""
    previous = _source
    use(lambda: moment)
    try:
        yield
    finally:
        use(previous)


def from_file(path: Path) -> Callable[[], datetime]:
    """A clock shifted by the offset in seconds that `path` holds (rehearsals with another date).

    The file is read at every call, so a rehearsal can move a running server through the days.
    A missing or unreadable file means no shift.
    """

    def shifted() -> datetime:
        try:
            offset = float(path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            offset = 0.0
        return _system_time() + timedelta(seconds=offset)

    return shifted
