"""How long a session lasts that nobody uses, what keeps it, and what is said when it has ended."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from deliberation.live.gateway import gateway
from tests.builders import PASSWORD, World, an_officer, sign_in
from tests.halls import Hall
from tests.onlookers import Wire

MINUTES = 60
PARTIES = "/desk/jinling/parties"


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    """The application with its tokens asked for, as in service."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def silent_for(client: FlaskClient, seconds: int) -> FlaskClient:
    """A browser from which nothing came for so long."""
    with client.session_transaction() as session:
        session["seen"] = int(time.time()) - seconds
    return client


def seen(client: FlaskClient) -> int:
    """How many seconds ago something came from this browser, as its session remembers it."""
    with client.session_transaction() as session:
        return int(time.time()) - int(session["seen"])


def test_half_an_hour_without_a_request_signs_a_secretary_out(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    assert silent_for(client, 30 * MINUTES - 5).get(PARTIES).status_code == 200
    answer = silent_for(client, 30 * MINUTES + 5).get(f"{PARTIES}?x=1")
    assert answer.location == "/login?next=/desk/jinling/parties?x%3D1&why=idle"
    assert client.get(PARTIES).location.startswith("/login")


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_administers_or_audits_has_a_quarter_of_an_hour(client: FlaskClient, world: World, role: str) -> None:
    an_officer(world, role, "某人")
    sign_in(client, world, "某人")
    assert silent_for(client, 15 * MINUTES - 5).get("/permissions").status_code == 200
    assert silent_for(client, 15 * MINUTES + 5).get("/permissions").location.startswith("/login")


def test_every_request_begins_the_half_hour_anew(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    for _ in range(3):
        assert silent_for(client, 20 * MINUTES).get(PARTIES).status_code == 200
        assert seen(client) < 5


def test_a_session_that_does_not_say_when_it_was_used_last_has_ended(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    with client.session_transaction() as session:
        del session["seen"]
    assert client.get(PARTIES).location.startswith("/login")


def test_the_sign_in_page_says_why_and_leads_back(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    asked = silent_for(client, 31 * MINUTES).get(f"{PARTIES}?x=1")
    page = client.get(asked.location).text
    assert "有一段时间没有操作" in page
    assert "有一段时间没有操作" not in client.get("/login").text
    credentials = {"username": world.accounts["周敏"].username, "password": PASSWORD}
    assert client.post(asked.location, data=credentials).location == f"{PARTIES}?x=1"


def test_a_form_sent_too_late_is_not_lost_and_its_page_is_found_again(guarded: Flask, world: World) -> None:
    client = guarded.test_client()
    login = client.get("/login").text
    credentials = {"username": world.accounts["周敏"].username, "password": PASSWORD}
    assert client.post("/login", data=credentials | token_on(login)).status_code == 302
    g.pop("csrf_token", None)  # tests share one context: the token of the last session
    page = "/desk/jinling/topics/enter"
    form = token_on(client.get(page).text) | {"situation": "路灯不亮", "request_key": uuid.uuid4().hex}
    silent_for(client, 31 * MINUTES)
    late = client.post(page, data=form, headers={"Referer": f"http://localhost{page}"})
    assert late.status_code == 401
    assert "data-keep-drafts" in late.text
    assert "填写的内容仍保留" in late.text
    assert f'href="/login?next={page}&amp;why=idle"' in late.text


def token_on(page: str) -> dict[str, str]:
    """The token that a page carries for its forms."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page[:500]
    return {"csrf_token": found.group(1)}


def test_a_form_that_stood_on_an_address_for_forms_only_leads_to_the_desk(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    silent_for(client, 31 * MINUTES)
    referrer = {"Referer": "http://localhost/desk/jinling/topics/1/take-up"}
    late = client.post("/desk/jinling/topics/1/take-up", headers=referrer)
    assert 'href="/login?next=/desk/&amp;why=idle"' in late.text


def test_a_script_is_told_that_the_session_has_ended(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    silent_for(client, 31 * MINUTES)
    answer = client.post("/rooms/1/minutes", json={})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "session_expired")


def test_who_was_signed_out_still_reads_what_everybody_reads(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    assert silent_for(client, 31 * MINUTES).get("/c/jinling/").status_code == 200


@pytest.mark.parametrize("name, screen", [("李建国", "chair"), ("周敏", "record"), ("张秀兰", "tablet")])
def test_a_screen_of_a_meeting_in_session_stays(client: FlaskClient, hall: Hall, name: str, screen: str) -> None:
    sign_in(client, hall.world, name)
    assert client.get(f"/rooms/{hall.meeting_id}/{screen}").status_code == 200
    silent_for(client, 90 * MINUTES)
    assert client.get(f"/rooms/{hall.meeting_id}/{screen}").status_code == 200
    assert client.get(PARTIES).status_code == 200


def test_an_act_in_the_hall_is_taken_after_a_long_silence(client: FlaskClient, hall: Hall) -> None:
    sign_in(client, hall.world, "周敏")
    client.get(f"/rooms/{hall.meeting_id}/record")
    silent_for(client, 90 * MINUTES)
    line = {"kind": "note", "text": "全体起立。"}
    assert client.post(f"/rooms/{hall.meeting_id}/minutes", json=line).get_json().get("code") != "session_expired"
    assert seen(client) < 5


def test_only_the_room_that_was_opened_stays_and_only_while_it_is_live(client: FlaskClient, hall: Hall) -> None:
    record = f"/rooms/{hall.meeting_id}/record"
    sign_in(client, hall.world, "周敏")
    silent_for(client, 31 * MINUTES)
    assert client.get(record).location.endswith("&why=idle")  # it had not been opened
    sign_in(client, hall.world, "周敏")
    client.get(record)
    assert silent_for(client, 31 * MINUTES).get(PARTIES).location.endswith("&why=idle")  # not the room
    sign_in(client, hall.world, "周敏")
    client.get(record)
    hall.step("end_meeting")
    assert silent_for(client, 31 * MINUTES).get(record).location.endswith("&why=idle")  # over


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(client: FlaskClient, hall: Hall) -> None:
    sign_in(client, hall.world, "周敏")
    snapshot = f"/rooms/{hall.meeting_id}/snapshot?audience=chair"
    client.get(f"/rooms/{hall.meeting_id}/record")
    hall.step("end_meeting")
    silent_for(client, 20 * MINUTES)
    assert client.get(snapshot).status_code == 200
    assert seen(client) >= 20 * MINUTES


def test_a_screen_that_listens_to_the_meeting_keeps_the_desk_too(app: Flask, hall: Hall) -> None:
    client = sign_in(app.test_client(), hall.world, "张秀兰")
    client.get(f"/rooms/{hall.meeting_id}/tablet")
    live = Wire(app, client)
    joined = live.emit("join", {"meeting_id": hall.meeting_id, "audience": "tablet"}, callback=True)
    assert joined["ok"] is True
    gateway.check_listeners()
    assert silent_for(client, 31 * MINUTES).get(PARTIES).status_code == 200
    live.disconnect()


def test_who_holds_a_seat_by_pin_is_not_timed_out(client: FlaskClient, hall: Hall) -> None:
    from deliberation.convening.actions import pin_of  # noqa: PLC0415 - one PIN

    seat = hall.seats["张秀兰"]
    form = {"seat_id": str(seat.id), "pin": pin_of(seat, "a key for tests only")}
    assert client.post(f"/j/{hall.meeting.join_token}", data=form).status_code == 302
    with client.session_transaction() as session:
        assert "seen" not in session
    assert client.get(f"/rooms/{hall.meeting_id}/tablet").status_code == 200
