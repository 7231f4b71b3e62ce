"""What an unfinished vote leaves to the next one (民法典 278; domain 3.3, O27)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from deliberation.owners.rules.rounds import NextRound, next_round, round_problem
from tests.owners.boxes import Owner, asked, frozen_for, judged
from tests.owners.hall import FEE

NAMES = [{"code": code, "label": label} for code, label in zip("ABC", ("甲", "乙", "丙"), strict=True)]


def verdict(method: str, *papers: str, seats: int = 2, **more: Any) -> dict[str, Any]:
    question = asked(method=method, options=NAMES, most=seats, seats=seats, **more)
    return judged([Owner(papers=(word,)) for word in papers], frozen_for(questions=[question]))


@pytest.mark.parametrize(
    ("found", "left"),
    [
        (verdict("ELECTION", *"AAAB"), NextRound("ELECTION", ("乙",), 1)),
        (verdict("ELECTION", *"AABB"), NextRound("ELECTION", ("甲", "乙"), 2)),
        (verdict("ELECTION", *"AAAA"), NextRound("ELECTION", (), 1)),
        (verdict("ELECTION", *"AAAA", seats=1), None),
        (verdict("ELECTION", *"AAAB", least_seats=1), None),
    ],
)
def test_an_election_leaves_the_names_that_run_again_and_the_posts_that_are_open(
    found: dict[str, Any], left: NextRound | None
) -> None:
    assert next_round("ELECTION", found) == left


def test_schemes_leave_the_first_two_and_no_posts() -> None:
    assert next_round("OPTIONS", verdict("OPTIONS", *"AABBC")) == NextRound("OPTIONS", ("甲", "乙"))
    assert next_round("OPTIONS", verdict("OPTIONS", *"AAAB")) is None


def test_what_was_decided_or_came_to_no_result_leaves_nothing_of_its_own() -> None:
    few = judged([Owner(papers=("AGREE",)), Owner(proved=False), Owner(proved=False)])
    no = judged([Owner(papers=("OPPOSE",))])
    assert (few["result"], no["result"]) == ("NO_QUORUM", "REJECTED")
    assert next_round("APPROVAL", few) is next_round("APPROVAL", no) is None


@pytest.mark.parametrize(
    ("seats", "vacant", "problem"),
    [(1, 2, "“物业费调整”上一轮还缺 2 席，这一轮应选不能少于 2 人。"), (2, 2, ""), (3, 2, ""), (1, 0, "")],
)
def test_the_next_round_fills_no_fewer_posts_than_are_open(seats: int, vacant: int, problem: str) -> None:
    question = replace(FEE, method="ELECTION", seats=seats)
    assert round_problem(question, NextRound("ELECTION", (), vacant)) == problem
    assert round_problem(question, None) == ""
    assert round_problem(replace(question, method="APPROVAL"), NextRound("ELECTION", (), 2)) == ""
