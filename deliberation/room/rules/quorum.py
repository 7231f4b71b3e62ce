"""Whether enough of the entitled are present (domain 2.5 rule 4, 2.6, 3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.methods.base import Electorate, Poll, Question, Share
from deliberation.kernel.verdict import Test, Unit, amount, share_test
from deliberation.organisation.rules import RuleProfile
from deliberation.organisation.rules.parties import OWNER_KINDS

ALL = Threshold("GE", 1, 1)
OWNER_MEMBERS = "owner_members"
OWNERS_TEST = "quorum_owner_members"


@dataclass(frozen=True, slots=True)
class SeatCount:
    """A seat as the quorum sees it.

    `obligatory` says that its party must have somebody in the hall; of the party's `kind` the owners' representatives
    are known (物业管理委员会: more than half of them must be there as well, 北京 §57, 清远 §31).
    """

    seat_id: int
    party_id: int
    has_vote: bool
    present: bool
    recused: bool
    obligatory: bool = True
    kind: str = ""


@dataclass(frozen=True, slots=True)
class QuorumResult:
    """Entitled 应到, present 实到 and required, in seats or (one party one vote) in parties.

    `missing` are the ids of obligatory parties with nobody there, where the rules look at parties.
    `required` is 0 where the rules set no number. `sentence` says it all in Chinese.
    """

    entitled: int
    present: int
    required: int
    missing: tuple[int, ...]
    met: bool
    tests: tuple[Test, ...]
    sentence: str


def quorum(
    seats: Iterable[SeatCount], profile: RuleProfile, party_names: Mapping[int, str] | None = None
) -> QuorumResult:
    """Count the voting seats of a meeting, or of one item with its recusals.

    A recused seat leaves the entitled and the present of that item; a party whose every voting seat is
    recused need not be there. `party_names` (by party id) only fill the sentence.
    """
    counted = [seat for seat in seats if seat.has_vote and not seat.recused]
    parties = {seat.party_id for seat in counted}
    here = {seat.party_id for seat in counted if seat.present}
    if profile.ballot_by == "party":
        entitled, present = len(parties), len(here)
    else:
        entitled, present = len(counted), sum(seat.present for seat in counted)
    obligatory = {seat.party_id for seat in counted if seat.obligatory}
    by_party = profile.each_party_present or profile.ballot_by == "party"
    missing = tuple(sorted(obligatory - here)) if by_party else ()
    owners = [seat.present for seat in counted if seat.kind in OWNER_KINDS]
    tests = attendance_tests(entitled, present, profile, owners=(len(owners), sum(owners)))
    if profile.each_party_present and obligatory:
        tests = (*tests, _party_test(len(obligatory), len(obligatory & here)))
    required = max((test.required for test in tests if test.name == "quorum"), default=0)
    met = all(test.met for test in tests)
    absent = [(party_names or {}).get(party, "") for party in missing]
    sentence = _sentence(entitled, present, required, absent, unit_of(profile), met=met)
    sentence = "".join([sentence, *(test.sentence for test in tests if test.name == OWNERS_TEST)])
    return QuorumResult(entitled, present, required, missing, met, tests, sentence)


def attendance_tests(
    entitled: int, present: int, profile: RuleProfile, *, owners: tuple[int, int] = (0, 0)
) -> tuple[Test, ...]:
    """The tests of the profile's quorum on plain numbers (the presence of each party is not among them).

    `owners`: how many seats the owners' representatives have, and how many of these are in the hall.
    """
    return tuple(
        test
        for share in profile.quorum
        for test in _share_tests(*(owners if share.base == OWNER_MEMBERS else (entitled, present)), share, profile)
    )


def _share_tests(entitled: int, present: int, share: Share, profile: RuleProfile) -> tuple[Test, ...]:
    electorate = Electorate(Weight(entitled), present, unit=unit_of(profile))
    rule = replace(profile.rule(), quorum=(share,))
    tests = Poll(Question("APPROVAL"), (), electorate, rule).quorum_tests()
    return tuple(replace(test, name=OWNERS_TEST) for test in tests) if share.base == OWNER_MEMBERS else tests


def unit_of(profile: RuleProfile) -> Unit:
    """What a vote under this profile is counted in: seats, or parties where each party has one vote."""
    return "parties" if profile.ballot_by == "party" else "seats"


def _party_test(obligatory: int, here: int) -> Test:
    return share_test("each_party", "有代表到会", "须到会", actual=here, base=obligatory, unit="parties", threshold=ALL)


def _sentence(entitled: int, present: int, required: int, absent: list[str], unit: Unit, *, met: bool) -> str:
    parts = [f"应到 {amount(entitled, unit)}，实到 {amount(present, unit)}"]
    if required:
        parts.append(f"须到 {amount(required, unit)}")
    if present < required:
        parts.append(f"还差 {amount(required - present, unit)}")
    if absent:
        named = "、".join(name for name in absent if name) or f"{len(absent)} 方"
        parts.append(f"{named}没有代表到会")
    parts.append("达到开会人数" if met else "没有达到开会人数")
    return "，".join(parts) + "。"
