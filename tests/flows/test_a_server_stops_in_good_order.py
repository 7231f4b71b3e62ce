"""A server is told to stop in the middle of a vote: what is under way ends well, every screen comes back at once."""

from __future__ import annotations

import http.client
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from flask import Flask

from deliberation.db import db
from deliberation.room.models import BallotRequest, Vote
from tests.flows.served import an_open_vote
from tests.halls import Hall
from tests.servers import Server
from tests.strangers import HalfSent
from tests.tablets import PARTING, Tablet, seat_cookie

SCREENS = 24
PATIENCE_SECONDS = 60
Running = tuple[Flask, Hall, Server]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A server that nobody ends by force while it takes leave, with a vote open."""
    with an_open_vote(tmp_path) as (app, hall, (server,)):
        server.stop()
        server.options = ("--graceful-timeout", "3600")
        server.start()
        yield app, hall, server


def an_idle_visitor(server: Server) -> http.client.HTTPConnection:
    """A browser that keeps its connection for the next page."""
    kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    kept.request("GET", "/login")
    assert kept.getresponse().read()
    return kept


def test_a_stop_ends_no_request_halfway_loses_no_ballot_and_every_screen_comes_back(running: Running) -> None:
    app, hall, server = running
    vote_id = db.session.query(Vote).one().id
    cookies = [seat_cookie(app, seat) for seat in hall.seats.values() if seat.has_vote and seat.signed_in_at]
    with ExitStack() as room:
        tablets = [
            room.enter_context(closing(Tablet(server.port, cookies[number % len(cookies)], hall.meeting_id)))
            for number in range(SCREENS)
        ]
        assert all(tablet.join()["ok"] for tablet in tablets)
        room.enter_context(closing(an_idle_visitor(server)))
        form = room.enter_context(closing(HalfSent(server)))
        keys = [uuid.uuid4().hex for _each in cookies]
        body = {"meeting_id": hall.meeting_id, "vote_id": vote_id, "choice": "AGREE"}
        asked = [
            tablet.send("ballot.cast", body | {"client_id": key}) for tablet, key in zip(tablets, keys, strict=False)
        ]
        server.ask_to_stop()
        status, page = form.finish()
        assert (status, page[-8:].strip()) == (400, b"</html>")
        said = [tablet.until_closed() for tablet in tablets]
        assert server.process is not None
        assert server.process.wait(PATIENCE_SECONDS) == 0  # with the idle visitor still there
    assert "Worker exiting" in (server.data_dir / "server.log").read_text("utf-8")
    assert [texts for texts in said if PARTING in texts] == []  # with it a screen would not come back by itself
    told = {
        key: tablet.acks[number]["ballot"]["receipt"]
        for key, number, tablet in zip(keys, asked, tablets, strict=False)
        if number in tablet.acks
    }
    server.start()
    for key, cookie in zip(keys, cookies, strict=True):
        with closing(Tablet(server.port, cookie, hall.meeting_id)) as back:
            assert back.join()["ok"] is True
            receipt = back.cast(vote_id, "AGREE", key)["ballot"]["receipt"]
            assert told.setdefault(key, receipt) == receipt
    db.session.rollback()
    stored = {row.client_id: row.receipt for row in db.session.query(BallotRequest).all()}
    assert stored == told
