"""Questions, ballots and rules for the tests of the methods."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.methods.base import Ballot, Electorate, Option, Question, Rule, Share
from deliberation.kernel.verdict import Verdict

HALF = Threshold("GT", 1, 2)
TWO_THIRDS = Threshold("GE", 2, 3)
THREE_QUARTERS = Threshold("GE", 3, 4)

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "tally_vectors.json").read_text("utf-8")
)


def rule(*majority: Share, quorum: Sequence[Share] = (), **more: Any) -> Rule:
    """A rule with this majority; no quorum unless one is given."""
    return Rule("规则", "依据", 1, tuple(quorum), majority, **more)


def of(base: str, threshold: Threshold = HALF) -> Share:
    """More than half (or another share) of a base."""
    return Share(threshold, base)


def owners_rule(threshold: Threshold = HALF, **more: Any) -> Rule:
    """Civil Code 278: two thirds take part; of these more than half (or three quarters), in heads and area."""
    quorum = (of("heads", TWO_THIRDS), of("area", TWO_THIRDS))
    return rule(of("participating_heads", threshold), of("participating_area", threshold), quorum=quorum, **more)


def owners(heads: int, area: int, **more: Any) -> Electorate:
    """All owners of a compound; area in 0.01 ㎡."""
    return Electorate(Weight(heads, area), unit="heads", **more)


def agreement(agree: Weight, oppose: Weight, abstain: Weight = Weight(0)) -> list[Ballot]:  # noqa: B008
    """Bundles of 同意, 反对, 弃权."""
    sides = {"AGREE": agree, "OPPOSE": oppose, "ABSTAIN": abstain}
    return [Ballot((choice,), weight) for choice, weight in sides.items()]


def asking(method: Any, *labels: str, **more: Any) -> Question:
    """A question whose options have the codes A, B, C … in this order."""
    options = tuple(Option(chr(ord("A") + place), label) for place, label in enumerate(labels))
    return Question(method, options, **more)


def papers(numbers: Mapping[str, int]) -> list[Ballot]:
    """Ballots by what is ticked on them: {"AB": 3, "": 1} is three for A and B and one abstention."""
    return [Ballot(tuple(codes)) for codes, number in numbers.items() for _ in range(number)]


def states(verdict: Verdict) -> dict[str, str]:
    """What became of each option, by code."""
    return {outcome.code: outcome.state for outcome in verdict.outcomes}
