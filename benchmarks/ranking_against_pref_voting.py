"""Random rankings, compared by the product and by the package `pref-voting`; both must find the same winners.

    python benchmarks/ranking_against_pref_voting.py --profiles 1000 --seed 1

Run by hand in an environment of its own with `pref-voting` (MIT): with what it needs it is far too large for the
development requirements (0.8 GB). Complete rankings are held against its beat path and its instant run-off with
parallel universes, incomplete ones against its beat path by margins and a plain reading of the definition, since its
instant run-off for incomplete rankings strikes out all who are equal at once. Exit 1 at the first difference.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pref_voting.iterative_methods import instant_runoff_put
from pref_voting.margin_based_methods import beat_path
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies

from deliberation.kernel.methods.ranking import instant_runoff, schulze

Rankings = list[tuple[tuple[str, ...], int]]


def some_rankings(source: random.Random, codes: str, *, complete: bool) -> Rankings:
    """A few kinds of ballots with small weights, so that ties are frequent."""
    kinds = source.choice((2, 3, 5, 9, 25))
    found = []
    for _ in range(kinds):
        order = source.sample(codes, len(codes))
        kept = len(order) if complete else source.randint(1, len(order))
        found.append((tuple(order[:kept]), source.randint(1, source.choice((1, 3, 9)))))
    return found


def by_definition(left: frozenset[str], rankings: Rankings) -> frozenset[str]:
    """Instant run-off as it is defined, without memory: every option that wins in some order of striking out."""
    if len(left) == 1:
        return left
    tops = [(next((c for c in ranking if c in left), None), weight) for ranking, weight in rankings]
    firsts = {code: sum(weight for top, weight in tops if top == code) for code in left}
    counting = sum(firsts.values())
    if not counting:
        return left
    over_half = frozenset(code for code in left if 2 * firsts[code] > counting)
    if over_half:
        return over_half
    fewest = [code for code in left if firsts[code] == min(firsts.values())]
    return frozenset().union(*(by_definition(left - {code}, rankings) for code in fewest))


def winners_elsewhere(codes: str, rankings: Rankings, *, complete: bool) -> tuple[frozenset[str], frozenset[str]]:
    """What the package finds: by paths of margins, and by striking out."""
    numbers = {code: place for place, code in enumerate(codes)}
    counts = [weight for _, weight in rankings]
    if complete:
        profile = Profile([[numbers[code] for code in ranking] for ranking, _ in rankings], counts)
        struck = frozenset(codes[place] for place in instant_runoff_put(profile))
    else:
        orders = [{numbers[code]: place for place, code in enumerate(ranking, 1)} for ranking, _ in rankings]
        profile = ProfileWithTies(orders, counts, candidates=list(numbers.values()))
        profile.use_extended_strict_preference()
        struck = by_definition(frozenset(codes), rankings)
    return frozenset(codes[place] for place in beat_path(profile)), struck


def main() -> None:
    """Compare the profiles and print how many ended in a tie."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profiles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    source, began, found = random.Random(wanted.seed), time.monotonic(), Counter[str]()
    for number in range(wanted.profiles):
        complete, codes = bool(number % 2), "ABCDEF"[: source.randint(2, 6)]
        rankings = some_rankings(source, codes, complete=complete)
        ours = schulze(codes, rankings), instant_runoff(codes, rankings)
        theirs = winners_elsewhere(codes, rankings, complete=complete)
        if ours != theirs:
            print(f"profile {number}: {ours}, expected {theirs}: {rankings}")
            sys.exit(1)
        for name, winners in zip(("schulze", "instant run-off"), ours, strict=True):
            found[f"{name}, {'tie' if len(winners) > 1 else 'one winner'}"] += 1
        found["differ"] += ours[0] != ours[1]
    for what, times in sorted(found.items()):
        print(f"{what:30} {times:6}")
    print(f"{wanted.profiles} profiles alike in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
