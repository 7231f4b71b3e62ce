"""Who leaves after the notice leaves an empty seat; who follows fills one seat; a committee's term ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.convening.actions import plan_meeting
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import seats
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.notices.models import Notice
from deliberation.organisation.actions.leaving import close_left
from deliberation.organisation.models import Account, Appointment
from deliberation.organisation.queries import appointments_of
from deliberation.room.queries import quorum_of
from tests.builders import World
from tests.halls import Hall, a_noticed_meeting, a_plan
from tests.organisation.office import Office, an_office, the_day, words

NOTICED = date(2026, 3, 6)


@pytest.fixture
def noticed(world: World) -> Hall:
    """The meeting of 10 March is called."""
    return a_noticed_meeting(world)


@pytest.fixture
def office(app: Flask, world: World, noticed: Hall) -> Office:
    clock.use(lambda: clock.beijing(2026, 3, 6, 9))
    return an_office(app, world)


def post_of(office: Office, name: str) -> Appointment:
    """The first post of somebody."""
    return appointments_of(office.world.people[name].id)[0]


def test_who_resigns_after_the_notice_leaves_an_empty_seat_and_the_quorum_shrinks(
    office: Office, noticed: Hall
) -> None:
    assert (quorum_of(noticed.meeting).entitled, quorum_of(noticed.meeting).required) == (13, 9)
    assert office.end(post_of(office, "孙玉梅").id, NOTICED).status_code == 302
    db.session.rollback()
    assert (quorum_of(noticed.meeting).entitled, quorum_of(noticed.meeting).required) == (12, 8)
    reader = office.browser_of("周敏")
    page = words(reader.get(f"/desk/jinling/meetings/{noticed.meeting_id}"))
    assert "应到 12 人" in page
    assert "空缺" in page
    assert "孙玉梅离任" in page
    assert "空缺：居民议事会一席" in words(reader.get(f"/desk/jinling/meetings/{noticed.meeting_id}/sign-in-sheet"))
    assert "孙玉梅" not in {seat.person.name for seat in seats(noticed.meeting_id)}


def test_who_follows_before_the_notice_fills_one_seat_with_one_ballot(office: Office, world: World) -> None:
    plan = replace(a_plan(world), starts_at=clock.beijing(2026, 4, 10, 19))
    later = plan_meeting(world.secretary, world.compound.id, plan).id
    office.end(post_of(office, "孙玉梅").id, NOTICED)
    db.session.rollback()
    assert sum(seat.has_vote for seat in seats(later)) == 12
    assert office.succession("孙玉梅", "何伟", date(2026, 3, 20)).status_code == 302
    the_day(2026, 3, 20)
    db.session.rollback()
    assert sum(seat.has_vote for seat in seats(later)) == 13
    assert [seat.has_vote for seat in seats(later) if seat.person.name == "何伟"] == [True]
    assert office.succession("赵立新", "何伟", date(2026, 3, 23)).status_code == 302
    the_day(2026, 3, 23)
    db.session.rollback()
    assert [seat.has_vote for seat in seats(later) if seat.person.name == "何伟"] == [True]
    assert db.session.query(Seat).filter_by(meeting_id=later, person_id=world.people["赵立新"].id).count() == 0


def test_a_secretary_who_follows_the_chair_leaves_the_minutes_open_and_nobody_out_of_office_chairs(
    office: Office, noticed: Hall, world: World
) -> None:
    plan = replace(a_plan(world), starts_at=clock.beijing(2026, 4, 10, 19))
    later = plan_meeting(world.secretary, world.compound.id, plan).id
    assert office.succession("李建国", "周敏", NOTICED, ends_former="").status_code == 302
    db.session.rollback()
    for meeting_id in (noticed.meeting_id, later):
        meeting = db.session.get_one(Meeting, meeting_id)
        assert (meeting.chair_id, meeting.secretary_id) == (world.people["周敏"].id, None)
        assert [seat.kind for seat in seats(meeting_id) if seat.person.name == "周敏"] == ["chair"]
        assert "李建国" not in {seat.person.name for seat in seats(meeting_id) if seat.kind == "chair"}
    about = select(Notice.subject).where(Notice.person_id == world.people["周敏"].id)
    assert sum("还没有会议秘书" in one for one in db.session.scalars(about)) == 2


def test_a_chair_with_a_vote_who_resigns_after_the_notice_is_out_of_the_quorum(office: Office, noticed: Hall) -> None:
    with transaction():
        chair = db.session.query(Seat).filter_by(meeting_id=noticed.meeting_id, kind="chair").one()
        chair.has_vote = True
    before = quorum_of(noticed.meeting).entitled
    office.end(post_of(office, "李建国").id, NOTICED)
    db.session.rollback()
    assert quorum_of(noticed.meeting).entitled == before - 1
    assert "李建国离任" in words(office.browser_of("周敏").get(f"/desk/jinling/meetings/{noticed.meeting_id}"))


def test_the_seats_of_a_former_post_and_of_a_party_that_ends_are_empty_after_that_day(
    office: Office, noticed: Hall, world: World
) -> None:
    assert office.succession("陈海涛", "刘芳", NOTICED).status_code == 302
    db.session.rollback()
    entitled = quorum_of(noticed.meeting).entitled
    assert entitled == 12
    hers = next(seat for seat in seats(noticed.meeting_id) if seat.person.name == "刘芳")
    assert hers.has_vote
    assert hers.appointment_id == post_of(office, "刘芳").id
    party = world.parties["owners_committee"]
    sat = sum(seat.has_vote for seat in seats(noticed.meeting_id) if seat.party_id == party.id)
    office.send(f"/office/parties/{party.id}/end", last_day=NOTICED.isoformat())
    db.session.rollback()
    assert sat > 0
    assert quorum_of(noticed.meeting).entitled == entitled - sat


def test_the_desk_warns_of_the_end_of_a_committees_term_and_says_when_nobody_is_left(
    office: Office, world: World
) -> None:
    with transaction():
        for name in ("陈海涛", "刘芳", "马国庆"):
            db.session.get_one(Appointment, post_of(office, name).id).ends_on = date(2026, 6, 19)
    for day, said in ((18, False), (19, True)):
        the_day(2026, 3, day)
        desk = words(office.browser_of("李建国").get("/desk/jinling/"))
        assert ("业委会任期三个月后届满" in desk) is said
    the_day(2026, 6, 20)
    with transaction():
        db.session.get_one(Account, world.accounts["李建国"].id).password_changed_at = clock.now()
    assert "没有在任委员，不能代表业委会" in words(office.browser_of("李建国").get("/desk/jinling/"))
    assert office.try_to_sign_in("陈海涛").status_code == 403
    plan = replace(a_plan(world), starts_at=clock.beijing(2026, 7, 10, 19))
    later = plan_meeting(world.secretary, world.compound.id, plan).id
    assert "业主委员会" not in {seat.party.name for seat in seats(later)}


def test_a_committee_that_is_elected_anew_takes_over_seat_by_seat(office: Office, world: World) -> None:
    for leaver, follower in (("陈海涛", "何伟"), ("刘芳", "吴敏")):
        assert office.succession(leaver, follower, date(2026, 3, 20), ends_former="").status_code == 302
    the_day(2026, 3, 20)
    plan = replace(a_plan(world), starts_at=clock.beijing(2026, 4, 10, 19))
    later = plan_meeting(world.secretary, world.compound.id, plan).id
    committee = {seat.person.name for seat in seats(later) if seat.party.kind == "owners_committee"}
    assert committee == {"何伟", "吴敏", "马国庆"}
    assert office.try_to_sign_in("刘芳").status_code == 403


def test_the_people_of_a_party_that_has_ended_are_out_of_office(office: Office, world: World) -> None:
    party_id = post_of(office, "孙玉梅").party_id
    reader = office.browser_of("孙玉梅")
    office.send(f"/office/parties/{party_id}/end", last_day=NOTICED.isoformat())
    assert reader.get("/desk/jinling/").status_code == 200
    clock.use(lambda: clock.beijing(2026, 3, 7, 9))
    assert reader.get("/desk/jinling/").status_code != 200
    assert office.try_to_sign_in("孙玉梅").status_code == 403
    page = words(office.browser.get("/office/people/?standing=left"))
    assert "孙玉梅" in page
    assert world.accounts["孙玉梅"].id in close_left(clock.now())
