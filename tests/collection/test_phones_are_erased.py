"""A submitter's phone is kept for a year after his topic has ended, and not a day longer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.agenda.actions import screen
from deliberation.app import do_what_is_due
from deliberation.audit.models import AuditEntry
from deliberation.collection import rules
from deliberation.collection.actions import merge, take_up, withdraw
from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.kernel import clock
from tests.builders import World, a_compound
from tests.collection.reports import a_report

ENDED = clock.beijing(2027, 3, 2, 9)
PHONE = "13812345678"


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: ENDED)
    return a_compound()


def phones() -> dict[int, str]:
    db.session.expire_all()
    return {topic.id: topic.submitter_phone for topic in db.session.scalars(select(Topic))}


def a_year_later(days: int) -> str:
    moment = clock.beijing(2028, 3, 2, 0) + timedelta(days=days)
    clock.use(lambda: moment)
    return do_what_is_due()


@pytest.mark.parametrize("state", sorted(rules.TOPIC_FLOW.states))
def test_a_year_is_counted_from_the_end_and_only_from_the_end(state: str) -> None:
    since = date(2027, 3, 2)
    assert not rules.phone_is_due(state, since, date(2028, 3, 2))
    assert rules.phone_is_due(state, since, date(2028, 3, 3)) is (state in rules.ENDED)


def test_the_phone_goes_on_the_day_after_and_the_system_says_so(world: World) -> None:
    ended, open_ = a_report(world, submitter_phone=PHONE), a_report(world, submitter_phone=PHONE)
    withdraw(ended.receipt_code)
    assert "电话" not in a_year_later(0)
    assert phones() == {ended.id: PHONE, open_.id: PHONE}
    assert "1 件议题办结满一年" in a_year_later(1)
    assert phones() == {ended.id: "", open_.id: PHONE}
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "topic.erase_phone")).one()
    assert (entry.actor_name, entry.subject_id) == ("系统", ended.id)
    assert PHONE not in str(entry.facts)
    assert "电话" not in a_year_later(2)


def test_what_was_merged_ends_when_what_took_it_in_ends(world: World) -> None:
    target, merged = a_report(world, submitter_phone=PHONE), a_report(world, submitter_phone=PHONE)
    merge(world.secretary, target.id, [merged.id])
    a_year_later(1)
    assert phones() == {target.id: PHONE, merged.id: PHONE}
    screen(world.chair, target.id, "reject", "不属于小区的事。")
    assert "电话" not in a_year_later(366)
    assert "2 件议题" in a_year_later(367)
    assert set(phones().values()) == {""}


def test_what_is_being_dealt_with_keeps_its_phone(world: World) -> None:
    topic = a_report(world, submitter_phone=PHONE)
    take_up(world.secretary, topic.id)
    assert "电话" not in a_year_later(500)
    assert phones() == {topic.id: PHONE}
