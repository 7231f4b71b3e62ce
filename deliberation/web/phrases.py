"""Where a heading in Chinese may break: after a phrase, not inside a word, a date or a sum."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from markupsafe import Markup, escape

WHOLE_EMS = 9
"""The longest phrase that stays whole, in ems: the room of a heading at the largest type on the narrowest phone."""
NARROW_EMS = 0.55

_PHRASE = re.compile(r"[（《“]*[^（《“，、；：。？！）》”\s]+[，、；：。？！）》”]*|\s+|.", re.DOTALL)
_UNIT = "年月日号元人方户票件项天个%㎡"
_FIGURE = re.compile(rf"(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日|第?\d[\d.,:]*\s?(?:万元|平方米|分钟|小时|[{_UNIT}])?")


def unbroken(text: str | None) -> Markup:
    """The text with its short phrases, dates and sums held together, for headings and titles.

    What already has tags stays as it is; a translated sentence, which is `Markup` too, has none.
    """
    if isinstance(text, Markup):
        if "<" in text:
            return text
        text = text.unescape()
    return Markup("").join(_held(piece) if _is_short(piece) else escape(piece) for piece in _pieces(text or ""))


def _pieces(text: str) -> Iterator[str]:
    for phrase in _PHRASE.findall(text):
        if _is_short(phrase):
            yield phrase
        else:
            yield from _figures_apart(phrase)


def _figures_apart(phrase: str) -> Iterator[str]:
    end = 0
    for figure in _FIGURE.finditer(phrase):
        if phrase[end : figure.start()]:
            yield phrase[end : figure.start()]
        yield figure.group()
        end = figure.end()
    if phrase[end:]:
        yield phrase[end:]


def _is_short(piece: str) -> bool:
    return len(piece) > 1 and not piece.isspace() and _ems(piece) <= WHOLE_EMS


def _ems(piece: str) -> float:
    return sum(1 if unicodedata.east_asian_width(c) in "WF" else NARROW_EMS for c in piece)


def _held(piece: str) -> Markup:
    return Markup('<span class="unbroken">{}</span>').format(piece)
