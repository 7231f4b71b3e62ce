"""Scenario C: three parties with one ballot each; the fee fails at exactly half, the roof of one building passes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.queries import waiting_item_of
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.counting import announce_by
from deliberation.owners.actions.matters import propose_topic
from deliberation.owners.actions.preparing import notify, open_vote
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.room.actions.recusals import recuse
from deliberation.room.queries import Decision, decisions
from deliberation.supervision import actions as supervision
from deliberation.supervision import queries as ledger
from deliberation.supervision.models import Order
from tests.builders import World
from tests.flows.boxes import Group, count_and_certify, figures, heads_in, post, state_of_matter
from tests.flows.meetings import (
    agree_without_objection,
    at,
    hold,
    object_in_the_hall,
    publish_results,
    slices,
    state_of,
)
from tests.flows.surveys import how_satisfied
from tests.halls import Hall, an_accepted_item
from tests.owners.hall import a_prepared_vote, a_roster, tellers
from tests.owners.papers import hand_in, voter_ids
from tests.room.test_three_parties import three_parties

DELEGATES = ("冯丽", "陈海涛", "刘芳", "高峰", "丁娜")
FEE_MOTION = "同意将物业费由1.20元调为1.50元/㎡·月的方案提请业主共同决定。"
LIST_MOTION = "由物业企业公布十二项服务清单和标准，贴到每个单元门口，作为服务承诺。"
ROOF_MOTION = "提请3号楼业主共同决定使用维修资金18.6万元维修屋面，通过后由物业企业组织施工、业委会监督。"

FEE_GROUPS = (Group(162, 1_530_000), Group(140, 1_206_000), Group(22, 180_000), Group(114, 1_026_000))
"""Who agrees, opposes, abstains on the fee (SC1); the rest hand nothing in, and so do the 48 of building 3."""
ROOF_GROUPS = tuple(Group(n, area, "3") for n, area in ((17, 153_000), (14, 126_000), (2, 18_000), (15, 135_000)))
"""Building 3 (SC3): 48 owners with 4,320.00 ㎡; the last fifteen hand nothing in."""
CHOICES = ("AGREE", "OPPOSE", "ABSTAIN")


@dataclass
class Community:
    """The three parties, and what the later steps of the story need."""

    world: World
    items: dict[str, AgendaItem] = field(default_factory=dict)
    audit: Order | None = None
    roof: Order | None = None

    def decided(self, hall: Hall) -> dict[str, Decision]:
        """What a meeting decided, by the first word of the item's title."""
        return {found.item_title.split("，", maxsplit=1)[0]: found for found in decisions(hall.meeting_id)}


@pytest.fixture
def community(app: Flask) -> Community:
    at(4, 1)
    return Community(three_parties())


def c1_three_topics(c: Community) -> None:
    c.items = {
        "fee": an_accepted_item(c.world, "物业费调整", "OWNERS_ORDINARY", "OTHER_MAJOR"),
        "list": an_accepted_item(c.world, "明确服务内容", "PARTY_DUTY"),
        "roof": an_accepted_item(c.world, "3号楼屋面渗漏", "AFFECTED_OWNERS"),
    }
    assert {state_of(item) for item in c.items.values()} == {"ACCEPTED"}


def c2_to_c5_the_meeting_of_april(c: Community) -> None:
    hall = hold(c.world, [*c.items.values()], at(4, 15, 14, 30), DELEGATES)
    c3_the_fee_is_lost_and_put_off(c, hall)
    c4_the_list_by_consensus(c, hall)
    c5_the_roof_goes_to_building_three(c, hall)
    posted = publish_results(hall)
    assert (posted.published_on, posted.ends_on) == (date(2026, 4, 15), date(2026, 4, 30))


def c3_the_fee_is_lost_and_put_off(c: Community, hall: Hall) -> None:
    motion = hall.to_debate(FEE_MOTION)
    for name in ("高峰", "丁娜"):
        recuse(c.world.actor(name), hall.meeting_id, hall.meeting.current_item_id or 0, "事关本企业收费")
    object_in_the_hall(hall, "陈海涛", motion.id, "没有经过审计的成本，不能拿给业主表决。")
    hall.open_vote()
    hall.cast("冯丽", "AGREE")
    hall.cast("陈海涛", "OPPOSE")
    hall.step("close_vote")
    (lost,) = decisions(hall.meeting_id)
    assert (lost.outcome, lost.entitled, lost.present) == ("LOST", 2, 2)
    assert lost.verdict is not None
    assert "未超过半数" in lost.verdict["sentence"] + "".join(t["sentence"] for t in lost.verdict["tests"])
    hall.step("defer_item", "先请物业企业提交经审计的成本，下次月例会再议。")
    assert state_of(c.items["fee"]) == "DEFERRED"
    draft = supervision.OrderDraft(
        title="提交经审计的物业服务成本",
        lead_party_id=c.world.parties["property_firm"].id,
        due_on=date(2026, 5, 10),
        request_key=uuid.uuid4().hex,
        item_id=c.items["fee"].id,
        meeting_id=hall.meeting_id,
        own_duty="核实成本、委托审计是物业企业自己的职责，不改变收费标准。",
    )
    c.audit = supervision.draft_order(c.world.chair, c.world.compound.id, draft)
    assert supervision.issue_order(c.world.chair, c.audit.id).due_on == date(2026, 5, 10)


def c4_the_list_by_consensus(c: Community, hall: Hall) -> None:
    hall.to_debate(LIST_MOTION)
    agree_without_objection(hall)
    found = c.decided(hall)["明确服务内容"]
    assert (found.outcome, found.tally, state_of(c.items["list"])) == ("CONSENSUS", None, "RESOLVED")


def c5_the_roof_goes_to_building_three(c: Community, hall: Hall) -> None:
    hall.to_debate(ROOF_MOTION)
    agree_without_objection(hall)
    assert state_of(c.items["roof"]) == "ADVISED"
    draft = supervision.OrderDraft(
        title="3号楼屋面维修",
        lead_party_id=c.world.parties["property_firm"].id,
        due_on=date(2026, 8, 31),
        request_key=uuid.uuid4().hex,
        meeting_id=hall.meeting_id,
        assisting="业主委员会监督",
        number="D-071",
        motion_id=c.decided(hall)["3号楼屋面渗漏"].motion_id,
    )
    c.roof = supervision.draft_order(c.world.chair, c.world.compound.id, draft)
    with pytest.raises(Refused) as refused:
        supervision.issue_order(c.world.chair, c.roof.id)
    assert refused.value.reason is Reason.AWAITS_OWNERS


def c6_the_audit_is_on_the_table(c: Community) -> None:
    assert c.audit is not None
    at(5, 8)
    supervision.accept_order(c.world.actor("高峰"), c.audit.id)
    supervision.report_completion(c.world.actor("高峰"), c.audit.id, "审计报告已交业委会和居委会。")
    supervision.check_completion(c.world.actor("陈海涛"), c.audit.id)
    assert supervision.close_order(c.world.chair, c.audit.id).state == "CLOSED"
    again = waiting_item_of(c.items["fee"].topic_id or 0)
    assert again is not None
    hall = hold(c.world, [again], at(5, 15, 14, 30), DELEGATES)
    hall.to_debate(FEE_MOTION)
    agree_without_objection(hall)
    assert state_of(again) == "ADVISED"
    publish_results(hall)


def c7_the_fee_is_put_to_everybody(c: Community) -> OwnersVote:
    matter = propose_topic(c.world.actor("陈海涛"), c.items["fee"].topic_id or 0)
    question = QuestionDraft(
        "物业费调整", "同意物业费由1.20元调为1.50元/㎡·月。", "ORDINARY", "OTHER_MAJOR", matter.id, matter.topic_id
    )
    at(5, 20, 12)
    opens, closes = clock.beijing(2026, 6, 5, 9), clock.beijing(2026, 6, 12, 18)
    vote = a_prepared_vote(c.world, (question,), opens=opens, closes=closes)
    noticed = notify(c.world.actor("陈海涛"), vote.id, date(2026, 5, 20), date(2026, 5, 20))
    assert (noticed.state, noticed.notice_warning) == ("NOTICED", "")
    return vote


def c8_the_roof_is_put_to_building_three(c: Community) -> OwnersVote:
    assert c.roof is not None
    question = QuestionDraft(
        "使用维修资金维修3号楼屋面",
        "同意使用维修资金18.6万元维修3号楼屋面。",
        "ORDINARY",
        "USE_MAINTENANCE_FUND",
        c.roof.matter_id,
        c.roof.topic_id,
    )
    at(5, 25, 12)
    opens, closes = clock.beijing(2026, 6, 10, 9), clock.beijing(2026, 6, 14, 18)
    vote = a_prepared_vote(c.world, (question,), kind="AFFECTED", buildings=("3",), opens=opens, closes=closes)
    notify(c.world.actor("陈海涛"), vote.id, date(2026, 5, 25), date(2026, 5, 25))
    return vote


def they_vote(c: Community, vote: OwnersVote, groups: tuple[Group, ...]) -> None:
    """The vote opens and the groups hand in what they chose; the last group hands in nothing."""
    moment = vote.opens_at + timedelta(minutes=1)
    clock.use(lambda: moment)
    open_vote(c.world.actor("陈海涛"), vote.id)
    pieces = slices(voter_ids(vote), *(g.number for g in groups))
    for ids, choice in zip(pieces, CHOICES, strict=False):
        hand_in(vote, ids, choice)


def c7_exactly_half_is_not_passed(c: Community, vote: OwnersVote) -> None:
    assert (vote.heads, vote.area) == (486, 4_374_000)
    verdict = count_and_certify(c.world, vote, at(6, 12, 19))
    assert verdict["result"] == "REJECTED"
    assert figures(verdict, "quorum_heads") == (324, 324, "66.67%", True)
    assert figures(verdict, "quorum_area")[0] == 2_916_000
    assert figures(verdict, "quorum_area")[3]
    assert figures(verdict, "majority_heads") == (162, 163, "50.00%", False)
    assert figures(verdict, "majority_area")[::2] == (1_530_000, "52.47%")


def c8_the_roof_is_passed(c: Community, vote: OwnersVote) -> None:
    assert (vote.heads, vote.area) == (48, 432_000)
    verdict = count_and_certify(c.world, vote, at(6, 14, 19))
    assert verdict["result"] == "PASSED"
    assert figures(verdict, "quorum_heads")[:2] == (33, 32)
    assert figures(verdict, "quorum_area")[:2] == (297_000, 288_000)
    assert figures(verdict, "majority_heads")[:2] == (17, 17)
    assert figures(verdict, "majority_area")[:2] == (153_000, 148_501)


def test_scenario_c_from_three_topics_to_the_order_for_the_roof(client: FlaskClient, community: Community) -> None:
    c = community
    c1_three_topics(c)
    c2_to_c5_the_meeting_of_april(c)
    c6_the_audit_is_on_the_table(c)
    a_roster(c.world, heads_in((*FEE_GROUPS, *ROOF_GROUPS)))
    tellers(c.world)
    fee = c7_the_fee_is_put_to_everybody(c)
    roof = c8_the_roof_is_put_to_building_three(c)
    they_vote(c, fee, FEE_GROUPS)
    they_vote(c, roof, ROOF_GROUPS)
    c7_exactly_half_is_not_passed(c, fee)
    c8_the_roof_is_passed(c, roof)
    c9_both_results_are_posted_in_time(c, fee, roof)
    residents_read_that_half_is_not_more_than_half(client, fee, roof)
    c10_the_roof_is_repaired(c)
    c10_two_of_thirty_one_are_not_satisfied(c)
    residents_read_that_the_roof_is_done(client)


def c9_both_results_are_posted_in_time(c: Community, fee: OwnersVote, roof: OwnersVote) -> None:
    assert c.roof is not None
    assert (announce_by(fee, 3), announce_by(roof, 3)) == (date(2026, 6, 15), date(2026, 6, 17))
    post(c.world, fee, at(6, 14, 20))
    post(c.world, roof, at(6, 17))
    assert (state_of_matter(fee.questions[0].matter_id), state_of(c.items["fee"])) == ("REJECTED", "NOT_CARRIED")
    assert (state_of_matter(c.roof.matter_id), state_of(c.items["roof"])) == ("PASSED", "RESOLVED")
    issued = supervision.issue_order(c.world.chair, c.roof.id)
    assert (issued.number, issued.state, issued.due_on) == ("D-071", "ISSUED", date(2026, 8, 31))


def residents_read_that_half_is_not_more_than_half(client: FlaskClient, fee: OwnersVote, roof: OwnersVote) -> None:
    page = client.get(f"/c/jinling/owners-votes/{fee.id}").get_data(as_text=True)
    for said in ("324", "66.67%", "50.00%", "未超过半数", "未通过"):
        assert said in page, said
    page = client.get(f"/c/jinling/owners-votes/{roof.id}").get_data(as_text=True)
    assert ("部分业主共同决定" in page, "业主0439" in page) == (True, False)


def light(order: Order) -> tuple[str, str]:
    """The light of an order and the word beside it, today."""
    found = ledger.line(order)
    return found.light, found.word


def c10_the_roof_is_repaired(c: Community) -> None:
    """The firm leads, the 业委会 checks, the branch closes on 25 August, six days before the date."""
    assert c.roof is not None
    firm, order = c.world.actor("高峰"), c.roof
    assert state_of(c.items["roof"]) == "IMPLEMENTING"
    at(6, 18)
    assert supervision.accept_order(firm, order.id).state == "ACCEPTED"
    for month, day, progress, said in (
        (6, 24, 10, "材料已进场。"),
        (7, 20, 60, "东侧屋面已铺完。"),
        (8, 17, 90, "只剩收边。"),
    ):
        at(month, day)
        assert supervision.report_progress(firm, order.id, progress, said).state == "IN_PROGRESS"
        assert light(order) == ("green", "正常")
    at(8, 24)
    assert light(order) == ("yellow", "久未报告")
    supervision.report_completion(firm, order.id, "屋面已修好，试水不漏。")
    with pytest.raises(Refused) as early:
        supervision.close_order(c.world.chair, order.id)
    assert early.value.reason is Reason.WRONG_STATE
    closed_after_the_check(c, order)


def closed_after_the_check(c: Community, order: Order) -> None:
    at(8, 25)
    with pytest.raises(Refused) as own:
        supervision.check_completion(c.world.actor("高峰"), order.id)
    assert own.value.reason is Reason.FORBIDDEN
    assert supervision.check_completion(c.world.actor("陈海涛"), order.id).state == "ACCEPTED_RESULT"
    closed = supervision.close_order(c.world.chair, order.id)
    assert (closed.number, closed.state, closed.state_since) == ("D-071", "CLOSED", clock.beijing(2026, 8, 25, 9))
    assert (*light(closed), state_of(c.items["roof"])) == ("blue", "办结", "CLOSED")


def c10_two_of_thirty_one_are_not_satisfied(c: Community) -> None:
    """The households of building 3 are asked in the last days of August; 31 of the 48 answer."""
    days = clock.beijing(2026, 8, 25, 12), clock.beijing(2026, 8, 27, 9), clock.beijing(2026, 8, 30, 18)
    satisfied = how_satisfied(c.world, "对3号楼屋面的维修，您满意吗？", days, yes=29, no=2, buildings=("3",))
    share = satisfied["tests"][0]
    assert (share["actual"], share["base"], share["percent_text"]) == (29, 31, "93.55%")


def residents_read_that_the_roof_is_done(client: FlaskClient) -> None:
    page = client.get("/c/jinling/orders/").get_data(as_text=True)
    for said in ("D-071", "3号楼屋面维修", "办结", "已销号"):
        assert said in page, said
