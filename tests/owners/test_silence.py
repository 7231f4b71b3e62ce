"""What silence can mean: never a consent where everybody concerned must consent (民法典 279)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from deliberation.organisation.rules.shipped import shipped_data
from deliberation.owners.rules.papers import Content, Paper
from deliberation.owners.rules.tally import Box, Counted, result_of

OWNERS = 4


def judged(body: str, decision_class: str, policy: str, said: Sequence[str]) -> str:
    """The verdict of four owners with proved deliveries, of whom only some handed in a paper."""
    profile = next(d for d in shipped_data() if d["body"] == body and not d.get("place"))
    question: dict[str, Any] = {
        "number": 1,
        "title": "住宅改为棋牌室",
        "text": "同意改变。",
        "class": decision_class,
        "item": None,
        "method": "APPROVAL",
        "options": [],
        "most": 1,
        "seats": 1,
    }
    frozen = {"kind": "AFFECTED", "profile": profile, "policy": policy, "questions": [question]}
    papers = [Paper(n, 1, Content("OWNER", {"1": (choice,)})) for n, choice in enumerate(said, start=1)]
    box = Box(
        [Counted(n, 10_000, proved=True) for n in range(1, OWNERS + 1)],
        papers,
        {(paper.voter_id, 1): "PAPER" for paper in papers},
    )
    found: str = result_of(frozen, box)["questions"]["1"]["result"]
    return found


@pytest.mark.parametrize("policy", ["STRICT", "FOLLOW_MAJORITY", "ABSTAIN"])
def test_who_said_nothing_has_not_consented_where_all_must(policy: str) -> None:
    assert judged("affected_owners", "UNANIMOUS", policy, ("AGREE",) * 3) == "REJECTED"


@pytest.mark.parametrize("policy", ["STRICT", "FOLLOW_MAJORITY", "ABSTAIN"])
def test_everybody_who_must_consent_did(policy: str) -> None:
    assert judged("affected_owners", "UNANIMOUS", policy, ("AGREE",) * OWNERS) == "PASSED"


def test_silence_follows_the_majority_only_where_a_majority_decides() -> None:
    assert judged("affected_owners", "ORDINARY", "FOLLOW_MAJORITY", ("AGREE", "AGREE", "OPPOSE")) == "PASSED"


def interested(*said: str, owners: int = 12, void: int = 0) -> dict[str, Any]:
    """The verdict under 民法典 279 of so many owners concerned, of whom only some handed in a paper."""
    profile = next(d for d in shipped_data() if d["body"] == "affected_owners" and not d.get("place"))
    question: dict[str, Any] = {
        "number": 1,
        "title": "住宅改为棋牌室",
        "text": "同意改变。",
        "class": "UNANIMOUS",
        "item": None,
        "method": "APPROVAL",
        "options": [],
        "most": 1,
        "seats": 1,
    }
    frozen = {"kind": "AFFECTED", "profile": profile, "policy": "STRICT", "questions": [question]}
    papers = [
        Paper(n, 1, Content("OWNER", {"1": (choice,)}, "" if n > void else "UNSIGNED"))
        for n, choice in enumerate(said, start=1)
    ]
    voters = [Counted(n, 10_000, proved=True) for n in range(1, owners + 1)]
    box = Box(voters, papers, {(paper.voter_id, 1): "PAPER" for paper in papers})
    found: dict[str, Any] = result_of(frozen, box)["questions"]["1"]
    return found


@pytest.mark.parametrize(
    ("said", "result", "words"),
    [
        (["AGREE"] * 3 + ["OPPOSE"], "REJECTED", "有 1 人反对，只要有人反对就不能通过，表决未通过。"),
        (["AGREE"] * 11 + ["OPPOSE"], "REJECTED", "有 1 人反对，只要有人反对就不能通过，表决未通过。"),
        (["AGREE"] * 3, "REJECTED", "没有人反对，尚缺 9 人同意；没有表态的不算同意，表决未通过。"),
        (["AGREE"] * 11 + ["ABSTAIN"], "REJECTED", "尚缺 1 人同意；没有表态的不算同意，表决未通过。"),
        ([], "REJECTED", "尚缺 12 人同意；没有表态的不算同意，表决未通过。"),
        (["AGREE"] * 12, "PASSED", "12 人全部同意，表决通过。"),
    ],
)
def test_one_who_opposes_ends_it_and_no_share_that_the_law_does_not_have_is_named(
    said: list[str], result: str, words: str
) -> None:
    verdict = interested(*said)
    assert verdict["result"] == result
    assert verdict["sentence"].endswith(words)
    assert "须经有利害关系的业主一致同意（《中华人民共和国民法典》第二百七十九条）。" in verdict["sentence"]
    assert not any(word in verdict["sentence"] for word in ("三分之二", "参与比例", "半数", "四分之三"))
    assert [test["name"] for test in verdict["tests"]] == ["objections", "consent"]
    assert verdict["rule_source"] == "《中华人民共和国民法典》第二百七十九条"


def test_a_void_paper_consents_to_nothing() -> None:
    verdict = interested(*["AGREE"] * 12, void=1)
    assert (verdict["result"], verdict["tests"][1]["actual"]) == ("REJECTED", 11)
    assert {c["name"]: c["heads"] for c in verdict["counts"]}["void"] == 1


def test_the_figures_of_everybody_concerned_add_up() -> None:
    verdict = interested("AGREE", "AGREE", "OPPOSE", "ABSTAIN")
    assert {c["name"]: c["heads"] for c in verdict["counts"]} == {
        "agree": 2,
        "oppose": 1,
        "abstain": 1,
        "not_cast": 0,
        "unreturned": 8,
    }
    assert [test["met"] for test in verdict["tests"]] == [False, False]
    assert verdict["tests"][1]["sentence"] == "同意 2 人，有利害关系的业主 12 人，还差 10 人。"
