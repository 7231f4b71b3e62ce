"""方案比选: several firms or schemes, each against one threshold; plurality is no majority (domain 3.3, O27)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deliberation.kernel.counting import Weight
from deliberation.kernel.methods import ranking
from deliberation.kernel.methods.base import Ballot, Electorate, Poll, Question, Rule, leader, spoken
from deliberation.kernel.verdict import OptionState, Test, Verdict

FINALISTS = 2


def check(question: Question, ballot: Ballot) -> None:
    """One option of this question, or none (弃权). Raises `CHOICE_INVALID`."""
    ranking.check_codes(question, ballot, 1)


def decide(question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
    """Take the one option that meets every share; else a run-off of the first two.

    The first two are those with the most heads; all who are tied at the second place go as well, an option
    that nobody chose never does. Should the rule ask for so little that several options meet it, the one with
    the most heads is taken, unless another has as many: then these go to the run-off. The run-off is a new vote.
    Unreturned ballots that follow the majority join the option that leads in heads and in area; where none
    does, `UNDETERMINED`.
    """
    poll = Poll(question, ballots, electorate, rule)
    chosen = ranking.amounts(poll)
    follows = ranking.follows_majority(poll)
    first = leader(chosen) if follows else None
    if first is not None:
        chosen[first] += electorate.unreturned
    joined = poll.unreturned_said(ranking.labels(poll, [first] if first else []))
    tests = ranking.tests_of(poll, chosen)
    barred = ranking.barred(poll, chosen, tests, unclear=follows and first is None)
    return barred or _decided(poll, chosen, tests, joined)


def _decided(poll: Poll, chosen: Mapping[str, Weight], tests: Mapping[str, tuple[Test, ...]], joined: str) -> Verdict:
    counts = ranking.counts_of(poll)
    taken, tied = ranking.cut(ranking.enough(tests), chosen, 1)
    run_off = tied if taken or tied else ranking.foremost(list(chosen), chosen, FINALISTS)
    won: OptionState = "LEADING" if poll.question.advisory else "TAKEN"
    states: dict[str, OptionState] = dict.fromkeys(chosen, "NOT_TAKEN")
    states |= dict.fromkeys(taken, won) | dict.fromkeys(run_off, "RUN_OFF")
    return poll.verdict(
        "PASSED" if taken else "REJECTED",
        poll.quorum_tests(),
        f"{spoken(counts)}{joined}{_said(poll, taken, tied, run_off)}",
        counts=counts,
        outcomes=ranking.outcomes(poll, chosen, tests, states),
        run_off=tuple(run_off),
        word="选定" if taken else "没有选定",
    )


def _said(poll: Poll, taken: Sequence[str], tied: Sequence[str], run_off: Sequence[str]) -> str:
    needed = ranking.needed(poll.rule)
    if taken:
        ending = "这是协商意见，须提请业主共同决定。" if poll.question.advisory else ""
        return f"选定{ranking.labels(poll, taken)}（须{needed}）。{ending}"
    if tied:
        return f"{ranking.labels(poll, tied)}都达到{needed}，票数相等，没有选定；这几个方案另行表决。"
    again = f"{ranking.labels(poll, run_off)}进入第二轮，另行表决。" if run_off else ""
    return f"没有方案达到{needed}，没有选定。{again}"
