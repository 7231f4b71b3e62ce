"""An area as offices write it, read to 0.01 ㎡ or refused with the code of a problem."""

from __future__ import annotations

import re
from decimal import Decimal

from deliberation.roster.rules import codes
from deliberation.sheets.text import tight

_UNIT = r"(?:m2|m\^2|M2|平方米|平方公尺|平米|平方|平)?"
_PLAIN = re.compile(rf"(-?)([0-9]+(?:,[0-9]{{3}})*|[0-9]+)(?:\.([0-9]*))?{_UNIT}")
_CHINESE = re.compile(rf"([零〇一二两三四五六七八九十百千]+)(?:点([零〇一二三四五六七八九]+))?{_UNIT}")
_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")


def read_area(text: str) -> int | str:
    """The area in 0.01 ㎡, or the code of what is wrong with it.

    89.50㎡, 1,089.50, １２０．５ and 八十九点五 are read; 约89, 89,5, 89.5+12 and 八九点五 are not guessed.
    More than two decimals are asked about, never rounded (domain 6.5).
    """
    plain = tight(text)
    if not plain or plain in {"-", "/", "无"}:
        return codes.NO_AREA
    found = _PLAIN.fullmatch(plain)
    if found and _GROUPED.fullmatch(found[2]):
        whole, decimals, sign = found[2].replace(",", ""), found[3] or "", found[1]
        return codes.AREA_NOT_POSITIVE if sign else _judged(whole, decimals)
    spoken = _CHINESE.fullmatch(plain)
    whole_number = _spoken(spoken[1]) if spoken else None
    if spoken is None or whole_number is None:
        return codes.AREA_UNCLEAR
    return _judged(str(whole_number), "".join(str(_DIGITS[sign]) for sign in spoken[2] or ""))


def _judged(whole: str, decimals: str) -> int | str:
    kept = decimals.rstrip("0")
    if len(kept) > 2:  # noqa: PLR2004 - the register has two decimals
        return codes.AREA_TOO_FINE
    if len(whole) > 7:  # noqa: PLR2004 - ten million ㎡ are no unit, and the store holds 32 bits
        return codes.AREA_UNCLEAR
    area = int(Decimal(f"{whole}.{kept or 0}") * 100)
    return area or codes.AREA_NOT_POSITIVE


def _spoken(text: str) -> int | None:
    """八十九 → 89, 一百零五 → 105; `None` for what can be heard two ways (八九, 一百五)."""
    said = text.replace("〇", "零").replace("两", "二")
    total = digit = 0
    for sign in said:
        if sign in _SCALES:
            total, digit = total + (digit or 1) * _SCALES[sign], 0
        else:
            digit = _DIGITS[sign]
    number = total + digit
    return number if number < 10_000 and _in_words(number) == re.sub("^一十", "十", said) else None  # noqa: PLR2004


def _in_words(number: int) -> str:
    words = ""
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            words += f"{'零一二三四五六七八九'[digit]}{sign}"
        elif words and not words.endswith("零"):
            words += "零"
    return re.sub("^一十", "十", words.rstrip("零"))
