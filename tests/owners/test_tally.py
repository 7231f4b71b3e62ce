"""Counting the papers of scenarios A, C and E: the numbers of the reference, from single papers to the verdict."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.recount import recount
from deliberation.owners.models import OwnersPaper, OwnersVote
from deliberation.owners.queries.results import verdict_json
from deliberation.owners.rules.papers import Content
from tests.builders import World
from tests.owners.hall import FEE, a_prepared_vote, a_roster, an_open_vote, tellers
from tests.owners.papers import close, deliver, hand_in, voter_ids
from tests.owners.scenarios import SCENARIO_A, SCENARIO_C, heads_with, slices
from tests.queries import counted_statements


def the_vote_of_scenario_a(world: World) -> OwnersVote:
    """612 owners; 455 valid papers, 4 unsigned, 2 duplicates; 8 could not be reached (A13)."""
    a_roster(world, heads_with(SCENARIO_A))
    vote = an_open_vote(world, a_prepared_vote(world))
    agree, oppose, abstain, others = slices(voter_ids(vote), SCENARIO_A)
    deliver(vote, [*agree, *oppose, *abstain, *others[:-8]])
    hand_in(vote, agree, "AGREE")
    hand_in(vote, oppose, "OPPOSE")
    hand_in(vote, abstain, "ABSTAIN")
    hand_in(vote, others[:4], "AGREE", void_reason="UNSIGNED")
    hand_in(vote, agree[:2], "OPPOSE", sequence=2)
    close(vote)
    return vote


def test_the_entrance_works_pass_with_the_numbers_of_scenario_a(world: World) -> None:
    vote = the_vote_of_scenario_a(world)
    counted = count(world.secretary, vote.id)
    verdict = verdict_json(counted, 1) or {}
    tests = {t["name"]: t for t in verdict["tests"]}
    assert verdict["result"] == "PASSED"
    assert (tests["quorum_heads"]["actual"], tests["quorum_heads"]["required"]) == (455, 408)
    assert (tests["quorum_area"]["actual"], tests["quorum_area"]["required"]) == (5_891_120, 5_236_024)
    assert (tests["majority_heads"]["actual"], tests["majority_heads"]["required"]) == (352, 342)
    assert (tests["majority_area"]["actual"], tests["majority_area"]["required"]) == (4_601_275, 4_418_340)
    assert [tests[n]["percent_text"] for n in ("quorum_heads", "quorum_area")] == ["74.35%", "75.01%"]
    assert [tests[n]["percent_text"] for n in ("majority_heads", "majority_area")] == ["77.36%", "78.11%"]


def test_void_papers_are_counted_by_reason_and_take_no_part(world: World) -> None:
    counted = count(world.secretary, the_vote_of_scenario_a(world).id)
    figures = (counted.result or {})["figures"]
    assert figures["papers"] == 461
    assert figures["void_papers"] == {"DUPLICATE": 2, "UNSIGNED": 4}
    assert figures["valid"] == {"heads": 455, "area": 5_891_120}
    assert (figures["undelivered"]["heads"], figures["delivered"]["heads"]) == (8, 604)


def test_half_of_the_owners_is_not_more_than_half_though_their_area_is(world: World) -> None:
    a_roster(world, heads_with(SCENARIO_C))
    vote = an_open_vote(world, a_prepared_vote(world, (FEE,)))
    groups = slices(voter_ids(vote), SCENARIO_C)
    for ids, choice in zip(groups, ("AGREE", "OPPOSE", "ABSTAIN"), strict=False):
        hand_in(vote, ids, choice)
    close(vote)
    verdict = verdict_json(count(world.secretary, vote.id), 1) or {}
    tests = {t["name"]: t for t in verdict["tests"]}
    assert verdict["result"] == "REJECTED"
    assert (tests["majority_heads"]["percent_text"], tests["majority_area"]["percent_text"]) == ("50.00%", "52.47%")
    assert "未超过半数" in tests["majority_heads"]["sentence"]


def test_nothing_is_counted_while_a_paper_is_entered_once_only(world: World) -> None:
    vote = the_vote_of_scenario_a(world)
    paper = hand_in_once(vote)
    with pytest.raises(Refused) as refused:
        count(world.secretary, vote.id)
    assert refused.value.reason is Reason.ENTRY_PENDING
    settle(paper)
    assert count(world.secretary, vote.id).state == "COUNTED"


def hand_in_once(vote: OwnersVote) -> int:
    with transaction():
        paper = db.session.scalars(select(OwnersPaper).where(OwnersPaper.vote_id == vote.id)).first()
        assert paper is not None
        paper.state = "ENTERED_ONCE"
    return paper.id


def settle(paper_id: int) -> None:
    with transaction():
        db.session.get_one(OwnersPaper, paper_id).state = "CONFIRMED"


def test_the_count_is_confirmed_by_two_people_of_whom_one_did_not_enter(world: World) -> None:
    vote = count(world.secretary, the_vote_of_scenario_a(world).id)
    teller, _ = tellers(world)
    assert certify(world.actor(teller), vote.id, "TELLER").state == "COUNTED"
    with pytest.raises(Refused) as refused:
        certify(world.actor(teller), vote.id, "SCRUTINEER")
    assert refused.value.reason is Reason.SAME_PERSON
    assert certify(world.actor("张秀兰"), vote.id, "SCRUTINEER").state == "CERTIFIED"


def test_a_scrutineer_cannot_sign_as_teller(world: World) -> None:
    vote = count(world.secretary, the_vote_of_scenario_a(world).id)
    with pytest.raises(Refused) as refused:
        certify(world.actor("张秀兰"), vote.id, "TELLER")
    assert refused.value.reason is Reason.FORBIDDEN


def test_counting_takes_the_same_few_statements_for_any_number_of_owners(world: World) -> None:
    vote = the_vote_of_scenario_a(world)
    with counted_statements() as seen:
        count(world.secretary, vote.id)
    # Three of them are the seal's: the chain that moved last, and what the mark of the box is made over.
    assert len(seen) <= 23


def test_the_papers_give_the_published_numbers_again_and_a_changed_paper_does_not(world: World) -> None:
    vote = count(world.secretary, the_vote_of_scenario_a(world).id)
    again = recount(vote.id)
    assert again is not None
    assert (again.matches, "通过" in again.sentence) == (True, True)
    with transaction():
        paper = db.session.scalars(select(OwnersPaper).where(OwnersPaper.vote_id == vote.id)).first()
        assert paper is not None
        paper.content = Content("OWNER", {"1": ("OPPOSE",)}).to_json()
    changed = recount(vote.id)
    assert changed is not None
    assert not changed.matches
