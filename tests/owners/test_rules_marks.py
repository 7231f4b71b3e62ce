"""One paper, several questions: what an unreadable mark, a blank and a list of options count as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from deliberation.kernel.methods.base import Option, Question
from deliberation.owners.rules.papers import Content, Paper
from deliberation.owners.rules.tally import Box, Counted, Marks, marks_of, question_of, result_of
from tests.owners.boxes import Owner, asked, box_of, frozen_for, judged

FIRMS = [{"code": "A", "label": "甲公司"}, {"code": "B", "label": "乙公司"}]
AGREE, OPPOSE, UNREADABLE = ("AGREE",), ("OPPOSE",), ("UNCLEAR",)


def counts(verdict: Mapping[str, Any]) -> dict[str, int]:
    return {count["name"]: count["heads"] for count in verdict["counts"]}


def verdicts(frozen: dict[str, Any], *papers: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The verdicts by question on the papers of as many owners."""
    box = Box(
        [Counted(voter_id, 100, proved=True) for voter_id in range(1, len(papers) + 1)],
        [Paper(voter_id, 1, Content("OWNER", choices)) for voter_id, choices in enumerate(papers, start=1)],
        {(voter_id, 1): "PAPER" for voter_id in range(1, len(papers) + 1)},
    )
    found: dict[str, Any] = result_of(frozen, box)["questions"]
    return found


@pytest.mark.parametrize("unclear, part, result", [("VOID", 3, "PASSED"), ("ABSTAIN", 4, "REJECTED")])
def test_a_mark_nobody_can_read_is_void_or_an_abstention_as_the_rule_says(unclear: str, part: int, result: str) -> None:
    owners = [*[Owner(papers=(word,)) for word in ("AGREE", "AGREE", "OPPOSE", "UNCLEAR")]]
    verdict = judged(owners, frozen_for(unclear=unclear))
    assert (verdict["result"], verdict["tests"][0]["actual"], verdict["tests"][0]["base"]) == (result, part * 100, 400)
    assert counts(verdict).get("void", 0) == 4 - part
    assert counts(verdict)["abstain"] == part - 3


@pytest.mark.parametrize("unclear", ["VOID", "ABSTAIN"])
def test_a_blank_counts_as_what_cannot_be_read_and_is_shown_apart_from_a_written_abstention(unclear: str) -> None:
    words = ("AGREE", "ABSTAIN", "BLANK", "BLANK", "UNCLEAR", "UNSIGNED")
    owners, frozen = [Owner(papers=(word,)) for word in words], frozen_for(unclear=unclear)
    assert marks_of(frozen, box_of(owners).papers) == [Marks(1, 1, 2, 1, unclear == "ABSTAIN")]
    unreadable = [Owner(papers=("UNCLEAR" if word == "BLANK" else word,)) for word in words]
    assert judged(owners, frozen) == judged(unreadable, frozen)


def test_an_unreadable_mark_voids_its_question_and_no_other() -> None:
    frozen = frozen_for(questions=[asked(1), asked(2)])
    found = verdicts(frozen, {"1": UNREADABLE, "2": AGREE}, {"1": AGREE, "2": OPPOSE}, {"1": AGREE, "2": AGREE})
    assert counts(found["1"]) == {"agree": 2, "oppose": 0, "abstain": 0, "not_cast": 0, "void": 1}
    assert counts(found["2"]) == {"agree": 2, "oppose": 1, "abstain": 0, "not_cast": 0}


def test_void_papers_and_unreadable_marks_add_up_in_the_verdict() -> None:
    owners = [Owner(papers=(word,)) for word in ("AGREE", "UNCLEAR", "UNSIGNED", "UNCLEAR")]
    assert counts(judged(owners)) == {"agree": 1, "oppose": 0, "abstain": 0, "not_cast": 0, "void": 3}


def test_the_verdict_tells_who_was_silent_and_who_was_not_reached() -> None:
    owners = [Owner(papers=("AGREE",)), Owner(), Owner(), Owner(proved=False)]
    assert counts(judged(owners)) == {
        "agree": 1,
        "oppose": 0,
        "abstain": 0,
        "not_cast": 0,
        "unreturned": 2,
        "undelivered": 1,
    }


@pytest.mark.parametrize("paper", [{}, {"1": UNREADABLE}])
@pytest.mark.parametrize("unclear, name", [("VOID", "void"), ("ABSTAIN", "abstain")])
def test_a_question_without_an_entry_is_like_one_nobody_can_read(
    paper: dict[str, tuple[str, ...]], unclear: str, name: str
) -> None:
    assert counts(verdicts(frozen_for(unclear=unclear), paper)["1"])[name] == 1


def test_an_empty_choice_is_an_abstention_in_every_method() -> None:
    frozen = frozen_for(questions=[asked(1), asked(2, method="OPTIONS", options=FIRMS)], unclear="VOID")
    found = verdicts(frozen, {"1": (), "2": ()}, {"1": AGREE, "2": ("A",)})
    assert counts(found["1"]) == {"agree": 1, "oppose": 0, "abstain": 1, "not_cast": 0}
    assert counts(found["2"])["abstain"] == 1


def test_an_unreadable_mark_on_options_is_an_abstention_where_the_ballot_says_so() -> None:
    frozen = frozen_for(questions=[asked(1, method="OPTIONS", options=FIRMS)], unclear="ABSTAIN")
    found = verdicts(frozen, {"1": UNREADABLE}, {"1": ("A",)}, {"1": ("A",)})["1"]
    assert (found["result"], counts(found)["abstain"]) == ("PASSED", 1)


def test_each_question_is_judged_by_the_majority_of_its_class() -> None:
    frozen = frozen_for(
        "AFFECTED", questions=[asked(n, name) for n, name in enumerate(("ORDINARY", "SPECIAL", "UNANIMOUS"), start=1)]
    )
    yes, no = dict.fromkeys("123", AGREE), dict.fromkeys("123", OPPOSE)
    found = verdicts(frozen, yes, yes, no)
    assert [found[n]["result"] for n in "123"] == ["PASSED", "REJECTED", "REJECTED"]
    assert found["1"]["rule_source"] == frozen["profile"]["source"]


@pytest.mark.parametrize("policy", ["STRICT", "ABSTAIN", "FOLLOW_MAJORITY"])
def test_who_said_nothing_has_not_consented_where_all_must(policy: str) -> None:
    frozen = frozen_for("AFFECTED", policy, [asked(1, "UNANIMOUS")])
    assert judged([Owner(papers=("AGREE",)), Owner(), Owner()], frozen)["result"] == "REJECTED"


def test_a_frozen_question_is_put_to_the_method_as_it_was_announced() -> None:
    data = asked(method="CHOOSE", options=FIRMS, most=2, seats=3)
    options = (Option("A", "甲公司"), Option("B", "乙公司"))
    assert question_of(data) == Question(method="CHOOSE", options=options, most=2, seats=3)
