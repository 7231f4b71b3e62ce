"""Exact counting: 以上 includes the number, 过半数 does not, and no printed figure contradicts the result."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.kernel.counting import Threshold, Weight, area, percent

TWO_THIRDS = Threshold("GE", 2, 3)
HALF = Threshold("GE", 1, 2)
MORE_THAN_HALF = Threshold("GT", 1, 2)
THREE_QUARTERS = Threshold("GE", 3, 4)
ALL = Threshold("GE", 1, 1)

thresholds = st.builds(
    lambda op, num, more: Threshold(op, num, num + more),
    st.sampled_from(["GE", "GT"]),
    st.integers(1, 50),
    st.integers(1, 50),
)
counts = st.integers(1, 10**10).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@pytest.mark.parametrize(
    ("threshold", "actual", "base", "met"),
    [
        (TWO_THIRDS, 200, 300, True),
        (TWO_THIRDS, 199, 300, False),
        (TWO_THIRDS, 200, 301, False),
        (TWO_THIRDS, 1_999_999, 3_000_000, False),
        (MORE_THAN_HALF, 100, 200, False),
        (MORE_THAN_HALF, 101, 200, True),
        (HALF, 3, 6, True),
        (MORE_THAN_HALF, 3, 6, False),
        (THREE_QUARTERS, 150, 200, True),
        (THREE_QUARTERS, 1_499_999, 2_000_000, False),
        (ALL, 3, 3, True),
        (ALL, 2, 3, False),
    ],
)
def test_the_number_itself_is_enough_for_at_least_and_not_for_more_than(
    threshold: Threshold, actual: int, base: int, met: bool
) -> None:
    assert threshold.met(actual, base) is met


@pytest.mark.parametrize("threshold", [TWO_THIRDS, MORE_THAN_HALF, ALL])
def test_nothing_is_enough_of_an_empty_base(threshold: Threshold) -> None:
    assert not threshold.met(0, 0)
    assert threshold.least(0) == 1


@pytest.mark.parametrize(
    ("threshold", "least_by_members"),
    [
        (TWO_THIRDS, {5: 4, 6: 4, 7: 5, 8: 6, 9: 6, 10: 7, 11: 8, 13: 9, 15: 10}),
        (MORE_THAN_HALF, {5: 3, 6: 4, 7: 4, 8: 5, 9: 5, 10: 6, 11: 6, 13: 7, 15: 8}),
        (THREE_QUARTERS, {455: 342, 5_891_120: 4_418_340, 200: 150, 667: 501}),
        (TWO_THIRDS, {612: 408, 7_854_036: 5_236_024, 42: 28, 43: 29}),
    ],
)
def test_the_least_number_is_what_the_table_of_the_law_says(
    threshold: Threshold, least_by_members: dict[int, int]
) -> None:
    assert {base: threshold.least(base) for base in least_by_members} == least_by_members


@given(thresholds, st.integers(1, 10**10))
def test_the_least_number_is_enough_and_one_less_is_not(threshold: Threshold, base: int) -> None:
    least = threshold.least(base)
    assert threshold.met(least, base)
    assert not threshold.met(least - 1, base)


@pytest.mark.parametrize(
    ("threshold", "name", "share"),
    [
        (TWO_THIRDS, "三分之二以上", "三分之二"),
        (Threshold("GE", 4, 6), "三分之二以上", "三分之二"),
        (MORE_THAN_HALF, "过半数", "半数"),
        (HALF, "半数以上", "半数"),
        (THREE_QUARTERS, "四分之三以上", "四分之三"),
        (Threshold("GT", 2, 3), "超过三分之二", "三分之二"),
        (Threshold("GE", 4, 5), "五分之四以上", "五分之四"),
        (Threshold("GE", 1, 20), "百分之五以上", "百分之五"),
        (Threshold("GE", 13, 20), "百分之六十五以上", "百分之六十五"),
        (Threshold("GE", 1, 7), "七分之一以上", "七分之一"),
        (Threshold("GE", 1, 10), "百分之十以上", "百分之十"),
        (Threshold("GE", 11, 100), "百分之十一以上", "百分之十一"),
        (Threshold("GE", 3, 10), "百分之三十以上", "百分之三十"),
        (Threshold("GT", 3, 101), "超过101分之三", "101分之三"),
        (ALL, "全部", "全部"),
    ],
)
def test_a_threshold_has_the_name_the_law_gives_it(threshold: Threshold, name: str, share: str) -> None:
    assert (threshold.name, threshold.share) == (name, share)


@pytest.mark.parametrize(("op", "num", "den"), [("GE", 0, 3), ("GE", 4, 3), ("GT", 1, 1), ("LT", 1, 2), ("GE", 1, 0)])
def test_what_is_no_share_of_a_whole_is_no_threshold(op: str, num: int, den: int) -> None:
    with pytest.raises(ValueError, match=r"share|comparison"):
        Threshold(op, num, den)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("actual", "base", "threshold", "shown"),
    [
        (200, 300, TWO_THIRDS, "66.67%"),
        (1_999_999, 3_000_000, TWO_THIRDS, "66.6666%"),
        (1_499_999, 2_000_000, THREE_QUARTERS, "74.99995%"),
        (1_000_001, 2_000_000, MORE_THAN_HALF, "50.0001%"),
        (1_500_100, 3_000_000, MORE_THAN_HALF, "50.003%"),
        (100, 200, MORE_THAN_HALF, "50.00%"),
        (455, 612, TWO_THIRDS, "74.35%"),
        (5_891_120, 7_854_036, TWO_THIRDS, "75.01%"),
        (1, 3, Threshold("GE", 1, 3), "33.33%"),
        (1_999_999, 3_000_000, None, "66.67%"),
        (1, 16, None, "6.25%"),
        (1, 800, None, "0.13%"),
        (0, 300, TWO_THIRDS, "0.00%"),
        (300, 300, TWO_THIRDS, "100.00%"),
        (0, 0, TWO_THIRDS, "—"),
    ],
)
def test_a_percentage_never_tells_another_story_than_the_test(
    actual: int, base: int, threshold: Threshold | None, shown: str
) -> None:
    assert percent(actual, base, threshold) == shown


@given(counts, thresholds)
def test_the_printed_figure_agrees_with_the_result(count: tuple[int, int], threshold: Threshold) -> None:
    actual, base = count
    printed = Fraction(percent(actual, base, threshold).removesuffix("%")) / 100
    share = Fraction(threshold.num, threshold.den)
    if Fraction(actual, base) != share:
        agrees = printed >= share if threshold.op == "GE" else printed > share
        assert agrees is threshold.met(actual, base)


@given(counts)
def test_a_plain_percentage_is_rounded_half_up_as_in_excel(count: tuple[int, int]) -> None:
    actual, base = count
    exact = Fraction(actual * 10_000, base)
    rounded = Decimal((exact + Fraction(1, 2)).__floor__()).scaleb(-2).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert percent(actual, base) == f"{rounded}%"


def test_a_weight_is_something_as_soon_as_there_is_a_head_or_a_hundredth_of_a_square_metre() -> None:
    assert Weight(1)
    assert Weight(0, 1)
    assert not Weight(0, 0)


@pytest.mark.parametrize(
    ("hundredths", "shown"),
    [
        (7_854_036, "78,540.36"),
        (1, "0.01"),
        (0, "0.00"),
        (100, "1.00"),
        (-1, "-0.01"),
        (12_479_930, "124,799.30"),
    ],
)
def test_an_area_is_written_in_square_metres_with_two_decimals(hundredths: int, shown: str) -> None:
    assert area(hundredths) == shown
