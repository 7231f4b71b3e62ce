"""同意、反对、弃权: every vector of the domain reference, and what becomes of ballots that did not come back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods import decide, validate
from deliberation.kernel.methods.base import BASE_LABELS, ENTITLED_BASES, Ballot, Electorate, Question
from deliberation.kernel.methods.cases import CHOICES, read
from deliberation.kernel.verdict import Verdict, share_test
from tests.kernel.polls import THREE_QUARTERS, VECTORS, agreement, of, owners, owners_rule, rule

APPROVAL = Question("APPROVAL")


def judged(vector: dict[str, Any]) -> Verdict:
    (case,) = read(json.dumps([vector]).encode())
    return case.judge()


def vector(name: str) -> dict[str, Any]:
    return next(each for each in VECTORS if each["id"] == name)


@pytest.mark.parametrize("each", VECTORS, ids=[each["id"] for each in VECTORS])
def test_every_vector_of_the_reference_comes_out_as_written(each: dict[str, Any]) -> None:
    assert judged(each).result == each["expect"], each["note"]


def test_no_vector_of_the_reference_is_left_out() -> None:
    names = [f"O{n:02}" for n in range(1, 40)] + ["SA", "SC1", "SC3", "SE"]
    names += [f"C{n:02}" for n in range(1, 11)] + [f"F{n:02}" for n in range(1, 12)] + [f"R{n:02}" for n in range(1, 6)]
    assert [each["id"] for each in VECTORS] == names
    assert set(CHOICES) <= set(VECTORS[0])


def test_the_fee_is_not_raised_by_exactly_half_of_the_owners_although_their_area_is_more() -> None:
    verdict = judged(vector("SC1"))
    assert verdict.sentence == (
        "同意 162 人（15,300.00 ㎡），反对 140 人（12,060.00 ㎡），弃权 22 人（1,800.00 ㎡），"
        "未投 162 人（14,580.00 ㎡）。"
        "同意的业主 162 人，占参加表决的业主 324 人的 50.00%，正好一半，未超过半数，还差 1 人。"
        "同意的面积 15,300.00 ㎡，占参加表决的面积 29,160.00 ㎡的 52.47%，超过半数。表决未通过。"
    )
    assert [(t.name, t.label, t.base_label, t.met) for t in verdict.tests] == [
        ("quorum_heads", "参加表决的业主", "全体业主", True),
        ("quorum_area", "参加表决的面积", "专有部分总面积", True),
        ("majority_heads", "同意的业主", "参加表决的业主", False),
        ("majority_area", "同意的面积", "参加表决的面积", True),
    ]
    assert [t.unit for t in verdict.tests] == ["heads", "area", "heads", "area"]


def test_one_hundredth_of_a_square_metre_short_is_no_vote_and_is_not_called_too_few_people() -> None:
    verdict = judged(vector("O03"))
    assert verdict.result_label == "参与比例不足"
    assert verdict.sentence == (
        "参加表决的面积 19,999.99 ㎡，占专有部分总面积 30,000.00 ㎡的 66.6666%，未达到三分之二，还差 0.01 ㎡。"
        "未达到法定参与比例，本次表决不产生结果。"
    )
    assert judged(vector("O01")).result_label == "通过"
    assert judged(vector("O36")).sentence == (
        "参加表决的业主 0 人，占全体业主 300 人的 0.00%，未达到三分之二，还差 200 人。"
        "参加表决的面积 0.00 ㎡，占专有部分总面积 30,000.00 ㎡的 0.00%，未达到三分之二，还差 20,000.00 ㎡。"
        "未达到法定参与比例，本次表决不产生结果。"
    )


def unreturned(policy: str, **changes: Any) -> Verdict:
    """Vector O37 under another policy."""
    return judged({**vector("O37"), "policy": policy, **changes})


def test_the_same_ballots_end_in_three_ways_under_the_three_policies() -> None:
    strict, abstaining, following = (unreturned(p) for p in ("STRICT", "ABSTAIN", "FOLLOW_MAJORITY"))
    assert [v.result for v in (strict, abstaining, following)] == ["NO_QUORUM", "REJECTED", "PASSED"]
    assert [v.tests[0].actual for v in (strict, abstaining, following)] == [150, 260, 260]
    assert [v.tests[1].actual for v in (strict, abstaining, following)] == [1_500_000, 2_600_000, 2_600_000]
    assert [v.tests[2].actual for v in (strict, abstaining, following)] == [120, 120, 230]
    assert [v.tests[3].actual for v in (strict, abstaining, following)] == [1_200_000, 1_200_000, 2_300_000]


def test_unreturned_is_neither_an_abstention_nor_not_cast_and_the_sentence_says_what_became_of_it() -> None:
    strict, abstaining, following = (unreturned(p) for p in ("STRICT", "ABSTAIN", "FOLLOW_MAJORITY"))
    for verdict in (strict, abstaining, following):
        counted = {count.name: (count.label, count.amount) for count in verdict.counts}
        assert counted == {
            "agree": ("同意", Weight(120, 1_200_000)),
            "oppose": ("反对", Weight(30, 300_000)),
            "abstain": ("弃权", Weight(0)),
            "not_cast": ("未投", Weight(40, 400_000)),
            "unreturned": ("未交回", Weight(110, 1_100_000)),
        }
    assert "未交回的票按规则算参加表决，按弃权计。同意的业主" in abstaining.sentence
    assert "未交回的票按规则计入同意。同意的业主" in following.sentence
    assert (
        "未交回的票按规则" not in unreturned("STRICT", N=200, A=2_000_000, unreturned_delivered=[50, 500_000]).sentence
    )


def test_unreturned_ballots_join_those_against_where_these_are_more() -> None:
    verdict = unreturned("FOLLOW_MAJORITY", agree=[30, 300_000], oppose=[120, 1_200_000])
    assert verdict.result == "REJECTED"
    assert "未交回的票按规则计入反对。" in verdict.sentence
    assert verdict.tests[2].actual == 30


def test_unreturned_ballots_that_join_those_against_are_against_where_more_for_than_against_decides() -> None:
    who = Electorate(Weight(40), unreturned=Weight(5))
    for agree, oppose, against, for_it in ((10, 12, 17, 10), (12, 10, 10, 17)):
        cast = agreement(Weight(agree), Weight(oppose))
        (test,) = decide(APPROVAL, cast, who, rule(unreturned="FOLLOW_MAJORITY")).tests
        assert (test.base, test.actual, test.met) == (against, for_it, agree > oppose)


@pytest.mark.parametrize(
    ("agree", "oppose", "result"),
    [
        ([90, 700_000], [60, 800_000], "UNDETERMINED"),
        ([90, 800_000], [60, 800_000], "PASSED"),
        ([75, 900_000], [75, 800_000], "UNDETERMINED"),
        ([60, 800_000], [90, 700_000], "UNDETERMINED"),
        ([60, 700_000], [90, 700_000], "REJECTED"),
        ([0, 0], [0, 0], "NO_QUORUM"),
    ],
)
def test_a_person_decides_where_heads_and_area_point_to_different_sides(
    agree: list[int], oppose: list[int], result: str
) -> None:
    changes = {"agree": agree, "oppose": oppose, "unreturned_delivered": [150, 1_300_000]}
    assert unreturned("FOLLOW_MAJORITY", **changes).result == result


def test_an_undetermined_vote_gives_the_tests_that_could_be_worked_out() -> None:
    verdict = judged(vector("O35"))
    assert verdict.result_label == "待认定"
    assert [(t.name, t.actual, t.met) for t in verdict.tests] == [
        ("quorum_heads", 250, True),
        ("quorum_area", 2_500_000, True),
    ]
    assert verdict.sentence == (
        "同意 90 人（7,000.00 ㎡），反对 60 人（8,000.00 ㎡），未交回 100 人（10,000.00 ㎡）。"
        "未交回的票按规则计入多数一方，但按人数和按面积看，没有同一方占多数，结果待认定。"
    )
    assert verdict.counts[0].amount == Weight(90, 700_000)


def test_where_every_ballot_came_back_a_split_of_heads_and_area_is_simply_lost() -> None:
    split = {"agree": [120, 900_000], "oppose": [90, 1_200_000], "unreturned_delivered": [0, 0]}
    verdict = unreturned("FOLLOW_MAJORITY", **split)
    assert verdict.result == "REJECTED"
    assert "未交回" not in verdict.sentence


def test_void_and_undelivered_ballots_take_no_part_and_are_shown_apart() -> None:
    cast = agreement(Weight(130, 1_300_000), Weight(60, 620_000), Weight(9, 90_000))
    left_out = {"void": Weight(6, 60_000), "undelivered": Weight(40, 400_000)}
    for policy in ("STRICT", "FOLLOW_MAJORITY", "ABSTAIN"):
        verdict = decide(APPROVAL, cast, owners(300, 3_000_000, **left_out), owners_rule(unreturned=policy))
        assert (verdict.result, verdict.tests[0].actual) == ("NO_QUORUM", 199)
    shown = [(count.name, count.label, count.text) for count in verdict.counts[2:]]
    assert shown == [
        ("abstain", "弃权", "弃权 9 人（900.00 ㎡）"),
        ("not_cast", "未投", "未投 55 人（5,300.00 ㎡）"),
        ("void", "无效", "无效 6 人（600.00 ㎡）"),
        ("undelivered", "未送达", "未送达 40 人（4,000.00 ㎡）"),
    ]


def test_a_void_ballot_of_a_meeting_is_not_counted_as_not_cast() -> None:
    electorate = Electorate(Weight(13), present=12, void=Weight(1))
    verdict = decide(APPROVAL, agreement(Weight(6), Weight(2)), electorate, rule(of("present")))
    assert (verdict.result, verdict.tests[-1].base) == ("REJECTED", 12)
    assert [(c.name, c.amount.heads) for c in verdict.counts[3:]] == [("not_cast", 3), ("void", 1)]


@pytest.mark.parametrize(
    ("electorate", "error"),
    [
        (Electorate(Weight(9)), "accounted for"),
        (Electorate(Weight(10), void=Weight(1)), "accounted for"),
        (Electorate(Weight(10), unreturned=Weight(1)), "accounted for"),
        (Electorate(Weight(10), undelivered=Weight(1)), "accounted for"),
        (Electorate(Weight(13), present=9), "10 ballots, 9 present, 13 entitled"),
        (Electorate(Weight(13), present=10, void=Weight(1)), "11 ballots, 10 present, 13 entitled"),
        (Electorate(Weight(13), present=14), "10 ballots, 14 present, 13 entitled"),
    ],
)
def test_nothing_is_decided_on_more_ballots_than_there_are_people(electorate: Electorate, error: str) -> None:
    cast = agreement(Weight(9), Weight(1))
    for enough in (Electorate(Weight(10)), Electorate(Weight(10), present=10)):
        assert decide(APPROVAL, cast, enough, rule(of("present"))).result == "PASSED"
    with pytest.raises(ValueError, match=error):
        decide(APPROVAL, cast, electorate, rule(of("present")))


def test_more_area_than_there_is_decides_nothing() -> None:
    cast = agreement(Weight(1, 101), Weight(0))
    with pytest.raises(ValueError, match="accounted for"):
        decide(APPROVAL, cast, owners(10, 100), owners_rule())
    assert decide(APPROVAL, cast, owners(10, 101), owners_rule()).result == "NO_QUORUM"


BASES = {
    "present": (11, "到会"),
    "cast": (9, "参加投票"),
    "returned": (9, "交回的票"),
    "seats": (13, "应到"),
    "sitting_members": (13, "在任委员"),
    "members": (13, "全体成员"),
    "owner_members": (13, "业主代表委员"),
    "parties": (13, "全体"),
    "heads": (13, "全体业主"),
    "area": (1300, "专有部分总面积"),
    "participating_heads": (9, "参加表决的业主"),
    "participating_area": (900, "参加表决的面积"),
}


@pytest.mark.parametrize("base", BASES)
def test_every_base_is_what_its_name_says(base: str) -> None:
    cast = agreement(Weight(5, 500), Weight(2, 200), Weight(2, 200))
    verdict = decide(APPROVAL, cast, Electorate(Weight(13, 1300), present=11), rule(of(base)))
    test = verdict.tests[-1]
    assert (test.base, test.base_label) == BASES[base]
    assert test.actual == (500 if base.endswith("area") else 5)
    assert test.unit == ("area" if base.endswith("area") else "seats")


def test_a_quorum_is_a_share_of_those_who_should_come_by_whatever_name() -> None:
    everybody = {base for base, (size, _) in BASES.items() if size == 13}
    assert everybody - {"heads"} == ENTITLED_BASES
    assert set(BASES) == set(BASE_LABELS)


@pytest.mark.parametrize(("base", "left"), [("present", 9), ("cast", 7), ("returned", 7)])
def test_abstentions_leave_the_base_only_where_the_rules_say_so(base: str, left: int) -> None:
    cast = agreement(Weight(5, 500), Weight(2, 200), Weight(2, 200))
    electorate = Electorate(Weight(13, 1300), present=11)
    verdict = decide(APPROVAL, cast, electorate, rule(of(base), abstention="NOT_IN_BASE"))
    assert verdict.tests[-1].base == left
    assert verdict.tests[-1].base_label.endswith("（不计弃权）")


def test_owners_who_abstain_take_part_whatever_the_rules_say_of_abstentions() -> None:
    cast = agreement(Weight(5, 500), Weight(2, 200), Weight(2, 200))
    verdict = decide(APPROVAL, cast, owners(13, 1300), owners_rule(abstention="NOT_IN_BASE"))
    assert [(t.base, t.base_label) for t in verdict.tests[2:]] == [(9, "参加表决的业主"), (900, "参加表决的面积")]


def test_a_body_that_votes_in_writing_has_its_quorum_in_those_who_vote() -> None:
    written = Electorate(Weight(9), unit="households")
    two_thirds = rule(of("present"), quorum=[of("seats", Threshold("GE", 2, 3))])
    short = decide(APPROVAL, agreement(Weight(5), Weight(0)), written, two_thirds)
    assert (short.result, short.result_label) == ("NO_QUORUM", "人数不足")
    assert short.sentence == (
        "参加投票 5 户，占应到 9 户的 55.56%，未达到三分之二，还差 1 户。参加投票的不够，本次表决不产生结果。"
    )
    enough = decide(APPROVAL, agreement(Weight(4), Weight(1), Weight(1)), written, two_thirds)
    assert (enough.result, enough.tests[-1].base) == ("PASSED", 6)


def test_parties_that_should_come_are_called_so_only_where_they_meet() -> None:
    of_parties = rule(of("parties"), quorum=[of("parties", Threshold("GE", 1, 1))])
    for present, labels in ((3, ("到会", "应到")), (None, ("参加投票", "全体"))):
        electorate = Electorate(Weight(3), present=present, unit="parties")
        verdict = decide(APPROVAL, agreement(Weight(2), Weight(1)), electorate, of_parties)
        assert (verdict.tests[0].label, verdict.tests[0].base_label) == labels
        assert verdict.result == "PASSED"


def test_a_meeting_that_is_too_small_is_said_to_be_too_small() -> None:
    verdict = decide(
        APPROVAL,
        agreement(Weight(8), Weight(0)),
        Electorate(Weight(13), present=8),
        rule(of("present"), quorum=[of("seats", Threshold("GE", 2, 3))]),
    )
    assert verdict.result_label == "人数不足"
    assert verdict.sentence.endswith("还差 1 人。到会人数不足，本次表决不产生结果。")
    assert [test.name for test in verdict.tests] == ["quorum", "majority"]


def test_ready_made_tests_of_attendance_take_the_place_of_the_quorum() -> None:
    missing = share_test(
        "each_party", "有代表到会", "须到会", actual=4, base=5, unit="parties", threshold=Threshold("GE", 1, 1)
    )
    cast, quorum = agreement(Weight(10), Weight(0)), [of("seats", Threshold("GE", 2, 3))]
    met = decide(APPROVAL, cast, Electorate(Weight(13), present=12), rule(of("present"), quorum=quorum))
    unmet = decide(
        APPROVAL, cast, Electorate(Weight(13), present=12, attendance=(missing,)), rule(of("present"), quorum=quorum)
    )
    none = decide(APPROVAL, cast, Electorate(Weight(99), present=12, attendance=()), rule(of("present"), quorum=quorum))
    assert [v.result for v in (met, unmet, none)] == ["PASSED", "NO_QUORUM", "PASSED"]
    assert unmet.tests[0] == missing


def test_several_shares_must_all_hold() -> None:
    both = rule(of("present"), of("seats"))
    result = [
        decide(APPROVAL, agreement(Weight(agree), Weight(0)), Electorate(Weight(13), present=10), both).result
        for agree in (5, 6, 7)
    ]
    assert result == ["REJECTED", "REJECTED", "PASSED"]


def test_special_matters_of_owners_need_three_quarters_of_both() -> None:
    for heads, area, result in ((9, 900, "PASSED"), (8, 900, "REJECTED"), (9, 899, "REJECTED")):
        cast = agreement(Weight(heads, area), Weight(12 - heads, 1200 - area))
        assert decide(APPROVAL, cast, owners(12, 1200), owners_rule(THREE_QUARTERS)).result == result


def test_a_majority_on_what_only_the_owners_may_decide_is_an_opinion() -> None:
    hall = Electorate(Weight(13), present=12)
    opinion = decide(Question("APPROVAL", advisory=True), agreement(Weight(10), Weight(2)), hall, rule(of("present")))
    assert opinion.result_label == "同意，提请业主决定"
    assert opinion.sentence.endswith("超过半数。形成协商意见，须提请业主共同决定。")
    assert decide(APPROVAL, agreement(Weight(10), Weight(2)), hall, rule(of("present"))).sentence.endswith("表决通过。")


def test_more_for_than_against_is_counted_in_the_unit_of_the_body() -> None:
    hall = Electorate(Weight(5), present=5, unit="parties")
    results = [decide(APPROVAL, agreement(Weight(agree), Weight(2)), hall, rule()) for agree in (1, 2, 3)]
    assert [verdict.result for verdict in results] == ["REJECTED", "REJECTED", "PASSED"]
    (test,) = results[2].tests
    assert (test.name, test.required, test.actual, test.sentence) == (
        "majority",
        3,
        3,
        "同意 3 方，反对 2 方，同意多于反对。",
    )


@pytest.mark.parametrize(
    "ballot",
    [
        Ballot(()),
        Ballot(("YES",)),
        Ballot(("AGREE", "AGREE")),
        Ballot(("AGREE", "OPPOSE")),
        Ballot(("AGREE",), scores=(("A", 1),)),
    ],
)
def test_a_ballot_that_is_no_answer_is_refused_and_never_counted(ballot: Ballot) -> None:
    validate(APPROVAL, Ballot(("ABSTAIN",)))
    for ask in (lambda: validate(APPROVAL, ballot), lambda: decide(APPROVAL, [ballot], owners(1, 1), owners_rule())):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.reason is Reason.CHOICE_INVALID
        assert refused.value.message == "这一票选得不对：请选择同意、反对或弃权。"


def test_the_fee_is_not_recommended_where_the_firm_is_recused_and_the_two_others_disagree() -> None:
    two_parties = Electorate(Weight(2), present=2, unit="parties")
    of_parties = rule(of("parties"), quorum=[of("parties", Threshold("GE", 1, 1))])
    verdict = decide(APPROVAL, agreement(Weight(1), Weight(1)), two_parties, of_parties)
    assert verdict.result == "REJECTED"
    assert "同意 1 方，占全体 2 方的 50.00%，正好一半，未超过半数，还差 1 方。" in verdict.sentence


def test_the_residents_group_recommends_the_firm_after_its_trial() -> None:
    group = Electorate(Weight(9), present=8)
    two_thirds = rule(of("present"), quorum=[of("members", Threshold("GE", 2, 3))])
    verdict = decide(Question("APPROVAL", advisory=True), agreement(Weight(7), Weight(1)), group, two_thirds)
    assert (verdict.result, verdict.tests[0].required) == ("PASSED", 6)
    assert verdict.tests[0].sentence == "到会 8 人，占全体成员 9 人的 88.89%，达到三分之二。"


@pytest.mark.parametrize(
    ("satisfied", "asked", "result", "shown"),
    [(112, 131, "PASSED", "85.50%"), (7_999, 10_000, "REJECTED", "79.99%"), (8_000, 10_000, "PASSED", "80.00%")],
)
def test_eighty_per_cent_must_be_satisfied(satisfied: int, asked: int, result: str, shown: str) -> None:
    cast = agreement(Weight(satisfied), Weight(asked - satisfied))
    verdict = decide(APPROVAL, cast, Electorate(Weight(asked)), rule(of("cast", Threshold("GE", 4, 5))))
    assert (verdict.result, verdict.tests[-1].percent_text) == (result, shown)
