"""方案比选: several firms or schemes, each against one threshold; plurality is no majority (domain 3.3, O27)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deliberation.kernel.counting import Weight
from deliberation.kernel.methods import shares, silence
from deliberation.kernel.methods.base import Ballot, Electorate, Poll, Question, Rule, spoken
from deliberation.kernel.methods.method import Method
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import OptionState, Test, Verdict

FINALISTS = 2


class Options(Method):
    """One option of several."""

    code, name, on_paper = "OPTIONS", N_("方案比选"), True
    on_paper_help = N_("方案比选：选一个")
    offered = N_("方案比选：几个方案中选定一个")

    def check(self, question: Question, ballot: Ballot) -> None:
        """One option of this question, or none (弃权). Raises `CHOICE_INVALID`."""
        shares.check_codes(question, ballot, 1)

    def decide(self, question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
        """Take the one option that meets every share; else a run-off of the first two.

        The first two are those with the most heads; all who are tied at the second place go as well, an option
        that nobody chose never does. Should the rule ask for so little that several options meet it, the one with
        the most heads is taken, unless another has as many: then these go to the run-off. The run-off is a new vote.
        Unreturned ballots that follow the majority join the option that leads in heads and in area; where none can
        be said to (`silence.may_join`), `UNDETERMINED`, unless what is taken and what runs again is the same for all.
        """
        poll = Poll(question, ballots, electorate, rule)
        chosen, joined, unclear = shares.amounts(poll), poll.unreturned_said(), False
        if shares.follows_majority(poll):
            joining = silence.may_join(chosen, poll.abstained)
            each = [(side,) for side in joining]
            unclear = shares.is_unclear(poll, chosen, each, lambda ways: tuple(map(frozenset, _taken(poll, ways))))
            joined = shares.unreturned_said(poll)
            if len(joining) == 1:
                chosen = silence.joined(chosen, joining, electorate.unreturned)
                joined = poll.unreturned_said(shares.labels(poll, joining))
        tests = shares.tests_of(poll, chosen)
        barred = shares.barred(poll, chosen, tests, unclear=unclear)
        return barred or _decided(poll, chosen, tests, joined)


METHOD = Options()


def _taken(poll: Poll, chosen: Mapping[str, Weight]) -> tuple[list[str], list[str], list[str]]:
    """The one that is taken, those tied that had enough, those that run again."""
    taken, tied = shares.cut(shares.enough(shares.tests_of(poll, chosen)), chosen, 1)
    return taken, tied, tied if taken or tied else shares.foremost(list(chosen), chosen, FINALISTS)


def _decided(poll: Poll, chosen: Mapping[str, Weight], tests: Mapping[str, tuple[Test, ...]], joined: str) -> Verdict:
    counts = shares.counts_of(poll)
    taken, tied, run_off = _taken(poll, chosen)
    won: OptionState = "LEADING" if poll.question.advisory else "TAKEN"
    states: dict[str, OptionState] = dict.fromkeys(chosen, "NOT_TAKEN")
    states |= dict.fromkeys(taken, won) | dict.fromkeys(run_off, "RUN_OFF")
    return poll.verdict(
        "PASSED" if taken else "REJECTED",
        poll.quorum_tests(),
        f"{spoken(counts)}{joined}{_said(poll, taken, tied, run_off)}",
        counts=counts,
        outcomes=shares.outcomes(poll, chosen, tests, states),
        run_off=tuple(run_off),
        word="选定" if taken else "没有选定",
    )


def _said(poll: Poll, taken: Sequence[str], tied: Sequence[str], run_off: Sequence[str]) -> str:
    needed = shares.needed(poll.rule)
    if taken:
        ending = "这是协商意见，须提请业主共同决定。" if poll.question.advisory else ""
        return f"选定{shares.labels(poll, taken)}（须{needed}）。{ending}"
    if tied:
        return f"{shares.labels(poll, tied)}都达到{needed}，票数相等，没有选定；这几个方案另行表决。"
    again = f"{shares.labels(poll, run_off)}进入第二轮，另行表决。" if run_off else ""
    return f"没有方案达到{needed}，没有选定。{again}"
