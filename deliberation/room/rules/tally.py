"""Counting the ballots of a meeting and saying what they decided (domain 2.6, 3.4, 3.5, 4.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from deliberation.kernel.counting import Weight
from deliberation.kernel.methods import approval
from deliberation.kernel.methods.base import Ballot, Electorate, Question
from deliberation.kernel.verdict import Test, Verdict
from deliberation.organisation.rules import RuleProfile
from deliberation.room.rules.quorum import unit_of

CHOICES = approval.CHOICES


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
    approval.check(Question("APPROVAL"), Ballot((choice,)))


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

    The tally lies beside the verdict and is not repeated in it. Raises `ValueError` for more ballots than
    there are present, or more present than entitled.
    """
    weights = {"AGREE": tally.agree, "OPPOSE": tally.oppose, "ABSTAIN": tally.abstain}
    ballots = [Ballot((choice,), Weight(number)) for choice, number in weights.items()]
    electorate = Electorate(
        Weight(entitled),
        present,
        unit=unit_of(profile),
        attendance=tuple(attendance) if attendance is not None else None,
    )
    verdict = approval.decide(Question("APPROVAL", advisory=advisory), ballots, electorate, profile.rule())
    return replace(verdict, counts=())
