"""Counting and deciding: the vectors of the domain reference for bodies, and what a voter must not suffer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.rules import (
    MORE_FOR_THAN_AGAINST,
    RuleProfile,
    parse_profile,
    shipped_profiles,
    shipped_profiles_data,
)
from deliberation.room.rules.quorum import SeatCount, quorum
from tests.room.tallies import Tally, count, decide

VECTORS = [
    vector
    for vector in json.loads((Path(__file__).parents[1] / "data" / "tally_vectors.json").read_text("utf-8"))
    if vector["kind"] == "body"
]
FIVE = shipped_profiles()[0]

QUORUMS = {
    "GE_2_3": {"op": "GE", "num": 2, "den": 3, "base": "seats"},
    "GT_1_2": {"op": "GT", "num": 1, "den": 2, "base": "seats"},
}
MAJORITIES = {
    "GT_HALF_OF_ALL": {"op": "GT", "num": 1, "den": 2, "base": "seats"},
    "GE_HALF_OF_ALL": {"op": "GE", "num": 1, "den": 2, "base": "seats"},
    "GT_HALF_OF_PRESENT": {"op": "GT", "num": 1, "den": 2, "base": "present"},
    "GT_HALF_OF_CAST": {"op": "GT", "num": 1, "den": 2, "base": "cast"},
    MORE_FOR_THAN_AGAINST: MORE_FOR_THAN_AGAINST,
}


def rules(quorum_rule: str = "GE_2_3", majority: str = "GT_HALF_OF_PRESENT", **changes: Any) -> RuleProfile:
    """The five-party profile with another quorum and majority."""
    written = {"quorum": QUORUMS[quorum_rule], "majority": MAJORITIES[majority]}
    return parse_profile({**shipped_profiles_data()[0], **written, **changes})


def ballots(agree: int, oppose: int, abstain: int = 0) -> list[str]:
    return ["AGREE"] * agree + ["OPPOSE"] * oppose + ["ABSTAIN"] * abstain


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_the_vectors_of_the_reference_come_out_as_written(vector: dict[str, Any]) -> None:
    cast = ballots(vector["agree"], vector["oppose"], vector["abstain"])
    profile = rules(vector["quorum"], vector["majority"])
    verdict = decide(count(cast, vector["present"]), vector["seats"], vector["present"], profile)
    assert verdict.result == vector["expect"], vector["note"]


def test_no_vector_of_the_reference_is_left_out() -> None:
    assert [vector["id"] for vector in VECTORS] == (
        [f"C{n:02}" for n in range(1, 11)] + [f"F{n:02}" for n in range(1, 12)] + [f"R{n:02}" for n in range(1, 6)]
    )


def test_the_vote_on_the_south_entrance_is_explained_line_by_line() -> None:
    seats = [SeatCount(n, n % 5, has_vote=True, present=n > 0, recused=False) for n in range(13)]
    attended = quorum(seats, FIVE)
    verdict = decide(count(ballots(10, 1, 1), 12), 13, 12, FIVE, attendance=attended.tests)
    assert verdict.result == "PASSED"
    assert [test.name for test in verdict.tests] == ["quorum", "each_party", "majority"]
    assert verdict.sentence == (
        "同意 10 人，反对 1 人，弃权 1 人，未投 0 人。同意 10 人，占到会 12 人的 83.33%，超过半数。表决通过。"
    )
    assert (verdict.rule_name, verdict.rule_version) == ("五方办议事规则（默认）", 1)


def test_the_vote_without_the_recused_firm_counts_eleven_and_ten() -> None:
    parties = [1] * 4 + [2] * 3 + [3] * 2 + [4] * 2 + [5] * 2
    seats = [SeatCount(n, p, has_vote=True, present=n != 4, recused=p == 3) for n, p in enumerate(parties)]
    attended = quorum(seats, FIVE)
    verdict = decide(count(ballots(9, 0, 1), 10), attended.entitled, attended.present, FIVE, attendance=attended.tests)
    assert (attended.entitled, attended.present, verdict.result) == (11, 10, "PASSED")


def test_a_party_with_nobody_there_leaves_a_vote_without_result() -> None:
    seats = [SeatCount(n, n % 5, has_vote=True, present=n % 5 != 3, recused=False) for n in range(13)]
    attended = quorum(seats, FIVE)
    numbers = count(ballots(11, 0), 11), attended.entitled, attended.present, FIVE
    assert decide(*numbers).result == "PASSED"
    verdict = decide(*numbers, attendance=attended.tests)
    assert verdict.result == "NO_QUORUM"
    assert verdict.sentence.endswith("到会人数不足，本次表决不产生结果。")


def test_who_is_present_and_does_not_cast_hinders_but_has_not_abstained() -> None:
    tally = count(ballots(5, 0), 10)
    verdict = decide(tally, 13, 10, FIVE)
    assert tally == Tally(agree=5, oppose=0, abstain=0, not_cast=5)
    assert verdict.result == "REJECTED"
    assert "弃权 0 人，未投 5 人" in verdict.sentence
    assert decide(count(ballots(6, 0), 10), 13, 10, FIVE).result == "PASSED"


def test_exactly_half_of_those_present_is_said_not_to_be_more_than_half() -> None:
    verdict = decide(count(ballots(5, 3, 2), 10), 15, 10, FIVE)
    assert verdict.result == "REJECTED"
    assert "占到会 10 人的 50.00%，正好一半，未超过半数，还差 1 人" in verdict.sentence


def test_the_same_ballots_pass_where_more_for_than_against_decides() -> None:
    tally = count(ballots(5, 3, 2), 10)
    assert decide(tally, 15, 10, rules(majority=MORE_FOR_THAN_AGAINST)).result == "PASSED"
    tie = decide(count(ballots(5, 5), 10), 15, 10, rules(majority=MORE_FOR_THAN_AGAINST))
    assert tie.result == "REJECTED"
    assert "平局等于没过" in tie.sentence


def test_without_a_single_ballot_nothing_is_carried() -> None:
    for majority in MAJORITIES:
        assert decide(count([], 10), 13, 10, rules(majority=majority)).result == "REJECTED"


def test_where_those_who_cast_are_the_base_a_missing_ballot_does_not_hinder() -> None:
    of_cast = rules(majority="GT_HALF_OF_CAST")
    verdict = decide(count(ballots(4, 2, 1), 10), 13, 10, of_cast)
    assert verdict.result == "PASSED"
    assert verdict.tests[-1].base == 7


def test_where_abstentions_are_left_out_of_the_base_the_card_says_so() -> None:
    verdict = decide(count(ballots(5, 3, 2), 10), 15, 10, rules(abstention="NOT_IN_BASE"))
    assert verdict.result == "PASSED"
    assert verdict.tests[-1].base == 8
    assert "占到会（不计弃权） 8 人的 62.50%" in verdict.sentence


def test_one_party_one_vote_is_counted_in_parties() -> None:
    three = next(profile for profile in shipped_profiles() if profile.code == "three-party-default")
    verdict = decide(count(ballots(2, 1), 3), 3, 3, three)
    assert verdict.result == "PASSED"
    assert "同意 2 方，占全体 3 方的 66.67%，超过半数" in verdict.sentence
    assert decide(count(ballots(2, 0), 2), 3, 2, three).result == "NO_QUORUM"
    assert decide(count(ballots(1, 1), 2), 2, 2, three).result == "REJECTED"


@pytest.mark.parametrize("choice", ["YES", "agree", "", "NOT_CAST"])
def test_a_choice_that_was_not_offered_is_refused(choice: str) -> None:
    assert count(["AGREE"], 2).agree == 1
    with pytest.raises(Refused) as refused:
        count(["AGREE", choice], 2)
    assert refused.value.reason is Reason.CHOICE_INVALID


def test_more_ballots_than_the_roll_has_is_never_counted() -> None:
    assert count(ballots(2, 1), 3).not_cast == 0
    with pytest.raises(ValueError, match="3 ballots from a roll of 2"):
        count(ballots(2, 1), 2)


def test_a_tally_goes_into_json_under_four_keys() -> None:
    assert count(ballots(3, 2, 1), 8).to_json() == {"agree": 3, "oppose": 2, "abstain": 1, "not_cast": 2}


choices = st.lists(st.sampled_from(["AGREE", "OPPOSE", "ABSTAIN"]), max_size=40)


@given(choices, st.integers(0, 20), st.randoms())
def test_the_order_of_ballots_never_matters_and_none_is_lost(cast: list[str], idle: int, shuffler: Any) -> None:
    roll = len(cast) + idle
    mixed = cast.copy()
    shuffler.shuffle(mixed)
    tally = count(mixed, roll)
    assert tally == count(cast, roll)
    assert tally.cast == len(cast)
    assert tally.cast + tally.not_cast == roll


@given(choices, st.integers(0, 20), st.sampled_from(sorted(MAJORITIES)))
def test_one_more_agreement_never_turns_a_vote_against_the_motion(cast: list[str], idle: int, majority: str) -> None:
    present = len(cast) + idle + 1
    profile = rules(majority=majority)
    before = decide(count(cast, present), present, present, profile)
    after = decide(count([*cast, "AGREE"], present), present, present, profile)
    assert (before.result, after.result) != ("PASSED", "REJECTED")


@given(choices, st.integers(0, 20), st.integers(0, 20))
def test_the_verdict_agrees_with_its_own_tests(cast: list[str], idle: int, absent: int) -> None:
    present = len(cast) + idle
    verdict = decide(count(cast, present), present + absent, present, FIVE)
    assert (verdict.result == "PASSED") is all(test.met for test in verdict.tests)


def test_more_ballots_than_are_present_decide_nothing() -> None:
    assert decide(count(ballots(8, 0), 8), 13, 9, FIVE).result == "PASSED"
    with pytest.raises(ValueError, match="10 ballots, 9 present, 13 entitled"):
        decide(count(ballots(10, 0), 10), 13, 9, FIVE)


def test_a_closed_vote_is_written_as_ever_with_its_counts_so_that_an_old_one_can_be_recounted() -> None:
    written = decide(count(ballots(10, 1, 1), 12), 13, 12, FIVE).to_json()
    assert set(written) == {
        "result",
        "result_label",
        "advisory",
        "sentence",
        "tests",
        "rule_name",
        "rule_source",
        "rule_version",
        "counts",
    }
    counted = {each["name"]: each["heads"] for each in written["counts"]}
    assert counted == {"agree": 10, "oppose": 1, "abstain": 1, "not_cast": 0}


def test_what_only_the_owners_may_decide_is_an_opinion_and_never_called_passed() -> None:
    tally = count(["AGREE"] * 10 + ["OPPOSE", "ABSTAIN"], 12)
    opinion = decide(tally, 13, 12, FIVE, advisory=True)
    assert (opinion.result, opinion.result_label) == ("PASSED", "同意，提请业主决定")
    assert "通过" not in opinion.sentence
    decision = decide(tally, 13, 12, FIVE)
    assert (decision.result, decision.result_label) == ("PASSED", "通过")
    lost = decide(count(["OPPOSE"] * 12, 12), 13, 12, FIVE, advisory=True)
    assert (lost.result, lost.result_label) == ("REJECTED", "未形成协商意见")
    assert lost.sentence.endswith("赞成的不够，未形成协商意见。")
    refused = decide(count(["OPPOSE"] * 12, 12), 13, 12, FIVE)
    assert (refused.result_label, refused.sentence[-6:]) == ("未通过", "表决未通过。")


def test_a_tie_on_what_only_the_owners_decide_has_refused_nothing() -> None:
    more = rules(majority=MORE_FOR_THAN_AGAINST)
    tied = decide(count(["AGREE", "OPPOSE"] * 6, 12), 13, 12, more, advisory=True)
    assert tied.result == "REJECTED"
    assert not any(word in tied.sentence for word in ("通过", "没过"))
