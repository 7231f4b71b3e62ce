"""Counting days (domain 3.6) and writing them in Chinese.

The first day is not counted and the last day ends at 24:00 Beijing time (民法典 §201, §203). Which way a day off moves
a date depends on whom the period protects, and both ways are here:

* A period that runs from an act on (publication, objection, the time to post a result, a unit's time for its work) ends
  on a working day: where its last day is off it goes on to the next one (`last_day`). Later is the safe side, since
  nobody loses a right that could have been used on the last day, and a result posted longer harms nobody.
* A notice's minimum before a meeting or before voting begins runs backwards to a day that somebody has fixed
  (`gap_days`, `check_notice`). No day off shortens it and none is left out of it: the whole days must be there, and
  counting them all is the safe side.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Literal

from deliberation.kernel.clock import BEIJING
from deliberation.kernel.holidays import Calendar

WEEKDAYS = "一二三四五六日"

NoticeCheck = Literal["block", "warn", "clean"]
WeekendRule = Literal["MOVES", "STANDS"]
"""Whether a last day on a Saturday or Sunday goes on to the next working day."""


def gap_days(notice_date: date, meeting_date: date) -> int:
    """Whole days from the notice to the meeting: 10 March to 25 March is 15."""
    return (meeting_date - notice_date).days


def check_notice(notice_date: date, meeting_date: date, required_days: int) -> NoticeCheck:
    """Whether a notice is early enough.

    `block` below the required days, `warn` at exactly that many (the literal minimum: a court may count
    otherwise), `clean` above. Where nothing is required, any day that is not past is `clean`. Weekends and holidays
    are days like others here: they shorten no notice, and none is left out of it.
    """
    gap = gap_days(notice_date, meeting_date)
    if gap < required_days or gap < 0:
        return "block"
    return "warn" if gap == required_days and required_days > 0 else "clean"


def last_day(start: date, days: int, calendar: Calendar | None = None, weekend: WeekendRule = "MOVES") -> date:
    """The last day of a period of `days` that begins on `start`, which is not counted.

    11 March and 7 days end on 18 March. Where the last day is a holiday, or a Saturday or Sunday on which nobody works
    in exchange, the next working day is the last (民法典 §203 “法定休假日”; 民法通则 §154, its predecessor, said
    “星期日或者其他法定休假日”). With `STANDS` a plain Saturday or Sunday stays the last day; a holiday moves it all the
    same. Without a calendar no day moves: the plain count. Raises `ValueError` for a negative period.
    """
    if days < 0:
        raise ValueError(f"a period of {days} days")
    end = start + timedelta(days=days)
    while calendar is not None and calendar.is_off(end, weekends=weekend == "MOVES"):
        end += timedelta(days=1)
    return end


def last_working_day(start: date, days: int, calendar: Calendar) -> date:
    """The last day of a period of so many working days 工作日; `start` is not counted, whatever day it is.

    Holidays, Saturdays and Sundays do not count, those worked in exchange do: six working days after Thursday 24
    September 2026 end on Saturday 10 October. Without days it is the start. Raises `ValueError` for a negative period.
    """
    if days < 0:
        raise ValueError(f"a period of {days} working days")
    end = start
    for _ in range(days):
        end += timedelta(days=1)
        while calendar.is_off(end):
            end += timedelta(days=1)
    return end


def later(day: date, calendar: Calendar) -> date:
    """A last day that was worked out before its year's arrangement was known, as the calendar has it now.

    Where nobody works on it by now, the next working day; never an earlier one.
    """
    return last_day(day - timedelta(days=1), 1, calendar)


def may_be_settled(end: date, today: date, calendar: Calendar) -> bool:
    """Whether a provisional last day is to be looked at again: it is over, or no arrangement is missing for it."""
    return today > end or not calendar.missing(end)


def settle_end(end: date, anew: date, today: date, calendar: Calendar) -> tuple[date, bool]:
    """A period's last day when it was worked out `anew`, and whether it is still provisional.

    It only ever becomes later, because people count on the day that they were told, and only while it runs: what is
    over is not opened again.
    """
    if today > end:
        return end, False
    later = max(end, anew)
    return later, bool(calendar.missing(later))


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


def last_start(today: date, years: int) -> date:
    """The latest day on which a period of whole years began that is over `today` (`is_past`)."""
    start = _in_month(today.year - years, today.month, today.day)
    while not is_past(start, years, today):
        start -= timedelta(days=1)
    return start


def monthly(day_of_month: int, after: date) -> date:
    """The next monthly day 每月10日 after (never on) `after`.

    A weekend never moves it: the chair is asked (`holidays.is_weekend`). In a month too short for it, the last
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


def day_said(day: date, today: date) -> str:
    """A day in a sentence: 1月17日, with its year where that is not this one."""
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"


def day_text(day: date) -> str:
    """A day with its weekday: 2026年3月10日（周二）."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def moment_text(moment: datetime) -> str:
    """2026年3月10日（周二）19:00, on the wall clock of the hall. Raises `ValueError` for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    local = moment.astimezone(BEIJING)
    return f"{day_text(local.date())}{local:%H:%M}"
