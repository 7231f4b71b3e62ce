"""多项选择 (自主点单): every option is taken that enough of those who handed in a ballot choose (domain scenario D)."""

from __future__ import annotations

from collections.abc import Sequence

from deliberation.kernel.methods import ranking
from deliberation.kernel.methods.base import Ballot, Electorate, Poll, Question, Rule, spoken
from deliberation.kernel.verdict import OptionState, Verdict


def check(question: Question, ballot: Ballot) -> None:
    """Options of this question, none twice, at most `question.most` (0 = no limit). Raises `CHOICE_INVALID`."""
    ranking.check_codes(question, ballot, question.most)


def decide(question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
    """Take each option with enough votes; with a `limit` the first so many, and all who are tied at the cut.

    `PASSED` when at least one is taken. Unreturned ballots can follow no majority here, since a ballot may
    carry several options: where the rule says FOLLOW_MAJORITY and there are some, `UNDETERMINED`.
    """
    poll = Poll(question, ballots, electorate, rule)
    chosen = ranking.amounts(poll)
    tests = ranking.tests_of(poll, chosen)
    barred = ranking.barred(poll, chosen, tests, unclear=ranking.follows_majority(poll))
    if barred:
        return barred
    counts, enough = ranking.counts_of(poll), ranking.enough(tests)
    taken = ranking.foremost(enough, chosen, question.limit or len(enough))
    won: OptionState = "LEADING" if question.advisory else "TAKEN"
    states: dict[str, OptionState] = {o.code: won if o.code in taken else "NOT_TAKEN" for o in question.options}
    sentence = f"{spoken(counts)}{poll.unreturned_said()}{_said(poll, taken)}"
    return poll.verdict(
        "PASSED" if taken else "REJECTED",
        poll.quorum_tests(),
        sentence,
        counts=counts,
        outcomes=ranking.outcomes(poll, chosen, tests, states),
        word=f"选定 {len(taken)} 项" if taken else "没有选定",
    )


def _said(poll: Poll, taken: Sequence[str]) -> str:
    needed = ranking.needed(poll.rule)
    if not taken:
        return f"没有一项达到{needed}，没有选定。"
    tie = poll.question.limit and len(taken) > poll.question.limit
    also = f"最多选定 {poll.question.limit} 项，末位票数相等，一并选定。" if tie else ""
    ending = "这是需求意见，须由业主共同决定。" if poll.question.advisory else ""
    return f"选定 {len(taken)} 项：{ranking.labels(poll, taken)}（须{needed}）。{also}{ending}"
