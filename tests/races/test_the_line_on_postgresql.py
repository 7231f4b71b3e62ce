"""The whole line on the strict store: from a resident's words to a resolution in force, and every list on the way.

SQLite forgives what PostgreSQL does not (locks on outer joins, loose grouping, texts longer than their
column), so the line is walked once there too.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from deliberation.agenda import queries as agenda
from deliberation.agenda.actions import place
from deliberation.audit.checking import find_breaks
from deliberation.collection import queries as collection
from deliberation.collection.actions import TopicDraft, TopicEdit, edit_topic, merge, submit_topic, unmerge
from deliberation.convening import queries as convening
from deliberation.convening.actions import (
    ask_leave,
    cancel_meeting,
    confirm_notice,
    plan_meeting,
    renew_pin,
    verify_pin,
    withdraw_leave,
)
from deliberation.convening.actions.pins import pin_of
from deliberation.db import db
from deliberation.desk.queries import today
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS
from deliberation.live.gateway import gateway
from deliberation.notices import queries as notices
from deliberation.publication import actions as publication
from deliberation.publication import queries as published
from deliberation.publication.queries import entrance
from deliberation.room import queries as room
from deliberation.room import snapshot
from deliberation.room.actions import consensus, floor, minutes, recusals
from deliberation.room.actions.recount import recount
from deliberation.supervision import actions as supervision
from deliberation.supervision import queries as orders
from deliberation.supervision.queries import residents
from tests.builders import a_compound
from tests.halls import DELEGATES, MEETING_AT, Hall, a_noticed_meeting, a_plan, an_accepted_item, arrive

KEY = "a key for tests only"


@pytest.fixture
def noticed(app: Flask) -> Hall:
    """The notice of a meeting with two items has gone out; 27 reports became one on the way."""
    gateway.read_in(app)
    world = a_compound()
    clock.use(lambda: MEETING_AT - timedelta(days=6))
    works = an_accepted_item(world, "改造小区南出入口", "OWNERS_SPECIAL", "REBUILD")
    guide = an_accepted_item(world, "高峰疏导")
    again = submit_topic(ANONYMOUS, world.compound.id, _draft("南出入口堵车"))
    edit_topic(world.secretary, again.id, TopicEdit("南出入口堵车", "早上出不去。", "", "traffic", "南出入口"))
    assert [one.id for one, _percent in collection.similar(again)]
    merge(world.secretary, works.topic_id or 0, [again.id])
    unmerge(world.secretary, again.id)
    merge(world.secretary, works.topic_id or 0, [again.id])
    assert len(agenda.pool(world.compound.id)) == 2
    return a_noticed_meeting(world, [works, guide])


def _draft(situation: str) -> TopicDraft:
    return TopicDraft(situation=situation, category="traffic", request_key=uuid.uuid4().hex, place="南出入口")


def _gather(hall: Hall) -> None:
    """Receipts, leave, a slip, sign-in, opening."""
    firm = hall.world.actor("高峰")
    confirm_notice(firm, hall.meeting_id)
    ask_leave(firm, hall.meeting_id, "家中有事")
    withdraw_leave(firm, hall.meeting_id)
    hall.step("sign_in")
    renew_pin(hall.world.secretary, hall.meeting_id, hall.seats["高峰"].id)
    seat = hall.seats["高峰"]
    assert verify_pin(hall.meeting, seat.id, pin_of(seat, KEY), KEY).id == seat.id
    arrive(hall, *(name for name in DELEGATES if name != "马国庆"))
    hall.step("open_meeting")


def _deliberate(hall: Hall) -> None:
    """The first item by vote after an objection, the second by consensus; then the record."""
    motion, world, here = hall.to_debate(), hall.world, hall.meeting_id
    recusals.recuse(world.actor("丁娜"), here, motion.item_id, "关联单位")
    speech = floor.ask(world.actor("张秀兰"), here, "for")
    floor.give(world.chair, here, None)
    floor.end(world.chair, here, speech.id)
    hall.step("consensus")
    consensus.object_to(world.actor("刘芳"), here, motion.id, "objection", "预算偏高")
    consensus.object_to(world.actor("陈海涛"), here, motion.id, "reservation", "不使用公共收益")
    hall.open_vote()
    hall.cast_all(agree=8, oppose=1)
    _every_slice(hall)
    hall.step("close_vote")
    hall.step("finish_item")
    hall.to_debate("早晚高峰由物业企业派人疏导，三月底前到位。")
    hall.step("consensus")
    hall.later(60)
    hall.step("declare_consensus")
    hall.step("finish_item")
    minutes.write(world.secretary, here, "note", "投影仪重启一次。")
    hall.step("end_meeting")


def _every_slice(hall: Hall) -> None:
    for name, read in snapshot.READERS.items():
        assert set(read(hall.meeting_id)) == {"hall", "tablet", "chair"}, name
    assert snapshot.mine(hall.meeting_id, hall.seats["张秀兰"].id) is not None


def _sign_and_issue(hall: Hall) -> None:
    hall.hand_out()
    for name in (*DELEGATES, "李建国", "周敏"):
        if name != "马国庆":
            minutes.sign(hall.world.actor(name), hall.meeting_id)
    assert hall.meeting.state == "MINUTES_SIGNED"
    minutes.issue(hall.world.chair, hall.meeting_id)


def _carry_out(hall: Hall) -> None:
    """Both decisions become orders; the owners' waits, the other is done and its topic closed."""
    chair, unit = hall.world.chair, hall.world.actor("高峰")
    drafted = supervision.draft_from_decisions(chair, hall.meeting_id)
    (order,) = supervision.issue_all(chair, hall.meeting_id)
    assert len(drafted) == 2
    supervision.accept_order(unit, order.id)
    supervision.report_progress(unit, order.id, 40, "已安排人手。")
    supervision.urge(chair, order.id, "请抓紧。")
    supervision.report_completion(unit, order.id, "疏导已成常态。")
    supervision.check_completion(hall.world.actor("张秀兰"), order.id)
    supervision.close_order(chair, order.id)
    everything = collection.topics(hall.world.compound.id, whole=True).page(1, 100).items
    assert {topic.state for topic in everything} == {"CLOSED", "ADVISED", "MERGED"}


def _publish(hall: Hall) -> str:
    """Published, corrected, objected to, answered; in force after the period's last day."""
    chair, secretary = hall.world.chair, hall.world.secretary
    first = publication.draft_resolution(secretary, hall.meeting_id)
    publication.publish(chair, first.id, masking_confirmed=True)
    second = publication.correct(secretary, first.id)
    publication.publish(chair, second.id, masking_confirmed=True)
    draft = publication.ObjectionDraft("第一条预算太高。", uuid.uuid4().hex)
    objection = publication.object_to(second.public_id, draft)
    assert publication.settle(clock.now() + timedelta(days=90)) == []
    publication.answer_objection(chair, objection.id, "预算经三家比价。")
    assert second.ends_on is not None
    last = clock.beijing(second.ends_on.year, second.ends_on.month, second.ends_on.day, 23, 59)
    assert publication.settle(last) == []
    assert publication.settle(last + timedelta(minutes=1)) == [second.id]
    return str(second.state)


def test_the_line_from_a_residents_words_to_a_resolution_in_force(noticed: Hall) -> None:
    _gather(noticed)
    _deliberate(noticed)
    _sign_and_issue(noticed)
    _carry_out(noticed)
    assert _publish(noticed) == "EFFECTIVE"
    votes = [room.last_vote(decision.item_id) for decision in room.decisions(noticed.meeting_id)]
    assert [found.matches for vote in votes if vote and (found := recount(vote.id))] == [True]
    assert list(find_breaks()) == []


def test_every_list_of_the_line_is_read(noticed: Hall) -> None:
    _gather(noticed)
    _deliberate(noticed)
    _sign_and_issue(noticed)
    _carry_out(noticed)
    _publish(noticed)
    here, world = noticed.world.compound.id, noticed.world
    assert collection.topics(here, "CLOSED", "traffic", "高峰").page().total == 1
    assert collection.state_counts(here) == {"CLOSED": 1, "ADVISED": 1, "MERGED": 1}
    assert convening.meetings(here, when="over", seated=world.actor("高峰")).page().total == 1
    assert convening.item_counts([noticed.meeting_id]) == {noticed.meeting_id: 2}
    assert convening.seat_counts([noticed.meeting_id]) == {noticed.meeting_id: 13}
    assert (entrance.coming_meetings(here), agenda.agendas(here)) == ([], [])
    assert len(orders.meeting_rows(noticed.meeting_id)) == 2
    assert orders.orders(here, orders.Filter(light="blue", q="疏导")).page().total == 1
    assert [o.state for o in residents.public_orders(here).items] == ["CLOSED"]
    assert published.published(here, "3月10日", "2026-03", "traffic").total == 1
    assert published.desk_resolutions(here, q="协商").page().pages == 1
    assert published.meetings_to_write_up(here) == []
    assert [e.resolutions for group in entrance.entrances().values() for e in group] == [1]
    assert [m.agenda for m in entrance.past_meetings(here).items] == [["改造小区南出入口", "高峰疏导"]]
    assert notices.unread_count(world.actor("高峰")) > 0
    for name in ("李建国", "周敏", "高峰", "张秀兰"):
        assert today(world.actor(name), here).meeting is None
    assert db.engine.dialect.name == "postgresql"


def test_an_item_placed_anew_after_a_cancelled_meeting(noticed: Hall) -> None:
    """Locks of topics, items and meeting together."""
    world = noticed.world
    clock.use(lambda: MEETING_AT - timedelta(days=4))
    cancel_meeting(world.chair, noticed.meeting_id, "停电")
    waiting = agenda.pool(world.compound.id)
    assert {item.topic.state for item in waiting if item.topic} == {"ACCEPTED"}
    next_one = plan_meeting(world.chair, world.compound.id, a_plan(world))
    assert [place(world.chair, item.id, next_one.id).position for item in waiting] == [1, 2]
