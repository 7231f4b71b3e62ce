"""Personal information on public pages: what is masked and what is looked for (domain 6.6, PIPL §25).

No name, room, phone or plate leaves for the public in full; free text is scanned and published only
after somebody has looked at each finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from deliberation.kernel.text import HAN

STARS = "**"
"""Two stars whatever the length, so that the length is hidden too."""

COMPOUND_SURNAMES = frozenset(
    (  # noqa: SIM905 - forty words are easier to read than forty strings
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 "
        "澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 "
        "司空 闾丘 令狐 轩辕 呼延 拓跋 百里 东郭 南门 西门 第五 纳兰"
    ).split()
)

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_NUMBER = "(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_BUILDING = rf"{_NUMBER}\s*(?:号\s*楼|#\s*楼?|栋|幢|座)"
_ENTRANCE = rf"(?:{_NUMBER}|[东西中])\s*单元"
_FLAT = r"[0-9]{3,4}(?![0-9]|\s*[年元万米㎡人])(?:\s*[室户号])?"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("id_number", r"(?<![0-9A-Z])[1-9][0-9]{5}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9X](?![0-9A-Z])"),
        ("phone", r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])"),
        ("plate", rf"[{PROVINCES}][A-HJ-Z][·•. -]?(?=[A-Z]*[0-9])[A-Z0-9]{{4,6}}[挂学警港澳]?(?![A-Z0-9])"),
        ("room", rf"{_BUILDING}\s*{_ENTRANCE}(?:\s*{_FLAT})?"),
        ("room", rf"{_BUILDING}\s*-?\s*(?:[0-9]{{1,2}}-)?{_FLAT}"),
        ("room", rf"{_ENTRANCE}\s*{_FLAT}"),
        ("room", r"(?<![0-9-])[0-9]{1,2}-[0-9]{1,2}-[0-9]{3,4}(?![0-9-])(?:\s*[室户])?"),
        ("room", r"(?<![0-9])(?:[0-9]{1,2}-)?[0-9]{3,4}\s*室"),
    )
)

_PLAIN = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict.fromkeys("－—–‐−", "-") | {"\u3000": " "}
)
"""Full-width writing to plain, one character for one, so that places in the text stay what they are."""


_ORDINARY_WORDS = tuple(
    re.compile(pattern)
    for pattern in (
        # 高峰. Not 今早高峰, 昨晚高峰, 下班高峰, 高峰期望: there somebody of that name came, went or hopes.
        "早晚高峰",
        r"(?:(?<![^\s，。、；：（“])|(?<=[在的于逢遇开解是])|(?<=工作日))[早晚]高峰",
        "(?:上下班|上下学|车流|客流|人流|用水|用电|用气|供热|供暖)高峰",
        "高峰时段",
        r"高峰期(?=[间内里的，。、；：！？）\s]|车|拥堵|$)",
        # 文明, 平安, 安全, 文化, 管道, 阳光, 黄金, 丁香
        "精神文明|文明(?:城市|小区|楼栋|实践)|平安(?:小区|社区)",
        "(?:消防|用电|用气|燃气|交通|财产|人身)安全|安全(?:隐患|通道|出口)",
        "文化(?:广场|墙)|(?:燃气|供水|供热|排水|雨水|污水|自来水)管道|阳光房|黄金(?:周|时段)|丁香树",
    )
)
"""Ordinary words in which a person's name may stand, few on purpose: a word enters only if hardly a sentence
about a person holds it, since a name that goes unnoticed is worse than a tick too many."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text that looks like personal information.

    `kind`: `phone`, `id_number`, `room` or `plate`; `text` as written; `start` counts characters from 0.
    """

    kind: str
    text: str
    start: int


def mask_name(name: str) -> str:
    """孙某某 → 孙**, 欧阳某 → 欧阳**: the surname and always two stars; an empty name stays empty."""
    name = name.strip()
    if not name:
        return ""
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]  # noqa: PLR2004
    return surname + STARS


def mask_phone(phone: str) -> str:
    """13812345678 → 138****5678; anything that is no mobile number is hidden whole."""
    digits = re.sub(r"[^0-9]", "", phone.translate(_PLAIN))
    if not digits:
        return ""
    mobile = re.fullmatch(r"(?:0?0?86)?(1[3-9][0-9])[0-9]{4}([0-9]{4})", digits)
    return f"{mobile[1]}****{mobile[2]}" if mobile else "****"


def mask_plate(plate: str) -> str:
    """鲁E12123 → 鲁E·**123: place and the last three; anything shorter is hidden whole."""
    compact = re.sub(rf"[^0-9A-Z{HAN}]", "", plate.translate(_PLAIN).upper())
    if len(compact) < 6:  # noqa: PLR2004 - the shortest plate
        return STARS if compact else ""
    return f"{compact[:2]}·{STARS}{compact[-3:]}"


def building_only(room: str) -> str:
    """3号楼2单元301 → 3号楼, 1-2-301 → 1号楼; a text that names no building gives nothing."""
    plain = room.translate(_PLAIN).strip()
    named = re.match(rf"\s*({_NUMBER}|[A-Z])\s*(号\s*楼|#\s*楼?|栋|幢|座|-)", plain, re.IGNORECASE)
    if named is None:
        return ""
    kind = "座" if named[2] == "座" else "号楼"
    return f"{named[1].upper()}{kind}"


def find_personal_data(text: str) -> list[Finding]:
    """Phones, ID numbers, rooms and plates in a text, in order of place, none inside another."""
    plain = text.translate(_PLAIN)
    taken: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            if all(match.end() <= start or end <= match.start() for start, end, _ in taken):
                taken.append((match.start(), match.end(), kind))
    return [Finding(kind, text[start:end], start) for start, end, kind in sorted(taken)]


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of `names` stand in a text; a name that is only part of a longer ordinary word (早晚高峰) is none.

    Names of one character are not looked for: they are in every other word.
    """
    words = [match.span() for pattern in _ORDINARY_WORDS for match in pattern.finditer(text)]
    return [name for name in names if len(name) > 1 and _stands_alone(name, text, words)]


def _stands_alone(name: str, text: str, words: list[tuple[int, int]]) -> bool:
    """Whether the name occurs at least once outside every one of the longer words."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not any(first <= start and end <= last and last - first > len(name) for first, last in words):
            return True
        start = text.find(name, start + 1)
    return False


def without_personal_data(text: str, *known: str) -> str:
    """The text with two stars for every phone, ID number, room and plate, and for what is `known` (a name)."""
    for finding in reversed(find_personal_data(text)):
        text = text[: finding.start] + STARS + text[finding.start + len(finding.text) :]
    for name in names_in(text, known):
        text = text.replace(name, STARS)
    return text
