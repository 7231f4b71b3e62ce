"""How early the owners are told, how long they may vote, and what silence needs to be counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deliberation.organisation.rules.owners import parse_owners
from deliberation.owners.rules.notice import (
    NoticeVerdict,
    earliest_opening,
    judge_notice,
    needs_clause,
    open_days_problem,
)
from tests.owners.boxes import NATIONAL

OPENS = date(2026, 3, 25)
LEAST = "公告日到投票开始正好 15 天，是规则的最低天数；如被质疑少算一天，结果可能被撤销，建议再晚一天。"


@pytest.mark.parametrize(
    ("noticed", "verdict"),
    [
        (9, NoticeVerdict("clean", 16, "")),
        (10, NoticeVerdict("warn", 15, LEAST)),
        (11, NoticeVerdict("block", 14, "公告日到投票开始只有 14 天，规则要求提前 15 天。")),
    ],
)
def test_fifteen_days_are_a_warning_and_fourteen_too_few(noticed: int, verdict: NoticeVerdict) -> None:
    assert judge_notice(date(2026, 3, noticed), OPENS, 15) == verdict


@pytest.mark.parametrize(
    ("days", "least", "most", "problem"),
    [
        (-1, 0, 0, "截止时间早于开始时间。"),
        (0, 0, 0, ""),
        (0, 1, 0, "投票时间只有 0 天，规则要求不少于 1 天。"),
        (4, 5, 60, "投票时间只有 4 天，规则要求不少于 5 天。"),
        (5, 5, 60, ""),
        (60, 5, 60, ""),
        (61, 5, 60, "投票时间有 61 天，规则要求不超过 60 天。"),
        (61, 5, 0, ""),
        (2, 0, 1, "投票时间有 2 天，规则要求不超过 1 天。"),
    ],
)
def test_the_voting_is_open_as_long_as_the_rules_ask(days: int, least: int, most: int, problem: str) -> None:
    assert open_days_problem(OPENS, OPENS + timedelta(days=days), least, most) == problem


def test_the_first_day_of_voting_warns_and_the_next_is_clean() -> None:
    literal, clean = earliest_opening(date(2026, 3, 10), 15)
    assert (literal, clean) == (OPENS, date(2026, 3, 26))
    assert judge_notice(date(2026, 3, 10), literal, 15).check == "warn"
    assert judge_notice(date(2026, 3, 10), clean, 15).check == "clean"
    assert earliest_opening(date(2026, 3, 10), 1) == (date(2026, 3, 11), date(2026, 3, 12))
    assert earliest_opening(date(2026, 3, 10), 0) == (date(2026, 3, 10), date(2026, 3, 10))


@pytest.mark.parametrize(
    ("policy", "by_law", "needed"),
    [
        ("STRICT", "STRICT", False),
        ("STRICT", "ABSTAIN", False),
        ("ABSTAIN", "STRICT", True),
        ("ABSTAIN", "ABSTAIN", False),
        ("FOLLOW_MAJORITY", "STRICT", True),
        ("FOLLOW_MAJORITY", "ABSTAIN", True),
    ],
)
def test_silence_is_counted_by_a_clause_or_by_the_law_of_the_place(policy: str, by_law: str, needed: bool) -> None:
    rules = parse_owners(NATIONAL["owners_assembly"] | {"policy": by_law})
    assert needs_clause(policy, rules) is needed
