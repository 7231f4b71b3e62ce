"""A table that staff open in Excel: Chinese is read as Chinese, and nothing in it is run."""

from __future__ import annotations

import csv
import io

import pytest

from deliberation.sheets.answers import write_csv
from deliberation.sheets.writing import harmless


def sheet(head: list[str], rows: list[list[str]]) -> str:
    file = io.BytesIO()
    write_csv(file, "名单", head, [], rows)
    return file.getvalue().decode()


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-5", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert list(csv.reader(io.StringIO(sheet(["甲"], [[cell]]), newline="")))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["", "路灯", "3号楼=西侧", "2026-11-20", "34.00"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_a_sheet_begins_with_the_mark_and_its_head_and_keeps_commas_and_lines_in_one_cell() -> None:
    text = sheet(["名称", "说明"], [["路灯", "一、修好，\n二、验收"], ["车棚", '引号“好”和"好"']])
    assert text.startswith("\ufeff名称,说明\r\n")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))) == [
        ["名称", "说明"],
        ["路灯", "一、修好，\n二、验收"],
        ["车棚", '引号“好”和"好"'],
    ]
