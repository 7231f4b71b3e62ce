"""What a cell of the workbook may hold, column by column."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from deliberation.kernel.actor import Role
from deliberation.organisation.rules.compounds import COMPOUND_TYPES
from deliberation.organisation.rules.workbook.layout import KIND_OF, ROLE_OF, role_word, short_kind
from deliberation.organisation.rules.workbook.reading import RawRow

PHONE = re.compile(r"1\d{10}")
LANDLINE = re.compile(r"0?\d{2,4}-?\d{7,8}(-\d{1,5})?")
MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
RANGE = re.compile(r"(\d{1,3})[-–—~至](\d{1,3})")
PERSON_COLUMNS = ("编号", "姓名")


class Allowed(Exception):
    """A cell holds what it may not; the text says what is allowed."""


@dataclass(frozen=True, slots=True)
class Places:
    """What may be named: 街道, 社区, compounds, their buildings and parties, units, people, meeting types, grid areas.

    `parties` has the words of a party (its kind, its name) by compound; `people` the name of each 编号.
    """

    subdistricts: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()
    buildings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parties: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)
    types: tuple[str, ...] = ()
    grid_areas: frozenset[str] = frozenset()

    def with_rows(self, rows: Mapping[str, list[RawRow]]) -> Places:
        """These, and what the rows of a workbook add."""
        compounds = [cells.get("小区", "") for _, cells in rows.get("小区", [])]
        buildings = {**dict.fromkeys(compounds, ()), **self.buildings}
        parties = {**dict.fromkeys(compounds, ()), **self.parties}
        for _, cells in rows.get("楼栋单元", []):
            name, number = cells.get("小区", ""), cells.get("楼号", "").removesuffix("号楼")
            if name in buildings and number not in buildings[name]:
                buildings[name] = (*buildings[name], number)
        for _, cells in rows.get("各方", []):
            name, words = cells.get("小区", ""), (_kind_word(cells.get("方", "")), cells.get("名称", ""))
            if name in parties and words not in parties[name]:
                parties[name] = (*parties[name], words)
        return Places(
            self.subdistricts | {cells.get("街道", "") for _, cells in rows.get("社区", [])},
            self.communities | {cells.get("社区", "") for _, cells in rows.get("社区", [])},
            buildings,
            parties,
            self.units | {cells.get("单位", "") for _, cells in rows.get("单位", [])},
            {**self.people, **{c.get("编号", ""): c.get("姓名", "") for _, c in rows.get("人员", [])}},
            self.types,
            self.grid_areas | {c.get(k, "") for _, c in rows.get("楼栋单元", []) for k in ("网格", "微网格")},
        )


def _kind_word(text: str) -> str:
    return short_kind(KIND_OF[text]) if text in KIND_OF else text


Check = Callable[[str, Mapping[str, str], Places], str]


def _one_of(text: str, known: Iterable[str], what: str) -> str:
    names = [one for one in known if one]
    if text in names:
        return text
    near = difflib.get_close_matches(text, names, 1, 0.6)
    raise Allowed(
        f"没有这个{what}" + (f"，是不是“{near[0]}”？" if near else f"；有：{'、'.join(names) or '（还没有）'}")
    )


def community(text: str, _row: Mapping[str, str], places: Places) -> str:
    """A 社区 that is there or stands in its sheet."""
    return _one_of(text, sorted(places.communities), "社区")


def compound(text: str, _row: Mapping[str, str], places: Places) -> str:
    """A 小区 that is there or stands in its sheet."""
    return _one_of(text, places.buildings, "小区")


def slug(text: str, _row: Mapping[str, str], _places: Places) -> str:
    """What stands in the compound's addresses."""
    if not SLUG.fullmatch(text):
        raise Allowed("2 到 40 个小写字母、数字或横线，以字母开头")
    return text


def compound_type(text: str, _row: Mapping[str, str], _places: Places) -> str:
    """One of the four types."""
    return _one_of_all(text, COMPOUND_TYPES.values())


def _one_of_all(text: str, known: Iterable[str]) -> str:
    names = list(known)
    if text not in names:
        raise Allowed(f"只能是：{'、'.join(names)}")
    return text


def number(text: str, _row: Mapping[str, str], _places: Places) -> str:
    """A whole number."""
    if not re.fullmatch(r"\d{1,6}", text):
        raise Allowed("整数")
    return str(int(text))


def building(text: str, _row: Mapping[str, str], _places: Places) -> str:
    """The number of a building, without 号楼."""
    return text.removesuffix("号楼")


def entrance(text: str, _row: Mapping[str, str], _places: Places) -> str:
    """The number of an entrance, without 单元."""
    return text.removesuffix("单元")


def meeting_types(text: str, _row: Mapping[str, str], places: Places) -> str:
    """Names of meeting types, separated by 、."""
    return "、".join(_one_of(one, places.types, "会议种类") for one in _several(text))


def kind(text: str, _row: Mapping[str, str], _places: Places) -> str:
    """A kind of party or unit."""
    if text not in KIND_OF:
        raise Allowed(f"只能是：{'、'.join(dict.fromkeys(short_kind(one) for one in KIND_OF.values()))}")
    return short_kind(KIND_OF[text])


def unit(text: str, _row: Mapping[str, str], places: Places) -> str:
    """A 单位 that is there or stands in its sheet."""
    return _one_of(text, sorted(places.units), "单位")


def yes_or_no(text: str, _row: Mapping[str, str], _places: Places) -> str:
    """是 or 否."""
    return _one_of_all(text, ("是", "否"))


def phone(text: str, _row: Mapping[str, str], _places: Places) -> str:
    """A mobile number of eleven digits, or a landline."""
    plain = re.sub(r"[\s ]", "", text)
    if not PHONE.fullmatch(plain) and not LANDLINE.fullmatch(plain):
        raise Allowed("不是 11 位号码；请把这一列设成“文本”格式再填")
    return plain


def mail(text: str, _row: Mapping[str, str], _places: Places) -> str:
    """An e-mail address."""
    if not MAIL.fullmatch(text):
        raise Allowed("邮箱地址，例如 name@example.cn")
    return text


def code(text: str, row: Mapping[str, str], places: Places) -> str:
    """A 编号 of the sheet 人员, which bears the name that stands beside it."""
    if text not in places.people:
        raise Allowed("“人员”里没有这个编号")
    if row.get("姓名") and row["姓名"] != places.people[text]:
        raise Allowed(f"“人员”里 {text} 是{places.people[text]}")
    return text


def where(text: str, _row: Mapping[str, str], places: Places) -> str:
    """A compound, 社区 or 街道 in which a post counts."""
    return _one_of(
        text, [*places.buildings, *sorted(places.communities), *sorted(places.subdistricts)], "小区、社区或街道"
    )


def party(text: str, row: Mapping[str, str], places: Places) -> str:
    """A party of the compound, by its kind or its name; above the compounds a unit, or the 街道, 社区党委 itself.

    Written is the kind where the compound has one party of it, else the name.
    """
    name = row.get("小区", "")
    if name not in places.parties:
        return above(name in places.communities) if text in KIND_OF else _unit_called(text, places)
    words = places.parties[name]
    wanted = _kind_word(text)
    found = [pair for pair in words if wanted in pair]
    if len(found) == 1:
        return party_word(found[0], words)
    there = "、".join(party_word(pair, words) for pair in words)
    raise Allowed(f"{name}有几个{text}，请写名称：{there}" if found else f"{name}没有这一方；有：{there}")


def party_word(pair: tuple[str, str], words: Iterable[tuple[str, str]]) -> str:
    """How a party of a compound is written: by its kind where that is the only one, else by its name."""
    return pair[0] if sum(kind == pair[0] for kind, _ in words) == 1 else pair[1]


def above(in_community: bool) -> str:  # noqa: FBT001 - which of two
    """How the body itself is written that a post above the compounds belongs to."""
    return "社区党委" if in_community else "街道"


def _unit_called(text: str, places: Places) -> str:
    found = sorted(one for one in places.units if one == text or one.endswith(text))
    if len(found) != 1:
        raise Allowed(f"没有这个单位；有：{'、'.join(sorted(one for one in places.units if one))}")
    return found[0]


def role(text: str, row: Mapping[str, str], places: Places) -> str:
    """A role 身份, as the workbook writes it: never that of the administrator, in a compound none from above it."""
    found = ROLE_OF[_one_of_all(text, ROLE_OF)]
    if found is Role.ADMINISTRATOR:
        raise Allowed("系统管理员不在表格里登记，请在“人员”的页面登记")
    if found in {Role.AUDITOR, Role.SUBDISTRICT_OFFICER} and row.get("小区", "") in places.buildings:
        raise Allowed("这个身份不在小区里任职，“小区”一栏请写街道或社区")
    return role_word(found, row.get("职务", ""))


def day(text: str, _row: Mapping[str, str], _places: Places) -> str:
    """A day that exists, written 2027-03-01."""
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?( 00:00(:00)?)?", text)
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3])).isoformat() if parts else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> str:
    raise Allowed("没有这一天；请写成 2027-03-01 这样")


def last_day(text: str, row: Mapping[str, str], places: Places) -> str:
    """A day that is not before the first day."""
    ends = day(text, row, places)
    try:
        starts = day(row.get("起", ""), row, places)
    except Allowed:
        return ends
    if ends < starts:
        raise Allowed(f"不能早于起（{starts}）")
    return ends


def areas(text: str, row: Mapping[str, str], places: Places) -> str:
    """Buildings (3号楼, 1–6号楼) of the compound, or grid areas, separated by 、."""
    name = row.get("小区", "")
    if name in places.communities | places.subdistricts and name not in places.buildings:
        raise Allowed("只有小区里的任职写负责范围")
    there = places.buildings.get(name, ())
    found = []
    for one in _several(text):
        if one in places.grid_areas:
            found.append(one)
            continue
        numbers = _numbers(one)
        if any(number not in there for number in numbers):
            raise Allowed(f"{name}有 {_in_short(there)} 号楼；也可以写网格的名称")
        found += [f"{number}号楼" for number in numbers]
    return "、".join(found)


def _several(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[、，,;；]", text) if one.strip()]


def _numbers(text: str) -> list[str]:
    plain = text.removesuffix("号楼").removesuffix("楼")
    span = RANGE.fullmatch(plain)
    return [str(n) for n in range(int(span[1]), int(span[2]) + 1)] if span else [plain]


def _in_short(numbers: tuple[str, ...]) -> str:
    """1–12 where the numbers follow one another, else all of them."""
    whole = sorted(int(one) for one in numbers if one.isdecimal())
    if len(whole) == len(numbers) > 2 and whole == list(range(whole[0], whole[-1] + 1)):  # noqa: PLR2004
        return f"{whole[0]}–{whole[-1]}"
    return "、".join(numbers) or "（还没有）"


CHECKS: dict[tuple[str, str], Check] = {
    ("社区", "电话"): phone,
    ("小区", "社区"): community,
    ("小区", "简称"): slug,
    ("小区", "类型"): compound_type,
    ("小区", "户数"): number,
    ("小区", "电话"): phone,
    ("小区", "会议种类"): meeting_types,
    ("楼栋单元", "小区"): compound,
    ("楼栋单元", "楼号"): building,
    ("楼栋单元", "单元"): entrance,
    ("楼栋单元", "层数"): number,
    ("楼栋单元", "户数"): number,
    ("会场", "小区"): compound,
    ("会场", "座位"): number,
    ("单位", "种类"): kind,
    ("单位", "电话"): phone,
    ("各方", "小区"): compound,
    ("各方", "方"): kind,
    ("各方", "单位"): unit,
    ("各方", "筹备"): yes_or_no,
    ("各方", "顺序"): number,
    ("人员", "电话"): phone,
    ("人员", "邮箱"): mail,
    ("人员", "同意公开姓名"): yes_or_no,
    ("任职", "编号"): code,
    ("任职", "小区"): where,
    ("任职", "方"): party,
    ("任职", "身份"): role,
    ("任职", "起"): day,
    ("任职", "止"): last_day,
    ("任职", "负责范围"): areas,
}
"""What a cell of (sheet, column) is read by; every other one is text."""
