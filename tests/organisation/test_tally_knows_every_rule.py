"""`deliberation tally` takes whatever a set of rules can hold, and judges it as the hall and the owners' count do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from deliberation.kernel.counting import Weight
from deliberation.kernel.methods import decide
from deliberation.kernel.methods.base import Ballot, Electorate, Question
from deliberation.kernel.methods.cases import read
from deliberation.kernel.verdict import Test, Verdict
from deliberation.organisation.rules.bodies import MEETING_BASES, MORE_FOR_THAN_AGAINST, RuleProfile, parse_profile
from deliberation.organisation.rules.owners import OwnersRules
from deliberation.organisation.rules.shipped import parse_any, shipped_data
from deliberation.room.rules.quorum import SeatCount, quorum
from tests.room.tallies import Tally
from tests.room.tallies import decide as decide_in_the_hall

SHIPPED = {data["code"]: data for data in shipped_data()}
MEETINGS = {code: data for code, data in SHIPPED.items() if isinstance(parse_any(data), RuleProfile)}
WRITTEN = {code: data for code, data in SHIPPED.items() if code not in MEETINGS}


def tallied(case: dict[str, Any]) -> Verdict:
    (found,) = read(json.dumps([{"id": "一号", **case}]).encode())
    return found.judge()


def halls() -> Iterator[tuple[int, int, int, int, int]]:
    """Entitled, present, for, against, abstaining, around every line that a rule can draw."""
    for entitled in (3, 6, 7, 12, 13):
        for present in range(entitled // 2, entitled + 1):
            for agree in range(present + 1):
                for abstain in {0, (present - agree) // 2, present - agree}:
                    yield entitled, present, agree, present - agree - abstain, abstain


def same(found: Verdict, expected: Verdict) -> None:
    assert found.result == expected.result
    numbers = [(t.name, t.base, t.required, t.actual, t.met) for t in expected.tests]
    assert [(t.name, t.base, t.required, t.actual, t.met) for t in found.tests] == numbers


def as_case(data: dict[str, Any], seats: int, present: int, agree: int, oppose: int, abstain: int) -> dict[str, Any]:
    """A vote of a body, its rules copied as they stand in the profile."""
    return {
        "kind": "body",
        "seats": seats,
        "present": present,
        "agree": agree,
        "oppose": oppose,
        "abstain": abstain,
        "quorum": data["quorum"],
        "majority": data["majority"],
        "abstention": data["abstention"],
    }


def in_the_hall(profile: RuleProfile, *numbers: int, attendance: tuple[Test, ...] | None = None) -> Verdict:
    entitled, present, agree, oppose, abstain = numbers
    tally = Tally(agree, oppose, abstain, entitled - agree - oppose - abstain)
    return decide_in_the_hall(tally, entitled, present, profile, attendance=attendance)


@pytest.mark.parametrize("code", MEETINGS)
def test_every_shipped_set_of_meeting_rules_is_judged_as_in_the_hall(code: str) -> None:
    profile = parse_profile(MEETINGS[code])
    for numbers in halls():
        same(tallied(as_case(MEETINGS[code], *numbers)), in_the_hall(profile, *numbers))


@pytest.mark.parametrize("each_party", [[5, 5], [5, 4]])
@pytest.mark.parametrize("code", [c for c, data in MEETINGS.items() if parse_profile(data).each_party_present])
def test_a_party_that_is_missing_is_missing_in_the_tally_too(code: str, each_party: list[int]) -> None:
    profile, (must, here) = parse_profile(MEETINGS[code]), each_party
    seats = [SeatCount(n, n % must, has_vote=True, present=n % must < here, recused=False) for n in range(15)]
    counted = quorum(seats, profile)
    numbers = (counted.entitled, counted.present, counted.present, 0, 0)
    case = {**as_case(MEETINGS[code], *numbers), "each_party": each_party}
    same(tallied(case), in_the_hall(profile, *numbers, attendance=counted.tests))


ANY = next(iter(MEETINGS.values()))
SHARES = [("GE", 1, 2), ("GT", 1, 2), ("GE", 2, 3), ("GT", 2, 3), ("GE", 3, 4), ("GE", 1, 1), ("GE", 60, 100)]


@pytest.mark.parametrize("base", MEETING_BASES)
@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("abstention", ["IN_BASE", "NOT_IN_BASE"])
def test_every_share_of_every_base_that_rules_can_hold_is_taken(
    base: str, share: tuple[str, int, int], abstention: str
) -> None:
    if abstention == "NOT_IN_BASE" and base not in {"present", "cast"}:
        return  # refused by the schema
    op, num, den = share
    written = {"op": op, "num": num, "den": den}
    quorums: list[Any] = [
        [],
        {**written, "base": "members"},
        [{**written, "base": "seats"}, {**written, "base": "parties"}],
    ]
    for at, number in enumerate(quorums):
        data = {**ANY, "quorum": number, "majority": {**written, "base": base}, "abstention": abstention}
        profile = parse_profile(data)
        for numbers in list(halls())[at::17]:
            same(tallied(as_case(data, *numbers)), in_the_hall(profile, *numbers))


WORDS = [
    ("NONE", []),
    ("GE_2_3", ("GE", 2, 3, "seats")),
    ("GT_1_2", ("GT", 1, 2, "seats")),
    ("GT_HALF_OF_ALL", ("GT", 1, 2, "seats")),
    ("GE_2_3_OF_PRESENT", ("GE", 2, 3, "present")),
    ("GE_3_4_OF_ALL", ("GE", 3, 4, "seats")),
    ("GE_2_3_OF_ALL", ("GE", 2, 3, "seats")),
    ("GT_HALF", ("GT", 1, 2, "seats")),
    ("GE_1_1_OF_ALL", ("GE", 1, 1, "seats")),
    (["GE_2_3", "GT_HALF_OF_ALL"], [("GE", 2, 3, "seats"), ("GT", 1, 2, "seats")]),
]
MAJORITIES = [
    ("GT_HALF_OF_ALL", ("GT", 1, 2, "seats")),
    ("GE_HALF_OF_ALL", ("GE", 1, 2, "seats")),
    ("GT_HALF_OF_PRESENT", ("GT", 1, 2, "present")),
    ("GE_HALF_OF_PRESENT", ("GE", 1, 2, "present")),
    ("GE_2_3_OF_PRESENT", ("GE", 2, 3, "present")),
    ("GE_2_3_OF_ALL", ("GE", 2, 3, "seats")),
    ("GE_3_4_OF_CAST", ("GE", 3, 4, "cast")),
    ("GT_HALF_OF_CAST", ("GT", 1, 2, "cast")),
    (["GT_HALF_OF_PRESENT", "GE_1_3_OF_ALL"], [("GT", 1, 2, "present"), ("GE", 1, 3, "seats")]),
]


def as_data(share: Any) -> Any:
    if isinstance(share, list):
        return [as_data(one) for one in share]
    return dict(zip(("op", "num", "den", "base"), share, strict=True))


@pytest.mark.parametrize(
    ("field", "word", "share"),
    [
        *(("quorum", *each) for each in WORDS),
        *(("majority", *each) for each in MAJORITIES),
    ],
)
def test_a_share_in_words_is_the_share_in_figures(field: str, word: Any, share: Any) -> None:
    for numbers in list(halls())[::11]:
        case = as_case({"quorum": "NONE", "majority": MORE_FOR_THAN_AGAINST, "abstention": "IN_BASE"}, *numbers)
        same(tallied({**case, field: word}), tallied({**case, field: as_data(share)}))


@pytest.mark.parametrize("code", WRITTEN)
def test_every_shipped_set_of_owners_rules_is_judged_by_its_own_shares(code: str) -> None:
    rules = parse_any(WRITTEN[code])
    assert isinstance(rules, OwnersRules)
    for decision_class, shares in WRITTEN[code]["majorities"].items():
        for agree, oppose, abstain in ((6, 3, 1), (5, 3, 2), (9, 3, 0), (8, 3, 1), (12, 0, 0), (4, 1, 2)):
            sides = [Weight(n, 100 * n if rules.decides else 0) for n in (agree, oppose, abstain)]
            electorate = Electorate(Weight(12, 1200 if rules.decides else 0))
            ballots = [Ballot((c,), side) for c, side in zip(("AGREE", "OPPOSE", "ABSTAIN"), sides, strict=True)]
            if decision_class == "UNANIMOUS":
                case: dict[str, Any] = {"kind": "owners", "class": decision_class, "policy": rules.policy}
                assert tallied(case | _owners(sides)).result == ("PASSED" if agree == 12 else "REJECTED")
                continue
            if rules.decides:
                case = {
                    "kind": "owners",
                    "class": decision_class,
                    "quorum": WRITTEN[code]["quorum"],
                    "majority": shares,
                }
                case |= {"policy": rules.policy} | _owners(sides)
            else:
                case = {
                    "kind": "survey",
                    "N": 12,
                    "majority": shares,
                    "agree": agree,
                    "oppose": oppose,
                    "abstain": abstain,
                }
            same(tallied(case), decide(Question("APPROVAL"), ballots, electorate, rules.rule_for(decision_class)))


def _owners(sides: list[Weight]) -> dict[str, Any]:
    agree, oppose, abstain = ([side.heads, side.area] for side in sides)
    return {"N": 12, "A": 1200, "agree": agree, "oppose": oppose, "abstain": abstain}
