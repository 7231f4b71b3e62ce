"""The addresses of hall and door open while they are needed, and can be changed at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.convening.actions import renew_addresses
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.live.gateway import gateway
from tests.builders import a_compound, sign_in
from tests.halls import Hall, a_noticed_meeting
from tests.onlookers import Wire


def opened(client: FlaskClient, hall: Hall) -> tuple[int, int, int]:
    """What the addresses of the hall, of its snapshot and of the door answer."""
    token = hall.meeting.hall_token
    addresses = (f"/hall/{token}", f"/hall/{token}/snapshot", f"/j/{hall.meeting.join_token}")
    return tuple(client.get(address).status_code for address in addresses)  # type: ignore[return-value]


def ended(hall: Hall, state: str, ago: timedelta) -> None:
    with transaction():
        hall.meeting.state, hall.meeting.ended_at = state, clock.now() - ago


def test_the_hall_ends_with_its_meeting_and_the_door_when_the_record_is_issued(client: FlaskClient, hall: Hall) -> None:
    assert opened(client, hall) == (200, 200, 200)
    ended(hall, "ENDED", timedelta(hours=2, minutes=59))
    assert opened(client, hall) == (200, 200, 200)
    ended(hall, "ENDED", timedelta(hours=3))
    assert opened(client, hall) == (404, 404, 200)
    ended(hall, "ISSUED", timedelta(hours=1))
    assert opened(client, hall) == (200, 200, 404)
    ended(hall, "MINUTES_SIGNED", timedelta(days=31))
    assert opened(client, hall) == (404, 404, 404)


@pytest.mark.parametrize("state", ["PLANNED", "CANCELLED"])
def test_nothing_opens_before_the_notice_and_after_calling_off(client: FlaskClient, hall: Hall, state: str) -> None:
    with transaction():
        hall.meeting.state = state
    assert opened(client, hall) == (404, 404, 404)


def test_an_address_that_is_over_looks_like_one_that_never_was(client: FlaskClient, hall: Hall) -> None:
    ended(hall, "ENDED", timedelta(days=40))
    for over, unknown in (
        (f"/hall/{hall.meeting.hall_token}", "/hall/nothing"),
        (f"/j/{hall.meeting.join_token}", "/j/nothing"),
    ):
        page = client.get(over)
        assert "会议已结束，或者地址已经更换" in page.text
        assert page.text == client.get(unknown).text


def test_new_addresses_shut_the_old_ones_at_once_and_cut_the_old_screens_off(
    app: Flask, client: FlaskClient, hall: Hall
) -> None:
    old = opened(client, hall), hall.meeting.hall_token, hall.meeting.join_token, hall.meeting.join_code
    screen = Wire(app)
    asked = {"meeting_id": hall.meeting_id, "audience": "hall", "hall_token": hall.meeting.hall_token}
    assert screen.emit("join", asked, callback=True)["ok"]
    renew_addresses(hall.world.secretary, hall.meeting_id)
    gateway.check_listeners()
    assert not screen.is_connected()
    assert client.get(f"/hall/{old[1]}").status_code == client.get(f"/j/{old[2]}").status_code == 404
    assert hall.meeting.join_code != old[3]
    assert opened(client, hall) == (200, 200, 200)
    again = Wire(app)
    assert again.emit("join", asked, callback=True)["code"] == "not_found"


def test_who_changes_addresses_is_the_secretary_or_the_chair_while_the_meeting_lasts(hall: Hall, app: Flask) -> None:
    browser = sign_in(app.test_client(), hall.world, "周敏")
    address = f"/desk/jinling/meetings/{hall.meeting_id}/addresses"
    assert browser.post(address).status_code == 302
    with pytest.raises(Refused) as caught:
        renew_addresses(hall.world.actor("高峰"), hall.meeting_id)
    assert caught.value.reason is Reason.FORBIDDEN
    ended(hall, "ISSUED", timedelta(hours=1))
    with pytest.raises(Refused) as caught:
        renew_addresses(hall.world.secretary, hall.meeting_id)
    assert caught.value.reason is Reason.WRONG_STATE


def test_who_sits_at_his_seat_stays_when_the_addresses_change(app: Flask) -> None:
    hall = a_noticed_meeting(a_compound("haitang", "海棠花园"))
    delegate = sign_in(app.test_client(), hall.world, "张秀兰")
    renew_addresses(hall.world.chair, hall.meeting_id)
    assert delegate.get(f"/rooms/{hall.meeting_id}/tablet").status_code == 200
