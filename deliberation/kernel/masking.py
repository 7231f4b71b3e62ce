"""Personal information on public pages: what is masked and what is looked for (domain 6.6, PIPL §25).

No name, room, phone or plate leaves for the public in full; free text is scanned and published only
after somebody has looked at each finding.
"""

from __future__ import annotations

import re

from deliberation.kernel.finding import Finding, find_names, find_personal_data, names_in

__all__ = ["Finding", "find_names", "find_personal_data", "names_in"]


STARS = "**"
"""Two stars whatever the length, so that the length is hidden too."""

COMPOUND_SURNAMES = frozenset(
    (  # noqa: SIM905 - forty words are easier to read than forty strings
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 "
        "澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 "
        "司空 闾丘 令狐 轩辕 呼延 拓跋 百里 东郭 南门 西门 第五 纳兰"
    ).split()
)

_NUMBER = "(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"

_PLAIN = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict.fromkeys("－—–‐−", "-") | {"\u3000": " "}
)
"""Full-width writing to plain, one character for one, so that places in the text stay what they are."""


def mask_name(name: str) -> str:
    """孙某某 → 孙**, 欧阳某 → 欧阳**: the surname and always two stars; an empty name stays empty."""
    name = name.strip()
    if not name:
        return ""
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]  # noqa: PLR2004
    return surname + STARS


def half_named(name: str) -> str:
    """张秀兰 → 张*兰, 高峰 → 高*, 欧阳娜娜 → 欧阳*娜: known to who bears it, and to a stranger no name."""
    name = name.strip()
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]  # noqa: PLR2004
    rest = name[len(surname) :]
    return f"{surname}*{rest[-1:] if len(rest) > 1 else ''}" if name else ""


def mask_phone(phone: str) -> str:
    """13812345678 → 138****5678; anything that is no mobile number is hidden whole."""
    digits = re.sub(r"[^0-9]", "", phone.translate(_PLAIN))
    if not digits:
        return ""
    mobile = re.fullmatch(r"(?:0?0?86)?(1[3-9][0-9])[0-9]{4}([0-9]{4})", digits)
    return f"{mobile[1]}****{mobile[2]}" if mobile else "****"


def building_only(room: str) -> str:
    """3号楼2单元301 → 3号楼, 1-2-301 → 1号楼; a text that names no building gives nothing."""
    plain = room.translate(_PLAIN).strip()
    named = re.match(rf"\s*({_NUMBER}|[A-Z])\s*(号\s*楼|#\s*楼?|栋|幢|座|-)", plain, re.IGNORECASE)
    if named is None:
        return ""
    kind = "座" if named[2] == "座" else "号楼"
    return f"{named[1].upper()}{kind}"


def without_personal_data(text: str, *known: str) -> str:
    """The text with two stars for everything that looks like personal data, and for what is `known` (a name)."""
    for finding in reversed(find_personal_data(text)):
        text = text[: finding.start] + STARS + text[finding.start + len(finding.text) :]
    for finding in reversed(find_names(text, known)):
        text = text[: finding.start] + STARS + text[finding.start + len(finding.text) :]
    return text
