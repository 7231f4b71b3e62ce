"""A list gives a page, a count, a .csv and an .xlsx of the same rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from deliberation.db import db, transaction
from deliberation.organisation.models import Subdistrict
from deliberation.rows import CHUNK, Given, Rows
from deliberation.sheets import answers as sheet
from deliberation.sheets.answers import LONGER, MOST_SIGNS, file_answer

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
CELLS: tuple[Any, ...] = (
    7,
    Decimal("89.50"),
    date(2026, 3, 10),
    NOON,
    None,
    "",
    "=1+1",
    "＝SUM(A1)",
    "-3",
    "@x",
    "#N/A",
    "a\x0bb",
    10**17,
    date(1850, 1, 1),
)


def answer(app: Flask, kind: str, rows: Any, head: tuple[str, ...] = ("甲",)) -> bytes:
    with app.test_request_context():
        return bytes(file_answer(kind, "名单", head, [12] * len(head), rows).get_data())


def book(app: Flask, rows: Any, head: tuple[str, ...] = ("甲",)) -> Any:
    return load_workbook(io.BytesIO(answer(app, "xlsx", rows, head)))


def test_cells_of_a_workbook_are_numbers_days_and_moments(app: Flask) -> None:
    page = book(app, [CELLS], tuple(f"列{n}" for n in range(len(CELLS)))).active
    found = [cell.value for cell in page[2]]
    assert found[:5] == [7, 89.5, datetime(2026, 3, 10), datetime(2026, 3, 10, 12), None]  # noqa: DTZ001
    assert [page.cell(2, n).number_format for n in (3, 4)] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]
    assert found[6:12] == ["'=1+1", "'＝SUM(A1)", "'-3", "'@x", "#N/A", "ab"]
    assert {cell.data_type for cell in page[2] if cell.value} <= {"n", "s", "inlineStr", "d"}, "a formula or an error"
    assert found[12:] == ["100000000000000000", "1850-01-01"]


def test_a_workbook_has_a_head_that_stays_and_columns_of_their_width(app: Flask) -> None:
    page = book(app, [(1,)]).active
    assert (page.title, page["A1"].value, page["A1"].font.bold, page.freeze_panes) == ("名单", "甲", True, "A2")
    assert page.column_dimensions["A"].width == 12


def test_a_csv_has_the_same_cells_as_text(app: Flask) -> None:
    text = answer(app, "csv", [CELLS]).decode("utf-8-sig")
    (row,) = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert row[:6] == ["7", "89.50", "2026-03-10", "2026-03-10 12:00", "", ""]
    assert row[6:10] == ["'=1+1", "'＝SUM(A1)", "'-3", "'@x"]


def test_text_that_no_cell_holds_says_where_the_rest_is(app: Flask) -> None:
    (cell,) = book(app, [("长" * (MOST_SIGNS + 1),)]).active[2]
    assert len(cell.value) == MOST_SIGNS
    assert cell.value.endswith(LONGER)
    assert len(answer(app, "csv", [("长" * (MOST_SIGNS + 1),)]).decode("utf-8-sig").splitlines()[1]) == MOST_SIGNS + 1


def test_rows_that_one_sheet_does_not_hold_stand_in_the_next(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    found = book(app, [(n,) for n in range(5)])
    assert [[row[0].value for row in page] for page in found] == [["甲", 0, 1], ["甲", 2, 3], ["甲", 4]]


def test_a_failure_in_the_middle_sends_no_file_that_ends_too_early(app: Flask) -> None:
    def rows() -> Iterator[tuple[int]]:
        yield (1,)
        raise LookupError

    for kind in ("csv", "xlsx"):
        with pytest.raises(LookupError):
            answer(app, kind, rows())


def test_a_long_list_is_read_to_its_end_a_part_at_a_time(app: Flask, client: FlaskClient) -> None:
    with transaction() as session:
        session.add_all(Subdistrict(name=f"街道{n:04}") for n in range(2 * CHUNK + 1))
    rows = Rows(db.select(Subdistrict).order_by(Subdistrict.name))
    assert [len(part) for part in rows.chunks()] == [CHUNK, CHUNK, 1]
    assert (rows.page(99).page, rows.page().total) == (51, 2 * CHUNK + 1)


def test_a_list_in_memory_is_paged_alike() -> None:
    page = Given(range(5)).page(9, 2)
    assert (page.items, page.page, page.pages, page.total) == ([4], 3, 3, 5)
    assert list(Given(range(5)).chunks(2)) == [[0, 1], [2, 3], [4]]


def test_a_title_that_no_sheet_may_bear_is_put_right(app: Flask) -> None:
    with app.test_request_context():
        sent = file_answer("xlsx", f"业主名册A/B座[{'长' * 40}]", ("甲",), [12], [(1,)]).get_data()
    assert load_workbook(io.BytesIO(sent)).sheetnames == [f"业主名册A B座 {'长' * 40}"[:31]]
