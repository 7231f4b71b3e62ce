"""Counting days (domain 3.6) and writing them in Chinese.

The first day is not counted and the last day ends at 24:00 Beijing time (民法典 §201, §203).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from deliberation.kernel.clock import BEIJING

WEEKDAYS = "一二三四五六日"
SATURDAY = 5

NoticeCheck = Literal["block", "warn", "clean"]


def gap_days(notice_date: date, meeting_date: date) -> int:
    """Whole days from the notice to the meeting: 10 March to 25 March is 15."""
    return (meeting_date - notice_date).days


def check_notice(notice_date: date, meeting_date: date, required_days: int) -> NoticeCheck:
    """Whether a notice is early enough.

    `block` below the required days, `warn` at exactly that many (the literal minimum: a court may count
    otherwise), `clean` above. Where nothing is required, any day that is not past is `clean`.
    """
    gap = gap_days(notice_date, meeting_date)
    if gap < required_days or gap < 0:
        return "block"
    return "warn" if gap == required_days and required_days > 0 else "clean"


def last_day(start: date, days: int, holidays: Collection[date] = ()) -> date:
    """The last day of a period of `days` that begins on `start`, which is not counted.

    11 March and 7 days end on 18 March. Where the last day is one of `holidays`, the first day after
    them is the last (民法典 §203). Raises `ValueError` for a negative period.
    """
    if days < 0:
        raise ValueError(f"a period of {days} days")
    end = start + timedelta(days=days)
    while end in holidays:
        end += timedelta(days=1)
    return end


def years_later(start: date, years: int) -> date:
    """The last day of a period of whole years that begins on `start`, which is not counted.

    11 March 2026 and one year end on 11 March 2027. A month without that day ends it on its own last day
    (民法典 §202): 29 February 2028 and one year end on 28 February 2029. Raises `ValueError` for a negative period.
    """
    if years < 0:
        raise ValueError(f"a period of {years} years")
    return _in_month(start.year + years, start.month, start.day)


def is_past(start: date, years: int, today: date) -> bool:
    """Whether a period of whole years that began on `start` is over: from the day after its last day."""
    return today > years_later(start, years)


def end_of(day: date) -> datetime:
    """The moment at which a day ends, 24:00 Beijing time, aware in UTC. Whatever comes before is in time."""
    return datetime.combine(day + timedelta(days=1), time(), BEIJING).astimezone(UTC)


def monthly(day_of_month: int, after: date) -> date:
    """The next monthly day 每月10日 after (never on) `after`.

    A weekend never moves it: the chair is asked (`is_weekend`). In a month too short for it, the last
    day of the month counts. Raises `ValueError` for a day that no month has.
    """
    if not 1 <= day_of_month <= 31:  # noqa: PLR2004 - the longest month
        raise ValueError(f"no month has a day {day_of_month}")
    this = _in_month(after.year, after.month, day_of_month)
    if this > after:
        return this
    return _in_month(after.year + after.month // 12, after.month % 12 + 1, day_of_month)


def _in_month(year: int, month: int, day_of_month: int) -> date:
    return date(year, month, min(day_of_month, monthrange(year, month)[1]))


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= SATURDAY


def day_text(day: date) -> str:
    """2026年3月10日（周二）"""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def moment_text(moment: datetime) -> str:
    """2026年3月10日（周二）19:00, on the wall clock of the hall. Raises `ValueError` for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    local = moment.astimezone(BEIJING)
    return f"{day_text(local.date())}{local:%H:%M}"
