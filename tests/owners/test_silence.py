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
        "number": 1, "title": "住宅改为棋牌室", "text": "同意改变。", "class": decision_class, "item": None,
        "method": "APPROVAL", "options": [], "most": 1, "seats": 1,
    }  # fmt: skip
    frozen = {"kind": "AFFECTED", "profile": profile, "policy": policy, "questions": [question]}
    papers = [Paper(n, 1, Content("OWNER", {"1": (choice,)})) for n, choice in enumerate(said, start=1)]
    box = Box(
        [Counted(n, 10_000, proved=True) for n in range(1, OWNERS + 1)], papers,
        {(paper.voter_id, 1): "PAPER" for paper in papers},
    )  # fmt: skip
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
