"""A meeting that was called is moved: everybody hears of it, calendars keep one entry, the rules are asked again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from deliberation.convening.actions import MoveDraft, cancel_meeting, move_meeting
from deliberation.convening.models import CalendarEntry, Meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason
from deliberation.kernel.seen import value
from deliberation.notices.models import Notice
from deliberation.organisation.models import Venue
from tests.builders import World, a_compound, sign_in
from tests.convening.hall import MEETS, PREPARED, a_noticed_meeting, a_planned_meeting, acts, at
from tests.refusals import refusal

MONDAY = clock.beijing(2026, 3, 8, 9, 30)


@pytest.fixture
def world(app: Flask) -> World:
    made = a_compound()
    at(PREPARED)
    return made


def a_move(world: World, starts_at: datetime, **changes: Any) -> MoveDraft:
    """A draft that moves the meeting to another moment."""
    values: dict[str, Any] = {"venue_id": world.venue.id, "title": "", "reason": "会场有冲突", **changes}
    return MoveDraft(starts_at, **values)


def event_of(client: FlaskClient, meeting_id: int) -> Any:
    """The one event of the meeting's calendar file."""
    answer = client.get(f"/desk/jinling/meetings/{meeting_id}/calendar.ics")
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    return event


def pressed(client: FlaskClient, meeting_id: int, **changes: str) -> Any:
    """Send the form of 改期 as its page shows it, with some fields typed anew."""
    page = f"/desk/jinling/meetings/{meeting_id}/move"
    meeting = db.session.get_one(Meeting, meeting_id)
    form = {"day": "2026-03-10", "time": "19:00", "venue_id": str(meeting.venue_id), "reason": "会场有冲突"}
    seen = value("meeting", meeting)
    db.session.expire_all()
    return client.post(page, data={**form, "title": meeting.title, "seen": seen, **changes})


def test_the_hour_is_moved_and_back_and_calendars_keep_one_entry(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    sign_in(client, world, "李建国")
    first = event_of(client, meeting_id)
    at(MONDAY)
    assert pressed(client, meeting_id, time="19:30").status_code == 302
    moved = event_of(client, meeting_id)
    at(clock.beijing(2026, 3, 8, 9, 40))
    assert pressed(client, meeting_id, time="19:00").status_code == 302
    back = event_of(client, meeting_id)
    assert [one["SEQUENCE"] for one in (first, moved, back)] == [0, 1, 2]
    assert len({str(one["UID"]) for one in (first, moved, back)}) == 1
    assert [one.decoded("DTSTART").hour for one in (first, moved, back)] == [19, 19, 19]
    assert [one.decoded("DTSTART").minute for one in (first, moved, back)] == [0, 30, 0]
    assert back.decoded("DTSTAMP") == clock.now()
    assert first["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert first["STATUS"] == "CONFIRMED"
    assert str(first["URL"]).endswith(f"/desk/jinling/meetings/{meeting_id}")
    assert len(acts("meeting.move")) == 2


def test_everybody_is_told_what_was_what_is_and_why(world: World) -> None:
    meeting = a_noticed_meeting(world)
    at(MONDAY)
    move_meeting(world.chair, meeting.id, a_move(world, clock.beijing(2026, 3, 10, 19, 30)))
    told = db.session.query(Notice).filter_by(kind="meeting.move").all()
    assert len(told) == 15
    assert {n.about_id for n in told} == {n.meeting_id for n in told} == {meeting.id}
    assert all("19:00改为" in n.body and "会场有冲突" in n.body for n in told)


def test_another_day_needs_the_days_of_notice_or_an_emergency(world: World) -> None:
    meeting = a_noticed_meeting(world)
    at(MONDAY)
    soon = a_move(world, clock.beijing(2026, 3, 9, 19))
    refused = refusal(lambda: move_meeting(world.chair, meeting.id, soon))
    assert refused.reason is Reason.NOTICE_TOO_SHORT
    assert refused.facts == {"days": 1, "required": 3}
    assert db.session.get_one(Meeting, meeting.id).starts_at == MEETS
    assert db.session.get_one(CalendarEntry, meeting.id).sequence == 0
    urgent = a_move(world, clock.beijing(2026, 3, 9, 19), waiver="供暖季前安全隐患")
    assert move_meeting(world.chair, meeting.id, urgent).notice_waiver == "供暖季前安全隐患"
    later = move_meeting(world.chair, meeting.id, a_move(world, clock.beijing(2026, 3, 12, 19)))
    assert later.title == "2026年3月12日五方办"
    assert later.notice_waiver == "供暖季前安全隐患"


def test_a_move_needs_a_reason_a_change_a_place_and_the_chair(world: World) -> None:
    meeting = a_noticed_meeting(world)
    later = clock.beijing(2026, 3, 12, 19)
    tries = {
        Reason.REASON_REQUIRED: a_move(world, later, reason=" "),
        Reason.INVALID_INPUT: a_move(world, MEETS, title=meeting.title),
    }
    for reason, draft in tries.items():
        assert refusal(lambda draft=draft: move_meeting(world.chair, meeting.id, draft)).reason is reason
    assert "会场" in refusal(lambda: move_meeting(world.chair, meeting.id, a_move(world, later, venue_id=None))).message
    assert refusal(lambda: move_meeting(world.secretary, meeting.id, a_move(world, later))).reason is Reason.FORBIDDEN
    past = a_move(world, clock.beijing(2026, 3, 1, 19))
    assert "已经过去" in refusal(lambda: move_meeting(world.chair, meeting.id, past)).message
    assert db.session.query(Notice).filter_by(kind="meeting.move").count() == 0


def test_before_the_notice_the_plan_is_edited_and_not_moved(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    sign_in(client, world, "李建国")
    refused = refusal(lambda: move_meeting(world.chair, meeting.id, a_move(world, clock.beijing(2026, 3, 12, 19))))
    assert refused.reason is Reason.WRONG_STATE
    assert client.get(f"/desk/jinling/meetings/{meeting.id}/calendar.ics").status_code == 404
    assert client.get(f"/desk/jinling/meetings/{meeting.id}/move").status_code == 409


def test_a_refused_move_says_why_and_keeps_what_was_typed(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    sign_in(client, world, "李建国")
    at(MONDAY)
    answer = pressed(client, meeting_id, day="2026-03-09", reason="讲课老师只有这天有空")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "距会议只有 1 天，通知须提前 3 天" in text
    assert "讲课老师只有这天有空" in text


def test_a_cancelled_meeting_is_cancelled_in_calendars_under_the_same_uid(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    sign_in(client, world, "李建国")
    before = event_of(client, meeting_id)
    cancel_meeting(world.chair, meeting_id, "逢春节放假")
    answer = client.get(f"/desk/jinling/meetings/{meeting_id}/calendar.ics")
    after = event_of(client, meeting_id)
    assert b"METHOD:CANCEL" in answer.data
    assert (after["STATUS"], after["SEQUENCE"]) == ("CANCELLED", 1)
    assert after["UID"] == before["UID"]
    assert "逢春节放假" in str(after["DESCRIPTION"])


def test_the_file_names_the_place_the_zone_and_an_end(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    sign_in(client, world, "李建国")
    assert str(event_of(client, meeting_id)["LOCATION"]).startswith(world.venue.name)
    answer = client.get(f"/desk/jinling/meetings/{meeting_id}/calendar.ics")
    (zone,) = Calendar.from_ical(answer.data).walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    assert event_of(client, meeting_id).decoded("DTEND") > event_of(client, meeting_id).decoded("DTSTART")


def test_a_place_that_is_closed_by_then_is_refused(world: World) -> None:
    meeting_id = a_noticed_meeting(world).id
    with transaction() as session:
        other = Venue(compound_id=world.compound.id, name="望湖社区议事厅", places=50, closed_on=date(2026, 3, 9))
        session.add(other)
    at(MONDAY)
    draft = a_move(world, MEETS, venue_id=other.id, reason="驿站停用")
    assert refusal(move_meeting, world.chair, meeting_id, draft).reason is Reason.INVALID_INPUT
    assert db.session.get_one(Meeting, meeting_id).venue_id == world.venue.id


def test_another_place_is_told_and_stands_in_the_calendar(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    with transaction() as session:
        other = Venue(compound_id=world.compound.id, name="望湖社区议事厅", places=50)
        session.add(other)
    sign_in(client, world, "李建国")
    at(MONDAY)
    assert pressed(client, meeting_id, venue_id=str(other.id), reason="驿站停用").status_code == 302
    event = event_of(client, meeting_id)
    assert (str(event["LOCATION"]), event["SEQUENCE"]) == ("望湖社区议事厅", 1)
    told = db.session.query(Notice).filter_by(kind="meeting.move").first()
    assert told is not None
    assert "改为望湖社区议事厅" in told.body
