"""未交回的票计入多数: which side unreturned ballots may join, and whether it matters (274号 §26(2); domain 3.3, 3.11).

The guide speaks of 已表决的多数票 and does not say whether abstentions are a side. Where heads and area name no one
side, or abstentions are as many as the larger of the others, several readings stand beside each other. A vote is
undetermined only where they end differently: nobody is asked to decide what changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from deliberation.kernel.counting import Weight
from deliberation.kernel.methods.base import leader
from deliberation.kernel.verdict import Test

NOBODY = ""
"""The reading by which unreturned ballots abstain with the largest group."""

UNCLEAR = "未交回的票按规则计入多数一方；看不出哪一方占多数，但"
"""How a sentence begins that says: it makes no difference."""


def may_join(sides: Mapping[str, Weight], abstained: Weight) -> tuple[str, ...]:
    """The sides that can be called the majority, in the order of `sides`; `NOBODY` last, for abstaining with the most.

    One: that is the majority. Abstentions are left out in the one reading and are a side of their own in the other.
    """
    with_abstentions = {**sides, NOBODY: abstained}
    found = {*_foremost(sides), *_foremost(with_abstentions)}
    return tuple(side for side in with_abstentions if side in found)


def _foremost(sides: Mapping[str, Weight]) -> set[str]:
    """The leader; where there is none, everybody who is not plainly behind another."""
    first = leader(sides)
    if first is not None:
        return {first}
    return {side for side, mine in sides.items() if not any(_ahead(other, mine) for other in sides.values())}


def _ahead(one: Weight, other: Weight) -> bool:
    return one.heads > other.heads and one.area >= other.area


def joined(sides: Mapping[str, Weight], names: Collection[str], more: Weight) -> dict[str, Weight]:
    """The sides after `more` has joined those named; a name that is no side (`NOBODY`) changes nothing."""
    return {name: amount + more if name in names else amount for name, amount in sides.items()}


def alike(ways: Mapping[str, Sequence[Test]]) -> str | None:
    """The side to reckon with where all `ways` (the tests of the motion by the side joined) end alike, else `None`.

    It is the first where none carries the motion (not even those in favour would help), the last where all do.
    """
    carried = [all(test.met for test in tests) for tests in ways.values()]
    if any(carried) != all(carried):
        return None
    names = list(ways)
    return names[-1] if all(carried) else names[0]
