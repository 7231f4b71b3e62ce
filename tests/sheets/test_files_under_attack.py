"""A small file that asks for millions of rows, for gigabytes or for hours is refused at once, in words."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections.abc import Callable

import pytest

from deliberation.kernel import guarded
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.guarded import Limits
from deliberation.roster.rules import read_roster
from deliberation.sheets import bounded as bounds
from deliberation.sheets.reading import read_sheets
from tests.roster.sheets import Cells, by_hand, codes, rewritten, workbook, xlsx

ROWS: list[Cells] = [("楼栋", "房号", "业主", "面积"), ("1号楼", 101, "林青", 90), ("1号楼", 102, "林红", 91)]
AT_ONCE = 2.0
"""Seconds of processor time for one refusal."""
SHEET = "xl/worksheets/sheet1.xml"


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    return rewritten(xlsx(ROWS), lambda name, data: change(data) if name == part else data)


def in_rows(more: bytes) -> bytes:
    """A sheet with more rows at its end."""
    return changed(SHEET, lambda data: data.replace(b"</sheetData>", more + b"</sheetData>"))


def behind_rows(more: bytes) -> bytes:
    return changed(SHEET, lambda data: data.replace(b"</sheetData>", b"</sheetData>" + more))


def many_sheets(number: int) -> bytes:
    """So many sheets, all of them in one part."""
    named = "".join(f'<sheet name="s{at}" sheetId="{at}" r:id="rId7"/>' for at in range(1, number + 1))
    return by_hand("<row/>", sheets=named)


def bomb() -> bytes:
    """Two gigabytes of nothing in two megabytes."""
    out = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media.xml", "w") as part:
        for _ in range(200):
            part.write(b" " * 1_000_000)
    return out.getvalue()


def lying_bomb() -> bytes:
    """A part that says it is short: the archive's list is not believed, what is read is counted."""
    content = bytearray(in_rows(b" " * 4_000_000))
    at = content.index(SHEET.encode(), content.index(b"PK\x01\x02")) - 46
    content[at + 24 : at + 28] = (500).to_bytes(4, "little")
    return bytes(content)


ATTACKS: dict[str, Callable[[], bytes]] = {
    "a row far beyond any sheet": lambda: in_rows(b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>'),
    "a row number without end": lambda: in_rows(b'<row r="' + b"9" * 1_000_000 + b'"/>'),
    "a column far beyond any sheet": lambda: in_rows(b'<row r="4"><c r="ZZZZZZ4"><v>1</v></c></row>'),
    "a cell in another row": lambda: in_rows(b'<row r="4"><c r="A999999"><v>1</v></c></row>'),
    "a million shared texts": lambda: by_hand("", "<x:si><x:t>a</x:t></x:si>" * 1_000_000),
    "a text of many megabytes": lambda: by_hand("<row><c t='s'><v>1</v></c></row>", "<x:si>" + "a" * 60_000_000),
    "a million cells": lambda: in_rows(b'<row r="4">' + b"<c/>" * 1_000_000 + b"</row>"),
    "a million empty tags": lambda: in_rows(b"<row>" + b"<x/>" * 5_000_000 + b"</row>"),
    "a million rows": lambda: in_rows(b"<row><c><v>1</v></c></row>" * 500_000),
    "a deep nest": lambda: in_rows(b"<row>" * 300_000 + b"</row>" * 300_000),
    "a tag of many megabytes": lambda: in_rows(b'<row r="4" spans="' + b"1" * 50_000_000 + b'"/>'),
    "a number of a million digits": lambda: in_rows(b'<row r="4"><c r="A4"><v>' + b"1" * 1_000_000 + b"</v></c></row>"),
    "entities that multiply": lambda: changed(
        SHEET, lambda data: b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + data
    ),
    "a hundred thousand merged cells": lambda: behind_rows(
        b"<mergeCells>" + b'<mergeCell ref="A1:D1048576"/>' * 100_000 + b"</mergeCells>"
    ),
    "thousands of sheets": lambda: many_sheets(5_000),
    "one part under two names": lambda: many_sheets(3),
    "a bomb": bomb,
    "a bomb that lies": lying_bomb,
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_workbook_that_is_an_attack_is_refused_at_once(attack: str) -> None:
    content = ATTACKS[attack]()
    before = time.process_time()
    with pytest.raises(Refused) as refused:
        read_roster("名册.xlsx", content)
    assert time.process_time() - before < AT_ONCE
    assert refused.value.reason is Reason.INVALID_INPUT
    assert "表格" in str(refused.value.facts["what"]) or "工作表" in str(refused.value.facts["what"])


def test_the_bounds_leave_large_honest_files_alone() -> None:
    far = in_rows(b'<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    wide = behind_rows(b'<mergeCells><mergeCell ref="A9:XFD1048576"/><mergeCell ref="A:A"/></mergeCells>')
    many = workbook({f"{n}号楼": [ROWS[0], ("", 101, f"林{n}", 90)] for n in range(1, 60)})
    assert [len(read_roster("名册.xlsx", content).units) for content in (far, wide, many)] == [2, 2, 59]
    assert codes(read_roster("名册.xlsx", far)) == []


@pytest.mark.parametrize("content", [b"\n" * 8_000_000, b"," * 8_000_000, b'"' + b"a" * 8_000_000])
def test_a_text_file_that_is_an_attack_ends_at_once(content: bytes) -> None:
    before = time.process_time()
    with pytest.raises(Refused):
        read_roster("名册.csv", content)
    assert time.process_time() - before < AT_ONCE


def busy(name: str, content: bytes) -> list[object]:
    while True:
        content += content[:1]


def greedy(name: str, content: bytes) -> list[object]:
    return [name + str(at) for at in range(10**9)]


@pytest.mark.parametrize(("work", "said"), [(busy, "太久"), (greedy, "太大")])
def test_a_sheet_that_gets_past_every_count_is_stopped_in_its_child(
    monkeypatch: pytest.MonkeyPatch, work: Callable[[str, bytes], object], said: str
) -> None:
    monkeypatch.setattr(bounds, "LIMITS", Limits(megabytes=300, cpu_seconds=1, seconds=20.0))
    monkeypatch.setattr(guarded, "CHILD", f"import sys; sys.path.insert(1, {sys.path[0]!r}); {guarded.CHILD}")
    with pytest.raises(Refused) as refused:
        bounds.bounded(guarded.call, work, "名册.xlsx", b"x")
    assert said in str(refused.value.facts["what"])


def test_an_honest_sheet_comes_out_of_the_child_as_it_is() -> None:
    content = xlsx(ROWS)
    assert bounds.bounded(guarded.call, read_roster, "名册.xlsx", content) == read_roster("名册.xlsx", content)
    assert bounds.bounded(guarded.call, read_sheets, "名册.xlsx", content) == read_sheets("名册.xlsx", content)
