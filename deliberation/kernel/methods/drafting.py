"""What a chair fills in to put a question with options, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from deliberation.kernel.errors import Reason, Refused
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
        wrong("请写明每一项的名称。")
    if len(labels) > len(CODES):
        wrong(f"最多写 {len(CODES)} 项，现在 {len(labels)} 项。")
    if len(set(labels)) < len(labels):
        wrong("有两项的名称一样，请改成不一样的。")
    if any(len(label) > MAX_LABEL for label in labels):
        wrong(f"每一项的名称最多 {MAX_LABEL} 个字。")
    if scoring and not all(1 <= top <= MAX_TOP for _label, top in draft.options):
        wrong(f"每一项的满分须是 1 到 {MAX_TOP} 的整数。")
    if len(labels) < fewest:
        wrong("请至少写两个选项。")
    tops = [top if scoring else 0 for _label, top in draft.options]
    return tuple(map(Option, CODES, labels, tops))


def wrong(what: str) -> NoReturn:
    """Refuse a draft, with the sentence that says what is wrong with it."""
    raise Refused(Reason.INVALID_INPUT, what=what)
