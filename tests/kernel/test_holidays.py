"""Days off: what ships, years that nobody has entered, an installation's own file, and files that cannot be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from deliberation.kernel import holidays
from deliberation.kernel.days import last_day
from deliberation.kernel.lunar import statutory

OF_2027 = """{"2027": {"source": "国务院办公厅的通知",
  "holidays": [{"name": "元旦", "from": "2026-12-31", "to": "2027-01-02"}], "working": ["2027-01-03"]}}"""
"""Made up for the tests: the arrangement of 2027 is not known to them."""


@pytest.fixture(autouse=True)
def _shipped_again() -> Iterator[None]:
    yield
    holidays.use(None)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "holidays.json"


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 11), 7, date(2026, 3, 18)),
        (date(2026, 9, 24), 7, date(2026, 10, 8)),
        (date(2026, 3, 28), 7, date(2026, 4, 7)),
        (date(2026, 2, 7), 7, date(2026, 2, 14)),
        (date(2026, 2, 8), 7, date(2026, 2, 24)),
        (date(2026, 9, 30), 8, date(2026, 10, 8)),
    ],
)
def test_a_period_that_would_end_on_a_holiday_of_2026_ends_after_it(start: date, days: int, end: date) -> None:
    assert last_day(start, days, holidays.calendar()) == end


def test_a_year_that_nobody_has_entered_is_not_known_and_its_statutory_days_are_off_all_the_same() -> None:
    assert holidays.calendar().knows(2026)
    assert not holidays.calendar().knows(2027)
    assert last_day(date(2026, 12, 25), 7, holidays.calendar()) == date(2027, 1, 4)
    assert last_day(date(2027, 1, 29), 7, holidays.calendar()) == date(2027, 2, 9)
    assert last_day(date(2027, 1, 29), 7, holidays.calendar(), "STANDS") == date(2027, 2, 9)


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (date(2026, 12, 28), ()),
        (date(2026, 12, 29), (2027,)),
        (date(2027, 1, 4), (2027,)),
        (date(2027, 12, 30), (2027, 2028)),
        (date(2026, 1, 1), ()),
    ],
)
def test_a_date_depends_on_the_arrangement_of_its_year_and_at_the_turn_of_the_year_on_the_next(
    day: date, years: tuple[int, ...]
) -> None:
    assert holidays.calendar().missing(day) == years


def test_an_installations_own_file_adds_a_year_that_may_begin_in_december(own: Path) -> None:
    own.write_text(OF_2027, "utf-8")
    holidays.use(own)
    calendar = holidays.calendar()
    assert [year for year in (2025, 2026, 2027) if calendar.knows(year)] == [2026, 2027]
    assert all(calendar.is_off(day) for day in (date(2026, 12, 31), date(2026, 10, 7)))
    assert not calendar.is_off(date(2027, 1, 3))
    assert last_day(date(2026, 12, 24), 7, calendar) == date(2027, 1, 3)
    assert calendar.missing(date(2027, 1, 4)) == ()


def test_a_file_replaces_a_year_but_takes_no_statutory_day_away(own: Path) -> None:
    own.write_text('{"2026": {"holidays": []}}', "utf-8")
    holidays.use(own)
    off = {day for day in holidays.SHIPPED.arrangements[2026].holidays if holidays.calendar().is_off(day)}
    assert {day for day in off if not holidays.is_weekend(day)} == {
        day for day in statutory(2026) if not holidays.is_weekend(day)
    }


def test_a_file_that_has_changed_is_read_again_and_one_that_cannot_be_read_changes_nothing(own: Path) -> None:
    own.write_text("{}", "utf-8")
    holidays.use(own)
    assert not holidays.reread()
    own.write_text(OF_2027, "utf-8")
    assert holidays.reread()
    assert holidays.calendar().knows(2027)
    own.write_text("{", "utf-8")
    os.utime(own, ns=(1, 1))
    with pytest.raises(holidays.CalendarUnreadable):
        holidays.reread()
    assert holidays.calendar().knows(2027)


def test_without_a_file_there_is_nothing_to_read_again() -> None:
    assert not holidays.reread()


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"2026": {}}',
        '{"x": {"holidays": []}}',
        '{"2026": {"holidays": {}}}',
        '{"2026": {"holidays": [{"from": "2026-13-01", "to": "2026-01-03"}]}}',
        '{"2026": {"holidays": [{"from": "2026-01-03", "to": "2026-01-01"}]}}',
        '{"2026": {"holidays": [{"from": "2026-01-01", "to": "2027-01-03"}]}}',
        '{"2026": {"holidays": [{"from": "2025-12-28", "to": "2026-01-01"}]}}',
        '{"2026": {"holidays": [{"from": 20260101, "to": "2026-01-03"}]}}',
        '{"2026": {"holidays": [], "working": "2026-01-04"}}',
        '{"2026": {"holidays": [], "working": ["2026-01-32"]}}',
        '{"2026": {"holidays": [], "working": ["2026-01-05"]}}',
        '{"2026": {"holidays": [], "working": ["2027-01-03"]}}',
        '{"2026": {"holidays": [], "working": ["2026-05-02"]}}',
        '{"2026": {"holidays": [{"from": "2026-01-01", "to": "2026-01-04"}], "working": ["2026-01-04"]}}',
    ],
)
def test_a_file_that_cannot_be_is_not_taken(text: str) -> None:
    with pytest.raises(holidays.CalendarUnreadable):
        holidays.parse(text)
