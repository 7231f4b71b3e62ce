"""选举居民委员会: by those who vote, void ballots among them (居委会组织法 §19; 四川省居委会选举条例 §§30, 31, 35)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deliberation.kernel.methods import neighbourhood
from deliberation.kernel.methods.cases import BadCase, read
from deliberation.kernel.methods.stored import to_json
from deliberation.kernel.verdict import Verdict
from deliberation.organisation.rules.shipped import shipped_profiles_data
from deliberation.room.rules.questions import judged, run_off
from tests.kernel.polls import asking

ELECTION: dict[str, Any] = {
    "id": "一号",
    "kind": "election",
    "electors": "REPRESENTATIVES",
    "seats": 1,
    "entitled": 90,
    "cast": 61,
    "votes": {"甲": 40, "乙": 21},
}


def elected(**changes: Any) -> Verdict:
    (case,) = read(json.dumps([{**ELECTION, **changes}]).encode())
    return case.judge()


def names(verdict: Verdict) -> list[str]:
    return [outcome.label for outcome in verdict.outcomes if outcome.chosen]


@pytest.mark.parametrize(
    ("electors", "entitled", "cast", "void", "valid"),
    [
        ("REPRESENTATIVES", 90, 60, 0, False),
        ("REPRESENTATIVES", 90, 61, 0, True),
        ("REPRESENTATIVES", 90, 60, 1, True),
        ("RESIDENTS", 90, 45, 0, False),
        ("RESIDENTS", 90, 46, 0, True),
        ("HOUSEHOLDS", 90, 45, 0, False),
        ("HOUSEHOLDS", 90, 45, 1, True),
    ],
)
def test_an_election_is_valid_by_those_who_vote(
    electors: str, entitled: int, cast: int, void: int, valid: bool
) -> None:
    verdict = elected(electors=electors, entitled=entitled, cast=cast, void=void, votes={"甲": cast, "乙": 0})
    assert (verdict.result == "NO_QUORUM") is not valid
    if not valid:
        assert verdict.sentence.endswith("参加投票的不够，本次选举无效。")


def test_the_first_round_needs_more_than_half_of_those_who_voted_and_not_of_those_there() -> None:
    # 64 present, 56 hand in a ballot: 31 of 56 are more than half, though not of 64
    verdict = elected(entitled=80, present=64, cast=56, votes={"甲": 31, "乙": 25})
    assert (verdict.result, names(verdict)) == ("PASSED", ["甲"])
    assert verdict.outcomes[0].tests[0].base == 56
    exactly = elected(entitled=80, cast=56, votes={"甲": 28, "乙": 28})
    assert (exactly.result, exactly.run_off) == ("REJECTED", ("甲", "乙"))


def test_a_void_ballot_is_a_ballot_cast() -> None:
    valid = elected(cast=61, votes={"甲": 31, "乙": 30})
    assert names(valid) == ["甲"]
    void = elected(cast=61, void=1, votes={"甲": 31, "乙": 30})
    assert (names(void), void.outcomes[0].tests[0].base) == ([], 62)
    assert [(c.name, c.amount.heads) for c in void.counts] == [
        ("chosen", 61),
        ("abstain", 0),
        ("not_cast", 28),
        ("void", 1),
    ]


@pytest.mark.parametrize(
    ("votes", "cast", "chosen"),
    [
        ({"甲": 28, "乙": 26}, 60, ["甲"]),
        ({"甲": 20, "乙": 19}, 60, ["甲"]),
        ({"甲": 19, "乙": 18}, 60, []),
        ({"甲": 26, "乙": 26}, 60, []),
        ({"甲": 26, "乙": 28}, 60, ["乙"]),
    ],
)
def test_in_the_second_round_the_most_votes_win_from_a_third_on(
    votes: dict[str, int], cast: int, chosen: list[str]
) -> None:
    verdict = elected(entitled=80, cast=cast, votes=votes, second_round=True)
    assert names(verdict) == chosen
    if not chosen:
        assert verdict.run_off
    assert names(elected(entitled=80, cast=cast, votes=votes)) == []


def test_a_third_of_the_second_round_is_of_void_ballots_too() -> None:
    votes = {"甲": 20, "乙": 19}
    assert names(elected(entitled=80, cast=60, votes=votes, second_round=True)) == ["甲"]
    assert names(elected(entitled=80, cast=60, void=1, votes=votes, second_round=True)) == []


def test_the_law_stands_under_the_result() -> None:
    assert elected().rule_source == "《城市居民委员会组织法》（2025年修订）第十九条"
    assert (
        neighbourhood.rule("RESIDENTS", second_round=False).majority
        != neighbourhood.rule("RESIDENTS", second_round=True).majority
    )


def test_five_of_seven_are_enough_after_the_second_round_in_sichuan() -> None:
    votes = dict.fromkeys("甲乙丙丁戊", 45) | {"己": 10, "庚": 9}
    verdict = elected(seats=7, votes=votes, least_seats=5)
    assert (len(names(verdict)), verdict.vacant, verdict.settles) == (5, 2, True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"electors": "CATS"}, "electors 须是 RESIDENTS、HOUSEHOLDS、REPRESENTATIVES 之一。"),
        ({"votes": {}}, "votes 须是候选人和票数"),
        ({"votes": ["甲"]}, "votes 须是候选人和票数"),
        ({"votes": {"甲": 62}}, "votes 与 cast 61、seats 1 对不上。"),
        ({"votes": {"甲": 40, "乙": 22}}, "votes 与 cast 61、seats 1 对不上。"),
        ({"seats": 0}, "votes 与 cast 61、seats 0 对不上。"),
        ({"void": 30}, "cast 与 void 之和是 91，多于到场或应参加投票的人数。"),
        ({"present": 60}, "cast 与 void 之和是 61，多于到场或应参加投票的人数。"),
        ({"present": 91}, "cast 与 void 之和是 61，多于到场或应参加投票的人数。"),
        ({"second_round": 1}, "second_round 须是 true 或 false。"),
        ({"least_seats": -1}, "least_seats 须是不小于 0 的整数。"),
    ],
)
def test_a_bad_case_of_an_election_is_named_with_its_field(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadCase) as bad:
        elected(**changes)
    assert str(bad.value).startswith(f"案例 一号：{said}")


def test_a_line_of_an_election_says_who_is_elected_and_how_many_posts_are_open() -> None:
    (case,) = read(json.dumps([{**ELECTION, "seats": 2, "votes": {"甲": 40, "乙": 21, "丙": 20}}]).encode())
    line = json.loads(case.line())
    assert (line["elected"], line["run_off"], line["vacant"]) == (["甲"], ["乙", "丙"], 1)


PROFILES = {data["body"]: data for data in shipped_profiles_data() if data["body"].startswith("residents_m")} | {
    data["body"]: data for data in shipped_profiles_data() if data["body"] == "residents_representatives"
}


def in_the_hall(body: str, entitled: int, present: int, choices: list[str], **question: Any) -> dict[str, Any]:
    frozen = {
        "question": to_json(asking("ELECTION", "甲", "乙", most=1, **question)),
        "needs_owners": False,
        "profile": PROFILES[body],
        "roll": list(range(present)),
        "entitled": entitled,
        "present": present,
        "attendance": [],
    }
    return judged(frozen, choices).to_json()


def test_the_meetings_that_elect_the_committee_count_so_in_the_hall() -> None:
    choices = ['["A"]'] * 31 + ['["B"]'] * 25
    assert in_the_hall("residents_representatives", 80, 64, choices)["result"] == "PASSED"
    assert in_the_hall("residents_representatives", 90, 64, choices)["result"] == "NO_QUORUM"
    assert in_the_hall("residents_meeting", 90, 64, choices)["result"] == "PASSED"
    close = ['["A"]'] * 28 + ['["B"]'] * 26 + ["[]"] * 6
    first = in_the_hall("residents_representatives", 80, 60, close)
    assert (first["result"], first["run_off"]) == ("REJECTED", ["A", "B"])
    again = run_off(asking("ELECTION", "甲", "乙", most=1), first)
    assert again is not None
    assert again.second_round
    second = in_the_hall("residents_representatives", 80, 60, close, second_round=True)
    assert (second["result"], second["outcomes"][0]["state"]) == ("PASSED", "ELECTED")
