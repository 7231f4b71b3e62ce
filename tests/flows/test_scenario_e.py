"""Scenario E, 先体验后付费: a group chooses a firm for a trial and recommends it; the owners hire it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from deliberation.agenda.models import AgendaItem
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.preparing import notify, open_vote
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.room.queries import decisions
from deliberation.supervision import actions as supervision
from deliberation.supervision.models import Order
from tests.builders import World
from tests.flows.boxes import Group, count_and_certify, figures, heads_in, post, state_of_matter
from tests.flows.meetings import at, hold, slices, state_of
from tests.flows.trials import GROUP, OWNERS, an_estate_with_a_group, the_group_agrees
from tests.halls import an_accepted_item
from tests.owners.hall import a_prepared_vote, a_roster, tellers
from tests.owners.papers import hand_in, voter_ids

HIRING = "提请业主共同决定选聘甲企业，每户每月22元。"


@pytest.fixture
def world(app: Flask) -> World:
    at(5, 1)
    return an_estate_with_a_group()


def test_e1_the_group_chooses_a_firm_for_the_trial(world: World) -> None:
    at(5, 18)
    item = an_accepted_item(world, "选定试用企业")
    hall = hold(world, [item], at(5, 25, 19), GROUP[:8])
    the_group_agrees(hall, "从红色联盟企业库推荐的两家中选甲企业试用一个月，不收费。")
    assert state_of(item) == "RESOLVED"


def test_five_of_nine_cannot_meet(world: World) -> None:
    at(5, 18)
    item = an_accepted_item(world, "选定试用企业")
    with pytest.raises(Refused) as refused:
        hold(world, [item], at(5, 25, 19), GROUP[:5])
    assert refused.value.reason is Reason.STEP_LOCKED


def e6_the_group_recommends(world: World) -> AgendaItem:
    at(6, 20)
    item = an_accepted_item(world, "选聘甲企业", "OWNERS_ORDINARY", "HIRE_OR_DISMISS_FIRM")
    hall = hold(world, [item], at(7, 2, 19), GROUP[1:])
    the_group_agrees(hall, HIRING)
    assert state_of(item) == "ADVISED"
    assert decisions(hall.meeting_id)[0].binds == "OWNERS_ORDINARY"
    return item


def the_order_waits(world: World, item: AgendaItem) -> Order:
    """D-081, the contract; it waits for the owners."""
    motion = decisions(item.meeting_id or 0)[0].motion_id
    draft = supervision.OrderDraft(
        title="签订物业服务合同并备案",
        lead_party_id=world.parties["owners_committee"].id,
        due_on=date(2026, 8, 8),
        request_key=uuid.uuid4().hex,
        meeting_id=item.meeting_id,
        motion_id=motion,
        number="D-081",
    )
    order = supervision.draft_order(world.chair, world.compound.id, draft)
    with pytest.raises(Refused) as refused:
        supervision.issue_order(world.chair, order.id)
    assert refused.value.reason is Reason.AWAITS_OWNERS
    return order


def e7_the_owners_vote(world: World, order: Order, groups: tuple[Group, ...] = OWNERS) -> OwnersVote:
    at(7, 3, 12)
    a_roster(world, heads_in(groups))
    tellers(world)
    question = QuestionDraft(
        "选聘甲企业",
        "同意选聘甲企业提供物业服务，每户每月22元。",
        "ORDINARY",
        "HIRE_OR_DISMISS_FIRM",
        order.matter_id,
        order.topic_id,
    )
    opens, closes = clock.beijing(2026, 7, 20, 9), clock.beijing(2026, 7, 26, 18)
    vote = a_prepared_vote(world, (question,), opens=opens, closes=closes)
    notify(world.actor("陈海涛"), vote.id, date(2026, 7, 3), date(2026, 7, 3))
    at(7, 20, 9, 1)
    open_vote(world.actor("陈海涛"), vote.id)
    pieces = slices(voter_ids(vote), *(g.number for g in groups))
    for ids, choice in zip(pieces, ("AGREE", "OPPOSE", "ABSTAIN"), strict=False):
        hand_in(vote, ids, choice)
    return vote


def test_e6_to_e8_the_owners_hire_the_firm_and_the_contract_is_ordered(world: World) -> None:
    item = e6_the_group_recommends(world)
    order = the_order_waits(world, item)
    vote = e7_the_owners_vote(world, order)
    assert (vote.heads, vote.area) == (168, 1_193_000)
    verdict = count_and_certify(world, vote, at(7, 26, 19))
    assert verdict["result"] == "PASSED"
    assert figures(verdict, "quorum_heads")[:2] == (121, 112)
    assert figures(verdict, "quorum_area")[:2] == (859_100, 795_334)
    assert figures(verdict, "majority_heads")[::2] == (96, "79.34%")
    assert figures(verdict, "majority_area")[::2] == (681_600, "79.34%")
    post(world, vote, at(7, 29))
    assert (state_of_matter(order.matter_id), state_of(item)) == ("PASSED", "RESOLVED")
    issued = supervision.issue_order(world.chair, order.id)
    assert (issued.number, issued.state) == ("D-081", "ISSUED")


def test_with_one_owner_too_few_taking_part_nothing_is_decided_and_the_order_waits_on(world: World) -> None:
    item = e6_the_group_recommends(world)
    order = the_order_waits(world, item)
    fewer = (replace(OWNERS[0], number=86), OWNERS[1], OWNERS[2], replace(OWNERS[3], number=57))
    vote = e7_the_owners_vote(world, order, fewer)
    verdict = count_and_certify(world, vote, at(7, 26, 19))
    assert (figures(verdict, "quorum_heads")[:2], verdict["result"]) == ((111, 112), "NO_QUORUM")
    post(world, vote, at(7, 29))
    assert (state_of_matter(order.matter_id), state_of(item)) == ("PROPOSED", "ADVISED")
    with pytest.raises(Refused) as refused:
        supervision.issue_order(world.chair, order.id)
    assert refused.value.reason is Reason.AWAITS_OWNERS
