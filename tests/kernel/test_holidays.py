"""The statutory holidays as data: what ships, an installation's own file, and files that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from deliberation.kernel import holidays
from deliberation.kernel.days import last_day


@pytest.fixture(autouse=True)
def _shipped_again() -> Iterator[None]:
    yield
    holidays.use(None)


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
    assert last_day(start, days, holidays.days()) == end


def test_a_year_that_nobody_has_entered_is_not_known() -> None:
    assert holidays.knows(2026)
    assert not holidays.knows(2031)


def test_an_installations_own_file_adds_a_year_and_replaces_one(tmp_path: Path) -> None:
    own = tmp_path / "holidays.json"
    own.write_text('{"2031": {"holidays": [{"name": "元旦", "from": "2031-01-01", "to": "2031-01-01"}]}}', "utf-8")
    holidays.use(own)
    assert date(2031, 1, 1) in holidays.days()
    assert date(2026, 10, 1) in holidays.days()
    own.write_text('{"2026": {"holidays": []}}', "utf-8")
    holidays.use(own)
    assert holidays.days() == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"2026": {}}',
        '{"x": {"holidays": []}}',
        '{"2026": {"holidays": [{"from": "2026-13-01", "to": "2026-01-03"}]}}',
        '{"2026": {"holidays": [{"from": "2026-01-03", "to": "2026-01-01"}]}}',
        '{"2026": {"holidays": [{"from": "2026-01-01", "to": "2027-01-03"}]}}',
        '{"2026": {"holidays": [{"from": 20260101, "to": "2026-01-03"}]}}',
    ],
)
def test_a_file_that_cannot_be_is_not_taken(text: str) -> None:
    with pytest.raises(holidays.CalendarUnreadable):
        holidays.parse(text)
