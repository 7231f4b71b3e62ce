"""A paper as it is entered: what is void by itself, what cannot stand on it, and who settles a difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.rules.entry import (
    Circumstances,
    Entered,
    Step,
    checked_choices,
    choice_in_words,
    has_valid,
    in_words,
    judged,
    may_settle,
    next_step,
    read_number,
    rooms_in_words,
)
from deliberation.owners.rules.papers import Content, Paper
from tests.owners.boxes import asked, said

CLOSES = datetime(2026, 3, 31, 16, tzinfo=UTC)
DAY = date(2026, 3, 28)
IN_TIME = Circumstances(CLOSES, DAY, CLOSES)
LATE = replace(IN_TIME, received_at=CLOSES + timedelta(seconds=1))
SERVICES = asked(2, method="CHOOSE", most=2, options=[{"code": "B", "label": "停车"}, {"code": "A", "label": "保洁"}])
QUESTIONS = [asked(), SERVICES]
AGREED = Content("OWNER", {"2": ("A", "B"), "1": ("AGREE",)}, note="折角")


def void(content: Content, known: Circumstances = IN_TIME) -> str:
    """Why the paper is void as it is stored; then nothing that was marked stays on it."""
    stored = judged(content, QUESTIONS, known)
    assert (stored.choices == {}) == bool(stored.void_reason)
    assert (stored.signer, stored.note) == (content.signer, content.note)
    return stored.void_reason


def test_a_valid_paper_is_stored_with_its_choices_in_the_order_of_the_ballot() -> None:
    stored = judged(AGREED, QUESTIONS, IN_TIME)
    assert stored == Content("OWNER", {"1": ("AGREE",), "2": ("B", "A")}, "", "折角")
    assert list(stored.choices) == ["1", "2"]


def test_a_paper_of_the_last_second_is_in_time_and_one_of_the_next_is_late() -> None:
    assert void(AGREED, IN_TIME) == ""
    assert void(AGREED, LATE) == "LATE"
    assert void(replace(AGREED, signer="NONE", void_reason="FORGED"), LATE) == "LATE"
    assert void(replace(AGREED, void_reason="LATE"), LATE) == "LATE"


def test_a_paper_that_came_in_time_cannot_be_called_late() -> None:
    wrong = "收到时间在截止以前，不是迟交的票。请核对收到时间。"
    assert said(judged, replace(AGREED, void_reason="LATE"), QUESTIONS, IN_TIME) == wrong


def test_a_paper_is_void_as_the_clerk_says_or_without_a_signature() -> None:
    assert void(replace(AGREED, signer="NONE", void_reason="FORGED")) == "FORGED"
    assert void(replace(AGREED, signer="NONE")) == "UNSIGNED"
    assert void(Content("NONE", {"7": ("RUBBISH",)})) == "UNSIGNED"


@pytest.mark.parametrize(("until", "why"), [(None, "NOT_OWNER"), (-1, "NOT_OWNER"), (0, ""), (1, "")])
def test_an_agent_signs_until_the_last_day_of_his_letter(until: int | None, why: str) -> None:
    known = replace(IN_TIME, proxy_until=None if until is None else DAY + timedelta(days=until))
    assert void(replace(AGREED, signer="PROXY"), known) == why
    assert void(AGREED, known) == ""
    assert void(replace(AGREED, signer="PROXY")) == "NOT_OWNER"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (replace(AGREED, signer="CAT"), "请选是谁签的名。"),
        (replace(AGREED, void_reason="TIRED"), "请选作废的原因。"),
        (replace(AGREED, void_reason="DUPLICATE"), "请选作废的原因。"),
        (replace(AGREED, note="字" * 201), "备注最多 200 个字。"),
        (replace(AGREED, choices={"1": ("AGREE",)}), "第 2 项还没有选。"),
        (replace(AGREED, choices={**AGREED.choices, "3": ()}), "有的事项不在本次表决里。"),
    ],
)
def test_what_cannot_stand_on_a_paper_is_refused_in_words(content: Content, problem: str) -> None:
    assert said(judged, content, QUESTIONS, IN_TIME) == problem
    assert void(replace(AGREED, note="字" * 200)) == ""


@pytest.mark.parametrize(
    ("choices", "problem"),
    [
        ({"1": (), "2": ()}, "第 1 项：请选择同意、反对或弃权。"),
        ({"1": ("AGREE", "OPPOSE"), "2": ()}, "第 1 项：请选择同意、反对或弃权。"),
        ({"1": ("UNCLEAR", "AGREE"), "2": ()}, "第 1 项：请选择同意、反对或弃权。"),
    ],
)
def test_a_mark_that_the_question_does_not_allow_names_its_question(
    choices: dict[str, tuple[str, ...]], problem: str
) -> None:
    with pytest.raises(Refused) as refused:
        checked_choices(choices, QUESTIONS)
    assert (refused.value.reason, refused.value.facts["what"]) == (Reason.CHOICE_INVALID, problem)


def test_an_option_that_is_not_on_the_ballot_is_refused_whatever_stands_beside_it() -> None:
    for wrong in (("Z",), ("A", "Z"), ("Z", "A"), ("A", "A")):
        with pytest.raises(Refused) as refused:
            checked_choices({"1": ("AGREE",), "2": wrong}, QUESTIONS)
        assert refused.value.reason is Reason.CHOICE_INVALID
        assert str(refused.value.facts["what"]).startswith("第 2 项：")


def test_more_marks_than_allowed_are_refused_with_what_to_enter_for_them() -> None:
    question = [asked(1, method="CHOOSE", most=1, options=SERVICES["options"])]
    with pytest.raises(Refused) as refused:
        checked_choices({"1": ("A", "B")}, question)
    assert "这一项录“看不清、选多了”" in str(refused.value.facts["what"])
    with pytest.raises(Refused) as refused:
        checked_choices({"1": ("A", "B")}, question, unclear=False)
    assert "看不清" not in str(refused.value.facts["what"])


def test_numbers_without_an_order_may_be_unclear_on_paper_and_never_on_a_phone() -> None:
    question = [asked(1, method="RANKING", most=0, options=SERVICES["options"])]
    for problem in ("=", "#"):
        with pytest.raises(Refused) as refused:
            checked_choices({"1": ("A", "B", problem)}, question)
        assert "选为“看不清、数字重复”" in str(refused.value.facts["what"])
        with pytest.raises(Refused) as refused:
            checked_choices({"1": ("A", "B", problem)}, question, unclear=False)
        assert "看不清" not in str(refused.value.facts["what"])
    with pytest.raises(Refused):
        checked_choices({"1": ("UNCLEAR",)}, question, unclear=False)


def test_a_blank_may_stand_on_a_paper_and_on_no_phone() -> None:
    blank: dict[str, tuple[str, ...]] = {"1": ("BLANK",), "2": ("BLANK",)}
    assert checked_choices(blank, QUESTIONS) == blank
    with pytest.raises(Refused):
        checked_choices(blank, QUESTIONS, unclear=False)


def test_only_a_clerk_may_say_that_a_mark_cannot_be_read() -> None:
    unclear: dict[str, tuple[str, ...]] = {"1": ("AGREE",), "2": ("UNCLEAR",)}
    assert checked_choices(unclear, QUESTIONS) == unclear
    with pytest.raises(Refused) as refused:
        checked_choices(unclear, QUESTIONS, unclear=False)
    assert refused.value.reason is Reason.CHOICE_INVALID


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("https://x.example/owners-votes/8/papers/12", "这张票的二维码不是本次表决的。请放到一边，另行核对。"),
        ("票", "票号是票面右上角的数字，例如 128。"),
    ],
)
def test_a_number_that_is_none_is_refused_in_words(typed: str, problem: str) -> None:
    assert said(read_number, typed, 7) == problem


@pytest.mark.parametrize(
    "typed", ["№．１２", "no:012", "/owners-votes/7/papers/12/", "x/owners-votes/7/papers/12#c", "票号.12", "00012"]
)
def test_a_number_is_read_in_every_writing(typed: str) -> None:
    assert read_number(typed, 7) == 12


def test_a_scanned_address_with_more_behind_it_is_another_address() -> None:
    assert said(read_number, "/owners-votes/7/papers/12/photo", 7) != ""


ME, OTHER, THIRD = 1, 2, 3


@pytest.mark.parametrize(
    ("papers", "step"),
    [
        ([Entered(8, 1, "CONFIRMED", OTHER), Entered(9, 2, "ANEW", OTHER)], Step("FIRST", 2, 9)),
        ([Entered(8, 1, "ENTERED_ONCE", OTHER), Entered(9, 2, "ANEW", ME)], Step("FIRST", 2, 9)),
        ([Entered(8, 1, "ENTERED_ONCE", ME), Entered(9, 2, "ENTERED_ONCE", ME)], Step("OWN", 2, 9)),
        ([Entered(8, 1, "CONFIRMED", ME), Entered(9, 2, "CONFIRMED", ME)], Step("ASK", 2)),
    ],
)
def test_a_paper_that_waits_comes_before_a_new_one(papers: list[Entered], step: Step) -> None:
    assert next_step(papers, ME) == step
    assert next_step(papers, ME, another=True) == Step("FIRST", 3, 0)


def settling(person_id: int | None, settled: Content) -> Refused | None:
    entries = {1: (ME, AGREED), 2: (OTHER, replace(AGREED, signer="PROXY"))}
    try:
        may_settle(person_id, entries, settled)
    except Refused as refused:
        return refused
    return None


def test_a_difference_is_settled_by_a_third_person_or_against_oneself() -> None:
    theirs, another = replace(AGREED, signer="PROXY"), replace(AGREED, void_reason="OTHER")
    for settled in (AGREED, theirs, another):
        assert settling(THIRD, settled) is None
        assert settling(None, settled) is None
    assert settling(ME, theirs) is None
    assert settling(ME, replace(theirs, note="另一条")) is None
    assert settling(OTHER, AGREED) is None
    for person, settled in ((ME, AGREED), (ME, another), (OTHER, theirs), (OTHER, another)):
        refused = settling(person, settled)
        assert refused is not None
        assert refused.reason is Reason.SAME_PERSON
        assert refused.facts["what"] == "您录过其中一遍，只能核定为对方录的内容；要按别的内容核定，须由第三人来做。"


def test_a_paper_is_read_back_line_by_line() -> None:
    lines = [("签名", "业主本人"), ("第 1 项", "同意"), ("第 2 项", "保洁、停车")]
    assert in_words(AGREED, QUESTIONS) == [*lines, ("备注", "折角")]
    assert in_words(replace(AGREED, note=""), QUESTIONS) == lines
    void_one = Content("NONE", {}, "UNSIGNED", "角上有字")
    assert in_words(void_one, QUESTIONS) == [("签名", "没有签名"), ("整张作废", "没有签名"), ("备注", "角上有字")]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [((), "弃权"), (("ABSTAIN",), "弃权"), (("UNCLEAR",), "看不清"), (("A",), "保洁"), (("Z", "B"), "Z、停车")],
)
def test_a_choice_is_said_in_words(chosen: tuple[str, ...], words: str) -> None:
    assert choice_in_words(Content("OWNER", {"2": chosen}), SERVICES) == words


def test_a_question_without_an_entry_reads_as_an_abstention() -> None:
    assert choice_in_words(Content("OWNER", {}), SERVICES) == "弃权"


def test_rooms_are_said_with_their_building_once() -> None:
    assert rooms_in_words("1号楼", ["101", "102"]) == "1号楼 101、102"
    assert rooms_in_words("1号楼", ["1号楼101", "102"]) == "1号楼101、102"


def test_an_owner_has_a_valid_paper_where_one_of_his_papers_counts() -> None:
    unsigned = Paper(1, 1, Content("NONE", {}, "UNSIGNED"))
    assert not has_valid([])
    assert not has_valid([unsigned])
    assert has_valid([unsigned, Paper(1, 2, AGREED)])
