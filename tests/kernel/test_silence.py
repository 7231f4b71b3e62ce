"""计入多数意见: which side silence joins, and that nobody is asked where it changes nothing (274号 §26)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.methods import decide
from deliberation.kernel.methods.base import Electorate, Question
from deliberation.kernel.methods.cases import read
from deliberation.kernel.verdict import Verdict
from tests.kernel.polls import VECTORS, agreement, of, rule

APPROVAL = Question("APPROVAL")


def followed(**changes: Any) -> Verdict:
    """Vector O37 with other numbers, where unreturned ballots follow the majority."""
    vector = next(each for each in VECTORS if each["id"] == "O37")
    (case,) = read(json.dumps([{**vector, "policy": "FOLLOW_MAJORITY", **changes}]).encode())
    return case.judge()


@pytest.mark.parametrize(
    ("agree", "oppose", "abstain", "left", "more", "result"),
    [
        # 25 of 300 take part whichever side the five silent join: nothing can be decided
        ([10, 100_000], [10, 100_000], [0, 0], [5, 50_000], {}, "NO_QUORUM"),
        # a tie that no side's silence turns: three quarters stay out of reach
        ([100, 1_000_000], [100, 1_000_000], [0, 0], [20, 200_000], {"class": "SPECIAL"}, "REJECTED"),
        ([100, 1_000_000], [100, 1_000_000], [0, 0], [20, 200_000], {}, "UNDETERMINED"),
        # exactly half of those taking part once all silence agrees: not more than half, whichever side it joins
        ([100, 1_000_000], [100, 1_000_000], [20, 200_000], [20, 200_000], {}, "REJECTED"),
        ([100, 1_000_000], [100, 1_000_000], [19, 190_000], [20, 200_000], {}, "UNDETERMINED"),
        # abstentions are the most: it is open whether they are a majority to follow
        ([3, 30_000], [2, 20_000], [50, 500_000], [200, 2_000_000], {}, "UNDETERMINED"),
        ([3, 30_000], [2, 20_000], [3, 29_999], [200, 2_000_000], {}, "UNDETERMINED"),
        ([3, 30_000], [2, 20_000], [2, 30_000], [200, 2_000_000], {}, "PASSED"),
        ([2, 20_000], [3, 30_000], [50, 500_000], [200, 2_000_000], {}, "REJECTED"),
    ],
)
def test_nobody_is_asked_to_decide_what_silence_cannot_change(
    agree: list[int], oppose: list[int], abstain: list[int], left: list[int], more: dict[str, str], result: str
) -> None:
    changes = {"agree": agree, "oppose": oppose, "abstain": abstain, "unreturned_delivered": left, **more}
    assert followed(**changes).result == result


def test_where_it_makes_no_difference_the_sentence_says_so_and_reckons_with_the_side_that_would_help() -> None:
    even = {"agree": [100, 1_000_000], "oppose": [100, 1_000_000], "unreturned_delivered": [20, 200_000]}
    verdict = followed(**even, **{"class": "SPECIAL"})
    assert verdict.sentence == (
        "同意 100 人（10,000.00 ㎡），反对 100 人（10,000.00 ㎡），弃权 0 人，未投 80 人（8,000.00 ㎡），"
        "未交回 20 人（2,000.00 ㎡）。未交回的票按规则计入多数一方；看不出哪一方占多数，但计入哪一方结果都一样，"
        "下面计入同意。同意的业主 120 人，占参加表决的业主 220 人的 54.55%，未达到四分之三，还差 45 人。"
        "同意的面积 12,000.00 ㎡，占参加表决的面积 22,000.00 ㎡的 54.55%，未达到四分之三，还差 4,500.00 ㎡。"
        "表决未通过。"
    )


def test_where_all_who_may_be_the_majority_carry_it_the_least_helpful_is_reckoned_with() -> None:
    who = Electorate(Weight(40), unreturned=Weight(2))
    third = rule(of("cast", Threshold("GT", 1, 3)), unreturned="FOLLOW_MAJORITY")
    verdict = decide(APPROVAL, agreement(Weight(10), Weight(10)), who, third)
    assert (verdict.result, verdict.tests[0].actual) == ("PASSED", 10)
    assert "计入哪一方结果都一样，下面计入反对。" in verdict.sentence


def test_who_is_to_decide_reads_that_abstentions_are_the_most() -> None:
    most = {"agree": [3, 30_000], "oppose": [2, 20_000], "abstain": [50, 500_000]}
    verdict = followed(**most, unreturned_delivered=[200, 2_000_000])
    assert verdict.sentence == (
        "同意 3 人（300.00 ㎡），反对 2 人（200.00 ㎡），弃权 50 人（5,000.00 ㎡），未交回 200 人（20,000.00 ㎡）。"
        "未交回的票按规则计入多数一方，但弃权的不少于同意、反对中多的一方，弃权算不算“多数票”没有定论，"
        "计入不同的一方结果不同，结果待认定。"
    )
    assert [t.name for t in verdict.tests] == ["quorum_heads", "quorum_area"]


def test_abstentions_that_are_as_many_are_reckoned_with_where_even_they_carry_it() -> None:
    who = Electorate(Weight(40), unreturned=Weight(2))
    quarter = rule(of("cast", Threshold("GE", 1, 4)), unreturned="FOLLOW_MAJORITY")
    verdict = decide(APPROVAL, agreement(Weight(10), Weight(10), Weight(10)), who, quarter)
    assert (verdict.result, verdict.tests[0].actual) == ("PASSED", 10)
    assert "计入哪一方结果都一样，下面按弃权计。" in verdict.sentence
