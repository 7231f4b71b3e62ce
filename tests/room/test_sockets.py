"""The live connection: who may join what, and a ballot by socket."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import db
from deliberation.live import outbox
from deliberation.live.gateway import channel, gateway
from deliberation.room.queries import turnout
from tests.builders import a_compound, sign_in
from tests.halls import Hall, an_open_meeting
from tests.onlookers import Wire


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A hall with an open vote and a listening gateway."""
    opened = an_open_meeting(a_compound())
    opened.to_debate()
    opened.open_vote()
    db.session.rollback()
    outbox.listen(gateway.stale, gateway.whisper)
    return opened


def connection(app: Flask, hall: Hall, name: str | None) -> Any:
    """A live connection of the named person (or of nobody)."""
    browser: FlaskClient = app.test_client()
    if name:
        sign_in(browser, hall.world, name)
    return Wire(app, browser)


def join(live: Any, meeting_id: object, audience: str, **more: str) -> Any:
    """Ask to join; answers the acknowledgement."""
    return live.emit("join", {"meeting_id": meeting_id, "audience": audience, **more}, callback=True)


def cast(live: Any, hall: Hall, choice: str, key: str = "") -> Any:
    """Cast by socket; answers the acknowledgement."""
    vote_id = hall.meeting.id and _vote_id(hall)
    body = {"meeting_id": hall.meeting_id, "vote_id": vote_id, "choice": choice, "client_id": key or uuid.uuid4().hex}
    db.session.rollback()
    return live.emit("ballot.cast", body, callback=True)


def _vote_id(hall: Hall) -> int:
    from deliberation.room.queries import open_vote_of  # noqa: PLC0415 - one small look

    vote = open_vote_of(hall.meeting_id)
    assert vote is not None
    return vote.id


def test_a_delegate_joins_his_tablet_and_is_told_where_to_start(app: Flask, hall: Hall) -> None:
    answer = join(connection(app, hall, "张秀兰"), hall.meeting_id, "tablet")
    assert answer["ok"] is True
    assert (answer["epoch"], answer["seq"]) == gateway.numbers.current(channel(hall.meeting_id, "tablet"))


@pytest.mark.parametrize(
    ("name", "audience", "code"),
    [
        (None, "tablet", "not_signed_in"),
        (None, "chair", "not_signed_in"),
        ("张秀兰", "chair", "forbidden"),
        ("吴敏", "tablet", "forbidden"),
        ("张秀兰", "everything", "invalid_input"),
    ],
)
def test_nobody_joins_what_is_not_his(app: Flask, hall: Hall, name: str | None, audience: str, code: str) -> None:
    answer = join(connection(app, hall, name), hall.meeting_id, audience)
    assert (answer["ok"], answer["code"]) == (False, code)


def test_the_hall_screen_needs_its_token(app: Flask, hall: Hall) -> None:
    live = connection(app, hall, None)
    assert join(live, hall.meeting_id, "hall")["code"] == "not_found"
    assert join(live, hall.meeting_id, "hall", hall_token="guess")["code"] == "not_found"
    assert join(live, hall.meeting_id, "hall", hall_token=hall.meeting.hall_token)["ok"] is True


def test_somebody_of_another_compound_finds_no_meeting(app: Flask, hall: Hall) -> None:
    stranger = a_compound("haiwan", "港湾新城")
    live = connection(app, Hall(stranger, hall.meeting_id, hall.at), "张秀兰")
    assert join(live, hall.meeting_id, "tablet")["code"] == "not_found"


@pytest.mark.parametrize("message", [None, "x", 7, [], {}, {"meeting_id": "1"}, {"meeting_id": True}])
def test_a_broken_message_is_refused_in_words(app: Flask, hall: Hall, message: object) -> None:
    live = connection(app, hall, "张秀兰")
    assert live.emit("join", message, callback=True)["code"] == "invalid_input"
    assert live.emit("ballot.cast", message, callback=True)["code"] == "invalid_input"


def test_a_ballot_by_socket_is_acknowledged_with_its_receipt(app: Flask, hall: Hall) -> None:
    live = connection(app, hall, "张秀兰")
    join(live, hall.meeting_id, "tablet")
    key = uuid.uuid4().hex
    first, again = cast(live, hall, "AGREE", key), cast(live, hall, "AGREE", key)
    assert first["ok"] is True
    assert first["ballot"]["choice"] == "AGREE"
    assert first["ballot"]["receipt"] == again["ballot"]["receipt"]
    db.session.rollback()
    assert turnout(_vote_id(hall))[0] == 1


def test_a_refused_ballot_by_socket_says_why(app: Flask, hall: Hall) -> None:
    live = connection(app, hall, "周敏")
    answer = cast(live, hall, "AGREE")
    assert answer["code"] == "forbidden"
    assert "可以操作" in answer["message"]


def test_what_a_cast_makes_stale_reaches_every_screen_with_growing_numbers(app: Flask, hall: Hall) -> None:
    tablet, screen = connection(app, hall, "张秀兰"), connection(app, hall, None)
    join(tablet, hall.meeting_id, "tablet")
    start = join(screen, hall.meeting_id, "hall", hall_token=hall.meeting.hall_token)["seq"]
    cast(tablet, hall, "AGREE")
    deadline = time.monotonic() + 5
    heard: list[dict[str, Any]] = []
    while time.monotonic() < deadline and "turnout" not in {e["slice"] for e in heard}:
        heard += [m["args"][0] for m in screen.get_received() if m["name"] == "slice"]
        time.sleep(0.05)
    by_name = {e["slice"]: e for e in heard}
    assert by_name["turnout"]["data"]["cast"] == 1
    assert by_name["turnout"]["data"]["missing"] is None
    assert "next" not in by_name
    assert sorted(e["seq"] for e in heard) == list(range(start + 1, start + 1 + len(heard)))
    private = [m for m in tablet.get_received() if m["name"] == "ballot"]
    assert private[-1]["args"][0]["choice"] == "AGREE"
    assert not [m for m in screen.get_received() if m["name"] == "ballot"]
