"""A table as a file that the browser saves, .csv or .xlsx, named in Chinese with the day.

A file is finished before its first byte is sent: whoever reads slowly keeps no connection to the store, and a failure
in the middle is a page that says so, never a file that ends too early.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import quote

from flask import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from deliberation.kernel import clock
from deliberation.sheets.writing import harmless
from deliberation.threads import beside_the_hall

Cell = str | int | Decimal | date | datetime | None
"""What a cell holds; a moment has a time zone and is shown as the clock of Beijing."""

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": CSV, "xlsx": XLSX}

IN_MEMORY = 2 * 1024 * 1024
PART = 64 * 1024
MOST_ROWS = 1_048_576
MOST_SIGNS = 32_767
"""Rows of a sheet and signs of a cell that Excel opens (ECMA-376, Excel specifications and limits)."""
LONGER = "……（单元格放不下，全文请看网页或 .csv）"
LONGEST_TITLE = 31
"""Signs of a sheet's title that Excel opens."""
MOST_DIGITS = 15
"""Digits of a number that Excel keeps exactly; longer ones are text."""
FIRST_YEAR = 1900
"""The first year of which Excel knows the days."""


def file_answer(
    kind: str, name: str, head: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]
) -> Response:
    """The rows as a .csv or .xlsx (`kind`), read and written a few at a time, so that other requests go on meanwhile.

    `widths` are those of the columns in signs; a .csv has none.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    try:
        _WRITERS[kind](file, name, head, widths, rows)
    except BaseException:
        file.close()
        raise
    return _answer(file, kind, name)


def _answer(file: IO[bytes], kind: str, name: str) -> Response:
    length = file.tell()
    file.seek(0)
    answer = Response(_parts(file), content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = _named(name, kind)
    answer.content_length = length
    answer.call_on_close(file.close)
    return answer


Page = tuple[str, Sequence[str], Sequence[int], Iterable[Sequence[Cell]]]
"""One sheet of several: its name, its head, the widths of its columns in signs, its rows."""


def book_answer(name: str, pages: Iterable[Page]) -> Response:
    """Several sheets as one .xlsx."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    try:
        book = Workbook(write_only=True)
        for title, head, widths, rows in pages:
            page = _new_page(book, title, head, widths)
            for row in _politely(rows):
                page.append([xlsx_cell(page, cell) for cell in row])
        book.save(file)
    except BaseException:
        file.close()
        raise
    return _answer(file, "xlsx", name)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(partial(file.read, PART), b"")


def _named(name: str, kind: str) -> str:
    day = clock.today().isoformat()
    # A header is ASCII: the Chinese name goes encoded (RFC 6266), with a plain one for old programs.
    return f"attachment; filename=\"sheet-{day}.{kind}\"; filename*=UTF-8''{quote(f'{name}-{day}.{kind}')}"


def write_csv(
    file: IO[bytes], _name: str, head: Sequence[str], _widths: Sequence[int], rows: Iterable[Sequence[Cell]]
) -> None:
    """A .csv: with the mark that makes Excel read it as UTF-8, formulas made harmless by a quote."""
    out = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        out.write("\ufeff")
        writer = csv.writer(out)
        writer.writerow(head)
        for row in _politely(rows):
            writer.writerow([csv_text(cell) for cell in row])
    finally:
        out.detach()  # else it closes the file with itself


def csv_text(cell: Cell) -> str:
    """A cell as a .csv has it: 2026-11-20, 2026-11-20 19:00, 1024, or text that no program takes for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime):
        return f"{cell.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
    return str(cell)


def _write_xlsx(
    file: IO[bytes], name: str, head: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]
) -> None:
    book = Workbook(write_only=True)
    page, used = _new_page(book, name, head, widths), 1
    try:
        for row in _politely(rows):
            if used == MOST_ROWS:
                page, used = _new_page(book, name, head, widths), 1
            page.append([xlsx_cell(page, cell) for cell in row])
            used += 1
    except BaseException:
        beside_the_hall(book.save, io.BytesIO())  # its temporary files go only by saving
        raise
    beside_the_hall(book.save, file)  # it packs the whole sheet in one piece


def _new_page(book: Any, name: str, head: Sequence[str], widths: Sequence[int]) -> Any:
    """A sheet with a bold head that stays where it is; all of that has to be said before its first row."""
    page = book.create_sheet(INVALID_TITLE_REGEX.sub(" ", name)[:LONGEST_TITLE])
    page.freeze_panes = "A2"
    for index, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    titles = [WriteOnlyCell(page, title) for title in head]
    for title in titles:
        title.font = Font(bold=True)
    page.append(titles)
    return page


def xlsx_cell(page: Any, cell: Cell) -> Any:
    """What openpyxl takes for a cell: numbers and days as such, text never as a formula or an error."""
    if isinstance(cell, str):
        return _xlsx_text(page, cell)
    if isinstance(cell, datetime):
        made = WriteOnlyCell(page, cell.astimezone(clock.BEIJING).replace(tzinfo=None))
        made.number_format = "yyyy-mm-dd hh:mm"
        return made
    is_too_early = isinstance(cell, date) and cell.year < FIRST_YEAR
    is_too_long = isinstance(cell, int | Decimal) and len(str(abs(cell)).replace(".", "")) > MOST_DIGITS
    return str(cell) if is_too_early or is_too_long else cell


def _xlsx_text(page: Any, text: str) -> Any:
    safe = harmless(ILLEGAL_CHARACTERS_RE.sub("", text))
    if len(safe) > MOST_SIGNS:
        safe = safe[: MOST_SIGNS - len(LONGER)] + LONGER
    if safe not in ERROR_CODES:
        return safe
    made = WriteOnlyCell(page, safe)
    made.data_type = "s"
    return made


BREATH = 60
"""Rows after which other requests have their turn: some ten milliseconds of an .xlsx."""


def _politely(rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(rows):
        if number % BREATH == 0:
            time.sleep(0)  # the server's greenlets change here and nowhere else
        yield row


_WRITERS: dict[str, Callable[..., None]] = {"csv": write_csv, "xlsx": _write_xlsx}
