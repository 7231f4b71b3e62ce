"""A table in a text file: comma, tab or semicolon; UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice

from deliberation.kernel.details import InSheets
from deliberation.kernel.errors import NO_FAULT, Fault, Refused
from deliberation.sheets.grid import MOST_COLUMNS, MOST_ROWS, Row, Sheet

_EXCEL_TEXT = re.compile(r'="(.*)"')
"""What Excel writes to keep 0301 a text."""
_LOST, _FEW = "\ufffd", 3


def read_text(name: str, content: bytes) -> list[Sheet]:
    """The one sheet of a text file, named after the file. Raises `INVALID_INPUT` for bytes that are no text."""
    text = _decoded(content)
    records = max((_records(text, sign) for sign in (",", "\t", ";")), key=_width)
    if len(records) > MOST_ROWS:
        raise Refused(InSheets.TOO_MANY_ROWS, most=MOST_ROWS)
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
            _must_not_be_broken(content, encoding)
            continue
        if "\0" not in text:
            return text
    raise Refused(InSheets.NO_TEXT)


def _must_not_be_broken(content: bytes, encoding: str) -> None:
    """Refuse a text in which a few bytes are lost, with the place; read in another encoding it would be gibberish."""
    text = content.decode(encoding, "replace")
    lost, foreign = text.count(_LOST), sum(sign > "\x7f" for sign in text)
    if "\0" in text or lost > max(_FEW, foreign // 100) or foreign - lost < lost * _FEW:
        return
    at = text.index(_LOST)
    before = text[:at].rpartition("\n")[2].rpartition(",")[2][-10:].strip()
    near = f"（“{before}”后面）" if before else ""
    raise Refused(InSheets.SIGNS_LOST, lost=lost, line=text.count("\n", 0, at) + 1, near=near)


def of_another_encoding(content: bytes) -> Fault:
    """What to say of a text without a header that is one in traditional Chinese (Big5); empty for every other."""
    if content.startswith((b"PK", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return NO_FAULT
    try:
        text = content.decode("big5hkscs")
    except UnicodeDecodeError:
        return NO_FAULT
    if not re.search("面積|房號|業主|姓名|單元|樓|戶", text[:20_000]):
        return NO_FAULT
    return Fault(InSheets.BIG5)


def _records(text: str, delimiter: str) -> list[list[str]]:
    try:
        # One more than may be read says that there are too many; the rest is not built.
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), MOST_ROWS + 1))
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
