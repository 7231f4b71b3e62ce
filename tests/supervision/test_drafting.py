"""Orders from what a meeting decided: drafted, changed, issued; what waits for the owners waits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason, Refused
from deliberation.notices.models import Notice
from deliberation.owners.actions.matters import note_decision
from deliberation.owners.queries import matter_of
from deliberation.supervision import actions, queries
from deliberation.supervision.models import Order
from tests.builders import World, a_compound, sign_in
from tests.refusals import reason_of
from tests.supervision.hall import a_decided_meeting, a_draft, an_order, at, audited, motions, topic_of


@pytest.fixture
def meeting_id(world: World) -> int:
    return a_decided_meeting(world)


def the_owners_decide(world: World, motion_id: int, *, passed: bool) -> None:
    matter = matter_of(motion_id)
    assert matter is not None
    with transaction():
        note_decision(world.chair, matter.id, passed=passed)


def test_each_decision_becomes_one_draft_and_what_was_lost_none(world: World, meeting_id: int) -> None:
    made = actions.draft_from_decisions(world.secretary, meeting_id)
    assert [(o.number, o.title, o.state) for o in made] == [
        ("D-001", "改造小区南出入口", "DRAFT"),
        ("D-002", "改造资金的筹集", "DRAFT"),
        ("D-003", "高峰疏导", "DRAFT"),
    ]
    assert [o.lead_party.kind for o in made] == ["property_firm", "partner_unit", "property_firm"]
    assert [o.responsible.name if o.responsible else "" for o in made] == ["高峰", "韩勇", "高峰"]
    assert {o.due_on for o in made} == {date(2026, 3, 25)}
    assert audited("order.draft") == 3


def test_a_draft_is_due_on_the_day_that_its_decision_names(world: World, meeting_id: int) -> None:
    with transaction():
        motions(meeting_id)[1].text = "2026年6月30日前由物业企业筹足。"
        motions(meeting_id)[2].text = "由业委会于4月1日前公布。"
    assert [o.due_on for o in actions.draft_from_decisions(world.secretary, meeting_id)] == [
        date(2026, 3, 25),
        date(2026, 6, 30),
        date(2026, 4, 1),
    ]


def test_only_what_the_owners_decide_waits_for_them(world: World, meeting_id: int) -> None:
    made = queries.lines(actions.draft_from_decisions(world.secretary, meeting_id))
    assert [(one.matter_state, one.is_locked) for one in made] == [("PROPOSED", True), (None, False), (None, False)]
    assert audited("owners.propose") == 1


def test_drafting_twice_writes_nothing_twice(world: World, meeting_id: int) -> None:
    actions.draft_from_decisions(world.secretary, meeting_id)
    assert actions.draft_from_decisions(world.chair, meeting_id) == []
    assert len(queries.orders_of_meeting(meeting_id)) == 3


def test_a_meeting_that_has_not_met_has_no_orders(world: World, meeting_id: int) -> None:
    from deliberation.convening.models import Meeting  # noqa: PLC0415 - a state that the hall does not make

    with transaction():
        db.session.get_one(Meeting, meeting_id).state = "NOTICED"
    assert reason_of(actions.draft_from_decisions, world.secretary, meeting_id) is Reason.NOT_READY


@pytest.mark.parametrize("name", ["张秀兰", "高峰", "何伟"])
def test_a_delegate_drafts_no_order(world: World, meeting_id: int, name: str) -> None:
    assert reason_of(actions.draft_from_decisions, world.actor(name), meeting_id) is Reason.FORBIDDEN
    assert reason_of(actions.draft_order, world.actor(name), world.compound.id, a_draft(world)) is Reason.FORBIDDEN


def test_the_same_form_sent_twice_is_one_order(world: World) -> None:
    draft = a_draft(world)
    first = actions.draft_order(world.secretary, world.compound.id, draft)
    assert actions.draft_order(world.secretary, world.compound.id, draft).id == first.id
    assert audited("order.draft") == 1


def test_numbers_go_on_from_the_highest_and_none_is_given_twice(world: World) -> None:
    assert an_order(world, number="D-031").number == "D-031"
    assert an_order(world).number == "D-032"
    taken = a_draft(world, number="D-031")
    assert reason_of(actions.draft_order, world.chair, world.compound.id, taken) is Reason.ALREADY_DONE
    assert an_order(a_compound("haitang", "海棠花园")).number == "D-001"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"title": " "}, Reason.INVALID_INPUT),
        ({"due_on": date(2026, 3, 9)}, Reason.INVALID_INPUT),
        ({"number": "32"}, Reason.INVALID_INPUT),
        ({"motion_id": 4711}, Reason.NOT_FOUND),
        ({"item_id": 4711}, Reason.NOT_FOUND),
        ({"meeting_id": 4711}, Reason.NOT_FOUND),
    ],
)
def test_a_draft_that_cannot_stand_is_refused(
    world: World, meeting_id: int, given: dict[str, Any], reason: Reason
) -> None:
    actions.draft_order(world.chair, world.compound.id, a_draft(world, meeting_id=meeting_id))
    draft = a_draft(world, **({"meeting_id": meeting_id} | given))
    assert reason_of(actions.draft_order, world.chair, world.compound.id, draft) is reason
    assert len(queries.orders_of_meeting(meeting_id)) == 1


def test_the_branch_is_no_unit_and_another_compounds_unit_is_none(world: World) -> None:
    elsewhere = a_compound("haitang", "海棠花园")
    branch = a_draft(world, "party_branch")
    foreign = a_draft(elsewhere)
    assert reason_of(actions.draft_order, world.chair, world.compound.id, branch) is Reason.INVALID_INPUT
    assert reason_of(actions.draft_order, world.chair, world.compound.id, foreign) is Reason.INVALID_INPUT


def test_the_responsible_person_is_one_of_the_unit(world: World) -> None:
    own = a_draft(world, responsible_id=world.people["丁娜"].id)
    assert actions.draft_order(world.chair, world.compound.id, own).responsible_id == world.people["丁娜"].id
    foreign = a_draft(world, responsible_id=world.people["杨静"].id)
    assert reason_of(actions.draft_order, world.chair, world.compound.id, foreign) is Reason.INVALID_INPUT


def test_a_motion_of_another_compound_is_not_found(world: World) -> None:
    theirs = motions(a_decided_meeting(a_compound("haitang", "海棠花园")))[2]
    draft = a_draft(world, motion_id=theirs.id)
    assert reason_of(actions.draft_order, world.chair, world.compound.id, draft) is Reason.NOT_FOUND


def test_a_lost_motion_gives_no_order(world: World, meeting_id: int) -> None:
    lost = a_draft(world, meeting_id=meeting_id, motion_id=motions(meeting_id)[3].id)
    assert reason_of(actions.draft_order, world.chair, world.compound.id, lost) is Reason.NOT_READY


def test_a_draft_is_changed_until_it_is_issued(world: World) -> None:
    order = an_order(world)
    grid = world.parties["grid_worker"]
    actions.edit_draft(world.secretary, order.id, a_draft(world, "grid_worker", title="入户告知"))
    assert (order.title, order.lead_party_id, order.lead_party.name) == ("入户告知", grid.id, "网格员")
    last = queries.history(order.id)[-1]
    assert (last.act, last.is_public) == ("order.edit", False)
    assert "高峰疏导" in last.text
    actions.issue_order(world.chair, order.id)
    assert reason_of(actions.edit_draft, world.secretary, order.id, a_draft(world)) is Reason.WRONG_STATE


def test_issuing_tells_the_unit_and_begins_the_topics_implementation(world: World, meeting_id: int) -> None:
    at(3, 11)
    draft = actions.draft_from_decisions(world.secretary, meeting_id)[2]
    order = actions.issue_order(world.chair, draft.id)
    assert (order.state, topic_of(order).state) == ("ISSUED", "IMPLEMENTING")
    step = queries.history(order.id)[-1]
    assert (step.act, step.by, step.is_public) == ("order.issue", "李建国", True)
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.kind == "order.issue")))
    assert told == {world.people["高峰"].id, world.people["丁娜"].id}
    assert audited("order.issue") == audited("topic.implement") == 1


def test_issuing_now_what_waits_for_the_owners_is_refused(world: World, meeting_id: int) -> None:
    """A10: D-031 is prepared only; A15: once the owners have passed it, it is issued."""
    locked, free, _ = actions.draft_from_decisions(world.secretary, meeting_id)
    actions.issue_order(world.chair, free.id)
    assert reason_of(actions.issue_order, world.chair, locked.id) is Reason.AWAITS_OWNERS
    assert (locked.state, topic_of(locked).state) == ("DRAFT", "ADVISED")
    the_owners_decide(world, motions(meeting_id)[0].id, passed=True)
    assert actions.issue_order(world.chair, locked.id).state == "ISSUED"
    assert topic_of(locked).state == "IMPLEMENTING"


def test_what_the_owners_rejected_stays_locked(world: World, meeting_id: int) -> None:
    locked = actions.draft_from_decisions(world.secretary, meeting_id)[0]
    the_owners_decide(world, motions(meeting_id)[0].id, passed=False)
    assert reason_of(actions.issue_order, world.chair, locked.id) is Reason.AWAITS_OWNERS


def test_another_order_under_the_owners_motion_waits_too_unless_it_is_the_units_own_duty(
    world: World, meeting_id: int
) -> None:
    origin = {"meeting_id": meeting_id, "motion_id": motions(meeting_id)[0].id}
    waiting = an_order(world, **origin)
    own = an_order(world, own_duty="入户告知是网格员的职责", **origin)
    assert reason_of(actions.issue_order, world.chair, waiting.id) is Reason.AWAITS_OWNERS
    assert actions.issue_order(world.chair, own.id).state == "ISSUED"
    assert "入户告知是网格员的职责" in own.own_duty


def test_all_that_can_be_issued_is_issued_at_once(world: World, meeting_id: int) -> None:
    locked, money, guide = actions.draft_from_decisions(world.secretary, meeting_id)
    assert {o.id for o in actions.issue_all(world.chair, meeting_id)} == {money.id, guide.id}
    assert [locked.state, money.state, guide.state] == ["DRAFT", "ISSUED", "ISSUED"]
    assert actions.issue_all(world.chair, meeting_id) == []
    assert audited("order.issue") == 2


def test_a_draft_whose_date_has_gone_by_is_not_issued(world: World, meeting_id: int) -> None:
    order = an_order(world, meeting_id=meeting_id)
    at(3, 26)
    assert reason_of(actions.issue_order, world.chair, order.id) is Reason.INVALID_INPUT
    assert actions.issue_all(world.chair, meeting_id) == []
    assert order.state == "DRAFT"


def test_the_secretary_drafts_but_does_not_issue(world: World, meeting_id: int) -> None:
    order = an_order(world, meeting_id=meeting_id)
    assert reason_of(actions.issue_order, world.secretary, order.id) is Reason.FORBIDDEN
    assert reason_of(actions.issue_all, world.secretary, meeting_id) is Reason.FORBIDDEN
    assert reason_of(actions.cancel_order, world.secretary, order.id, "重复") is Reason.FORBIDDEN


def test_two_who_issue_one_order_issue_it_once(world: World) -> None:
    order = an_order(world, "ISSUED")
    assert reason_of(actions.issue_order, world.actor("吴敏"), order.id) is Reason.ALREADY_DONE
    assert audited("order.issue") == 1


def test_a_draft_is_cancelled_with_a_reason(world: World) -> None:
    order = an_order(world)
    assert reason_of(actions.cancel_order, world.chair, order.id, " ") is Reason.REASON_REQUIRED
    assert actions.cancel_order(world.chair, order.id, "与 D-002 重复").state == "CANCELLED"
    assert reason_of(actions.issue_order, world.chair, order.id) is Reason.WRONG_STATE


def test_an_issued_order_is_not_cancelled(world: World) -> None:
    order = an_order(world, "ISSUED")
    assert reason_of(actions.cancel_order, world.chair, order.id, "不办了") is Reason.WRONG_STATE


def test_the_chair_of_another_compound_finds_no_order(world: World) -> None:
    order = an_order(world)
    stranger = a_compound("haitang", "海棠花园").chair
    assert reason_of(actions.issue_order, stranger, order.id) is Reason.NOT_FOUND
    assert reason_of(actions.issue_order, world.chair, 4711) is Reason.NOT_FOUND
    assert db.session.get_one(Order, order.id).state == "DRAFT"


def items(meeting_id: int) -> list[AgendaItem]:
    return list(db.session.scalars(select(AgendaItem).filter_by(meeting_id=meeting_id).order_by(AgendaItem.position)))


def test_an_order_under_no_decision_waits_with_the_owners_item_it_is_for(world: World, meeting_id: int) -> None:
    item = items(meeting_id)[0]
    order = an_order(world, meeting_id=meeting_id, item_id=item.id)
    assert queries.line(order).is_locked
    assert reason_of(actions.issue_order, world.chair, order.id) is Reason.AWAITS_OWNERS
    assert actions.issue_all(world.chair, meeting_id) == []
    the_owners_decide(world, motions(meeting_id)[0].id, passed=True)
    assert actions.issue_order(world.chair, order.id).state == "ISSUED"


def test_the_units_own_duty_under_no_decision_does_not_wait(world: World, meeting_id: int) -> None:
    item = items(meeting_id)[0]
    order = an_order(world, meeting_id=meeting_id, item_id=item.id, own_duty="入户告知是网格员的职责")
    assert actions.issue_order(world.chair, order.id).state == "ISSUED"


def test_an_item_of_the_parties_holds_no_order(world: World, meeting_id: int) -> None:
    order = an_order(world, meeting_id=meeting_id, item_id=items(meeting_id)[2].id)
    assert actions.issue_order(world.chair, order.id).state == "ISSUED"


def test_nothing_is_ordered_for_an_owners_item_of_which_nothing_was_put_to_them(world: World, meeting_id: int) -> None:
    with transaction():
        motions(meeting_id)[0].state = "LOST"
    origin: dict[str, Any] = {"meeting_id": meeting_id, "item_id": items(meeting_id)[0].id}
    draft = a_draft(world, **origin)
    assert reason_of(actions.draft_order, world.chair, world.compound.id, draft) is Reason.NOT_READY
    assert an_order(world, own_duty="入户告知是网格员的职责", **origin).matter_id is None


def test_a_topic_that_already_waits_for_the_owners_holds_the_orders_of_its_next_meeting(
    world: World, meeting_id: int
) -> None:
    waiting = actions.draft_from_decisions(world.secretary, meeting_id)[0]
    with transaction():
        item, later = items(meeting_id)[0], items(a_decided_meeting(world))[0]
        later.topic_id = item.topic_id
        motions(later.meeting_id or 0)[0].state = "LOST"
    order = an_order(world, meeting_id=later.meeting_id, item_id=later.id)
    assert order.matter_id == waiting.matter_id
    assert reason_of(actions.issue_order, world.chair, order.id) is Reason.AWAITS_OWNERS


def test_an_order_that_was_written_when_nothing_held_it_is_held_when_it_is_issued(
    world: World, meeting_id: int
) -> None:
    order = an_order(world, meeting_id=meeting_id, item_id=items(meeting_id)[0].id)
    with transaction():
        order.matter_id = None
    assert reason_of(actions.issue_order, world.chair, order.id) is Reason.AWAITS_OWNERS
    assert actions.issue_all(world.chair, meeting_id) == []


def test_the_form_of_an_order_under_no_decision_asks_of_which_item_it_is(
    app: Flask, world: World, meeting_id: int
) -> None:
    secretary = sign_in(app.test_client(), world, "周敏")
    address = f"/desk/jinling/meetings/{meeting_id}/orders/new"
    page = secretary.get(address).text
    assert "属于哪项议程" in page
    assert "不用等业主决定的理由" in page
    form = {
        "title": "南出入口施工",
        "lead_party_id": world.parties["property_firm"].id,
        "responsible_id": 0,
        "due_on": "2026-03-25",
        "item_id": items(meeting_id)[0].id,
        "request_key": "k1",
    }
    assert secretary.post(address, data=form).status_code == 302
    (order,) = queries.orders_of_meeting(meeting_id)
    assert queries.line(order).is_locked
    assert "现在不能交办" in secretary.get(f"/desk/jinling/meetings/{meeting_id}/orders").text
    of_a_motion = secretary.get(f"{address}?motion={motions(meeting_id)[2].id}").text
    assert "属于哪项议程" not in of_a_motion


def test_an_order_that_says_more_than_was_decided_needs_a_reason_of_its_own(world: World, meeting_id: int) -> None:
    decided = next(m for m in motions(meeting_id) if m.binds == "PARTY_DUTY" and m.state == "CARRIED")
    under: dict[str, Any] = {"meeting_id": meeting_id, "item_id": decided.item_id, "motion_id": decided.id}
    more = {**under, "requirement": f"{decided.text}另动用维修资金80万元更换电梯。"}
    with pytest.raises(Refused) as refused:
        an_order(world, **more)
    assert refused.value.reason is Reason.ORDER_CLASS_ASKED
    assert an_order(world, **under, requirement=decided.text).state == "DRAFT"
    assert an_order(world, **more, own_duty="电梯在质保期内，厂家免费更换").own_duty


def test_a_promise_of_the_record_has_the_same_gate(world: World, meeting_id: int) -> None:
    with pytest.raises(Refused) as refused:
        an_order(world, meeting_id=meeting_id, requirement="物业答应把架空层租出去，租金补贴保洁。")
    assert refused.value.reason is Reason.ORDER_CLASS_ASKED
    assert an_order(world, meeting_id=meeting_id, requirement="物业答应每晚巡逻两次。").state == "DRAFT"


def test_a_changed_draft_is_asked_about_like_a_new_one(world: World, meeting_id: int) -> None:
    order = an_order(world, meeting_id=meeting_id)
    spend = a_draft(world, requirement="从维修资金列支80万元更换电梯。")
    with pytest.raises(Refused) as refused:
        actions.edit_draft(world.chair, order.id, spend)
    assert refused.value.reason is Reason.ORDER_CLASS_ASKED
    assert order.requirement == ""
