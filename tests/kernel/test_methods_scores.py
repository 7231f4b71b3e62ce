"""评分: exact means that never seem to reach a line they miss. 征询一致: silence is no objection."""

from __future__ import annotations

import json

import pytest

from deliberation.kernel.counting import Weight, mean
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods import METHODS, decide, validate
from deliberation.kernel.methods.base import Ballot, Electorate, Option, Question
from deliberation.kernel.verdict import Verdict
from tests.kernel.polls import TWO_THIRDS, of, rule

TRIAL = (92, 88, 85, 90, 79, 86, 91, 83, 87)
"""Scenario E4: what the nine of the residents' group gave the firm on trial."""

TOTAL = (Option("TOTAL", "总评", 100),)


def rated(*totals: int, entitled: int | None = None, **more: object) -> Verdict:
    """Ratings out of one hundred."""
    ballots = [Ballot((), scores=(("TOTAL", score),)) for score in totals]
    who = Electorate(Weight(entitled or len(totals) or 1))
    quorum = [of("members", TWO_THIRDS)] if entitled else []
    question = Question("SCORES", TOTAL, **more)  # type: ignore[arg-type]
    return decide(question, ballots, who, rule(quorum=quorum))


def test_the_firm_on_trial_reaches_the_line_by_either_mean() -> None:
    verdict = rated(*TRIAL, line=8000)
    assert [(m.num, m.den, m.text, m.decides) for m in verdict.means] == [
        (781, 9, "86.78 分", True),
        (610, 7, "87.14 分", False),
    ]
    assert (verdict.result, verdict.result_label) == ("PASSED", "达到合格线")
    assert verdict.sentence == (
        "9 人评分。平均分 86.78 分。去掉一个最高分和一个最低分后的平均分 87.14 分。"
        "按规则比较：平均分 86.78 分，达到合格线 80 分。"
    )
    (test,) = verdict.tests
    assert test.to_json() | {"sentence": "", "label": ""} == {
        "name": "mean",
        "label": "",
        "base_label": "9 人满分合计",
        "base": 90_000,
        "required": 72_000,
        "actual": 78_100,
        "difference": -6_100,
        "unit": "points",
        "threshold": None,
        "met": True,
        "sentence": "",
        "base_text": "900 分",
        "required_text": "720 分",
        "actual_text": "781 分",
        "difference_text": "超出 61 分",
        "percent_text": "",
    }


def test_the_rule_says_which_mean_counts() -> None:
    plain, trimmed = (rated(*TRIAL, line=8700, mean=which) for which in ("MEAN", "TRIMMED"))
    assert (plain.result, trimmed.result) == ("REJECTED", "PASSED")
    assert plain.result_label == "未达到合格线"
    assert "平均分 86.78 分，未达到合格线 87 分。" in plain.sentence
    assert [m.decides for m in trimmed.means] == [False, True]
    assert trimmed.tests[0].label == "去掉一个最高分和一个最低分后的平均分"
    assert (trimmed.tests[0].required, trimmed.tests[0].actual) == (60_900, 61_000)


def test_the_line_itself_is_enough_and_one_hundredth_less_is_not() -> None:
    assert rated(80, 80, line=8000).result == "PASSED"
    assert rated(80, 80, line=8001).result == "REJECTED"
    assert rated(80, 80, line=8000).sentence.endswith("按规则比较：平均分 80.00 分，达到合格线 80 分。")
    assert rated(*[80] * 99, 79, line=8000).result == "REJECTED"
    assert rated(*[80] * 99, 79, line=7999).result == "PASSED"


def test_a_mean_just_under_the_line_is_not_printed_as_the_line() -> None:
    verdict = rated(*[80] * 249, 79, line=8000)
    assert verdict.means[0].text == "79.996 分"
    assert "平均分 79.996 分，未达到合格线 80 分。" in verdict.sentence
    assert verdict.means[1].text == "80.00 分"
    assert rated(*[80] * 249, 79).means[0].text == "80.00 分"
    trimmed = rated(70, *[80] * 249, 79, 90, line=8000, mean="TRIMMED")
    assert [m.text for m in trimmed.means] == ["80.00 分", "79.996 分"]
    assert [m.line for m in trimmed.means] == [None, 8000]
    assert [m.line for m in verdict.means] == [8000, None]


@pytest.mark.parametrize(
    ("total", "count", "line", "shown"),
    [
        (781, 9, None, "86.78"),
        (610, 7, None, "87.14"),
        (0, 3, None, "0.00"),
        (1, 200, None, "0.01"),
        (1, 201, None, "0.00"),
        (7, 1, 700, "7.00"),
        (0, 0, None, "—"),
        (5, -1, None, "—"),
        (79_996, 1000, 8000, "79.996"),
        (79_994, 1000, 8000, "79.99"),
        (80_004, 1000, 8000, "80.00"),
        (799_999_996, 10_000_000, 8000, "79.9999996"),
        (79_995, 1000, 8000, "79.995"),
        (79_995, 1000, None, "80.00"),
    ],
)
def test_a_mean_is_printed_half_up_and_never_as_a_line_it_misses(
    total: int, count: int, line: int | None, shown: str
) -> None:
    assert mean(total, count, line) == shown


def test_every_criterion_has_its_own_mean() -> None:
    criteria = tuple(Option(code, code, 20) for code in ("保洁", "秩序"))
    given = [(20, 10), (18, 11), (15, 12)]
    ballots = [Ballot((), scores=(("保洁", one), ("秩序", two))) for one, two in given]
    verdict = decide(Question("SCORES", criteria, line=2800), ballots, Electorate(Weight(3)), rule())
    assert [(m.code, m.label, m.num, m.den) for m in verdict.means] == [
        ("MEAN", "平均分", 86, 3),
        ("TRIMMED", "去掉一个最高分和一个最低分后的平均分", 29, 1),
        ("保洁", "保洁", 53, 3),
        ("秩序", "秩序", 33, 3),
    ]
    assert (verdict.result, verdict.tests[0].base) == ("PASSED", 12_000)
    assert not any(m.decides for m in verdict.means[1:])


def test_two_raters_have_no_second_mean_and_the_card_says_so() -> None:
    plain = rated(70, 90, line=8000)
    assert [m.code for m in plain.means] == ["MEAN"]
    assert plain.result == "PASSED"
    trimmed = rated(70, 90, line=8000, mean="TRIMMED")
    assert (trimmed.result, trimmed.result_label, trimmed.tests) == ("UNDETERMINED", "待认定", ())
    assert trimmed.sentence == (
        "2 人评分。平均分 80.00 分。评分不足 3 人，没有去掉一个最高分和一个最低分后的平均分，按规则无法判定。"
    )
    assert ([m.num for m in trimmed.means], trimmed.counts[0].amount) == ([160], Weight(2))
    assert rated(70, 80, 90, line=8000, mean="TRIMMED").result == "PASSED"


def test_without_a_line_the_means_are_the_result() -> None:
    verdict = rated(70, 80, 90)
    assert (verdict.result, verdict.result_label, verdict.tests) == ("PASSED", "评分完成", ())
    assert verdict.sentence == "3 人评分。平均分 80.00 分。去掉一个最高分和一个最低分后的平均分 80.00 分。"
    assert [m.line for m in verdict.means] == [None, None]


def test_where_nobody_rates_there_is_no_mean() -> None:
    for line in (8000, None):
        verdict = decide(Question("SCORES", TOTAL, line=line), [Ballot(())], Electorate(Weight(3)), rule())
        assert (verdict.result, verdict.means) == ("UNDETERMINED", ())
        assert verdict.sentence == "没有人评分，无法计算平均分。"
        assert [(c.name, c.label, c.amount.heads) for c in verdict.counts] == [
            ("rated", "已评分", 0),
            ("abstain", "弃权", 1),
            ("not_cast", "未投", 2),
        ]


def test_who_abstains_does_not_draw_the_mean_down() -> None:
    ballots = [Ballot((), scores=(("TOTAL", 80),)), Ballot(())]
    verdict = decide(Question("SCORES", TOTAL, line=8000), ballots, Electorate(Weight(2)), rule())
    assert (verdict.result, verdict.means[0].den) == ("PASSED", 1)
    assert verdict.counts[0].amount == Weight(1)


def test_a_rating_by_too_few_decides_nothing_and_still_shows_its_means() -> None:
    assert rated(80, 80, 80, 80, 80, 80, entitled=9, line=8000).result == "PASSED"
    few = rated(80, 80, 80, 80, 80, entitled=9, line=8000)
    assert (few.result, few.means[0].text) == ("NO_QUORUM", "80.00 分")
    assert [test.name for test in few.tests] == ["quorum"]
    assert few.sentence.endswith("参加投票的不够，本次评分不产生结果。")


def test_a_rating_on_what_the_owners_decide_is_an_opinion() -> None:
    verdict = rated(80, line=8000, advisory=True)
    assert verdict.result_label == "达到合格线，提请业主决定"
    assert verdict.sentence.endswith("达到合格线 80 分。这是协商意见，须提请业主共同决定。")
    assert "协商意见" not in rated(79, line=8000, advisory=True).sentence
    assert "协商意见" not in rated(80, line=8000).sentence


@pytest.mark.parametrize(
    ("ballot", "why"),
    [
        (Ballot(("TOTAL",)), "评分表每人一张，只填分数。"),
        (Ballot((), Weight(2), (("TOTAL", 5),)), "评分表每人一张，只填分数。"),
        (Ballot((), scores=(("TOTAL", -1),)), "分数须是 0 到 100 的整数。"),
        (Ballot((), scores=(("TOTAL", 101),)), "分数须是 0 到 100 的整数。"),
        (Ballot((), scores=(("OTHER", 1),)), "每一项都要评分，每项评一次。"),
        (Ballot((), scores=(("TOTAL", 1), ("TOTAL", 1))), "每一项都要评分，每项评一次。"),
    ],
)
def test_a_rating_that_is_not_whole_is_refused(ballot: Ballot, why: str) -> None:
    question = Question("SCORES", TOTAL)
    for allowed in ((), (("TOTAL", 0),), (("TOTAL", 100),)):
        validate(question, Ballot((), scores=allowed))
    with pytest.raises(Refused) as refused:
        validate(question, ballot)
    assert (refused.value.reason, refused.value.facts["what"]) == (Reason.CHOICE_INVALID, why)


def test_means_come_back_from_json_unchanged() -> None:
    verdict = rated(*TRIAL, line=8000)
    written = json.loads(json.dumps(verdict.to_json()))
    assert Verdict.from_json(written) == verdict
    assert written["word"] == "达到合格线"
    assert written["means"][0] == {
        "code": "MEAN",
        "label": "平均分",
        "num": 781,
        "den": 9,
        "decides": True,
        "line": 8000,
        "text": "86.78 分",
    }


def asked(objections: int = 0, reservations: int = 0, *, present: int = 12, advisory: bool = False) -> Verdict:
    """A question of consensus before thirteen seats; who says nothing hands in nothing."""
    ballots = [Ballot(("OBJECT",))] * objections + [Ballot(("RESERVE",))] * reservations + [Ballot(())]
    who = Electorate(Weight(13), present=present)
    return decide(Question("CONSENSUS", advisory=advisory), ballots, who, rule(quorum=[of("seats", TWO_THIRDS)]))


def test_silence_is_no_objection_and_nobody_is_counted_as_in_favour() -> None:
    verdict = asked()
    assert (verdict.result, verdict.result_label) == ("PASSED", "协商一致")
    assert verdict.sentence == "主持人征询意见，没有人提出异议。协商一致。"
    assert [(c.name, c.label, c.amount.heads) for c in verdict.counts] == [
        ("objections", "异议", 0),
        ("reservations", "保留意见", 0),
    ]
    written = json.dumps(verdict.to_json(), ensure_ascii=False)
    assert "通过" not in written
    assert "同意" not in written


def test_one_objection_is_enough() -> None:
    verdict = asked(objections=1)
    assert (verdict.result, verdict.result_label) == ("REJECTED", "有异议")
    assert verdict.sentence == "主持人征询意见，1 人提出异议。不能宣布协商一致。"
    test = verdict.tests[-1]
    assert (test.name, test.label, test.base_label) == ("objections", "异议", "一个也不能有")
    assert (test.base, test.required, test.actual, test.met) == (0, 0, 1, False)
    assert (test.unit, test.threshold, test.difference_text) == ("seats", None, "超出 1 人")
    assert asked().tests[-1].met


def test_a_reservation_is_recorded_and_hinders_nothing() -> None:
    verdict = asked(reservations=2)
    assert verdict.result == "PASSED"
    assert verdict.sentence == "主持人征询意见，没有人提出异议。2 人有保留意见，已记录。协商一致。"
    assert verdict.counts[1].amount == Weight(2)
    assert "2 人有保留意见，已记录。不能宣布" in asked(objections=1, reservations=2).sentence


def test_no_consensus_without_a_quorum() -> None:
    verdict = asked(present=8)
    assert (verdict.result, verdict.result_label) == ("NO_QUORUM", "人数不足")
    assert [test.name for test in verdict.tests] == ["quorum", "objections"]
    assert verdict.sentence.endswith("到会人数不足，本次征询不产生结果。")
    assert verdict.counts[0].name == "objections"
    assert asked(present=9).result == "PASSED"


def test_a_consensus_on_what_the_owners_decide_goes_to_the_owners() -> None:
    verdict = asked(advisory=True)
    assert verdict.result_label == "协商一致，提请业主决定"
    assert verdict.sentence.endswith("形成协商意见，须提请业主共同决定。")


@pytest.mark.parametrize(
    "ballot", [Ballot(("AGREE",)), Ballot(("OBJECT", "RESERVE")), Ballot(("OBJECT",), scores=(("A", 1),))]
)
def test_nobody_agrees_to_a_consensus_by_ballot(ballot: Ballot) -> None:
    for choices in ((), ("OBJECT",), ("RESERVE",)):
        validate(Question("CONSENSUS"), Ballot(choices))
    with pytest.raises(Refused) as refused:
        validate(Question("CONSENSUS"), ballot)
    assert refused.value.facts["what"] == "征询意见时，可以提出异议或保留意见。"


def test_the_methods_have_names_that_people_use() -> None:
    assert {code: method.name for code, method in METHODS.items()} == {
        "APPROVAL": "同意、反对、弃权",
        "CHOOSE": "多项选择",
        "OPTIONS": "方案比选",
        "ELECTION": "差额选举",
        "RANKING": "排序",
        "SCORES": "评分",
        "CONSENSUS": "征询一致",
    }
