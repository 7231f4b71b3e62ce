"""In-app notices: sent inside an act, read and confirmed by the person they were sent to."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.db import db, transaction
from deliberation.kernel.actor import ANONYMOUS, Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.stage import Ref
from deliberation.notices import actions, queries
from deliberation.notices.models import Notice
from tests.builders import World, sign_in

TOPIC = 1
"""The id of the only topic, which the notices are about."""


@pytest.fixture
def world(world: World) -> World:
    draft = TopicDraft(situation="南出入口早晚高峰拥堵", category="traffic", request_key="k1")
    assert submit_topic(ANONYMOUS, world.compound.id, draft).id == TOPIC
    return world


def a_notice(world: World, *names: str, kind: str = "meeting") -> list[Notice]:
    with transaction():
        return actions.send(
            [world.people[name].id for name in names],
            kind=kind,
            subject="会议通知：三月议事会",
            body="时间：3月10日",
            about=Ref("topic", TOPIC),
            compound_id=world.compound.id,
        )


def test_a_person_named_twice_gets_one_notice(world: World) -> None:
    assert len(a_notice(world, "高峰", "丁娜", "高峰")) == 2
    assert db.session.query(Notice).count() == 2


def test_a_notice_is_sent_only_inside_an_act(world: World) -> None:
    with pytest.raises(RuntimeError):
        actions.send([world.people["高峰"].id], kind="meeting", subject="通知", body="")


def test_an_act_that_fails_sends_nothing(world: World) -> None:
    def failing() -> None:
        with transaction():
            actions.send([world.people["高峰"].id], kind="meeting", subject="通知", body="")
            raise Refused(Reason.WRONG_STATE)

    with pytest.raises(Refused):
        failing()
    assert db.session.query(Notice).count() == 0


def test_confirming_counts_as_reading_and_is_noted_once(world: World) -> None:
    (notice,) = a_notice(world, "高峰")
    actor = world.actor("高峰")
    assert queries.unread_count(actor) == 1
    actions.confirm(actor, notice.id)
    first = notice.confirmed_at
    actions.confirm(actor, notice.id)
    assert notice.confirmed_at == first
    assert queries.unread_count(actor) == 0
    assert db.session.query(AuditEntry).filter_by(action="notice.confirm").count() == 1


def test_reading_is_no_receipt(world: World) -> None:
    (notice,) = a_notice(world, "高峰")
    actions.mark_read(world.actor("高峰"), notice.id)
    assert notice.read_at is not None
    assert notice.confirmed_at is None


def test_nobody_confirms_for_another(world: World) -> None:
    (notice,) = a_notice(world, "高峰")
    for act in (actions.confirm, actions.mark_read):
        with pytest.raises(Refused) as caught:
            act(world.chair, notice.id)
        assert caught.value.reason is Reason.NOT_FOUND
    assert notice.confirmed_at is None


def test_through_a_meetings_door_only_its_own_notices_are_seen(world: World) -> None:
    a_notice(world, "高峰")
    whole = world.actor("高峰")
    inside = Actor("高峰", whole.person_id, posts=whole.posts, meeting_id=1, seat_id=1)
    assert queries.mine(whole).page().total == 1
    assert queries.mine(inside).page().items == []
    assert (queries.unread_count(whole), queries.unread_count(inside)) == (1, 0)


def test_the_list_shows_opens_and_confirms(world: World, client: FlaskClient) -> None:
    (notice,) = a_notice(world, "高峰")
    a_notice(world, "丁娜", kind="leave")
    sign_in(client, world, "高峰")
    shown = client.get("/notices/").get_data(as_text=True)
    assert "会议通知：三月议事会" in shown
    assert "没有看过的 1 条" in shown
    opened = client.post(f"/notices/{notice.id}/open")
    assert opened.status_code == 302
    assert opened.location == f"/desk/jinling/topics/{TOPIC}"
    assert client.post(f"/notices/{notice.id}/confirm").status_code == 302
    assert "已确认" in client.get("/notices/").get_data(as_text=True)


def test_another_persons_notice_does_not_exist_on_the_page(world: World, client: FlaskClient) -> None:
    (notice,) = a_notice(world, "高峰")
    sign_in(client, world, "丁娜")
    assert client.post(f"/notices/{notice.id}/confirm").status_code == 404
    assert "还没有通知" in client.get("/notices/").get_data(as_text=True)


def test_notices_are_not_for_the_public(client: FlaskClient) -> None:
    assert client.get("/notices/").status_code == 302
    assert client.post("/notices/1/confirm").status_code == 401
