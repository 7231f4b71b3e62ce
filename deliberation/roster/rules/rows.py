"""From the rows of units to units, every doubt told with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from deliberation.roster.rules import codes
from deliberation.roster.rules.areas import read_area
from deliberation.roster.rules.dates import is_date, may_be_date
from deliberation.roster.rules.model import NOT_COUNTED, Problem, UnitRow
from deliberation.roster.rules.names import Owners, read_owners, same
from deliberation.roster.rules.phones import read_phones
from deliberation.roster.rules.places import Place, is_bearable, is_two_part, is_unusual, read_kind, read_place
from deliberation.roster.rules.status import Status, about_owner, answered, read_status, says_status
from deliberation.roster.rules.table import Line, Table
from deliberation.sheets.grid import DATE, FORMULA, Row, letter
from deliberation.sheets.text import shown, tight

_SMALLEST, _LARGEST = 10_00, 1000_00
"""Outside of 10 to 1,000 ㎡ a dwelling's area is asked about: a decimal point is soon lost."""
LONGEST_TEXT = 80


@dataclass(slots=True)
class _Reader:
    """What one row said besides its unit: problems, in the order of the columns read."""

    table: Table
    line: Line
    problems: list[Problem] = field(default_factory=list)

    def doubt(self, code: str, name: str = "", row: Row | None = None, **facts: object) -> None:
        """Tell a problem of a field's cell, or of the whole row."""
        column = self.line.header.first(name) if name else -1
        self.doubt_at(code, column, row or self.line.row, **facts)

    def doubt_at(self, code: str, column: int, row: Row, **facts: object) -> None:
        """Tell a problem of a column's cell."""
        place = letter(column) if column >= 0 else ""
        text = codes.sentence(code, **facts)
        self.problems.append(Problem(self.table.sheet.name, row.number, place, code, text))

    def cells(self, name: str, row: Row | None = None) -> Iterable[tuple[int, str]]:
        """The columns of a field with their text; a formula without a value is told."""
        row = row or self.line.row
        for column in self.line.header.fields.get(name, []):
            text = row.at(column)
            if self.table.sheet.odd.get((row.number, column)) == FORMULA:
                then = codes.LEFT_OUT if name in {"room", "area"} else ""
                self.doubt_at(codes.FORMULA_NO_VALUE, column, row, then=then)
            yield column, text

    def text(self, name: str) -> str:
        """The first column of a field."""
        return next((text for _, text in self.cells(name)), "")

    def is_odd(self, name: str, oddity: str) -> bool:
        """Whether a field's cell is a date, or a formula without value."""
        return self.table.sheet.odd.get((self.line.row.number, self.line.header.first(name))) == oddity


def read_lines(table: Table) -> tuple[list[UnitRow], list[Problem]]:
    """The units of a sheet and what is doubtful in its rows.

    Where the sheet writes the building in every row, a row without one is told; elsewhere it is written once
    above its rows, as merged cells are in a text file.
    """
    entrances = _buildings_with_entrances_first(table)
    units, problems = [], []
    told: set[str] = set()
    for line in table.lines:
        reader = _Reader(table, line)
        unit = _read(reader, entrance_first=line.known.building in entrances)
        if unit and line.carried and table.building_in_every_row:
            reader.doubt(codes.BUILDING_FILLED, "building", other=line.known.building)
        if unit and is_unusual(unit.building) and unit.building not in told:
            told.add(unit.building)
            reader.doubt(codes.BUILDING_UNUSUAL, "building", read=unit.building)
        units += [unit] if unit else []
        problems += reader.problems
    return units, problems


def _buildings_with_entrances_first(table: Table) -> set[str]:
    """Buildings in whose rows 2-301 means entrance 2: the first half is not always the building's own number."""
    return {
        line.known.building
        for line in table.lines
        if line.known.building
        and (first := is_two_part(line.row.at(line.header.first("room"))))
        and first != line.known.building
    }


def _read(reader: _Reader, *, entrance_first: bool) -> UnitRow | None:
    """The unit of a row; `None` where it has no room or no area and cannot be counted."""
    place, room_text = _place(reader, entrance_first=entrance_first)
    kind = _kind(reader, place)
    area = _area(reader, kind)
    owners, owner_text, phones = _owners(reader)
    status, note = _status(reader, owners)
    says = says_status(owner_text)
    if owners.developer and status == Status():
        reader.doubt(codes.OWNER_IS_DEVELOPER, "owner", read=shown(owner_text))
    sold = status.sold and not owners.developer and (not says or read_status(owner_text).sold)
    delivered = status.delivered and (not says or read_status(owner_text).delivered)
    if place is None or area is None:
        return None
    told = any(problem.code == codes.OWNER_UNCLEAR for problem in reader.problems)
    if not owners.names and sold and delivered and not told:
        reader.doubt(codes.NO_OWNER, "owner")
    line = reader.line
    return UnitRow(
        reader.table.sheet.name,
        line.row.number,
        place.building,
        place.entrance,
        place.room,
        room_text[:LONGEST_TEXT],
        area,
        kind,
        owners.names,
        owners.company,
        phones,
        sold,
        delivered,
        kind not in NOT_COUNTED,
        note,
        shown(owner_text, LONGEST_TEXT),
        _voter(reader, owners.names),
    )


def _voter(reader: _Reader, names: tuple[str, ...]) -> str:
    """Which of the co-owners the sheet says votes for them; nobody else is taken."""
    text = same(reader.text("voter"))
    return next((name for name in names if len(names) > 1 and text and same(name) == text), "")


def _place(reader: _Reader, *, entrance_first: bool) -> tuple[Place | None, str]:
    """Building, entrance and room; `None` where the row names no room."""
    text = reader.text("room")
    if reader.is_odd("room", FORMULA):
        return None, text
    if reader.is_odd("room", DATE) or is_date(text):
        reader.doubt(codes.ROOM_IS_DATE, "room", read=shown(text))
        return None, text
    if not text.strip(" -/'"):
        reader.doubt(codes.NO_ROOM, "room")
        return None, text
    floor = re.fullmatch("([0-9]{1,2})(?:层|楼|F)?", tight(reader.text("floor")).upper())
    if floor and re.fullmatch("[0-9]{1,2}", tight(text)):
        text = f"{floor[1]}{tight(text).zfill(2)}"  # 3 层 1 户 is 301
    known = reader.line.known
    kind = read_kind(reader.line.row.at(reader.line.header.first("kind")))
    known = Place(known.building, known.entrance, kind=kind or known.kind)
    place = read_place(text, known, entrance_first=entrance_first)
    dated = any(is_date(re.sub("(?:号楼|单元)$", "", part)) for part in (known.building, known.entrance))
    if dated or not is_bearable(place):
        reader.doubt(codes.PLACE_UNCLEAR, "room", read=shown(f"{known.building}{known.entrance} {text}"))
        return None, text
    if place.problem == codes.BUILDING_CONFLICT:
        other = f"{known.building}{known.entrance}"
        reader.doubt(codes.BUILDING_CONFLICT, "room", read=shown(text), other=other)
    elif place.problem or may_be_date(text):
        reader.doubt(place.problem or codes.ROOM_UNCLEAR, "room", read=shown(text))
    return place, tight(text) if re.fullmatch(r"[0-9.]+", text) else text


def _kind(reader: _Reader, place: Place | None) -> str:
    """The kind that its column, its room, or the place where it stands names; a dwelling otherwise."""
    text = reader.text("kind")
    if text and not read_kind(text):
        reader.doubt(codes.KIND_UNCLEAR, "kind", read=shown(text))
        return "OTHER"
    return read_kind(text) or (place.kind if place else "") or "DWELLING"


def _area(reader: _Reader, kind: str) -> int | None:
    text = reader.text("area")
    if reader.is_odd("area", FORMULA):
        return None
    area = read_area(text)
    if isinstance(area, str):
        reader.doubt(area, "area", read=shown(text))
        return None
    if kind == "DWELLING" and not _SMALLEST <= area <= _LARGEST:
        reader.doubt(codes.AREA_UNUSUAL, "area", read=shown(text))
    return area


def _owners(reader: _Reader) -> tuple[Owners, str, tuple[str, ...]]:
    """The owners of the row and of the rows of co-owners under it, the cell as written, and the phones."""
    line = reader.line
    rows = [line.row, *line.co_owners]
    names: list[str] = []
    phones: list[str] = []
    company = developer = False
    written = ""
    for row in rows:
        new = False
        for name in ("owner", "co_owner"):
            for column, text in reader.cells(name, row):
                text, inside = _without_phones(text)  # noqa: PLW2901 - the cell without its phones
                written = written or text
                owners = Owners() if says_status(text) else read_owners(text)
                new = new or bool(set(owners.names) - set(names))
                names += [n for n in owners.names if n not in names]
                phones += inside
                company, developer = company or owners.company, developer or owners.developer
                if owners.problem and owners.problem != codes.OWNER_IS_DEVELOPER:
                    reader.doubt_at(
                        owners.problem, column, row, read=shown(text), other="、".join(owners.names) or codes.NOBODY
                    )
        phones += _phones(reader, row)
        if row is not line.row and new:
            reader.doubt(codes.CO_OWNER_ROW, "owner", row, room=shown(line.row.at(line.header.first("room"))))
    return Owners(tuple(names), company, developer=developer and not names), written, tuple(dict.fromkeys(phones))


def _without_phones(text: str) -> tuple[str, tuple[str, ...]]:
    """张三13812345678: the name, and the phone that stands in its cell."""
    if not re.search("[0-9]{7}", text):
        return text, ()
    numbers = read_phones(re.sub(r"[^0-9+]+", " ", text)).numbers
    return re.sub(r"[(（]?\+?[0-9][0-9 -]{5,}[0-9][)）]?", " ", text).strip(), numbers


def _phones(reader: _Reader, row: Row) -> list[str]:
    found: list[str] = []
    for column, text in reader.cells("phone", row):
        phones = read_phones(text)
        found += phones.numbers
        if phones.problem:
            reader.doubt_at(phones.problem, column, row, read=shown(text))
    return found


def _status(reader: _Reader, owners: Owners) -> tuple[Status, str]:
    """What the remarks say of selling and handing over, and the remarks themselves."""
    sold = delivered = True
    notes = []
    for column, text in reader.cells("status"):
        title = reader.line.header.titles.get(column, "")
        answer = answered(title, text)
        said = answer or read_status(text)
        sold, delivered = sold and said.sold, delivered and said.delivered
        notes += [f"{title}：{text}" if answer else text] if text else []
        if said.unclear:
            reader.doubt_at(codes.STATUS_UNCLEAR, column, reader.line.row, read=shown(text))
        elif owners.names and said.sold and said.delivered and about_owner(text, title):
            other = "、".join(owners.names)
            reader.doubt_at(codes.OWNER_REMARK, column, reader.line.row, read=shown(text), other=other)
    return Status(sold, delivered), "；".join(notes)
