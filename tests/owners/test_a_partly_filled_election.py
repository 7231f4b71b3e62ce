"""选举业主委员会: who has more than half is elected; the matter waits until every post is filled (民法典 278(1)(3))."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.models import OwnersMatter, OwnersVote
from deliberation.owners.queries.results import verdict_json
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World, a_compound, sign_in
from tests.owners.hall import FEE, a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.owners.papers import close, hand_in, voter_ids

NAMES = ("李华", "王强", "赵敏", "孙丽")
ELECTION = replace(
    FEE,
    title="选举业主委员会",
    item="COMMITTEE_ELECTION",
    method="ELECTION",
    most=3,
    seats=3,
    options=tuple((f"o{n}", name) for n, name in enumerate(NAMES, start=1)),
)


@pytest.fixture
def world(app: Flask) -> World:
    found = a_compound()
    a_roster(found, heads_of(10))
    return found


@pytest.fixture
def matter(world: World) -> OwnersMatter:
    with transaction() as session:
        found = OwnersMatter(
            compound_id=world.compound.id,
            decision_authority="OWNERS_ORDINARY",
            matter="COMMITTEE_ELECTION",
            state="PROPOSED",
            proposed_at=clock.now(),
        )
        session.add(found)
    return found


def held(world: World, question: QuestionDraft, *sides: tuple[tuple[str, ...], int]) -> dict[str, Any]:
    """So many owners choose each list of names; counted, confirmed, posted: the verdict."""
    vote = an_open_vote(world, a_prepared_vote(world, (question,)))
    ids = voter_ids(vote)
    for choice, number in sides:
        hand_in(vote, [ids.pop() for _ in range(number)], choice)
    close(vote)
    finish(world, vote)
    return verdict_json(vote, 1) or {}


def finish(world: World, vote: OwnersVote) -> None:
    count(world.secretary, vote.id)
    certify(world.actor(tellers(world)[0]), vote.id, "TELLER")
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    announce_owners_result(world.actor("陈海涛"), vote.id)


ONE_OF_THREE = ((("o1", "o2"), 5), (("o1", "o3"), 3), (("o4",), 2))


def test_one_elected_of_three_leaves_the_matter_open_for_the_posts_left(world: World, matter: OwnersMatter) -> None:
    first = held(world, replace(ELECTION, matter_id=matter.id), *ONE_OF_THREE)
    assert (first["result"], first["result_label"], first["vacant"]) == ("PASSED", "部分选出", 2)
    assert "部分选出：还缺 2 席，在“王强”、“赵敏”、“孙丽”中另行选举。" in first["sentence"]
    assert [o["label"] for o in first["outcomes"] if o["chosen"]] == ["李华"]
    assert matter.state == "PROPOSED"
    second = replace(ELECTION, matter_id=matter.id, options=ELECTION.options[1:], seats=2, most=2)
    assert held(world, second, (("o2", "o3"), 6), (("o4",), 4))["result_label"] == "全部选出"
    assert matter.state == "PASSED"


def test_nobody_elected_is_no_vote_of_the_owners_against_having_a_committee(world: World, matter: OwnersMatter) -> None:
    verdict = held(world, replace(ELECTION, matter_id=matter.id), ((), 10))
    assert (verdict["result"], verdict.get("run_off", []), matter.state) == ("REJECTED", [], "PROPOSED")


def test_all_posts_filled_settle_the_matter(world: World, matter: OwnersMatter) -> None:
    held(world, replace(ELECTION, matter_id=matter.id), (("o1", "o2", "o3"), 6), (("o4",), 4))
    assert matter.state == "PASSED"


def test_a_tie_for_the_last_post_leaves_it_open(world: World, matter: OwnersMatter) -> None:
    verdict = held(world, replace(ELECTION, matter_id=matter.id), (("o1", "o2", "o3"), 5), (("o1", "o2", "o4"), 5))
    assert verdict["vacant"] == 1
    tied = held(
        world,
        replace(ELECTION, matter_id=matter.id, seats=1, most=1, options=ELECTION.options[2:]),
        (("o3",), 5),
        (("o4",), 5),
    )
    assert (tied["run_off"], matter.state) == (["o3", "o4"], "PROPOSED")


def test_fewer_posts_than_were_left_open_are_not_put_to_the_vote(world: World, matter: OwnersMatter) -> None:
    held(world, replace(ELECTION, matter_id=matter.id), *ONE_OF_THREE)
    with pytest.raises(Refused) as refused:
        a_prepared_vote(world, (replace(ELECTION, matter_id=matter.id, seats=1, most=1),))
    assert refused.value.reason is Reason.INVALID_INPUT
    assert refused.value.facts["what"] == "“选举业主委员会”上一轮还缺 2 席，这一轮应选不能少于 2 人。"


def test_the_form_of_the_next_round_starts_with_the_posts_and_names_that_are_left(
    world: World, matter: OwnersMatter, client: FlaskClient
) -> None:
    held(world, replace(ELECTION, matter_id=matter.id), *ONE_OF_THREE)
    page = sign_in(client, world, "陈海涛").get(f"/desk/jinling/owners-votes/new?matter={matter.id}").text
    assert "王强\n赵敏\n孙丽</textarea>" in page.replace("\r\n", "\n")
    (field,) = re.findall(r'<input[^>]*name="questions-0-seats"[^>]*>', page)
    assert 'value="2"' in field
    assert re.search(r'<option[^>]*selected[^>]*value="ELECTION"', page)
