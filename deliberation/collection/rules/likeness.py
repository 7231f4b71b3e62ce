"""How alike two matters are that residents wrote in their own words: shared pieces of text, and words of one meaning.

`likeness.txt` holds what residents of a compound call the same: things (电梯), and what is wrong with them (困人).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from deliberation.kernel import typed

ALIKE = 30
"""Per cent from which two matters are shown as perhaps the same."""

KINDS = (THING, TROUBLE, COMMON) = ("事物", "问题", "通病")
SAME, TWO_THINGS, ONE_TROUBLE, ELSEWHERE, ONE_THING, OTHER_TROUBLE = 90, 70, 60, 35, 10, 5


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    """Every word with the first of its row, by `KINDS`."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for line in Path(__file__).with_name("likeness.txt").read_text(encoding="utf-8").splitlines():
        kind, _colon, row = line.partition("：")
        if kind in found:
            names = row.split()
            found[kind] |= dict.fromkeys(names, names[0])
    return found


def likeness(a: str, b: str) -> int:
    """How alike two short Chinese texts are, 0 to 100.

    The greater of two: the share of the shorter one's two-character pieces that the other has, and what their words
    mean. One trouble with one thing is nearly the same; a thing alone says little.
    """
    first, second = typed.folded(a), typed.folded(b)
    return max(_by_pieces(first, second), _by_meaning(first, second))


def _by_pieces(a: str, b: str) -> int:
    first, second = _pieces(a), _pieces(b)
    smaller = min(len(first), len(second))
    return 100 * len(first & second) // smaller if smaller else 0


def _pieces(text: str) -> set[str]:
    for word in _words()[COMMON]:
        text = text.replace(word, "\n")  # 坏了 stands in every other matter
    return {one + two for line in text.split("\n") for one, two in pairwise(line)}


def _by_meaning(a: str, b: str) -> int:
    things, other_things = _meant(a, THING), _meant(b, THING)
    troubles, other_troubles = _meant(a, TROUBLE), _meant(b, TROUBLE)
    shared, trouble = things & other_things, troubles & other_troubles
    if shared and (trouble or _meant(a, COMMON) & _meant(b, COMMON)):
        return SAME
    if len(shared) > 1:
        return TWO_THINGS
    if trouble:
        return ELSEWHERE if things and other_things else ONE_TROUBLE
    if not shared:
        return 0
    return OTHER_TROUBLE if troubles and other_troubles else ONE_THING


def _meant(text: str, kind: str) -> frozenset[str]:
    """The meanings in a text; where a longer word stands, the shorter inside it is not counted (充电桩: no 充电)."""
    found: set[str] = set()
    rest = text
    for word, meaning in sorted(_words()[kind].items(), key=lambda pair: -len(pair[0])):
        if word in rest:
            found.add(meaning)
            rest = rest.replace(word, " ")
    return frozenset(found)
