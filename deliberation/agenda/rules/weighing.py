"""How much a sentence sounds like a motion of the owners, weighed against everyday business.

The weights of `words/weights.txt` are learned from the labelled texts in tests/agenda/wording by
`python scripts/weigh_words.py`: every run of one to three signs (维修, 出租给) and every run of two or three readings
(wei-xiu) adds what it weighs. It is a second opinion beside the lists of words: where they know nothing it may ask,
and where they only guess it may say that a sentence is everyday business.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from math import sqrt

from deliberation.agenda.rules.contexts import Span
from deliberation.agenda.rules.reading import Sign, data, sound

FILE = "weights.txt"
SCALE = 20
"""The file holds twentieths."""

_NUMBER = "#"
_NUMERALS = frozenset("0123456789一二三四五六七八九十百千万两")
_RUNS, _SOUNDS = (1, 2, 3), (2, 3)
BIAS = "*"
"""Stands in the file for what every sentence weighs before its first run."""


def grams(part: list[Sign]) -> set[str]:
    """The runs of signs and of readings (these with a hyphen) in a sentence; a figure is like another."""
    forms = ["^", *(_NUMBER if sign.form in _NUMERALS else sign.form for sign in part), "$"]
    heard = [sound(form) for form in forms]
    written = {"".join(forms[i : i + n]) for n in _RUNS for i in range(len(forms) - n + 1)}
    return written | {"-".join(heard[i : i + n]) for n in _SOUNDS for i in range(len(heard) - n + 1)}


def sentences(row: list[Sign]) -> Iterator[Span]:
    """The sentences of a text."""
    for _, piece in groupby(range(len(row)), key=lambda i: row[i].sentence):
        places = list(piece)
        yield Span(places[0], places[-1] + 1)


@cache
def _learned() -> dict[str, int]:
    """What every run weighs, in twentieths."""
    weights: dict[str, int] = {}
    for line in data(FILE):
        value, *runs = line.split()
        weights |= dict.fromkeys(runs, int(value))
    return weights


def weigh(part: list[Sign]) -> float:
    """Log odds that the sentence is the owners' to decide; 0 is as likely as not."""
    weights = _learned()
    known = [weights[gram] for gram in grams(part) if gram in weights]
    return (weights[BIAS] + sum(known) / sqrt(len(known) + 1)) / SCALE
