"""By when a person's request is answered, with and without the holidays of its year (scenario G25, G27, G28)."""

from __future__ import annotations

from datetime import date

import pytest

from deliberation.kernel import holidays
from deliberation.kernel.errors import Refused
from deliberation.privacy import rules
from tests.privacy.hall import ASKED, G_2027, G_2028

BEFORE = holidays.Calendar(holidays.parse(G_2027))
AFTER = holidays.Calendar(holidays.parse(f"{G_2027[:-1]}, {G_2028[1:]}"))


def test_while_the_holidays_of_the_year_are_not_known_weekdays_count_and_the_day_is_provisional() -> None:
    due = rules.due_on(ASKED, BEFORE)
    assert due == date(2028, 1, 27)
    assert rules.is_provisional(ASKED, due, BEFORE)


def test_with_the_holidays_of_the_year_the_day_is_later_and_no_longer_provisional() -> None:
    due = rules.due_on(ASKED, AFTER)
    assert due == date(2028, 2, 3)
    assert not rules.is_provisional(ASKED, due, AFTER)


def test_a_make_up_workday_counts_and_an_answer_stands_by_its_working_day() -> None:
    assert rules.standing(ASKED, date(2028, 1, 24), date(2028, 2, 3), AFTER) == "第13个工作日，按期"
    assert rules.standing(ASKED, date(2028, 2, 3), date(2028, 2, 3), AFTER) == "第15个工作日，按期"
    assert rules.standing(ASKED, date(2028, 2, 4), date(2028, 2, 3), AFTER) == "第16个工作日，逾期"


@pytest.mark.parametrize("day", [date(2028, 1, 5), date(2028, 1, 25)])
def test_an_answer_lies_between_the_request_and_today(day: date) -> None:
    rules.check_answer(ASKED, date(2028, 1, 24), date(2028, 1, 24))
    with pytest.raises(Refused):
        rules.check_answer(ASKED, day, date(2028, 1, 24))
