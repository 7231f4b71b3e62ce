"""Text as somebody typed it: made storable without changing what is seen, and made plain for comparing.

What is put to the vote, printed and hashed must be what was on the screen, so signs that nobody sees are dropped
on the way in (Unicode: controls, formats such as bidirectional overrides, and what is ignored by default).
Storing keeps the writer's signs (NFC); comparing folds width and the forms of digits (NFKC, Unicode annex 15).
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

ZWJ = "\u200d"
_JOINED = frozenset({"So", "Sk"})
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_EMOJI_SELECTORS = "\ufe0e\ufe0f"
_FLAG = "\U0001f3f4"
_TAG = re.compile("[\U000e0020-\U000e007f]")
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
"""Fillers and joiners that are no format characters and yet show nothing (Default_Ignorable_Code_Point)."""

_LAST_TWO, _NO_CHARACTERS = 0xFFFE, range(0xFDD0, 0xFDF0)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TO_LOOK_AT = re.compile(r"[^\n\u0020-\u007e\u3001-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
"""Everything beside plain Latin, kana, common Chinese characters and their punctuation: only this is looked up."""

DASHES = "－—–‐‑‒―−﹣─"
_DASHES = str.maketrans(dict.fromkeys(DASHES, "-"))
MOST_IN_STORE = 2**31 - 1
"""The largest number that a whole-number column of either store holds."""


def as_typed(text: str) -> str:
    """The text as it may be stored: what is not seen is dropped, line ends are one sign, NFC; the rest stays.

    Kept are line breaks and tabs, the joiner inside an emoji (👨‍👩‍👧) and selectors after the sign they belong to.
    """
    plain = _LINE_ENDS.sub("\n", text)
    if not _TO_LOOK_AT.search(plain):
        return plain
    kept: list[str] = []
    for at, sign in enumerate(plain):
        if sign in "\n\t" or not is_unseen(sign):
            kept.append(" " if sign != "\u3000" and unicodedata.category(sign) == "Zs" else sign)
        elif _belongs(sign, kept, plain[at + 1 : at + 2]):
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def one_line(text: str) -> str:
    """`as_typed` for a field of one line: breaks and tabs become a blank, blanks at the ends go."""
    return re.sub(r"\s*[\n\t]\s*", " ", as_typed(text)).strip()


def is_unseen(sign: str) -> bool:
    """Whether a sign shows nothing by itself: controls, formats, fillers, selectors, halves of characters."""
    if _SELECTORS.match(sign) or sign in _UNSEEN:
        return True
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} or _is_no_character(ord(sign))


def _is_no_character(code: int) -> bool:
    return code & _LAST_TWO == _LAST_TWO or code in _NO_CHARACTERS


def _belongs(sign: str, before: list[str], after: str) -> bool:
    """Whether an unseen sign is part of the visible sign before it."""
    last = before[-1] if before else ""
    if not last:
        return False
    if sign == ZWJ:
        base = next((c for c in reversed(before) if c not in _EMOJI_SELECTORS), "")
        return _is_emoji(base) and bool(after) and _is_emoji(after)
    if _TAG.match(sign):
        return last == _FLAG or bool(_TAG.match(last))
    if not _SELECTORS.match(sign):
        return False
    if sign in _EMOJI_SELECTORS:
        return _is_emoji(last) or last in "0123456789#*"
    return _is_ideograph(last)


def _is_emoji(sign: str) -> bool:
    """Signs that emoji are made of: other symbols, and the tones of skin."""
    return unicodedata.category(sign) in _JOINED or sign in "‼⁉↔↕↖↗↘↙↩↪⤴⤵"


def _is_ideograph(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("CJK ")


# For comparing

_TRADITIONAL = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").splitlines()
SIMPLE = {pair[0]: pair[1] for line in _TRADITIONAL if not line.startswith("#") for pair in line.split()}
"""Traditional and variant characters of this field, each with its simplified form."""


def plain(text: str) -> str:
    """A text for comparing: NFKC, without unseen signs, every digit (٣, ３, ③) one of 0 to 9, every dash one."""
    folded = unicodedata.normalize("NFKC", text.translate(_DASHES))
    if folded.isascii() and folded.isprintable():
        return folded
    return "".join(_plain_sign(sign) for sign in folded if sign in "\n\t" or not is_unseen(sign))


def _plain_sign(sign: str) -> str:
    value = unicodedata.digit(sign, None)
    return sign if value is None else str(value)


def code(typed: str) -> str:
    """A typed code without blanks, hyphens and points, in capitals; other signs stay, so that they can be told."""
    return re.sub(r"[\s.·-]+", "", plain(typed)).upper()


def letters_and_digits(typed: str) -> str:
    """The letters and digits of a typed code in capitals, whatever stands between them."""
    return "".join(sign for sign in plain(typed).upper() if sign.isalnum())


def whole_number(typed: str, most: int = MOST_IN_STORE) -> int | None:
    """The whole number that was typed, in whatever digits; `None` for anything else and for one above `most`."""
    digits = plain(typed).strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", digits):
        return None
    value = int(digits)
    return value if -most <= value <= most else None


# For searching

_KEPT = "%_@#+&"
"""Signs beside letters and digits that somebody means when searching for them."""

_COUNTRY = re.compile(r"(?:\+|\b00)86[\s-]*(?=1[3-9])")
MOST_TERMS = 8


def folded(*texts: str | None) -> str:
    """Texts as they are searched: plain, small letters, simplified, without blanks, dots and hyphens; one a line."""
    return "\n".join(_folded_line(text) for text in texts if text)


def _folded_line(text: str) -> str:
    small = _COUNTRY.sub("", plain(text)).lower()
    return "".join(SIMPLE.get(sign, sign) for sign in small if sign.isalnum() or sign in _KEPT)


def terms(q: str) -> list[str]:
    """What is searched for: each piece between blanks must be found. `+86 138…` is 138…; nothing for no words."""
    pieces = _COUNTRY.sub("", plain(q)).split()
    return [term for term in map(_folded_line, pieces[:MOST_TERMS]) if term]
