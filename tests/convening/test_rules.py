"""What convening decides without a store: who sits where, the slip's PIN, whether enough can come."""

from __future__ import annotations

from datetime import date

import pytest

from deliberation.convening.rules import (
    MEETING_FLOW,
    Candidate,
    absent_parties,
    beside_its_day,
    office_of,
    pin,
    pin_matches,
    propose_seats,
    quorum_possible,
)
from deliberation.convening.rules.chairing import chair_is_absent
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.rules import RuleProfile, parse_profile, shipped_profiles_data

FIVE = [{"kind": "residents_council", "obligatory": True, "seats": 2}, {"kind": "partner_unit", "seats": 2}]


def a_candidate(number: int, person: int, party: int, kind: str, role: str = "council_delegate") -> Candidate:
    return Candidate(number, person, party, kind, role)


def a_profile(code: str) -> RuleProfile:
    return parse_profile(next(data for data in shipped_profiles_data() if data["code"] == code))


def test_each_party_gets_the_seats_of_the_meeting_type_and_no_more() -> None:
    people = [a_candidate(n, n, 1, "residents_council") for n in (1, 2, 3)]
    proposed = propose_seats(FIVE, people, seated=[])
    assert [seat.candidate.person_id for seat in proposed] == [1, 2]
    assert all(seat.has_vote and seat.kind == "delegate" for seat in proposed)


def test_a_person_with_two_posts_gets_one_seat() -> None:
    people = [
        a_candidate(1, 7, 1, "residents_council"),
        a_candidate(2, 7, 2, "partner_unit", "partner_delegate"),
    ]
    assert [seat.candidate.appointment_id for seat in propose_seats(FIVE, people, seated=[])] == [1]


def test_the_chair_who_also_belongs_to_the_council_takes_no_voting_seat() -> None:
    people = [a_candidate(1, 7, 1, "residents_council"), a_candidate(2, 8, 1, "residents_council")]
    assert [seat.candidate.person_id for seat in propose_seats(FIVE, people, seated=[7])] == [8]


def test_two_partner_units_send_their_people_in_turn() -> None:
    people = [
        a_candidate(1, 1, 10, "partner_unit", "partner_delegate"),
        a_candidate(2, 2, 10, "partner_unit", "partner_delegate"),
        a_candidate(3, 3, 11, "partner_unit", "partner_delegate"),
    ]
    assert [seat.candidate.person_id for seat in propose_seats(FIVE, people, seated=[])] == [1, 3]


@pytest.mark.parametrize("role", ["secretary", "unit", "observer", "teller", "subdistrict_officer"])
def test_a_role_that_never_votes_gets_no_voting_seat(role: str) -> None:
    assert propose_seats(FIVE, [a_candidate(1, 1, 1, "residents_council", role)], seated=[]) == []


def test_the_office_by_which_somebody_chairs_is_the_highest_he_holds() -> None:
    people = [
        a_candidate(1, 7, 1, "party_branch", "branch_member"),
        a_candidate(2, 7, 1, "party_branch", "chair"),
    ]
    found = office_of(people, 7, ("chair", "branch_member"))
    assert found is not None
    assert found.appointment_id == 2
    assert office_of(people, 8, ("chair", "branch_member")) is None


def test_an_obligatory_party_without_seat_is_named_and_another_is_not() -> None:
    assert absent_parties(FIVE, []) == ["residents_council"]
    assert absent_parties(FIVE, ["residents_council"]) == []


def test_a_pin_has_six_digits_and_changes_with_seat_salt_and_secret() -> None:
    pins = {pin(1, "aa", "key"), pin(2, "aa", "key"), pin(1, "bb", "key"), pin(1, "aa", "other")}
    assert len(pins) == 4
    assert all(len(one) == 6 and one.isdigit() for one in pins)
    assert pin(1, "aa", "key") == pin(1, "aa", "key")


def test_a_pin_opens_only_its_own_seat() -> None:
    assert pin_matches(f" {pin(1, 'aa', 'key')} ", 1, "aa", "key")
    assert not pin_matches(pin(1, "aa", "key"), 2, "aa", "key")
    assert not pin_matches("一二三四五六", 1, "aa", "key")


@pytest.mark.parametrize("on_leave, able, met", [(0, 13, True), (4, 9, True), (5, 8, False)])
def test_thirteen_seats_need_nine_and_leave_stays_in_the_base(on_leave: int, able: int, *, met: bool) -> None:
    seats = [(number % 5, number >= on_leave) for number in range(13)]
    outlook = quorum_possible(a_profile("five-party-default"), seats)
    assert (outlook.entitled, outlook.required, outlook.able, outlook.met) == (13, 9, able, met)


def test_three_parties_must_all_be_able_to_come() -> None:
    profile = a_profile("three-party-default")
    assert quorum_possible(profile, [(1, True), (1, True), (2, True), (3, True)]).met
    assert not quorum_possible(profile, [(1, True), (2, True), (3, False)]).met


def test_nobody_is_never_enough() -> None:
    assert not quorum_possible(a_profile("five-party-default"), []).met


def test_a_meeting_is_not_opened_before_it_was_called() -> None:
    with pytest.raises(Refused) as caught:
        MEETING_FLOW.after("PLANNED", "meeting.open")
    assert caught.value.reason is Reason.WRONG_STATE


@pytest.mark.parametrize(
    ("state", "on_leave", "here", "is_time", "absent"),
    [
        ("NOTICED", False, False, False, False),
        ("NOTICED", True, False, False, True),
        ("NOTICED", False, False, True, True),
        ("SIGN_IN", False, False, True, True),
        ("SIGN_IN", True, True, True, False),
        ("IN_SESSION", False, True, True, False),
        ("IN_SESSION", False, False, False, True),
        ("ADJOURNED", False, False, False, True),
        ("ENDED", True, False, True, False),
        ("MINUTES_SIGNED", True, False, True, False),
    ],
)
def test_a_chair_is_absent_on_leave_or_when_it_is_time_and_he_is_not_there(
    state: str, *, on_leave: bool, here: bool, is_time: bool, absent: bool
) -> None:
    facts = {"state": state, "on_leave": on_leave, "here": here, "is_time": is_time}
    assert chair_is_absent(in_office=True, **facts) is absent  # type: ignore[arg-type]
    assert chair_is_absent(in_office=False, **facts)  # type: ignore[arg-type]


def test_a_meeting_beside_its_day_is_called_without_it() -> None:
    assert beside_its_day("2026年3月10日五方办", date(2026, 3, 10)) == "五方办"
    assert beside_its_day("2026年3月10日", date(2026, 3, 10)) == "2026年3月10日"
    assert beside_its_day("2026年3月11日五方办", date(2026, 3, 10)) == "2026年3月11日五方办"
    assert beside_its_day("供暖紧急会议", date(2026, 3, 10)) == "供暖紧急会议"
