"""Three senders look into the outbox at the same moment: each message goes out once, and the pace is kept together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.notices import channels
from deliberation.notices.actions import send
from deliberation.notices.actions.delivery import deliver
from deliberation.notices.actions.ladder import climb
from deliberation.notices.actions.outbox import put_by
from deliberation.notices.channels.channel import Outside
from deliberation.notices.models import Notice, Sending, Slip
from deliberation.organisation.models import Person
from tests.fakes.gateways import Gateways, the_gateways
from tests.races.conftest import Together

PEOPLE = 40
FRIDAY = clock.beijing(2027, 3, 5, 10)


@pytest.fixture
def gateways(app: Flask, tmp_path: Path) -> Iterator[Gateways]:
    clock.use(lambda: FRIDAY)
    with the_gateways() as made:
        before = channels._ask
        values = made.settings_of("webhook") | made.settings_of("wecom_robot")
        channels.ask_settings_with(lambda: Outside(values, tmp_path))
        yield made
        channels._ask = before


def told(kind: str = "cancelled") -> list[int]:
    """Forty people are told; the ids of their notices."""
    with transaction():
        people = [Person(name=f"居民{number}", phone=f"139{number:08d}") for number in range(PEOPLE)]
        db.session.add_all(people)
        db.session.flush()
        notices = send([one.id for one in people], kind=kind, subject="会议取消", body="停电")
    ids = [one.id for one in notices]
    db.session.remove()
    return ids


def test_every_message_goes_out_once(gateways: Gateways, together: Together) -> None:
    told()
    answers = together(deliver, deliver, deliver)
    assert [one for one in answers if isinstance(one, Exception)] == []
    deliver()
    assert set(gateways.counts("webhook").values()) == {1}
    assert len(gateways.counts("webhook")) == PEOPLE
    assert {one.state for one in db.session.query(Sending)} == {"DELIVERED"}


def test_senders_together_stay_below_the_limit_of_a_robot(gateways: Gateways, together: Together) -> None:
    robot = channels.channel_of("wecom_robot")
    assert robot
    told()
    with transaction():
        for notice in db.session.query(Notice):
            put_by(notice, robot, FRIDAY)
    db.session.remove()
    answers = together(deliver, deliver, deliver)
    assert [one for one in answers if isinstance(one, Exception)] == []
    assert sum(gateways.counts("wecom").values()) == 18
    assert gateways.blocks == 0


def test_two_turns_of_the_ladder_make_one_slip_each(gateways: Gateways, together: Together) -> None:
    ids = told("meeting")
    later = FRIDAY.replace(hour=6)
    answers = together(lambda: climb(later), lambda: climb(later))
    assert [one for one in answers if isinstance(one, Exception)] == []
    climb(later)
    assert db.session.query(Slip).count() == len(ids)
