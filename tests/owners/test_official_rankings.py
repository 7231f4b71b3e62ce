"""A result file with a ranking: numbers and one column give the order, ticks do not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.owners.test_official_shapes import ONE, read, said, votes
from tests.roster.sheets import Cells

FIRMS: list[Any] = [
    {
        **ONE[0],
        "title": "选聘物业企业",
        "method": "RANKING",
        "most": 0,
        "options": [{"code": f"o{n}", "label": f"{name}公司"} for n, name in enumerate("甲乙丙", start=1)],
    }
]
HEAD: Cells = ("票号", "甲公司", "乙公司", "丙公司", "弃权")
NO_ORDER = "第 1 项是排序，打勾看不出先后，请改成一列，按先后写，如：乙公司、甲公司。"


@pytest.mark.parametrize(
    ("marks", "order"),
    [
        ((2, 1, 3, ""), ["o2", "o1", "o3"]),
        (("３", "", "1", ""), ["o3", "o1"]),
        (("2", "1", "0", "□"), ["o2", "o1"]),
        (("", "√", "", ""), ["o2"]),
        (("", 1, "", ""), ["o2"]),
        (("", "", "", "√"), []),
    ],
)
def test_numbers_in_the_columns_are_the_ranking_and_one_tick_is_one_option(marks: Cells, order: list[str]) -> None:
    assert votes(read([HEAD, (1, *marks)], FIRMS)) == {1: order}


@pytest.mark.parametrize(
    ("marks", "problem"),
    [
        (("√", "√", "", ""), NO_ORDER),
        (("√", "2", "", ""), NO_ORDER),
        (("√", "1", "", ""), NO_ORDER),
        ((2, "×", "", ""), NO_ORDER),
        ((1, 1, "", ""), "第 1 项同一个数字写了两次，看不出先后。"),
        ((2, 1, 2, ""), "第 1 项同一个数字写了两次，看不出先后。"),
        ((1, 2, "", 3), "第 1 项又勾了弃权，又勾了别的。"),
        (("√", "", "", "√"), "第 1 项又勾了弃权，又勾了别的。"),
    ],
)
def test_what_gives_no_order_is_refused_and_never_read_by_the_order_of_the_columns(marks: Cells, problem: str) -> None:
    reading = read([HEAD, (1, *marks), (2, 2, 1, "", "")], FIRMS)
    assert said(reading) == [(2, problem)]
    assert [cast.choices for cast in reading.casts] == [{"1": ["o2", "o1"]}]


def test_the_column_that_the_refusal_asks_for_is_read() -> None:
    assert votes(read([("票号", "表决意见"), (1, "乙公司、甲公司")], FIRMS)) == {1: ["o2", "o1"]}


RANKS_WRONG = (
    "第 1 项看不出先后：写数字的，每个选项前面都写，从 1 起不跳号，如：1.乙公司、2.甲公司；"
    "不写数字的，按先后写，如：乙公司、甲公司。"
)


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("2.甲公司,1.乙公司", ["o2", "o1"]),
        ("2、甲公司、1、乙公司、3、丙公司", ["o2", "o1", "o3"]),
        ("③甲公司 ①乙公司 ②丙公司", ["o2", "o3", "o1"]),
        ("（２）甲公司；（１）丙公司", ["o3", "o1"]),
        ("1.乙公司", ["o2"]),
    ],
)
def test_numbers_in_one_column_are_the_ranking_whatever_stands_first(written: str, order: list[str]) -> None:
    assert votes(read([("票号", "表决意见"), (1, written)], FIRMS)) == {1: order}


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("2.甲公司,3.乙公司", RANKS_WRONG),
        ("2.甲公司", RANKS_WRONG),
        ("2.甲公司、乙公司", RANKS_WRONG),
        ("甲公司(2)、乙公司(1)", RANKS_WRONG),
        ("甲公司2,乙公司1", RANKS_WRONG),
        ("1.甲公司,1.乙公司", "第 1 项同一个数字写了两次，看不出先后。"),
    ],
)
def test_numbers_in_one_column_that_give_no_order_are_refused(written: str, problem: str) -> None:
    reading = read([("票号", "表决意见"), (1, written), (2, "乙公司、甲公司")], FIRMS)
    assert said(reading) == [(2, problem)]
    assert [cast.choices for cast in reading.casts] == [{"1": ["o2", "o1"]}]


def test_a_number_that_belongs_to_an_option_is_none_of_the_order() -> None:
    plans = [{**FIRMS[0], "options": [{"code": f"o{n}", "label": f"{n}号方案"} for n in (1, 2)]}]
    head: Cells = ("票号", "表决意见")
    assert votes(read([head, (1, "2号方案、1号方案")], plans)) == {1: ["o2", "o1"]}
    assert votes(read([head, (1, "2.1号方案、1.2号方案")], plans)) == {1: ["o2", "o1"]}
