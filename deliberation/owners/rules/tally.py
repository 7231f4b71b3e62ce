"""Counting the papers of an owners' vote and judging them by its frozen rule (民法典 278; domain 3.3, 3.11).

Pure: frozen data and rows in, figures and verdicts out. `deliberation recount` calls the same function.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from deliberation.kernel.counting import Weight, percent
from deliberation.kernel.methods import METHODS, FrozenQuestion, consent, judge, stored
from deliberation.kernel.methods.base import Ballot, Electorate, Question, Rule, Unreturned
from deliberation.kernel.recounting import EDITION
from deliberation.kernel.verdict import Unit, Verdict
from deliberation.organisation.rules.owners import parse_owners
from deliberation.owners.rules.papers import BLANK, UNCLEAR, UNMARKED, Paper, first_valid, voided

NOTHING = Weight(0)
Standing = Literal["VALID", "VOID", "UNRETURNED", "UNDELIVERED"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What the count needs of one voter.

    `proved`: their ballot was delivered, with way, receiver and time on record, to whom the rules ask. Only then can
    a ballot that never came back be counted by a policy; a posted notice alone is no delivery.
    """

    voter_id: int
    area: int
    proved: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that all questions share 计票记录: issued, delivered, returned, valid, void and not returned.

    `void_signed_for` are those among the void whose delivery is proved. `papers` are sheets; the weights are
    voters with their heads and areas. `void_papers` is by reason,
    `channels` the valid ballots by the way they came.
    """

    issued: Weight
    delivered: Weight
    valid: Weight
    void: Weight
    unreturned: Weight
    undelivered: Weight
    void_signed_for: Weight
    papers: int
    void_papers: Mapping[str, int]
    channels: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """Heads and areas (0.01 ㎡) by name, and the sheets."""
        named = ("issued", "delivered", "valid", "void", "unreturned", "undelivered")
        weights: dict[str, Weight] = {name: getattr(self, name) for name in named}
        shown: dict[str, Any] = {name: {"heads": w.heads, "area": w.area} for name, w in weights.items()}
        share = {
            "heads": percent(self.valid.heads, self.issued.heads),
            "area": percent(self.valid.area, self.issued.area),
        }
        return {
            **shown,
            "valid_share": share,
            "papers": self.papers,
            "void_papers": dict(self.void_papers),
            "channels": dict(self.channels),
        }


@dataclass(frozen=True, slots=True)
class Box:
    """The closed box: everybody who was asked, every confirmed paper, and how each paper came (by voter)."""

    voters: Sequence[Counted]
    papers: Sequence[Paper]
    channels: Mapping[tuple[int, int], str]


def result_of(frozen: Mapping[str, Any], box: Box) -> dict[str, Any]:
    """`{"version": …, "figures": …, "questions": {number: verdict}}`, recomputable from `frozen` and the papers."""
    by_heads_only = frozen["kind"] == "HOUSEHOLDS"
    weights = {v.voter_id: Weight(1, 0 if by_heads_only else v.area) for v in box.voters}
    counted = first_valid(box.papers)
    figures = _figures(box, weights, counted)
    verdicts = {
        str(data["number"]): _judge(frozen, data, figures, weights, counted).to_json() for data in frozen["questions"]
    }
    return {"version": EDITION, "figures": figures.to_json(), "questions": verdicts}


def _figures(box: Box, weights: Mapping[int, Weight], counted: Mapping[int, Paper]) -> Figures:
    returned = {p.voter_id for p in box.papers}
    sums: dict[str, Weight] = dict.fromkeys(("VALID", "VOID", "UNRETURNED", "UNDELIVERED"), NOTHING)
    delivered = signed_for = NOTHING
    for voter in box.voters:
        weight, standing = weights[voter.voter_id], _standing(voter, returned, counted)
        sums[standing] += weight
        if standing == "VOID" and voter.proved:
            signed_for += weight
        if voter.proved or voter.voter_id in returned:
            delivered += weight
    reasons = Counter(voided(box.papers).values())
    ways = Counter(box.channels[(voter_id, paper.sequence)] for voter_id, paper in counted.items())
    return Figures(
        issued=sum(weights.values(), NOTHING),
        delivered=delivered,
        valid=sums["VALID"],
        void=sums["VOID"],
        unreturned=sums["UNRETURNED"],
        undelivered=sums["UNDELIVERED"],
        void_signed_for=signed_for,
        papers=len(box.papers),
        void_papers=dict(sorted(reasons.items())),
        channels=dict(sorted(ways.items())),
    )


def _standing(voter: Counted, returned: Iterable[int], counted: Mapping[int, Paper]) -> Standing:
    """A paper that came back proves its delivery; without one only a proved delivery makes it unreturned."""
    if voter.voter_id in counted:
        return "VALID"
    if voter.voter_id in returned:
        return "VOID"
    return "UNRETURNED" if voter.proved else "UNDELIVERED"


def _judge(
    frozen: Mapping[str, Any],
    data: Mapping[str, Any],
    figures: Figures,
    weights: Mapping[int, Weight],
    counted: Mapping[int, Paper],
) -> Verdict:
    """One question, by the rule of its class and by the policy of the vote.

    Under ABSTAIN who signed for a paper takes part, and who states nothing abstains (四川省条例 §31): so does a mark
    that nobody can read, whatever the rules say of it, and a void paper whose delivery is proved, for it must
    stand no worse than one that was kept. Under FOLLOW_MAJORITY only who was silent follows others: a void paper
    came back, is no silence and takes no part (274号 §26: 未参与表决的业主; domain 3.3).
    """
    rule = _rule(frozen, data)
    unclear = _unclear(frozen, data)
    ballots, unreadable = [], NOTHING
    for voter_id, paper in counted.items():
        choices = _choices(paper, str(data["number"]), data["method"], unclear=unclear)
        if choices is None:
            unreadable += weights[voter_id]
        else:
            ballots.append(Ballot(choices, weights[voter_id]))
    deemed = figures.void_signed_for if rule.unreturned == "ABSTAIN" else NOTHING
    if deemed:
        ballots.append(Ballot(METHODS[data["method"]].abstention(), deemed))
    unit: Unit = "households" if frozen["kind"] == "HOUSEHOLDS" else "heads"
    electorate = Electorate(
        entitled=figures.issued,
        unreturned=figures.unreturned,
        void=figures.void - deemed + unreadable,
        undelivered=figures.undelivered,
        deemed=deemed,
        unit=unit,
    )
    return judge(FrozenQuestion(question_of(data), rule, electorate), ballots)


def _rule(frozen: Mapping[str, Any], data: Mapping[str, Any]) -> Rule:
    """The rule of the question's class, under the policy of the vote; 民法典 279 asks for no share of anybody."""
    rule = replace(parse_owners(frozen["profile"]).rule_for(data["class"]), unreturned=_unreturned(frozen, data))
    everybody = data["class"] == "UNANIMOUS"
    return replace(rule, quorum=(), source=consent.SOURCE, unanimous=True) if everybody else rule


def _unreturned(frozen: Mapping[str, Any], data: Mapping[str, Any]) -> Unreturned:
    # Silence may follow others where a majority decides; a consent of all (民法典 279) nobody gives by saying nothing.
    policy: Unreturned = "STRICT" if data["class"] == "UNANIMOUS" else frozen["policy"]
    return policy


def _unclear(frozen: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """What a mark is that cannot be read or is missing: ABSTAIN or VOID."""
    return "ABSTAIN" if _unreturned(frozen, data) == "ABSTAIN" else parse_owners(frozen["profile"]).unclear


@dataclass(frozen=True, slots=True)
class Marks:
    """Of the papers that count: how many abstain in writing, were left blank, or cannot be read, on question `number`.

    `as_abstention`: the rule of the place takes the latter two for abstentions, else for invalid.
    """

    number: int
    written: int
    blank: int
    unclear: int
    as_abstention: bool


def marks_of(frozen: Mapping[str, Any], papers: Sequence[Paper]) -> list[Marks]:
    """The marks of each question that the verdict does not tell apart, for the record of the count."""
    counted = first_valid(papers).values()
    found = []
    for data in frozen["questions"]:
        said = Counter(paper.content.choices.get(str(data["number"]), (UNCLEAR,)) for paper in counted)
        written = said[METHODS[data["method"]].abstention()]
        as_abstention = _unclear(frozen, data) == "ABSTAIN"
        found.append(Marks(data["number"], written, said[(BLANK,)], said[(UNCLEAR,)], as_abstention))
    return found


def _choices(paper: Paper, number: str, method: str, *, unclear: str) -> tuple[str, ...] | None:
    """The choices on a paper for one question; `None` where the mark is unreadable and the rule voids that."""
    chosen = paper.content.choices.get(number, (UNCLEAR,))
    if chosen in UNMARKED:
        return METHODS[method].abstention() if unclear == "ABSTAIN" else None
    return chosen or METHODS[method].abstention()


def question_of(data: Mapping[str, Any]) -> Question:
    """The frozen question as the methods want it."""
    return stored.from_json(data)
