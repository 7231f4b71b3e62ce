"""多项选择 (自主点单): every option is taken that enough of those who handed in a ballot choose (domain scenario D)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deliberation.kernel.counting import Weight
from deliberation.kernel.methods import ranking
from deliberation.kernel.methods.base import Ballot, Electorate, Poll, Question, Rule, spoken
from deliberation.kernel.verdict import OptionState, Verdict


def check(question: Question, ballot: Ballot) -> None:
    """Options of this question, none twice, at most `question.most` (0 = no limit). Raises `CHOICE_INVALID`."""
    ranking.check_codes(question, ballot, question.most)


def decide(question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
    """Take each option with enough votes; with a `limit` the first so many, and all who are tied at the cut.

    `PASSED` when at least one is taken. Unreturned ballots can follow no majority here, since a ballot may
    carry several options: under FOLLOW_MAJORITY the result is `UNDETERMINED` where they could change what is taken.
    """
    poll = Poll(question, ballots, electorate, rule)
    chosen = ranking.amounts(poll)
    tests = ranking.tests_of(poll, chosen)
    unclear = ranking.follows_majority(poll) and ranking.is_unclear(
        poll, chosen, ranking.any_of(chosen, ranking.enough(tests)), lambda ways: frozenset(_taken(poll, ways))
    )
    barred = ranking.barred(poll, chosen, tests, unclear=unclear)
    if barred:
        return barred
    counts, taken = ranking.counts_of(poll), _taken(poll, chosen)
    won: OptionState = "LEADING" if question.advisory else "TAKEN"
    states: dict[str, OptionState] = {o.code: won if o.code in taken else "NOT_TAKEN" for o in question.options}
    sentence = f"{spoken(counts)}{ranking.unreturned_said(poll)}{_said(poll, taken)}"
    return poll.verdict(
        "PASSED" if taken else "REJECTED",
        poll.quorum_tests(),
        sentence,
        counts=counts,
        outcomes=ranking.outcomes(poll, chosen, tests, states),
        word=f"选定 {len(taken)} 项" if taken else "没有选定",
    )


def _taken(poll: Poll, chosen: Mapping[str, Weight]) -> list[str]:
    enough = ranking.enough(ranking.tests_of(poll, chosen))
    return ranking.foremost(enough, chosen, poll.question.limit or len(enough))


def _said(poll: Poll, taken: Sequence[str]) -> str:
    needed = ranking.needed(poll.rule)
    if not taken:
        return f"没有一项达到{needed}，没有选定。"
    tie = poll.question.limit and len(taken) > poll.question.limit
    also = f"最多选定 {poll.question.limit} 项，末位票数相等，一并选定。" if tie else ""
    ending = "这是需求意见，须由业主共同决定。" if poll.question.advisory else ""
    return f"选定 {len(taken)} 项：{ranking.labels(poll, taken)}（须{needed}）。{also}{ending}"
