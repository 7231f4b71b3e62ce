"""The festivals of the Chinese calendar and the statutory days off, against what was celebrated and what must hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deliberation.kernel import holidays
from deliberation.kernel.lunar import (
    FESTIVALS,
    dragon_boat,
    mid_autumn,
    qingming,
    spring_festival,
    statutory,
)

DAY = timedelta(days=1)
YEARS = range(2020, 2101)
NEW_MOON_OF_2000 = date(2000, 1, 7)
"""On Beijing's calendar: 6 January 2000, 18:14 in Greenwich."""

THREE_MONTHS, FOUR_MONTHS, FIVE_MONTHS = range(87, 91), range(117, 120), range(147, 150)
"""Days; a month of the moon lasts from 29 days and 6 hours to 29 days and 20 hours."""


def at(year: int, month: int, day: int) -> date:
    return date(year, month, day)


@pytest.mark.parametrize(
    ("spring", "boat", "autumn", "clear"),
    [
        (at(2020, 1, 25), at(2020, 6, 25), at(2020, 10, 1), 4),
        (at(2021, 2, 12), at(2021, 6, 14), at(2021, 9, 21), 4),
        (at(2022, 2, 1), at(2022, 6, 3), at(2022, 9, 10), 5),
        (at(2023, 1, 22), at(2023, 6, 22), at(2023, 9, 29), 5),
        (at(2024, 2, 10), at(2024, 6, 10), at(2024, 9, 17), 4),
        (at(2025, 1, 29), at(2025, 5, 31), at(2025, 10, 6), 4),
        (at(2026, 2, 17), at(2026, 6, 19), at(2026, 9, 25), 5),
        (at(2027, 2, 6), at(2027, 6, 9), at(2027, 9, 15), 5),
        (at(2033, 1, 31), at(2033, 6, 1), at(2033, 9, 8), 4),
    ],
)
def test_the_festivals_of_known_years(spring: date, boat: date, autumn: date, clear: int) -> None:
    year = spring.year
    assert (spring_festival(year), dragon_boat(year), mid_autumn(year)) == (spring, boat, autumn)
    assert qingming(year) == date(year, 4, clear)


@pytest.mark.parametrize("day", [at(2028, 1, 26), at(2029, 2, 13), at(2030, 2, 3), at(2034, 2, 19), at(2100, 2, 9)])
def test_the_first_days_of_years_to_come(day: date) -> None:
    assert spring_festival(day.year) == day


def test_the_table_has_every_year_once() -> None:
    assert list(FESTIVALS) == list(YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_months_are_of_whole_moons(year: int) -> None:
    """Between the first days of the months lie four and three of them, or one more where there is a leap month."""
    first, fifth, eighth = spring_festival(year), dragon_boat(year) - 4 * DAY, mid_autumn(year) - 14 * DAY
    assert date(year, 1, 21) <= first <= date(year, 2, 20)
    assert (fifth - first).days in {*FOUR_MONTHS, *FIVE_MONTHS}
    assert (eighth - fifth).days in {*THREE_MONTHS, *FOUR_MONTHS}
    if year + 1 in FESTIVALS:
        assert (spring_festival(year + 1) - first).days in {353, 354, 355, 383, 384, 385}


@pytest.mark.parametrize("year", YEARS)
def test_every_month_begins_with_the_new_moon(year: int) -> None:
    """Within a day of the mean moon, whose month is 29.530589 days; the true one is up to fourteen hours off it."""
    for first in (spring_festival(year), dragon_boat(year) - 4 * DAY, mid_autumn(year) - 14 * DAY):
        millionths = (first - NEW_MOON_OF_2000).days * 1_000_000
        off = millionths % 29_530_589
        assert min(off, 29_530_589 - off) < 1_600_000


@pytest.mark.parametrize("year", YEARS)
def test_qingming_is_the_fourth_or_fifth_of_april(year: int) -> None:
    assert qingming(year) in {date(year, 4, 4), date(year, 4, 5)}


def test_the_statutory_days_grew_by_two_in_2025() -> None:
    assert len(statutory(2024)) == 11
    assert len(statutory(2026)) == 13
    assert statutory(2026) - holidays.SHIPPED.arrangements[2026].holidays == set()
    assert {at(2026, 2, 16), at(2026, 5, 2)} <= statutory(2026)
    assert not {at(2024, 2, 9), at(2024, 5, 2)} & statutory(2024)


def test_the_statutory_days_of_2027() -> None:
    assert sorted(statutory(2027)) == [
        at(2027, 1, 1),
        at(2027, 2, 5),
        at(2027, 2, 6),
        at(2027, 2, 7),
        at(2027, 2, 8),
        at(2027, 4, 5),
        at(2027, 5, 1),
        at(2027, 5, 2),
        at(2027, 6, 9),
        at(2027, 9, 15),
        at(2027, 10, 1),
        at(2027, 10, 2),
        at(2027, 10, 3),
    ]


def test_beyond_the_table_only_the_days_with_a_fixed_date_are_known() -> None:
    assert sorted(statutory(2101)) == [
        at(2101, 1, 1),
        at(2101, 5, 1),
        at(2101, 5, 2),
        at(2101, 10, 1),
        at(2101, 10, 2),
        at(2101, 10, 3),
    ]


def test_the_thirteen_days_of_2027_by_hand_without_the_arrangement() -> None:
    """《全国年节及纪念日放假办法》 §2 of 2024 for 2027: 除夕 is Friday 5 February, 春节 the Saturday after it."""
    spring = [at(2027, 2, day) for day in (5, 6, 7, 8)]
    others = [at(2027, 1, 1), at(2027, 4, 5), at(2027, 5, 1), at(2027, 5, 2), at(2027, 6, 9), at(2027, 9, 15)]
    national = [at(2027, 10, day) for day in (1, 2, 3)]
    assert sorted(statutory(2027)) == sorted(spring + others + national)
    assert len(statutory(2027)) == 13
    calendar = holidays.SHIPPED
    assert not calendar.knows(2027)
    assert all(calendar.is_off(day) for day in statutory(2027))
    on_weekends = [day for day in sorted(statutory(2027)) if day.weekday() >= holidays.SATURDAY]
    assert on_weekends == [
        at(2027, 2, 6),
        at(2027, 2, 7),
        at(2027, 5, 1),
        at(2027, 5, 2),
        at(2027, 10, 2),
        at(2027, 10, 3),
    ]
    # §6 gives another day for each of these, which only the arrangement names: until then these are working days
    assert not any(calendar.is_off(day) for day in (at(2027, 2, 9), at(2027, 5, 3), at(2027, 10, 4)))
    assert all(calendar.missing(day) == (2027,) for day in (at(2027, 2, 9), at(2027, 5, 3), at(2027, 10, 4)))
