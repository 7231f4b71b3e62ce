"""Scenario E, the month of trial: the criteria are posted, defects are ordered away, the group and households rate."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.agenda.actions import ItemDraft, edit_item
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.digest import digest
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods import decide
from deliberation.kernel.methods.base import Ballot, Electorate, Rule
from deliberation.kernel.verdict import share_test
from deliberation.publication import actions as publication
from deliberation.publication.models import Resolution
from deliberation.publication.rules import fingerprint
from deliberation.room.actions.recount import recount
from deliberation.room.actions.voting import open_vote as put_to_vote
from deliberation.room.models import Vote
from deliberation.room.queries import decisions
from deliberation.room.rules.questions import drawn_up
from deliberation.room.snapshot import READERS
from deliberation.supervision import actions as supervision
from deliberation.supervision import queries as ledger
from deliberation.supervision.models import Order
from deliberation.supervision.queries import residents
from tests.builders import World
from tests.flows.boxes import heads_in
from tests.flows.meetings import at, hold, publish_results
from tests.flows.surveys import how_satisfied
from tests.flows.trials import (
    CRITERIA,
    FORM,
    GROUP,
    OWNERS,
    TRIAL,
    an_estate_with_a_group,
    scored,
    the_group_agrees,
)
from tests.halls import Hall, an_accepted_item
from tests.owners.hall import a_roster

POSTED = "甲企业试用评价标准：每项满分20分，合格线80分，住户满意率不低于80%，评分项目为：保洁、秩序、维修、态度、整改。"
SCORES = (92, 88, 85, 90, 79, 86, 91, 83, 87)
EIGHTY_PERCENT = Threshold("GE", 80, 100)
CHECKS = {7: 3, 14: 3, 21: 3, 28: 2}
"""The day of each weekly check in June, and how many defects it found: 11 in all, the last is not corrected in time."""
IN_TIME = timedelta(hours=48)


@pytest.fixture
def world(app: Flask) -> World:
    at(5, 1)
    return an_estate_with_a_group()


# E2: the criteria


def the_criteria_are_posted(world: World) -> Resolution:
    """The group agrees on the criteria on 1 June, and they are posted that day."""
    at(5, 25, 20)
    hall = hold(world, [an_accepted_item(world, "试用评价标准")], at(6, 1, 19), GROUP[:8])
    the_group_agrees(hall, POSTED)
    return publish_results(hall)


def the_nine_meet(world: World) -> Hall:
    """On 30 June the nine have the rating before them, in the words of the posted criteria."""
    at(6, 20)
    item = an_accepted_item(world, "试用评分")
    edit_item(world.chair, item.id, ItemDraft("试用评分", kind="rating"))
    hall = hold(world, [item], at(6, 30, 19), GROUP)
    hall.to_debate(POSTED)
    return hall


def the_rating_is_put(hall: Hall) -> Vote:
    motion_id = READERS["item"](hall.meeting_id)["chair"]["motion"]["id"]
    return put_to_vote(hall.world.chair, hall.meeting_id, motion_id, question=TRIAL)


def all_nine_rate(hall: Hall, vote: Vote) -> None:
    for name, total in zip(GROUP, SCORES, strict=True):
        hall.cast(name, scored(total), vote.id)
    hall.step("close_vote")


def test_e2_the_criteria_are_posted_on_the_first_of_june_and_stay_as_posted(world: World, client: FlaskClient) -> None:
    posted = the_criteria_are_posted(world)
    assert (posted.published_on, posted.version, posted.state) == (date(2026, 6, 1), 1, "PUBLISHED")
    page = client.get(f"/c/jinling/resolutions/{posted.public_id}").get_data(as_text=True)
    for said in (*CRITERIA, "每项满分20分", "合格线80分", "住户满意率不低于80%"):
        assert said in page, said
    easier = publication.ResolutionEdit(posted.title, posted.text.replace("合格线80分", "合格线70分"), posted.days)
    with pytest.raises(Refused) as refused:
        publication.edit_resolution(world.secretary, posted.id, easier)
    assert refused.value.reason is Reason.WRONG_STATE
    again = publication.correct(world.secretary, posted.id)
    publication.edit_resolution(world.secretary, again.id, easier)
    publication.publish(world.chair, again.id, masking_confirmed=True)
    assert (again.version, posted.state) == (2, "SUPERSEDED")
    assert "合格线80分" in (posted.frozen or {})["text"]
    assert fingerprint(posted.frozen or {}) == posted.frozen_hash != again.frozen_hash


def test_e2_the_chairs_form_for_the_rating_starts_from_the_posted_criteria(world: World) -> None:
    main = READERS["next"](the_nine_meet(world).meeting_id)["chair"]["main"]
    assert main["code"] == "put_question"
    assert main["suggests"] == {"method": "SCORES", "options": list(CRITERIA)}


def test_e2_the_criteria_freeze_with_the_vote_and_the_hash_of_the_result_covers_them(world: World) -> None:
    hall = the_nine_meet(world)
    vote = the_rating_is_put(hall)
    asked = vote.frozen["question"]
    assert [(option["label"], option["top"]) for option in asked["options"]] == [(name, 20) for name in CRITERIA]
    assert (asked["line"], asked["mean"], vote.frozen["text"]) == (8_000, "MEAN", POSTED)
    with pytest.raises(Refused) as refused:
        put_to_vote(world.chair, hall.meeting_id, vote.motion_id, question=drawn_up(replace(FORM, line="70")))
    assert refused.value.reason is Reason.ALREADY_DONE
    all_nine_rate(hall, vote)
    assert vote.frozen["question"] == asked
    assert vote.frozen_hash == digest(vote.frozen)
    assert vote.result_hash == digest(vote.frozen_hash, vote.result)
    assert the_recount_agrees(vote)
    with transaction():
        vote.frozen = {**vote.frozen, "question": {**asked, "line": 7_000}}
    assert not the_recount_agrees(vote)


def the_recount_agrees(vote: Vote) -> bool:
    found = recount(vote.id)
    assert found is not None
    return found.matches


# E3: the weekly checks


def a_check(world: World, day: int) -> list[Order]:
    """The defects that the check of this June day found, each ordered from the firm until the second day after."""
    made = []
    for n in range(1, CHECKS[day] + 1):
        at(6, day, 10)
        draft = supervision.OrderDraft(
            title=f"6月{day}日检查发现的第{n}处问题",
            lead_party_id=world.parties["property_firm"].id,
            due_on=date(2026, 6, day + 2),
            request_key=f"check-{day}-{n}",
        )
        order = supervision.draft_order(world.secretary, world.compound.id, draft)
        made.append(supervision.issue_order(world.chair, order.id))
        supervision.accept_order(world.actor("高峰"), order.id)
    return made


def is_corrected(world: World, order: Order, day: int) -> None:
    """The firm corrects a defect the day after the check; one of the group has looked, and the chair closes it."""
    at(6, day + 1, 16)
    supervision.report_completion(world.actor("高峰"), order.id, "已整改。")
    with pytest.raises(Refused) as refused:
        supervision.check_completion(world.actor("高峰"), order.id)
    assert refused.value.reason is Reason.FORBIDDEN
    at(6, day + 2, 9)
    supervision.check_completion(world.actor("红二"), order.id)
    supervision.close_order(world.chair, order.id)


def light_of(order: Order) -> tuple[str, str]:
    found = ledger.line(order)
    return found.light, found.word


def four_checks(world: World) -> list[Order]:
    """All eleven orders of the month; the last of them is left undone."""
    made: list[Order] = []
    for day in CHECKS:
        found = a_check(world, day)
        made += found
        assert {light_of(order) for order in found} == {("yellow", "临期")}
        for order in found:
            if len(made) < sum(CHECKS.values()) or order is not made[-1]:
                is_corrected(world, order, day)
    return made


def test_e3_ten_of_eleven_defects_are_corrected_within_48_hours_and_the_eleventh_turns_red(
    world: World, client: FlaskClient
) -> None:
    *corrected, left = four_checks(world)
    assert [order.number for order in (corrected[0], left)] == ["D-001", "D-011"]
    assert {(order.state, *light_of(order)) for order in corrected} == {("CLOSED", "blue", "办结")}
    assert all(order.issued_at and order.state_since - order.issued_at <= IN_TIME for order in corrected)
    at(6, 30, 23, 59)
    assert (left.state, *light_of(left)) == ("ACCEPTED", "yellow", "临期")
    at(7, 1, 0)
    assert light_of(left) == ("red", "逾期")
    assert ledger.orders(world.compound.id, ledger.Filter(light="blue")).page().total == 10
    assert [one.order.number for one in ledger.orders(world.compound.id, ledger.Filter(light="red")).page().items] == [
        "D-011"
    ]
    residents_read_the_defects_by_number(client, world)


def residents_read_the_defects_by_number(client: FlaskClient, world: World) -> None:
    words = Counter(order.word for order in residents.public_orders(world.compound.id).items)
    assert words == {"办结": 10, "逾期": 1}
    page = client.get("/c/jinling/orders/").get_data(as_text=True).split('class="rows"')[1]
    assert [f"D-{n:03d}" in page for n in (1, 11, 12)] == [True, True, False]
    assert ("逾期" in page, "临期" in page, "红二" in page) == (True, False, False)


# E4, E5: what the group and the households say


def test_e4_nine_raters_give_two_means_and_the_rule_says_which_counts(world: World) -> None:
    hall = the_nine_meet(world)
    all_nine_rate(hall, the_rating_is_put(hall))
    verdict = decisions(hall.meeting_id)[0].verdict or {}
    means = {mean["code"]: mean for mean in verdict["means"]}
    assert (means["MEAN"]["num"], means["MEAN"]["den"], means["MEAN"]["text"]) == (781, 9, "86.78 分")
    assert (means["TRIMMED"]["num"], means["TRIMMED"]["den"], means["TRIMMED"]["text"]) == (610, 7, "87.14 分")
    assert (means["MEAN"]["decides"], means["TRIMMED"]["decides"]) == (True, False)
    assert (verdict["result"], verdict["result_label"]) == ("PASSED", "达到合格线")


def test_e5_households_are_asked_whether_they_are_satisfied(world: World) -> None:
    a_roster(world, heads_in(OWNERS))
    days = at(6, 24, 12), clock.beijing(2026, 6, 28, 9), clock.beijing(2026, 6, 30, 18)
    satisfied = how_satisfied(world, "对试用企业一个月的服务，您满意吗？", days, yes=112, no=19)
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
