"""The gate and the agenda: state, history and audit together, and what is refused."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import func, select

from deliberation.agenda import actions, queries
from deliberation.agenda.models import AgendaItem, Screening
from deliberation.collection.queries import history
from deliberation.convening.actions import publish_agenda
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason
from tests.agenda.hall import (
    PLANNED_AT,
    a_planned_meeting,
    a_screened_topic,
    an_accepted_topic,
    item_of,
)
from tests.builders import World, a_compound
from tests.collection.reports import audited, steps_of
from tests.refusals import reason_of


def test_a_person_decides_the_class_and_the_suggestion_is_kept_beside_it(world: World) -> None:
    topic = a_screened_topic(world)
    answers = ["common_altered", "no such question"]
    actions.classify(world.chair, topic.id, "OWNERS_SPECIAL", "REBUILD", answers)
    assert (topic.decision_authority, topic.matter) == ("OWNERS_SPECIAL", "REBUILD")
    assert topic.checklist == {
        "yes": ["common_altered"],
        "suggested": "OWNERS_SPECIAL",
        "points": [],
        "differs": False,
        "reason": "",
    }
    assert audited(topic)[-1] == ("topic.classify", "李建国")
    assert "业主共同决定" in history(topic)[-1].text


def test_the_secretary_may_not_set_the_class_and_the_committee_may(world: World) -> None:
    topic = a_screened_topic(world)
    assert reason_of(lambda: actions.classify(world.secretary, topic.id, "PARTY_DUTY")) is Reason.FORBIDDEN
    assert topic.decision_authority is None
    actions.classify(world.actor("陈海涛"), topic.id, "COMMITTEE")
    assert topic.decision_authority == "COMMITTEE"


def test_accepting_without_a_class_is_refused_and_nothing_is_written(world: World) -> None:
    topic = a_screened_topic(world)

    def accept() -> object:
        return actions.screen(world.chair, topic.id, "accept", "反映集中。")

    assert reason_of(accept) is Reason.AUTHORITY_MISSING
    assert (topic.state, db.session.scalar(select(func.count(Screening.id)))) == ("SCREENING", 0)
    assert queries.pool(world.compound.id) == []
    actions.classify(world.chair, topic.id, "MEDIATION")
    assert reason_of(accept) is Reason.NOT_FOR_THIS_MEETING
    actions.classify(world.chair, topic.id, "PARTY_DUTY")
    accept()
    assert topic.state == "ACCEPTED"


def test_accepting_puts_the_topic_with_its_class_into_the_pool_once(world: World) -> None:
    topic = an_accepted_topic(world, "OWNERS_SPECIAL", "REBUILD")
    (item,) = queries.pool(world.compound.id)
    assert (item.topic_id, item.state, item.decision_authority, item.matter) == (
        topic.id,
        "WAITING",
        "OWNERS_SPECIAL",
        "REBUILD",
    )
    again = reason_of(lambda: actions.screen(world.chair, topic.id, "accept", "再来一次"))
    assert again is Reason.WRONG_STATE
    assert len(queries.pool(world.compound.id)) == 1
    assert audited(topic)[-1] == ("topic.accept", "李建国")


@pytest.mark.parametrize("decision, state", [("return", "RETURNED"), ("refer", "REFERRED"), ("reject", "REJECTED")])
def test_the_submitter_reads_the_reason_of_every_decision(world: World, decision: str, state: str) -> None:
    topic = a_screened_topic(world)
    assert reason_of(lambda: actions.screen(world.chair, topic.id, decision, " ", "居委会")) is Reason.REASON_REQUIRED
    screening = actions.screen(world.actor("吴敏"), topic.id, decision, "两户之间的事。", "居委会调解")
    assert (topic.state, screening.decided_by_id) == (state, world.people["吴敏"].id)
    assert screening.refer_to == ("居委会调解" if decision == "refer" else "")
    assert "两户之间的事。" in history(topic)[-1].text
    assert queries.screenings(topic.id) == [(screening, "吴敏")]


def test_only_the_branch_is_the_gate(world: World) -> None:
    topic = a_screened_topic(world)
    for name in ("周敏", "高峰", "张秀兰", "杨静"):
        act = partial(actions.screen, world.actor(name), topic.id, "reject", "理由")
        assert reason_of(act) is Reason.FORBIDDEN
    other = a_compound("bohai", "渤海明珠")
    assert reason_of(lambda: actions.screen(other.chair, topic.id, "reject", "理由")) is Reason.NOT_FOUND
    assert topic.state == "SCREENING"


def test_a_placed_topic_is_on_the_agenda_and_comes_back_when_taken_off(world: World) -> None:
    topic, meeting = an_accepted_topic(world), a_planned_meeting(world)
    item = actions.place(world.secretary, item_of(topic).id, meeting.id)
    assert (item.state, item.position, item.meeting_id, topic.state) == ("PLACED", 1, meeting.id, "SCHEDULED")
    assert reason_of(lambda: actions.place(world.secretary, item.id, meeting.id)) is Reason.WRONG_STATE
    actions.unplace(world.secretary, item.id)
    assert (item.state, item.meeting_id, topic.state) == ("WAITING", None, "ACCEPTED")
    assert steps_of(topic)[-2:] == ["topic.schedule", "topic.unschedule"]


def test_an_item_never_lands_in_another_compounds_meeting(world: World) -> None:
    other = a_compound("bohai", "渤海明珠")
    item, foreign = item_of(an_accepted_topic(world)), a_planned_meeting(other)
    assert reason_of(lambda: actions.place(world.chair, item.id, foreign.id)) is Reason.NOT_FOUND
    assert reason_of(lambda: actions.place(world.chair, item.id, 999_999)) is Reason.NOT_FOUND
    assert reason_of(lambda: actions.place(other.chair, item.id, foreign.id)) is Reason.NOT_FOUND
    assert (item.state, item.meeting_id) == ("WAITING", None)


def test_items_keep_a_numbered_order_when_moved_and_taken_off(world: World) -> None:
    meeting = a_planned_meeting(world)
    items = [item_of(an_accepted_topic(world, situation=f"第{n}件事")) for n in range(3)]
    for item in items:
        actions.place(world.chair, item.id, meeting.id)
    actions.move_item(world.chair, items[2].id, "up")
    assert [i.id for i in queries.items_of(meeting.id)] == [items[0].id, items[2].id, items[1].id]
    actions.unplace(world.chair, items[0].id)
    assert [(i.id, i.position) for i in queries.items_of(meeting.id)] == [(items[2].id, 1), (items[1].id, 2)]
    assert reason_of(lambda: actions.move_item(world.chair, items[1].id, "sideways")) is Reason.INVALID_INPUT


def test_after_publication_a_report_may_be_added_but_no_vote(world: World) -> None:
    meeting, first = a_planned_meeting(world), an_accepted_topic(world)
    late = item_of(an_accepted_topic(world, situation="后来的事"))
    report = actions.add_item(world.secretary, world.compound.id, actions.ItemDraft("上月督办通报", "report"))
    actions.place(world.chair, item_of(first).id, meeting.id)
    with clock.frozen(PLANNED_AT):
        publish_agenda(world.chair, meeting.id)
    assert reason_of(lambda: actions.place(world.chair, late.id, meeting.id)) is Reason.WRONG_STATE
    assert late.topic is not None
    assert (late.state, late.topic.state) == ("WAITING", "ACCEPTED")
    assert actions.place(world.chair, report.id, meeting.id).position == 2


def test_a_notified_agenda_is_not_touched(world: World) -> None:
    topic, meeting = an_accepted_topic(world), a_planned_meeting(world)
    item = actions.place(world.chair, item_of(topic).id, meeting.id)
    with transaction() as session:
        session.get_one(Meeting, meeting.id).state = "NOTICED"
    draft = actions.ItemDraft("改了名", "vote")
    for act in (
        lambda: actions.unplace(world.chair, item.id),
        lambda: actions.move_item(world.chair, item.id, "up"),
        lambda: actions.edit_item(world.chair, item.id, draft),
    ):
        assert reason_of(act) is Reason.WRONG_STATE
    assert (item.state, topic.state) == ("PLACED", "SCHEDULED")


def test_a_report_sent_twice_waits_once(world: World) -> None:
    draft = actions.ItemDraft(" 物业季度述职 ", "pledge_report", "高峰", 10)
    first = actions.add_item(world.chair, world.compound.id, draft)
    assert actions.add_item(world.chair, world.compound.id, draft).id == first.id
    assert (first.title, first.topic_id, first.minutes) == ("物业季度述职", None, 10)
    bad = actions.ItemDraft("通报", "party")
    assert reason_of(lambda: actions.add_item(world.chair, world.compound.id, bad)) is Reason.INVALID_INPUT
    other = a_compound("bohai", "渤海明珠")
    assert reason_of(lambda: actions.add_item(other.chair, world.compound.id, draft)) is Reason.NOT_FOUND


def test_changing_the_class_of_an_accepted_topic_changes_its_item(world: World) -> None:
    topic = an_accepted_topic(world)
    actions.classify(world.chair, topic.id, "OWNERS_ORDINARY", "USE_MAINTENANCE_FUND")
    assert item_of(topic).decision_authority == "OWNERS_ORDINARY"
    to_nobody = reason_of(lambda: actions.classify(world.chair, topic.id, "MEDIATION"))
    assert to_nobody is Reason.NOT_FOR_THIS_MEETING
    assert (topic.decision_authority, item_of(topic).matter) == ("OWNERS_ORDINARY", "USE_MAINTENANCE_FUND")


@pytest.mark.parametrize(
    "outcome, state",
    [("RESOLVED", "RESOLVED"), ("ADVISED", "ADVISED"), ("NOT_CARRIED", "NOT_CARRIED"), ("NOTED", "ADVISED")],
)
def test_what_the_meeting_decides_moves_the_topic_on(world: World, outcome: str, state: str) -> None:
    topic, meeting = an_accepted_topic(world), a_planned_meeting(world)
    item = actions.place(world.chair, item_of(topic).id, meeting.id)
    with transaction():
        actions.open_item(world.chair, item)
        actions.set_step(item, "debate")
    assert (item.state, item.step, topic.state) == ("OPEN", "debate", "IN_MEETING")
    with transaction():
        actions.finish_item(world.chair, item, outcome, "动议1通过。")
    assert (item.state, item.outcome, topic.state) == ("DONE", outcome, state)
    assert history(topic)[-1].text == "动议1通过。"
    assert queries.pool(world.compound.id) == []


def test_a_deferred_topic_waits_in_the_pool_again(world: World) -> None:
    topic, meeting = an_accepted_topic(world), a_planned_meeting(world)
    item = actions.place(world.chair, item_of(topic).id, meeting.id)
    with transaction():
        actions.open_item(world.chair, item)
        actions.finish_item(world.chair, item, "DEFERRED", "等报价。")
    (again,) = queries.pool(world.compound.id)
    assert (topic.state, again.topic_id, item.state) == ("DEFERRED", topic.id, "DONE")
    assert actions.place(world.chair, again.id, meeting.id).state == "PLACED"
    assert topic.state == "SCHEDULED"


def test_a_topic_that_was_not_carried_comes_back_only_with_new_facts(world: World) -> None:
    topic, meeting = an_accepted_topic(world), a_planned_meeting(world)
    assert reason_of(lambda: actions.bring_back(world.chair, topic.id, " ")) is Reason.REASON_REQUIRED
    item = actions.place(world.chair, item_of(topic).id, meeting.id)
    with transaction():
        actions.open_item(world.chair, item)
        actions.finish_item(world.chair, item, "NOT_CARRIED", "未通过。")
    back = actions.bring_back(world.chair, topic.id, "报价降了一半。")
    assert actions.bring_back(world.chair, topic.id, "报价降了一半。").id == back.id
    assert reason_of(lambda: actions.bring_back(world.chair, topic.id, "另一个理由")) is Reason.WRONG_STATE
    assert db.session.scalar(select(func.count(AgendaItem.id)).where(AgendaItem.state == "WAITING")) == 1
    assert "报价降了一半。" in history(topic)[-1].text


def test_what_waits_is_told_to_who_can_do_it(world: World) -> None:
    a_screened_topic(world)
    an_accepted_topic(world)
    at = world.compound.id
    assert [(w.endpoint, w.count) for w in queries.waiting(world.chair, at)] == [
        ("collection.topics", 1),
        ("agenda.board", 1),
    ]
    assert [w.endpoint for w in queries.waiting(world.secretary, at)] == ["agenda.board"]
    assert [w.endpoint for w in queries.waiting(world.actor("陈海涛"), at)] == ["collection.topics"]
    assert queries.waiting(world.actor("高峰"), at) == []
