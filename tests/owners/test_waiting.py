"""今日待办: what an owners' vote waits for stands on the desk of whoever can do it, and of nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.kernel import clock
from deliberation.kernel.stage import Waiting
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.course import close_vote
from deliberation.owners.models import OwnersVote
from deliberation.owners.queries.waiting import waiting
from tests.builders import World, a_compound, sign_in
from tests.owners.clerks import AGREE, OPPOSE, a_vote_to_enter, entered_once, entered_twice
from tests.owners.hall import a_noticed_vote, a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.queries import counted_statements


@pytest.fixture
def world(app: Flask) -> World:
    found = a_compound()
    tellers(found)
    return found


def of(world: World, name: str) -> dict[str, Waiting]:
    """The lines of one person by what they say, without the title of the vote."""
    return {line.label.split("：", 1)[0]: line for line in waiting(world.actor(name), world.compound.id)}


def at_its_end(world: World, owners: int = 2) -> OwnersVote:
    """An open vote whose hour has come, every paper entered twice."""
    vote = a_vote_to_enter(world, owners)
    for number in range(1, owners + 1):
        entered_twice(world, vote, number)
    moment = vote.closes_at + timedelta(minutes=1)
    clock.use(lambda: moment)
    return vote


def test_a_vote_waits_for_its_notice_and_then_for_its_hour(world: World) -> None:
    vote = a_prepared_vote(world)
    assert "业主表决待贴公告" in of(world, "陈海涛")
    assert "业主表决待贴公告" not in of(world, "郑月")
    a_noticed_vote(world, vote)
    with clock.frozen(vote.opens_at - timedelta(minutes=1)):
        assert of(world, "陈海涛") == {}
    with clock.frozen(vote.opens_at):
        line = of(world, "陈海涛")["业主表决待开始投票"]
        assert (line.urgent, line.endpoint, line.values["vote_id"]) == (True, "owners.vote", vote.id)
        assert of(world, "周敏") == {}


def test_ballots_to_deliver_are_counted_in_households_until_the_hour(world: World) -> None:
    a_roster(world, heads_of(3))
    vote = an_open_vote(world, a_prepared_vote(world))
    with clock.frozen(vote.opens_at + timedelta(hours=1)):
        line = of(world, "杨静")["表决票待登记送达"]
        assert (line.count, line.unit, line.endpoint) == (3, "户", "owners.delivery")
    with clock.frozen(vote.closes_at):
        assert of(world, "杨静") == {}
        assert "业主表决待截止收票" in of(world, "陈海涛")


def test_a_paper_waits_for_the_other_clerk_and_a_difference_for_both(world: World) -> None:
    vote = a_vote_to_enter(world)
    entered_once(world, vote, 1)
    assert "表决票等录第二遍" not in of(world, "郑月")
    assert of(world, "陶平")["表决票等录第二遍"].count == 1
    entered_twice(world, vote, 2, AGREE, OPPOSE)
    assert [of(world, name)["表决票等核定或重录"].count for name in ("郑月", "陶平")] == [1, 1]


def test_after_the_end_it_waits_for_the_count_for_two_signatures_and_for_the_notice(world: World) -> None:
    vote = at_its_end(world)
    assert "业主表决待计票" not in of(world, "郑月")
    close_vote(world.actor("陈海涛"), vote.id)
    assert "业主表决待计票" in of(world, "郑月")
    assert "业主表决待计票" not in of(world, "陈海涛")
    count(world.secretary, vote.id)
    assert all("计票结果待签名确认" in of(world, name) for name in ("郑月", "张秀兰"))
    certify(world.actor("郑月"), vote.id, "TELLER")
    assert "计票结果待签名确认" not in of(world, "郑月")
    assert "计票结果待签名确认" not in of(world, "陶平")  # he entered papers
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    assert of(world, "张秀兰") == {}
    assert of(world, "陈海涛")["业主表决结果待公告"].urgent


def test_nothing_is_counted_while_papers_are_unfinished(world: World) -> None:
    vote = a_vote_to_enter(world)
    entered_once(world, vote, 1)
    moment = vote.closes_at + timedelta(minutes=1)
    clock.use(lambda: moment)
    close_vote(world.actor("陈海涛"), vote.id)
    assert "业主表决待计票" not in of(world, "陶平")
    assert of(world, "陶平")["表决票等录第二遍"].urgent


def test_the_desk_shows_it_with_a_way_to_it(client: FlaskClient, world: World) -> None:
    vote = a_vote_to_enter(world)
    entered_once(world, vote, 1)
    sign_in(client, world, "陶平")
    page = client.get("/desk/jinling/").get_data(as_text=True)
    assert "表决票等录第二遍" in page
    assert f"/desk/jinling/owners-votes/{vote.id}/entry/waiting" in page
    assert "业主0001" not in page


def test_many_votes_cost_no_more_statements_than_one(world: World) -> None:
    a_roster(world, heads_of(2))
    an_open_vote(world, a_prepared_vote(world))
    with counted_statements() as one:
        waiting(world.actor("陈海涛"), world.compound.id)
    for _ in range(3):
        an_open_vote(world, a_prepared_vote(world))
    with counted_statements() as four:
        waiting(world.actor("陈海涛"), world.compound.id)
    assert len(one) == len(four)
