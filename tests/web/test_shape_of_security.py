"""What every answer carries and what every write needs: headers, tokens, cookies, clean text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.kernel import clock
from deliberation.web.errors import STATUS, status_of
from deliberation.web.filters import markdown
from tests.builders import PASSWORD, a_compound, sign_in
from tests.halls import Hall


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    """The application with its tokens asked for, as in service."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def token_on(page: str) -> str:
    """The token that a page carries for its forms."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page[:500]
    return found.group(1)


def test_every_page_carries_the_strict_policy(client: FlaskClient, hall: Hall) -> None:
    paths = ["/", "/login", "/c/jinling/", "/join", "/privacy", "/receipt", "/nowhere", "/healthz"]
    for path in [*paths, f"/hall/{hall.meeting.hall_token}"]:
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy, path
        assert "unsafe" not in policy, path
        assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store"), path


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(client: FlaskClient, app: Flask) -> None:
    world = a_compound()
    answer = client.post("/login", data={"username": world.accounts["李建国"].username, "password": PASSWORD})
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("deliberation="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_form_without_its_token_is_refused_in_words_and_with_it_accepted(guarded: Flask) -> None:
    world = a_compound()
    client = guarded.test_client()
    data = {"username": world.accounts["李建国"].username, "password": PASSWORD}
    refused = client.post("/login", data=data)
    assert refused.status_code == 400
    assert "页面停留太久" in refused.get_data(as_text=True)
    token = token_on(client.get("/login").get_data(as_text=True))
    assert client.post("/login", data={**data, "csrf_token": token}).status_code == 302


def test_an_act_in_the_room_without_its_token_is_refused_as_json(guarded: Flask, hall: Hall) -> None:
    client = guarded.test_client()
    token = token_on(client.get("/login").get_data(as_text=True))
    data = {"username": hall.world.accounts["张秀兰"].username, "password": PASSWORD, "csrf_token": token}
    assert client.post("/login", data=data).status_code == 302
    refused = client.post(f"/rooms/{hall.meeting_id}/floor", json={"side": "for"})
    assert (refused.status_code, refused.get_json()["code"]) == (400, "form_expired")


@pytest.mark.parametrize(
    "body", ["", "null", "[]", '"x"', "{", '{"side": 7}', '{"side": null}', '{"side": "sideways"}']
)
def test_broken_json_is_refused_in_words_and_never_an_error(client: FlaskClient, hall: Hall, body: str) -> None:
    sign_in(client, hall.world, "张秀兰")
    hall.step("open_item")
    answer = client.post(f"/rooms/{hall.meeting_id}/floor", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_input")


def test_an_unknown_address_is_answered_in_words(client: FlaskClient, app: Flask) -> None:
    answer = client.get("/desk/nowhere/topics/", follow_redirects=False)
    assert answer.status_code in {302, 404}
    assert "没有找到" in client.get("/c/nowhere/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("<script>alert(1)</script>一、同意", "script"),
        ('<img src=x onerror="alert(1)">', "img"),
        ("[点这里](javascript:alert(1))", "javascript"),
        ('<p style="color:red" onclick="x()">二</p>', "style"),
        ("<iframe src=//x></iframe>", "iframe"),
    ],
)
def test_markdown_keeps_the_words_and_drops_the_rest(text: str, gone: str) -> None:
    assert gone not in str(markdown(text))
    assert "<ol>" in str(markdown("1. 同意\n2. 反对"))


def test_a_reason_has_a_status_that_is_a_refusal() -> None:
    assert all(400 <= status_of(reason) < 600 for reason in STATUS)


def test_healthz_says_how_the_service_is(client: FlaskClient, app: Flask) -> None:
    with clock.frozen(clock.beijing(2026, 12, 14, 9)):
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.get_json() == {
        "status": "ok",
        "database": "ok",
        "disk": "ok",
        "redis": "none",
        "version": "0.1.0",
        "days_off_missing": [],
    }
    with clock.frozen(clock.beijing(2026, 12, 15, 9)):
        assert client.get("/healthz").get_json()["days_off_missing"] == [2027]
