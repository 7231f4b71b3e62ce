"""Random votes of owners, judged by the product and once more by the slow judge of the tests; both must agree.

    python benchmarks/random_votes.py --cases 100000 --seed 1

Prints how many ended how, and what each policy left undetermined; exit 1 and the case at the first difference.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from deliberation.kernel.counting import Threshold, Weight
from tests.kernel.polls import HALF, THREE_QUARTERS
from tests.kernel.test_methods_properties import by_the_book, owners_vote

POLICIES = ("STRICT", "FOLLOW_MAJORITY", "ABSTAIN")


def a_case(source: random.Random) -> tuple[list[Weight], Weight, Weight, Threshold, str]:
    """A box: small ones tie often, large ones come close to the shares; one in three is even on purpose, one clear."""
    size = source.choice((3, 12, 300))
    sides = [Weight(source.randint(0, size), source.randint(0, 90 * size)) for _ in range(3)]
    chance = source.randrange(3)
    if chance == 0:
        sides[1] = sides[0]
    elif chance == 1:
        sides[0] += Weight(size, 90 * size)
    left, rest = (Weight(source.randint(0, size), source.randint(0, 90 * size)) for _ in range(2))
    return sides, left, rest, source.choice((HALF, THREE_QUARTERS)), source.choice(POLICIES)


def main() -> None:
    """Judge the cases and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    source, began, found = random.Random(wanted.seed), time.monotonic(), Counter[tuple[str, str]]()
    for number in range(wanted.cases):
        sides, left, rest, threshold, policy = a_case(source)
        result = owners_vote(sides, left, rest, threshold, policy).result
        expected = by_the_book(sum(sides, left + rest), sides, left, threshold, policy)
        if result != expected:
            print(f"case {number}: {result}, expected {expected}: {sides} {left} {rest} {threshold} {policy}")
            sys.exit(1)
        found[policy, result] += 1
    for (policy, result), times in sorted(found.items()):
        print(f"{policy:16} {result:14} {times:8}")
    print(f"{wanted.cases} cases alike in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
