"""The owners of the reference's scenarios: groups whose heads and areas add up to the numbers given there."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from tests.owners.hall import Head

# (number of owners, their common area in 0.01 ㎡) in the order of the ballots
SCENARIO_A = ((352, 4_601_275), (74, 931_005), (29, 358_840), (157, 7_854_036 - 4_601_275 - 931_005 - 358_840))
SCENARIO_C = ((162, 1_530_000), (140, 1_206_000), (22, 180_000), (162, 4_374_000 - 2_916_000))


def heads_with(groups: Sequence[tuple[int, int]]) -> list[Head]:
    """Owners in groups whose areas add up exactly; the first of a group takes the remainder."""
    heads: list[Head] = []
    for number, area in groups:
        each, rest = divmod(area, number)
        heads += [Head((f"业主{len(heads) + n:04d}",), (each + (rest if n == 0 else 0),)) for n in range(number)]
    return heads


def slices(ids: Sequence[int], groups: Sequence[tuple[int, int]]) -> list[Sequence[int]]:
    starts = [sum(number for number, _ in groups[:at]) for at in range(len(groups) + 1)]
    return [ids[begin:end] for begin, end in itertools.pairwise(starts)]
