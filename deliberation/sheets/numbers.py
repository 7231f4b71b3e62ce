"""A number of a sheet as the sheet shows it: 31101 under the format 0-0-000 is read as 3-1-101.

Offices type 31101 and let the format write the hyphens. Only signs are taken from the format: a number is never
rounded, an area keeps every decimal that is stored.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|[_*].|\[(?P<inside>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<digit>[0#?])|(?P<scale>[.,%]|E[+-])|(?P<whole>@)|(?P<sign>.)",
    re.IGNORECASE,
)
_DATES_OF_EAST_ASIA = frozenset([*range(27, 37), *range(50, 59)])
"""Formats of dates and times that have a number but no text in the file; 3-1 typed into Chinese Excel gets 58."""
GENERAL = "General"


def format_of(number: int, own: dict[int, str]) -> str:
    """The text of a number format; a date of East Asia as a plain one."""
    if number in own:
        return own[number]
    return "yyyy-mm-dd" if number in _DATES_OF_EAST_ASIA else str(BUILTIN_FORMATS.get(number, GENERAL))


@lru_cache(maxsize=1024)
def is_date(form: str) -> bool:
    """Whether a number under this format is shown as a date or a time of day."""
    return form != GENERAL and bool(is_date_format(re.sub("!.", "", form)))


@lru_cache(maxsize=1024)
def is_span(form: str) -> bool:
    """Whether it is shown as hours that may be more than a day's."""
    return bool(is_timedelta_format(form))


def plain(value: float) -> str:
    """A value as a person would type it: 301.0 → 301, 89.50000000000001 → 89.5; Excel keeps fifteen digits."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):  # noqa: PLR2004 - exact up to there
        return str(int(value))
    return format(value, ".15g")


def as_shown(value: float, form: str) -> str:
    """The value with the signs that its format puts around and between its digits.

    A format that shows another number (percent, thousands) is named in the text, so that nobody takes it for one.
    """
    if form in {GENERAL, "@", "0"} or value < 0:
        return plain(value)
    pieces = _pieces(form)
    scales = "".join(text for kind, text in pieces if kind == "scale")
    if pieces and ("%" in scales or _is_scaled(pieces)):
        return f"{plain(value)}（显示格式 {form}）"
    if not any(kind in {"digit", "general"} for kind, _ in pieces):
        return plain(value)
    whole = plain(value)
    if scales or not whole.isdecimal():
        return _around(pieces, whole)
    return _filled(pieces, whole)


@lru_cache(maxsize=1024)
def _pieces(form: str) -> tuple[tuple[str, str], ...]:
    """The parts of the format's first section: kind (`digit`, `general`, `scale`, `text`) and text."""
    found: list[tuple[str, str]] = []
    for token in _TOKEN.finditer(form):
        kind, text = token.lastgroup or "", token[0]
        if kind == "sign" and text == ";":
            break
        if kind in {"quoted", "escaped"}:
            text = token[kind]
        if kind == "inside":
            text = token[kind][1:].partition("-")[0] if token[kind].startswith("$") else ""
        if kind in {"digit", "scale"}:
            found.append((kind, text.upper()))
        elif kind in {"general", "whole"}:
            found.append(("general", text))
        elif kind and text:
            found.append(("text", text))
    return tuple(found)


def _is_scaled(pieces: tuple[tuple[str, str], ...]) -> bool:
    """Whether a comma stands behind the last digit: the number is shown in thousands."""
    backwards = [piece for piece in reversed(pieces) if piece[0] != "text"]
    return any(text == "," for _, text in takewhile(lambda piece: piece[0] == "scale", backwards))


def _around(pieces: tuple[tuple[str, str], ...], number: str) -> str:
    """The number with the texts before and behind its digits: 89.505 under 0.00"㎡" → 89.505㎡."""
    before = "".join(text for _, text in takewhile(lambda piece: piece[0] == "text", pieces))
    behind = [text for _, text in takewhile(lambda piece: piece[0] == "text", reversed(pieces))]
    return f"{before}{number}{''.join(reversed(behind))}".strip()


def _filled(pieces: tuple[tuple[str, str], ...], digits: str) -> str:
    """The digits put into their places from the right; the first place takes all that are left."""
    places = sum(kind == "digit" for kind, _ in pieces)
    shown: list[str] = []
    for kind, text in reversed(pieces):
        if kind == "text":
            shown.append(text)
        elif kind == "general":
            shown.append(digits)
        else:
            places -= 1
            taken = digits if not places else digits[-1:]
            digits = "" if not places else digits[:-1]
            shown.append(taken or ("0" if text == "0" else ""))
    return "".join(reversed(shown)).strip()
