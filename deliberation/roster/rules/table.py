"""Walking down a sheet: titles, headers, sections, totals and notes are told from the rows of units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from deliberation.roster.rules import codes
from deliberation.roster.rules.areas import read_area
from deliberation.roster.rules.header import Header, find_header
from deliberation.roster.rules.model import Problem
from deliberation.roster.rules.places import Place, building_in, named_building, named_entrance, read_kind, read_place
from deliberation.roster.rules.sums import is_count, is_no_room, is_sum
from deliberation.sheets.grid import ID, Row, Sheet, letter
from deliberation.sheets.text import shown, tight

_TOTAL = re.compile(
    r"[()0-9A-Za-z一二三四五六七八九十#号楼栋幢座单元东西南北中区期本页全小层]*(?:合计|小计|总计|共计|累计|总数)"
    r"[()0-9.,户套间个人m平方米]*(?:[:].*)?|共[0-9]+(?:户|套|间)"
)
_NOTE = re.compile(
    r"说明|注[:0-9]|备注[:]|制表|填表|填报|审核|复核|单位[:盖(]|日期|打印|导出|第[0-9]+页|共[0-9]+页|截[至止]|统计|\*|联系人|以上|以下空白|负责人|盖章|经办"
)
_LONGEST_TITLE = 40
_LOOKS_LIKE_HEADER = re.compile("面积|建面")
_MEANT = ("room", "area", "owner", "co_owner", "phone", "status")


@dataclass(slots=True)
class Line:
    """A row of a unit. `known` is what stands outside the room's cell; `carried`: its building stands above."""

    row: Row
    header: Header
    known: Place
    carried: bool = False
    co_owners: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """What walking a sheet found. `header` is the first one, `None` for a sheet without a roster."""

    sheet: Sheet
    header: Header | None = None
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    building_in_every_row: bool = False


def walk(sheet: Sheet) -> Table:
    """Find the header and the rows of units of a sheet."""
    walker = _Walker(sheet)
    at = 0
    while at < len(sheet.rows):
        header = None
        # a header may have two rows, with 面积 in either
        near = "".join(text for row in sheet.rows[at : at + 2] for text in row.cells)
        if walker.header is None or _LOOKS_LIKE_HEADER.search(near):
            header = find_header(sheet, at)
        if header is None:
            walker.take(sheet.rows[at])
        else:
            walker.begin(header)
            while at + 1 < len(sheet.rows) and sheet.rows[at + 1].number <= header.row:
                at += 1
        at += 1
    return walker.table


class _Walker:
    """Where a walk down a sheet stands: the header and section in force, the building above."""

    def __init__(self, sheet: Sheet) -> None:
        self.table = Table(sheet)
        self.sheet = sheet
        self.header: Header | None = None
        name = sheet.name
        self.section = Place(named_building(name)) if re.fullmatch(r"[0-9]{1,3}", tight(name)) else building_in(name)
        self.titles: set[str] = set()
        self.building = self.entrance = ""
        self.explicit = ""

    def begin(self, header: Header) -> None:
        """A header: the first, or a repeated one on the next printed page."""
        if self.header is None:
            self.table.header = header
        self.header = header

    def take(self, row: Row) -> None:
        """Any other row."""
        texts = list(dict.fromkeys(row.texts))
        if self.header is None:
            self.titles.update(texts)
            for text in texts:
                self._enter(text)
        elif not texts or self._is_empty(row, self.header):
            return
        elif self._is_total(row, self.header):
            self._pass_total(row, self.header)
        elif len(texts) > 1 or self._is_room(row, self.header):
            self._take_unit(row, self.header)
        elif not _NOTE.match(tight(texts[0])) and not self._enter(texts[0]) and texts[0] not in self.titles:
            self._doubt(row, codes.ROW_NOT_READ, read=shown(texts[0]))

    def _enter(self, text: str) -> bool:
        """Take a title or section row: whether it names a building, an entrance or a kind. Sentences are neither."""
        if len(text) > _LONGEST_TITLE or re.search("[，。；;]", text):
            return False
        place = building_in(text)
        entrance = re.fullmatch(r"(?:第)?([0-9一二三四五六七八九十东西南北中]+)单元", tight(text))
        if place.building:
            self.section = replace(place, kind=place.kind or self.section.kind)
            self.building = self.entrance = ""
        elif entrance:
            self.section = replace(self.section, entrance=named_entrance(entrance[1]))
            self.entrance = ""
        elif place.kind:
            self.section = replace(self.section, kind=place.kind)
        return bool(place.building or entrance or place.kind)

    def _is_empty(self, row: Row, header: Header) -> bool:
        """A row without anything of a unit: numbered in advance, or only spanned by merged cells."""
        used = {column for name in _MEANT for column in header.fields.get(name, [])}
        own = [column for column in used if row.at(column) and (row.number, column) not in self.sheet.filled]
        odd = any(self.sheet.odd.get((row.number, column), ID) != ID for column in used)
        strangers = set(range(len(row.cells))) - used - set(header.fields.get("serial", [])) - set(header.ids)
        words = any(
            re.search("[^0-9. ]", row.at(column))
            for column in strangers
            if (row.number, column) not in self.sheet.filled
        )
        return not own and not odd and not words

    def _is_total(self, row: Row, header: Header) -> bool:
        """合计, 小计 in whatever column; in a remark only where the row names no owner or room."""
        remarks = set(header.fields.get("status", []))
        named = bool(row.at(header.first("room")) and row.at(header.first("owner")))
        return any(
            _TOTAL.fullmatch(tight(text)) for at, text in enumerate(row.cells) if text and not (at in remarks and named)
        )

    def _pass_total(self, row: Row, header: Header) -> None:
        """A row "1号楼, 共36户" begins a building all the same."""
        building = row.at(header.first("building"))
        if building and not _TOTAL.fullmatch(tight(building)):
            self._known(row, header)

    def _is_room(self, row: Row, header: Header) -> bool:
        text = row.at(header.first("room"))
        odd = any(number == row.number for number, _ in self.sheet.odd)
        return odd or (bool(text) and not building_in(text).building and not read_place(text).problem)

    def _take_unit(self, row: Row, header: Header) -> None:
        room, area = row.at(header.first("room")), row.at(header.first("area"))
        first = tight(next(iter(row.texts), ""))
        if not room and not isinstance(read_area(area), int) and _NOTE.match(first):
            return
        if self._is_no_flat(row, header):
            self._doubt(row, codes.ROW_NOT_READ, read=shown(" ".join(dict.fromkeys(row.texts))))
            return
        self._doubt_ids(row, header)
        if self._continues(row, header):
            self.table.lines[-1].co_owners.append(row)
            return
        known, carried = self._known(row, header)
        self.table.lines.append(Line(row, header, known, carried))

    def _is_no_flat(self, row: Row, header: Header) -> bool:
        """A sum, an average or a note in the room's column or before it, where nobody is named (平均, 备用房)."""
        room = header.first("room")
        odd = any((row.number, column) in self.sheet.odd for column in (room, header.first("area")))
        people = [column for name in ("owner", "co_owner", "phone") for column in header.fields.get(name, [])]
        own = [row.at(column) for column in people if (row.number, column) not in self.sheet.filled]
        if odd or any(text and not is_count(text) for text in own):
            return False
        before = [header.first(name) for name in ("serial", "building", "entrance", "floor")]
        labels = [row.at(at) for at in before if at >= 0 and (row.number, at) not in self.sheet.filled]
        if is_sum(row.at(room)) or any(is_sum(text) for text in labels):
            return True
        if any(row.at(column) for column in header.fields.get("status", [])):
            return False
        # Without a room the row is no unit; a word in the building's column would name the rows below it.
        named = [text for text in labels if text and not building_in(text).building]
        return is_no_room(row.at(room)) if row.at(room) else any(is_no_room(text) for text in named)

    def _continues(self, row: Row, header: Header) -> bool:
        """Whether the row holds only another owner of the unit above: room and area are merged or empty.

        The room may be repeated. Where the area is too, the row is a whole one; it is joined when all are read.
        """
        if not self.table.lines:
            return False
        above = self.table.lines[-1]
        latest = above.co_owners[-1].number if above.co_owners else above.row.number
        columns = (header.first("room"), header.first("area"))
        empty = [not row.at(column) or (row.number, column) in self.sheet.filled for column in columns]
        again = bool(row.at(columns[0])) and row.at(columns[0]) == above.row.at(columns[0])
        where = [header.first("building"), header.first("entrance")]
        here = all(not row.at(column) or row.at(column) == above.row.at(column) for column in where)
        shared = all(empty) or (here and again and empty[1])
        odd = any(self.sheet.odd.get((row.number, column), ID) != ID for column in columns)
        people = header.fields.get("owner", []) + header.fields.get("co_owner", []) + header.fields.get("phone", [])
        return shared and not odd and row.number == latest + 1 and any(row.at(column) for column in people)

    def _known(self, row: Row, header: Header) -> tuple[Place, bool]:
        """What the columns, the section and the sheet's name say of the unit, and whether the building stands above."""
        at_building, at_entrance = header.first("building"), header.first("entrance")
        written = row.at(at_building)
        own = written and (row.number, at_building) not in self.sheet.filled
        self.table.building_in_every_row |= bool(own and written == self.explicit)
        self.explicit = written if own else ""
        if written and written != self.building:
            self.building, self.entrance = written, ""
        self.entrance = row.at(at_entrance) or self.entrance
        inside = building_in(self.building) if self.building else Place()
        known = Place(
            inside.building or (named_building(self.building) if self.building else self.section.building),
            named_entrance(self.entrance) or inside.entrance or ("" if self.building else self.section.entrance),
            kind=read_kind(self.building) or self.section.kind,
        )
        return known, bool(self.building and not written)

    def _doubt(self, row: Row, code: str, column: int = -1, **facts: object) -> None:
        place = letter(column) if column >= 0 else ""
        problem = Problem(self.sheet.name, row.number, place, code, codes.sentence(code, **facts))
        self.table.problems.append(problem)

    def _doubt_ids(self, row: Row, header: Header) -> None:
        """Tell where ID numbers were taken out: each cell that is read, and once a column that is not."""
        read = {column for columns in header.fields.values() for column in columns}
        told = {problem.column for problem in self.table.problems if problem.code == codes.ID_COLUMN}
        for column in range(len(row.cells)):
            if self.sheet.odd.get((row.number, column)) != ID or column in header.ids:
                continue
            if column in read:
                self._doubt(row, codes.ID_NUMBER, column)
            elif letter(column) not in told:
                self._doubt(row, codes.ID_COLUMN, column, read=shown(header.titles.get(column, letter(column))))
