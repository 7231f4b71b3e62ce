"""Who may no longer hear is cut off: a closed account, a sign-out, a renewed slip, a post that ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.convening.actions import pin_of, renew_pin
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.live import outbox
from deliberation.live.gateway import gateway
from deliberation.organisation import actions
from deliberation.organisation.models import Appointment
from deliberation.room.queries import turnout
from tests.builders import PASSWORD, a_compound, an_officer, sign_in
from tests.halls import Hall, an_open_meeting
from tests.onlookers import Wire

SECRET = "a key for tests only"


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A meeting in session, with a gateway that is told."""
    opened = an_open_meeting(a_compound())
    db.session.rollback()
    outbox.listen(gateway.stale, gateway.whisper, gateway.recheck)
    return opened


def by_account(app: Flask, hall: Hall, name: str, audience: str = "tablet") -> tuple[FlaskClient, Any]:
    """A browser signed in with an account, and its connection that has joined."""
    browser = sign_in(app.test_client(), hall.world, name)
    return browser, joined(app, hall, browser, audience)


def by_pin(app: Flask, hall: Hall, name: str) -> tuple[FlaskClient, Any]:
    """A tablet signed in with a slip, and its connection that has joined."""
    browser, seat = app.test_client(), hall.seats[name]
    form = {"seat_id": str(seat.id), "pin": pin_of(seat, SECRET)}
    assert browser.post(f"/j/{hall.meeting.join_token}", data=form).status_code == 302
    return browser, joined(app, hall, browser, "tablet")


def joined(app: Flask, hall: Hall, browser: FlaskClient, audience: str) -> Any:
    """A live connection of this browser that has joined the meeting."""
    live = Wire(app, browser)
    assert join(live, hall, audience)["ok"] is True
    return live


def join(live: Any, hall: Hall, audience: str = "tablet") -> Any:
    """Ask to join; answers the acknowledgement."""
    return live.emit("join", {"meeting_id": hall.meeting_id, "audience": audience}, callback=True)


def is_cut_off(live: Any, within: float = 5.0) -> bool:
    """Whether a connection is cut off before the time is over."""
    deadline = time.monotonic() + within
    while live.is_connected() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not live.is_connected()


def close(hall: Hall) -> None:
    actions.close_account(an_officer(hall.world, "administrator", "萧芳"), hall.world.accounts["张秀兰"].id)


def reset(hall: Hall) -> None:
    actions.reset_password(an_officer(hall.world, "administrator", "萧芳"), hall.world.accounts["张秀兰"].id)


def change(hall: Hall) -> None:
    actions.change_password(hall.world.actor("张秀兰"), PASSWORD, "Gaihao-2027")


@pytest.mark.parametrize("act", [close, reset, change])
def test_what_ends_an_account_ends_its_connections_and_no_others(
    app: Flask, hall: Hall, act: Callable[[Hall], None]
) -> None:
    _, live = by_account(app, hall, "张秀兰")
    _, neighbour = by_account(app, hall, "王志强")
    act(hall)
    assert is_cut_off(live)
    assert neighbour.is_connected()
    neighbour.disconnect()


def test_who_was_cut_off_does_not_come_back_in(app: Flask, hall: Hall) -> None:
    browser, live = by_account(app, hall, "张秀兰")
    close(hall)
    assert is_cut_off(live)
    again = Wire(app, browser)
    assert join(again, hall)["code"] == "not_signed_in"


def test_a_renewed_slip_ends_the_tablet_that_holds_the_old_one(app: Flask, hall: Hall) -> None:
    _, lost = by_pin(app, hall, "张秀兰")
    _, own_account = by_account(app, hall, "张秀兰")
    renew_pin(hall.world.secretary, hall.meeting_id, hall.seats["张秀兰"].id)
    assert is_cut_off(lost)
    assert own_account.is_connected()
    own_account.disconnect()


def test_signing_out_ends_what_this_browser_hears_and_not_the_other(app: Flask, hall: Hall) -> None:
    here, live = by_account(app, hall, "张秀兰")
    _, elsewhere = by_account(app, hall, "张秀兰")
    here.post("/logout")
    assert is_cut_off(live, within=0)
    assert elsewhere.is_connected()
    elsewhere.disconnect()


def test_another_slip_on_the_same_tablet_ends_what_the_first_one_heard(app: Flask, hall: Hall) -> None:
    browser, first = by_pin(app, hall, "张秀兰")
    seat = hall.seats["王志强"]
    browser.post(f"/j/{hall.meeting.join_token}", data={"seat_id": str(seat.id), "pin": pin_of(seat, SECRET)})
    assert is_cut_off(first, within=0)


def test_a_post_that_ended_is_found_by_the_minute(app: Flask, hall: Hall) -> None:
    _, live = by_account(app, hall, "周敏", "chair")
    gateway.check_listeners()
    assert live.is_connected()
    person_id = hall.world.people["周敏"].id
    with transaction() as session:
        for post in session.scalars(select(Appointment).where(Appointment.person_id == person_id)):
            post.ends_on = clock.today() - timedelta(days=1)
    gateway.check_listeners()
    assert is_cut_off(live, within=0)


def test_a_store_that_does_not_answer_cuts_nobody_off(app: Flask, hall: Hall) -> None:
    _, live = by_account(app, hall, "张秀兰")
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE seats RENAME TO seats_away")
    gateway.check_listeners()
    assert live.is_connected()
    live.disconnect()


def test_the_hall_screen_stays_whoever_goes(app: Flask, hall: Hall) -> None:
    screen = Wire(app, app.test_client())
    body = {"meeting_id": hall.meeting_id, "audience": "hall", "hall_token": hall.meeting.hall_token}
    assert screen.emit("join", body, callback=True)["ok"] is True
    gateway.check_listeners()
    assert screen.is_connected()
    screen.disconnect()


def test_who_must_change_his_password_does_not_join(app: Flask, hall: Hall) -> None:
    with transaction():
        hall.world.accounts["张秀兰"].must_change_password = True
    browser = sign_in(app.test_client(), hall.world, "张秀兰")
    live = Wire(app, browser)
    assert join(live, hall)["code"] == "password_due"


def test_a_connection_that_has_not_joined_is_cut_off_with_its_account(app: Flask, hall: Hall) -> None:
    browser = sign_in(app.test_client(), hall.world, "张秀兰")
    waiting = Wire(app, browser)
    neighbour = Wire(app, sign_in(app.test_client(), hall.world, "王志强"))
    close(hall)
    assert is_cut_off(waiting)
    assert neighbour.is_connected()
    neighbour.disconnect()


def test_the_right_is_asked_anew_at_every_join(app: Flask, hall: Hall) -> None:
    _, live = by_account(app, hall, "张秀兰")
    outbox.listen(None)  # nobody tells this process: another one closed the account
    close(hall)
    assert live.is_connected()
    assert join(live, hall)["code"] == "not_signed_in"
    live.disconnect()


def test_a_closed_account_casts_no_ballot_although_its_connection_still_stands(app: Flask, hall: Hall) -> None:
    hall.to_debate()
    vote_id = hall.open_vote().id
    db.session.rollback()
    _, live = by_account(app, hall, "张秀兰")
    _, neighbour = by_account(app, hall, "王志强")
    outbox.listen(None)
    close(hall)
    body = {"meeting_id": hall.meeting_id, "vote_id": vote_id, "choice": "AGREE", "client_id": "a-closed-account"}
    assert live.emit("ballot.cast", body, callback=True)["code"] == "not_signed_in"
    body["client_id"] = "an-open-account"
    assert neighbour.emit("ballot.cast", body, callback=True)["ok"] is True
    db.session.rollback()
    assert turnout(vote_id)[0] == 1
    live.disconnect()
    neighbour.disconnect()


def test_two_connections_of_one_seat_are_one_ballot(app: Flask, hall: Hall) -> None:
    hall.to_debate()
    vote_id = hall.open_vote().id
    db.session.rollback()
    _, tablet = by_pin(app, hall, "张秀兰")
    _, phone = by_account(app, hall, "张秀兰")
    for live, choice in ((tablet, "AGREE"), (phone, "OPPOSE")):
        body = {"meeting_id": hall.meeting_id, "vote_id": vote_id, "choice": choice, "client_id": f"seat-{choice}"}
        assert live.emit("ballot.cast", body, callback=True)["ok"] is True
    db.session.rollback()
    assert turnout(vote_id)[0] == 1
    tablet.disconnect()
    phone.disconnect()
