"""同意、反对、弃权: the ordinary vote of a meeting, and the owners' vote (民法典 §278; domain 2.6, 3.3–3.5, 3.11)."""

from __future__ import annotations

from collections.abc import Sequence

from deliberation.kernel.counting import Weight
from deliberation.kernel.methods.base import Ballot, Electorate, Poll, Question, Rule, leader, refuse, spoken, total
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import Count, Outcome, Test, Verdict, more_test, weight_text

CHOICES: dict[str, str] = {"AGREE": N_("同意"), "OPPOSE": N_("反对"), "ABSTAIN": N_("弃权")}
_NAMES = {"AGREE": "agree", "OPPOSE": "oppose", "ABSTAIN": "abstain"}


def check(question: Question, ballot: Ballot) -> None:  # noqa: ARG001 - the one signature of every check
    """One of 同意, 反对, 弃权 and nothing else. Raises `CHOICE_INVALID`."""
    if len(ballot.choices) != 1 or ballot.choices[0] not in CHOICES or ballot.scores:
        refuse("请选择同意、反对或弃权。")


def decide(question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
    """Enough there, or taking part, and enough of them in favour? A tie is lost.

    Ballots delivered and unreturned follow the rule: STRICT they are nowhere, ABSTAIN they take part and
    favour nothing, FOLLOW_MAJORITY they join the larger side. Where heads and area then point to different
    sides the result is `UNDETERMINED` and a person decides; only the tests of taking part are given.
    """
    poll = Poll(question, ballots, electorate, rule)
    sides = {choice: total(b for b in ballots if b.choices == (choice,)) for choice in CHOICES}
    counts = tuple(poll.count(_NAMES[choice], CHOICES[choice], sides[choice]) for choice in CHOICES)
    counts += poll.other_counts()
    quorum = poll.quorum_tests()
    agree, oppose = sides["AGREE"], sides["OPPOSE"]
    joined = poll.unreturned_said()
    if rule.unreturned == "FOLLOW_MAJORITY" and electorate.unreturned:
        larger = leader({"AGREE": agree, "OPPOSE": oppose})
        if larger is None:
            return poll.verdict("UNDETERMINED", quorum, _unclear(poll, agree, oppose), counts=counts)
        agree += electorate.unreturned if larger == "AGREE" else Weight(0)
        oppose += electorate.unreturned if larger == "OPPOSE" else Weight(0)
        joined = poll.unreturned_said(CHOICES[larger])
    majority = _majority(poll, agree, oppose)
    tests = (*quorum, *majority)
    failed = poll.without_quorum(tests, quorum, counts=counts)
    return failed or _decided(poll, tests, majority, counts, joined)


def _majority(poll: Poll, agree: Weight, oppose: Weight) -> tuple[Test, ...]:
    if poll.rule.majority:
        return poll.majority_tests("同意", agree, poll.rule.majority)
    unit = poll.electorate.unit
    return (more_test("majority", "同意", "反对", actual=agree.heads, other=oppose.heads, unit=unit),)


def _decided(
    poll: Poll, tests: Sequence[Test], majority: Sequence[Test], counts: Sequence[Count], joined: str
) -> Verdict:
    result: Outcome = "PASSED" if all(test.met for test in majority) else "REJECTED"
    carried = "形成协商意见，须提请业主共同决定。" if poll.question.advisory else "表决通过。"
    ending = carried if result == "PASSED" else "表决未通过。"
    said = "".join(test.sentence for test in majority)
    return poll.verdict(result, tests, f"{spoken(counts)}{joined}{said}{ending}", counts=tuple(counts))


def _unclear(poll: Poll, agree: Weight, oppose: Weight) -> str:
    unit = poll.electorate.unit
    return (
        f"同意 {weight_text(agree, unit)}，反对 {weight_text(oppose, unit)}，"
        f"未交回 {weight_text(poll.electorate.unreturned, unit)}。未交回的票按规则计入多数一方，"
        "但按人数和按面积看，没有同一方占多数，结果待认定。"
    )
