"""Who must be there before the hall may begin (domain 2.5 rule 4, 2.6; scenario A)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.organisation.rules import parse_profile, shipped_profiles, shipped_profiles_data
from deliberation.room.rules.quorum import SeatCount, quorum

PROFILES = {profile.code: profile for profile in shipped_profiles()}
FIVE = PROFILES["five-party-default"]
THREE = PROFILES["three-party-default"]

COUNCIL, COMMITTEE, FIRM, GRID, PARTNER = 1, 2, 3, 4, 5
NAMES = {COUNCIL: "居民议事会", COMMITTEE: "业委会", FIRM: "物业企业", GRID: "网格员", PARTNER: "联建单位"}
SCENARIO_A = (COUNCIL,) * 4 + (COMMITTEE,) * 3 + (FIRM,) * 2 + (GRID,) * 2 + (PARTNER,) * 2


def hall(parties: tuple[int, ...] = SCENARIO_A, *, absent: int = 0) -> list[SeatCount]:
    """Seats of scenario A; the first `absent` of them are empty."""
    return [SeatCount(n, party, has_vote=True, present=n >= absent, recused=False) for n, party in enumerate(parties)]


def without(seats: list[SeatCount], party: int) -> list[SeatCount]:
    """The same hall with nobody of one party in it."""
    return [replace(seat, present=seat.present and seat.party_id != party) for seat in seats]


def recused(seats: list[SeatCount], party: int) -> list[SeatCount]:
    """The same hall with one party recused from the item."""
    return [replace(seat, recused=seat.party_id == party) for seat in seats]


def test_twelve_of_thirteen_with_all_five_parties_is_a_quorum() -> None:
    result = quorum(hall(absent=1), FIVE, NAMES)
    assert (result.entitled, result.present, result.required, result.met) == (13, 12, 9, True)
    assert result.missing == ()
    assert result.sentence == "应到 13 人，实到 12 人，须到 9 人，达到开会人数。"


def test_eight_of_thirteen_is_one_short() -> None:
    result = quorum(hall(absent=5), FIVE, NAMES)
    assert (result.present, result.met) == (8, False)
    assert "还差 1 人" in result.sentence
    assert result.sentence.endswith("没有达到开会人数。")


def test_nine_of_thirteen_is_just_enough_only_with_somebody_of_every_party() -> None:
    seats = hall()
    for empty in (0, 1, 2, 4):
        seats[empty] = replace(seats[empty], present=False)
    complete = quorum(seats, FIVE, NAMES)
    assert (complete.present, complete.met) == (9, True)


def test_a_party_with_nobody_there_is_named_although_enough_have_come() -> None:
    result = quorum(without(hall(), FIRM), FIVE, NAMES)
    assert (result.present, result.required, result.met) == (11, 9, False)
    assert result.missing == (FIRM,)
    assert "物业企业没有代表到会" in result.sentence
    assert [(test.name, test.met) for test in result.tests] == [("quorum", True), ("each_party", False)]


def test_a_party_that_need_not_come_is_not_waited_for() -> None:
    seats = [replace(seat, obligatory=seat.party_id != FIRM) for seat in without(hall(), FIRM)]
    assert quorum(seats, FIVE, NAMES).met


def test_a_recused_firm_leaves_the_entitled_and_the_present_and_is_not_missed() -> None:
    result = quorum(recused(hall(absent=1), FIRM), FIVE, NAMES)
    assert (result.entitled, result.present, result.required, result.met) == (11, 10, 8, True)
    assert result.missing == ()


def test_one_recused_delegate_leaves_his_party_to_the_other() -> None:
    seats = hall()
    first_of_firm = next(n for n, seat in enumerate(seats) if seat.party_id == FIRM)
    seats[first_of_firm] = replace(seats[first_of_firm], recused=True)
    assert quorum(seats, FIVE, NAMES).met
    seats[first_of_firm + 1] = replace(seats[first_of_firm + 1], present=False)
    assert quorum(seats, FIVE, NAMES).missing == (FIRM,)


def test_chair_and_attendees_without_a_vote_are_not_counted() -> None:
    chair = SeatCount(99, 9, has_vote=False, present=True, recused=False)
    assert quorum([*hall(absent=5), chair, replace(chair, seat_id=98)], FIVE) == quorum(hall(absent=5), FIVE)


def test_one_party_one_vote_counts_parties_and_not_people() -> None:
    crowded = hall((COUNCIL, COUNCIL, COUNCIL, COMMITTEE, FIRM))
    result = quorum(crowded, THREE, NAMES)
    assert (result.entitled, result.present, result.required, result.met) == (3, 3, 3, True)
    assert {test.unit for test in result.tests} == {"parties"}


def test_the_three_parties_must_all_be_there() -> None:
    result = quorum(without(hall((COUNCIL, COUNCIL, COMMITTEE, FIRM)), FIRM), THREE, NAMES)
    assert (result.present, result.required, result.met) == (2, 3, False)
    assert result.missing == (FIRM,)
    expected = "应到 3 方，实到 2 方，须到 3 方，还差 1 方，物业企业没有代表到会，没有达到开会人数。"
    assert result.sentence == expected


def test_a_missing_party_without_a_name_is_still_counted_in_the_sentence() -> None:
    assert "1 方没有代表到会" in quorum(without(hall(), FIRM), FIVE).sentence


def test_a_body_without_a_quorum_may_begin_with_two() -> None:
    without_quorum = parse_profile({**shipped_profiles_data()[0], "quorum": []})
    result = quorum(hall(absent=11), without_quorum, NAMES)
    assert (result.required, result.met, result.tests) == (0, True, ())
    assert result.sentence == "应到 13 人，实到 2 人，达到开会人数。"


def test_an_empty_hall_is_no_quorum() -> None:
    assert not quorum([], FIVE).met


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.booleans(), st.booleans())), st.randoms())
def test_the_order_of_seats_never_matters(rows: list[tuple[int, bool, bool, bool]], shuffler: Any) -> None:
    seats = [SeatCount(n, *row) for n, row in enumerate(rows)]
    mixed = seats.copy()
    shuffler.shuffle(mixed)
    for profile in (FIVE, THREE):
        assert quorum(mixed, profile) == quorum(seats, profile)


@given(st.integers(1, 40), st.integers(0, 40))
def test_quorum_is_met_exactly_when_nobody_is_short_of_the_required(entitled: int, present: int) -> None:
    seats = [SeatCount(n, 1, has_vote=True, present=n < present, recused=False) for n in range(entitled)]
    result = quorum(seats, PROFILES["shandong-committee-2021"])
    assert result.met is (result.present >= result.required)


@pytest.mark.parametrize(
    ("owners_here", "others_here", "met"),
    [(3, 2, True), (2, 3, False), (4, 0, True), (1, 3, False), (3, 0, False), (4, 3, True)],
)
def test_a_management_committee_meets_only_with_more_than_half_of_its_owners(
    owners_here: int, others_here: int, met: bool
) -> None:
    """北京 §57: seven members, four of them for the owners; more than half of all and more than half of these."""
    profile = PROFILES["beijing-management-committee"]
    owners = [SeatCount(n, 1, True, n < owners_here, False, kind="owner_representatives") for n in range(4)]
    others = [SeatCount(9 + n, 2, True, n < others_here, False, kind="subdistrict") for n in range(3)]
    found = quorum([*owners, *others], profile)
    assert (found.entitled, found.required, found.met) == (7, 4, met)
    assert [test.name for test in found.tests] == ["quorum", "quorum_owner_members"]
    assert "业主代表委员 4 " in found.sentence


def test_a_management_committee_without_seats_for_owners_cannot_meet() -> None:
    seats = [SeatCount(n, 2, True, True, False, kind="subdistrict") for n in range(7)]
    assert not quorum(seats, PROFILES["beijing-management-committee"]).met
