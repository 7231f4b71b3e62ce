"""How much a sentence sounds like a motion of the owners, weighed against everyday business.

The weights of `words/weights.txt` are learned from the labelled texts in tests/agenda/wording by
`python scripts/weigh_words.py`: every run of one to three signs (维修, 出租给), every run of two or three readings
(wei-xiu) and every concept of the lists adds what it weighs. It is a second opinion beside the lists of words: where
they know nothing it may ask, and where they only guess it may say that a sentence is everyday business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from math import sqrt

from deliberation.agenda.rules.contexts import Span
from deliberation.agenda.rules.lexicon import Hit
from deliberation.agenda.rules.reading import Sign, data, sound

FILE = "weights.txt"
SCALE = 20
"""The file holds twentieths."""

_NUMBER = "#"
_NUMERALS = frozenset("0123456789一二三四五六七八九十百千万两")
_TOGETHER = 24
_RUNS, _SOUNDS = (1, 2, 3), (2, 3)
BIAS = "*"
"""Stands in the file for what every sentence weighs before its first run."""


def grams(row: list[Sign], span: Span, found: Iterable[Hit] = ()) -> set[str]:
    """The runs of signs and of readings (these with a hyphen) in a sentence, and the concepts `found` in it (with @).

    A figure is like another.
    """
    part = row[span.start : span.end]
    forms = ["^", *(_NUMBER if sign.form in _NUMERALS else sign.form for sign in part), "$"]
    heard = [sound(form) for form in forms]
    written = {"".join(forms[i : i + n]) for n in _RUNS for i in range(len(forms) - n + 1)}
    named = {f"@{hit.concept}" for hit in found if span.start <= hit.start and hit.end <= span.end}
    return written | named | {"-".join(heard[i : i + n]) for n in _SOUNDS for i in range(len(heard) - n + 1)}


def pieces(row: list[Sign]) -> list[Span]:
    """What is weighed: the sentences; of long ones, as many clauses from each on as belong together by length.

    So a clause of the owners' in a long harmless sentence is not outweighed by the rest of it.
    """
    found: list[Span] = []
    for _, sentence in groupby(_clauses(row), key=lambda clause: row[clause.start].sentence):
        clauses, reached = list(sentence), -1
        for i, first in enumerate(clauses):
            last = max(
                (clause.end for clause in clauses[i:] if clause.end - first.start <= _TOGETHER), default=first.end
            )
            if last > reached:
                found.append(Span(first.start, last))
                reached = last
    return found


def _clauses(row: list[Sign]) -> Iterator[Span]:
    for _, clause in groupby(range(len(row)), key=lambda i: row[i].clause):
        places = list(clause)
        yield Span(places[0], places[-1] + 1)


@cache
def _learned() -> dict[str, int]:
    """What every run weighs, in twentieths."""
    weights: dict[str, int] = {}
    for line in data(FILE):
        value, *runs = line.split()
        weights |= dict.fromkeys(runs, int(value))
    return weights


def weigh(row: list[Sign], span: Span, found: Iterable[Hit]) -> float:
    """Log odds that the sentence is the owners' to decide; 0 is as likely as not."""
    weights = _learned()
    known = [weights[gram] for gram in grams(row, span, found) if gram in weights]
    return (weights.get(BIAS, 0) + sum(known) / sqrt(len(known) + 1)) / SCALE
