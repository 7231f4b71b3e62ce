"""What really goes over the wire during an evening: numbered without a gap, and enough to keep every screen right."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from deliberation.db import db
from deliberation.live import outbox
from deliberation.live.gateway import gateway
from deliberation.room.snapshot import mine
from tests.builders import a_compound
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.room.test_snapshot import walk
from tests.room.test_sockets import connection, join

SEATS = {"chair": "李建国", "tablet": "刘芳", "hall": None}


@dataclass
class Screen:
    """One connected screen: what it holds, and the number of the last envelope that it took."""

    audience: str
    live: Any
    seq: int
    slices: dict[str, Any]
    own: Any = None
    problems: list[str] = field(default_factory=list)

    def take(self) -> None:
        """Take everything that has come since, as live.js does."""
        for message in self.live.get_received():
            body = message["args"][0] if message["args"] else None
            if message["name"] == "mine":
                self.own = body
            elif message["name"] == "slice":
                if body["seq"] != self.seq + 1:
                    self.problems.append(f"{self.audience}: {body['slice']} is {body['seq']} after {self.seq}")
                self.seq = body["seq"]
                self.slices[body["slice"]] = body["data"]


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A hall with two items and a listening gateway."""
    world = a_compound()
    first = an_accepted_item(world, "改造小区南出入口", "OWNERS_SPECIAL", "REBUILD")
    opened = an_open_meeting(world, [first, an_accepted_item(world, "施工单位比选")])
    outbox.listen(gateway.stale, gateway.whisper)
    return opened


@pytest.fixture
def screens(app: Flask, hall: Hall) -> Iterator[list[Screen]]:
    """Chair, tablet and hall screen, joined, each with the snapshot of this moment."""
    joined = []
    settle()
    for audience, name in SEATS.items():
        live = connection(app, hall, name)
        token = {"hall_token": hall.meeting.hall_token} if name is None else {}
        answer = join(live, hall.meeting_id, audience, **token)
        assert answer["ok"], answer
        joined.append(Screen(audience, live, answer["seq"], gateway.read_all(hall.meeting_id, audience)))
    yield joined
    for screen in joined:
        screen.live.disconnect()


def settle() -> None:
    """Wait until the room's sender has said everything."""
    db.session.rollback()
    deadline = time.monotonic() + 10
    while not gateway.is_idle and time.monotonic() < deadline:
        time.sleep(0.02)
    assert gateway.is_idle


def test_the_first_snapshot_and_every_envelope_make_the_screen_of_every_moment(
    hall: Hall, screens: list[Screen]
) -> None:
    for point in walk(hall):
        settle()
        for screen in screens:
            screen.take()
            now = gateway.read_all(hall.meeting_id, screen.audience)
            wrong = [name for name in now if screen.slices[name] != now[name]]
            assert (point, screen.audience, wrong, screen.problems) == (point, screen.audience, [], [])
    assert min(screen.seq for screen in screens) > 10  # an evening says more than this to everybody


def test_a_tablet_hears_its_own_seat_and_nobody_elses(hall: Hall, screens: list[Screen]) -> None:
    chair, tablet, wall = screens
    for _point in walk(hall):
        settle()
        for screen in screens:
            screen.take()
    seat = hall.seats["刘芳"].id
    db.session.rollback()
    assert tablet.own == mine(hall.meeting_id, seat)
    assert wall.own is None
    assert chair.own is None or chair.own == mine(hall.meeting_id, hall.seats["李建国"].id)
