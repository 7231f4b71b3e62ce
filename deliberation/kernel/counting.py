"""Exact counting: thresholds, percentages that never contradict the result, areas.

Everything is an integer (areas in 0.01 ㎡) and every comparison is cross-multiplied. 以上 includes the
number itself, 过半数 and 超过 do not (民法典 §1259).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import Literal

Op = Literal["GE", "GT"]

NO_PERCENT = "—"
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Weight:
    """What adds up: heads (seats, parties, households) and area in 0.01 ㎡. Neither is ever divided by the other."""

    heads: int
    area: int = 0

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.heads + other.heads, self.area + other.area)

    def __sub__(self, other: Weight) -> Weight:
        return Weight(self.heads - other.heads, self.area - other.area)

    def __bool__(self) -> bool:
        return self.heads > 0 or self.area > 0

    def within(self, whole: Weight) -> bool:
        """Whether `whole` holds this much, in heads and in area."""
        return self.heads <= whole.heads and self.area <= whole.area


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share of a base: `GE` at least `num/den` (以上), `GT` more than `num/den` (过, 超过).

    Raises `ValueError` for a share that is no share: it must be above 0, at most the whole, and
    reachable (more than the whole is not).
    """

    op: Op
    num: int
    den: int

    def __post_init__(self) -> None:
        if self.op not in {"GE", "GT"}:
            raise ValueError(f"unknown comparison {self.op}")
        if not 0 < self.num <= self.den or (self.op == "GT" and self.num == self.den):
            raise ValueError(f"no share of a whole: {self.op} {self.num}/{self.den}")

    def met(self, actual: int, base: int) -> bool:
        """Whether `actual` of `base` is enough. Nothing is ever enough of an empty base."""
        if base <= 0:
            return False
        left, right = actual * self.den, base * self.num
        return left >= right if self.op == "GE" else left > right

    def least(self, base: int) -> int:
        """The smallest number that is enough of `base`; 1 for an empty base, where nothing is."""
        if base <= 0:
            return 1
        whole, rest = divmod(base * self.num, self.den)
        return whole if self.op == "GE" and not rest else whole + 1

    @property
    def share(self) -> str:
        """The share alone: 半数, 三分之二, 百分之六十, 全部."""
        common = gcd(self.num, self.den)
        num, den = self.num // common, self.den // common
        if num == den:
            return "全部"
        if (num, den) == (1, 2):
            return "半数"
        if den not in {3, 4, 5} and 100 % den == 0:
            num, den = num * (100 // den), 100
        return f"{_whole(den)}分之{_whole(num)}"

    @property
    def name(self) -> str:
        """The name in the words of the law: 过半数, 半数以上, 三分之二以上, 超过三分之二, 全部."""
        if self.op == "GT":
            return "过半数" if self.share == "半数" else f"超过{self.share}"
        return "全部" if self.share == "全部" else f"{self.share}以上"

    def to_json(self) -> dict[str, str | int]:
        """`{"op", "num", "den"}`."""
        return {"op": self.op, "num": self.num, "den": self.den}


def _whole(number: int) -> str:
    """A whole number from 1 to 100 in Chinese; above that in digits."""
    if number == 100:  # noqa: PLR2004 - one hundred
        return "百"
    if number > 100:  # noqa: PLR2004 - one hundred
        return str(number)
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def percent(actual: int, base: int, threshold: Threshold | None = None) -> str:
    """`actual` of `base` in per cent, half-up to two decimals: 66.67%; "—" when the base is 0.

    With a threshold, decimals are added while the rounded figure would tell another story than the
    exact test: 19,999.99 of 30,000.00 ㎡ is 66.6666% of the base and not 66.67% (domain 3.11). A figure
    that stands exactly on the threshold needs no more decimals: none would help.
    """
    if base <= 0:
        return NO_PERCENT
    decimals = 2
    while _misleads(actual, base, decimals, threshold):
        decimals += 1
    return f"{_pointed(_rounded(100 * actual, base, decimals), decimals)}%"


def mean(total: int, count: int, line: int | None = None) -> str:
    """`total` / `count`, half-up to two decimals: 86.78; "—" when there is nothing to count.

    With a `line` in hundredths, decimals are added while the rounded figure would reach a line that the
    exact mean does not reach: 79.996 under the line 80.00 is printed 79.996.
    """
    if count <= 0:
        return NO_PERCENT
    decimals = 2
    while line is not None and 100 * total < line * count and _rounds_up_to(total, count, decimals, line):
        decimals += 1
    return _pointed(_rounded(total, count, decimals), decimals)


def _rounded(num: int, den: int, decimals: int) -> int:
    """`num` / `den` times 10^decimals, rounded half up."""
    whole: int = 10**decimals
    return (2 * num * whole + den) // (2 * den)


def _pointed(scaled: int, decimals: int) -> str:
    """The figure that stands for `scaled` / 10^decimals: (8678, 2) → "86.78"."""
    digits = str(scaled).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}"


def _rounds_up_to(total: int, count: int, decimals: int, line: int) -> bool:
    """Whether the mean, rounded, looks as large as the line (hundredths)."""
    whole: int = 10**decimals
    return 100 * _rounded(total, count, decimals) >= line * whole


def _misleads(actual: int, base: int, decimals: int, threshold: Threshold | None) -> bool:
    if threshold is None or actual * threshold.den == base * threshold.num:
        return False
    shown, whole = _rounded(100 * actual, base, decimals), 100 * 10**decimals
    return threshold.met(shown, whole) != threshold.met(actual, base)


def area(hundredths: int) -> str:
    """An area in ㎡ from 0.01 ㎡: 7854036 → "78,540.36"."""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole:,}.{rest:02d}"
