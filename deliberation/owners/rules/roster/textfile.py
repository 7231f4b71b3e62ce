"""A roster in a text file: comma, tab or semicolon; UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import codecs
import csv
import io
import re

from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.rules.roster.grid import MOST_COLUMNS, MOST_ROWS, Row, Sheet

_EXCEL_TEXT = re.compile(r'="(.*)"')
"""What Excel writes to keep 0301 a text."""


def read_text(name: str, content: bytes) -> list[Sheet]:
    """The one sheet of a text file, named after the file. Raises `INVALID_INPUT` for bytes that are no text."""
    text = _decoded(content)
    records = max((_records(text, sign) for sign in (",", "\t", ";")), key=_width)
    if len(records) > MOST_ROWS:
        raise Refused(Reason.INVALID_INPUT, what=f"名册超过 {MOST_ROWS} 行，请按楼分开导入。")
    stem = name.replace("\\", "/").rpartition("/")[2]
    sheet = Sheet(re.sub(r"\.[A-Za-z]{2,4}$", "", stem) or "名册")
    for number, cells in enumerate(records, start=1):
        texts = [sheet.admitted(number, at, _cell(cell)) for at, cell in enumerate(cells[:MOST_COLUMNS])]
        if any(texts):
            sheet.rows.append(Row(number, texts))
    return [sheet]


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        # GB18030 takes nearly any bytes, so UTF-8, which is strict, is tried first.
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(Reason.INVALID_INPUT, what="这个文件不是表格，也不是文本。请用 WPS 或 Excel 另存为 .xlsx 再导入。")


def _records(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


def _width(records: list[list[str]]) -> tuple[int, int]:
    """How many records have two columns or more, and how many cells there are: the right delimiter makes the most."""
    return sum(len(record) > 1 for record in records), sum(len(record) for record in records)


def _cell(text: str) -> str:
    """A cell without what protects it from being taken for a number or a formula."""
    text = text.strip()
    kept = _EXCEL_TEXT.fullmatch(text)
    text = kept[1] if kept else text
    return text.removeprefix("'")
