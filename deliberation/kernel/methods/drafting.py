"""What a chair fills in to put a question with options, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import refuse
from deliberation.kernel.methods.base import Option

CODES = "ABCDEFGHIJKLMNOPQRST"
MAX_LABEL = 40
MAX_TOP = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """What a chair filled in. `options`: (text, highest score); `line`: the pass line in points as typed, or empty.

    Of an election in which a text asks who may sit together: `woman`, a key of `election.WOMAN`; `women`, the names
    of the candidates who are; `kin`, pairs of names; `kin_elected`, candidates related to somebody in a higher post.
    """

    method: str
    options: tuple[tuple[str, int], ...]
    most: int = 0
    seats: int = 1
    least_seats: int = 0
    second_round: bool = False
    line: str = ""
    mean: str = "MEAN"
    woman: str = ""
    women: tuple[str, ...] = ()
    kin: tuple[tuple[str, ...], ...] = ()
    kin_elected: tuple[str, ...] = ()


def options(draft: Draft, *, fewest: int, scoring: bool = False) -> tuple[Option, ...]:
    """The options of a draft, with codes in their order. Raises `INVALID_INPUT`."""
    labels = [" ".join(label.split()) for label, _top in draft.options]
    if not labels or not all(labels):
        refuse(InBallots.LABEL_MISSING)
    if len(labels) > len(CODES):
        refuse(InBallots.TOO_MANY_OPTIONS, most=len(CODES), now=len(labels))
    if len(set(labels)) < len(labels):
        refuse(InBallots.LABELS_ALIKE)
    if any(len(label) > MAX_LABEL for label in labels):
        refuse(InBallots.LABEL_TOO_LONG, most=MAX_LABEL)
    if scoring and not all(1 <= top <= MAX_TOP for _label, top in draft.options):
        refuse(InBallots.TOP_WRONG, most=MAX_TOP)
    if len(labels) < fewest:
        refuse(InBallots.OPTIONS_MISSING)
    tops = [top if scoring else 0 for _label, top in draft.options]
    return tuple(map(Option, CODES, labels, tops))
