"""多项选择 (自主点单): every option is taken that enough of those who handed in a ballot choose (domain scenario D)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from deliberation.kernel.counting import Weight
from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import refuse
from deliberation.kernel.methods import shares
from deliberation.kernel.methods.base import Ballot, Composition, Electorate, Poll, Question, Rule, spoken
from deliberation.kernel.methods.drafting import Draft
from deliberation.kernel.methods.method import Method
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import OptionState, Verdict


class Choose(Method):
    """Boxes to tick, as many as `Question.most` allows."""

    code, name, on_paper, several = "CHOOSE", N_("多项选择"), True, True
    on_paper_help = N_("多项选择：可选几个")
    offered = N_("多项选择：可以选几项，够票数的都选定")

    def draw_up(self, draft: Draft, asked: Composition) -> Question:
        """With how many options a ballot may carry (0 = no limit). Raises `INVALID_INPUT`."""
        question = super().draw_up(draft, asked)
        if not 0 <= draft.most <= len(question.options):
            refuse(InBallots.MOST_WRONG, most=len(question.options))
        return replace(question, most=draft.most)

    def limits(self, question: Question) -> str:
        """How many may be chosen."""
        return f"，每人最多选 {question.most} 项" if question.most else "，每人可选多项"

    def check(self, question: Question, ballot: Ballot) -> None:
        """Options of this question, none twice, at most `question.most` (0 = no limit). Raises `CHOICE_INVALID`."""
        shares.check_codes(question, ballot, question.most)

    def decide(self, question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
        """Take each option with enough votes; with a `limit` the first so many, and all who are tied at the cut.

        `PASSED` when at least one is taken. Unreturned ballots can follow no majority here, since a ballot may
        carry several options: under FOLLOW_MAJORITY the result is `UNDETERMINED` where they could change what is taken.
        """
        poll = Poll(question, ballots, electorate, rule)
        chosen = shares.amounts(poll)
        tests = shares.tests_of(poll, chosen)
        unclear = shares.follows_majority(poll) and shares.is_unclear(
            poll, chosen, shares.any_of(chosen, shares.enough(tests)), lambda ways: frozenset(_taken(poll, ways))
        )
        barred = shares.barred(poll, chosen, tests, unclear=unclear)
        if barred:
            return barred
        counts, taken = shares.counts_of(poll), _taken(poll, chosen)
        won: OptionState = "LEADING" if question.advisory else "TAKEN"
        states: dict[str, OptionState] = {o.code: won if o.code in taken else "NOT_TAKEN" for o in question.options}
        sentence = f"{spoken(counts)}{shares.unreturned_said(poll)}{_said(poll, taken)}"
        return poll.verdict(
            "PASSED" if taken else "REJECTED",
            poll.quorum_tests(),
            sentence,
            counts=counts,
            outcomes=shares.outcomes(poll, chosen, tests, states),
            word=f"选定 {len(taken)} 项" if taken else "没有选定",
        )


METHOD = Choose()


def _taken(poll: Poll, chosen: Mapping[str, Weight]) -> list[str]:
    enough = shares.enough(shares.tests_of(poll, chosen))
    return shares.foremost(enough, chosen, poll.question.limit or len(enough))


def _said(poll: Poll, taken: Sequence[str]) -> str:
    needed = shares.needed(poll.rule)
    if not taken:
        return f"没有一项达到{needed}，没有选定。"
    tie = poll.question.limit and len(taken) > poll.question.limit
    also = f"最多选定 {poll.question.limit} 项，末位票数相等，一并选定。" if tie else ""
    ending = "这是需求意见，须由业主共同决定。" if poll.question.advisory else ""
    return f"选定 {len(taken)} 项：{shares.labels(poll, taken)}（须{needed}）。{also}{ending}"
