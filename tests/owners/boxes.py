"""Boxes of papers without a store: owners as words, frozen rules as data, for the pure rules of counting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.rules.shipped import shipped_data
from deliberation.owners.rules.papers import Content, Paper
from deliberation.owners.rules.tally import Box, Counted, result_of

ALWAYS_ALIKE = settings(derandomize=True, deadline=None, database=None, max_examples=150)
"""The same examples in every run: a check that fails here fails everywhere."""

FIRMS = [{"code": "A", "label": "甲公司"}, {"code": "B", "label": "乙公司"}]
POLICIES = ("STRICT", "ABSTAIN", "FOLLOW_MAJORITY")
VALID = ("AGREE", "OPPOSE", "ABSTAIN")
VOID = ("UNSIGNED", "NOT_OWNER")

BODIES = {"OWNERS": "owners_assembly", "AFFECTED": "affected_owners", "HOUSEHOLDS": "household_survey"}

NATIONAL = {data["body"]: data for data in shipped_data() if not data.get("place")}
"""The rules of the whole country, by the body that decides."""


@dataclass(frozen=True)
class Owner:
    """An owner and his papers in their order: a choice on question 1, UNCLEAR, or why the paper is void."""

    area: int = 100
    proved: bool = True
    papers: tuple[str, ...] = ()


def asked(number: int = 1, decision_class: str = "ORDINARY", **changes: Any) -> dict[str, Any]:
    """A question as it stands in the frozen data."""
    plain = {
        "number": number,
        "title": "物业费",
        "text": "调整。",
        "class": decision_class,
        "item": None,
        "method": "APPROVAL",
        "options": [],
        "most": 1,
        "seats": 1,
    }
    return plain | changes


def frozen_for(
    kind: str = "OWNERS", policy: str = "STRICT", questions: Sequence[dict[str, Any]] | None = None, **profile: Any
) -> dict[str, Any]:
    """The frozen data of a vote under the rules of the whole country, some of them changed."""
    questions = questions or [asked(decision_class="SURVEY" if kind == "HOUSEHOLDS" else "ORDINARY")]
    return {"kind": kind, "policy": policy, "profile": NATIONAL[BODIES[kind]] | profile, "questions": questions}


def content(word: str) -> Content:
    """What a paper says on question 1, or why it is void: then its mark stays, and must not count."""
    return Content("OWNER", {"1": ("AGREE",)}, word) if word in VOID else Content("OWNER", {"1": (word,)})


def box_of(owners: Sequence[Owner]) -> Box:
    """The box of these owners, numbered from 1; every paper came on paper."""
    papers = [
        Paper(voter_id, sequence, content(word))
        for voter_id, owner in enumerate(owners, start=1)
        for sequence, word in enumerate(owner.papers, start=1)
    ]
    voters = [Counted(voter_id, owner.area, owner.proved) for voter_id, owner in enumerate(owners, start=1)]
    return Box(voters, papers, {(paper.voter_id, paper.sequence): "PAPER" for paper in papers})


def judged(owners: Sequence[Owner], frozen: dict[str, Any] | None = None, number: int = 1) -> dict[str, Any]:
    """The verdict on one question."""
    found: dict[str, Any] = result_of(frozen or frozen_for(), box_of(owners))["questions"][str(number)]
    return found


def figures(owners: Sequence[Owner], frozen: dict[str, Any] | None = None) -> dict[str, Any]:
    """The figures that all questions share."""
    found: dict[str, Any] = result_of(frozen or frozen_for(), box_of(owners))["figures"]
    return found


def some_owners(least: int = 1) -> st.SearchStrategy[list[Owner]]:
    """Up to nine owners with small areas, so that heads and areas often fall apart and often tie."""
    words = st.sampled_from((*VALID, "AGREE", "AGREE", "AGREE", "UNCLEAR", *VOID))
    return st.lists(
        st.builds(Owner, st.integers(1, 4), st.booleans(), st.lists(words, max_size=3).map(tuple)),
        min_size=least,
        max_size=9,
    )


def said(check: Callable[..., object], *given: Any) -> str:
    """What is said against an input; empty where nothing is."""
    try:
        check(*given)
    except Refused as refused:
        if refused.reason is not Reason.INVALID_INPUT:
            raise
        return str(refused.facts["what"])
    return ""
