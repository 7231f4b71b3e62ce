"""Scenario A, A12 to A15: 612 owners decide on the works that the five parties proposed, paper by paper."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.counting import announce_by, is_late
from deliberation.owners.actions.delivery import deliver_many, give_up
from deliberation.owners.actions.entry import FirstEntry, enter_again, register
from deliberation.owners.actions.preparing import notify, open_vote
from deliberation.owners.actions.recount import recount
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.papers import Content
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.room.queries import decisions
from deliberation.supervision import actions as supervision
from deliberation.supervision.models import Order
from tests.builders import World, a_compound
from tests.flows.boxes import count_and_certify, figures, post, state_of_matter
from tests.flows.meetings import at, slices
from tests.flows.rosters import DEVELOPER, Owned, import_roster, lines_of, name_of, phone_of, workbook
from tests.halls import an_accepted_item, an_open_meeting
from tests.owners.clerks import clerks
from tests.owners.hall import CLOSES, NOTICED, OPENS, a_prepared_vote
from tests.refusals import reason_of
from tests.supervision.hall import topic_of

TWO_UNITS = 208_000
UNSOLD = (9, 112_500)
SILENT = 7_854_036 - 4_601_275 - 931_005 - 358_840 - UNSOLD[1]
GROUPS = (
    Owned(8, 2, TWO_UNITS),
    Owned(344, 1, 4_601_275 - TWO_UNITS),
    Owned(74, 1, 931_005),
    Owned(29, 1, 358_840),
    Owned(156, 1, SILENT),
)
"""352 who agree (eight of them with two units), 74 who oppose, 29 who abstain; of 157 no valid paper comes."""
AGREE, OPPOSE, ABSTAIN = (Content("OWNER", {"1": (code,)}) for code in ("AGREE", "OPPOSE", "ABSTAIN"))
UNSIGNED = Content("NONE", {"1": ("AGREE",)})
UNREACHED = 8


@dataclass
class Works:
    """The compound after its meeting: the order for the works, which waits for the owners."""

    world: World
    order: Order


@pytest.fixture
def works(app: Flask) -> Works:
    """A6, A7, A10: ten of twelve agree to propose the works; D-031 is drafted for the 街道 and must wait."""
    world = a_compound()
    clock.use(lambda: clock.beijing(2026, 3, 2, 9))
    hall = an_open_meeting(world, [an_accepted_item(world, "改造小区南出入口", "OWNERS_SPECIAL", "REBUILD")])
    hall.to_debate()
    hall.open_vote()
    hall.cast_all(10, 1, 1)
    hall.step("close_vote")
    hall.step("finish_item")
    (carried,) = decisions(hall.meeting_id)
    draft = supervision.OrderDraft(
        title="南出入口改造施工",
        lead_party_id=world.parties["department"].id,
        due_on=date(2026, 5, 5),
        request_key=uuid.uuid4().hex,
        meeting_id=hall.meeting_id,
        motion_id=carried.motion_id,
        assisting="物业企业",
        number="D-031",
    )
    return Works(world, supervision.draft_order(world.chair, world.compound.id, draft))


def refused_to_issue(works: Works) -> Reason:
    return reason_of(supervision.issue_order, works.world.chair, works.order.id)


def the_roster_comes_in(works: Works) -> None:
    roster = import_roster(works.world, workbook(list(lines_of(GROUPS, UNSOLD))))
    assert (roster.state, roster.units, roster.heads_counted, roster.area_counted) == ("ACTIVE", 628, 612, 7_854_036)


def a12_the_notice(works: Works) -> OwnersVote:
    at(3, 11, 12)
    question = QuestionDraft(
        "改造小区南出入口",
        "同意按进出分道加非机动车道方案改造南出入口，总预算不超过34万元。",
        "SPECIAL",
        "REBUILD",
        works.order.matter_id,
        works.order.topic_id,
    )
    vote = a_prepared_vote(works.world, (question,), opens=OPENS, closes=CLOSES)
    noticed = notify(works.world.actor("陈海涛"), vote.id, NOTICED, NOTICED)
    assert ((OPENS.date() - NOTICED).days, noticed.notice_warning, noticed.policy) == (16, "", "STRICT")
    return vote


def a13_the_papers(works: Works, vote: OwnersVote) -> None:
    world = works.world
    at(3, 27, 9, 1)
    opened = open_vote(world.actor("陈海涛"), vote.id)
    assert (opened.heads, opened.area) == (612, 7_854_036)
    at(3, 28)
    reached = range(1, opened.heads + 1 - UNREACHED)
    assert deliver_many(world.secretary, vote.id, reached, "IN_PERSON") == 604
    for number in range(opened.heads + 1 - UNREACHED, opened.heads + 1):
        give_up(world.secretary, vote.id, number, "三次上门无人，电话不通，已在单元门口张贴。")
    numbers = slices(range(1, 613), 352, 74, 29, 4)
    at(3, 30)
    for content, pile in zip((AGREE, OPPOSE, ABSTAIN, UNSIGNED), numbers, strict=True):
        enter(world, vote, pile, content)
    enter(world, vote, numbers[0][:2], OPPOSE, sequence=2)


def enter(world: World, vote: OwnersVote, numbers: Sequence[int], content: Content, sequence: int = 1) -> None:
    """郑月 enters a pile of papers, then 陶平 enters the same pile without seeing what she wrote."""
    first, second = clerks(world)
    entered = [register(first, vote.id, number, FirstEntry(content, sequence)).id for number in numbers]
    for paper_id in entered:
        assert enter_again(second, vote.id, paper_id, content).state == "CONFIRMED"


def a14_the_count(works: Works, vote: OwnersVote) -> None:
    verdict = count_and_certify(works.world, vote, at(4, 2, 19))
    assert verdict["result"] == "PASSED"
    assert figures(verdict, "quorum_heads") == (455, 408, "74.35%", True)
    assert figures(verdict, "quorum_area") == (5_891_120, 5_236_024, "75.01%", True)
    assert figures(verdict, "majority_heads") == (352, 342, "77.36%", True)
    assert figures(verdict, "majority_area") == (4_601_275, 4_418_340, "78.11%", True)
    counted = (vote.result or {})["figures"]
    assert (counted["papers"], counted["void_papers"]) == (461, {"DUPLICATE": 2, "UNSIGNED": 4})
    assert (counted["delivered"]["heads"], counted["undelivered"]["heads"]) == (604, 8)
    again = recount(vote.id)
    assert again is not None
    assert again.matches


def a15_the_result_frees_the_order(works: Works, vote: OwnersVote) -> None:
    assert announce_by(vote, 3) == date(2026, 4, 7)  # the 5th is in 清明, which ends with the 6th
    with clock.frozen(clock.beijing(2026, 4, 7, 23, 59)):
        assert not is_late(vote, 3)
    with clock.frozen(clock.beijing(2026, 4, 8)):
        assert is_late(vote, 3)
    assert refused_to_issue(works) is Reason.AWAITS_OWNERS
    post(works.world, vote, at(4, 3))
    assert (state_of_matter(works.order.matter_id), topic_of(works.order).state) == ("PASSED", "RESOLVED")
    issued = supervision.issue_order(works.world.chair, works.order.id)
    assert (issued.number, issued.state, issued.due_on) == ("D-031", "ISSUED", date(2026, 5, 5))


def test_scenario_a_from_the_meeting_over_461_papers_to_the_order(client: FlaskClient, works: Works) -> None:
    assert refused_to_issue(works) is Reason.AWAITS_OWNERS
    the_roster_comes_in(works)
    vote = a12_the_notice(works)
    a13_the_papers(works, vote)
    a14_the_count(works, vote)
    a15_the_result_frees_the_order(works, vote)
    page = client.get(f"/c/jinling/owners-votes/{vote.id}").get_data(as_text=True)
    for said in ("74.35%", "75.01%", "77.36%", "78.11%", "58,911.20", "通过"):
        assert said in page, said
    for private in (name_of(0), phone_of(0), DEVELOPER):
        assert private not in page


def test_a_notice_fifteen_days_ahead_warns_and_fourteen_are_too_few(works: Works) -> None:
    the_roster_comes_in(works)
    at(3, 13, 12)
    vote = a_prepared_vote(works.world, opens=OPENS, closes=CLOSES)
    with pytest.raises(Refused) as refused:
        notify(works.world.actor("陈海涛"), vote.id, date(2026, 3, 13), date(2026, 3, 13))
    assert refused.value.reason is Reason.OWNERS_NOTICE_TOO_SHORT
    on_the_day_before = date(2026, 3, 13) - timedelta(days=1)
    assert notify(works.world.actor("陈海涛"), vote.id, on_the_day_before, on_the_day_before).notice_warning
