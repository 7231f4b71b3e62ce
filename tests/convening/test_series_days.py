"""On which days the series of the second year fall, and which of these are asked about."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from deliberation.convening.rules.series import (
    Decided,
    Occurrence,
    Planned,
    check_ahead,
    count_held,
    default_ahead,
    occurrences,
    read,
)
from deliberation.kernel import holidays
from deliberation.kernel.errors import Reason, Refused

YEARS = Path(__file__).parent.parent / "data" / "days_off_2027_2028.json"
TENTH = {"kind": "monthly_day", "day": 10}
LAST_FRIDAY = {"kind": "monthly_weekday", "weekday": 4, "nth": -1}
WEDNESDAY = {"kind": "weekly", "weekday": 2}
HALF_YEAR = {"kind": "yearly_days", "days": [[6, 15], [12, 15]]}
BEGIN = date(2027, 3, 1)


@pytest.fixture
def both_years() -> holidays.Calendar:
    """The calendar of 2027 and 2028, as an office has loaded it."""
    return holidays.Calendar(holidays.parse(YEARS.read_text("utf-8")))


def asked(rule: dict[str, object], year: int, calendar: holidays.Calendar) -> dict[date, str]:
    span = (max(BEGIN, date(year, 1, 1)), date(year, 12, 31))
    return {one.day: one.asked for one in occurrences(read(rule), span, calendar, {}, {})}


def test_every_tenth_of_2027_is_known_and_two_saturdays_are_asked_about(both_years: holidays.Calendar) -> None:
    days = asked(TENTH, 2027, both_years)
    assert [f"{day:%m-%d}" for day in days] == [f"{month:02}-10" for month in range(3, 13)]
    assert {f"{day:%m}": why for day, why in days.items() if why} == {"04": "周六", "07": "周六"}
    assert date(2027, 10, 10).weekday() == 6  # a Sunday, worked in exchange: nobody is asked


def test_every_tenth_of_2028_is_known_and_three_are_asked_about(both_years: holidays.Calendar) -> None:
    days = asked(TENTH, 2028, both_years)
    assert len(days) == 12
    assert {f"{day:%m}": why for day, why in days.items() if why} == {"06": "周六", "09": "周日", "12": "周日"}


def test_the_last_friday_of_a_month_is_found_and_one_lies_in_spring_festival(both_years: holidays.Calendar) -> None:
    days = asked(LAST_FRIDAY, 2027, both_years)
    told = "03-26 04-30 05-28 06-25 07-30 08-27 09-24 10-29 11-26 12-31"
    assert [f"{day:%m-%d}" for day in days] == told.split()
    assert not any(days.values())
    assert asked(LAST_FRIDAY, 2028, both_years)[date(2028, 1, 28)] == "春节"


def test_of_forty_four_wednesdays_four_are_holidays(both_years: holidays.Calendar) -> None:
    wednesdays = occurrences(read(WEDNESDAY), (date(2027, 3, 3), date(2027, 12, 29)), both_years, {}, {})
    assert len(wednesdays) == 44
    assert {f"{one.day:%m-%d}": one.asked for one in wednesdays if one.asked} == {
        "05-05": "劳动节",
        "06-09": "端午节",
        "09-15": "中秋节",
        "10-06": "国庆节",
    }
    assert asked(WEDNESDAY, 2028, both_years)[date(2028, 1, 26)] == "春节"


def test_half_yearly_days_come_twice_a_year(both_years: holidays.Calendar) -> None:
    days = [*asked(HALF_YEAR, 2027, both_years), *asked(HALF_YEAR, 2028, both_years)]
    assert days == [date(2027, 6, 15), date(2027, 12, 15), date(2028, 6, 15), date(2028, 12, 15)]


def test_days_before_the_series_begins_do_not_exist(both_years: holidays.Calendar) -> None:
    assert date(2027, 2, 10) not in asked(TENTH, 2027, both_years)
    assert min(asked(TENTH, 2027, both_years)) == date(2027, 3, 10)


def test_a_day_whose_year_is_not_arranged_is_unsure() -> None:
    calendar = holidays.Calendar({})
    one = occurrences(read(TENTH), (date(2028, 1, 1), date(2028, 1, 31)), calendar, {}, {})[0]
    assert one.unsure == (2028,)


def test_a_short_month_has_its_last_day() -> None:
    days = read({"kind": "monthly_day", "day": 31}).between(date(2027, 1, 15), date(2027, 4, 30))
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


@pytest.mark.parametrize(
    "rule, words",
    [
        (TENTH, "每月10日"),
        (LAST_FRIDAY, "每月最后一个周五"),
        (WEDNESDAY, "每周三"),
        (HALF_YEAR, "每年6月15日、12月15日"),
    ],
)
def test_a_rule_is_read_back_and_said_in_words(rule: dict[str, object], words: str) -> None:
    assert read(rule).written() == rule
    assert read(rule).in_words() == words


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "monthly_day", "day": 0},
        {"kind": "monthly_day", "day": 32},
        {"kind": "weekly", "weekday": 7},
        {"kind": "monthly_weekday", "weekday": 4, "nth": 5},
        {"kind": "yearly_days", "days": [[2, 30]]},
        {"kind": "yearly_days", "days": []},
        {"kind": "yearly"},
        {},
    ],
)
def test_a_day_that_no_calendar_has_is_refused(rule: dict[str, object]) -> None:
    with pytest.raises(Refused) as caught:
        read(rule)
    assert caught.value.reason is Reason.INVALID_INPUT


def test_a_moved_day_is_shown_with_the_day_it_was() -> None:
    moved = Occurrence(date(2027, 4, 10), "周六", decided=Decided("MOVED", date(2027, 4, 9), "周六居民不便"))
    assert moved.day_text == "4月9日（原定4月10日）"
    assert Occurrence(date(2027, 5, 10)).day_text == "5月10日"
    assert not moved.waits_for_answer
    assert Occurrence(date(2027, 7, 10), "周六").waits_for_answer


def test_ten_ought_to_be_held_and_nine_were() -> None:
    days = [date(2027, month, 10) for month in range(3, 13)]
    held = [Occurrence(day, meeting=Planned(1, day, is_held=True)) for day in days if day.month != 4]
    missed = Occurrence(date(2027, 4, 10), decided=Decided("NOT_HELD", reason="场地停电"))
    counted = count_held([*held, missed], date(2028, 1, 1))
    assert (counted.due, counted.held, counted.skipped) == (10, 9, 0)
    skipped = Occurrence(date(2027, 4, 10), decided=Decided("SKIPPED", reason="劳动节"))
    counted = count_held([*held, skipped], date(2028, 1, 1))
    assert (counted.due, counted.held, counted.skipped) == (9, 9, 1)


def test_who_proposes_has_time_for_the_notice() -> None:
    assert (default_ahead(3), default_ahead(10), default_ahead(0)) == (10, 12, 10)
    check_ahead(9, 7)
    with pytest.raises(Refused):
        check_ahead(8, 7)


def test_the_calendar_file_of_the_scenario_is_whole() -> None:
    years = json.loads(YEARS.read_text("utf-8"))
    assert [len(years[year]["working"]) for year in ("2027", "2028")] == [5, 4]
