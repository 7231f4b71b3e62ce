"""The calendar of notices and publication (domain 3.6, vectors D1 to D8)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.kernel import holidays
from deliberation.kernel.clock import beijing
from deliberation.kernel.days import (
    check_notice,
    day_text,
    gap_days,
    last_day,
    last_working_day,
    may_be_settled,
    moment_text,
    monthly,
    settle_end,
)

MEETING = date(2026, 3, 25)


@pytest.mark.parametrize(
    ("notice", "gap", "verdict"),
    [
        (date(2026, 3, 10), 15, "warn"),
        (date(2026, 3, 11), 14, "block"),
        (date(2026, 3, 9), 16, "clean"),
    ],
    ids=["D1", "D2", "D3"],
)
def test_fifteen_days_before_is_blocked_below_warned_at_and_clean_above(notice: date, gap: int, verdict: str) -> None:
    assert gap_days(notice, MEETING) == gap
    assert check_notice(notice, MEETING, 15) == verdict


def test_a_notice_after_the_meeting_is_blocked_even_where_none_is_required() -> None:
    assert check_notice(MEETING + timedelta(days=1), MEETING, 0) == "block"
    assert check_notice(MEETING, MEETING, 0) == "clean"


def test_a_decision_of_10_march_is_posted_in_time_until_13_march_midnight() -> None:
    assert last_day(date(2026, 3, 10), 3) == date(2026, 3, 13)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 11), 7, date(2026, 3, 18)),
        (date(2026, 10, 13), 15, date(2026, 10, 28)),
        (date(2026, 3, 11), 15, date(2026, 3, 26)),
        (date(2026, 2, 27), 3, date(2026, 3, 2)),
        (date(2026, 3, 11), 0, date(2026, 3, 11)),
    ],
    ids=["D5", "D6", "D8", "over the end of February", "no days"],
)
def test_the_first_day_is_not_counted(start: date, days: int, end: date) -> None:
    assert last_day(start, days) == end


@pytest.mark.parametrize(
    ("start", "days", "moves", "stands"),
    [
        (date(2026, 3, 7), 15, date(2026, 3, 23), date(2026, 3, 22)),  # a Sunday
        (date(2026, 3, 6), 15, date(2026, 3, 23), date(2026, 3, 21)),  # a Saturday
        (date(2026, 3, 11), 7, date(2026, 3, 18), date(2026, 3, 18)),  # a Wednesday
        (date(2026, 2, 7), 7, date(2026, 2, 14), date(2026, 2, 14)),  # a Saturday on which people work
        (date(2026, 9, 13), 7, date(2026, 9, 20), date(2026, 9, 20)),  # a Sunday on which people work
        (date(2026, 9, 26), 7, date(2026, 10, 8), date(2026, 10, 8)),  # a Saturday within the holidays
        (date(2026, 9, 24), 3, date(2026, 9, 28), date(2026, 9, 28)),  # 中秋, a Sunday within the holidays
        (date(2026, 4, 2), 3, date(2026, 4, 7), date(2026, 4, 7)),  # 清明 with its Monday
    ],
)
def test_a_last_day_off_goes_on_to_the_next_working_day(start: date, days: int, moves: date, stands: date) -> None:
    assert last_day(start, days, holidays.SHIPPED) == moves
    assert last_day(start, days, holidays.SHIPPED, "STANDS") == stands
    assert last_day(start, days) == start + timedelta(days=days)


@given(st.dates(date(2026, 1, 1), date(2026, 11, 1)), st.integers(0, 40))
def test_a_last_day_is_a_working_day_never_earlier_and_the_first_that_can_be(start: date, days: int) -> None:
    found, plain = last_day(start, days, holidays.SHIPPED), start + timedelta(days=days)
    assert found >= plain
    assert not holidays.SHIPPED.is_off(found)
    assert all(holidays.SHIPPED.is_off(plain + timedelta(days=n)) for n in range((found - plain).days))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 11), 5, date(2026, 3, 18)),  # a weekend within
        (date(2026, 3, 14), 1, date(2026, 3, 16)),  # from a Saturday
        (date(2026, 9, 24), 5, date(2026, 10, 9)),  # 中秋 and 国庆 within
        (date(2026, 9, 24), 6, date(2026, 10, 10)),  # a Saturday on which people work counts
        (date(2026, 2, 13), 10, date(2026, 3, 5)),  # 14 and 28 February are worked, 春节 is not
        (date(2026, 3, 13), 0, date(2026, 3, 13)),
    ],
)
def test_a_period_of_working_days_counts_only_days_on_which_people_work(start: date, days: int, end: date) -> None:
    assert last_working_day(start, days, holidays.SHIPPED) == end


@given(st.dates(date(2026, 1, 1), date(2026, 10, 1)), st.integers(1, 30))
def test_between_start_and_last_working_day_lie_exactly_so_many_working_days(start: date, days: int) -> None:
    end = last_working_day(start, days, holidays.SHIPPED)
    between = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert sum(not holidays.SHIPPED.is_off(day) for day in between) == days
    assert not holidays.SHIPPED.is_off(end)


NEW_YEAR = date(2027, 1, 4)
"""A day of a year whose arrangement does not ship."""
WITH_2027 = holidays.Calendar({**holidays.SHIPPED.arrangements, 2027: holidays.Arrangement(frozenset())})


@pytest.mark.parametrize(
    ("anew", "today", "known", "settled"),
    [
        (date(2027, 1, 6), date(2026, 12, 28), True, (date(2027, 1, 6), False)),  # later, while it runs
        (date(2027, 1, 6), NEW_YEAR, True, (date(2027, 1, 6), False)),  # on its last day it still runs
        (date(2027, 1, 6), date(2027, 1, 5), True, (NEW_YEAR, False)),  # what is over stays over
        (date(2027, 1, 3), date(2026, 12, 28), True, (NEW_YEAR, False)),  # never earlier
        (date(2027, 1, 6), date(2026, 12, 28), False, (date(2027, 1, 6), True)),  # still provisional
    ],
)
def test_a_last_day_that_is_worked_out_again_only_ever_becomes_later_and_only_while_it_runs(
    anew: date, today: date, *, known: bool, settled: tuple[date, bool]
) -> None:
    calendar = WITH_2027 if known else holidays.SHIPPED
    assert settle_end(NEW_YEAR, anew, today, calendar) == settled


def test_a_provisional_day_is_looked_at_again_when_it_is_over_or_nothing_is_missing() -> None:
    assert not may_be_settled(NEW_YEAR, date(2026, 12, 28), holidays.SHIPPED)
    assert may_be_settled(NEW_YEAR, date(2026, 12, 28), WITH_2027)
    assert may_be_settled(NEW_YEAR, date(2027, 1, 5), holidays.SHIPPED)


def test_weekends_and_holidays_shorten_no_notice() -> None:
    assert check_notice(date(2026, 9, 27), date(2026, 10, 11), 15) == "block"
    assert check_notice(date(2026, 9, 26), date(2026, 10, 11), 15) == "warn"


def test_a_period_of_less_than_no_days_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        last_day(MEETING, -1)
    with pytest.raises(ValueError, match="-1"):
        last_working_day(MEETING, -1, holidays.SHIPPED)


@pytest.mark.parametrize(
    ("day_of_month", "after", "following"),
    [
        (10, date(2026, 3, 9), date(2026, 3, 10)),
        (10, date(2026, 3, 10), date(2026, 4, 10)),
        (10, date(2026, 12, 10), date(2027, 1, 10)),
        (31, date(2026, 1, 31), date(2026, 2, 28)),
        (31, date(2026, 3, 30), date(2026, 3, 31)),
    ],
)
def test_the_deliberation_day_comes_every_month(day_of_month: int, after: date, following: date) -> None:
    assert monthly(day_of_month, after) == following


def test_a_deliberation_day_on_a_sunday_is_kept_for_the_chair_to_decide() -> None:
    tenth_of_may = monthly(10, date(2026, 4, 10))
    assert tenth_of_may == date(2026, 5, 10)
    assert holidays.is_weekend(tenth_of_may)
    assert not holidays.is_weekend(date(2026, 3, 10))


@pytest.mark.parametrize("day_of_month", [0, 32])
def test_a_day_that_no_month_has_is_a_mistake(day_of_month: int) -> None:
    with pytest.raises(ValueError, match=str(day_of_month)):
        monthly(day_of_month, MEETING)


@given(st.integers(1, 28), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_the_next_monthly_day_is_that_day_and_at_most_a_month_away(day_of_month: int, after: date) -> None:
    following = monthly(day_of_month, after)
    assert following.day == day_of_month
    assert 1 <= gap_days(after, following) <= 31


def test_days_and_moments_are_written_as_in_a_notice() -> None:
    assert day_text(date(2026, 3, 10)) == "2026年3月10日（周二）"
    assert day_text(date(2026, 5, 10)) == "2026年5月10日（周日）"
    assert moment_text(beijing(2026, 3, 10, 19)) == "2026年3月10日（周二）19:00"


def test_a_late_evening_in_greenwich_is_the_next_morning_in_the_hall() -> None:
    assert moment_text(datetime(2026, 3, 10, 23, 5, tzinfo=UTC)) == "2026年3月11日（周三）07:05"


def test_a_moment_without_a_time_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment_text(datetime(2026, 3, 10, 19))  # noqa: DTZ001 - the mistake under test
