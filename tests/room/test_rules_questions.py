"""What can be put to the vote, what is a ballot for it, and how several rounds make one result."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods.base import Option, Question
from deliberation.kernel.methods.drafting import Draft
from deliberation.kernel.methods.scores import hundredths, points
from deliberation.kernel.methods.stored import to_json
from deliberation.room.rules.questions import (
    MAX_CHOICE,
    PLAIN,
    Suggestion,
    came_to,
    canonical,
    combined,
    drawn_up,
    put_in_words,
    question_of,
    run_off,
    suggested,
)
from tests.room.ballot_papers import FIRMS, POSTS, SERVICES, TRIAL, paper, sheet

ONE_FIRM = Draft("OPTIONS", (("甲公司", 0),))


def why(draft: Draft) -> str:
    """Why a draft is refused."""
    with pytest.raises(Refused) as caught:
        drawn_up(draft)
    assert caught.value.reason is Reason.INVALID_INPUT
    return caught.value.message


def test_a_draft_becomes_a_question_that_survives_being_frozen() -> None:
    for draft in (SERVICES, FIRMS, POSTS, TRIAL):
        question = drawn_up(draft)
        frozen = json.loads(json.dumps({"question": to_json(question), "needs_owners": True}))
        assert question_of(frozen) == replace(question, advisory=True)
    assert drawn_up(POSTS) == Question(
        "ELECTION", (Option("A", "候选人甲"), Option("B", "候选人乙"), Option("C", "候选人丙")), most=2, seats=2
    )


def test_a_vote_of_old_without_a_question_is_read_as_agree_oppose_abstain() -> None:
    assert question_of({"options": ["AGREE", "OPPOSE", "ABSTAIN"], "needs_owners": False}) == PLAIN


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (replace(FIRMS, method="LOTTERY"), "请选择表决方式。"),
        (replace(FIRMS, method="APPROVAL"), "请选择表决方式。"),
        (ONE_FIRM, "请至少写两个选项。"),
        (replace(FIRMS, options=(("甲公司", 0), (" ", 0))), "请写明每一项的名称。"),
        (replace(FIRMS, options=(("甲公司", 0), ("甲公司 ", 0))), "有两项的名称一样"),
        (replace(FIRMS, options=(("甲" * 41, 0), ("乙", 0))), "最多 40 个字"),
        (replace(FIRMS, options=tuple((f"{n}号", 0) for n in range(21))), "最多写 20 项，现在 21 项"),
        (replace(SERVICES, most=4), "请填 1 到 3；不限请填 0"),
        (replace(SERVICES, most=-1), "请填 1 到 3；不限请填 0"),
        (replace(POSTS, seats=3), "候选人须多于应选人数，现在候选人 3 名，应选 3 名"),
        (replace(POSTS, seats=0), "应选人数至少是 1。"),
        (replace(TRIAL, options=(("保洁", 0),)), "满分须是 1 到 100 的整数"),
        (replace(TRIAL, options=()), "请写明每一项的名称。"),
        (replace(TRIAL, line="100.01"), "合格线须在 0 和满分 100 之间"),
        (replace(TRIAL, line="八十"), "合格线请填数字"),
        (replace(TRIAL, mean="MEDIAN"), "请选择按哪个平均分判定"),
    ],
)
def test_a_draft_that_cannot_be_put_is_refused_in_words(draft: Draft, said: str) -> None:
    assert said in why(draft)


def test_a_pass_line_is_kept_in_hundredths_and_said_without_needless_zeros() -> None:
    assert [hundredths(text) for text in ("80", " 79.5 ", "79.99", "")] == [8000, 7950, 7999, None]
    assert [points(line) for line in (8000, 7950, 7999, 7905)] == ["80", "79.5", "79.99", "79.05"]


def test_a_ballot_is_kept_in_the_order_of_the_paper() -> None:
    assert canonical(drawn_up(SERVICES), '[ "C", "A" ]') == '["A","C"]'
    assert canonical(drawn_up(TRIAL), '{"E":1,"D":2,"C":3,"B":4,"A":5}') == '{"A":5,"B":4,"C":3,"D":2,"E":1}'
    assert canonical(drawn_up(FIRMS), "[]") == "[]"
    assert canonical(PLAIN, "AGREE") == "AGREE"


@pytest.mark.parametrize(
    ("draft", "choice"),
    [
        (SERVICES, paper("A", "B", "C")),
        (SERVICES, paper("A", "A")),
        (SERVICES, paper("D")),
        (SERVICES, "AGREE"),
        (SERVICES, '"A"'),
        (SERVICES, "[1]"),
        (SERVICES, '{"A":1}'),
        (FIRMS, paper("A", "B")),
        (POSTS, paper("A", "B", "C")),
        (TRIAL, paper("A")),
        (TRIAL, "[]"),
        (TRIAL, '{"A":20,"B":20,"C":20,"D":20}'),
        (TRIAL, '{"A":21,"B":20,"C":20,"D":20,"E":20}'),
        (TRIAL, '{"A":-1,"B":20,"C":20,"D":20,"E":20}'),
        (TRIAL, '{"A":19.5,"B":20,"C":20,"D":20,"E":20}'),
        (TRIAL, '{"A":true,"B":20,"C":20,"D":20,"E":20}'),
        (TRIAL, '{"A":1,"A":20,"B":20,"C":20,"D":20,"E":20}'),
        (TRIAL, '{"A":{"A":1},"B":20,"C":20,"D":20,"E":20}'),
        (FIRMS, ""),
        (FIRMS, "["),
        (FIRMS, "[NaN]"),
        (FIRMS, '["\\ud800"]'),
        (FIRMS, "[" * MAX_CHOICE),
        (FIRMS, paper("A") + " " * MAX_CHOICE),
    ],
)
def test_what_is_no_ballot_for_the_question_is_refused(draft: Draft, choice: str) -> None:
    with pytest.raises(Refused) as caught:
        canonical(drawn_up(draft), choice)
    assert caught.value.reason is Reason.CHOICE_INVALID


@given(st.text(max_size=MAX_CHOICE + 5))
def test_no_text_is_anything_but_kept_short_or_refused(choice: str) -> None:
    for draft in (SERVICES, FIRMS, TRIAL):
        question = drawn_up(draft)
        with suppress(Refused):  # any other error fails the test
            kept = canonical(question, choice)
            assert canonical(question, kept) == kept


def test_the_longest_ballot_of_twenty_scores_fits_the_store() -> None:
    question = drawn_up(Draft("SCORES", tuple((f"第{n}项", 100) for n in range(20))))
    full = json.dumps({option.code: 100 for option in question.options})
    assert len(canonical(question, full)) <= MAX_CHOICE
    assert canonical(drawn_up(TRIAL), sheet(92))


def test_the_next_round_is_between_the_foremost_for_the_posts_left() -> None:
    left = {"run_off": ["B", "C"], "outcomes": [{"code": "A", "chosen": True}, {"code": "B", "chosen": False}]}
    again = run_off(drawn_up(POSTS), left)
    assert again is not None
    assert ([o.code for o in again.options], again.seats, again.most) == (["B", "C"], 1, 1)
    assert (again.second_round, again.least_seats) == (True, 0)
    assert run_off(drawn_up(FIRMS), {"run_off": [], "outcomes": []}) is None
    assert run_off(PLAIN, {}) is None


@pytest.mark.parametrize(("elected", "least"), [("A", 2), ("AB", 1), ("ABC", 1)])
def test_the_next_round_needs_as_many_as_are_missing_of_the_least(elected: str, least: int) -> None:
    options = tuple(Option(code, code) for code in "ABCDEFG")
    question = Question("ELECTION", options, most=5, seats=5, least_seats=3)
    outcomes = [{"code": code, "chosen": code in elected} for code in "ABCDEFG"]
    again = run_off(question, {"run_off": ["E", "F"], "outcomes": outcomes})
    assert again is not None
    assert (again.seats, again.least_seats) == (5 - len(elected), least)


def test_what_an_election_came_to_says_how_many_posts_are_open() -> None:
    outcomes = [{"code": "A", "label": "甲", "chosen": True, "state_label": "当选"}]
    assert came_to({"outcomes": outcomes}) == "（当选：甲）"
    assert came_to({"outcomes": outcomes, "vacant": 2}) == "（当选：甲；还缺 2 席，另行选举）"


def test_of_several_rounds_what_an_earlier_one_chose_stays_chosen() -> None:
    first = {
        "result": "PASSED",
        "result_label": "部分选出",
        "sentence": "甲。",
        "run_off": ["B"],
        "outcomes": [{"code": "A", "chosen": True}, {"code": "B", "chosen": False}],
    }
    last = {
        "result": "REJECTED",
        "result_label": "无人当选",
        "sentence": "乙。",
        "outcomes": [{"code": "B", "chosen": False}],
    }
    both = combined([first, last])
    assert (both["result"], both["result_label"], both["sentence"]) == (
        "PASSED",
        "部分选出",
        "第一轮：甲。第二轮：乙。",
    )
    assert [outcome["code"] for outcome in both["outcomes"]] == ["A", "B"]
    assert "run_off" not in both
    assert combined([last]) == last


def test_the_record_says_what_is_put() -> None:
    assert put_in_words(PLAIN) == ""
    assert put_in_words(drawn_up(SERVICES)) == "多项选择，每人最多选 2 项；选项：保洁、秩序维护、代收快递"
    assert put_in_words(drawn_up(POSTS)) == "差额选举，应选 2 名；候选人：候选人甲、候选人乙、候选人丙"
    assert put_in_words(drawn_up(TRIAL)).startswith("评分，合格线 80 分；评分项目：保洁（满分 20）、")


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "从下列三家中选定一家：甲公司、乙公司、丙公司。",
            "vote",
            Suggestion("OPTIONS", ("甲公司", "乙公司", "丙公司")),
        ),
        ("选定施工单位\n1. 甲公司\n2. 乙公司", "vote", Suggestion("OPTIONS", ("甲公司", "乙公司"))),
        ("试用评分：保洁、秩序、维修。", "rating", Suggestion("SCORES", ("保洁", "秩序", "维修"))),
        ("同意改造南出入口，总预算不超过34万元。", "vote", Suggestion("OPTIONS", ())),
        ("说明：物业七日内补种。", "vote", Suggestion("OPTIONS", ())),
    ],
)
def test_the_form_starts_from_the_motion(text: str, kind: str, expected: Suggestion) -> None:
    assert suggested(text, kind) == expected
