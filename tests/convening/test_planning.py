"""Planning a meeting and filling its seats."""

from __future__ import annotations

from datetime import date

import pytest

from deliberation.convening.actions import add_seat, edit_plan, plan_meeting, remove_seat, replace_seat
from deliberation.convening.models import Meeting, MeetingSeries
from deliberation.convening.queries import seats
from deliberation.convening.queries.series import next_day_of
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.models import Appointment
from tests.builders import World, a_compound, a_person
from tests.convening.hall import (
    MEETS,
    PREPARED,
    a_draft,
    a_noticed_meeting,
    a_planned_meeting,
    acts,
    at,
    seat,
)


def an_appointment(world: World, name: str, kind: str, role: str, person_id: int | None = None) -> Appointment:
    with transaction():
        who = person_id or a_person(name, f"extra.{name}", world).id
        made = Appointment(
            person_id=who, party_id=world.parties[kind].id, role=role, starts_on=date(2024, 1, 1), position=99
        )
        db.session.add(made)
    return made


def test_a_meeting_of_five_parties_gets_thirteen_voting_seats_a_chair_and_a_secretary(world: World) -> None:
    meeting = a_planned_meeting(world)
    its = seats(meeting.id)
    assert sum(s.has_vote for s in its) == 13
    assert [(s.kind, s.person.name) for s in its if not s.has_vote] == [
        ("chair", "李建国"),
        ("secretary", "周敏"),
    ]
    assert meeting.state == "PLANNED"
    assert meeting.title == "2026年3月10日五方办"
    assert len(meeting.join_code) == 6
    assert meeting.join_token != meeting.hall_token
    assert [entry.subject_id for entry in acts("meeting.plan")] == [meeting.id]


def test_the_secretary_of_the_branch_who_leads_the_council_has_one_seat_without_vote(world: World) -> None:
    an_appointment(world, "", "residents_council", "council_delegate", world.people["李建国"].id)
    meeting = a_planned_meeting(world)
    assert [(s.kind, s.has_vote) for s in seats(meeting.id) if s.person.name == "李建国"] == [("chair", False)]


def test_the_same_form_sent_twice_makes_one_meeting(world: World) -> None:
    at(PREPARED)
    draft = a_draft(world, request_key="once")
    first = plan_meeting(world.secretary, world.compound.id, draft)
    assert plan_meeting(world.secretary, world.compound.id, draft).id == first.id
    assert db.session.query(Meeting).count() == 1


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"meeting_type_id": 999}, Reason.INVALID_INPUT),
        ({"venue_id": 999}, Reason.INVALID_INPUT),
        ({"starts_at": clock.beijing(2026, 3, 1, 19)}, Reason.INVALID_INPUT),
        ({"chair_id": 999}, Reason.INVALID_INPUT),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_nothing_is_written(
    world: World, changes: dict[str, object], reason: Reason
) -> None:
    at(PREPARED)
    with pytest.raises(Refused) as caught:
        plan_meeting(world.secretary, world.compound.id, a_draft(world, **changes))
    assert caught.value.reason is reason
    assert db.session.query(Meeting).count() == 0
    assert acts("meeting.plan") == []


def test_a_delegate_may_not_plan_and_a_stranger_finds_no_compound(world: World) -> None:
    at(PREPARED)
    stranger = a_compound("haiming", "渤海明珠").secretary
    for actor, reason in ((world.actor("高峰"), Reason.FORBIDDEN), (stranger, Reason.NOT_FOUND)):
        with pytest.raises(Refused) as caught:
            plan_meeting(actor, world.compound.id, a_draft(world))
        assert caught.value.reason is reason


def test_the_place_of_another_compound_is_no_place_here(world: World) -> None:
    at(PREPARED)
    other = a_compound("haiming", "渤海明珠")
    with pytest.raises(Refused) as caught:
        plan_meeting(world.secretary, world.compound.id, a_draft(world, venue_id=other.venue.id))
    assert caught.value.reason is Reason.INVALID_INPUT


def test_a_new_chair_takes_the_chair_and_leaves_his_other_seat(world: World) -> None:
    meeting = a_planned_meeting(world)
    edit_plan(world.secretary, meeting.id, a_draft(world, chair_id=world.people["吴敏"].id))
    assert [s.person.name for s in seats(meeting.id) if s.kind == "chair"] == ["吴敏"]
    assert len(seats(meeting.id)) == 15


def test_a_plan_is_not_changed_after_the_notice(world: World) -> None:
    meeting = a_noticed_meeting(world)
    with pytest.raises(Refused) as caught:
        edit_plan(world.secretary, meeting.id, a_draft(world, clock.beijing(2026, 3, 12, 19)))
    assert caught.value.reason is Reason.WRONG_STATE
    assert db.session.get_one(Meeting, meeting.id).starts_at == MEETS


def test_a_second_voting_seat_for_one_person_is_refused(world: World) -> None:
    meeting = a_planned_meeting(world)
    second = an_appointment(world, "", "owners_committee", "committee_delegate", world.people["高峰"].id)
    with pytest.raises(Refused) as caught:
        add_seat(world.secretary, meeting.id, second.id, "delegate")
    assert caught.value.reason is Reason.ONE_PERSON_ONE_SEAT
    assert "高峰" in caught.value.message


def test_a_unit_attends_without_a_vote(world: World) -> None:
    meeting = a_planned_meeting(world)
    unit = db.session.query(Appointment).filter_by(person_id=world.people["何伟"].id).one()
    added = add_seat(world.secretary, meeting.id, unit.id, "attendee")
    assert (added.kind, added.has_vote) == ("attendee", False)
    with pytest.raises(Refused) as caught:
        add_seat(world.secretary, meeting.id, unit.id, "attendee")
    assert caught.value.reason is Reason.ALREADY_DONE


def test_a_unit_does_not_become_a_delegate(world: World) -> None:
    meeting = a_planned_meeting(world)
    unit = db.session.query(Appointment).filter_by(person_id=world.people["何伟"].id).one()
    with pytest.raises(Refused) as caught:
        add_seat(world.secretary, meeting.id, unit.id, "delegate")
    assert caught.value.reason is Reason.INVALID_INPUT


def test_a_seat_goes_to_another_of_the_same_party_with_a_new_pin_salt(world: World) -> None:
    meeting = a_planned_meeting(world)
    other = an_appointment(world, "冯涛", "property_firm", "firm_delegate")
    held = seat(meeting, "丁娜")
    salt = held.pin_salt
    replace_seat(world.secretary, meeting.id, held.id, other.id)
    assert seat(meeting, "冯涛").id == held.id
    assert seat(meeting, "冯涛").pin_salt != salt
    council = an_appointment(world, "林红", "residents_council", "council_delegate")
    with pytest.raises(Refused) as caught:
        replace_seat(world.secretary, meeting.id, held.id, council.id)
    assert caught.value.reason is Reason.INVALID_INPUT


def test_a_seat_is_taken_away_before_the_notice_and_not_after(world: World) -> None:
    meeting = a_planned_meeting(world)
    remove_seat(world.secretary, meeting.id, seat(meeting, "丁娜").id)
    assert "丁娜" not in {s.person.name for s in seats(meeting.id)}
    with pytest.raises(Refused) as caught:
        remove_seat(world.secretary, meeting.id, seat(meeting, "李建国").id)
    assert caught.value.reason is Reason.INVALID_INPUT


def test_the_roll_is_frozen_after_the_notice_but_attendees_may_still_come(world: World) -> None:
    meeting = a_noticed_meeting(world)
    firm = seat(meeting, "丁娜")
    other = an_appointment(world, "冯涛", "property_firm", "firm_delegate")
    for act in (
        lambda: add_seat(world.secretary, meeting.id, other.id, "delegate"),
        lambda: remove_seat(world.secretary, meeting.id, firm.id),
        lambda: replace_seat(world.secretary, meeting.id, firm.id, other.id),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.reason is Reason.ROLL_FROZEN
    assert add_seat(world.secretary, meeting.id, other.id, "attendee").has_vote is False
    assert sum(s.has_vote for s in seats(meeting.id)) == 13


def test_the_tenth_of_may_is_a_sunday_and_stays(world: World) -> None:
    at(clock.beijing(2026, 5, 2, 9))
    with transaction():
        series = MeetingSeries(
            compound_id=world.compound.id,
            meeting_type_id=world.meeting_type.id,
            rule={"kind": "monthly_day", "day": 10},
        )
        db.session.add(series)
    assert next_day_of(series) == date(2026, 5, 10)
    draft = a_draft(world, clock.beijing(2026, 5, 10, 19), series_id=series.id, series_day=date(2026, 5, 10))
    plan_meeting(world.secretary, world.compound.id, draft)
    assert next_day_of(series) == date(2026, 6, 10)
