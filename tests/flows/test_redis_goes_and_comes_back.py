"""Redis is killed and comes back with nothing in it: both processes' rooms go on in every phase, and in step."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from deliberation.room.queries import open_vote_of
from tests.flows.served import an_open_vote
from tests.halls import Hall
from tests.servers import Server
from tests.strangers import ask_health, own_redis, phase
from tests.tablets import Tablet, seat_cookie

Act = Callable[[], None]
Running = tuple[Flask, Hall, list[Server], Act, Act]
WHOLE = {"snapshot": 200, "login": 200, "join": True}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Two servers with limits on, over a Redis of their own, and how to start and kill it."""
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server on this machine")
    with (
        own_redis(tmp_path) as (url, start, kill),
        an_open_vote(tmp_path, 2, REDIS_URL=url, RATE_LIMITS="1") as (app, hall, servers),
    ):
        yield app, hall, servers, start, kill


def tablet(running: Running, server: int, name: str) -> Tablet:
    app, hall, servers, _start, _kill = running
    found = Tablet(servers[server].port, seat_cookie(app, hall.seats[name]), hall.meeting_id)
    assert found.join()["ok"] is True
    return found


def until_turnout(watcher: Tablet, cast: int) -> float:
    """How many seconds until this screen shows so many ballots."""
    begun = time.monotonic()
    while not any(
        name == "slice" and body["slice"] == "turnout" and body["data"]["cast"] == cast
        for _at, name, body in watcher.heard
    ):
        watcher.listen()
    return time.monotonic() - begun


def visited(running: Running) -> list[dict[str, object]]:
    """What a visitor of each process gets, without its health."""
    app, hall, servers, _start, _kill = running
    cookie = seat_cookie(app, hall.seats["张秀兰"])
    found = [phase(server, cookie, hall.meeting_id) for server in servers]
    return [{key: one[key] for key in WHOLE} for one in found]


def healths(running: Running) -> list[tuple[int, str, str]]:
    return [(status, body["status"], body["redis"]) for _s, status, body in map(ask_health, running[2])]


def test_rooms_go_on_while_redis_is_away_and_are_in_step_when_it_is_back_empty(running: Running) -> None:
    _app, hall, _servers, start, kill = running
    vote = open_vote_of(hall.meeting_id)
    assert vote is not None
    names = ("张秀兰", "王志强", "刘芳")
    assert healths(running) == [(200, "ok", "ok")] * 2
    with closing(tablet(running, 0, "张秀兰")) as here, closing(tablet(running, 1, "王志强")) as there:
        kill()
        time.sleep(2)
        assert healths(running) == [(200, "degraded", "away")] * 2
        assert visited(running) == [WHOLE] * 2
        assert here.cast(vote.id, "AGREE")["ok"] is True
        assert until_turnout(here, 1) < 10
        assert until_turnout(there, 1) < 10  # read from the store, no process tells the other
        start()
        time.sleep(3)
        assert healths(running) == [(200, "ok", "ok")] * 2
        assert visited(running) == [WHOLE] * 2
        assert there.cast(vote.id, "OPPOSE")["ok"] is True
        assert until_turnout(here, 2) < 5
        with closing(tablet(running, 1, names[2])) as late:
            assert late.join()["epoch"] == here.join()["epoch"]
