"""Scenario E, 先体验后付费: a group tries a firm for a month and rates it; the owners decide on hiring it."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from deliberation.agenda.models import AgendaItem
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods import decide
from deliberation.kernel.methods.base import Ballot, Electorate, Rule
from deliberation.kernel.verdict import share_test
from deliberation.organisation.actions.profiles import row_of
from deliberation.organisation.models import Appointment, CompoundMeetingType, MeetingType, Party
from deliberation.organisation.rules.shipped import shipped_data
from deliberation.owners.actions.preparing import notify, open_vote
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.room.actions.voting import open_vote as put_to_vote
from deliberation.room.queries import decisions
from deliberation.room.rules.questions import Draft, drawn_up
from deliberation.supervision import actions as supervision
from deliberation.supervision.models import Order
from tests.builders import World, a_compound, a_person
from tests.flows.boxes import Group, count_and_certify, figures, heads_in, post, state_of_matter
from tests.flows.meetings import at, hold, slices, state_of
from tests.halls import Hall, an_accepted_item
from tests.owners.hall import a_prepared_vote, a_roster, tellers
from tests.owners.papers import hand_in, voter_ids

GROUP = ("红一", "红二", "红三", "红四", "红五", "红六", "红七", "红八", "红九")
CRITERIA = ("保洁", "秩序", "维修", "态度", "整改")
SCORES = (92, 88, 85, 90, 79, 86, 91, 83, 87)
SATISFIED = QuestionDraft(
    "满意吗", "对试用企业一个月的服务，您满意吗？", "SURVEY", method="CHOOSE",
    options=(("YES", "满意"), ("NO", "不满意")),
)  # fmt: skip
HIRING = "提请业主共同决定选聘甲企业，每户每月22元。"
OWNERS = (Group(96, 681_600), Group(19, 134_900), Group(6, 42_600), Group(47, 1_193_000 - 859_100))
"""SE: 96 agree, 19 oppose, 6 abstain; 47 hand nothing in."""
TRIAL = drawn_up(Draft("SCORES", tuple((name, 20) for name in CRITERIA), line="80"))
EIGHTY_PERCENT = Threshold("GE", 80, 100)


@pytest.fixture
def world(app: Flask) -> World:
    """The estate with its 居民自治小组 of nine, whose meetings have rules of their own."""
    at(5, 1)
    world = a_compound()
    with transaction() as session:
        data = next(d for d in shipped_data() if d["code"] == "five-party-default")
        own = {
            "code": "residents-group-own", "name": "居民自治小组议事规则", "body": "other_meeting",
            "quorum": {"op": "GE", "num": 2, "den": 3, "base": "seats"},
        }  # fmt: skip
        session.add(row_of({**data, **own}))
        party = Party(compound_id=world.compound.id, kind="residents_group", name="居民自治小组", position=20)
        kinds = [{"kind": "residents_group", "obligatory": True, "seats": len(GROUP)}]
        made = MeetingType(code="group", name="居民自治小组会", profile_code="residents-group-own", parties=kinds)
        session.add_all([party, made])
        session.flush()  # appointments and the compound's menu need the ids
        session.add(CompoundMeetingType(compound_id=world.compound.id, meeting_type_id=made.id, position=1))
        for name in GROUP:
            person = a_person(name, f"jinling.{name}", world)
            post_held = {"role": "council_delegate", "post": "成员", "starts_on": date(2024, 1, 1)}
            session.add(Appointment(person_id=person.id, party_id=party.id, **post_held))
        world.parties["residents_group"] = party
    world.meeting_type = made
    return world


def the_group_agrees(hall: Hall, text: str) -> None:
    """Seven of the eight who are there agree, one opposes."""
    hall.to_debate(text)
    hall.open_vote()
    hall.cast_all(7, 1)
    hall.step("close_vote")
    found = decisions(hall.meeting_id)[-1]
    assert (found.outcome, found.entitled, found.present) == ("CARRIED", 9, 8)
    assert found.tally == {"agree": 7, "oppose": 1, "abstain": 0, "not_cast": 0}
    hall.step("finish_item")


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


def scored(total: int) -> str:
    """The ballot of a rater who gives so many points over the five criteria."""
    each, rest = divmod(total, len(CRITERIA))
    codes = [option.code for option in TRIAL.options]
    return json.dumps({code: each + (n < rest) for n, code in enumerate(codes)})


def test_e4_nine_raters_give_two_means_and_the_rule_says_which_counts(world: World) -> None:
    at(6, 20)
    hall = hold(world, [an_accepted_item(world, "试用评分")], at(6, 30, 19), GROUP)
    motion = hall.to_debate("按五项标准给甲企业试用期评分。")
    vote = put_to_vote(world.chair, hall.meeting_id, motion.id, question=TRIAL)
    for name, total in zip(GROUP, SCORES, strict=True):
        hall.cast(name, scored(total), vote.id)
    hall.step("close_vote")
    verdict = decisions(hall.meeting_id)[0].verdict or {}
    means = {mean["code"]: mean for mean in verdict["means"]}
    assert (means["MEAN"]["num"], means["MEAN"]["den"], means["MEAN"]["text"]) == (781, 9, "86.78 分")
    assert (means["TRIMMED"]["num"], means["TRIMMED"]["den"], means["TRIMMED"]["text"]) == (610, 7, "87.14 分")
    assert (means["MEAN"]["decides"], means["TRIMMED"]["decides"]) == (True, False)
    assert (verdict["result"], verdict["result_label"]) == ("PASSED", "达到合格线")


def test_e5_households_are_asked_whether_they_are_satisfied(world: World) -> None:
    a_roster(world, heads_in(OWNERS))
    opens, closes = clock.beijing(2026, 6, 28, 9), clock.beijing(2026, 6, 30, 18)
    vote = a_prepared_vote(world, (SATISFIED,), kind="HOUSEHOLDS", opens=opens, closes=closes)
    at(6, 24, 12)
    notify(world.actor("陈海涛"), vote.id, date(2026, 6, 24), None)
    at(6, 28, 9, 1)
    open_vote(world.actor("陈海涛"), vote.id)
    yes, no = slices(voter_ids(vote), 112, 19)
    hand_in(vote, yes, ("YES",))
    hand_in(vote, no, ("NO",))
    (satisfied, _) = count_and_certify(world, vote, at(6, 30, 19))["outcomes"]
    assert (satisfied["heads"], satisfied["tests"][0]["base"]) == (112, 131)
    assert satisfied["tests"][0]["percent_text"] == "85.50%"
    assert satisfaction(112, 131) == ("85.50%", True)


def satisfaction(yes: int, returned: int) -> tuple[str, bool]:
    """The share of the satisfied, and whether it reaches the trial's four fifths."""
    test = share_test(
        "satisfaction", "满意", "交回的票", actual=yes, base=returned, unit="households", threshold=EIGHTY_PERCENT
    )
    return test.percent_text, test.met


def test_a_hundredth_below_the_line_ends_the_trial() -> None:
    hundred = Electorate(Weight(100), 100, unit="seats")
    rule = Rule("试用评分", "标准", 1, (), ())
    ballots = [Ballot((), scores=tuple((o.code, 16) for o in TRIAL.options)) for _ in range(99)]
    short = Ballot((), scores=tuple((o.code, 16 - (n == 0)) for n, o in enumerate(TRIAL.options)))
    failed = decide(TRIAL, [*ballots, short], hundred, rule)
    assert (failed.result, failed.means[0].text) == ("REJECTED", "79.99 分")
    reached = decide(TRIAL, [*ballots, ballots[0]], hundred, rule)
    assert (reached.result, reached.means[0].text) == ("PASSED", "80.00 分")
    assert satisfaction(7_999, 10_000) == ("79.99%", False)
    assert satisfaction(8_000, 10_000) == ("80.00%", True)


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
        title="签订物业服务合同并备案", lead_party_id=world.parties["owners_committee"].id, due_on=date(2026, 8, 8),
        request_key=uuid.uuid4().hex, meeting_id=item.meeting_id, motion_id=motion, number="D-081",
    )  # fmt: skip
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
        "选聘甲企业", "同意选聘甲企业提供物业服务，每户每月22元。", "ORDINARY", "HIRE_OR_DISMISS_FIRM", order.matter_id,
        order.topic_id,
    )  # fmt: skip
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
