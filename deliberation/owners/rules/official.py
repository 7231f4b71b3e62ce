"""官方电子投票结果: reading the file that the city's own voting system gives out (domain 3.3; 秦皇岛 §22, 四川 §31).

Pure: sheets of text in, ballots and problems out. Nothing of it is a tally, and a problem never quotes how
somebody voted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any

from deliberation.kernel.clock import BEIJING
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.rules.entry import ballot_number, checked_choices
from deliberation.owners.rules.roster.grid import Row, Sheet
from deliberation.owners.rules.roster.header import field_of
from deliberation.owners.rules.roster.names import read_owners, same
from deliberation.owners.rules.roster.places import Place, named_building, named_entrance, read_place
from deliberation.owners.rules.roster.text import has_id, shown, tight

_NUMBER = re.compile(r"(?:表决|选|投)?票(?:面)?(?:编)?号码?|(?:选|表决)票编号|投票编号")
_TIME = re.compile(r"(?:投票|表决|提交|填写|参与)(?:的)?(?:时间|日期)|时间")
_OPINION = re.compile(r"(?:表决|投票|业主|选择的?)?(?:意见|选择|选项|结果|情况|内容)")
_ORDINAL = re.compile(
    r"(?:表决|投票)?(?:事项|议题|议案|意见|问题|第)([0-9]{1,2}|[一二三四五六七八九十])(?:项|题|个)?(?:表决|投票)?(?:事项|议题)?(?:意见|选择|结果)?"
)
_CHINESE = {sign: at for at, sign in enumerate("一二三四五六七八九十", start=1)}
_SAID = {
    "同意": "AGREE", "赞成": "AGREE", "赞同": "AGREE", "反对": "OPPOSE", "不同意": "OPPOSE", "不赞成": "OPPOSE",
    "弃权": "ABSTAIN",
}  # fmt: skip
_NOT_CAST = frozenset({"", "未投票", "未投", "未表决", "未参与", "未提交", "-", "--", "/", "无"})
_SIGNED_IN_ONLY = frozenset({"已登录未投票", "已登录未表决", "登录未投票", "登录未表决", "已登录未表态"})
_SIGN_IN = re.compile(r"(?:是否)?(?:已)?(?:首次|最近|最后)?登[录陆](?:系统)?(?:的)?(?:时间|日期|状态|情况)?")
_YES = frozenset({"是", "有", "已登录", "已登陆", "√"})
_NO = _NOT_CAST | {"否", "没有", "未登录", "未登陆", "×"}
_TOTAL = re.compile("合计|总计|小计|共计")
_FORMATS = ("%Y-%m-%d%H:%M:%S", "%Y-%m-%d%H:%M", "%Y-%m-%dT%H:%M:%S")
HEADER_WITHIN = 20
AFTER = timedelta(microseconds=1)
"""Silence counts a breath after the closing, so that any paper that came in by then goes before it."""
MOST_PROBLEMS = 200
"""So many are kept and shown: whoever has more has the wrong file."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An owner of the vote, for finding him: his number, building, rooms and names, and what was imported before.

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

    `silence_abstains`: who signed in to the system while ballots were taken takes part, and abstains where he states
    nothing (四川省条例 §31, 秦皇岛 §23). That he stated nothing is known only when the time is over.
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


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand in a sheet; -1 for a column that it does not have."""

    row: int
    number: int
    room: int
    building: int
    entrance: int
    owner: int
    time: int
    sign_in: int
    opinions: dict[str, int]


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
        columns = _find_columns(sheet, questions)
        if columns is not None:
            found = True
            reader.read(sheet, columns)
    if not found:
        what = "没有找到表头。表里要有“票号”（或“房号”和“业主”），每个表决事项有一列“意见”。"
        raise Refused(Reason.INVALID_INPUT, what=what)
    return reader.reading()


def _find_columns(sheet: Sheet, questions: Sequence[Mapping[str, Any]]) -> _Columns | None:
    for row in sheet.rows[:HEADER_WITHIN]:
        columns = _columns(row, questions)
        if columns is not None:
            return columns
    return None


def _columns(row: Row, questions: Sequence[Mapping[str, Any]]) -> _Columns | None:
    fields: dict[str, int] = {}
    opinions: dict[str, int] = {}
    for at, text in enumerate(row.cells):
        plain = tight(text)
        number = _question_of(plain, questions)
        if number:
            opinions.setdefault(number, at)
        elif plain:
            fields.setdefault(_field(plain), at)
    known = "number" in fields or {"room", "owner"} <= set(fields)
    if not known or len(opinions) != len(questions):
        return None
    places = {name: fields.get(name, -1) for name in _PLACES}
    return _Columns(row=row.number, opinions=opinions, **places)


_PLACES = ("number", "room", "building", "entrance", "owner", "time", "sign_in")


def _field(plain: str) -> str:
    if _NUMBER.fullmatch(plain):
        return "number"
    if _SIGN_IN.fullmatch(plain):
        return "sign_in"
    return "time" if _TIME.fullmatch(plain) else field_of(plain)


def _question_of(plain: str, questions: Sequence[Mapping[str, Any]]) -> str:
    """The number of the question whose opinions stand under this header; empty for another column."""
    for data in questions:
        title = tight(data["title"])
        if plain and (plain == title or plain.strip('《》“”"') == title):
            return str(data["number"])
    if len(questions) == 1 and _OPINION.fullmatch(plain):
        return str(questions[0]["number"])
    found = _ORDINAL.fullmatch(plain)
    if not found:
        return ""
    number = str(_CHINESE.get(found[1]) or int(found[1]))
    return number if any(str(data["number"]) == number for data in questions) else ""


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
        self.casts: list[tuple[str, int, Cast]] = []
        self.problems: list[Problem] = []
        self.not_cast = self.known = self.silent = 0

    def read(self, sheet: Sheet, columns: _Columns) -> None:
        """Every row under the header."""
        for row in sheet.rows:
            texts = row.texts
            if row.number <= columns.row or not texts or _TOTAL.search(tight(texts[0])):
                continue
            try:
                self._take(sheet, row, columns)
            except Refused as refused:
                self.problems.append(Problem(sheet.name, row.number, str(refused.facts.get("what", ""))))

    def _take(self, sheet: Sheet, row: Row, columns: _Columns) -> None:
        said = {number: row.at(at) for number, at in columns.opinions.items()}
        silent = all(_is_blank(text) for text in said.values())
        if silent and not (self.period.tells_silence and _signed_in(said, row, columns, self.period)):
            self.not_cast += 1
            return
        if any(has_id(text) for text in row.texts):
            _refuse("这一行有证件号码。请删掉证件号码那一列再导入。")
        one = self._owner(row, columns)
        choices = {number: self._choice(number, text) for number, text in said.items()}
        checked = checked_choices(choices, self.questions, unclear=False)
        if one.imported is not None:
            self._again(one, checked)
            return
        if silent:
            at = self.period.closes_at + AFTER
            self.silent += 1
        else:
            at = _moment(row.at(columns.time) if columns.time >= 0 else "", self.period)
        cast = Cast(one.number, at.isoformat(), {number: list(codes) for number, codes in checked.items()})
        self.casts.append((sheet.name, row.number, cast))

    def _again(self, one: Asked, choices: Mapping[str, tuple[str, ...]]) -> None:
        if dict(one.imported or {}) != dict(choices):
            _refuse(f"票号 {one.number} 以前导入过，意见与这次不同。请向投票系统核实。")
        self.known += 1

    def _owner(self, row: Row, columns: _Columns) -> Asked:
        by_number = self._by_number(row.at(columns.number)) if columns.number >= 0 else None
        if columns.room < 0 or columns.owner < 0 or not row.at(columns.room):
            return by_number or _refuse("没有写票号。")
        found = self._by_room(row, columns)
        if by_number is not None and found.number != by_number.number:
            _refuse(f"票号 {by_number.number} 与房号、业主对不上。")
        return found

    def _by_number(self, text: str) -> Asked | None:
        plain = tight(text)
        if not plain:
            return None
        found = self.by_number.get(ballot_number(plain) or 0)
        return found or _refuse(f"没有票号“{shown(text, 20)}”。")

    def _by_room(self, row: Row, columns: _Columns) -> Asked:
        building, entrance = (row.at(at) if at >= 0 else "" for at in (columns.building, columns.entrance))
        room = row.at(columns.room)
        known = Place(named_building(building), named_entrance(entrance))
        place = read_place(room, known)
        keys = _keys(place)[: 2 if place.building else 3]  # a building that is named must be the right one
        here = next((self.by_room[key] for key in keys if key in self.by_room), [])
        written = shown(" ".join(text for text in (building, entrance, room) if text), 30)
        if not here:
            _refuse(f"名册里没有房号“{written}”。")
        names = {same(name) for name in read_owners(row.at(columns.owner)).names}
        named = {a.number: a for a in here if names and names <= {same(name) for name in a.names}}
        if len(named) != 1:
            _refuse(f"房号“{written}”的业主姓名与名册不符。")
        return next(iter(named.values()))

    def _choice(self, number: str, text: str) -> tuple[str, ...]:
        data = next(d for d in self.questions if str(d["number"]) == number)
        plain = tight(text)
        if self.period.tells_silence and _is_blank(text):
            plain = "弃权"
        if data["method"] == "APPROVAL":
            code = _SAID.get(plain.strip("√✓()"))
            return (code,) if code else _refuse(f"第 {number} 项的意见看不懂，只能是同意、反对、弃权。")
        if plain == "弃权":
            return ()
        labels = {tight(option["label"]): option["code"] for option in data["options"]}
        parts = [part for part in re.split(r"[、,;|]", plain) if part]
        if plain in labels:
            parts = [plain]
        if not parts or not set(parts) <= set(labels):
            _refuse(f"第 {number} 项有表决票上没有的选项。")
        return tuple(labels[part] for part in parts)

    def reading(self) -> Reading:
        """What was read, with every owner who stands in the file twice as a problem."""
        times = Counter(cast.number for _, _, cast in self.casts)
        twice = [
            Problem(sheet, row, f"票号 {cast.number} 在文件里有 {times[cast.number]} 行。")
            for sheet, row, cast in self.casts
            if times[cast.number] > 1
        ]
        casts = tuple(cast for _, _, cast in self.casts if times[cast.number] == 1)
        problems = sorted([*self.problems, *twice], key=lambda p: (p.sheet, p.row))
        return Reading(casts, tuple(problems[:MOST_PROBLEMS]), self.not_cast, self.known, self.silent)


def _is_blank(text: str) -> bool:
    """Whether nothing is stated here, in whatever words the system says so."""
    return tight(text) in _NOT_CAST | _SIGNED_IN_ONLY


def _signed_in(said: Mapping[str, str], row: Row, columns: _Columns, period: Period) -> bool:
    """Whether the file says that this owner signed in while ballots were taken; without such a word it does not."""
    if any(tight(text) in _SIGNED_IN_ONLY for text in said.values()):
        return True
    text = row.at(columns.sign_in) if columns.sign_in >= 0 else ""
    plain = tight(text)
    if plain in _NO or plain in _YES:
        return plain in _YES
    first, last = _written(text, "登录时间")
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
    first, end = _written(text, "投票时间")
    return _within(min(end, last) if first <= last and first != end else end, period)


def _written(text: str, what: str) -> tuple[datetime, datetime]:
    """The first and the last moment that is meant: one moment, or a day from its beginning to its end."""
    plain = "".join(text.replace("/", "-").replace(".", "-").split())
    for pattern in _FORMATS:
        try:
            at = datetime.strptime(plain, pattern).replace(tzinfo=BEIJING)
        except ValueError:
            continue
        return at, at
    try:
        day = datetime.strptime(plain, "%Y-%m-%d").replace(tzinfo=BEIJING)
    except ValueError:
        _refuse(f"{what}“{shown(text, 20)}”看不懂，应写成 2026-03-28 10:05。")
    return day, datetime.combine(day.date(), time(), BEIJING) + timedelta(days=1, seconds=-1)


def _within(at: datetime, period: Period) -> datetime:
    if not period.opens_at <= at <= period.closes_at or at > period.now:
        _refuse("投票时间不在投票期内。")
    return at


def _refuse(what: str) -> Any:
    raise Refused(Reason.INVALID_INPUT, what=what)
