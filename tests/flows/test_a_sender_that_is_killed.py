"""A sender dies ten times by kill -9 among three hundred messages: none is lost, none comes twice.

It is killed at the two worst moments: just before the far side takes a message, and just after, before it can say so.
The long run is `benchmarks/killed_senders.py`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.notices.actions import send
from deliberation.notices.actions.outbox import put_by
from deliberation.notices.channels import channel_of
from deliberation.notices.models import Attempt, Sending
from deliberation.organisation.models import Person
from tests.conftest import store_path
from tests.fakes.gateways import Gateways, the_gateways
from tests.fakes.mailbox import Mailbox, a_mailbox
from tests.fakes.sender import Sender

PEOPLE, KILLS = 100, 10
BEGAN = clock.beijing(2027, 3, 5, 8, 30)


def written(gateways: Gateways, mailbox: Mailbox, tmp_path: Path, app: Flask) -> Sender:
    """A hundred people who are told by three ways that a meeting is called off; nothing is sent yet."""
    sms = channel_of("sms")
    assert sms
    environment = {**mailbox.settings, **gateways.settings_of("webhook"), **gateways.settings_of("aliyun")}
    app.config["DELIBERATION"].channels.update(environment)
    with clock.frozen(BEGAN), transaction():
        people = [
            Person(name=f"居民{number}", phone=f"139{number:08d}", email=f"p{number}@mail.example")
            for number in range(PEOPLE)
        ]
        db.session.add_all(people)
        db.session.flush()  # the notices name their ids
        for notice in send([one.id for one in people], kind="cancelled", subject="会议取消", body="停电"):
            put_by(notice, sms, clock.now())
    db.session.remove()
    return Sender(tmp_path, f"sqlite:///{store_path(app)}", environment, BEGAN)


@pytest.fixture
def sender(app: Flask, tmp_path: Path) -> Iterator[tuple[Sender, Gateways, Mailbox]]:
    settings = app.config["DELIBERATION"].channels
    with the_gateways() as gateways, a_mailbox() as mailbox:
        made = written(gateways, mailbox, tmp_path, app)
        made.open()
        yield made, gateways, mailbox
        made.close()
    settings.clear()


def striker(sender: Sender, gateways: Gateways, seed: int) -> Callable[[bool], None]:
    """Who kills the sender when so many messages more have come, before or after the far side has taken one."""
    chance = random.Random(seed)  # noqa: S311 - moments, no secret
    marks = sorted(chance.sample(range(3, 2 * PEOPLE - 10), KILLS))
    plan = dict(zip(marks, [chance.random() < 0.5 for _mark in marks], strict=True))

    def strike(taken: bool) -> None:
        here = len(gateways.came) - taken
        if plan.get(here) is taken:
            del plan[here]
            sender.kill()
            if not taken:
                raise ConnectionAbortedError

    return strike


def test_after_ten_kills_every_message_has_come_once(sender: tuple[Sender, Gateways, Mailbox]) -> None:
    process, gateways, mailbox = sender
    gateways.at_the_door = striker(process, gateways, seed=7)
    process.start()
    while process.wait() != 0:
        process.start()
    assert process.kills == KILLS
    db.session.rollback()
    states = Counter((one.channel, one.state) for one in db.session.query(Sending))
    assert states == {(name, "DELIVERED"): PEOPLE for name in ("webhook", "sms", "email")}
    for gateway in ("webhook", "aliyun"):
        assert set(gateways.counts(gateway).values()) == {1}
        assert len(gateways.counts(gateway)) == PEOPLE
    assert len(mailbox.counts) == PEOPLE
    assert {one.outcome for one in db.session.query(Attempt)} == {"DELIVERED"}
