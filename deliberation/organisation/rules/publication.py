"""How long a result is shown: in plain days, or in working days where the text says so (北京 §57, 绍兴 §9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Protocol

from deliberation.kernel.days import WeekendRule, last_day, last_working_day
from deliberation.kernel.holidays import Calendar
from deliberation.kernel.text import N_
from deliberation.organisation.rules import reading

UNITS: dict[str, str] = {"DAYS": N_("天"), "WORKING_DAYS": N_("个工作日")}

Unit = Literal["DAYS", "WORKING_DAYS"]


class Shown(Protocol):
    """Rules that say how long a result is shown."""

    @property
    def publication_days(self) -> int:
        """How many days."""

    @property
    def publication_unit(self) -> Unit:
        """Of which kind they are."""

    @property
    def weekend_last_day(self) -> WeekendRule:
        """What a last day on a Saturday or Sunday does."""


def unit(data: Mapping[str, Any]) -> Unit:
    """The kind of days in which a period of publication is written."""
    found: Unit = reading.one_of(data, "publication_unit", "公示天数的单位", UNITS)
    return found


def shown_until(start: date, rules: Shown, calendar: Calendar) -> date:
    """The last day of a publication that begins on `start`, which is not counted."""
    if rules.publication_unit == "DAYS":
        return last_day(start, rules.publication_days, calendar, rules.weekend_last_day)
    return last_working_day(start, rules.publication_days, calendar)


def least_days(start: date, rules: Shown, calendar: Calendar) -> int:
    """The least period in plain days of a publication that begins on `start`."""
    if rules.publication_unit == "DAYS":
        return rules.publication_days
    return (shown_until(start, rules, calendar) - start).days
