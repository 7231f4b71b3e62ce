"""Who writes a topic sees what is public and sounds alike, and nothing that is not public; it holds nobody up."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.collection.queries import state_counts
from deliberation.collection.queries.alike import MOST_SHOWN, perhaps_said
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS
from deliberation.supervision.models import Order
from tests.builders import World, a_compound

BOX = "/c/jinling/topics/new"


@pytest.fixture
def world(app: Flask) -> World:
    made = a_compound()
    an_order(made, "D-001", "检修3号楼电梯，防止困人", "ISSUED")
    an_order(made, "D-002", "更换南门路灯", "DRAFT")
    an_order(made, "D-003", "清理垃圾堆积", "CLOSED")
    draft = TopicDraft(
        situation="路灯不亮，找张三13800138000", category="facility", request_key=uuid.uuid4().hex, title="路灯不亮"
    )
    submit_topic(ANONYMOUS, made.compound.id, draft)
    return made


def an_order(world: World, number: str, title: str, state: str) -> None:
    with transaction() as session:
        session.add(
            Order(
                compound_id=world.compound.id,
                number=number,
                title=title,
                state=state,
                state_since=clock.now(),
                lead_party_id=world.parties["property_firm"].id,
                responsible_id=world.people["高峰"].id,
                due_on=clock.today(),
                issued_at=clock.now(),
                request_key=uuid.uuid4().hex,
            )
        )


def test_a_public_matter_in_other_words_is_found_and_leads_to_its_page(world: World, client: FlaskClient) -> None:
    page = client.post("/c/jinling/similar", data={"situation": "电梯又关人了，老人吓坏了"}).get_data(as_text=True)
    assert "检修3号楼电梯，防止困人" in page
    assert "/c/jinling/orders/?q=D-001" in page


def test_what_is_not_public_and_what_is_something_else_is_not_shown(world: World) -> None:
    assert perhaps_said(world.compound.id, "小广场晚上太黑") == []
    assert perhaps_said(world.compound.id, "楼上半夜太吵") == []
    assert perhaps_said(world.compound.id, " ") == []


def test_there_are_never_more_than_three(world: World) -> None:
    for number in range(10, 16):
        an_order(world, f"D-{number:03d}", f"{number}号楼电梯困人检修", "ISSUED")
    assert len(perhaps_said(world.compound.id, "电梯困人")) == MOST_SHOWN


def test_without_a_script_a_button_shows_the_list_and_keeps_what_was_typed(world: World, client: FlaskClient) -> None:
    answer = client.post(BOX, data={"situation": "电梯老是困人", "place": "3号楼", "look": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "可能已经有人提过" in page
    assert "电梯老是困人" in page
    nothing = client.post(BOX, data={"situation": "楼上半夜太吵", "look": "1"}).get_data(as_text=True)
    assert "没有找到相近的" in nothing


def test_looking_hands_nothing_in(world: World, client: FlaskClient) -> None:
    before = state_counts(world.compound.id)
    client.post(BOX, data={"situation": "电梯老是困人", "category": "facility", "look": "1"})
    assert state_counts(world.compound.id) == before
