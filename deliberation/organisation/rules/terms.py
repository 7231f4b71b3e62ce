"""Terms of office: who may hold a post when, how far off its end is, when what was kept of a person goes."""

from __future__ import annotations

from datetime import date, timedelta

from deliberation.kernel.days import years_later
from deliberation.kernel.text import N_

CARRY_OUT = "handovers.carry_out"
"""What is due on the day on which somebody takes over."""
WARNED_MONTHS = 3
"""So many months before the last day of a committee's term its compound is told."""
KEPT_YEARS = 1
"""How long account and telephone are kept after the last post (PIPL art. 19, domain 6.6)."""
MONTHS = {1: N_("一个月"), 2: N_("两个月"), 3: N_("三个月")}


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two terms (first day, last day or none) have a day in common."""
    return first[0] <= (second[1] or date.max) and second[0] <= (first[1] or date.max)


def day_before(day: date) -> date:
    """The last day of who leaves for somebody that begins on `day`."""
    return day - timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; in a month too short for it, that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(f"no day {months} months before {day}")


def months_left(last: date, today: date) -> int | None:
    """In how many months (1 to 3) a term ends; `None` while that is further off, or past.

    A term that ends on 19 March has three months left from 19 December on, two from 19 January on.
    """
    if today > last:
        return None
    return next((n for n in range(1, WARNED_MONTHS + 1) if today >= months_before(last, n)), None)


def kept_since(today: date) -> date:
    """The day on or after which a last day in office must lie for account and telephone to be kept today.

    Whose last day was 16 January 2028 is forgotten on 17 January 2029.
    """
    day = months_before(today, 12 * KEPT_YEARS)
    return day + timedelta(days=1) if today > years_later(day, KEPT_YEARS) else day
