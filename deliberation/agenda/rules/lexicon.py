"""The words of the field by concept, and where a text uses them, also misspelt.

`words/concepts.toml` holds one entry a line. A word of three or more signs is also found by its sound and by its look
(维休姿金, weixiu zijin), one of four or more also by its initials or with two signs exchanged. Marks follow
a word there: `~` lets a word of two signs be misspelt in one of them, `!` lets nothing be misspelt, and `*` lets
one sign within a word of four be missing, doubled or another, as it may be in every word of six or more.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from deliberation.agenda.rules.reading import Sign, alike, data, looks_like, sound

_MARKS = "~!*"
_SHORT, _LONG, _SAFE = 2, 4, 6
MASK = "MASK"
"""The concept of expressions that hide the words within them (宣传栏, 小广告)."""


SHOWN = frozenset(
    {
        "BENIGN",
        "REPORTED",
        "PUBLISH",
        "ROUTINE",
        "TIDY",
        "FORBID",
        "NOCHARGE",
        "SELFPAID",
        "SPONSOR",
        "NEGATION",
        "COMMITTEEBUSY",
        "LIGHT",
    }
)
"""Concepts of everyday business, which no mask hides."""


@dataclass(frozen=True, slots=True)
class Word:
    """An entry of the lexicon: the signs, how they sound, the concept, and the marks after it."""

    signs: str
    sounds: tuple[str, ...]
    concept: str
    marks: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found in a row of signs, from sign `start` up to `end`; `exact` unless it was misspelt."""

    concept: str
    start: int
    end: int
    exact: bool = True


@cache
def concepts() -> dict[str, tuple[Word, ...]]:
    """Every concept with its words."""
    read = tomllib.loads("\n".join(data("concepts.toml")))
    return {name: tuple(_word(entry, name) for entry in table["words"]) for name, table in read.items()}


def _word(entry: str, concept: str) -> Word:
    plain = entry.rstrip(_MARKS).lower()
    return Word(plain, tuple(sound(sign) for sign in plain), concept, entry[len(plain) :])


_ANY = ""
"""Stands for the second sign of a word of which that sign may be any."""

Openings = dict[tuple[str, str], tuple[Word, ...]]


@cache
def _by_opening() -> tuple[Openings, Openings]:
    """The words by their first two signs, and those that may be misspelt by how the first two may then sound."""
    exact: dict[tuple[str, str], list[Word]] = defaultdict(list)
    misspelt: dict[tuple[str, str], list[Word]] = defaultdict(list)
    for words in concepts().values():
        for word in words:
            exact[word.signs[0], word.signs[1] if len(word.signs) > 1 else _ANY].append(word)
            if word.concept != MASK and "!" not in word.marks and (len(word.signs) > _SHORT or "~" in word.marks):
                for opening in _openings(word):
                    misspelt[opening].append(word)
    return {k: tuple(v) for k, v in exact.items()}, {k: tuple(v) for k, v in misspelt.items()}


def _openings(word: Word) -> set[tuple[str, str]]:
    """How the first two signs of a misspelt word may sound: by ear, by eye, by initial, exchanged or one left out."""
    heard = [_ways(sign, short=len(word.signs) < _LONG) for sign in word.signs[:3]]
    pairs = {(first, second) for first in heard[0] for second in heard[1]}
    if len(word.signs) >= _LONG:
        pairs |= {(word.sounds[1], word.sounds[0]), (word.sounds[0], word.sounds[2])}
    if "*" in word.marks or len(word.signs) >= _SAFE:
        pairs |= {(first, _ANY) for first in heard[0]}
    return pairs


def _ways(sign: str, *, short: bool) -> set[str]:
    heard = {sound(sign)} | {sound(other) for other in looks_like(sign)}
    return heard if short else heard | {sound(sign)[0]}


def hits(row: list[Sign]) -> list[Hit]:
    """Every concept that the row uses, without those hidden by a longer expression."""
    found = [hit for start in range(len(row)) for hit in _hits_at(row, start)]
    masks = [hit for hit in found if hit.concept == MASK]
    seen = [hit for hit in found if hit.concept in SHOWN or (hit.concept != MASK and not _within(hit, masks))]
    amounts = [hit for hit in _amounts(row) if not _within(hit, masks)]
    return [*seen, *amounts, *_rooms(row)]


def _within(hit: Hit, hidden: list[Hit]) -> bool:
    longer = (mask for mask in hidden if mask.end - mask.start > hit.end - hit.start)
    return any(mask.start <= hit.start and hit.end <= mask.end for mask in longer)


def _hits_at(row: list[Sign], start: int) -> Iterator[Hit]:
    exact, misspelt = _by_opening()
    first, second = row[start], row[start + 1] if start + 1 < len(row) else None
    forms = ((first.form, _ANY), (first.form, second.form)) if second else ((first.form, _ANY),)
    known: set[str] = set()
    for word in (word for opening in forms for word in exact.get(opening, ())):
        if _stands(row, start, word) and not _across(row, start, start + len(word.signs)):
            known.add(word.signs)
            yield Hit(word.concept, start, start + len(word.signs))
    sounds = ((first.sound, _ANY), (first.sound, second.sound)) if second else ()
    tried = {word for opening in sounds for word in misspelt.get(opening, ()) if word.signs not in known}
    for word in tried:
        length = _misspelt(row, start, word)
        if length and not _across(row, start, start + length):
            yield Hit(word.concept, start, start + length, exact=False)


def _stands(row: list[Sign], start: int, word: Word) -> bool:
    end = start + len(word.signs)
    return end <= len(row) and all(row[start + i].form == sign for i, sign in enumerate(word.signs))


def _across(row: list[Sign], start: int, end: int) -> bool:
    """Whether a short word would reach over the end of a clause; a bare new line may stand within a word."""
    if end - start >= _LONG:
        return False
    return any(row[i].after in {1, 2} for i in range(start + 1, end))


def _like(sign: Sign, wanted: str, heard: str) -> bool:
    return sign.form == wanted or sign.sound == heard or alike(sign.form, wanted)


def _misspelt(row: list[Sign], start: int, word: Word) -> int:
    """How many signs of the row are the word with a mistake in it; 0 if none."""
    count = len(word.signs)
    if "!" in word.marks or (count <= _SHORT and "~" not in word.marks):
        return 0
    if _sounds_like(row[start : start + count], word):
        return count
    if count < _SAFE and "*" not in word.marks:
        return 0
    if _one_missing(row[start : start + count - 1], word):
        return count - 1
    return count + 1 if _one_more(row[start : start + count + 1], word) else 0


def _sounds_like(part: list[Sign], word: Word) -> bool:
    count = len(word.signs)
    if len(part) < count or not _may_end(part[-1], word):
        return False
    same = sum(sign.form == wanted for sign, wanted in zip(part, word.signs, strict=True))
    near = [_like(sign, word.signs[i], word.sounds[i]) for i, sign in enumerate(part)]
    latin = sum(sign.form.isascii() and sign.form.isalpha() for sign in part)
    if all(near):
        return count >= _LONG or same > 0 or latin == count
    if count < _LONG:
        return False
    return _initials(part, word) or _swapped(part, word) or _one_wrong(near, same, word)


def _may_end(last: Sign, word: Word) -> bool:
    """Whether any mistake lets the word end so: this one look spares the others most of the time."""
    if _like(last, word.signs[-1], word.sounds[-1]):
        return True
    return len(word.signs) >= _LONG and (last.form in word.signs or last.form == word.sounds[-1][0])


def _initials(part: list[Sign], word: Word) -> bool:
    """wxzj, or a sign replaced by a letter."""
    pairs = zip(part, word.signs, word.sounds, strict=True)
    ok = [sign.form == wanted or sign.form == heard[0] or sign.sound == heard for sign, wanted, heard in pairs]
    return all(ok)


def _swapped(part: list[Sign], word: Word) -> bool:
    forms = [sign.form for sign in part]
    return sorted(forms) == sorted(word.signs) and sum(a != b for a, b in zip(forms, word.signs, strict=True)) == _SHORT


def _one_wrong(near: list[bool], same: int, word: Word) -> bool:
    if not near[0] or not near[-1]:
        return False
    return near.count(False) == 1 and same == len(near) - 1 and ("*" in word.marks or len(near) >= _SAFE)


def _one_missing(part: list[Sign], word: Word) -> bool:
    """The word without one of its inner signs, the others as they should be but for one by its sound."""
    if len(part) < len(word.signs) - 1 or part[-1].form != word.signs[-1]:
        return False
    forms = "".join(sign.form for sign in part)
    return any(forms == word.signs[:i] + word.signs[i + 1 :] for i in range(1, len(word.signs) - 1))


def _one_more(part: list[Sign], word: Word) -> bool:
    """The word with one sign too many inside it."""
    if len(part) <= len(word.signs) or part[-1].form != word.signs[-1]:
        return False
    forms = "".join(sign.form for sign in part)
    return any(forms[:i] + forms[i + 1 :] == word.signs for i in range(1, len(word.signs)))


_NUMBERS = frozenset("0123456789一二两三四五六七八九十百千几半壹贰叁肆伍陆柒捌玖拾佰仟")
_UNITS = frozenset("元块万毛角圆钱百千十拾佰仟")
_COUNTED = frozenset(
    "户人名位米平次册年号栋楼份个条度步张本项天月日分吨升小岁周件只台辆盏棵株根把场节期题幅套袋箱桶瓶组"
)


def _amounts(row: list[Sign]) -> Iterator[Hit]:
    """Sums of money: a number before 元, 块, 万 …, or a round one before nothing that is counted; no percentage."""
    for i, sign in enumerate(row[1:], start=1):
        follows = row[i + 1].form if i + 1 < len(row) else ""
        goes_on = follows in _COUNTED or (sign.form == "十" and follows in _NUMBERS)
        share = i > 1 and row[i - 2].form == "之"
        if sign.form in _UNITS and row[i - 1].form in _NUMBERS and not goes_on and not share:
            yield Hit("AMOUNT", i - 1, i + 1)


def _rooms(row: list[Sign]) -> Iterator[Hit]:
    """Numbers of rooms: three or four digits."""
    digits = [sign.form.isdigit() and sign.form.isascii() for sign in row] + [False]
    start = 0
    for i, digit in enumerate(digits):
        if not digit:
            if i - start in {3, 4}:
                yield Hit("ROOM", start, i)
            start = i + 1
