"""UNDETERMINED only where silence can change the outcome: every way in which it may fall is tried, one by one.

The judge here is written anew and slow: votes are counted ballot by ballot, and the silent owners are given to every
set of names that a ballot could carry.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.methods import decide
from deliberation.kernel.methods.base import Ballot, Electorate
from deliberation.kernel.verdict import Verdict
from tests.kernel.polls import asking, of, rule, states

CODES = "ABCD"
Votes = dict[str, int]
Outcome = tuple[frozenset[str], frozenset[str]]

ticks = st.lists(st.frozensets(st.sampled_from(CODES)), max_size=14)
single = st.lists(st.frozensets(st.sampled_from(CODES), max_size=1), max_size=14)
shares = st.sampled_from([Threshold("GT", 1, 2), Threshold("GE", 1, 2), Threshold("GE", 1, 3), Threshold("GE", 3, 4)])
silent = st.integers(1, 6)
absent = st.integers(0, 6)


def votes_of(ticked: Sequence[Collection[str]]) -> Votes:
    return {code: sum(code in names for names in ticked) for code in CODES}


def enough(votes: Votes, part: int, share: Threshold) -> set[str]:
    line = Fraction(share.num, share.den)
    ratio = {code: Fraction(number, part) for code, number in votes.items()}
    return {code for code, found in ratio.items() if (found >= line if share.op == "GE" else found > line)}


def elected(votes: Votes, part: int, share: Threshold, seats: int) -> Outcome:
    """Who is elected and who runs again, by comparing everybody with everybody."""
    able = enough(votes, part, share)
    sure = {c for c in able if sum(votes[other] >= votes[c] for other in able - {c}) < seats}
    left = seats - len(sure)
    if left and able - sure:
        best = max(votes[other] for other in able - sure)
        return frozenset(sure), frozenset(c for c in able - sure if votes[c] == best)
    rest = [c for c in CODES if c not in sure and votes[c]]
    return frozenset(sure), frozenset(c for c in rest if left and sum(votes[o] > votes[c] for o in rest) <= left)


def taken(votes: Votes, part: int, share: Threshold) -> Outcome:
    """Which scheme is taken, and which two run again."""
    able = enough(votes, part, share)
    best = {code for code in able if votes[code] == max(votes[other] for other in able)}
    if len(best) == 1:
        return frozenset(best), frozenset()
    second = sorted(votes.values())[-2]
    return frozenset(), frozenset(best or {code for code in CODES if votes[code] and votes[code] >= second})


def subsets() -> Iterator[tuple[str, ...]]:
    return (names for size in range(len(CODES) + 1) for names in combinations(CODES, size))


def judged(question: Any, ticked: Sequence[Collection[str]], left: int, rest: int, share: Threshold) -> Verdict:
    ballots = [Ballot(tuple(sorted(names))) for names in ticked]
    who = Electorate(Weight(len(ticked) + left + rest), unreturned=Weight(left))
    quorum = [of("seats", Threshold("GE", 2, 3))]
    judge = rule(of("participating_heads", share), quorum=quorum, unreturned="FOLLOW_MAJORITY")
    return decide(question, ballots, who, judge)


def agrees(verdict: Verdict, part: int, whole: int, outcomes: set[Outcome], won: str) -> None:
    """The verdict is what all ways have in common, and undetermined where they have nothing in common."""
    if 3 * part < 2 * whole:
        assert verdict.result == "NO_QUORUM"
    elif len(outcomes) > 1:
        assert verdict.result == "UNDETERMINED"
    else:
        ((chosen, again),) = outcomes
        assert verdict.result == ("PASSED" if chosen else "REJECTED")
        assert {code for code, state in states(verdict).items() if state == won} == chosen
        assert set(verdict.run_off) == again


def ways(ticked: Sequence[Collection[str]], left: int, outcome: Callable[[Votes, int], Outcome]) -> set[Outcome]:
    """What comes out for every set of names that the silent might all have ticked."""
    part = len(ticked) + left
    return {outcome(votes_of([*ticked, *[names] * left]), part) for names in subsets()}


@settings(max_examples=400)
@given(ticks, silent, absent, shares, st.integers(1, 3))
def test_an_election_is_undetermined_only_where_silence_could_elect_another(
    ticked: list[frozenset[str]], left: int, rest: int, share: Threshold, seats: int
) -> None:
    verdict = judged(asking("ELECTION", *CODES, most=0, seats=seats), ticked, left, rest, share)
    outcomes = ways(ticked, left, lambda votes, part: elected(votes, part, share, seats))
    agrees(verdict, len(ticked) + left, len(ticked) + left + rest, outcomes, "ELECTED")


@settings(max_examples=400)
@given(ticks, silent, absent, shares, st.integers(0, 3))
def test_services_are_undetermined_only_where_silence_could_take_another(
    ticked: list[frozenset[str]], left: int, rest: int, share: Threshold, limit: int
) -> None:
    def first(votes: Votes, part: int) -> Outcome:
        able = enough(votes, part, share)
        kept = {c for c in able if not limit or sum(votes[other] > votes[c] for other in able) < limit}
        return frozenset(kept), frozenset()

    verdict = judged(asking("CHOOSE", *CODES, most=0, limit=limit), ticked, left, rest, share)
    outcomes = ways(ticked, left, first)
    agrees(verdict, len(ticked) + left, len(ticked) + left + rest, outcomes, "TAKEN")


@settings(max_examples=400)
@given(single, silent, absent, shares)
def test_a_choice_of_schemes_is_undetermined_only_where_the_majority_is_in_doubt_and_matters(
    ticked: list[frozenset[str]], left: int, rest: int, share: Threshold
) -> None:
    verdict = judged(asking("OPTIONS", *CODES), ticked, left, rest, share)
    votes, none = votes_of(ticked), sum(not names for names in ticked)
    joining = {code for code in CODES if votes[code] == max(votes.values())}
    most = max(*votes.values(), none)
    joining |= {code for code in CODES if votes[code] == most} | ({""} if none == most else set())
    part = len(ticked) + left
    outcomes = {taken(votes_of([*ticked, *[code] * left]), part, share) for code in joining}
    agrees(verdict, part, part + rest, outcomes, "TAKEN")
