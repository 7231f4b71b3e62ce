"""Cells as plain text: half-width, without what must not be kept."""

from __future__ import annotations

import re

from deliberation.kernel.masking import mask_phone

_HALF = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("—–―−‐‑‒─", "-")
    | {"\u3000": " ", "\xa0": " ", "㎡": "m2", "²": "2", "\u200b": "", "\ufeff": ""}
)
"""Only what is typed two ways; rare characters of names stay what they are (no Unicode folding)."""

_CIRCLED = str.maketrans({chr(0x2460 + at): str(at + 1) for at in range(20)})

_ID = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}[ -]?(?:"
    r"(?:18|19|20)[0-9]{2}[ -]?[01][0-9][0-3][0-9][ -]?[0-9]{3}[ -]?[0-9Xx]"
    r"|[0-9]{2}[01][0-9][0-3][0-9][0-9]{3})(?![0-9A-Za-z])"
)
"""ID numbers of 18 and of 15 digits, by the date of birth inside."""

_PHONE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])")
_LIKE_A_PHONE = re.compile(
    r"(?<![0-9*])(?:[0-9]{7,}|[0-9]{3,4}[ -][0-9]{4}[ -]?[0-9]{2,4}|0[0-9]{2,3}-[0-9]{5,})(?![0-9])"
)
"""Landlines and mobiles with a digit too many or too few; 01-02-0301 is a room."""

SHORTEST_ID = 15

OMITTED = "（证件号码已略去）"


def half(text: str) -> str:
    """Full-width signs to half-width, all dashes to one, blanks at the ends off."""
    return text.strip() if text.isascii() else text.translate(_HALF).strip()


def tight(text: str) -> str:
    """Half-width and without any blank or line break; ① becomes 1, the 301.0 of a number cell 301."""
    plain = "".join(half(text).translate(_CIRCLED).split())
    return plain.partition(".")[0] if "." in plain and re.fullmatch(r"[0-9]+\.0+", plain) else plain


def has_id(text: str) -> bool:
    """Whether an ID number stands in the text, or was taken out of it when its sheet was read."""
    return OMITTED in text or _ID.search(half(text)) is not None


def without_id(text: str) -> str:
    """The text with every ID number taken out; a text without one comes back as it was."""
    plain = half(text)
    return _ID.sub(OMITTED, plain) if _ID.search(plain) else text


def shown(text: str, longest: int = 40) -> str:
    """What was read, as a problem may quote it: one line, phones masked, ID numbers out, cut short."""
    plain = " ".join(without_id(text).split())
    plain = _PHONE.sub(lambda found: mask_phone(found[0]), plain)
    plain = _LIKE_A_PHONE.sub("****", plain)
    return plain if len(plain) <= longest else f"{plain[:longest]}…"
