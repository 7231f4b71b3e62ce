"""Ballots that cannot be delivered are posted as long as the place asks, and what was too short is said."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from deliberation.kernel import clock
from deliberation.owners.actions.course import close_vote
from deliberation.owners.actions.delivery import Delivery, deliver, give_up
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.posting import posting_problem, posting_rule
from tests.builders import World, sign_in
from tests.owners.hall import CLOSES, OPENS, a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.places import a_compound_in

LONG = OPENS + timedelta(days=10)


def an_open_one(city: str, province: str) -> tuple[World, OwnersVote]:
    world = a_compound_in(city, province)
    a_roster(world, heads_of(3))
    vote = an_open_vote(world, a_prepared_vote(world, closes=LONG))
    clock.use(lambda: OPENS + timedelta(days=2))
    return world, vote


def closed(world: World, vote: OwnersVote) -> str:
    moment = vote.closes_at
    clock.use(lambda: moment)
    return close_vote(world.actor("陈海涛"), vote.id).posting_note


def test_seven_days_are_long_enough_in_zhoushan(app: Flask) -> None:
    world, vote = an_open_one("舟山市", "浙江省")
    deliver(world.secretary, vote.id, 1, Delivery("POSTED"))
    assert closed(world, vote) == ""


def test_six_days_and_no_posting_are_said_at_the_closing_and_stay_on_record(app: Flask) -> None:
    world, vote = an_open_one("舟山市", "浙江省")
    clock.use(lambda: LONG - timedelta(days=6))
    deliver(world.secretary, vote.id, 1, Delivery("POSTED"))
    give_up(world.secretary, vote.id, 2, "三次上门无人")
    desk = sign_in(app.test_client(), world, "陈海涛")
    page = desk.get(f"/desk/jinling/owners-votes/{vote.id}/delivery").text
    assert ["不少于 7 天" in page, "最迟 2026年3月30日" in page] == [True, True]
    note = closed(world, vote)
    assert ["1 户无法送达，没有登记公告张贴" in note, "不满 7 天" in note, "第十七条" in note] == [True] * 3
    assert "不满 7 天" in desk.get(f"/desk/jinling/owners-votes/{vote.id}").text


def test_elsewhere_nothing_is_asked(app: Flask) -> None:
    world, vote = an_open_one("东营市", "山东省")
    give_up(world.secretary, vote.id, 2, "三次上门无人")
    assert closed(world, vote) == ""


def test_the_rule_counts_days_as_the_law_does() -> None:
    rule = posting_rule(("滨州市", "山东省", ""))
    assert rule is not None
    closes = clock.day_of(CLOSES)
    assert posting_problem(rule, [closes - timedelta(days=5)], closes) == ""
    assert "不满 5 天" in posting_problem(rule, [date(2026, 3, 29)], closes)
    assert posting_rule(("东营市", "山东省", "")) is None
