"""Floods, broken messages and foreign names at the live door of a real server, while a delegate votes."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
import websocket
from flask import Flask

from deliberation.room.queries import open_vote_of
from tests.flows.served import an_open_vote
from tests.halls import Hall
from tests.servers import Server
from tests.strangers import HEAVY, RAW, raw_socket
from tests.tablets import Tablet, seat_cookie

Running = tuple[Flask, Hall, Server]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with an_open_vote(tmp_path_factory.mktemp("strangers")) as (app, hall, (server,)):
        yield app, hall, server


def a_tablet(running: Running, name: str) -> Tablet:
    app, hall, server = running
    return Tablet(server.port, seat_cookie(app, hall.seats[name]), hall.meeting_id)


def answer_to(server: Server, text: str) -> str:
    """What the server answers to a message; empty: it hung up or said nothing."""
    live = raw_socket(server)
    live.settimeout(5)
    live.send(text)
    try:
        with suppress(OSError, websocket.WebSocketException):
            while True:
                heard = str(live.recv())
                if heard.startswith("431"):
                    return heard
    finally:
        live.shutdown()  # type: ignore[no-untyped-call]  # the library carries no type here
    return ""


def test_who_floods_is_refused_then_cut_off_and_the_others_are_served_meanwhile(running: Running) -> None:
    _app, hall, server = running
    with closing(a_tablet(running, "张秀兰")) as tablet:
        assert tablet.join()["ok"] is True
        vote = open_vote_of(hall.meeting_id)
        assert vote is not None
        live, heard = raw_socket(server), []
        with suppress(OSError, websocket.WebSocketException):
            for number in range(3000):
                live.send(f'42{number}["join",{{"meeting_id":{number + 9000},"audience":"tablet"}}]')
        assert tablet.cast(vote.id, "AGREE")["ok"] is True
        live.settimeout(60)  # only ends the wait for an end that does not come
        said = "?"
        with suppress(OSError, websocket.WebSocketException):
            while said:
                said = str(live.recv())
                heard.append(said)
    answers = [one for one in heard if one.startswith("43")]
    refused = [one for one in answers if "too_many_requests" in one]
    assert 0 < len(refused) <= len(answers) < 200
    assert not live.connected or said == ""
    live.shutdown()  # type: ignore[no-untyped-call]  # the library carries no type here


@pytest.mark.parametrize("event", ["join", "ballot.cast", "snapshot"])
def test_every_broken_body_is_refused_in_words(running: Running, event: str) -> None:
    said = [answer_to(running[2], f"421{json.dumps([event, body])}") for body in HEAVY]
    assert [one for one in said if '"ok":false' not in one] == []


def test_every_broken_message_is_answered_or_ends_and_no_trace_is_left(running: Running) -> None:
    server = running[2]
    said = {text[:30]: answer_to(server, text) for text in RAW}
    assert [text for text, one in said.items() if '"ok":true' in one] == []
    assert [text for text, one in said.items() if text.startswith("421[") and not one] == []
    assert "Traceback" not in (server.data_dir / "server.log").read_text("utf-8")


def test_nobody_leaves_the_register_by_saying_that_he_disconnects(running: Running) -> None:
    with closing(a_tablet(running, "王志强")) as tablet:
        tablet.join()
        assert tablet.ask("disconnect", {})["code"] == "invalid_input"


def test_the_snapshot_comes_over_the_live_connection_as_by_http(running: Running) -> None:
    app, hall, server = running
    cookie = seat_cookie(app, hall.seats["王志强"])
    request = urllib.request.Request(f"{server.url}/rooms/{hall.meeting_id}/snapshot", headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=10) as answer:
        by_http = json.loads(answer.read())
    with closing(a_tablet(running, "王志强")) as tablet:
        tablet.join()
        here = tablet.ask("snapshot", {"meeting_id": hall.meeting_id, "audience": "tablet"})
        chair = tablet.ask("snapshot", {"meeting_id": hall.meeting_id, "audience": "chair"})
    assert here["slices"] == by_http["slices"]
    assert here["mine"] == by_http["mine"]
    assert (chair["ok"], chair["code"]) == (False, "forbidden")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Host": "evil.example.org"}, 400),
        ({"Origin": "http://evil.example.org"}, 400),
        ({"Origin": "http://evil.example.org", "X-Forwarded-Host": "evil.example.org"}, 400),
        ({"Origin": "http://evil.example.org", "Forwarded": "host=evil.example.org"}, 400),
    ],
)
def test_the_live_door_knows_the_same_names_as_the_pages(
    running: Running, headers: dict[str, str], status: int
) -> None:
    server = running[2]
    sent = {name: value.format(port=server.port) for name, value in headers.items()}
    request = urllib.request.Request(f"{server.url}/socket.io/?EIO=4&transport=polling", headers=sent)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            got, carried = answer.status, answer.headers
    except urllib.error.HTTPError as error:
        got, carried = error.code, error.headers
    assert got == status
    assert carried["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in carried["Content-Security-Policy"]
