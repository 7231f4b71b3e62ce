"""官方电子投票结果: reading the file that the city's own voting system gives out (domain 3.3; 秦皇岛 §22, 四川 §31).

Pure: sheets of text in, ballots and problems out. Nothing of it is a tally, and a problem never quotes how
somebody voted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Refused, refuse
from deliberation.kernel.methods import METHODS
from deliberation.owners.rules.entry import ballot_number, checked_choices
from deliberation.owners.rules.official_columns import Columns, find_columns
from deliberation.owners.rules.official_words import (
    NOT_CAST,
    SIGNED_IN_ONLY,
    bare,
    in_order,
    is_blank,
    is_named,
    opinion,
    ranked,
    ticked,
    written_moment,
)
from deliberation.roster.rules.names import read_owners
from deliberation.roster.rules.places import Place, named_building, named_entrance, read_place
from deliberation.sheets.grid import Row, Sheet
from deliberation.sheets.text import has_id, shown, tight

_YES = frozenset({"是", "有", "已登录", "已登陆", "√"})
_NO = NOT_CAST | {"否", "没有", "未登录", "未登陆", "×"}
_TOTAL = re.compile("合计|总计|小计|共计")
AFTER = timedelta(microseconds=1)
"""Silence counts a breath after the closing, so that any paper that came in by then goes before it."""
MOST_PROBLEMS = 200
"""So many are kept and shown: whoever has more has the wrong file."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An owner of the vote, to be found by: number, building, rooms and names, and what was imported before.

    `rooms` as the office writes them, with or without the building. `imported` holds the choices
    of a paper that came from an earlier file, `None` where there is none.
    """

    number: int
    building: str
    rooms: tuple[str, ...]
    names: tuple[str, ...]
    imported: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when ballots were taken; `now` bounds what a file can know.

    `silence_abstains`: who signed in to the system while ballots were taken takes part, and abstains where they state
    nothing (四川省条例 §31, 秦皇岛 §23). That they stated nothing is known only when the time is over.
    """

    opens_at: datetime
    closes_at: datetime
    now: datetime
    silence_abstains: bool = False

    @property
    def tells_silence(self) -> bool:
        """Whether a blank can be taken for silence by now."""
        return self.silence_abstains and self.now >= self.closes_at


@dataclass(frozen=True, slots=True)
class Cast:
    """One owner's ballot in the file. `at` is the moment the system notes, ISO with zone."""

    number: int
    at: str
    choices: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row (0: the whole sheet) that cannot be taken over, and why. Any problem stops the import."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The file as it was read. `not_cast` rows say that nobody voted, `known` ones came with an earlier file.

    `silent`: how many of the ballots are abstentions of owners who signed in and stated nothing.
    """

    casts: tuple[Cast, ...]
    problems: tuple[Problem, ...]
    not_cast: int = 0
    known: int = 0
    silent: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reading:
        """The reading that `to_json` wrote."""
        casts = tuple(Cast(**cast) for cast in data["casts"])
        problems = tuple(Problem(**problem) for problem in data["problems"])
        return cls(casts, problems, data["not_cast"], data["known"], data.get("silent", 0))


def read_result(
    sheets: Iterable[Sheet], questions: Sequence[Mapping[str, Any]], asked: Sequence[Asked], period: Period
) -> Reading:
    """Every row of every sheet that has a header, matched to the owners of the vote.

    Raises `INVALID_INPUT` for a file without any such sheet: columns 票号 (or 房号 and 业主) and one with the
    opinion on each question.
    """
    reader = _Reader(questions, asked, period)
    found = False
    for sheet in sheets:
        columns = find_columns(sheet, questions)
        if columns is not None:
            found = True
            reader.read(sheet, columns)
    if not found:
        refuse(InEntry.NO_HEADER)
    return reader.reading()


class _Reader:
    """Collects the ballots and problems of all sheets of a file."""

    def __init__(self, questions: Sequence[Mapping[str, Any]], asked: Sequence[Asked], period: Period) -> None:
        self.questions, self.period = questions, period
        self.by_number = {a.number: a for a in asked}
        self.by_room: dict[str, list[Asked]] = {}
        for one in asked:
            known = Place(named_building(one.building))
            for key in {key for room in one.rooms for key in _keys(read_place(room, known))}:
                self.by_room.setdefault(key, []).append(one)
        self.rows: list[_CastRow] = []
        self.problems: list[Problem] = []
        self.known: set[int] = set()
        self.not_cast = 0

    def read(self, sheet: Sheet, columns: Columns) -> None:
        """Every row under the header."""
        for row in sheet.rows:
            texts = row.texts
            if row.number <= columns.row or not texts or _TOTAL.search(tight(texts[0])):
                continue
            try:
                self._take(sheet, row, columns)
            except Refused as refused:
                self.problems.append(Problem(sheet.name, row.number, str(refused.facts.get("what", ""))))

    def _take(self, sheet: Sheet, row: Row, columns: Columns) -> None:
        said = {number: row.at(at) for number, at in columns.opinions.items()}
        ticks = {number: self._ticked(row, number, at) for number, at in columns.ticks.items()}
        silent = all(is_blank(text) for text in said.values()) and not any(ticks.values())
        if silent and not (self.period.tells_silence and _signed_in(said, row, columns, self.period)):
            self.not_cast += 1
            return
        if any(has_id(text) for text in row.texts):
            refuse(InEntry.IDENTITY_IN_FILE)
        one = self._owner(row, columns)
        choices = {number: self._choice(number, text) for number, text in said.items()}
        choices |= {number: self._of_ticks(number, codes) for number, codes in ticks.items()}
        checked = checked_choices(choices, self.questions, unclear=False)
        if one.imported is not None:
            self._again(one, checked)
            return
        at = self.period.closes_at + AFTER if silent else _moment(_time_of(row, columns), self.period)
        cast = Cast(one.number, at.isoformat(), {number: list(codes) for number, codes in checked.items()})
        self.rows.append(_CastRow(sheet.name, row.number, cast, silent))

    def _ticked(self, row: Row, number: str, columns: Mapping[str, int]) -> list[str]:
        cells = {choice: row.at(at) for choice, at in columns.items()}
        if METHODS[self._question(number)["method"]].ordered:
            return ranked(cells, number)
        return ticked(cells, number, several=not self._is_plain(number))

    def _of_ticks(self, number: str, codes: Sequence[str]) -> tuple[str, ...]:
        """The choice of the ticked columns; a blank is silence where that is told, and else left to be refused."""
        if self._is_plain(number):
            if not codes and not self.period.tells_silence:
                refuse(InEntry.NOT_TICKED, number=number)
            return tuple(codes) or ("ABSTAIN",)
        if "" in codes and len(codes) > 1:
            refuse(InEntry.ABSTAINED_AND_MORE, number=number)
        if not codes and not self.period.tells_silence:
            refuse(InEntry.NOT_TICKED, number=number)
        return tuple(code for code in codes if code)

    def _question(self, number: str) -> Mapping[str, Any]:
        return next(d for d in self.questions if str(d["number"]) == number)

    def _is_plain(self, number: str) -> bool:
        return METHODS[self._question(number)["method"]].plain

    def _again(self, one: Asked, choices: Mapping[str, tuple[str, ...]]) -> None:
        if dict(one.imported or {}) != dict(choices):
            refuse(InEntry.IMPORTED_DIFFERENT, number=one.number)
        self.known.add(one.number)

    def _owner(self, row: Row, columns: Columns) -> Asked:
        by_number = self._by_number(row.at(columns.number)) if columns.number >= 0 else None
        if columns.room < 0 or columns.owner < 0 or not row.at(columns.room):
            return by_number or refuse(InEntry.NUMBER_MISSING)
        found = self._by_room(row, columns)
        if by_number is not None and found.number != by_number.number:
            refuse(InEntry.NUMBER_MISMATCH, number=by_number.number)
        return found

    def _by_number(self, text: str) -> Asked | None:
        plain = tight(text)
        if not plain:
            return None
        found = self.by_number.get(ballot_number(plain) or 0)
        return found or refuse(InEntry.NUMBER_NOT_ASKED, number=shown(text, 20))

    def _by_room(self, row: Row, columns: Columns) -> Asked:
        building, entrance = (row.at(at) if at >= 0 else "" for at in (columns.building, columns.entrance))
        room = row.at(columns.room)
        known = Place(named_building(building), named_entrance(entrance))
        place = read_place(room, known)
        keys = _keys(place)[: 2 if place.building else 3]  # a building that is named must be the right one
        here = next((self.by_room[key] for key in keys if key in self.by_room), [])
        written = shown(" ".join(text for text in (building, entrance, room) if text), 30)
        if not here:
            refuse(InEntry.ROOM_UNKNOWN, room=written)
        names = read_owners(row.at(columns.owner)).names
        named = {a.number: a for a in here if is_named(names, a.names)}
        if len(named) != 1:
            refuse(InEntry.OWNER_MISMATCH, room=written)
        return next(iter(named.values()))

    def _choice(self, number: str, text: str) -> tuple[str, ...]:
        data = self._question(number)
        plain = tight(text)
        if self.period.tells_silence and is_blank(text):
            plain = "弃权"
        if self._is_plain(number):
            code = opinion(plain)
            return (code,) if code else refuse(InEntry.OPINION_UNREAD, number=number)
        labels = {tight(option["label"]): option["code"] for option in data["options"]}
        if plain not in labels and bare(plain) == "弃权":
            return ()
        ranking = in_order(plain, labels, number) if METHODS[data["method"]].ordered else ()
        if ranking:
            return ranking
        parts = [part if part in labels else bare(part) for part in re.split(r"[、,;|]", plain) if part]
        if plain in labels:
            parts = [plain]
        if not parts or not set(parts) <= set(labels):
            refuse(InEntry.OPTION_UNKNOWN, number=number)
        return tuple(labels[part] for part in parts)

    def reading(self) -> Reading:
        """What was read: one ballot for each owner, whose rows (one for each flat) all say the same, or a problem."""
        by_number: dict[int, list[_CastRow]] = {}
        for row in self.rows:
            by_number.setdefault(row.cast.number, []).append(row)
        casts, silent, unequal = [], 0, []
        for rows in by_number.values():
            spoken = [row for row in rows if not row.silent] or rows
            if any(row.cast.choices != spoken[0].cast.choices for row in spoken):
                unequal += [Problem(row.sheet, row.row, _unequal(row.cast.number, spoken)) for row in spoken]
                continue
            silent += spoken[0].silent
            casts.append(min((row.cast for row in spoken), key=lambda cast: cast.at))
        problems = sorted([*self.problems, *unequal], key=lambda p: (p.sheet, p.row))
        return Reading(tuple(casts), tuple(problems[:MOST_PROBLEMS]), self.not_cast, len(self.known), silent)


@dataclass(frozen=True, slots=True)
class _CastRow:
    """A ballot with its row; `silent`: its owner signed in and stated nothing."""

    sheet: str
    row: int
    cast: Cast
    silent: bool


def _unequal(number: int, rows: Sequence[_CastRow]) -> str:
    places = "、".join(str(row.row) for row in rows[:5]) + ("…" if rows[5:] else "")
    return (
        f"票号 {number} 在文件里有 {len(rows)} 行（第 {places} 行），意见不一样。一位业主有几户也只投一票："
        "请向投票系统核实以哪一行为准，只留那一行，再读一次。"
    )


def _time_of(row: Row, columns: Columns) -> str:
    """The cell of the moment; a day and a time of day in two columns are put together."""
    text = row.at(columns.time) if columns.time >= 0 else ""
    day = row.at(columns.day) if columns.day >= 0 else ""
    return f"{day} {text}" if day and re.fullmatch(r"[^0-9]*[0-9]{1,2}[:时点].*", tight(text)) else text or day


def _signed_in(said: Mapping[str, str], row: Row, columns: Columns, period: Period) -> bool:
    """Whether the file says that this owner signed in while ballots were taken; without such a word it does not."""
    if any(tight(text) in SIGNED_IN_ONLY for text in said.values()):
        return True
    text = row.at(columns.sign_in) if columns.sign_in >= 0 else ""
    plain = tight(text)
    if plain in _NO or plain in _YES:
        return plain in _YES
    first, last = written_moment(text, "登录时间")
    return first <= period.closes_at and last >= period.opens_at


def _keys(place: Place) -> tuple[str, str, str]:
    """A room in one writing (1-2-301 is 1号楼2单元301室), and again without its entrance, then without its building."""
    whole = f"{place.building}|{place.entrance}|{place.room}|{place.kind}"
    return whole, f"{place.building}||{place.room}|{place.kind}", f"||{place.room}|{place.kind}"


def _moment(text: str, period: Period) -> datetime:
    """The moment of a ballot; a day alone is its end, nothing is the end of the voting: who came earlier counts."""
    last = min(period.closes_at, period.now)
    if not tight(text):
        return last
    first, end = written_moment(text, "投票时间")
    return _within(min(end, last) if first <= last and first != end else end, period)


def _within(at: datetime, period: Period) -> datetime:
    if not period.opens_at <= at <= period.closes_at or at > period.now:
        refuse(InEntry.CAST_OUTSIDE)
    return at
