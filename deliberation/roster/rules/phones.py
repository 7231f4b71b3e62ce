"""The phones of a cell: mobiles and landlines, several in one cell, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deliberation.roster.rules import codes
from deliberation.sheets.text import half

_MOBILE = re.compile(r"(?<![0-9])(?:\+?(?:00)?86[- ]?)?(1[3-9][0-9][- .]?[0-9]{4}[- .]?[0-9]{4})(?![0-9])")
_LANDLINE = re.compile(
    r"(?<![0-9])(?:\(?(0[0-9]{2,3})\)?[- ]?)?([2-9][0-9]{2,3}[- ]?[0-9]{4})"
    r"(?:\s*(?:-|转|分机|ext\.?)+\s*([0-9]{1,5}))?(?![0-9])"
    r"|(?<![0-9])(400)-?([0-9]{3})-?([0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"(?<![0-9])(?:\+|00)(?!86)([1-9](?:[- ()]{0,2}[0-9]){7,14})(?![0-9])")
"""A number of another country or of 香港, 澳门, 台湾: +852 9123 4567."""
_LOST = re.compile(r"1\.[0-9]+[eE]\+?10")
_ZEROS = re.compile("1[3-9][0-9]{4}0{5}")
"""A mobile may end so; a number that lost its last digits does."""
_LONGEST = 5
"""So many digits may be left over (a room, an extension) before the cell counts as unclear."""


@dataclass(frozen=True, slots=True)
class Phones:
    """The phones found, digits only (`0546-8301234`, abroad `+85291234567`), and the code of what is wrong, if any."""

    numbers: tuple[str, ...]
    problem: str = ""


def is_mobile(phone: str) -> bool:
    """Whether a phone that was read is a mobile; several people may share a landline."""
    return len(phone) == 11 and phone.isdigit()  # noqa: PLR2004 - eleven digits


def read_phones(text: str) -> Phones:
    """+86 138-1234-5678, 13812345678/0546-8301234, 13812345678 13912345678; 1.38E+10 has lost its digits."""
    plain = half(text).lstrip("'")
    if _LOST.fullmatch(re.sub(r"\s", "", plain)):
        return Phones((), codes.PHONE_DIGITS_LOST)
    found: list[str] = []

    def abroad(match: re.Match[str]) -> str:
        found.append(f"+{re.sub('[^0-9]', '', match[1])}")
        return "|"

    def mobile(match: re.Match[str]) -> str:
        found.append(re.sub(r"[- .]", "", match[1]))
        return "|"

    def landline(match: re.Match[str]) -> str:
        area, number, inner = match[1], match[2], match[3]
        if match[4]:
            found.append("".join((match[4], match[5], match[6])))
        else:
            found.append("-".join(part for part in (area, re.sub("[- ]", "", number), inner) if part))
        return "|"

    ours = _ABROAD.sub(abroad, re.sub(r"[\r\n\t]+", "|", plain))
    rest = _LANDLINE.sub(landline, _MOBILE.sub(mobile, ours))
    left = re.sub(r"[^0-9]", "", rest)
    unclear = bool(left) if not found else len(left) > _LONGEST
    problem = codes.PHONE_UNCLEAR if unclear else ""
    if not problem and any(_ZEROS.fullmatch(phone) for phone in found):
        problem = codes.PHONE_ZEROS
    return Phones(tuple(dict.fromkeys(found)), problem)
