"""同意、反对、弃权: the ordinary vote of a meeting, and the owners' vote (民法典 §278; domain 2.6, 3.3–3.5, 3.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberation.kernel.counting import Weight
from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import NO_FAULT, Fault, refuse
from deliberation.kernel.methods import consent, silence
from deliberation.kernel.methods.base import (
    Ballot,
    Composition,
    Electorate,
    Poll,
    Question,
    Rule,
    spoken,
    total,
)
from deliberation.kernel.methods.drafting import Draft
from deliberation.kernel.methods.method import Method
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import Count, Outcome, Test, Unit, Verdict, more_test, weight_text

CHOICES: dict[str, str] = {"AGREE": N_("同意"), "OPPOSE": N_("反对"), "ABSTAIN": N_("弃权")}
_ADVISED = {True: N_("形成协商意见，须提请业主共同决定。"), False: N_("赞成的不够，未形成协商意见。")}
_DECIDED = {True: N_("表决通过。"), False: N_("表决未通过。")}
_NAMES = {"AGREE": "agree", "OPPOSE": "oppose", "ABSTAIN": "abstain"}


TOTALS = ("agree", "oppose", "abstain", "not_cast")
"""The names of the counts of such a vote in a meeting."""


class Approval(Method):
    """One of three words: the only method without options, by which a motion is put unless said otherwise."""

    on_paper_help = N_("同意、反对、弃权：只问同不同意")
    code, name, on_paper, plain = "APPROVAL", N_("同意、反对、弃权"), True, True

    def draw_up(self, draft: Draft, asked: Composition) -> Question:  # noqa: ARG002 - there is nothing to fill in
        """The question without options."""
        return Question(self.code)

    def paper_problem(self, labels: Sequence[str], seats: int, *, contested: bool) -> Fault:  # noqa: ARG002 - no posts
        """It has no options."""
        return Fault(InBallots.NO_OPTIONS) if labels else NO_FAULT

    def read(self, question: Question, text: str) -> Ballot:  # noqa: ARG002 - the word is the ballot
        """The word itself."""
        return Ballot((text,))

    def write(self, question: Question, ballot: Ballot) -> str:  # noqa: ARG002
        """The word itself."""
        return ballot.choices[0]

    def abstention(self) -> tuple[str, ...]:
        """弃权 is one of the words."""
        return ("ABSTAIN",)

    def in_words(self, question: Question) -> str:  # noqa: ARG002 - a vote is of this kind unless something is said
        """Nothing: such a vote is only called a vote."""
        return ""

    def choice_in_words(self, labels: Mapping[str, str], choices: Sequence[str]) -> str:
        """同意, 反对, 弃权."""
        return super().choice_in_words({**labels, **CHOICES}, choices)

    def check(self, question: Question, ballot: Ballot) -> None:  # noqa: ARG002
        """One of 同意, 反对, 弃权 and nothing else. Raises `CHOICE_INVALID`."""
        if len(ballot.choices) != 1 or ballot.choices[0] not in CHOICES or ballot.scores:
            refuse(InBallots.ANSWER_MISSING)

    def decide(self, question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
        """Judge a vote of 同意, 反对, 弃权: quorum first, then the share in favour. A tie is lost.

        Ballots delivered and unreturned follow the rule: STRICT they are nowhere, ABSTAIN they take part and
        favour nothing, FOLLOW_MAJORITY they join the larger side. Where it cannot be said which side that is
        (`silence.may_join`), the result is `UNDETERMINED` and a person decides, with the tests of taking part only;
        unless it is the same whichever side they join. Where all must agree, silence joins nobody (`consent`).
        """
        poll = Poll(question, ballots, electorate, rule)
        sides = {choice: total(b for b in ballots if b.choices == (choice,)) for choice in CHOICES}
        counts = tuple(poll.count(_NAMES[choice], CHOICES[choice], sides[choice]) for choice in CHOICES)
        counts += poll.other_counts()
        abstained = sides.pop("ABSTAIN")
        return consent.decided(poll, sides, counts) if rule.unanimous else _judged(poll, sides, abstained, counts)


METHOD = Approval()


def _judged(poll: Poll, sides: Mapping[str, Weight], abstained: Weight, counts: tuple[Count, ...]) -> Verdict:
    quorum, unreturned = poll.quorum_tests(), poll.electorate.unreturned
    if poll.rule.unreturned != "FOLLOW_MAJORITY" or not unreturned:
        majority, joined = _majority(poll, sides), poll.unreturned_said()
    else:
        joining = silence.may_join(sides, abstained)
        ways = {side: _majority(poll, silence.joined(sides, (side,), unreturned)) for side in joining}
        side = silence.alike(ways)
        if side is None:
            unclear = _unclear(poll, sides, abstained, joining)
            failed = poll.without_quorum(quorum, quorum, counts=counts)
            return failed or poll.verdict("UNDETERMINED", quorum, unclear, counts=counts)
        majority, joined = ways[side], _joined(poll, ways, side)
    tests = (*quorum, *majority)
    failed = poll.without_quorum(tests, quorum, counts=counts)
    return failed or _decided(poll, tests, majority, counts, joined)


def _joined(poll: Poll, ways: Mapping[str, Sequence[Test]], side: str) -> str:
    """Which side the unreturned ballots joined, or that it makes no difference; `side` is the one reckoned with."""
    if len(ways) == 1:
        return poll.unreturned_said(CHOICES[side])
    reckoned = f"计入{CHOICES[side]}" if side else "按弃权计"
    return f"{silence.UNCLEAR}计入哪一方结果都一样，下面{reckoned}。"


def _majority(poll: Poll, sides: Mapping[str, Weight]) -> tuple[Test, ...]:
    agree, oppose = sides["AGREE"], sides["OPPOSE"]
    if poll.rule.majority:
        return poll.majority_tests("同意", agree, poll.rule.majority)
    unit = poll.electorate.unit
    advisory = poll.question.advisory
    return (
        more_test("majority", "同意", "反对", actual=agree.heads, other=oppose.heads, unit=unit, advisory=advisory),
    )


def _decided(
    poll: Poll, tests: Sequence[Test], majority: Sequence[Test], counts: Sequence[Count], joined: str
) -> Verdict:
    result: Outcome = "PASSED" if all(test.met for test in majority) else "REJECTED"
    ending = (_ADVISED if poll.question.advisory else _DECIDED)[result == "PASSED"]
    said = "".join(test.sentence for test in majority)
    return poll.verdict(result, tests, f"{spoken(counts)}{joined}{said}{ending}", counts=tuple(counts))


def _unclear(poll: Poll, sides: Mapping[str, Weight], abstained: Weight, joining: Sequence[str]) -> str:
    """Why nobody can say which side the unreturned ballots join."""
    unit, contended = poll.electorate.unit, silence.NOBODY in joining and abstained
    said = f"同意 {weight_text(sides['AGREE'], unit)}，反对 {weight_text(sides['OPPOSE'], unit)}，"
    said += f"弃权 {weight_text(abstained, unit)}，" if contended else ""
    why = (
        "但弃权的不少于同意、反对中多的一方，弃权算不算“多数票”没有定论，计入不同的一方结果不同"
        if contended
        else "但按人数和按面积看，没有同一方占多数"
    )
    unreturned = weight_text(poll.electorate.unreturned, unit)
    return f"{said}未交回 {unreturned}。未交回的票按规则计入多数一方，{why}，结果待认定。"


def totals(verdict: Mapping[str, Any]) -> dict[str, int] | None:
    """The heads of each of `TOTALS` in a stored verdict; `None` for a vote by another method."""
    counted = {count["name"]: int(count["heads"]) for count in verdict.get("counts", ())}
    return {name: counted[name] for name in TOTALS} if counted.keys() >= set(TOTALS) else None


def counted_before(tally: Mapping[str, int], unit: Unit) -> list[dict[str, Any]]:
    """The counts of a verdict of before, which had them beside it: `{"agree", "oppose", "abstain", "not_cast"}`."""
    labels = (*CHOICES.values(), "未投")
    return [
        Count(name, label, Weight(int(tally[name])), unit).to_json() for name, label in zip(TOTALS, labels, strict=True)
    ]
