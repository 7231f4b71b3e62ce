"""Counting the ballots of a meeting and saying what they decided (domain 2.6, 3.4, 3.5, 4.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import Outcome, Test, Unit, Verdict, amount, more_test, share_test
from deliberation.organisation.rules import BASE_LABELS, ENTITLED_BASES, RuleProfile
from deliberation.room.rules.quorum import attendance_tests

CHOICES: dict[str, str] = {"AGREE": N_("同意"), "OPPOSE": N_("反对"), "ABSTAIN": N_("弃权")}


@dataclass(frozen=True, slots=True)
class Tally:
    """Ballots by choice. `not_cast` 未投 could and did not: no abstention 弃权, and shown apart."""

    agree: int
    oppose: int
    abstain: int
    not_cast: int

    @property
    def cast(self) -> int:
        """The ballots that were cast."""
        return self.agree + self.oppose + self.abstain

    def to_json(self) -> dict[str, int]:
        """`{"agree", "oppose", "abstain", "not_cast"}`."""
        return asdict(self)


def check_choice(choice: str) -> None:
    """Raise `CHOICE_INVALID` for anything but 同意, 反对, 弃权."""
    if choice not in CHOICES:
        raise Refused(Reason.CHOICE_INVALID)


def count(choices: Iterable[str], entitled: int) -> Tally:
    """The tally of the ballots cast by a roll of `entitled` seats (or parties); their order never matters.

    Raises `CHOICE_INVALID` for an unknown choice, `ValueError` for more ballots than the roll has.
    """
    counted: Counter[str] = Counter()
    for choice in choices:
        check_choice(choice)
        counted[choice] += 1
    cast = counted.total()
    if cast > entitled:
        raise ValueError(f"{cast} ballots from a roll of {entitled}")
    return Tally(counted["AGREE"], counted["OPPOSE"], counted["ABSTAIN"], entitled - cast)


def decide(
    tally: Tally,
    entitled: int,
    present: int,
    profile: RuleProfile,
    *,
    attendance: Sequence[Test] | None = None,
    advisory: bool = False,
) -> Verdict:
    """What a vote decided: quorum first, then the majority of the profile.

    `entitled` 应到 and `present` 到会 are seats, or parties where each party has one vote; recused ones are
    in neither. Whoever is present and did not cast stands in the base of a majority of the present.
    `attendance` are the tests of `quorum()` (which also know whether each party was there); without
    them the quorum is worked out from the two numbers. A tie is rejected. `advisory`: only the owners may
    decide, so that a majority here is an opinion and is not called 通过.
    """
    quorum = tuple(attendance) if attendance is not None else attendance_tests(entitled, present, profile)
    majority = _majority_test(tally, entitled, present, profile)
    result: Outcome = "PASSED" if majority.met else "REJECTED"
    if not all(test.met for test in quorum):
        result = "NO_QUORUM"
    return Verdict(
        result=result,
        tests=(*quorum, majority),
        sentence=_sentence(result, tally, quorum, majority, advisory=advisory),
        rule_name=profile.name,
        rule_source=profile.source,
        rule_version=profile.version,
        advisory=advisory,
    )


def _majority_test(tally: Tally, entitled: int, present: int, profile: RuleProfile) -> Test:
    unit: Unit = "parties" if profile.ballot_by == "party" else "seats"
    share = profile.majority
    if share is None:
        return more_test("majority", "同意", "反对", actual=tally.agree, other=tally.oppose, unit=unit)
    left_out = tally.abstain if profile.abstention == "NOT_IN_BASE" else 0
    label = BASE_LABELS[share.base] + ("（不计弃权）" if profile.abstention == "NOT_IN_BASE" else "")
    attending = present if share.base == "present" else tally.cast
    base = entitled if share.base in ENTITLED_BASES else attending - left_out
    return share_test("majority", "同意", label, actual=tally.agree, base=base, unit=unit, threshold=share.threshold)


def _sentence(result: Outcome, tally: Tally, quorum: Sequence[Test], majority: Test, *, advisory: bool) -> str:
    if result == "NO_QUORUM":
        failed = "".join(test.sentence for test in quorum if not test.met)
        return f"{failed}到会人数不足，本次表决不产生结果。"
    carried = "形成协商意见，须提请业主共同决定。" if advisory else "表决通过。"
    ending = carried if result == "PASSED" else "表决未通过。"
    return f"{_counts(tally, majority.unit)}{majority.sentence}{ending}"


def _counts(tally: Tally, unit: Unit) -> str:
    """同意 10 人，反对 1 人，弃权 1 人，未投 0 人。"""
    shown = (("同意", tally.agree), ("反对", tally.oppose), ("弃权", tally.abstain), ("未投", tally.not_cast))
    return "，".join(f"{label} {amount(number, unit)}" for label, number in shown) + "。"
