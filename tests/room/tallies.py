"""A vote of 同意, 反对, 弃权 in the hall from plain numbers, judged as every other question is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from deliberation.kernel.counting import Weight
from deliberation.kernel.methods import FrozenQuestion, approval, judge
from deliberation.kernel.methods.base import Ballot, Electorate, Question
from deliberation.kernel.verdict import Test, Verdict
from deliberation.organisation.rules import RuleProfile, shipped_profiles_data
from deliberation.room.rules.questions import judged
from deliberation.room.rules.quorum import unit_of


@dataclass(frozen=True)
class Tally:
    """The counts of a verdict; 未投 is no abstention."""

    agree: int
    oppose: int
    abstain: int
    not_cast: int

    @property
    def cast(self) -> int:
        return self.agree + self.oppose + self.abstain

    def to_json(self) -> dict[str, int]:
        return asdict(self)


def count(choices: Iterable[str], entitled: int) -> Tally:
    """What the verdict on these stored ballots of a roll counts."""
    frozen = {
        "profile": shipped_profiles_data()[0],
        "roll": list(range(entitled)),
        "attendance": [],
        "entitled": entitled,
        "present": entitled,
        "needs_owners": False,
    }
    return Tally(**(approval.totals(judged(frozen, choices).to_json()) or {}))


def decide(
    tally: Tally,
    entitled: int,
    present: int,
    profile: RuleProfile,
    *,
    attendance: Sequence[Test] | None = None,
    advisory: bool = False,
) -> Verdict:
    """The verdict under a profile; without `attendance` the quorum is worked out from the two numbers."""
    sides = {"AGREE": tally.agree, "OPPOSE": tally.oppose, "ABSTAIN": tally.abstain}
    tests = tuple(attendance) if attendance is not None else None
    electorate = Electorate(Weight(entitled), present, unit=unit_of(profile), attendance=tests)
    put = FrozenQuestion(Question("APPROVAL", advisory=advisory), profile.rule(), electorate)
    return judge(put, [Ballot((choice,), Weight(number)) for choice, number in sides.items()])
