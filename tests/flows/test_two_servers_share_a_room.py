"""Two server processes behind one Redis queue: a ballot taken by one is seen on the screens of the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from redis.exceptions import ConnectionError as RedisUnreachable

from deliberation.db import db
from deliberation.room.models import Vote
from deliberation.room.queries import ballots_of
from tests.builders import an_officer
from tests.flows.served import an_open_vote
from tests.halls import Hall
from tests.servers import Server
from tests.tablets import PARTING, Tablet, seat_cookie
from tests.visitors import Visitor

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A Redis that answers; without one the test says so and is skipped."""
    store = Redis.from_url(REDIS)
    try:
        store.ping()
    except RedisUnreachable:
        pytest.skip(f"no Redis answers at {REDIS}; set TEST_REDIS_URL")
    yield REDIS
    for key in store.scan_iter("deliberation:*"):
        store.delete(key)
    store.close()


@pytest.fixture
def servers(tmp_path: Path, redis_url: str) -> Iterator[tuple[Flask, Hall, list[Server]]]:
    """Two servers over one store and one Redis, with a vote open."""
    with an_open_vote(tmp_path, 2, REDIS_URL=redis_url) as running:
        yield running


def heard_turnout(tablet: Tablet) -> int:
    """Listen until a turnout arrives."""
    while True:
        for _at, name, body in tablet.heard:
            if name == "slice" and body["slice"] == "turnout":
                return int(body["data"]["cast"])
        tablet.listen()


def test_a_ballot_taken_by_one_server_reaches_the_screens_of_the_other(
    servers: tuple[Flask, Hall, list[Server]],
) -> None:
    app, hall, (first, second) = servers
    vote_id = db.session.query(Vote).one().id
    here, there = hall.seats["张秀兰"], hall.seats["王志强"]
    with ExitStack() as table:
        caster = table.enter_context(closing(Tablet(first.port, seat_cookie(app, here), hall.meeting_id)))
        watcher = table.enter_context(closing(Tablet(second.port, seat_cookie(app, there), hall.meeting_id)))
        assert caster.join()["epoch"] == watcher.join()["epoch"]
        assert caster.cast(vote_id, "AGREE")["ok"] is True
        assert heard_turnout(watcher) == 1
        assert watcher.cast(vote_id, "OPPOSE")["ok"] is True
    db.session.rollback()


def test_who_signs_out_or_is_closed_at_one_server_is_cut_off_at_the_other_and_votes_no_more(
    servers: tuple[Flask, Hall, list[Server]],
) -> None:
    _app, hall, (first, second) = servers
    vote_id = db.session.query(Vote).one().id
    an_officer(hall.world, "administrator", "谢芳")
    names = {name: hall.world.accounts[name] for name in ("张秀兰", "王志强", "刘芳", "谢芳")}
    leaving, closed, staying, administrator = (Visitor(first).sign_in(account.username) for account in names.values())
    with ExitStack() as table:
        tablets = [
            table.enter_context(closing(Tablet(second.port, one.cookie, hall.meeting_id)))
            for one in (leaving, closed, staying)
        ]
        assert all(tablet.join()["ok"] for tablet in tablets)
        assert tablets[1].cast(vote_id, "AGREE")["ok"] is True
        assert leaving.post("/logout", "/desk/jinling/")[0] == 200
        assert administrator.post(f"/accounts/{names['王志强'].id}/close", "/accounts/")[0] == 200
        for tablet in tablets[:2]:
            assert PARTING in tablet.until_closed(stay_away=True)
        assert tablets[2].cast(vote_id, "OPPOSE")["ok"] is True
    db.session.rollback()
    assert {one.seat_id: one.choice for one in ballots_of(vote_id)} == {
        hall.seats["王志强"].id: "AGREE",
        hall.seats["刘芳"].id: "OPPOSE",
    }
