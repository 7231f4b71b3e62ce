"""Reading a roster: from a file's bytes to units, doubts and proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from typing import Any

from deliberation.kernel.counting import area
from deliberation.kernel.details import InRoster
from deliberation.kernel.errors import Refused
from deliberation.kernel.text import say
from deliberation.roster.rules import codes
from deliberation.roster.rules.header import Header
from deliberation.roster.rules.heads import propose, strangers
from deliberation.roster.rules.model import NOT_COUNTED, Problem, SheetNote, UnitRow
from deliberation.roster.rules.names import same
from deliberation.roster.rules.result import Reading
from deliberation.roster.rules.rows import LONGEST_TEXT, read_lines
from deliberation.roster.rules.table import Table, walk
from deliberation.sheets.grid import letter, letters
from deliberation.sheets.reading import read_sheets
from deliberation.sheets.text import shown
from deliberation.sheets.textfile import of_another_encoding


def read_roster(name: str, content: bytes) -> Reading:
    """Read a roster: .xlsx, or .csv in UTF-8 or GB18030 with commas, tabs or semicolons.

    The file is judged by its content; `name` serves the messages and names a text file's sheet. Raises
    `INVALID_INPUT` with what to do in WPS or Excel for a file that cannot be read.
    """
    tables = [walk(sheet) for sheet in read_sheets(name, content)]
    if all(table.header is None for table in tables):
        raise Refused(of_another_encoding(content) or InRoster.NO_HEADER)
    units: list[UnitRow] = []
    problems: list[Problem] = []
    headed: list[tuple[str, Header]] = []
    for table in tables:
        found, doubts = read_lines(table)
        problems += [*_of_sheet(table), *table.problems, *doubts]
        units += found
        if table.header:
            headed.append((table.sheet.name, table.header))
    units, doubled = _without_doubles(units)
    problems += [*doubled, *_same_names(units), *_not_counted(units)]
    order = {table.sheet.name: at for at, table in enumerate(tables)}
    problems.sort(key=lambda p: (order.get(p.sheet, len(order)), p.row))
    return Reading(tuple(units), tuple(problems), propose(units), _notes(headed, units))


def count_kinds(reading: Reading, kinds: Collection[str]) -> Reading:
    """The same reading where parking spaces or storage rooms (`kinds`) count for votes, as house rules may have it.

    Proposals and the doubts that hang on who is counted are made anew; a key stays what it was.
    """
    units = [replace(u, counts_for_votes=u.kind not in NOT_COUNTED or u.kind in kinds) for u in reading.units]
    kept = [p for p in reading.problems if p.code not in {codes.SAME_NAME_OTHER_PHONE, codes.KIND_NOT_COUNTED}]
    problems = [*kept, *_same_names(units), *_not_counted(units)]
    order = {name: at for at, name in enumerate(dict.fromkeys(p.sheet for p in kept if p.sheet))}
    order |= {note.name: at for at, note in enumerate(reading.sheets)}
    problems.sort(key=lambda p: (order.get(p.sheet, len(order)), p.row))
    return replace(reading, units=tuple(units), problems=tuple(problems), proposals=propose(units))


def _notes(headed: list[tuple[str, Header]], units: list[UnitRow]) -> tuple[SheetNote, ...]:
    counts = Counter(unit.sheet for unit in units)
    return tuple(
        SheetNote(name, header.row, {field: letters(at) for field, at in header.fields.items()}, counts[name])
        for name, header in headed
    )


def check(reading: Reading) -> dict[str, Any]:
    """What `deliberation roster-check` prints: counts of everything that counts for votes, areas in 0.01 ㎡."""
    counted = reading.counted
    return {
        "units": counted.units,
        "area": counted.area,
        "heads": {"as_written": counted.heads_as_written, "as_proposed": counted.heads_as_proposed},
        "problems": [asdict(problem) for problem in reading.problems],
        "proposals": [asdict(proposal) for proposal in reading.proposals],
    }


def _of_sheet(table: Table) -> Iterable[Problem]:
    """What is to be said of a sheet as a whole and of its columns."""
    sheet, header = table.sheet, table.header
    if sheet.hidden or header is None:
        if sheet.hidden or sheet.rows:
            code = codes.HIDDEN_SHEET if sheet.hidden else codes.SHEET_NOT_READ
            yield Problem(sheet.name, 0, "", code, codes.sentence(code))
        return
    for column in header.ids:
        text = codes.sentence(codes.ID_COLUMN, read=shown(header.titles[column]))
        yield Problem(sheet.name, header.row, letter(column), codes.ID_COLUMN, text)
    beside = min((column for column, field in header.unused.items() if field == "beside"), default=None)
    if beside is not None:
        text = codes.sentence(codes.TABLE_BESIDE, column=letter(beside))
        yield Problem(sheet.name, header.row, letter(beside), codes.TABLE_BESIDE, text)
    for column, field in header.unused.items():
        if beside is not None and column >= beside:
            continue
        other = header.titles.get(header.first(field), "")
        text = codes.sentence(codes.COLUMN_NOT_USED, read=shown(header.titles[column]), other=shown(other))
        yield Problem(sheet.name, header.row, letter(column), codes.COLUMN_NOT_USED, text)
    yield from _of_hidden_rows(table)


def _of_hidden_rows(table: Table) -> Iterable[Problem]:
    sheet = table.sheet
    hidden = [line.row.number for line in table.lines if line.row.number in sheet.hidden_rows]
    if hidden:
        rows = "、".join(str(row) for row in hidden[:20]) + ("…" if len(hidden) > 20 else "")  # noqa: PLR2004
        text = codes.sentence(codes.HIDDEN_ROWS, count=len(hidden), rows=rows)
        yield Problem(sheet.name, 0, "", codes.HIDDEN_ROWS, text)


def _without_doubles(units: list[UnitRow]) -> tuple[list[UnitRow], list[Problem]]:
    """Each unit once. A second row with the same area and other owners adds co-owners; any other is left out, told."""
    found: dict[tuple[str, ...], UnitRow] = {}
    problems = []
    for unit in units:
        kind = unit.kind if not unit.counts_for_votes else ""
        key = (unit.building or f"@{unit.sheet}", unit.entrance, unit.room, kind)
        other = found.setdefault(key, unit)
        if other is not unit:
            found[key], problem = _twice(other, unit)
            problems.append(problem)
    return list(found.values()), problems


def _twice(first: UnitRow, again: UnitRow) -> tuple[UnitRow, Problem]:
    """The unit after its second row, and what is told of that row (区分所有权解释 §9: co-owners are one head)."""
    known = {same(name) for name in first.names}
    new = tuple(name for name in again.names if same(name) not in known)
    joins = bool(new and first.names) and first.area == again.area and first.counts_for_votes
    if joins and not (first.of_developer or again.of_developer):
        text = codes.sentence(codes.CO_OWNER_JOINED, room=again.label, where=_where(first), read="、".join(new))
        joined = replace(
            first,
            names=first.names + new,
            company=first.company or again.company,
            phones=tuple(dict.fromkeys(first.phones + again.phones)),
            owner_text=shown(f"{first.owner_text}、{again.owner_text}", LONGEST_TEXT),
            note="；".join(dict.fromkeys(filter(None, (first.note, again.note)))),
        )
        return joined, Problem(again.sheet, again.row, "", codes.CO_OWNER_JOINED, text)
    then = ""
    if new and first.counts_for_votes:
        then = say("面积也不同，“%(names)s”没有读入，请核对。", names="、".join(new))
    elif again.phones and not set(again.phones) <= set(first.phones) and not new:
        first = replace(first, phones=tuple(dict.fromkeys(first.phones + again.phones)))
        then = say("这一行的电话已经并入。")
    text = codes.sentence(codes.DUPLICATE_UNIT, room=again.label, where=_where(first), then=then)
    return first, Problem(again.sheet, again.row, "", codes.DUPLICATE_UNIT, text)


def _same_names(units: list[UnitRow]) -> Iterable[Problem]:
    for unit, other in strangers(unit for unit in units if unit.counts_for_votes):
        text = codes.sentence(codes.SAME_NAME_OTHER_PHONE, names="、".join(unit.names), where=_where(other))
        yield Problem(unit.sheet, unit.row, "", codes.SAME_NAME_OTHER_PHONE, text)


def _not_counted(units: list[UnitRow]) -> Iterable[Problem]:
    left_out = [unit for unit in units if not unit.counts_for_votes]
    if left_out:
        total = area(sum(unit.area for unit in left_out))
        text = codes.sentence(codes.KIND_NOT_COUNTED, count=len(left_out), area=total)
        yield Problem("", 0, "", codes.KIND_NOT_COUNTED, text)


def _where(unit: UnitRow) -> str:
    return f"“{unit.sheet}”第 {unit.row} 行"
