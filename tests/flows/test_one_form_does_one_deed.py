"""A form sent twice does its work once, and its key stops nobody else: no other compound, act or person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.convening.actions import PlanDraft, plan_meeting
from deliberation.disclosure.actions.requests import RequestDraft, ask
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS, Actor
from deliberation.kernel.keys import LENGTH, own_key, stored_key
from deliberation.owners.actions.emergency import EmergencyDraft, record_use
from deliberation.owners.actions.petitions import PetitionDraft, begin
from deliberation.supervision import actions as supervision
from deliberation.supervision import queries as orders
from tests.builders import World, a_compound, sign_in
from tests.supervision.hall import a_decided_meeting, a_draft, at, motions

LATER = datetime(2030, 3, 10, 11, tzinfo=UTC)


@pytest.fixture
def here(app: Flask) -> World:
    at(3, 2)
    return a_compound()


@pytest.fixture
def there(here: World) -> World:
    return a_compound("bohai", "渤海明珠")


def deeds(world: World, actor: Actor, key: str) -> dict[str, Callable[[], Any]]:
    """Everything that a form with this key can do in a compound."""
    place = world.compound.id
    topic = TopicDraft(situation="门禁坏了。", category="other", request_key=key)
    asked = RequestDraft("CONTRACT", "物业服务合同", "张三", "13812345678", "1-101", key)
    petition = PetitionDraft("MEETING", "重新选聘物业", "要求开会决定。", "HIRE_OR_DISMISS_FIRM", key)
    emergency = EmergencyDraft("抢修电梯", "电梯停运。", clock.today(), "业委会", "区住建局", key)
    plan = PlanDraft(world.meeting_type.id, LATER, "议事会", world.venue.id, request_key=key)
    return {
        "topic": lambda: submit_topic(actor, place, topic),
        "topic of a resident": lambda: submit_topic(ANONYMOUS, place, topic),
        "inspection": lambda: ask(ANONYMOUS, place, asked),
        "order": lambda: supervision.draft_order(actor, place, a_draft(world, request_key=key)),
        "petition": lambda: begin(actor, place, petition),
        "emergency": lambda: record_use(actor, place, emergency),
        "meeting": lambda: plan_meeting(actor, place, plan),
    }


@pytest.mark.parametrize("key", ["k", "motion-12", "line-1-0", "x" * 40, "有", "\x00'\"", own_key("order.draft", 1)])
def test_a_key_from_anywhere_does_its_own_work_once(here: World, there: World, key: str) -> None:
    for (name, first), elsewhere in zip(
        deeds(here, here.secretary, key).items(), deeds(there, there.secretary, key).values(), strict=True
    ):
        made = first()
        assert first().id == made.id, name
        assert elsewhere().compound_id == there.compound.id, name
        assert first().compound_id == here.compound.id, name


def test_no_key_of_a_form_stops_the_drafting_of_what_a_meeting_decided(here: World, there: World) -> None:
    meeting_id = a_decided_meeting(here)
    names = [f"motion-{motion.id}" for motion in motions(meeting_id)]
    names += [own_key("order.draft", motion.id) for motion in motions(meeting_id)]
    for name in names:
        for world in (here, there):
            supervision.draft_order(world.secretary, world.compound.id, a_draft(world, request_key=name))
    made = supervision.draft_from_decisions(here.chair, meeting_id)
    assert len(made) == 3
    assert supervision.draft_from_decisions(here.chair, meeting_id) == []
    assert {order.motion_id for order in made} == {motion.id for motion in motions(meeting_id)[:3]}


def test_the_key_of_another_persons_form_gives_away_nothing(here: World) -> None:
    mine = TopicDraft(situation="楼上漏水，我的电话…", category="other", request_key="demo-1-0001")
    made = submit_topic(ANONYMOUS, here.compound.id, mine)
    assert submit_topic(ANONYMOUS, here.compound.id, mine).receipt_code == made.receipt_code
    for guess in (replace(mine, situation="试一试。"), replace(mine, situation="")):
        try:
            found = submit_topic(ANONYMOUS, here.compound.id, guess).receipt_code
        except Exception:  # noqa: BLE001 - refused in words is right, too
            found = ""
        assert found != made.receipt_code
    assert submit_topic(here.secretary, here.compound.id, mine).id != made.id
    assert submit_topic(here.chair, here.compound.id, mine).id != made.id


def test_an_order_form_without_a_key_is_a_form_of_its_own(app: Flask, here: World) -> None:
    meeting_id = a_decided_meeting(here)
    browser: FlaskClient = sign_in(app.test_client(), here, "周敏")
    form = {
        "title": "疏导", "requirement": "", "due_on": "2026-03-25", "responsible_id": "0", "item_id": "0",
        "lead_party_id": str(here.parties["property_firm"].id), "request_key": "", "own_duty": "物业自己的职责。",
    }  # fmt: skip
    for count in (1, 2):
        assert browser.post(f"/desk/jinling/meetings/{meeting_id}/orders/new", data=form).status_code == 302
        assert len(orders.orders_of_meeting(meeting_id)) == count


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(st.text(max_size=40), st.text(max_size=40), st.integers(), st.integers())
def test_keys_of_different_things_differ(given_key: str, other: str, place: int, by: int) -> None:
    stored = stored_key("order.draft", place, by, given_key)
    assert len(stored) == LENGTH
    assert stored == stored_key("order.draft", place, by, given_key, [other])
    assert len({
        stored, stored_key("topic.submit", place, by, given_key), stored_key("order.draft", place + 1, by, given_key),
        stored_key("order.draft", place, by + 1, given_key), stored_key("order.draft", place, None, given_key),
        stored_key("order.draft", place, by, f"{given_key}x"), own_key("order.draft", place),
    }) == 7  # fmt: skip
