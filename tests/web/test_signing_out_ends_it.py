"""Signing out ends the sign-in in the store: a cookie that was copied before neither reads, writes nor listens."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from deliberation.app import do_what_is_due
from deliberation.convening.actions import pin_of, renew_pin
from deliberation.kernel import clock
from deliberation.organisation.actions import change_password, close_account, sign_out_elsewhere
from deliberation.organisation.queries.doors import visits_of
from tests.builders import PASSWORD, World, an_officer, sign_in
from tests.halls import Hall, an_open_meeting
from tests.onlookers import Wire

PARTIES = "/desk/jinling/parties"
SECRET = "a key for tests only"


def copied(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie."""
    thief = app.test_client()
    cookie = client.get_cookie("deliberation")
    assert cookie is not None
    thief.set_cookie("deliberation", cookie.value)
    return thief


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, client: FlaskClient, world: World) -> None:
    thief = copied(app, sign_in(client, world, "周敏"))
    assert thief.get(PARTIES).status_code == 200
    client.post("/logout")
    assert thief.get(PARTIES).location.startswith("/login")
    assert thief.post("/desk/jinling/topics/enter", data={}).status_code == 401
    assert visits_of(world.accounts["周敏"].id) == []


def test_a_copied_cookie_does_not_listen_after_signing_out(app: Flask, client: FlaskClient, world: World) -> None:
    hall: Hall = an_open_meeting(world)
    thief = copied(app, sign_in(client, world, "张秀兰"))
    asked = {"meeting_id": hall.meeting_id, "audience": "tablet"}
    before = Wire(app, thief)
    assert before.emit("join", asked, callback=True)["ok"]
    client.post("/logout")
    assert not before.is_connected()
    after = Wire(app, copied(app, thief))
    assert not after.emit("join", asked, callback=True)["ok"]


def test_a_copied_seat_is_worth_nothing_after_signing_out_or_a_new_slip(app: Flask, world: World) -> None:
    hall = an_open_meeting(world)
    for leave in ("/logout", ""):
        tablet, seat = app.test_client(), hall.seats["张秀兰"]
        tablet.post(f"/j/{hall.meeting.join_token}", data={"seat_id": seat.id, "pin": pin_of(seat, SECRET)})
        thief = copied(app, tablet)
        assert thief.get(f"/rooms/{hall.meeting_id}/tablet").status_code == 200
        if leave:
            tablet.post(leave)
        else:
            renew_pin(world.secretary, hall.meeting_id, seat.id)
        assert thief.get(f"/rooms/{hall.meeting_id}/tablet").status_code == 302


def test_a_new_password_a_closed_account_and_a_press_end_the_other_sign_ins(app: Flask, world: World) -> None:
    administrator = an_officer(world, "administrator", "萧芳")

    def elsewhere(name: str) -> tuple[FlaskClient, FlaskClient]:
        return sign_in(app.test_client(), world, name), sign_in(app.test_client(), world, name)

    here, there = elsewhere("周敏")
    assert here.post("/account/elsewhere").status_code == 302
    assert there.get(PARTIES).location.startswith("/login")
    assert here.get(PARTIES).status_code == 200
    change_password(world.secretary, PASSWORD, "Gaihao-2027")
    assert here.get(PARTIES).location.startswith("/login")
    here, there = elsewhere("高峰")
    close_account(administrator, world.accounts["高峰"].id)
    assert {browser.get(PARTIES).location.split("?")[0] for browser in (here, there)} == {"/login"}


def test_what_ends_elsewhere_is_ones_own_only(app: Flask, world: World) -> None:
    other = sign_in(app.test_client(), world, "高峰")
    sign_out_elsewhere(world.secretary, "")
    assert other.get(PARTIES).status_code == 200


def test_after_ninety_days_a_sign_in_and_a_wrong_try_are_forgotten(client: FlaskClient, world: World) -> None:
    begun = clock.now()
    sign_in(client, world, "周敏")
    client.application.test_client().post("/login", data={"username": "jinling.周敏", "password": "wrong"})
    clock.use(lambda: begun + timedelta(days=89))
    assert "输错记录" not in do_what_is_due()
    assert len(visits_of(world.accounts["周敏"].id)) == 1
    clock.use(lambda: begun + timedelta(days=90, minutes=1))
    assert "2 条九十天以前的登录和输错记录已删除。" in do_what_is_due()
    assert visits_of(world.accounts["周敏"].id) == []
    assert client.get(PARTIES).location.startswith("/login")
