"""Where a unit is: building, entrance, room and kind, from however the office writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from deliberation.roster.rules import codes
from deliberation.sheets.text import half, tight

_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NAMED = "A-Za-z甲乙丙丁戊己庚辛东西南北中"
_NUMBER = rf"(?:[0-9]+(?:-[0-9]+)*[A-Za-z]?|[一二三四五六七八九十]+|[{_NAMED}][0-9]*)"
_HOUSE = r"(?:号?楼|#楼?|栋|幢|座|号院)"
BUILDING_IN_TEXT = re.compile(
    rf"(?<![0-9A-Za-z一二三四五六七八九十、,~至到-])({_NUMBER}){_HOUSE}(?![房盘层道])", re.IGNORECASE
)
_ENTRANCE_IN_TEXT = re.compile(rf"({_NUMBER}|[东西南北中]+)(?:单元|门洞)", re.IGNORECASE)
_PIECE = re.compile(r"([^-#]*?)(号楼|号院|#楼|#|栋|幢|座|楼|层|单元|门洞|门(?![面市])|号(?=[^-])|-|$)")
_MARKS = dict.fromkeys(("号楼", "号院", "#楼", "#", "栋", "幢", "座", "楼", "号"), "building") | {
    "单元": "entrance",
    "门洞": "entrance",
    "门": "entrance",
    "层": "floor",
}
_DWELLING_ROOM = re.compile(r"[A-Z]{0,2}[0-9]{1,5}[A-Z东西南北中上下左右甲乙丙丁]?")
_RUN_TOGETHER = re.compile("[0-9]{5}")
"""No house has a floor 311: 31101 is a building, an entrance and a room, or the number behind a date."""
_TWO_ROOMS = re.compile(
    r"(?<![0-9])([1-9][0-9]{0,1})[0-9]{2}(?:-\1[0-9]{2}|[/、,;+&]\1[0-9]{2}|[/、,;+&][1-9][0-9]{2,3})+(?![0-9])"
)
_BELOW = re.compile(
    r"(?:(?:负|地下)([一二三1-3])(?:层|楼|-)?|^-([1-3])(?:层|楼|-)|^B([1-3])(?:层|楼|F|-)+(?=[0-9]{1,2}$))(?=.)",
    re.IGNORECASE,
)
_BEHIND_A_HYPHEN = re.compile(r"\s*-[1-9][0-9]{2,3}\s*")
"""-101 in a cell by itself: 101, or the first room of the floor below ground."""
MOST_ENTRANCES = 60
"""A higher number of an entrance is a year or a room."""
_ZONE = re.compile(r"(?:[东西南北中A-Z甲乙丙丁一二三四五六七八九十0-9]+[区期组苑])$")
MOST_BUILDINGS = 300
"""A higher number of a building is asked about: a date, a year or a room is soon read as one."""
LONGEST = 30
"""Longer is no building, entrance or room."""

_KINDS = (
    ("PARKING", re.compile("机?动?车位|停车位?|车库|泊位")),
    ("STORAGE", re.compile("储藏室?|储物间?|贮藏室|杂物间|地下室|库房|仓库|小房|储间|煤屋|储(?=[0-9-])")),
    ("SHOP", re.compile("商铺|商业|商服|店铺|门面房?|门市房?|网点房?|沿街房?|底商|铺面|铺(?=[0-9])|商(?=[0-9])")),
    ("OTHER", re.compile("办公|写字楼|会所|厂房")),
    ("DWELLING", re.compile("住宅|成套|公寓|住房|别墅|洋房|高层|多层|复式|跃层|民用|居住")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place; each part as it is shown (1号楼, 2单元, 301) or empty. `problem` is the code of a doubt."""

    building: str = ""
    entrance: str = ""
    room: str = ""
    kind: str = ""
    problem: str = ""


def read_kind(text: str) -> str:
    """The kind that a text names (车位, 储藏室, 商铺, 住宅 …); empty for none."""
    plain = tight(text)
    return next((kind for kind, words in _KINDS if words.search(plain)), "")


def building_in(text: str) -> Place:
    """Building and entrance named in a title, a section row or a sheet's name; none where several are (1-6号楼)."""
    plain = tight(text)
    named = list(dict.fromkeys(found[1] for found in BUILDING_IN_TEXT.finditer(plain)))
    if len(named) != 1 or re.search(
        r"[0-9一二三四五六七八九十][、,~至到和-][0-9一二三四五六七八九十]+(?:号?楼|#|栋|幢|座)", plain
    ):
        return Place(kind=_only_kind(plain))
    start = next(BUILDING_IN_TEXT.finditer(plain)).start()
    zone = _ZONE.search(plain[:start])
    entrance = _ENTRANCE_IN_TEXT.findall(plain)
    mark = "座" if "座" in plain else ""
    return Place(
        building=named_building((zone[0] if zone else "") + named[0] + mark),
        entrance=named_entrance(entrance[0]) if len(entrance) == 1 else "",
        kind=_only_kind(plain),
    )


_OF_A_TABLE = "(?:业主|产权|名册|明细|清单|信息|登记|台账|统计|部分|区|表|[(0-9:]|$)"


def _only_kind(plain: str) -> str:
    """The kind of a whole table (地下车位明细表); none where several are named, or it is part of another word."""
    kinds = [kind for kind, words in _KINDS if re.search(f"(?:{words.pattern}){_OF_A_TABLE}", plain)]
    return kinds[0] if len(kinds) == 1 and not re.search("[含及和、,/]", plain) else ""


def named_building(text: str) -> str:
    """01, 1#, 1栋, 一号楼 → 1号楼; A, A栋 → A座; 甲 → 甲幢; 南区3 → 南区3号楼; 商业街 stays."""
    plain = _counted(re.sub(r"(?:号楼|号院|#楼|#|栋|幢|座|楼|号)+$", "", tight(text)).upper())
    if not plain:
        return ""
    part = re.fullmatch(r"([0-9]+)(?:号楼|#|栋|幢|座|楼)([A-Z])", plain)
    if part:
        return f"{part[1]}号楼{part[2]}座"
    if plain[-1].isdigit():
        return f"{plain}号楼"
    if re.fullmatch(r"(?:.*[区期组苑])?[A-Z东西南北中]", plain):
        return f"{plain}座"
    return f"{plain}幢" if re.fullmatch(r"(?:.*[区期组苑])?[甲乙丙丁戊己庚辛]", plain) else plain


def named_entrance(text: str) -> str:
    """2, 02, 二单元 → 2单元; 东 → 东单元."""
    plain = _counted(re.sub(r"(?:单元|门洞|门)+$", "", tight(text)).upper())
    return f"{plain}单元" if plain and plain not in {"-", "/", "无"} else ""


def read_place(text: str, known: Place | None = None, *, entrance_first: bool = False) -> Place:
    """A room's cell: 301, 2-301, 1-2-301, 1#2-301, 1号楼2单元301室, A座1203, 车位B1-012.

    `known` is what the columns, the section or the sheet say; the room's own building and entrance stand
    above it, with `BUILDING_CONFLICT` where they differ. Where the building is known, 1-301 is its entrance 1
    if `entrance_first`, else the building again. What cannot be read is kept as it is, with a doubt.
    """
    known = known or Place()
    plain = re.sub(r"[(\[][^()\[\]]*[)\]]", "", tight(text)).strip("'-.,:")
    kind = read_kind(plain) or known.kind
    if kind in {"PARKING", "STORAGE", "OTHER", "SHOP"}:
        return _lettered(plain, kind, known)
    two = _TWO_ROOMS.search(plain)
    if two:
        rooms = re.sub("[-、,;+&]", "/", two[0])
        own = _pieces(f"{plain[: two.start()]}0", known, entrance_first=entrance_first)
        return replace(_with_known(replace(own, room=rooms), known), problem=codes.TWO_ROOMS)
    plain = re.sub(r"(?<=[0-9])[/\\_](?=[0-9])", "-", plain)
    below, plain = _below_ground(plain, text)
    place = _with_known(_pieces(_without_address(plain), known, entrance_first=entrance_first), known)
    if below:
        return replace(place, room=f"负{below}层{place.room}", problem=place.problem or codes.ROOM_UNCLEAR)
    return replace(place, problem=place.problem or ("" if _fits(place, text) else codes.ROOM_UNCLEAR))


def _below_ground(plain: str, text: str) -> tuple[str, str]:
    """The floor below ground that a cell names (负一层, -1-, B1-05), and the cell without it; empty for none."""
    whole = tight(text).strip(".,:") if tight(text).startswith("-") else plain
    found = _BELOW.search(whole)
    if found is None:
        return "", plain
    return _counted(found[1] or found[2] or found[3]), whole[: found.start()] + whole[found.end() :]


def _fits(place: Place, text: str) -> bool:
    """Whether a dwelling's parts are such as dwellings have."""
    if _RUN_TOGETHER.match(place.room) or _BEHIND_A_HYPHEN.fullmatch(half(text)):
        return False
    entrance = re.match("[0-9]{1,9}", place.entrance)
    too_many = entrance is not None and int(entrance[0]) > MOST_ENTRANCES
    return _DWELLING_ROOM.fullmatch(place.room) is not None and not too_many


def is_bearable(place: Place) -> bool:
    """Whether the parts may be a building, an entrance and a room: short, and no telephone slipped in."""
    parts = (place.building, place.entrance, place.room)
    return bool(place.room) and all(len(part) <= LONGEST and not re.search("[0-9]{7}", part) for part in parts)


def is_unusual(building: str) -> bool:
    """Whether hardly a building has such a number: 1901号楼, 0号楼."""
    return building == "0号楼" or any(int(digits[:9]) > MOST_BUILDINGS for digits in re.findall("[0-9]+", building))


def is_two_part(text: str) -> str:
    """The first half of a room written 1-301, as a building's name; empty for every other writing."""
    found = re.fullmatch(r"([0-9]{1,3})-[0-9]{3,4}(?:室|户)?", tight(text))
    return named_building(found[1]) if found and not _TWO_ROOMS.fullmatch(tight(text)) else ""


def _with_known(own: Place, known: Place) -> Place:
    clash = (own.building and known.building and own.building != known.building) or (
        own.entrance and known.entrance and own.entrance != known.entrance
    )
    return Place(
        own.building or known.building,
        own.entrance or known.entrance,
        own.room,
        own.kind or known.kind or "DWELLING",
        codes.BUILDING_CONFLICT if clash else own.problem,
    )


def _pieces(plain: str, known: Place, *, entrance_first: bool) -> Place:
    """The parts of a room by their marks, and by their order where they have none."""
    plain = re.sub(r"(?<=[0-9A-Z东西南北中])(?:室|户|房|号房?|号室)$", "", plain.upper())
    tokens = [(found[1], found[2]) for found in _PIECE.finditer(plain) if found[1]]
    building = entrance = ""
    loose: list[str] = []
    for text, mark in tokens[:-1]:
        slot = _MARKS.get(mark, "")
        if slot == "building" and not loose and not building:
            building = named_building(f"{text}{'座' if mark == '座' else ''}")
        elif slot == "building" and re.fullmatch("[A-Z]", text):
            building += f"{text}座"
        elif slot == "entrance":
            entrance = named_entrance(text)
        elif not slot:
            loose.append(text)
    text, mark = tokens[-1] if tokens else (plain, "")
    if _MARKS.get(mark) == "building" and not (building or loose):
        # A house by itself: 12号楼.
        return Place(named_building(text), "", "整栋", problem="" if known.kind else codes.ROOM_UNCLEAR)
    own = _placed(Place(building, entrance, _room(text)), loose, known, entrance_first=entrance_first)
    return replace(own, room=f"{own.room}{mark}", problem=codes.ROOM_UNCLEAR) if _MARKS.get(mark) else own


def _placed(marked: Place, loose: list[str], known: Place, *, entrance_first: bool) -> Place:
    """The unmarked parts by their order: building, entrance; one alone is whichever is not known yet."""
    building, entrance = marked.building, marked.entrance
    if loose and not entrance and (building or len(loose) > 1):
        entrance = named_entrance(loose.pop())
    if not loose or building:
        return Place(building, entrance, marked.room, problem=codes.ROOM_UNCLEAR if loose else "")
    first = loose.pop()
    is_entrance = named_entrance(first) == known.entrance or entrance_first or named_building(first) != known.building
    if known.building and not entrance and is_entrance:
        return Place("", named_entrance(first), marked.room)
    if loose:
        rest = "-".join(_counted(part) for part in loose)
        return Place(f"{rest}-{named_building(first)}", entrance, marked.room, problem=codes.ROOM_UNCLEAR)
    return Place(named_building(first), entrance, marked.room)


def _lettered(plain: str, kind: str, known: Place) -> Place:
    """A parking space, a storage room or a shop: its number may be anything, B1-012, 负一层A区12."""
    words = dict(_KINDS)[kind]
    named = building_in(plain)
    rest = words.sub("", plain)
    if named.building:
        rest = BUILDING_IN_TEXT.sub("", rest, count=1)
        rest = _ENTRANCE_IN_TEXT.sub("", rest, count=1)
    elif kind in {"SHOP", "STORAGE", "OTHER"} and re.fullmatch(r"[0-9]+(?:-[0-9]+)*-[0-9]{1,5}(?:室|号)?", rest):
        own = _pieces(rest, known, entrance_first=False)
        return replace(_with_known(own, known), kind=kind)
    rest = re.sub(r"(?:室|号|间)$", "", rest).strip("-").upper()
    word = words.search(plain)
    room = _room(rest) or (word[0] if word else "")
    own = Place(named.building, named.entrance, room, kind)
    return _with_known(own, replace(known, entrance=known.entrance if kind != "PARKING" else ""))


def _room(text: str) -> str:
    """0301 → 301; letters upright."""
    plain = text.strip("-#").upper()
    if re.fullmatch("[零〇一二三四五六七八九]{3,4}", plain):
        plain = "".join(str(_DIGITS[sign]) for sign in plain)
    return re.sub(r"^0+(?=[0-9])", "", plain)


def _counted(text: str) -> str:
    """Leading zeros off, Chinese numerals up to 99 as digits: 01 → 1, 十二 → 12, 南区03 → 南区3."""
    plain = re.sub(r"(?<![0-9])0+(?=[0-9])", "", text)
    spoken = re.search(
        r"(?:^|(?<=[区期组苑]))([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])$", plain
    )
    if spoken is None:
        return plain
    tens, ten, ones = spoken[1].rpartition("十")
    number = (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
    return f"{plain[: spoken.start()]}{number}"


def _without_address(plain: str) -> str:
    """The part of an address from its building on; a zone (南区, 二期) stays with the building."""
    found = list(BUILDING_IN_TEXT.finditer(plain))
    if not found:
        return plain
    start = found[0].start()
    zone = _ZONE.search(plain[:start])
    return plain[zone.start() if zone else start :]
