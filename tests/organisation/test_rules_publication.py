"""How long a result is shown, in plain days and in working days (北京 §57, 绍兴 §9)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.kernel.errors import Refused
from deliberation.kernel.holidays import Arrangement, Calendar
from deliberation.organisation.rules import parse_any, shipped_data
from deliberation.organisation.rules.publication import least_days, shown_until, unit

SETS = {data["code"]: data for data in shipped_data()}
NATIONAL_DAY = frozenset(date(2026, 10, n) for n in range(1, 8))
CALENDAR = Calendar({2026: Arrangement(NATIONAL_DAY)})


def rules(days: int, unit: str) -> object:
    return parse_any(SETS["shaoxing-owners"] | {"publication_days": days, "publication_unit": unit})


def test_plain_days_are_counted_as_everywhere() -> None:
    plain = parse_any(SETS["sichuan-owners"])
    assert shown_until(date(2026, 3, 11), plain, CALENDAR) == date(2026, 4, 10)
    assert least_days(date(2026, 3, 11), plain, CALENDAR) == 30


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 3, 9), date(2026, 3, 16)),  # Monday: Tuesday to Friday, and Monday
        (date(2026, 3, 13), date(2026, 3, 20)),  # Friday: the whole week that follows
        (date(2026, 3, 14), date(2026, 3, 20)),  # Saturday
        (date(2026, 9, 30), date(2026, 10, 14)),  # over the holidays of National Day
    ],
)
def test_five_working_days_leave_out_weekends_and_holidays(start: date, last: date) -> None:
    five = parse_any(SETS["shaoxing-owners"])
    assert shown_until(start, five, CALENDAR) == last
    assert least_days(start, five, CALENDAR) == (last - start).days


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 30))
def test_working_days_are_never_shorter_than_plain_ones_and_end_on_one(start: date, days: int) -> None:
    end = shown_until(start, rules(days, "WORKING_DAYS"), CALENDAR)  # type: ignore[arg-type]
    assert end >= start + timedelta(days=days)
    assert end.weekday() < 5
    assert not CALENDAR.is_off(end)


def test_a_unit_that_nobody_knows_is_refused() -> None:
    assert unit({}) == "DAYS"
    with pytest.raises(Refused) as refused:
        unit({"publication_unit": "MOONS"})
    assert "公示天数的单位不能是“MOONS”" in refused.value.message
