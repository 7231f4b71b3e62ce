"""放假安排: what the platform knows of days off, and whether a year's arrangement is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from deliberation.db import db
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import Actor
from deliberation.kernel.lunar import statutory
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import N_
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound

TOLD = ("account.manage", "minutes.write")
"""Who holds one of these is told that an arrangement is missing: the administrator and the secretary."""

Run = tuple[date, date]


@dataclass(frozen=True, slots=True)
class YearOff:
    """One year: its days off in runs `(first, last)`, the days worked in exchange, and who announced it.

    Where `is_arranged` is false these are the statutory days only.
    """

    year: int
    is_arranged: bool
    source: str
    off: tuple[Run, ...]
    working: tuple[date, ...]


def years_off() -> list[YearOff]:
    """This year, the next, and every later one whose arrangement is at hand."""
    this, known = clock.today().year, holidays.calendar().arrangements
    wanted = {this, this + 1} | {year for year in known if year > this}
    return [_year(year) for year in sorted(wanted)]


def _year(year: int) -> YearOff:
    found = holidays.calendar().arrangements.get(year)
    days = statutory(year) | (found.holidays if found else frozenset())
    working = tuple(sorted(found.working)) if found else ()
    return YearOff(year, found is not None, found.source if found else "", runs(days), working)


def runs(days: Iterable[date]) -> tuple[Run, ...]:
    """Days that follow one another, as `(first, last)`, in their order."""
    found: list[Run] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """A line for who can see to it, while an arrangement is overdue; urgent once dates of that year are due."""
    missing = holidays.calendar().overdue(clock.today())
    compound = db.session.get_one(Compound, compound_id)
    if not missing or not any(allowed(actor, one, scope_in(compound)) for one in TOLD):
        return []
    urgent, values = missing[0] == clock.today().year, {"compound_slug": compound.slug}
    return [Waiting(N_("还没有装入系统的放假安排"), len(missing), "desk.days_off", values, urgent, N_("年"))]
