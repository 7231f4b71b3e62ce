"""Redis is killed and comes back with nothing in it: both processes' rooms go on in every phase, and in step."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from deliberation.room.queries import open_vote_of
from tests.builders import an_officer
from tests.flows.served import an_open_vote
from tests.halls import Hall
from tests.servers import Server
from tests.strangers import ask_health, own_redis, phase
from tests.tablets import Tablet, seat_cookie
from tests.visitors import Visitor

Act = Callable[[], None]
Running = tuple[Flask, Hall, list[Server], Act, Act]
PATIENCE_SECONDS = 60
"""Only ends a wait for what would not come."""
ADMINISTRATOR = "谢芳"
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


def until(watcher: Tablet, name: str, is_it: Callable[[Any], bool]) -> None:
    """Wait until this screen is sent such a slice; no answer at all ends the wait (the tablet's own patience)."""
    latest = time.monotonic() + PATIENCE_SECONDS
    while not any(
        kind == "slice" and body["slice"] == name and is_it(body["data"]) for _at, kind, body in watcher.heard
    ):
        assert time.monotonic() < latest, f"{name} never came"
        watcher.listen()
    watcher.heard.clear()


def turnout_of(cast: int) -> Callable[[Any], bool]:
    return lambda data: bool(data["cast"] == cast)


def visited(running: Running) -> list[dict[str, object]]:
    """What a visitor of each process gets, without its health."""
    app, hall, servers, _start, _kill = running
    cookie = seat_cookie(app, hall.seats["张秀兰"])
    found = [phase(server, cookie, hall.meeting_id) for server in servers]
    return [{key: one[key] for key in WHOLE} for one in found]


def until_healths(running: Running, status: str, redis: str) -> None:
    """Wait until both processes say so."""
    latest = time.monotonic() + PATIENCE_SECONDS
    said: list[tuple[int, str, str]] = []
    while said != [(200, status, redis)] * 2:
        assert time.monotonic() < latest, said
        said = [(code, body["status"], body["redis"]) for _s, code, body in map(ask_health, running[2])]


def test_rooms_go_on_while_redis_is_away_and_are_in_step_when_it_is_back_empty(running: Running) -> None:
    _app, hall, _servers, start, kill = running
    vote = open_vote_of(hall.meeting_id)
    assert vote is not None
    vote_id = vote.id
    until_healths(running, "ok", "ok")
    with closing(tablet(running, 0, "张秀兰")) as here, closing(tablet(running, 1, "王志强")) as there:
        kill()
        until_healths(running, "degraded", "away")
        assert visited(running) == [WHOLE] * 2
        assert here.cast(vote_id, "AGREE")["ok"] is True
        until(here, "turnout", turnout_of(1))
        until(there, "turnout", turnout_of(1))  # read from the store, no process tells the other
        start()
        until_healths(running, "ok", "ok")
        assert visited(running) == [WHOLE] * 2
        assert there.cast(vote_id, "OPPOSE")["ok"] is True
        until(here, "turnout", turnout_of(2))
        with closing(tablet(running, 1, "刘芳")) as late:
            assert late.join()["epoch"] == here.join()["epoch"]


def test_the_chair_and_the_administrator_are_told_that_redis_is_away_and_nobody_else(running: Running) -> None:
    _app, hall, servers, start, kill = running
    an_officer(hall.world, "administrator", ADMINISTRATOR)
    his, chairs = (
        Visitor(servers[0]).sign_in(hall.world.accounts[name].username) for name in (ADMINISTRATOR, "李建国")
    )

    def told_his_desk() -> list[bool]:
        return ["Redis" in his.at(server).get("/desk/jinling/")[1] for server in servers]

    with (
        closing(Tablet(servers[0].port, chairs.cookie, hall.meeting_id)) as chair,
        closing(tablet(running, 1, "王志强")) as delegate,
    ):
        assert chair.join("chair")["ok"] is True
        kill()
        until_healths(running, "degraded", "away")
        until(chair, "next", lambda data: "会慢两三秒" in data["lag"])
        assert told_his_desk() == [True, True]
        assert "Redis" not in chairs.at(servers[1]).get("/desk/jinling/")[1]
        until(delegate, "meeting", bool)  # a delegate is sent what was read anew as well
        assert "会慢两三秒" not in json.dumps(delegate.heard, ensure_ascii=False)
        chair.heard.clear()
        start()
        until(chair, "next", lambda data: data["lag"] == "")
        until_healths(running, "ok", "ok")
        assert told_his_desk() == [False, False]
