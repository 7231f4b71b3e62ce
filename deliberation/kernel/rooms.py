"""Rooms as they are searched: 301, 3-2-301, 三号楼二单元三零一, Ａ座１２０３, 负一层12.

A row that stands somewhere keeps two lines for each of its rooms: the words (`3号楼2单元301`) and the numbers in their
order between bars (`|3|2|301|`), so that both stores find a room by comparing text, 301 is not found in 1301, and
2-301 is found in 3-2-301.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from deliberation.kernel import typed

_ONES = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SPOKEN = re.compile("[零〇一二两三四五六七八九十百]+")
_CELLAR = re.compile(r"(?:负|地下)([0-9])")
_NUMBERS = re.compile("[a-z]+|[0-9]+")
_MARKS = r"(?:号楼|号院|栋|幢|座|楼|单元|门洞|门|号房|室|户|号|房|层|[#\-－.,，、/\\])"
_PLACE = re.compile(rf"(?=.*[0-9])(?:[a-z]?[0-9]+[a-z]?|[a-z](?![a-z])|{_MARKS})+|[a-z]座?")
"""A piece of a search that names numbers of a house and nothing else."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is searched for: its folded `word`, and what a place must hold (`""`: no place can).

    `numbers` is `|3|2|301|` for a piece that is a place by itself; `spoken` the word with its numerals as digits.
    """

    word: str
    spoken: str = ""
    numbers: str = ""

    @property
    def in_places(self) -> tuple[str, ...]:
        """Each of these finds a place: digits alone only as whole numbers, words anywhere."""
        return tuple(text for text in (self.numbers, "" if self.spoken.isdecimal() else self.spoken) if text)


def said(building: str, rooms: Iterable[str]) -> str:
    """The lines that are kept for these rooms of a building; a room may name its building itself."""
    lines: list[str] = []
    for room in rooms:
        own, where = _readable(room), _readable(building)
        whole = own if where and own.startswith(where) else f"{where} {own}"
        lines += [typed.folded(whole), _numbers(whole)]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def terms(q: str) -> list[Term]:
    """What somebody searches for among places and words: pieces between blanks, a place in one piece (单元 301)."""
    pieces: list[tuple[str, bool]] = []
    for piece in typed.plain(q).split():
        is_place = _PLACE.fullmatch(_readable(piece)) is not None or (re.fullmatch(_MARKS, piece.lower()) is not None)
        if is_place and pieces and pieces[-1][1]:
            pieces[-1] = (f"{pieces[-1][0]} {piece}", True)
        else:
            pieces.append((piece, is_place))
    found = [_term(text, is_place=is_place) for text, is_place in pieces[: typed.MOST_TERMS]]
    return [term for term in found if term.word]


def is_said(term: Term, place: str) -> bool:
    """Whether a term finds what `said` gave."""
    return any(text in place for text in term.in_places)


def _term(text: str, *, is_place: bool) -> Term:
    read = _readable(text)
    return Term(typed.folded(text), typed.folded(read), _numbers(read) if is_place else "")


def _readable(text: str) -> str:
    """Small letters, simplified, numerals as digits, a cellar as b1."""
    small = "".join(typed.SIMPLE.get(sign, sign) for sign in typed.plain(text).lower())
    return _CELLAR.sub(r"b\1", _SPOKEN.sub(_digits, small))


def _digits(found: re.Match[str]) -> str:
    """三零一 → 301, 十二 → 12, 二十 → 20, 一百零三 → 103."""
    text = found[0]
    if not re.search("[十百]", text):
        return "".join(str(_ONES[sign]) for sign in text)
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    if any(len(part.strip("零〇")) > 1 for part in (hundreds, tens, ones)):
        return text
    value = (_one(hundreds) or 1) * 100 if hundred else 0
    value += (_one(tens) or 1) * 10 if ten else 0
    return str(value + _one(ones))


def _one(part: str) -> int:
    return _ONES.get(part.strip("零〇"), 0)


def _numbers(readable: str) -> str:
    found = [part.lstrip("0") or "0" for part in _NUMBERS.findall(readable)]
    return f"|{'|'.join(found)}|" if found else ""
