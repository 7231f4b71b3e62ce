"""协商一致: whoever says nothing objects to nothing; reservations are recorded and hinder nothing (domain 2.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import refuse
from deliberation.kernel.methods.base import Ballot, Electorate, Poll, Question, Rule, total
from deliberation.kernel.methods.method import Method
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import Outcome, Test, Verdict, amount

CHOICES: dict[str, str] = {"OBJECT": N_("异议"), "RESERVE": N_("保留意见")}


class Consensus(Method):
    """A question to everybody whether anything stands against it; it is not put by a form and no ballot is sent."""

    code, name = "CONSENSUS", N_("征询一致")

    def choice_in_words(self, labels: Mapping[str, str], choices: Sequence[str]) -> str:
        """异议, 保留意见; nothing said is no abstention."""
        return super().choice_in_words({**labels, **CHOICES}, choices) if choices else "没有异议"

    def check(self, question: Question, ballot: Ballot) -> None:  # noqa: ARG002 - the one signature of every check
        """异议, 保留意见, or nothing (no objection). Raises `CHOICE_INVALID`."""
        if ballot.scores or ballot.choices not in {(), *((choice,) for choice in CHOICES)}:
            refuse(InBallots.OBJECTION_KIND)

    def decide(self, question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
        """协商一致 where nobody objects; one objection is enough for 有异议.

        It is no tally: nobody is counted as in favour, and the outcome is never called 通过 or 全票通过.
        """
        poll = Poll(question, ballots, electorate, rule, act="征询")
        made = {choice: total(b for b in ballots if b.choices == (choice,)) for choice in CHOICES}
        counts = (
            poll.count("objections", CHOICES["OBJECT"], made["OBJECT"]),
            poll.count("reservations", CHOICES["RESERVE"], made["RESERVE"]),
        )
        quorum, objection = poll.quorum_tests(), _objection_test(poll, made["OBJECT"].heads)
        tests = (*quorum, objection)
        failed = poll.without_quorum(tests, quorum, counts=counts)
        if failed:
            return failed
        result: Outcome = "PASSED" if objection.met else "REJECTED"
        word = "协商一致" if objection.met else "有异议"
        return poll.verdict(result, tests, _said(poll, objection, made["RESERVE"].heads), counts=counts, word=word)


METHOD = Consensus()


def _objection_test(poll: Poll, objections: int) -> Test:
    said = f"{amount(objections, poll.electorate.unit)}提出异议。" if objections else "没有人提出异议。"
    return Test(
        name="objections",
        label=CHOICES["OBJECT"],
        base_label="一个也不能有",
        base=0,
        required=0,
        actual=objections,
        unit=poll.electorate.unit,
        threshold=None,
        met=objections == 0,
        sentence=said,
    )


def _said(poll: Poll, objection: Test, reservations: int) -> str:
    said = f"主持人征询意见，{objection.sentence}"
    if reservations:
        said += f"{amount(reservations, poll.electorate.unit)}有保留意见，已记录。"
    if not objection.met:
        return said + "不能宣布协商一致。"
    return said + ("形成协商意见，须提请业主共同决定。" if poll.question.advisory else "协商一致。")
