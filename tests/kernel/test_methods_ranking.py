"""排序: who has enough is compared in order of preference, and a tie is said, never drawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.kernel.counting import Weight
from deliberation.kernel.errors import Refused
from deliberation.kernel.methods import METHODS, decide, validate
from deliberation.kernel.methods.base import Ballot, Electorate, Question
from deliberation.kernel.methods.cases import BadCase, read
from deliberation.kernel.methods.drafting import Draft
from deliberation.kernel.methods.neighbourhood import ANYBODY
from deliberation.kernel.methods.ranking import instant_runoff, prefers, schulze
from deliberation.kernel.verdict import Verdict
from tests.kernel.polls import asking, of, owners, owners_rule, rule, states

RANKING = METHODS["RANKING"]
FIRMS = asking("RANKING", "甲公司", "乙公司", "丙公司", most=0)

TENNESSEE = [("MNCK", 42), ("NCKM", 26), ("CKNM", 15), ("KCNM", 17)]
"""Where the capital should be: Memphis, Nashville, Chattanooga, Knoxville; each city's voters rank by distance."""

SCHULZE_45 = [
    ("ACBED", 5),
    ("ADECB", 5),
    ("BEDAC", 8),
    ("CABED", 3),
    ("CAEBD", 7),
    ("CBADE", 2),
    ("DCEBA", 7),
    ("EBADC", 8),
]
"""The example of 45 voters in Schulze's paper: the strongest paths make E the only winner."""


def ranked(numbers: dict[str, int], area: int = 0) -> list[Ballot]:
    return [Ballot(tuple(codes), Weight(number, number * area)) for codes, number in numbers.items()]


def in_the_hall(numbers: dict[str, int], question: Question = FIRMS, **more: Any) -> Verdict:
    cast = sum(numbers.values())
    return decide(question, ranked(numbers), Electorate(Weight(cast), cast), rule(of("cast"), **more))


def as_rankings(written: list[tuple[str, int]]) -> list[tuple[tuple[str, ...], int]]:
    return [(tuple(order), weight) for order, weight in written]


def test_the_examples_of_the_books_come_out_as_printed() -> None:
    assert schulze("MNCK", as_rankings(TENNESSEE)) == {"N"}
    assert instant_runoff("MNCK", as_rankings(TENNESSEE)) == {"K"}
    assert schulze("ABCDE", as_rankings(SCHULZE_45)) == {"E"}


def test_the_rule_says_which_way_it_is_compared() -> None:
    numbers = {"ABC": 8, "BCA": 6, "CBA": 7}  # B beats both, and has the fewest first places
    assert states(in_the_hall(numbers)) == {"A": "NOT_TAKEN", "B": "TAKEN", "C": "NOT_TAKEN"}
    struck = in_the_hall(numbers, counting={"RANKING": "INSTANT_RUNOFF"})
    assert states(struck) == {"A": "NOT_TAKEN", "B": "NOT_TAKEN", "C": "TAKEN"}
    assert "逐轮淘汰" in struck.sentence
    assert "两两比较" in in_the_hall(numbers).sentence


def test_who_does_not_rank_an_option_has_not_agreed_to_it() -> None:
    verdict = in_the_hall({"A": 5, "B": 4, "BA": 2, "": 1})
    assert {o.code: o.amount.heads for o in verdict.outcomes} == {"A": 7, "B": 6, "C": 0}
    assert states(verdict) == {"A": "TAKEN", "B": "NOT_TAKEN", "C": "NOT_TAKEN"}  # six of twelve are no majority
    assert states(in_the_hall({"A": 4, "B": 4, "C": 4})) == dict.fromkeys("ABC", "NOT_TAKEN")
    assert in_the_hall({"A": 4, "B": 4, "C": 4}).run_off == ()


def test_a_tie_is_said_and_goes_to_another_vote() -> None:
    for way in RANKING.variants:
        verdict = in_the_hall({"ABC": 5, "BAC": 5, "CAB": 0}, counting={"RANKING": way})
        assert (verdict.result, verdict.run_off) == ("REJECTED", ("A", "B"))
        assert "不分先后" in verdict.sentence
        assert not verdict.settles
    again = RANKING.run_off(FIRMS, verdict.to_json())
    assert again is not None
    assert ([o.code for o in again.options], again.most, again.method) == (["A", "B"], 0, "RANKING")


def test_a_circle_is_a_tie_however_it_is_compared() -> None:
    for way in RANKING.variants:
        verdict = in_the_hall({"ABC": 3, "BCA": 3, "CAB": 3}, counting={"RANKING": way})
        assert set(verdict.run_off) == {"A", "B", "C"}


def test_a_verdict_gives_every_pair_so_that_anybody_can_compare_again() -> None:
    verdict = in_the_hall({"ABC": 5, "BA": 4})
    assert verdict.steps[0] == "“甲公司”排在“乙公司”前面 5 人，反过来 4 人。"
    assert Verdict.from_json(verdict.to_json()) == verdict


STRIKING_OUT = {"RANKING": "INSTANT_RUNOFF"}


def test_striking_out_is_told_round_by_round() -> None:
    struck = in_the_hall({"ABC": 8, "BCA": 6, "CBA": 7}, counting=STRIKING_OUT)
    assert struck.steps == (
        "第 1 轮，排在第一的：“甲公司” 8 人、“乙公司” 6 人、“丙公司” 7 人，共 21 人；淘汰“乙公司”。",
        "第 2 轮，排在第一的：“甲公司” 8 人、“丙公司” 13 人，共 21 人；“丙公司”超过一半，胜出。",
    )


def test_equally_few_are_each_followed_and_so_told() -> None:
    tied = in_the_hall({"ABC": 5, "BCA": 3, "CBA": 3}, counting=STRIKING_OUT)
    assert tied.steps == (
        (
            "第 1 轮，排在第一的：“甲公司” 5 人、“乙公司” 3 人、“丙公司” 3 人，共 11 人；"
            "“乙公司”、“丙公司”同样最少，分别淘汰其中一个，各往下算。"
        ),
        "第 2 轮，排在第一的：“甲公司” 5 人、“丙公司” 6 人，共 11 人；“丙公司”超过一半，胜出。",
        "第 2 轮，排在第一的：“甲公司” 5 人、“乙公司” 6 人，共 11 人；“乙公司”超过一半，胜出。",
    )
    assert tied.run_off == ("B", "C")


def test_whom_nobody_puts_first_goes_first_and_owners_are_told_by_heads_and_by_area() -> None:
    cast = [Ballot(("A", "B"), Weight(6, 6_000)), Ballot(("B", "C", "A"), Weight(6, 9_000))]
    cast.append(Ballot(("A", "C", "B"), Weight(1, 1_000)))
    rule_ = replace(owners_rule(), counting=STRIKING_OUT)
    verdict = decide(FIRMS, cast, owners(13, 16_000), rule_)
    assert verdict.steps == (
        "按人数，第 1 轮，排在第一的：“甲公司” 7 人、“乙公司” 6 人、“丙公司” 0 人，共 13 人；“甲公司”超过一半，胜出。",
        (
            "按面积，第 1 轮，排在第一的：“甲公司” 70.00 ㎡、“乙公司” 90.00 ㎡、“丙公司” 0.00 ㎡，共 160.00 ㎡；"
            "“乙公司”超过一半，胜出。"
        ),
    )
    halves = in_the_hall({"ACB": 3, "BCA": 3, "AB": 0}, counting=STRIKING_OUT)
    assert "共 6 人；淘汰“丙公司”。" in halves.steps[0]
    assert "同样最少，分别淘汰其中一个" in halves.steps[1]


def test_the_rounds_of_many_ties_are_cut_off_with_a_word() -> None:
    many = asking("RANKING", *(f"{n}号" for n in range(10)), most=0)
    codes = [option.code for option in many.options]
    turned = [Ballot((*codes[n:], *codes[:n]), Weight(1)) for n in range(10)]
    steps = decide(many, turned, Electorate(Weight(10), 10), rule(of("cast"), counting=STRIKING_OUT)).steps
    assert len(steps) == 61
    assert "没有列出" in steps[-1]


def by_owners(ballots: list[Ballot], **more: Any) -> Verdict:
    cast = sum((ballot.weight for ballot in ballots), Weight(0))
    unreturned = more.get("unreturned", Weight(0))
    who = owners(cast.heads + unreturned.heads, cast.area + unreturned.area, unreturned=unreturned)
    return decide(FIRMS, ballots, who, owners_rule(unreturned=more.get("policy", "STRICT")))


def test_owners_take_what_is_first_by_heads_and_by_area() -> None:
    small, large = Weight(6, 6_000), Weight(5, 5_500)
    both = by_owners([Ballot(("A", "B"), small), Ballot(("B", "A"), large)])
    assert states(both)["A"] == "TAKEN"
    large = Weight(5, 9_000)
    apart = by_owners([Ballot(("A", "B"), small), Ballot(("B", "A"), large)])
    assert (apart.result, apart.run_off) == ("REJECTED", ("A", "B"))
    assert "按人数和按面积排在第一的不同" in apart.sentence
    equal = by_owners([Ballot(("A", "B"), small), Ballot(("B", "A"), Weight(5, 6_000))])
    assert states(equal)["A"] == "TAKEN"  # area does not stand against it
    assert "60.00 ㎡" in equal.steps[0]


def test_how_the_silent_would_have_ranked_nobody_can_say() -> None:
    cast = [Ballot(("A", "B"), Weight(9, 9_000))]
    assert by_owners(cast, unreturned=Weight(3, 3_000)).result == "PASSED"
    assert by_owners(cast, unreturned=Weight(3, 3_000), policy="FOLLOW_MAJORITY").result == "UNDETERMINED"


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (("A", "A"), "选了两次"),
        (("D",), "没有的选项"),
        (("A", "B", "="), "同一个数字写了两次"),
        (("A", "#"), "顺序请填 1、2、3"),
        (("A", "UNCLEAR"), "请只留一样"),
        (("UNCLEAR",), "没有的选项"),
    ],
)
def test_what_gives_no_order_is_no_ballot(choices: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refused) as refused:
        validate(FIRMS, Ballot(choices))
    assert said in refused.value.message
    for fine in ((), ("C",), ("C", "A", "B")):
        validate(FIRMS, Ballot(fine))


def test_the_order_of_the_choices_survives_reading_and_keeping() -> None:
    for text in ('["C","A"]', '["A","C"]', "[]"):
        assert RANKING.write(FIRMS, RANKING.read(FIRMS, text)) == text
    labels = {o.code: o.label for o in FIRMS.options}
    assert RANKING.choice_in_words(labels, ("C", "A")) == "1 丙公司、2 甲公司"
    assert RANKING.choice_in_words(labels, ()) == "弃权"


def typed(**fields: str) -> Callable[[str], list[str]]:
    return lambda name: [fields[name.replace("-", "_")]] if name.replace("-", "_") in fields else []


def test_numbers_are_entered_as_they_stand_on_the_paper() -> None:
    def entered(**fields: str) -> tuple[str, ...] | None:
        return RANKING.entered(4, FIRMS, typed(**fields))

    assert entered(rank_4_A="2", rank_4_B="", rank_4_C="1") == ("C", "A")
    assert entered(rank_4_A="3", rank_4_C="１") == ("C", "A")  # only the order counts
    assert entered(rank_4_A="1", rank_4_C="1") == ("A", "C", "=")
    assert entered(rank_4_A="甲", rank_4_C="1") == ("A", "C", "#")
    assert entered(rank_4_A="0") == ("A", "#")
    assert entered(q_4="NOTHING") == ()
    assert entered(q_4="BLANK") == ("BLANK",)
    assert entered(rank_4_A="1", q_4="UNCLEAR") == ("A", "UNCLEAR")
    assert entered(rank_4_A="1", rank_4_C="1", q_4="UNCLEAR") == ("UNCLEAR",)
    assert entered(rank_4_A="甲", q_4="UNCLEAR") == ("UNCLEAR",)
    assert entered(rank_4_A="1", rank_4_C="1", q_4="NOTHING") == ("A", "C", "NOTHING", "=")
    assert entered(rank_4_A="1", q_4="NOTHING") == ("A", "NOTHING")
    assert entered(rank_4_A="", q_4="") is None
    assert entered() is None


def test_a_chair_draws_up_at_most_ten() -> None:
    options = tuple((f"{n}号", 0) for n in range(11))
    assert RANKING.draw_up(Draft("RANKING", options[:10]), ANYBODY).most == 0
    with pytest.raises(Refused, match="invalid_input") as refused:
        RANKING.draw_up(Draft("RANKING", options), ANYBODY)
    assert refused.value.facts["what"] == "排序最多 10 项，现在 11 项。"
    assert RANKING.paper_problem(["甲", "乙"], 1, contested=True) == ""
    assert RANKING.paper_problem(["甲"], 1, contested=True) == "至少要有 2 个不同的选项。"


def test_ten_options_that_are_all_alike_are_compared_at_once() -> None:
    codes = "ABCDEFGHIJ"
    turned = [(tuple(codes[n:] + codes[:n]), 1) for n in range(10)]
    assert instant_runoff(codes, turned) == schulze(codes, turned) == frozenset(codes)


def tallied(**case: Any) -> dict[str, Any]:
    (found,) = read(json.dumps([{"id": "一号", "kind": "ballots", "method": "RANKING", **case}]).encode())
    line: dict[str, Any] = json.loads(found.line())
    return line


NAMES = {
    "options": ["甲", "乙", "丙"],
    "ballots": [[["甲", "乙", "丙"], 8], [["乙", "丙", "甲"], 6], [["丙", "乙"], 7]],
}
BODY = {"seats": 21, "present": 21, "quorum": "NONE", "majority": "GT_HALF_OF_CAST"}


def test_a_written_case_of_rankings_is_tallied() -> None:
    line = tallied(**NAMES, **BODY)
    assert (line["result"], line["chosen"], line["run_off"]) == ("PASSED", ["乙"], [])
    assert tallied(**NAMES, **BODY, counting="INSTANT_RUNOFF")["chosen"] == ["丙"]
    weighed = {"options": ["甲", "乙"], "ballots": [[["甲", "乙"], [6, 6000]], [["乙", "甲"], [5, 9000]]]}
    assert tallied(**weighed, **{"class": "ORDINARY", "N": 11, "A": 15000})["run_off"] == ["甲", "乙"]


def test_what_is_wrong_with_the_options_of_a_case_is_said() -> None:
    with pytest.raises(BadCase, match=r"案例 一号：options 排序最多 10 项，现在 11 项。$"):
        tallied(**NAMES | BODY | {"options": ["甲", "乙", "丙", *"丁戊己庚辛壬癸子"]})


def test_where_all_must_agree_an_option_that_one_owner_did_not_rank_is_not_taken() -> None:
    asked = {"options": ["甲", "乙"], "class": "UNANIMOUS", "N": 11, "A": 15000}
    first = [["甲"], [10, 14000]]
    for rest in ([["乙"], [1, 1000]], [[], [1, 1000]], [[], [0, 0]]):
        assert tallied(**asked, ballots=[first, rest])["result"] == "REJECTED"
    weak = {"majority": [{"op": "GT", "num": 1, "den": 2, "base": "participating_heads"}]}
    assert tallied(**asked, **weak, ballots=[first])["result"] == "REJECTED"
    assert tallied(**asked, ballots=[first, [["乙", "甲"], [1, 1000]]])["chosen"] == ["甲"]


@pytest.mark.parametrize(
    "case",
    [
        NAMES | BODY | {"ballots": [[["丁"], 1]]},
        NAMES | BODY | {"ballots": [["甲", 1]]},
        NAMES | BODY | {"ballots": 3},
        NAMES | BODY | {"present": 20},
        NAMES | BODY | {"counting": "LOT"},
        NAMES | BODY | {"method": "APPROVAL"},
        {"options": ["甲", "乙"], "ballots": [[["甲"], [2, 5]]], "class": "ORDINARY", "N": 1, "A": 5},
        NAMES | BODY | {"options": ["甲", "乙", "丙", "丙"]},
        NAMES | BODY | {"options": ["甲", "乙", "丙", " "]},
        NAMES | BODY | {"options": ["甲", "乙", "丙", *"丁戊己庚辛壬癸子"]},
        NAMES | BODY | {"options": ["甲"], "ballots": []},
    ],
)
def test_a_written_case_that_cannot_be_is_refused_in_one_line(case: dict[str, Any]) -> None:
    with pytest.raises(BadCase, match="案例 一号"):
        tallied(**case)


one_order = st.tuples(st.permutations("ABCD"), st.integers(0, 4)).map(lambda drawn: tuple(drawn[0][: drawn[1]]))
orders = st.lists(st.tuples(one_order, st.integers(1, 4)), min_size=1, max_size=6)
Orders = list[tuple[tuple[str, ...], int]]
COMPARISONS = (schulze, instant_runoff)


def beats(rankings: Orders, one: str, other: str) -> bool:
    return sum(w if prefers(r, one, other) else -w if prefers(r, other, one) else 0 for r, w in rankings) > 0


@settings(max_examples=200, deadline=None)
@given(orders, st.randoms(use_true_random=False))
def test_neither_the_order_of_ballots_nor_that_of_the_paper_matters(rankings: Orders, shuffler: Any) -> None:
    mixed, codes = rankings.copy(), list("ABCD")
    shuffler.shuffle(mixed)
    shuffler.shuffle(codes)
    for compare in COMPARISONS:
        assert compare(codes, mixed) == compare("ABCD", rankings)


@settings(max_examples=200, deadline=None)
@given(orders)
def test_there_is_always_a_first_and_who_beats_everybody_is_alone_by_schulze(rankings: Orders) -> None:
    assert all(compare("ABCD", rankings) for compare in COMPARISONS)
    for code in "ABCD":
        if all(beats(rankings, code, other) for other in "ABCD" if other != code):
            assert schulze("ABCD", rankings) == {code}


@settings(max_examples=200, deadline=None)
@given(orders, st.sampled_from("ABCD"))
def test_who_is_ranked_higher_by_somebody_stays_first_by_schulze(rankings: Orders, code: str) -> None:
    (ranking, weight), *others = rankings
    lifted = (code, *(other for other in ranking if other != code))
    if code in schulze("ABCD", rankings):
        assert code in schulze("ABCD", [(lifted, weight), *others])


@settings(max_examples=200, deadline=None)
@given(orders)
def test_two_options_are_decided_by_who_is_preferred_more_often(rankings: Orders) -> None:
    for one, other in combinations("ABCD", 2):
        expected = {one} if beats(rankings, one, other) else {other} if beats(rankings, other, one) else {one, other}
        for compare in COMPARISONS:
            assert compare([one, other], rankings) == expected
