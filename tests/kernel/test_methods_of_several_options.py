"""多项选择, 方案比选, 差额选举: what is taken, who is elected, and who goes to a run-off."""

from __future__ import annotations

import json

import pytest

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods import decide, validate
from deliberation.kernel.methods.base import Ballot, Electorate, Option, Question
from deliberation.kernel.verdict import Verdict
from tests.kernel.polls import (
    TWO_THIRDS,
    agreement,
    asking,
    of,
    owners,
    owners_rule,
    papers,
    rule,
    states,
)

SERVICES = {
    "公共区域卫生保洁": 118,
    "维护停车秩序": 97,
    "便民维修服务": 88,
    "夜间巡逻": 65,
    "绿化养护": 41,
    "代收快递": 22,
}
"""Scenario D: 131 of 168 households handed in a ballot."""


def services(households: int = 131, **more: object) -> Verdict:
    """自主点单 as in scenario D: each service is on as many of the ballots as the table says."""
    options = tuple(Option(label, label) for label in SERVICES)
    chosen = [tuple(label for label, number in SERVICES.items() if n < number) for n in range(households)]
    question = Question("CHOOSE", options, most=0, advisory=True, **more)  # type: ignore[arg-type]
    electorate = Electorate(Weight(168), unit="households")
    return decide(question, [Ballot(choices) for choices in chosen], electorate, rule(of("returned")))


def test_three_services_are_taken_and_sixty_five_of_a_hundred_and_thirty_one_are_not_enough() -> None:
    verdict = services()
    assert (verdict.result, verdict.result_label) == ("PASSED", "选定 3 项，提请业主决定")
    assert list(states(verdict).values()) == ["LEADING"] * 3 + ["NOT_TAKEN"] * 3
    assert [outcome.tests[0].percent_text for outcome in verdict.outcomes] == [
        "90.08%",
        "74.05%",
        "67.18%",
        "49.62%",
        "31.30%",
        "16.79%",
    ]
    assert {outcome.tests[0].required for outcome in verdict.outcomes} == {66}
    assert verdict.outcomes[3].tests[0].sentence == (
        "选“夜间巡逻” 65 户，占交回的票 131 户的 49.62%，未超过半数，还差 1 户。"
    )
    assert verdict.sentence == (
        "选了 118 户，弃权 13 户，未投 37 户。选定 3 项：“公共区域卫生保洁”、“维护停车秩序”、“便民维修服务”"
        "（须交回的票过半数）。这是需求意见，须由业主共同决定。"
    )


def test_what_a_body_may_decide_itself_is_taken_and_not_only_wanted() -> None:
    verdict = decide(asking("CHOOSE", "甲", "乙", most=2), papers({"A": 3, "AB": 1}), hall(4), rule(of("returned")))
    assert (states(verdict), verdict.result_label) == ({"A": "TAKEN", "B": "NOT_TAKEN"}, "选定 1 项")
    assert verdict.outcomes[0].chosen
    assert not verdict.outcomes[1].chosen
    assert verdict.sentence.endswith("选定 1 项：“甲”（须交回的票过半数）。")


def hall(present: int, entitled: int | None = None) -> Electorate:
    return Electorate(Weight(entitled or present), present=present)


@pytest.mark.parametrize(
    ("limit", "taken"),
    [(0, "ABCD"), (1, "A"), (2, "ABC"), (3, "ABC"), (4, "ABCD"), (9, "ABCD")],
)
def test_all_who_are_tied_at_the_cut_are_taken(limit: int, taken: str) -> None:
    question = asking("CHOOSE", "甲", "乙", "丙", "丁", "戊", most=0, limit=limit)
    cast = papers({"ABCD": 6, "ABC": 1, "A": 1, "E": 2})
    verdict = decide(question, cast, hall(10), rule(of("returned")))
    assert [code for code, state in states(verdict).items() if state == "TAKEN"] == list(taken)
    assert verdict.result_label == f"选定 {len(taken)} 项"
    tie = "最多选定 2 项，末位票数相等，一并选定。"
    assert (tie in verdict.sentence) is (limit == 2)
    assert ("末位票数相等" in verdict.sentence) is (limit == 2)


def test_where_nothing_is_over_half_nothing_is_taken() -> None:
    question = asking("CHOOSE", "甲", "乙", most=1)
    verdict = decide(question, papers({"A": 2, "B": 1, "": 1}), hall(4, 6), rule(of("returned")))
    assert (verdict.result, verdict.result_label) == ("REJECTED", "没有选定")
    assert verdict.sentence == ("选了 3 人，弃权 1 人，未投 0 人。没有一项达到交回的票过半数，没有选定。")
    assert [(count.name, count.amount.heads) for count in verdict.counts] == [
        ("chosen", 3),
        ("abstain", 1),
        ("not_cast", 0),
    ]


def test_an_empty_ballot_is_handed_in_and_stands_in_the_base() -> None:
    question, share = asking("CHOOSE", "甲"), of("returned")
    two_of_four = papers({"A": 2, "": 2})
    assert decide(question, two_of_four, hall(4), rule(share)).result == "REJECTED"
    assert decide(question, two_of_four, hall(4), rule(share, abstention="NOT_IN_BASE")).result == "PASSED"


def test_where_too_few_come_no_option_has_a_result() -> None:
    for method in ("CHOOSE", "OPTIONS", "ELECTION"):
        question = asking(method, "甲", "乙")
        needs = rule(of("cast"), quorum=[of("seats", TWO_THIRDS)])
        verdict = decide(question, papers({"A": 5}), hall(5, 9), needs)
        assert (verdict.result, verdict.result_label) == ("NO_QUORUM", "人数不足")
        assert set(states(verdict).values()) == {"NO_RESULT"}
        assert verdict.outcomes[0].amount == Weight(5)
        assert verdict.run_off == ()
        assert [test.name for test in verdict.tests] == ["quorum"]
        assert verdict.counts[0].amount == Weight(5)
        act = "选举" if method == "ELECTION" else "表决"
        assert verdict.sentence.endswith(f"到会人数不足，本次{act}不产生结果。")
        enough = decide(question, papers({"A": 6}), hall(6, 9), needs)
        assert enough.result == "PASSED"
        assert [test.name for test in enough.tests] == ["quorum"]


def test_without_a_share_more_than_half_of_those_who_cast_is_needed() -> None:
    for method in ("CHOOSE", "OPTIONS", "ELECTION"):
        question = asking(method, "甲", "乙", "丙")
        assert decide(question, papers({"A": 3, "B": 2, "C": 1}), hall(9), rule()).result == "REJECTED"
        assert decide(question, papers({"A": 4, "B": 2, "C": 1}), hall(9), rule()).result == "PASSED"


def three_schemes(a: Weight, b: Weight, c: Weight, **more: object) -> Verdict:
    """Vector O27's compound: three schemes before 300 owners with 30,000.00 ㎡."""
    cast = [Ballot((code,), weight) for code, weight in zip("ABC", (a, b, c), strict=True)]
    policy = str(more.pop("policy", "STRICT"))
    return decide(
        asking("OPTIONS", "甲", "乙", "丙"), cast, owners(300, 3_000_000, **more), owners_rule(unreturned=policy)
    )


def test_forty_per_cent_are_the_most_and_no_majority() -> None:
    verdict = three_schemes(Weight(84, 840_000), Weight(73, 730_000), Weight(53, 530_000))
    assert (verdict.result, verdict.result_label) == ("REJECTED", "没有选定")
    assert verdict.run_off == ("A", "B")
    assert states(verdict) == {"A": "RUN_OFF", "B": "RUN_OFF", "C": "NOT_TAKEN"}
    assert [test.percent_text for test in verdict.outcomes[0].tests] == ["40.00%", "40.00%"]
    assert [test.label for test in verdict.outcomes[0].tests] == ["选“甲”的业主", "选“甲”的面积"]
    assert verdict.sentence == (
        "选了 210 人（21,000.00 ㎡），弃权 0 人，未投 90 人（9,000.00 ㎡）。"
        "没有方案达到参加表决的业主过半数且参加表决的面积过半数，没有选定。“甲”、“乙”进入第二轮，另行表决。"
    )


def test_a_scheme_with_more_than_half_in_heads_and_area_is_taken() -> None:
    verdict = three_schemes(Weight(60, 590_000), Weight(106, 1_060_000), Weight(44, 440_000))
    assert (verdict.result, verdict.result_label, verdict.run_off) == ("PASSED", "选定", ())
    assert states(verdict) == {"A": "NOT_TAKEN", "B": "TAKEN", "C": "NOT_TAKEN"}
    assert verdict.sentence.endswith("选定“乙”（须参加表决的业主过半数且参加表决的面积过半数）。")
    by_heads_only = three_schemes(Weight(60, 900_000), Weight(106, 900_000), Weight(44, 300_000))
    assert (by_heads_only.result, by_heads_only.run_off) == ("REJECTED", ("B", "A"))


@pytest.mark.parametrize(
    ("numbers", "run_off"),
    [
        ({"A": 4, "B": 3, "C": 3, "D": 1}, ("A", "B", "C")),
        ({"A": 3, "B": 3, "C": 3, "D": 1}, ("A", "B", "C")),
        ({"A": 2, "B": 3, "C": 1, "D": 4}, ("D", "B")),
        ({"A": 3, "B": 3, "C": 1}, ("A", "B")),
        ({"A": 4, "": 5}, ("A",)),
        ({"": 5}, ()),
    ],
)
def test_the_first_two_go_to_the_run_off_with_all_who_are_tied_with_the_second(
    numbers: dict[str, int], run_off: tuple[str, ...]
) -> None:
    question = asking("OPTIONS", "甲", "乙", "丙", "丁")
    verdict = decide(question, papers(numbers), hall(13), rule(of("cast")))
    assert (verdict.result, verdict.run_off) == ("REJECTED", run_off)
    assert {code for code, state in states(verdict).items() if state == "RUN_OFF"} == set(run_off)
    assert ("另行表决" in verdict.sentence) is bool(run_off)


def test_two_schemes_that_both_have_exactly_half_where_half_is_enough_go_to_a_run_off() -> None:
    half = of("cast", Threshold("GE", 1, 2))
    question = asking("OPTIONS", "甲", "乙")
    tie = decide(question, papers({"A": 3, "B": 3}), hall(6), rule(half))
    assert (tie.result, tie.run_off) == ("REJECTED", ("A", "B"))
    assert tie.sentence.endswith("“甲”、“乙”都达到参加投票半数以上，票数相等，没有选定；这几个方案另行表决。")
    third = of("cast", Threshold("GE", 1, 3))
    more = decide(question, papers({"A": 4, "B": 2}), hall(6), rule(third))
    assert (more.result, states(more)) == ("PASSED", {"A": "TAKEN", "B": "NOT_TAKEN"})
    assert more.run_off == ()


def test_a_scheme_that_only_the_owners_may_take_is_what_most_want() -> None:
    verdict = decide(asking("OPTIONS", "甲", "乙", advisory=True), papers({"A": 3, "B": 1}), hall(4), rule(of("cast")))
    assert (states(verdict)["A"], verdict.result_label) == ("LEADING", "选定，提请业主决定")
    assert verdict.outcomes[0].chosen
    assert verdict.sentence.endswith("这是协商意见，须提请业主共同决定。")
    assert "通过" not in verdict.sentence + verdict.result_label


def test_unreturned_ballots_join_the_scheme_that_leads_in_heads_and_area() -> None:
    weights = Weight(60, 600_000), Weight(80, 800_000), Weight(40, 400_000)
    led = three_schemes(*weights, unreturned=Weight(60, 600_000), policy="FOLLOW_MAJORITY")
    assert (led.result, led.outcomes[1].amount) == ("PASSED", Weight(140, 1_400_000))
    assert "未交回的票按规则计入“乙”。选定“乙”" in led.sentence
    assert led.counts[0].amount == Weight(180, 1_800_000)
    assert three_schemes(*weights, unreturned=Weight(60, 600_000)).result == "NO_QUORUM"
    abstaining = three_schemes(*weights, unreturned=Weight(60, 600_000), policy="ABSTAIN")
    assert (abstaining.result, abstaining.outcomes[1].tests[0].base) == ("REJECTED", 240)
    assert "按弃权计。没有方案" in abstaining.sentence
    split = three_schemes(
        Weight(60, 900_000),
        Weight(80, 800_000),
        Weight(40, 400_000),
        unreturned=Weight(60, 600_000),
        policy="FOLLOW_MAJORITY",
    )
    assert (split.result, set(states(split).values())) == ("UNDETERMINED", {"NO_RESULT"})
    assert split.sentence.endswith("未交回的票按规则计入多数一方，但看不出哪一项占多数，结果待认定。")
    assert [test.name for test in split.tests] == ["quorum_heads", "quorum_area"]
    assert split.counts[-1].name == "unreturned"


@pytest.mark.parametrize("method", ["CHOOSE", "ELECTION"])
def test_unreturned_ballots_follow_no_majority_where_a_ballot_carries_several_names(method: str) -> None:
    question = asking(method, "甲", "乙", most=2)
    surely = [Ballot(("A",), Weight(210, 2_100_000))]
    cast = [Ballot(("A", "B"), Weight(60, 600_000)), Ballot(("A",), Weight(110, 1_100_000))]
    cast.append(Ballot(("B",), Weight(40, 400_000)))
    for policy, result in (("STRICT", "PASSED"), ("ABSTAIN", "PASSED"), ("FOLLOW_MAJORITY", "UNDETERMINED")):
        judged = owners_rule(unreturned=policy)
        verdict = decide(question, cast, owners(300, 3_000_000, unreturned=Weight(90, 900_000)), judged)
        assert verdict.result == result
        assert ("按弃权计" in verdict.sentence) is (policy == "ABSTAIN")
        same = decide(question, surely, owners(300, 3_000_000, unreturned=Weight(10, 100_000)), judged)
        assert (same.result, states(same)["B"]) == ("PASSED", "NOT_TAKEN" if method == "CHOOSE" else "NOT_ELECTED")
        assert ("看不出哪一方占多数，但计入哪一项结果都一样。" in same.sentence) is (policy == "FOLLOW_MAJORITY")
    all_back = decide(question, cast, owners(300, 3_000_000), owners_rule(unreturned="FOLLOW_MAJORITY"))
    assert all_back.result == "PASSED"


@pytest.mark.parametrize(
    ("method", "most", "choices", "why"),
    [
        ("CHOOSE", 2, ("A", "X"), "选了这次表决没有的选项。"),
        ("CHOOSE", 2, ("A", "A"), "同一个选项选了两次。"),
        ("CHOOSE", 2, ("A", "B", "C"), "最多选 2 项，这张票选了 3 项。"),
        ("ELECTION", 1, ("A", "B"), "最多选 1 项，这张票选了 2 项。"),
        ("ELECTION", 0, ("AGREE",), "选了这次表决没有的选项。"),
        ("OPTIONS", 3, ("A", "B"), "最多选 1 项，这张票选了 2 项。"),
    ],
)
def test_a_ballot_with_too_much_on_it_is_void_and_refused(
    method: str, most: int, choices: tuple[str, ...], why: str
) -> None:
    question = asking(method, "甲", "乙", "丙", most=most)
    for allowed in ((), ("A",), ("C",), ("A", "B") if method == "CHOOSE" else ("B",)):
        validate(question, Ballot(allowed))
    for refused_by in (validate, lambda q, b: decide(q, [b], hall(1), rule())):
        with pytest.raises(Refused) as refused:
            refused_by(question, Ballot(choices))
        assert (refused.value.reason, refused.value.facts["what"]) == (Reason.CHOICE_INVALID, why)


def test_scores_are_no_choice_and_no_limit_is_no_limit() -> None:
    for method in ("CHOOSE", "ELECTION"):
        validate(asking(method, "甲", "乙", "丙", most=0), Ballot(("A", "B", "C")))
    with pytest.raises(Refused):
        validate(asking("CHOOSE", "甲"), Ballot((), scores=(("A", 1),)))


def test_a_verdict_with_options_comes_back_from_json_unchanged() -> None:
    for verdict in (
        services(),
        three_schemes(Weight(84, 840_000), Weight(73, 730_000), Weight(53, 530_000)),
        decide(Question("APPROVAL"), agreement(Weight(2), Weight(1)), hall(3), rule()),
    ):
        written = json.loads(json.dumps(verdict.to_json()))
        assert Verdict.from_json(written) == verdict
        assert Verdict.from_json(written).to_json() == written


def test_the_card_of_an_option_says_what_became_of_it() -> None:
    card = three_schemes(Weight(84, 840_000), Weight(73, 730_000), Weight(53, 530_000)).to_json()
    assert card["run_off"] == ["A", "B"]
    first = card["outcomes"][0]
    assert {key: first[key] for key in first if key != "tests"} == {
        "code": "A",
        "label": "甲",
        "heads": 84,
        "area": 840_000,
        "unit": "heads",
        "text": "84 人（8,400.00 ㎡）",
        "state": "RUN_OFF",
        "state_label": "进入第二轮",
        "chosen": False,
    }
    assert [test["name"] for test in first["tests"]] == ["majority_heads", "majority_area"]
    assert card["counts"][0] == {
        "name": "chosen",
        "label": "选了",
        "heads": 210,
        "area": 2_100_000,
        "unit": "heads",
        "text": "210 人（21,000.00 ㎡）",
    }
