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
    scaled = str(_rounded(actual, base, decimals)).rjust(decimals + 1, "0")
    return f"{scaled[:-decimals]}.{scaled[-decimals:]}%"


def _rounded(actual: int, base: int, decimals: int) -> int:
    """The percentage times 10^decimals, rounded half up."""
    whole: int = 100 * 10**decimals
    return (2 * actual * whole + base) // (2 * base)


def _misleads(actual: int, base: int, decimals: int, threshold: Threshold | None) -> bool:
    if threshold is None or actual * threshold.den == base * threshold.num:
        return False
    shown, whole = _rounded(actual, base, decimals), 100 * 10**decimals
    return threshold.met(shown, whole) != threshold.met(actual, base)


def area(hundredths: int) -> str:
    """An area in ㎡ from 0.01 ㎡: 7854036 → "78,540.36"."""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole:,}.{rest:02d}"
