"""Which matters of the owners a free text points to, so that a person is asked who may decide.

The rule decides nothing: it finds words, and the page asks for the class 决定权属. It errs on the side of
asking. Source of the matters: Civil Code art. 278 (the nine matters) and art. 279 (住宅改经营用房); of the words:
everyday usage, gathered in `words/`.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from deliberation.agenda.rules.authorities import MATTERS
from deliberation.agenda.rules.contexts import CONTEXTS, Reading, Span
from deliberation.agenda.rules.lexicon import Hit, hits
from deliberation.agenda.rules.reading import Sign, data, signs
from deliberation.agenda.rules.weighing import pieces, weigh
from deliberation.kernel.text import N_

DWELLING_TO_BUSINESS = "DWELLING_TO_BUSINESS"
"""Code of art. 279, which is no matter of art. 278: every owner with an interest must agree."""

_DWELLING_LABEL = N_("将住宅改变为经营性用房")


_UNCLEAR = "OTHER_MAJOR"
"""Art. 278 (9) takes up what belongs to none of the other eight."""

_CLEAR = ("BENIGN", "REPORTED", "ROUTINE", "FORBID", "TIDY", "GIVE")
_LIGHT = ("LIGHT", "PUBLISH", "COMMITTEEBUSY")
_PAID = ("SELFPAID", "SPONSOR", "NOCHARGE")
_WEAK_THINGS = ("WEAKTHING", "PART", "BIGPART")
_WEAK_WORDS = ("WEAKMONEY", "WEAKACT", "AMOUNT")
_INSTEAD = re.compile("修改为|更改为|改为|改成|变更为|替换为|换成|改由")
_DIGITS_BEFORE = re.compile(r"\d[\d.．,，]*\Z")
_LONGEST_NUMBER = 24
_PAYERS = re.compile("业主|住户|每户|各户|居民|资金|基金|收益|维修")
"""Signs that what an amendment puts instead may cost the owners something."""
_EASED = ("accounts", "owed", "obeyed")
_SHORT = 3
"""A sentence of so few signs says too little to be asked about (同意这个)."""

_NAMED, _MENTIONED, _GUESSED, _UNKNOWN, _EVERYDAY = -3.5, -1.4, -1.0, -0.7, -0.3
"""What a sentence must outweigh to be asked about: where a rule names its matter, where it only mentions it, where a
word is only not seen to be everyday business, where the lists know nothing, and where they see everyday business. The
first three leave room for the weights to be wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One matter that a text points to, and the words that point there as they stand in the text.

    `sure` is false where no rule knew the words: they are not seen to be everyday business, so a person is asked,
    and the matter is the catch-all of art. 278 (9).
    """

    matter: str
    words: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Rule:
    matter: str
    of: tuple[str, ...]
    unless: tuple[str, ...]
    within: int = 0
    ordered: bool = False
    mention: bool = False


@cache
def _rules() -> tuple[_Rule, ...]:
    read = tomllib.loads("\n".join(data("rules.toml")))["rule"]
    return tuple(_Rule(**(rule | {"of": tuple(rule["of"]), "unless": tuple(rule["unless"])})) for rule in read)


@lru_cache(maxsize=2048)
def matters_in(text: str) -> tuple[Finding, ...]:
    """What the text points to, in the order of the codes; empty: nobody need be asked.

    `Finding.matter` is a key of `MATTERS` or `DWELLING_TO_BUSINESS`.
    """
    row = signs(text)
    found = _read(text, row)
    if found:
        return found
    later = (_read(text, after) for after in _put_instead(row) if _PAYERS.search(_forms(after)))
    return next((found for found in later if found), ())


def _forms(row: list[Sign]) -> str:
    return "".join(sign.form for sign in row)


def _put_instead(row: list[Sign]) -> list[list[Sign]]:
    """What an amendment puts in the place of other words: those, quoted before it, excuse nothing in it."""
    forms, starts = _forms(row), [0, *accumulate(len(sign.form) for sign in row)]
    return [row[bisect_left(starts, found.end()) :] for found in _INSTEAD.finditer(forms)]


def _read(text: str, row: list[Sign]) -> tuple[Finding, ...]:
    found = hits(row)
    reading = Reading(row, found)
    weighed = [(piece, weigh(row, piece, found)) for piece in pieces(row)]
    used: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for rule in _rules():
        bar = _MENTIONED if rule.mention else _NAMED
        for pair in _matches(reading, rule):
            places = {(hit.start, hit.end) for hit in pair}
            if any(_heavier(weighed, place, bar) for place in places):
                used[rule.matter] |= places
    if used:
        return tuple(Finding(matter, _words(text, row, used[matter])) for matter in sorted(used))
    unclear = {place for place in _unclear(reading) if _heavier(weighed, place, _GUESSED)}
    for piece, weight in weighed:
        if weight > (_EVERYDAY if reading.in_sentence(piece, *_CLEAR) else _UNKNOWN):
            unclear.add((piece.start, piece.end))
    return (Finding(_UNCLEAR, _words(text, row, unclear), sure=False),) if unclear else ()


def _heavier(weighed: list[tuple[Span, float]], place: tuple[int, int], bar: float) -> bool:
    """Whether any piece that the place touches is heavier than the bar."""
    return any(weight > bar for piece, weight in weighed if piece.start < place[1] and place[0] < piece.end)


def _unclear(reading: Reading) -> Iterator[tuple[int, int]]:
    """What no rule knows: things, money or acts of a clause that is not seen to be everyday business.

    A sentence without anything of everyday business is unclear as a whole, unless it is very short. Things alone,
    and whole sentences, are unclear only where a sign of change, money, persons or power stands in the sentence.
    """
    for clause in reading.clauses():
        if not reading.in_clause(clause, *_CLEAR) and not _excused(reading, clause):
            if not reading.in_clause(clause, *_LIGHT) and _doubtful(reading, clause):
                yield from ((hit.start, hit.end) for hit in reading.in_clause(clause, *_WEAK_THINGS))
            for hit in reading.in_clause(clause, *_WEAK_WORDS):
                if not any(CONTEXTS[name](reading, Span(hit.start, hit.end)) for name in _EASED):
                    yield hit.start, hit.end
    for sentence in reading.sentences():
        known = reading.in_sentence(sentence, *_CLEAR, *_LIGHT, *_PAID)
        if sentence.end - sentence.start > _SHORT and not known and _doubtful(reading, sentence):
            yield sentence.start, sentence.end


def _doubtful(reading: Reading, span: Span) -> bool:
    """Whether the sentence has a sign of something to be decided; letters may be a disguise."""
    letters = any(sign.form.isascii() and sign.form.isalpha() for sign in reading.row[span.start : span.end])
    return letters or bool(reading.in_sentence(span, *_WEAK_WORDS, "DOUBTFUL"))


def _excused(reading: Reading, clause: Span) -> bool:
    return any(CONTEXTS[name](reading, clause) for name in ("others_pay", "free"))


def _words(text: str, row: list[Sign], places: set[tuple[int, int]]) -> tuple[str, ...]:
    """The words at the places, in their order, each once and without those that are part of a longer one."""
    kept, reached = [], 0
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if end > reached:
            kept.append(" ".join(text[_from_its_first_digit(text, row[start].at) : row[end - 1].end].split()))
            reached = end
    return tuple(dict.fromkeys(kept))


def _from_its_first_digit(text: str, at: int) -> int:
    """Where the number begins that goes on at `at`: a sum is told whole, 34.00万 and not 0万."""
    before = _DIGITS_BEFORE.search(text, max(0, at - _LONGEST_NUMBER), at) if text[at].isdecimal() else None
    return before.start() if before else at


def _matches(reading: Reading, rule: _Rule) -> Iterator[tuple[Hit, ...]]:
    for pair in _pairs(reading, rule):
        span = Span(min(hit.start for hit in pair), max(hit.end for hit in pair))
        if not any(CONTEXTS[name](reading, span) for name in rule.unless):
            yield pair


def _pairs(reading: Reading, rule: _Rule) -> Iterator[tuple[Hit, ...]]:
    if len(rule.of) == 1:
        yield from ((hit,) for hit in reading.hits(rule.of[0]))
        return
    first, second = rule.of
    for hit in reading.hits(first):
        here = Span(hit.start, hit.end)
        for other in reading.within(here, second, rule.within):
            apart = other.start >= hit.end or (other.end <= hit.start and not rule.ordered)
            if apart and abs(reading.gap(other, here)) <= rule.within:
                yield hit, other


def matter_label(code: str) -> str:
    """The law's own words for a matter that `matters_in` names."""
    return _DWELLING_LABEL if code == DWELLING_TO_BUSINESS else MATTERS[code].label
