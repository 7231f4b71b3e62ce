"""A text as a row of signs that can be compared however it is written.

Full-width and traditional forms are folded, letters become readings (pinyin), and what only separates (spaces,
signs, invisible characters) is left out; every sign remembers its place in the text. Readings without tone come
from the order of GB 2312, whose first level is sorted by them, so that no dictionary is needed.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from re import findall

from deliberation.kernel.typed import SIMPLE

_WORDS = Path(__file__).with_name("words")


def data(name: str) -> list[str]:
    """The lines of a file of words, without its remarks."""
    lines = (_WORDS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


_STARTS = [
    (first.encode("gb2312"), name) for line in data("readings.txt") for name, first in findall(r"([a-z]+)(\S)", line)
]
_FIRSTS = [first for first, _ in _STARTS]
_SYLLABLES = frozenset(name for _, name in _STARTS)
_LEVEL_ONE = (b"\xb0\xa1", b"\xd7\xf9")
_RARE = {line.split()[0]: line.split()[1:] for line in data("rare.txt")}
_RARE_SOUND = {sign: name for name, row in _RARE.items() for sign in "".join(row)}
_ALIKE = frozenset(
    (sign, other)
    for line in data("alike.txt")
    for row in line.split()
    for sign in row
    for other in row
    if sign != other
)
_LONGEST = 6

_COMMA, _STOP, _LINE = 1, 2, 3
_BREAKS = dict.fromkeys(",:、", _COMMA) | dict.fromkeys("。!?;", _STOP) | dict.fromkeys("\n\r", _LINE)
_COST = {0: 0, _COMMA: 2, _STOP: 6, _LINE: 4}
_NUMERALS = frozenset("0123456789一二三四五六七八九十")
_FRAGMENT = 2
"""A piece between two breaks of so few signs is a word torn apart, no clause."""


_ENDLESS = 200


@dataclass(slots=True)
class Sign:
    """One sign: `form`, folded; `sound`, its reading; `at` and `end` in the text; `place` on the scale of distances.

    `clause` and `sentence` count the breaks before it; `after` is the kind of break that stands before it, 0 for none.
    """

    form: str
    sound: str
    at: int
    end: int
    after: int = 0
    clause: int = 0
    sentence: int = 0
    place: int = 0


@lru_cache(maxsize=8192)
def sound(form: str) -> str:
    """The reading of a sign without tone, zh, ch, sh, -ng folded into z, c, s, -n; without one the sign itself."""
    if form in _RARE_SOUND:
        return _folded(_RARE_SOUND[form])
    if form in _SYLLABLES:
        return _folded(form)
    code = form.encode("gb2312", errors="ignore")
    if not _LEVEL_ONE[0] <= code <= _LEVEL_ONE[1]:
        return form
    return _folded(_STARTS[bisect_right(_FIRSTS, code) - 1][1])


def _folded(name: str) -> str:
    start = name[0] + name[2:] if name[:2] in {"zh", "ch", "sh"} else name
    return start[:-1] if start.endswith("ng") else start


def alike(form: str, other: str) -> bool:
    """Whether the two are easily taken for each other by the eye."""
    return (form, other) in _ALIKE


def looks_like(form: str) -> frozenset[str]:
    """What the eye takes for the sign."""
    return frozenset(other for one, other in _ALIKE if one == form)


def signs(text: str) -> list[Sign]:
    """The signs of a text in order."""
    row: list[Sign] = []
    letters: list[Sign] = []
    after = 0
    for at, form in _forms(text):
        if form.isascii() and form.isalpha():
            letters.append(Sign(form, form, at, at + 1, after))
            after = 0
            continue
        if form in _BREAKS or form.isalnum():
            row.extend(_syllables(letters))
            letters.clear()
        if form in _BREAKS:
            after = _stronger(after, 0 if _only_counts(row, form) else _BREAKS[form])
        elif form.isalnum():
            simple = SIMPLE.get(form, form)
            row.append(Sign(simple, sound(simple), at, at + 1, after))
            after = 0
    row.extend(_syllables(letters))
    _measure(row)
    return row


def _forms(text: str) -> Iterator[tuple[int, str]]:
    """Every sign of the text, folded, with its place; a letter loses its tone mark."""
    for at, character in enumerate(text):
        for form in unicodedata.normalize("NFKC", character).lower():
            plain = unicodedata.normalize("NFD", form)[0]
            yield at, plain if plain.isascii() and plain.isalpha() else form


def _only_counts(row: list[Sign], form: str) -> bool:
    """Whether the break stands after the number of a paragraph (“二、”), which begins no clause of its own."""
    return form in ",:、;" and bool(row) and row[-1].form in _NUMERALS and (row[-1].after != 0 or len(row) == 1)


def _stronger(known: int, new: int) -> int:
    return new if known in {0, _COMMA} or (known == _LINE and new == _STOP) else known


def _sign(form: str, at: int, after: int) -> Sign:
    simple = SIMPLE.get(form, form)
    return Sign(simple, sound(simple), at, at + 1, after)


def _syllables(letters: list[Sign]) -> list[Sign]:
    """The letters as readings if they can be cut into such without rest, else as they are."""
    written = "".join(sign.form for sign in letters)
    best: list[int | None] = [0] + [None] * len(written)
    for end in range(1, len(written) + 1):
        for start in range(max(0, end - _LONGEST), end):
            if best[start] is not None and written[start:end] in _SYLLABLES and end - start > 1:
                best[end] = start
                break
    if best[-1] is None:
        return letters
    cuts, end = [], len(written)
    while end:
        start = best[end] or 0
        cuts.append((start, end))
        end = start
    return [_syllable(letters[start:end]) for start, end in reversed(cuts)]


def _syllable(letters: list[Sign]) -> Sign:
    name = "".join(sign.form for sign in letters)
    return Sign(name, sound(name), letters[0].at, letters[-1].end, letters[0].after)


def _measure(row: list[Sign]) -> None:
    """Number clauses and sentences and lay the scale of distances; fragments do not count as clauses."""
    starts = [i for i, sign in enumerate(row) if sign.after or i == 0] + [len(row)]
    lengths = {start: end - start for start, end in pairwise(starts)}
    clause = sentence = place = length = 0
    for i, sign in enumerate(row):
        if i in lengths:
            shorter, longer = sorted((length or lengths[i], lengths[i]))
            length = lengths[i]
            torn = longer <= _FRAGMENT or (shorter == 1 and sign.after == _COMMA)
            if i and not torn:
                clause += 1
                sentence += sign.after in {_STOP, _LINE}
                place += _COST[sign.after]
            if torn or shorter == 1:
                sign.after = 0
        elif i % _ENDLESS == 0:  # nobody speaks so long without a break; it keeps the search linear
            clause, sentence = clause + 1, sentence + 1
        place += 1
        sign.clause, sign.sentence, sign.place = clause, sentence, place
