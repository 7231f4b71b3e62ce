"""A meeting with its decisions, written as rows, and orders brought to a state through the actions."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import func, select

from deliberation.agenda.models import AgendaItem
from deliberation.audit.models import AuditEntry
from deliberation.collection.models import Topic
from deliberation.convening.actions import PlanDraft, plan_meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.room.models import Motion
from deliberation.supervision import actions
from deliberation.supervision.actions import OrderDraft
from deliberation.supervision.models import Order
from tests.builders import World

MET = clock.beijing(2026, 3, 10, 19)
WORKS = "同意按进出分道加非机动车道方案改造南出入口，总预算不超过34万元，提请业主共同决定。"
MONEY = "资金由联建单位和物业企业共同筹集，由联建单位负责到账。"
GUIDE = "早晚高峰由物业企业派人疏导。"


def at(month: int, day: int, hour: int = 9) -> Any:
    """Stop the clock at an hour of 2026 on the wall clock of the hall, until the next call."""
    moment = clock.beijing(2026, month, day, hour)
    clock.use(lambda: moment)
    return moment


def a_decided_meeting(world: World) -> int:
    """Scenario A's meeting of 10 March with three decisions: the owners' works, money by consensus, guiding."""
    at(3, 2)
    plan = PlanDraft(world.meeting_type.id, MET, "三月五方议事会", world.venue.id, request_key=uuid.uuid4().hex)
    meeting = plan_meeting(world.secretary, world.compound.id, plan)
    at(3, 10, 20)
    with transaction():
        _decided(meeting.id, 1, "改造小区南出入口", WORKS, "CARRIED", "OWNERS_SPECIAL", "ADVISED")
        _decided(meeting.id, 2, "改造资金的筹集", MONEY, "CONSENSUS")
        _decided(meeting.id, 3, "高峰疏导", GUIDE, "CARRIED")
        _decided(meeting.id, 4, "摆摊收费", "同意。", "LOST", topic_state="NOT_CARRIED")
        meeting.state = "IN_SESSION"
    return meeting.id


ANSWERED = {"yes": [], "suggested": None, "points": [], "differs": True, "reason": "按实际情况判定。", "by": "周敏"}
"""Who decides was settled by a person, whatever the words of the text say."""


def _decided(
    meeting_id: int,
    position: int,
    title: str,
    text: str,
    state: str,
    binds: str = "PARTY_DUTY",
    topic_state: str = "RESOLVED",
) -> None:
    from deliberation.convening.models import Meeting  # noqa: PLC0415 - only the id was given

    meeting = db.session.get_one(Meeting, meeting_id)
    topic = _topic(meeting.compound_id, title, topic_state)
    db.session.add(topic)
    db.session.flush()  # the item names the id
    item = AgendaItem(
        compound_id=meeting.compound_id,
        meeting_id=meeting_id,
        topic_id=topic.id,
        position=position,
        title=title,
        decision_authority=binds,
        state="DONE",
        outcome="RESOLVED",
    )
    db.session.add(item)
    db.session.flush()  # the motion names the id
    db.session.add(
        Motion(
            item_id=item.id,
            number=position,
            text=text,
            state=state,
            binds=binds,
            class_notes=ANSWERED,
            request_key=uuid.uuid4().hex,
            created_at=MET,
            decided_at=MET,
        )
    )


def _topic(compound_id: int, title: str, state: str) -> Topic:
    return Topic(
        compound_id=compound_id,
        receipt_code=uuid.uuid4().hex[:14],
        request_key=uuid.uuid4().hex,
        title=title,
        situation=title,
        category="traffic",
        channel="web",
        submitter_name="孙玉兰",
        state=state,
        state_since=MET,
        created_at=MET,
        checklist={},
    )


def motions(meeting_id: int) -> list[Motion]:
    """The motions of a meeting in their order."""
    query = select(Motion).join(AgendaItem, AgendaItem.id == Motion.item_id)
    return list(db.session.scalars(query.where(AgendaItem.meeting_id == meeting_id).order_by(Motion.id)))


def a_draft(world: World, kind: str = "property_firm", **given: Any) -> OrderDraft:
    """An order for the party of this kind, due on 25 March."""
    words: dict[str, Any] = {
        "title": "高峰疏导",
        "lead_party_id": world.parties[kind].id,
        "due_on": date(2026, 3, 25),
        "request_key": uuid.uuid4().hex,
    }
    return OrderDraft(**(words | given))


def an_order(world: World, state: str = "DRAFT", kind: str = "property_firm", **given: Any) -> Order:
    """An order brought to `state` on the way that such orders go: DRAFT … CLOSED."""
    order = actions.draft_order(world.chair, world.compound.id, a_draft(world, kind, **given))
    unit = world.actor({"property_firm": "高峰", "owners_committee": "陈海涛", "department": "何伟"}[kind])
    way = (
        ("ISSUED", lambda: actions.issue_order(world.chair, order.id)),
        ("ACCEPTED", lambda: actions.accept_order(unit, order.id)),
        ("IN_PROGRESS", lambda: actions.report_progress(unit, order.id, 40, "已安排人手。")),
        ("COMPLETION_REPORTED", lambda: actions.report_completion(unit, order.id, "疏导已成常态。")),
        ("ACCEPTED_RESULT", lambda: actions.check_completion(world.actor("张秀兰"), order.id)),
        ("CLOSED", lambda: actions.close_order(world.chair, order.id)),
    )
    for reached, go in way:
        if order.state == state:
            break
        go()
        assert order.state == reached
    assert order.state == state
    return order


def topic_of(order: Order) -> Topic:
    """The topic behind an order, as the store has it now."""
    return db.session.get_one(Topic, order.topic_id, populate_existing=True)


def audited(action: str) -> int:
    """How often an act stands in the audit chain."""
    query = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == action)
    return db.session.scalar(query) or 0
