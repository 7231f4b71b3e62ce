"""Another process holds SQLite, or its disk is full: who reads goes on, who writes is told which of the two it is."""

from __future__ import annotations

import sqlite3
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from deliberation.db import db
from deliberation.room.queries import open_vote_of, turnout
from tests.builders import a_compound, sign_in
from tests.flows.served import an_open_vote
from tests.halls import Hall, an_open_meeting
from tests.servers import Server
from tests.strangers import ask_health
from tests.tablets import Tablet, seat_cookie

PATIENCE_SECONDS = 60
"""Only ends a wait for what would not come."""
Running = tuple[Flask, Hall, Server]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with an_open_vote(tmp_path) as (app, hall, (server,)):
        yield app, hall, server


def test_while_another_process_holds_the_store_others_read_and_a_ballot_is_refused_not_lost(running: Running) -> None:
    app, hall, server = running
    vote = open_vote_of(hall.meeting_id)
    assert vote is not None
    vote_id, told, order = vote.id, {}, []
    db.session.rollback()
    cookie = seat_cookie(app, hall.seats["张秀兰"])
    other = sqlite3.connect(server.data_dir / "hall.sqlite", isolation_level=None)

    def cast() -> None:
        told.update(tablet.cast(vote_id, "AGREE", "held-0001"))
        order.append("ballot refused")

    with closing(other), closing(Tablet(server.port, cookie, hall.meeting_id)) as tablet:
        tablet.join()
        other.execute("BEGIN IMMEDIATE")
        casting = threading.Thread(target=cast)
        casting.start()
        with urllib.request.urlopen(f"{server.url}/c/jinling/", timeout=PATIENCE_SECONDS) as page:
            order.append(f"page {page.status}")
        _took, status, _body = ask_health(server)
        order.append("health answered" if status else "no health")
        casting.join()
        assert order == ["page 200", "health answered", "ballot refused"]  # nobody waited for who had to wait
        assert told["code"] == "busy"
        body = _health_says(server, 503)
        assert (body["status"], body["database"]) == ("down", "held")
        other.execute("ROLLBACK")
        assert tablet.cast(vote_id, "AGREE", "held-0001")["ok"] is True
        db.session.rollback()
        assert turnout(vote_id)[0] == 1
        assert _health_says(server, 200)["database"] == "ok"


def _health_says(server: Server, status: int) -> dict[str, Any]:
    """What /healthz says once it says so: what it found counts for a second."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        _took, said, body = ask_health(server)
        if said == status or time.monotonic() > deadline:
            assert said == status, body
            return body
        time.sleep(0.1)


@pytest.fixture
def full(app: Flask) -> Iterator[tuple[FlaskClient, Hall]]:
    """A meeting in session whose store may not grow by another page, as on a full disk."""
    hall = an_open_meeting(a_compound())
    hall.to_debate()
    hall.open_vote()
    browser = sign_in(app.test_client(), hall.world, "张秀兰")
    db.session.rollback()

    def fill(connection: sqlite3.Connection, *_more: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    db.engine.dispose()
    event.listen(db.engine, "connect", fill)
    yield browser, hall
    event.remove(db.engine, "connect", fill)


def test_on_a_full_disk_a_ballot_is_refused_as_that_and_nothing_is_stored(full: tuple[FlaskClient, Hall]) -> None:
    browser, hall = full
    vote = open_vote_of(hall.meeting_id)
    assert vote is not None
    codes = set()
    for number in range(200):  # the free places of the last pages go first
        body = {"meeting_id": hall.meeting_id, "vote_id": vote.id, "choice": "AGREE", "client_id": f"full-{number:05}"}
        answer = browser.post(f"/rooms/{hall.meeting_id}/ballots", json=body)
        codes.add(answer.get_json().get("code"))
        if answer.status_code != 200:
            break
    assert codes == {None, "store_full"}
    assert answer.status_code == 507
    assert "磁盘满了" in answer.get_json()["message"]
    assert "再试一次" not in answer.get_json()["message"]
