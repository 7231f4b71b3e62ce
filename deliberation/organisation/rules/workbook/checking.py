"""Checking the workbook: every mistake by sheet, row and column, what stands there and what is allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from deliberation.organisation.rules.workbook.cells import CHECKS, Allowed, Places
from deliberation.organisation.rules.workbook.layout import KEYS, LONGEST, MOST, REQUIRED, SHEETS
from deliberation.organisation.rules.workbook.reading import RawBook, RawRow


@dataclass(frozen=True, slots=True)
class Line:
    """A row without mistakes: its cells as the store would write them."""

    sheet: str
    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake that stops the import: where it is (`row` 0: the sheet), what stands there, what is allowed."""

    sheet: str
    row: int
    column: str
    found: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Hint:
    """What somebody may want to look at; it stops nothing."""

    sheet: str
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows by sheet, and everything that was found."""

    lines: dict[str, list[Line]]
    problems: list[Problem]
    hints: list[Hint]


def check(book: RawBook, known: Places) -> Checked:
    """Read every cell against the others of the workbook and what is there already."""
    places = known.with_rows(book.rows)
    problems = [Problem(sheet, 1, column, "", f"第一行缺“{column}”这一列") for sheet, column in book.missing]
    lines: dict[str, list[Line]] = {}
    for sheet in SHEETS:
        lines[sheet] = []
        seen: dict[tuple[str, ...], int] = {}
        for raw in book.rows.get(sheet, []):
            found = _line(sheet, raw, places, problems)
            again = seen.setdefault(tuple(found.cells.get(c, "") for c in KEYS[sheet]), raw[0])
            if again != raw[0]:
                where, said = "、".join(KEYS[sheet]), " / ".join(found.cells.get(c, "") for c in KEYS[sheet])
                problems.append(Problem(sheet, raw[0], where, said, f"与第 {again} 行重复"))
            lines[sheet].append(found)
    hints = [Hint(name, "这张表不认识，没有读") for name in book.unknown]
    if not any(one.sheet == "楼栋单元" for one in problems):  # else nobody knows yet where an entrance belongs
        hints += _households(lines)
    return Checked(lines, problems, [*hints, *_same_names(lines)])


def _line(sheet: str, raw: RawRow, places: Places, problems: list[Problem]) -> Line:
    number, written = raw
    cells: dict[str, str] = {}
    for column, text in written.items():
        cells[column] = text
        if not text and column in REQUIRED[sheet]:
            problems.append(Problem(sheet, number, column, "", "不能空着"))
        elif len(text) > LONGEST.get(column, len(text)):
            problems.append(Problem(sheet, number, column, text, f"最多 {LONGEST[column]} 个字"))
        elif column in MOST and text.isdecimal() and int(text[-4000:]) > MOST[column]:
            problems.append(Problem(sheet, number, column, text, f"最多 {MOST[column]}"))
        elif text and (sheet, column) in CHECKS:
            try:
                cells[column] = CHECKS[sheet, column](text, written, places)
            except Allowed as wrong:
                problems.append(Problem(sheet, number, column, text, str(wrong)))
    return Line(sheet, number, cells)


def _same_names(lines: Mapping[str, list[Line]]) -> list[Hint]:
    by_name: dict[str, list[int]] = {}
    for line in lines["人员"]:
        by_name.setdefault(line.cells.get("姓名", ""), []).append(line.row)
    return [
        Hint("人员", f"第 {'、'.join(map(str, rows))} 行姓名都是“{name}”。编号不同，按不同的人处理")
        for name, rows in by_name.items()
        if name and len(rows) > 1
    ]


def _households(lines: Mapping[str, list[Line]]) -> list[Hint]:
    """Where the households of the entrances do not add up to those of the compound."""
    counted: Counter[str] = Counter()
    for line in lines["楼栋单元"]:
        households = line.cells.get("户数", "")
        counted[line.cells.get("小区", "")] += int(households) if households.isdecimal() else 0
    return [
        Hint("小区", f"第 {one.row} 行{name}写 {said} 户，“楼栋单元”里合计 {counted[name]} 户")
        for one in lines["小区"]
        if (name := one.cells.get("小区", "")) in counted
        and (said := one.cells.get("户数", "")).isdecimal()
        and int(said) != counted[name]
    ]
