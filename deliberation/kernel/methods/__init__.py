"""The ways to decide, and the one judge of everything that is voted on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deliberation.kernel.methods import approval, choose, consensus, election, options, ranking, scores
from deliberation.kernel.methods.base import Ballot, Electorate, Question, Rule
from deliberation.kernel.methods.method import Method
from deliberation.kernel.verdict import Verdict

METHODS: dict[str, Method] = {
    module.METHOD.code: module.METHOD for module in (approval, choose, options, election, ranking, scores, consensus)
}
"""The code in `Question.method` → everything of that method, in the order in which forms offer them."""


@dataclass(frozen=True, slots=True)
class FrozenQuestion:
    """A question as it was put: with the rule that judges it and who may vote."""

    question: Question
    rule: Rule
    electorate: Electorate


def judge(put: FrozenQuestion, ballots: Iterable[Ballot]) -> Verdict:
    """What ballots decided: the hall, the owners' papers, `deliberation tally` and both recounts ask this and no other.

    Raises `Refused(CHOICE_INVALID)` for a ballot that is not valid (a void one is weighed in
    `Electorate.void`), `ValueError` for more ballots than there are who may vote.
    """
    return decide(put.question, tuple(ballots), put.electorate, put.rule)


def validate(question: Question, ballot: Ballot) -> None:
    """Raise `Refused(CHOICE_INVALID)`, with the sentence that says why, for a ballot this question does not allow."""
    METHODS[question.method].check(question, ballot)


def decide(question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
    """The same from its four parts."""
    method = METHODS[question.method]
    for ballot in ballots:
        method.check(question, ballot)
    return method.decide(question, ballots, electorate, rule)
