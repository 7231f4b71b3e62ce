"""What stands on the ballot, and by which majority: the law says it and no wish does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deliberation.agenda.rules import MATTERS
from deliberation.organisation.rules.owners import parse_owners
from deliberation.owners.rules.questions import QuestionDraft, check_matter, check_question, class_of
from tests.owners.boxes import BODIES, NATIONAL, said

FEE = QuestionDraft("物业费", "每月每平方米一元。", "ORDINARY", "OTHER_MAJOR")
REBUILD = QuestionDraft("改建大门", "加宽。", "SPECIAL", "REBUILD")
CHESS = QuestionDraft("棋牌室", "一楼改经营。", "UNANIMOUS")
WISHES = QuestionDraft("服务需求", "选一项。", "SURVEY", method="OPTIONS", options=(("A", "保洁"), ("B", "停车")))


def test_a_question_is_written_to_its_columns() -> None:
    assert replace(WISHES, matter_id=4, topic_id=5, most=2, seats=3).columns() == {
        "title": "服务需求",
        "text": "选一项。",
        "decision_class": "SURVEY",
        "item": None,
        "matter_id": 4,
        "topic_id": 5,
        "method": "OPTIONS",
        "options": [{"code": "A", "label": "保洁"}, {"code": "B", "label": "停车"}],
        "most": 2,
        "seats": 3,
        "subject": "",
    }
    plain = FEE.columns()
    assert {name: plain[name] for name in ("item", "method", "options", "most", "seats", "matter_id", "topic_id")} == {
        "item": "OTHER_MAJOR",
        "method": "APPROVAL",
        "options": [],
        "most": 1,
        "seats": 1,
        "matter_id": None,
        "topic_id": None,
    }


@pytest.mark.parametrize("item", sorted(MATTERS))
def test_the_majority_is_the_one_of_the_civil_code(item: str) -> None:
    special = {"RAISE_MAINTENANCE_FUND", "REBUILD", "CHANGE_OR_COMMERCIALISE_COMMON_PART"}
    expected = "SPECIAL" if item in special else "ORDINARY"
    assert class_of("OWNERS", item) == class_of("AFFECTED", item, authority="AFFECTED_OWNERS") == expected
    assert class_of("HOUSEHOLDS", item) == "SURVEY"
    assert class_of("AFFECTED", item, authority="INTERESTED_UNANIMOUS") == "UNANIMOUS"


@pytest.mark.parametrize("item", [None, "", "SOMETHING"])
def test_without_an_item_of_the_law_no_majority_is_guessed(item: str | None) -> None:
    assert class_of("OWNERS", item) == ""
    assert class_of("AFFECTED", item, authority="INTERESTED_UNANIMOUS") == "UNANIMOUS"
    assert class_of("HOUSEHOLDS", item) == "SURVEY"


def about(question: QuestionDraft, kind: str = "OWNERS", body: str = "") -> str:
    return said(check_question, question, kind, parse_owners(NATIONAL[body or BODIES[kind]]))


@pytest.mark.parametrize(
    ("question", "kind"), [(FEE, "OWNERS"), (REBUILD, "AFFECTED"), (CHESS, "AFFECTED"), (WISHES, "HOUSEHOLDS")]
)
def test_a_question_of_its_own_kind_is_taken(question: QuestionDraft, kind: str) -> None:
    assert about(question, kind) == ""


@pytest.mark.parametrize(
    ("question", "kind", "problem"),
    [
        (WISHES, "OWNERS", "“服务需求”须与表决类型一致：住户意见征询只收集意见，业主表决才作决定。"),
        (FEE, "HOUSEHOLDS", "“物业费”须与表决类型一致：住户意见征询只收集意见，业主表决才作决定。"),
        (replace(FEE, item=None), "OWNERS", "“物业费”须选定属于民法典第二百七十八条的哪一项。"),
        (replace(FEE, item="WISH"), "OWNERS", "“物业费”须选定属于民法典第二百七十八条的哪一项。"),
        (
            replace(REBUILD, decision_class="ORDINARY"),
            "OWNERS",
            "“改建大门”属于“改建、重建建筑物及其附属设施”，表决类别与法律规定不符。",
        ),
        (CHESS, "OWNERS", "“棋牌室”的表决类别不在所选规则里。"),
        (replace(FEE, method="SCORES"), "OWNERS", "“物业费”的表决方式不能用于书面表决。"),
        (replace(FEE, method="CONSENSUS"), "OWNERS", "“物业费”的表决方式不能用于书面表决。"),
        (replace(FEE, options=(("A", "甲"), ("B", "乙"))), "OWNERS", "“物业费”不需要选项。"),
    ],
)
def test_a_question_of_another_kind_is_refused_in_words(question: QuestionDraft, kind: str, problem: str) -> None:
    assert about(question, kind) == problem


@pytest.mark.parametrize(
    ("method", "lawful"), [("APPROVAL", True), ("OPTIONS", False), ("CHOOSE", False), ("RANKING", False)]
)
def test_what_all_must_agree_to_is_asked_with_yes_or_no(method: str, *, lawful: bool) -> None:
    options = () if lawful else (("A", "甲"), ("B", "乙"))
    assert (about(replace(CHESS, method=method, options=options), "AFFECTED") == "") is lawful


def test_the_class_is_looked_for_before_the_options() -> None:
    assert about(replace(FEE, item=None, method="SCORES")) == "“物业费”须选定属于民法典第二百七十八条的哪一项。"


@pytest.mark.parametrize("method", ["OPTIONS", "CHOOSE", "ELECTION"])
@pytest.mark.parametrize("labels", [(), ("甲",), ("甲", " "), ("甲", "甲"), ("甲", " 甲 "), ("甲", "乙", "乙")])
def test_options_are_at_least_two_and_all_different(method: str, labels: tuple[str, ...]) -> None:
    options = tuple((str(n), label) for n, label in enumerate(labels))
    assert about(replace(FEE, method=method, options=options)) == "“物业费”至少要有 2 个不同的选项。"
    assert about(replace(FEE, method=method, options=(("A", "甲"), ("B", "乙")))) == ""


@pytest.mark.parametrize(
    ("method", "seats", "problem"),
    [
        ("ELECTION", 1, ""),
        ("ELECTION", 2, "“物业费”：差额选举的候选人须多于应选人数，现在候选人 2 名，应选 2 名。"),
        ("ELECTION", 3, "“物业费”要选出 3 人，候选人只有 2 人。"),
        ("OPTIONS", 3, ""),
    ],
)
def test_an_election_has_more_names_than_posts_as_in_the_hall(method: str, seats: int, problem: str) -> None:
    assert about(replace(FEE, method=method, seats=seats, options=(("A", "甲"), ("B", "乙")))) == problem


@pytest.mark.parametrize(
    ("authority", "kind", "question"),
    [
        ("OWNERS_ORDINARY", "OWNERS", FEE),
        ("OWNERS_SPECIAL", "OWNERS", REBUILD),
        ("AFFECTED_OWNERS", "AFFECTED", FEE),
        ("INTERESTED_UNANIMOUS", "AFFECTED", CHESS),
    ],
)
def test_a_waiting_matter_goes_to_those_who_may_decide_it(authority: str, kind: str, question: QuestionDraft) -> None:
    whom = {"OWNERS": "全体业主", "AFFECTED": "相关楼栋的业主"}[kind]
    assert said(check_matter, question, kind, authority, question.item) == ""
    for other in {"OWNERS", "AFFECTED", "HOUSEHOLDS"} - {kind}:
        wrong = f"“{question.title}”须由{whom}共同决定，与所选的表决范围不符。"
        assert said(check_matter, question, other, authority, question.item) == wrong


def test_a_matter_of_another_body_is_put_to_no_owners() -> None:
    refused = said(check_matter, FEE, "OWNERS", "COMMITTEE", None)
    assert refused.startswith("“物业费”须由")
    assert "None" not in refused


def test_the_gate_of_the_meeting_binds_item_and_class() -> None:
    wrong = "“物业费”属于“改建、重建建筑物及其附属设施”，不能改成别的事项。"
    assert said(check_matter, FEE, "OWNERS", "OWNERS_SPECIAL", "REBUILD") == wrong
    assert said(check_matter, FEE, "OWNERS", "OWNERS_ORDINARY", None) == ""
    wrong = "“物业费”判定为须四分之三以上同意，请选属于特别事项的那一项。"
    assert said(check_matter, FEE, "OWNERS", "OWNERS_SPECIAL", None) == wrong
    wrong_class = "的表决类别与法律规定不符。"
    assert said(check_matter, FEE, "AFFECTED", "INTERESTED_UNANIMOUS", None) == f"“物业费”{wrong_class}"
    assert said(check_matter, CHESS, "AFFECTED", "AFFECTED_OWNERS", None) == f"“棋牌室”{wrong_class}"
