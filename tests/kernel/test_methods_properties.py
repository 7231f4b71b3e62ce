"""What must hold for any ballots: a slow count with fractions agrees, order never matters, nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.methods import METHODS, decide
from deliberation.kernel.methods.base import Ballot, Electorate, Option, Question, Rule, Share
from deliberation.kernel.verdict import Verdict
from tests.kernel.polls import HALF, THREE_QUARTERS, agreement, asking, of, owners_rule, rule, states

CODES = "ABCDE"
EXAMPLES = 150

weights = st.builds(Weight, st.integers(0, 30), st.integers(0, 3000))
shares = st.sampled_from(
    [Threshold(op, num, num + more) for op in ("GE", "GT") for num, more in ((1, 1), (2, 1), (3, 1))]
)
choices = st.lists(st.sampled_from(["AGREE", "OPPOSE", "ABSTAIN"]), max_size=30)
ticks = st.lists(st.frozensets(st.sampled_from(CODES)), max_size=25)
single = st.lists(st.frozensets(st.sampled_from(CODES), max_size=1), max_size=25)
scores = st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=12)
bases = st.sampled_from(["seats", "present", "cast"])


def reaches(actual: int, base: int, threshold: Threshold) -> bool:
    """Whether a share is reached, in fractions."""
    if base == 0:
        return False
    part, line = Fraction(actual, base), Fraction(threshold.num, threshold.den)
    return part >= line if threshold.op == "GE" else part > line


def ballots(ticked: Sequence[frozenset[str]]) -> list[Ballot]:
    return [Ballot(tuple(sorted(codes))) for codes in ticked]


def hall(cast: int, idle: int, absent: int) -> Electorate:
    return Electorate(Weight(cast + idle + absent), present=cast + idle)


def by_the_book(n: Weight, sides: Sequence[Weight], left: Weight, threshold: Threshold, policy: str) -> str:
    """The algorithm of the reference (3.11), in fractions; each side that silence may join is tried in turn."""
    tried = {"STRICT": [None], "ABSTAIN": [2]}.get(policy) or sorted(majorities(sides))
    found = {counted(n, sides, left, threshold, side) for side in tried}
    return found.pop() if len(found) == 1 else "UNDETERMINED"


def counted(n: Weight, sides: Sequence[Weight], left: Weight, threshold: Threshold, joins: int | None) -> str:
    """The result with the silent owners on one side (0 for, 1 against, 2 abstaining), or on none."""
    outcomes = []
    for size, mine in ((n.heads, "heads"), (n.area, "area")):
        said = [getattr(side, mine) for side in sides]
        if joins is not None:
            said[joins] += getattr(left, mine)
        if size == 0 or Fraction(sum(said), size) < Fraction(2, 3):
            return "NO_QUORUM"
        outcomes.append(reaches(said[0], sum(said), threshold))
    return "PASSED" if all(outcomes) else "REJECTED"


def majorities(sides: Sequence[Weight]) -> set[int]:
    """Which sides may be called the majority, abstentions left out and abstentions counted as a side."""
    found = set()
    for reading in ((0, 1), (0, 1, 2)):
        behind = {
            one
            for one in reading
            for other in reading
            if sides[other].heads > sides[one].heads and sides[other].area >= sides[one].area
        }
        ahead = [
            one
            for one in reading
            if all(
                one == other or (sides[one].heads > sides[other].heads and sides[one].area >= sides[other].area)
                for other in reading
            )
        ]
        found |= set(ahead) or set(reading) - behind
    return found


def owners_vote(sides: Sequence[Weight], left: Weight, rest: Weight, threshold: Threshold, policy: Any) -> Verdict:
    entitled = sum(sides, left + rest)
    who = Electorate(entitled, unreturned=left, unit="heads")
    return decide(Question("APPROVAL"), agreement(*sides), who, owners_rule(threshold, unreturned=policy))


policies = st.sampled_from(["STRICT", "FOLLOW_MAJORITY", "ABSTAIN"])
classes = st.sampled_from([HALF, THREE_QUARTERS])
sides_of_owners = st.tuples(weights, weights, weights)


@settings(max_examples=600)
@given(sides_of_owners, weights, weights, classes, policies)
def test_the_owners_vote_agrees_with_the_law_worked_out_in_fractions(
    sides: tuple[Weight, ...], left: Weight, rest: Weight, threshold: Threshold, policy: str
) -> None:
    verdict = owners_vote(sides, left, rest, threshold, policy)
    assert verdict.result == by_the_book(sum(sides, left + rest), sides, left, threshold, policy)


@settings(max_examples=EXAMPLES)
@given(sides_of_owners, weights, weights, policies)
def test_every_owner_is_counted_once_in_heads_and_in_area(
    sides: tuple[Weight, ...], left: Weight, rest: Weight, policy: str
) -> None:
    verdict = owners_vote(sides, left, rest, HALF, policy)
    assert sum((count.amount for count in verdict.counts), Weight(0)) == sum(sides, left + rest)


@settings(max_examples=EXAMPLES)
@given(sides_of_owners, weights, weights, classes, policies, st.sampled_from([1, 2]))
def test_who_changes_to_agreement_never_turns_an_owners_vote_against_it(
    sides: tuple[Weight, ...], left: Weight, rest: Weight, threshold: Threshold, policy: str, whose: int
) -> None:
    before = owners_vote(sides, left, rest, threshold, policy)
    changed = [sides[0] + sides[whose], *sides[1:]]
    changed[whose] = Weight(0)
    after = owners_vote(changed, left, rest, threshold, policy)
    if before.result == "PASSED":
        assert after.result == "PASSED"
    assert (before.result, after.result) != ("UNDETERMINED", "REJECTED")


@settings(max_examples=EXAMPLES)
@given(sides_of_owners, weights, weights, classes, policies)
def test_who_comes_and_agrees_never_turns_an_owners_vote_against_it(
    sides: tuple[Weight, ...], left: Weight, rest: Weight, threshold: Threshold, policy: str
) -> None:
    before = owners_vote(sides, left, rest, threshold, policy)
    after = owners_vote([sides[0] + rest, *sides[1:]], left, Weight(0), threshold, policy)
    if before.result == "PASSED":
        assert after.result == "PASSED"
    assert (before.result, after.result) != ("UNDETERMINED", "REJECTED")


@settings(max_examples=EXAMPLES)
@given(sides_of_owners, weights, weights, classes)
def test_silence_is_asked_only_where_it_could_turn_the_vote(
    sides: tuple[Weight, ...], left: Weight, rest: Weight, threshold: Threshold
) -> None:
    """Whatever silence means, an undetermined vote would end differently if all of it agreed or none did."""
    if owners_vote(sides, left, rest, threshold, "FOLLOW_MAJORITY").result == "UNDETERMINED":
        with_all = owners_vote([sides[0] + left, *sides[1:]], Weight(0), rest, threshold, "STRICT")
        with_none = owners_vote(sides, left, rest, threshold, "ABSTAIN")
        assert (with_all.result, with_none.result) == ("PASSED", "REJECTED")


@settings(max_examples=300)
@given(choices, st.integers(0, 8), st.integers(0, 8), shares, shares, bases, st.booleans())
def test_the_vote_of_a_body_agrees_with_a_slow_count(
    cast: list[str], idle: int, absent: int, quorum: Threshold, share: Threshold, base: str, abstentions: bool
) -> None:
    who = hall(len(cast), idle, absent)
    written = rule(
        of(base, share), quorum=[of("seats", quorum)], abstention="IN_BASE" if abstentions else "NOT_IN_BASE"
    )
    verdict = decide(Question("APPROVAL"), [Ballot((choice,)) for choice in cast], who, written)
    size = {"seats": len(cast) + idle + absent, "present": len(cast) + idle, "cast": len(cast)}[base]
    size -= 0 if abstentions or base == "seats" else cast.count("ABSTAIN")
    expected = "PASSED" if reaches(cast.count("AGREE"), size, share) else "REJECTED"
    if not reaches(len(cast) + idle, len(cast) + idle + absent, quorum):
        expected = "NO_QUORUM"
    assert verdict.result == expected
    assert sum(count.amount.heads for count in verdict.counts) == len(cast) + idle


@settings(max_examples=EXAMPLES)
@given(choices, st.integers(1, 8), st.integers(0, 8), shares, st.sampled_from(["seats", "present"]), st.booleans())
def test_one_more_agreement_never_turns_a_vote_against_the_motion_where_the_base_is_fixed(
    cast: list[str], idle: int, absent: int, share: Threshold, base: str, by_share: bool
) -> None:
    who, written = hall(len(cast), idle, absent), rule(*[of(base, share)] * by_share)
    before, after = (
        decide(Question("APPROVAL"), [Ballot((choice,)) for choice in each], who, written)
        for each in (cast, [*cast, "AGREE"])
    )
    assert (before.result, after.result) != ("PASSED", "REJECTED")


def poll(method: str, ticked: list[frozenset[str]], given_scores: list[int | None]) -> tuple[Question, list[Ballot]]:
    """A question of any method with ballots that it allows."""
    if method == "SCORES":
        rated = [Ballot((), scores=(("A", score),) if score is not None else ()) for score in given_scores]
        return Question("SCORES", (Option("A", "总评", 100),), line=6000), rated
    first = [min(codes, default="") for codes in ticked]
    if method == "APPROVAL":
        names = {"A": "AGREE", "B": "OPPOSE"}
        return Question("APPROVAL"), [Ballot((names.get(code, "ABSTAIN"),)) for code in first]
    if method == "CONSENSUS":
        names = {"A": "OBJECT", "B": "RESERVE"}
        return Question("CONSENSUS"), [Ballot((names[code],) if code in names else ()) for code in first]
    question = asking(method, *CODES, most=0, seats=2, limit=2)
    if method == "OPTIONS":
        return question, [Ballot((code,) if code else ()) for code in first]
    return question, ballots(ticked)


@settings(max_examples=400)
@given(st.sampled_from(sorted(METHODS)), ticks, scores, st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_matters(
    method: str, ticked: list[frozenset[str]], given_scores: list[int | None], shuffler: Any
) -> None:
    question, cast = poll(method, ticked, given_scores)
    mixed = cast.copy()
    shuffler.shuffle(mixed)
    who, written = hall(len(cast), 2, 1), rule(of("cast"), quorum=[of("seats")])
    assert decide(question, mixed, who, written) == decide(question, cast, who, written)


@settings(max_examples=400)
@given(st.sampled_from(sorted(METHODS)), ticks, scores, st.integers(0, 30))
def test_a_verdict_of_any_method_is_in_keeping_with_itself(
    method: str, ticked: list[frozenset[str]], given_scores: list[int | None], absent: int
) -> None:
    question, cast = poll(method, ticked, given_scores)
    verdict = decide(question, cast, hall(len(cast), 2, absent), rule(of("cast"), quorum=[of("seats")]))
    assert Verdict.from_json(verdict.to_json()) == verdict
    assert verdict.sentence.endswith("。")
    assert (verdict.result == "NO_QUORUM") is not verdict.tests[0].met
    chosen = [outcome for outcome in verdict.outcomes if outcome.chosen]
    assert all(test.met for outcome in chosen for test in outcome.tests)
    if verdict.outcomes:
        assert (verdict.result == "PASSED") is bool(chosen)
        assert set(verdict.run_off) == {o.code for o in verdict.outcomes if o.state == "RUN_OFF"}
    if method != "CONSENSUS":
        assert sum(count.amount.heads for count in verdict.counts) == len(cast) + 2


def votes_of(ticked: Sequence[frozenset[str]]) -> dict[str, int]:
    return {code: sum(code in codes for codes in ticked) for code in CODES}


@settings(max_examples=300)
@given(ticks, shares, st.integers(0, 5))
def test_what_is_taken_agrees_with_a_slow_count(ticked: list[frozenset[str]], share: Threshold, limit: int) -> None:
    question, votes = asking("CHOOSE", *CODES, most=0, limit=limit), votes_of(ticked)
    verdict = decide(question, ballots(ticked), hall(len(ticked), 0, 0), rule(of("returned", share)))
    enough = {code for code in CODES if reaches(votes[code], len(ticked), share)}
    taken = {c for c in enough if not limit or sum(votes[other] > votes[c] for other in enough) < limit}
    assert {code for code, state in states(verdict).items() if state == "TAKEN"} == taken
    assert (verdict.result == "PASSED") is bool(taken)


@settings(max_examples=300)
@given(ticks, shares, st.integers(1, 4))
def test_who_is_elected_and_who_runs_again_agrees_with_a_slow_count(
    ticked: list[frozenset[str]], share: Threshold, seats: int
) -> None:
    question, votes = asking("ELECTION", *CODES, most=0, seats=seats), votes_of(ticked)
    verdict = decide(question, ballots(ticked), hall(len(ticked), 0, 0), rule(of("cast", share)))
    enough = {code for code in CODES if reaches(votes[code], len(ticked), share)}
    # elected: fewer than `seats` others have as many votes or more
    elected = {c for c in enough if sum(votes[other] >= votes[c] for other in enough - {c}) < seats}
    left = seats - len(elected)
    if len(enough) > len(elected) and left:
        again = {c for c in enough - elected if votes[c] == max(votes[other] for other in enough - elected)}
    else:
        rest = [c for c in CODES if c not in elected and votes[c]]
        again = {c for c in rest if left and sum(votes[other] > votes[c] for other in rest) <= left}
    assert {code for code, state in states(verdict).items() if state == "ELECTED"} == elected
    assert set(verdict.run_off) == again
    assert [votes[code] for code in verdict.run_off] == sorted((votes[code] for code in again), reverse=True)


@settings(max_examples=300)
@given(single, shares)
def test_the_scheme_that_is_taken_agrees_with_a_slow_count(ticked: list[frozenset[str]], share: Threshold) -> None:
    votes = votes_of(ticked)
    verdict = decide(asking("OPTIONS", *CODES), ballots(ticked), hall(len(ticked), 0, 0), rule(of("cast", share)))
    enough = [code for code in CODES if reaches(votes[code], len(ticked), share)]
    best = [code for code in enough if votes[code] == max(votes[other] for other in enough)]
    taken = best if len(best) == 1 else []
    second = sorted(votes.values())[-2]
    finalists = {code for code in CODES if votes[code] and votes[code] >= second}
    assert [code for code, state in states(verdict).items() if state == "TAKEN"] == taken
    assert set(verdict.run_off) == (set() if taken else set(best) or finalists)


@settings(max_examples=300)
@given(scores, st.integers(0, 10_000), st.sampled_from(["MEAN", "TRIMMED"]))
def test_a_rating_agrees_with_a_slow_count(given_scores: list[int | None], line: int, which: Any) -> None:
    question = Question("SCORES", (Option("A", "总评", 100),), line=line, mean=which)
    cast = [Ballot((), scores=(("A", score),) if score is not None else ()) for score in given_scores]
    verdict = decide(question, cast, hall(len(cast), 0, 0), rule())
    rated = sorted(score for score in given_scores if score is not None)
    kept = rated if which == "MEAN" else rated[1:-1]
    expected = "UNDETERMINED"
    if kept:
        expected = "PASSED" if Fraction(sum(kept), len(kept)) >= Fraction(line, 100) else "REJECTED"
    assert verdict.result == expected


@given(st.sampled_from(sorted(METHODS)), weights, weights)
def test_weights_add_up_and_are_never_mixed(method: str, one: Weight, two: Weight) -> None:
    assert (one + two) - two == one
    assert (one + two).heads == one.heads + two.heads
    assert one.within(one + two)
    assert bool(one) is (one != Weight(0))
    assert METHODS[method].name


def test_a_rule_of_shares_is_a_rule() -> None:
    assert rule(of("cast")) == Rule("规则", "依据", 1, (), (Share(HALF, "cast"),), "IN_BASE", "STRICT")
