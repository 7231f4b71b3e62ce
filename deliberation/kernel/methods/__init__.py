"""The ways to decide: pure functions of question, ballots, electorate and rule, all with one signature."""

from __future__ import annotations

from collections.abc import Sequence

from deliberation.kernel.methods import approval, choose, consensus, election, options, scores
from deliberation.kernel.methods.base import Ballot, Electorate, Method, Question, Rule
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import Verdict

METHODS: dict[str, Method] = {
    "APPROVAL": Method(N_("同意、反对、弃权"), approval.decide, approval.check),
    "CHOOSE": Method(N_("多项选择"), choose.decide, choose.check),
    "OPTIONS": Method(N_("方案比选"), options.decide, options.check),
    "ELECTION": Method(N_("差额选举"), election.decide, election.check),
    "SCORES": Method(N_("评分"), scores.decide, scores.check),
    "CONSENSUS": Method(N_("征询一致"), consensus.decide, consensus.check),
}
"""The code in `Question.method` → its name and functions."""


def validate(question: Question, ballot: Ballot) -> None:
    """Raise `Refused(CHOICE_INVALID)`, with the sentence that says why, for a ballot this question does not allow."""
    METHODS[question.method].check(question, ballot)


def decide(question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
    """What valid ballots decided, by the method of the question.

    Raises `Refused(CHOICE_INVALID)` for a ballot that is not valid (a void one is weighed in
    `Electorate.void`), `ValueError` for more ballots than there are who may vote.
    """
    method = METHODS[question.method]
    for ballot in ballots:
        method.check(question, ballot)
    return method.decide(question, ballots, electorate, rule)
