"""Result files as cities' systems write them: real moments, a row for each flat, masked names, ticks under choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from deliberation.kernel import clock
from deliberation.kernel.errors import Refused
from deliberation.owners.rules.official import Asked, Period, Reading, read_result
from deliberation.owners.rules.official_words import is_named, opinion, ticked
from deliberation.sheets.reading import read_sheets
from tests.roster.sheets import Cells, text, xlsx

PERIOD = Period(clock.beijing(2026, 3, 1, 9), clock.beijing(2026, 3, 28, 18), clock.beijing(2026, 3, 30, 9))
ONE = [{"number": 1, "title": "是否更换电梯", "method": "APPROVAL", "options": [], "most": 1, "least": 1, "seats": 1}]
CHOICES = [
    {"code": code, "label": label} for code, label in (("AGREE", "同意"), ("OPPOSE", "反对"), ("ABSTAIN", "弃权"))
]
ONE[0]["options"] = CHOICES
TWO: list[Mapping[str, Any]] = [*ONE, {**ONE[0], "number": 2, "title": "是否动用维修资金"}]
ASKED = [
    Asked(1, "1号楼", ("101",), ("林青",)),
    Asked(2, "1号楼", ("102", "103"), ("买买提·阿不都",)),
    Asked(3, "2号楼", ("201",), ("王建国", "李月英")),
    Asked(4, "2号楼", ("202",), ("林红",)),
]
AT = dt.datetime(2026, 3, 10, 10, 5)  # noqa: DTZ001 - a sheet knows no zone


def read(rows: list[Cells], questions: list[Any] | None = None, *, merge: tuple[str, ...] = ()) -> Reading:
    sheets = read_sheets("结果.xlsx", xlsx(rows, merge=merge))
    return read_result(sheets, questions or ONE, ASKED, PERIOD)


def votes(reading: Reading) -> dict[int, list[str]]:
    assert reading.problems == ()
    return {cast.number: [code for codes in cast.choices.values() for code in codes] for cast in reading.casts}


def said(reading: Reading) -> list[tuple[int, str]]:
    return [(problem.row, problem.text) for problem in reading.problems]


HEAD = ("票号", "表决意见", "投票时间")


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (dt.datetime(2026, 3, 28, 23, 30), False),  # noqa: DTZ001
        (dt.datetime(2026, 3, 1, 7), False),  # noqa: DTZ001
        (dt.datetime(2026, 3, 28, 18, 0, 1), False),  # noqa: DTZ001
        (dt.datetime(2026, 3, 1, 0, 0), False),  # noqa: DTZ001
        (dt.datetime(2026, 3, 28, 18, 0, 0, 500_000), False),  # noqa: DTZ001
        (dt.datetime(2026, 3, 28, 18), True),  # noqa: DTZ001
        (dt.datetime(2026, 3, 1, 9), True),  # noqa: DTZ001
        (dt.date(2026, 3, 28), True),
        (dt.date(2026, 3, 29), False),
        (dt.time(10, 5), False),
        (dt.timedelta(hours=30), False),
        ("2026年3月28日 下午5时30分", True),
        ("2026/3/28 18:00:00.5", False),
        ("2026-03-28T10:00:00Z", True),
        ("2026-03-28T10:00:01+00:00", False),
        ("18:00", False),
    ],
)
def test_the_time_of_day_of_a_real_moment_decides_whether_a_ballot_was_in_time(at: object, counts: bool) -> None:
    reading = read([HEAD, (1, "同意", at), (2, "反对", AT)])
    assert [cast.number for cast in reading.casts] == ([1, 2] if counts else [2])
    assert len(reading.problems) == (not counts)


def test_a_real_moment_is_kept_to_the_second_and_day_and_time_may_have_a_column_each() -> None:
    reading = read([HEAD, (1, "同意", dt.datetime(2026, 3, 10, 23, 59, 58))])  # noqa: DTZ001
    assert reading.casts[0].at == "2026-03-10T23:59:58+08:00"
    apart: list[Cells] = [
        ("票号", "意见", "投票日期", "投票时间"),
        (1, "同意", dt.date(2026, 3, 28), dt.time(18, 30)),
        (2, "同意", dt.date(2026, 3, 28), dt.time(17, 30)),
    ]
    reading = read(apart)
    assert [cast.at for cast in reading.casts] == ["2026-03-28T17:30:00+08:00"]
    assert said(reading) == [(2, "投票时间不在投票期内。")]


ROOMS = ("楼栋", "房号", "业主", "表决意见", "投票时间")


def test_equal_rows_of_one_owner_are_one_ballot_of_the_earlier_moment() -> None:
    later = AT + dt.timedelta(days=1)
    rows: list[Cells] = [
        ROOMS,
        ("1号楼", "103", "买买提·阿不都", "反对", later),
        ("1号楼", "102", "买买提·阿不都", "反对", AT),
    ]
    reading = read(rows)
    assert (votes(reading), reading.casts[0].at[:10]) == ({2: ["OPPOSE"]}, "2026-03-10")
    blank = read([*rows[:2], ("1号楼", "102", "买买提·阿不都", "未投票", None)])
    assert (votes(blank), blank.not_cast) == ({2: ["OPPOSE"]}, 1)


def test_unequal_rows_of_one_owner_are_refused_with_their_rows_and_without_their_opinions() -> None:
    rows: list[Cells] = [
        ROOMS,
        ("1号楼", "102", "买买提·阿不都", "反对", AT),
        ("1号楼", "101", "林青", "同意", AT),
        ("1号楼", "103", "买买提·阿不都", "同意", AT),
    ]
    reading = read(rows)
    assert [row for row, _ in said(reading)] == [2, 4]
    assert "第 2、4 行" in said(reading)[0][1]
    assert not any(word in said(reading)[0][1] for word in ("反对", "同意"))
    assert [cast.number for cast in reading.casts] == [1]


@pytest.mark.parametrize(
    ("masked", "names", "fits"),
    [
        ("林*", ("林青",), True),
        ("林＊", ("林青",), True),
        ("林某", ("林青",), True),
        ("王某某", ("王建国",), True),
        ("买**都", ("买买提·阿不都",), True),
        ("*青", ("林青",), True),
        ("王×国", ("王建国",), True),
        ("欧阳**", ("欧阳娜娜",), True),
        ("王某", ("王某",), True),
        ("林*", ("王建国",), False),
        ("林*红", ("林青",), False),
        ("**", ("林青",), False),
        ("林青*", ("林青",), False),
        ("𠮷*", ("𠮷田",), True),
    ],
)
def test_a_masked_name_fits_whom_it_can_mean(masked: str, names: tuple[str, ...], fits: bool) -> None:
    assert is_named((masked,), names) is fits


def test_a_masked_name_is_an_owner_by_the_right_room_only() -> None:
    rows: list[Cells] = [
        ROOMS,
        ("1号楼", "101", "林*", "同意", AT),
        ("1号楼", "102", "买**都", "反对", AT),
        ("2号楼", "201", "王**、李**", "弃权", AT),
        ("2号楼", "202", "张*", "同意", AT),
        ("2号楼", "203", "林*", "同意", AT),
    ]
    reading = read(rows)
    assert [cast.number for cast in reading.casts] == [1, 2, 3]
    assert said(reading) == [(5, "房号“2号楼 202”的业主姓名与名册不符。"), (6, "名册里没有房号“2号楼 203”。")]


TICKS: list[Cells] = [
    ("票号", "同意", "反对", "弃权"),
    (1, "√", "", ""),
    (2, "", "×", ""),
    (3, 0, 0, 1),
    (4, "", "", ""),
]


def test_ticks_under_three_columns_are_opinions() -> None:
    reading = read(TICKS)
    assert (votes(reading), reading.not_cast) == ({1: ["AGREE"], 2: ["OPPOSE"], 3: ["ABSTAIN"]}, 1)
    assert votes(read([("票号", "同意票", "反对票", "弃权票"), (1, "×", "×", "✓")])) == {1: ["ABSTAIN"]}


@pytest.mark.parametrize(
    "row", [(1, "√", "√", ""), (1, "×", "", ""), (1, "×", "×", ""), (1, "√?", "", ""), (1, "", "○", "○")]
)
def test_ticks_that_can_be_read_two_ways_are_refused(row: Cells) -> None:
    reading = read([TICKS[0], row, (2, "√", "", "")])
    assert ([cast.number for cast in reading.casts], len(reading.problems)) == ([2], 1)


@pytest.mark.parametrize(
    ("mark", "choice"),
    [
        ("√", "AGREE"),
        ("✓", "AGREE"),
        ("1", "AGREE"),
        ("是", "AGREE"),
        ("■", "AGREE"),
        ("○", "AGREE"),
        ("", ""),
        ("0", ""),
        ("否", ""),
        ("１", "AGREE"),
    ],
)
def test_a_tick_is_known_by_many_signs(mark: str, choice: str) -> None:
    assert ticked({"AGREE": mark, "OPPOSE": "", "ABSTAIN": ""}, "1") == ([choice] if choice else [])


def test_two_questions_have_their_choices_under_them_in_two_rows_or_in_one() -> None:
    head: list[Cells] = [
        ("票号", "事项一", "", "", "是否动用维修资金", "", "", "投票时间"),
        ("", "同意", "反对", "弃权", "同意", "反对", "弃权", ""),
    ]
    rows: list[Cells] = [*head, (1, "√", "", "", "", "√", "", AT)]
    merged = read(rows, TWO, merge=("A1:A2", "B1:D1", "E1:G1", "H1:H2"))
    assert votes(merged) == votes(read(rows, TWO)) == {1: ["AGREE", "OPPOSE"]}
    flat: list[Cells] = [("票号", "事项1-同意", "事项1-反对", "事项2（同意）", "事项2（反对）"), (1, "", 1, 1, "")]
    assert votes(read(flat, TWO)) == {1: ["OPPOSE", "AGREE"]}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("赞成票", "AGREE"),
        ("同意（线上）", "AGREE"),
        ("同意；", "AGREE"),
        ("同意。", "AGREE"),
        ("同　意", "AGREE"),
        ("不 同意", "OPPOSE"),
        ("√同意", "AGREE"),
        ("同意√", "AGREE"),
        ("反对票", "OPPOSE"),
        ("弃权（手机）", "ABSTAIN"),
        ("A.同意", "AGREE"),
        ("我同意", "AGREE"),
        ("不同意票", "OPPOSE"),
        ("同意[网络投票]", "AGREE"),
        ("（反对）", "OPPOSE"),
        ("同意（除第三条外）", ""),
        ("基本同意", ""),
        ("同意/反对", ""),
        ("√", ""),
        ("不", ""),
        ("", ""),
    ],
)
def test_an_opinion_is_read_without_what_systems_write_around_it(written: str, code: str) -> None:
    assert opinion(written) == code


def test_a_file_without_an_opinion_for_each_question_is_refused_in_words() -> None:
    with pytest.raises(Refused) as refused:
        read_result(read_sheets("结果.csv", text([("票号", "同意"), (1, "√")])), TWO, ASKED, PERIOD)
    assert "同意、反对、弃权各一列" in str(refused.value.facts["what"])
