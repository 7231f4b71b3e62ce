"""A slip's PIN opens the tablet of one seat: not the desk, whatever posts its holder has."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.convening.actions import add_seat, pin_of
from deliberation.convening.models import Seat
from deliberation.db import db, transaction
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import TABLE, THROUGH_THE_DOOR, Scope, allowed
from deliberation.organisation.models import Appointment
from deliberation.room.actions.presence import begin_sign_in
from deliberation.room.queries import actor_of_seat, seat_stamp
from deliberation.supervision.actions import draft_from_decisions
from tests.builders import a_compound, sign_in
from tests.halls import Hall, a_noticed_meeting

SECRET = "a key for tests only"
DESK = ("", "topics/", "topics.csv", "agenda/", "orders/", "orders.csv", "parties", "meetings/new")


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A meeting whose doors are open, at which a member of the branch sits as an attendee."""
    noticed = a_noticed_meeting(a_compound())
    person = noticed.world.people["吴敏"]
    appointment = db.session.scalars(select(Appointment).filter_by(person_id=person.id)).one()
    add_seat(noticed.world.chair, noticed.meeting_id, appointment.id, "attendee")
    begin_sign_in(noticed.world.chair, noticed.meeting_id)
    return noticed


def by_slip(client: FlaskClient, hall: Hall, seat: Seat) -> FlaskClient:
    """Come in through the meeting's door with the PIN of a seat."""
    given = {"seat_id": seat.id, "pin": pin_of(seat, SECRET)}
    answer = client.post(f"/j/{hall.meeting.join_token}", data=given)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return client


def test_a_slip_opens_the_tablet_and_an_account_the_desk(hall: Hall, app: Flask) -> None:
    slip = by_slip(app.test_client(), hall, hall.seats["吴敏"])
    account = sign_in(app.test_client(), hall.world, "吴敏")
    assert slip.get(f"/rooms/{hall.meeting_id}/tablet").status_code == 200
    assert {path: account.get(f"/desk/jinling/{path}").status_code for path in DESK} == dict.fromkeys(DESK, 200)
    assert {path: slip.get(f"/desk/jinling/{path}").status_code for path in DESK} == dict.fromkeys(DESK, 403)


def test_a_slip_changes_nothing_of_its_meeting_but_at_its_seat(hall: Hall, app: Flask) -> None:
    seat = hall.seats["吴敏"]
    inside = actor_of_seat(seat.id, seat_stamp(seat))
    assert inside is not None
    assert draft_from_decisions(hall.world.actor("吴敏"), hall.meeting_id) == []
    with pytest.raises(Refused) as caught:
        draft_from_decisions(inside, hall.meeting_id)
    assert caught.value.reason is Reason.FORBIDDEN
    slip = by_slip(app.test_client(), hall, seat)
    assert slip.post(f"/desk/jinling/meetings/{hall.meeting_id}/seats/{seat.id}/remove").status_code == 403


def test_who_gives_a_pin_acts_as_that_seat_and_no_more_as_who_was_signed_in(hall: Hall, client: FlaskClient) -> None:
    sign_in(client, hall.world, "李建国")
    assert client.get(f"/rooms/{hall.meeting_id}/chair").status_code == 200
    by_slip(client, hall, hall.seats["张秀兰"])
    assert client.get(f"/rooms/{hall.meeting_id}/chair").status_code == 403
    assert client.get(f"/rooms/{hall.meeting_id}/snapshot").get_json()["mine"]["name"] == "张秀兰"


def test_the_list_of_the_door_holds_nothing_that_changes_more_than_ones_own_seat(hall: Hall) -> None:
    world = hall.world
    posts = (*world.chair.posts, *world.secretary.posts)
    inside = Actor("甲", 1, posts=posts, meeting_id=hall.meeting_id, seat_id=1)
    scope = Scope(world.compound.id, hall.meeting_id, own=True, in_meeting=True)
    public = {name for name, row in TABLE.items() if row.grant(Role.PUBLIC).value in "yo"}
    assert {name for name in TABLE if allowed(inside, name, scope)} <= THROUGH_THE_DOOR | public
    assert allowed(inside, "room.enter", scope)
    assert not allowed(inside, "room.enter", Scope(world.compound.id, hall.meeting_id + 1, own=True, in_meeting=True))


def test_the_door_is_shut_once_the_record_is_issued(hall: Hall, client: FlaskClient) -> None:
    address = f"/j/{hall.meeting.join_token}"
    assert client.get(address).status_code == 200
    with transaction():
        hall.meeting.state = "ISSUED"
    assert client.get(address).status_code == 404
