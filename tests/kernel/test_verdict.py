"""The verdict card: base, required, actual, difference and a sentence that cannot be misread."""

from __future__ import annotations

import json

from deliberation.kernel.counting import Threshold
from deliberation.kernel.verdict import Test, Verdict, more_test, share_test

TWO_THIRDS = Threshold("GE", 2, 3)
MORE_THAN_HALF = Threshold("GT", 1, 2)
THREE_QUARTERS = Threshold("GE", 3, 4)


def area_of_those_taking_part(actual: int) -> Test:
    return share_test(
        "quorum_area",
        "参加表决的面积",
        "专有部分总面积",
        actual=actual,
        base=3_000_000,
        unit="area",
        threshold=TWO_THIRDS,
    )


def agreed(actual: int, base: int = 10, threshold: Threshold = MORE_THAN_HALF) -> Test:
    return share_test("majority", "同意", "到会", actual=actual, base=base, unit="seats", threshold=threshold)


def test_one_hundredth_of_a_square_metre_short_is_said_to_be_short() -> None:
    test = area_of_those_taking_part(1_999_999)
    card = test.to_json()
    assert not test.met
    assert test.difference == 1
    assert (card["required_text"], card["actual_text"], card["difference_text"]) == (
        "20,000.00 ㎡",
        "19,999.99 ㎡",
        "差 0.01 ㎡",
    )
    assert test.sentence == (
        "参加表决的面积 19,999.99 ㎡，占专有部分总面积 30,000.00 ㎡的 66.6666%，未达到三分之二，还差 0.01 ㎡。"
    )


def test_exactly_two_thirds_is_said_to_be_reached() -> None:
    test = area_of_those_taking_part(2_000_000)
    assert test.met
    assert test.difference_text == "正好达到"
    assert test.sentence.endswith("占专有部分总面积 30,000.00 ㎡的 66.67%，正好达到三分之二。")


def test_exactly_half_is_said_not_to_be_more_than_half() -> None:
    test = agreed(5)
    assert not test.met
    assert test.required == 6
    assert test.sentence == "同意 5 人，占到会 10 人的 50.00%，正好一半，未超过半数，还差 1 人。"


def test_one_more_than_half_is_said_to_be_more_than_half() -> None:
    test = agreed(6)
    assert test.met
    assert test.sentence == "同意 6 人，占到会 10 人的 60.00%，超过半数。"
    assert agreed(8).difference_text == "超出 2 人"
    assert agreed(1, 1).sentence == "同意 1 人，占到会 1 人的 100.00%，超过半数。"


def test_more_than_half_of_an_area_needs_one_hundredth_more_than_half() -> None:
    test = share_test(
        "majority_area",
        "同意的面积",
        "参加表决的面积",
        actual=1_000_000,
        base=2_000_000,
        unit="area",
        threshold=MORE_THAN_HALF,
    )
    assert test.to_json()["required_text"] == "10,000.01 ㎡"
    assert test.difference_text == "差 0.01 ㎡"
    assert "正好一半，未超过半数" in test.sentence


def test_exactly_two_thirds_is_not_more_than_two_thirds() -> None:
    test = agreed(2, 3, Threshold("GT", 2, 3))
    assert not test.met
    assert test.sentence == "同意 2 人，占到会 3 人的 66.67%，正好三分之二，未超过三分之二，还差 1 人。"


def test_where_nobody_takes_part_nothing_is_divided() -> None:
    test = agreed(0, 0)
    assert not test.met
    assert test.percent_text == "—"
    assert test.sentence == "同意 0 人，到会为 0，无法计算。"


def test_all_of_them_is_said_without_a_percentage() -> None:
    whole = Threshold("GE", 1, 1)
    assert agreed(3, 3, whole).sentence == "同意 3 人，到会 3 人，一个不少。"
    assert agreed(2, 3, whole).sentence == "同意 2 人，到会 3 人，还差 1 人。"


def test_a_tie_is_lost_where_more_for_than_against_decides() -> None:
    tie, carried, lost = (
        more_test("majority", "同意", "反对", actual=actual, other=5, unit="parties") for actual in (5, 6, 4)
    )
    assert [tie.met, carried.met, lost.met] == [False, True, False]
    assert tie.sentence == "同意 5 方，反对 5 方，票数相等，平局等于没过。"
    assert carried.sentence == "同意 6 方，反对 5 方，同意多于反对。"
    assert lost.sentence == "同意 4 方，反对 5 方，同意少于反对。"
    assert tie.difference_text == "差 1 方"
    assert (tie.label, tie.base_label, tie.base, tie.required, tie.actual) == ("同意", "反对", 5, 6, 5)
    assert tie.percent_text == ""


def scenario_a() -> Verdict:
    """The owners' vote on the south entrance: heads and area, special class (vector SA)."""
    tests = (
        share_test(
            "quorum_heads", "参加表决的业主", "全体业主", actual=455, base=612, unit="heads", threshold=TWO_THIRDS
        ),
        share_test(
            "quorum_area",
            "参加表决的面积",
            "专有部分总面积",
            actual=5_891_120,
            base=7_854_036,
            unit="area",
            threshold=TWO_THIRDS,
        ),
        share_test(
            "majority_heads",
            "同意的业主",
            "参加表决的业主",
            actual=352,
            base=455,
            unit="heads",
            threshold=THREE_QUARTERS,
        ),
        share_test(
            "majority_area",
            "同意的面积",
            "参加表决的面积",
            actual=4_601_275,
            base=5_891_120,
            unit="area",
            threshold=THREE_QUARTERS,
        ),
    )
    return Verdict("PASSED", tests, "表决通过。", "业主共同决定", "《民法典》第二百七十八条", 1)


def test_the_card_of_an_owners_vote_prints_what_was_needed_in_heads_and_area() -> None:
    card = scenario_a().to_json()
    assert [test["required_text"] for test in card["tests"]] == [
        "408 人",
        "52,360.24 ㎡",
        "342 人",
        "44,183.40 ㎡",
    ]
    assert [test["percent_text"] for test in card["tests"]] == ["74.35%", "75.01%", "77.36%", "78.11%"]
    assert card["result_label"] == "通过"
    assert all(test["met"] for test in card["tests"])


def test_a_verdict_comes_back_from_json_unchanged() -> None:
    verdict = scenario_a()
    tie = more_test("majority", "同意", "反对", actual=5, other=5, unit="seats")
    rejected = Verdict("REJECTED", (tie,), "表决未通过。", "规则", "依据", 2)
    for written in (verdict, rejected):
        assert Verdict.from_json(json.loads(json.dumps(written.to_json()))) == written


def test_a_verdict_stored_before_there_were_options_and_opinions_can_be_read() -> None:
    stored = scenario_a().to_json()
    del stored["advisory"]
    assert Verdict.from_json(stored) == scenario_a()


def test_the_keys_of_the_card_are_stable() -> None:
    card = scenario_a().to_json()
    assert list(card) == [
        "result",
        "result_label",
        "advisory",
        "sentence",
        "tests",
        "rule_name",
        "rule_source",
        "rule_version",
    ]
    assert list(card["tests"][0]) == [
        "name",
        "label",
        "base_label",
        "base",
        "required",
        "actual",
        "difference",
        "unit",
        "threshold",
        "met",
        "sentence",
        "base_text",
        "required_text",
        "actual_text",
        "difference_text",
        "percent_text",
    ]
