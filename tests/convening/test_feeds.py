"""Calendars that are subscribed to: one person's own by a secret address, a compound's for everybody."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from deliberation.convening.actions import cancel_meeting
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.organisation.actions import close_account
from deliberation.organisation.models import Appointment
from tests.builders import World, a_compound, an_officer, sign_in
from tests.convening.hall import MEETS, PREPARED, a_noticed_meeting, a_ready_meeting, at
from tests.queries import counted_statements

PUBLIC = "/c/jinling/meetings.ics"


@pytest.fixture
def world(app: Flask) -> World:
    made = a_compound()
    at(PREPARED)
    return made


def address_of(client: FlaskClient) -> str:
    """The secret address on the page 我的会议日历, asked for if there is none."""
    found = re.search(r"/calendar/\d+/[0-9a-f]{40}\.ics", client.get("/account/calendar").get_data(as_text=True))
    if found is None:
        assert client.post("/account/calendar").status_code == 302
        return address_of(client)
    return found[0]


def events(client: FlaskClient, address: str) -> list[Any]:
    """What stands in a calendar."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    assert answer.content_type == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_a_person_subscribes_to_the_meetings_with_a_seat_of_their_own(world: World, app: Flask) -> None:
    meeting = a_noticed_meeting(world)
    title = meeting.title
    address = address_of(sign_in(app.test_client(), world, "高峰"))
    nobody = app.test_client()
    (event,) = events(nobody, address)
    assert (str(event["SUMMARY"]), event["SEQUENCE"], event["STATUS"]) == (title, 0, "CONFIRMED")
    assert event.decoded("DTSTART") == MEETS
    other = address_of(sign_in(app.test_client(), world, "吴敏"))  # of the branch, without a seat
    assert events(nobody, other) == []


def test_a_meeting_that_was_not_called_stands_in_no_calendar(world: World, app: Flask) -> None:
    a_ready_meeting(world)
    client = sign_in(app.test_client(), world, "高峰")
    assert events(client, address_of(client)) == []
    assert events(client, PUBLIC) == []


def test_another_address_is_asked_for_and_the_former_finds_nothing(world: World, app: Flask) -> None:
    a_noticed_meeting(world)
    client = sign_in(app.test_client(), world, "高峰")
    former = address_of(client)
    assert client.post("/account/calendar").status_code == 302
    renewed = address_of(client)
    assert renewed != former
    assert app.test_client().get(former).status_code == 404
    assert len(events(app.test_client(), renewed)) == 1
    forged = renewed[:-5] + ("0" if renewed[-5] != "0" else "1") + ".ics"
    assert app.test_client().get(forged).status_code == 404
    assert app.test_client().get("/calendar/999/" + "0" * 40 + ".ics").status_code == 404


def test_the_calendar_of_who_has_left_is_gone(world: World, app: Flask) -> None:
    a_noticed_meeting(world)
    address = address_of(sign_in(app.test_client(), world, "高峰"))
    admin = an_officer(world, "administrator", "贺明")
    close_account(admin, world.accounts["高峰"].id)
    answer = app.test_client().get(address)
    assert answer.status_code == 410
    assert "日历订阅已经结束" in answer.get_data(as_text=True)


def test_a_term_that_has_ended_ends_the_calendar_and_its_last_day_does_not(world: World, app: Flask) -> None:
    a_noticed_meeting(world)
    address = address_of(sign_in(app.test_client(), world, "高峰"))
    last = clock.today() + timedelta(days=2)
    with transaction() as session:
        session.query(Appointment).filter_by(person_id=world.people["高峰"].id).update({"ends_on": last})
    at(clock.beijing(last.year, last.month, last.day, 23, 59))
    assert len(events(app.test_client(), address)) == 1
    at(clock.now() + timedelta(minutes=1))
    assert app.test_client().get(address).status_code == 410


def test_everybody_may_subscribe_to_a_compound_and_reads_no_name(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    assert PUBLIC in client.get("/c/jinling/").get_data(as_text=True)
    assert PUBLIC in client.get("/c/jinling/meetings/").get_data(as_text=True)
    (event,) = events(client, PUBLIC)
    assert str(event["LOCATION"]).startswith(world.venue.name)
    assert str(event["URL"]).endswith("/c/jinling/meetings/")
    text = client.get(PUBLIC).get_data(as_text=True)
    assert [name for name in world.people if name in text] == []
    assert not {"ATTENDEE", "ORGANIZER"} & set(event)
    cancel_meeting(world.chair, meeting_id, "业主13812345678病了")
    (cancelled,) = events(client, PUBLIC)
    assert (cancelled["STATUS"], cancelled["SEQUENCE"]) == ("CANCELLED", 1)
    assert "13812345678" not in client.get(PUBLIC).get_data(as_text=True)
    assert client.get("/c/nowhere/meetings.ics").status_code == 404


def test_who_has_the_newest_calendar_is_told_only_that(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    first = client.get(PUBLIC)
    again = client.get(PUBLIC, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    cancel_meeting(world.chair, meeting_id, "台风")
    changed = client.get(PUBLIC, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_calendar_is_bounded_in_time_and_in_statements(world: World, app: Flask) -> None:
    ids = [a_noticed_meeting(world).id for _ in range(3)]
    client = sign_in(app.test_client(), world, "高峰")
    address = address_of(client)
    with counted_statements() as few:
        assert len(events(app.test_client(), address)) == 3
    more = [a_noticed_meeting(world).id for _ in range(4)]
    with counted_statements() as many:
        assert len(events(app.test_client(), address)) == 7
    assert len(many) == len(few) <= 8
    with transaction() as session:
        session.get_one(Meeting, ids[0]).starts_at = clock.now() - timedelta(days=367)
        session.get_one(Meeting, ids[1]).starts_at = clock.now() - timedelta(days=365)
        session.get_one(Meeting, more[0]).starts_at = clock.now() + timedelta(days=733)
    db.session.expire_all()
    assert len(events(app.test_client(), address)) == len(events(client, PUBLIC)) == 5


def test_who_fetches_too_often_has_to_wait(world: World, limited: Flask) -> None:
    a_noticed_meeting(world)
    client = limited.test_client()
    answers = [client.get(PUBLIC).status_code for _ in range(601)]
    assert set(answers[:600]) == {200}
    assert answers[600] == 429


def test_the_own_calendar_is_found_from_the_notices_and_from_the_account(world: World, app: Flask) -> None:
    client = sign_in(app.test_client(), world, "高峰")
    for page in ("/notices/", "/account/password"):
        assert "/account/calendar" in client.get(page).get_data(as_text=True)
    assert app.test_client().get("/account/calendar").status_code in {302, 401}
