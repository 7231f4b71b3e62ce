"""After the notice another of the same unit comes instead, where the rules allow it; nobody votes twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.convening.actions import (
    ask_leave,
    name_substitute,
    pin_of,
    record_substitute,
    take_back_substitute,
    verify_pin,
)
from deliberation.convening.models import Meeting, Seat, Substitution
from deliberation.convening.queries import seats
from deliberation.convening.queries.substitutes import actor_at, seat_to_answer
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason
from deliberation.kernel.permissions import allowed
from deliberation.notices.models import Notice
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Appointment
from tests.builders import World, a_compound, a_person, sign_in
from tests.convening.hall import PREPARED, a_noticed_meeting, a_ready_meeting, acts, at, seat
from tests.refusals import refusal

SECRET = "a key for tests only"


@pytest.fixture
def world(app: Flask) -> World:
    made = a_compound()
    at(PREPARED)
    return made


def a_colleague(world: World, kind: str = "partner_unit", name: str = "孙浩", role: str = "observer") -> int:
    """Another of the unit, who has no seat; answers the appointment."""
    with transaction() as session:
        person = a_person(name, f"jinling.{name}", world)
        post = Appointment(
            person_id=person.id,
            party_id=world.parties[kind].id,
            role=role,
            post="客户经理",
            starts_on=date(2024, 1, 1),
            position=99,
        )
        session.add(post)
        session.flush()
        return post.id


def seat_id_of(meeting_id: int, name: str) -> int:
    """The seat of the named person."""
    return next(s.id for s in seats(meeting_id) if s.person.name == name)


def test_a_partner_sends_a_colleague_after_the_notice_and_the_roll_says_so(world: World, client: FlaskClient) -> None:
    instead, meeting = a_colleague(world), a_noticed_meeting(world)
    meeting_id, held = meeting.id, seat(meeting, "韩勇").id
    sign_in(client, world, "韩勇")
    page = f"/desk/jinling/meetings/{meeting_id}"
    assert "孙浩 客户经理" in client.get(page).get_data(as_text=True)
    answer = client.post(f"{page}/leave", data={"reason": "出差", "appointment_id": instead})
    assert (answer.status_code, answer.location) == (302, "/notices/")
    assert "已请孙浩代您参会" in client.get("/notices/").get_data(as_text=True)
    shown = sign_in(client.application.test_client(), world, "周敏").get(page).get_data(as_text=True)
    assert "孙浩（代韩勇）" in shown
    assert "韩勇由孙浩代替（韩勇办理" in shown
    db.session.expire_all()
    now = db.session.get_one(Seat, held)
    assert (now.person.name, now.has_vote, now.leave_at) == ("孙浩", True, None)
    assert sum(s.has_vote for s in seats(meeting_id)) == 13


def test_the_substitute_is_invited_and_may_name_nobody_further(world: World) -> None:
    instead, meeting = a_colleague(world), a_noticed_meeting(world)
    further = a_colleague(world, name="吕珊")
    name_substitute(world.actor("韩勇"), meeting.id, instead, "出差")
    (told,) = db.session.query(Notice).filter_by(person_id=world.people["孙浩"].id, kind="meeting").all()
    assert "您代韩勇" in told.body
    assert "不能再请别人代替" in told.body
    officers = {n.person_id for n in db.session.query(Notice).filter_by(kind="substitute")}
    assert officers == {world.people["李建国"].id, world.people["周敏"].id}
    held = seat_id_of(meeting.id, "孙浩")
    refused = refusal(lambda: record_substitute(world.secretary, meeting.id, held, further, "来电"))
    assert refused.reason is Reason.NO_SUBSTITUTE
    assert "孙浩已经是代韩勇参会" in refused.message
    assert [(entry.facts["how"], entry.subject_id) for entry in acts("substitute.name")] == [("page", held)]


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("陈海涛", "owners_committee", "业委会委员不得委托他人"),
        ("张秀兰", "residents_council", "居民议事会成员不得委托他人"),
    ],
)
def test_who_was_elected_in_person_sends_nobody(
    world: World, client: FlaskClient, name: str, kind: str, said: str
) -> None:
    wife, meeting = a_colleague(world, kind, "刘丽"), a_noticed_meeting(world)
    held = seat(meeting, name).id
    page = f"/desk/jinling/meetings/{meeting.id}"
    sign_in(client, world, name)
    shown = client.get(page).get_data(as_text=True)
    assert said in shown
    assert "刘丽" not in shown
    answer = client.post(f"{page}/leave", data={"reason": "出差", "appointment_id": wife})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert said in text
    assert 'value="出差"' in text
    assert db.session.query(Substitution).count() == 0
    refused = refusal(lambda: record_substitute(world.secretary, meeting.id, held, wife, "来电"))
    assert refused.reason is Reason.NO_SUBSTITUTE
    assert client.post(f"{page}/leave", data={"reason": "出差"}).status_code == 302
    db.session.expire_all()
    assert db.session.get_one(Seat, held).leave_at is not None


def test_who_has_a_seat_or_is_of_another_unit_comes_for_nobody(world: World) -> None:
    meeting = a_noticed_meeting(world)
    firm = a_colleague(world, "property_firm", "吕珊", "firm_delegate")
    seated = next(s.appointment_id for s in seats(meeting.id) if s.person.name == "丁娜")
    me = world.actor("高峰")
    assert refusal(lambda: name_substitute(me, meeting.id, seated, "出差")).reason is Reason.ONE_PERSON_ONE_SEAT
    partner = world.actor("韩勇")
    assert refusal(lambda: name_substitute(partner, meeting.id, firm, "出差")).reason is Reason.NO_SUBSTITUTE
    name_substitute(me, meeting.id, firm, "出差")
    second = world.actor("丁娜")
    assert refusal(lambda: name_substitute(second, meeting.id, firm, "病了")).reason is Reason.ONE_PERSON_ONE_SEAT
    assert len({s.person_id for s in seats(meeting.id)}) == len(seats(meeting.id)) == 15


def test_chair_and_secretary_are_changed_by_the_branch(world: World) -> None:
    meeting = a_noticed_meeting(world)
    other = a_colleague(world, "party_branch", "吕珊", "secretary")
    held = seat(meeting, "周敏").id
    refused = refusal(lambda: record_substitute(world.chair, meeting.id, held, other, "病了"))
    assert refused.reason is Reason.NO_SUBSTITUTE
    assert "会议秘书由党支部另定" in refused.message


def test_before_the_notice_without_a_reason_or_signed_in_nobody_is_sent(world: World) -> None:
    instead, meeting = a_colleague(world), a_ready_meeting(world)
    me, held = world.actor("韩勇"), seat(meeting, "韩勇").id
    assert refusal(lambda: name_substitute(me, meeting.id, instead, "出差")).reason is Reason.WRONG_STATE
    with transaction() as session:
        found = session.get_one(Meeting, meeting.id)
        found.state, found.notified_at, found.roll_frozen_at = "NOTICED", clock.now(), clock.now()
    assert refusal(lambda: name_substitute(me, meeting.id, instead, " ")).reason is Reason.REASON_REQUIRED
    with transaction() as session:
        session.get_one(Seat, held).signed_in_at = clock.now()
    assert refusal(lambda: name_substitute(me, meeting.id, instead, "出差")).reason is Reason.ALREADY_DONE


def test_the_slip_of_before_opens_nothing_and_the_substitute_casts_the_ballot_of_the_seat(world: World) -> None:
    instead, meeting = a_colleague(world), a_noticed_meeting(world)
    held = seat(meeting, "韩勇")
    seat_id, before = held.id, pin_of(held, SECRET)
    name_substitute(world.actor("韩勇"), meeting.id, instead, "出差")
    now = db.session.get_one(Seat, seat_id)
    if pin_of(now, SECRET) != before:
        assert refusal(lambda: verify_pin(meeting, seat_id, before, SECRET)).reason is Reason.WRONG_PIN
    assert verify_pin(meeting, seat_id, pin_of(now, SECRET), SECRET).person.name == "孙浩"
    actor = actor_at(meeting, now)
    scope = scope_in(meeting.compound, meeting_id=meeting.id, own=True, in_meeting=True)
    assert allowed(actor, "ballot.cast", scope)
    assert not allowed(actor, "desk.read", scope_in(meeting.compound))


def test_the_secretary_writes_in_who_comes_and_takes_it_back(world: World, client: FlaskClient) -> None:
    instead, meeting = a_colleague(world), a_noticed_meeting(world)
    meeting_id, held = meeting.id, seat(meeting, "韩勇").id
    sign_in(client, world, "周敏")
    page = f"/desk/jinling/meetings/{meeting_id}/seats"
    answer = client.post(f"{page}/{held}/leave", data={"reason": "来电", "appointment_id": instead})
    assert answer.status_code == 302
    shown = client.get(page).get_data(as_text=True)
    assert "孙浩（代韩勇）" in shown
    assert "撤销代替" in shown
    told = db.session.query(Notice).filter_by(person_id=world.people["韩勇"].id, kind="substitute").one()
    assert "孙浩代您参会" in told.subject
    assert client.post(f"{page}/{held}/substitute/take-back").status_code == 302
    shown = client.get(f"/desk/jinling/meetings/{meeting_id}").get_data(as_text=True)
    assert "孙浩（代韩勇）" not in shown
    assert "由周敏撤销" in shown
    again = client.post(f"{page}/{held}/substitute/take-back")
    assert (again.status_code, "现在不代别人参会" in again.get_data(as_text=True)) == (409, True)
    db.session.expire_all()
    assert db.session.get_one(Seat, held).person.name == "韩勇"


def test_who_is_on_leave_may_still_send_a_colleague(world: World) -> None:
    instead, meeting = a_colleague(world), a_noticed_meeting(world)
    ask_leave(world.actor("韩勇"), meeting.id, "出差")
    name_substitute(world.actor("韩勇"), meeting.id, instead, "出差")
    assert seat(meeting, "孙浩").leave_at is None


def rows(meeting_id: int) -> list[Any]:
    """What was kept of the substitutes of a meeting."""
    return db.session.query(Substitution).join(Seat).filter(Seat.meeting_id == meeting_id).all()


def test_the_roll_keeps_who_when_and_by_whom(world: World) -> None:
    instead, meeting = a_colleague(world), a_noticed_meeting(world)
    held = seat(meeting, "韩勇")
    seat_id, absent = held.id, held.appointment_id
    record_substitute(world.secretary, meeting.id, seat_id, instead, "来电")
    take_back_substitute(world.secretary, meeting.id, seat_id)
    name_substitute(world.actor("韩勇"), meeting.id, instead, "出差")
    kept = [(r.absent_appointment_id, r.appointment_id, r.by, r.how, r.taken_back_by) for r in rows(meeting.id)]
    assert kept == [(absent, instead, "周敏", "record", "周敏"), (absent, instead, "韩勇", "page", "")]


def test_once_somebody_signed_in_the_seat_stays_theirs_also_when_they_left(world: World) -> None:
    instead, meeting = a_colleague(world), a_noticed_meeting(world)
    seat_id = seat(meeting, "韩勇").id
    record_substitute(world.secretary, meeting.id, seat_id, instead, "来电")
    with transaction() as session:
        session.get_one(Meeting, meeting.id).state = "SIGN_IN"
        held = session.get_one(Seat, seat_id)
        held.signed_in_at = held.left_at = clock.now()
    refused = refusal(lambda: take_back_substitute(world.secretary, meeting.id, seat_id))
    assert refused.reason is Reason.ALREADY_DONE
    assert db.session.get_one(Seat, seat_id).person.name == "孙浩"


def test_nobody_comes_for_a_seat_whose_holder_has_left_office(world: World) -> None:
    instead, meeting = a_colleague(world), a_noticed_meeting(world)
    held = seat(meeting, "韩勇")
    seat_id, person_id = held.id, held.person_id
    assert seat_to_answer(meeting.id, person_id) is not None
    with transaction() as session:
        session.get_one(Seat, seat_id).vacated_on = clock.today()
    assert seat_to_answer(meeting.id, person_id) is None
    refused = refusal(lambda: record_substitute(world.secretary, meeting.id, seat_id, instead, "来电"))
    assert refused.reason is Reason.NO_SUBSTITUTE
