"""A result that an earlier edition counted is compared by its numbers and outcomes, never by its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.kernel.counting import Weight
from deliberation.kernel.digest import digest
from deliberation.kernel.methods import decide
from deliberation.kernel.methods.base import Ballot, Electorate, Question
from deliberation.kernel.recounting import EDITION, Recount
from deliberation.organisation.rules.owners import parse_owners
from deliberation.owners.actions import asking
from deliberation.owners.actions.counting import count
from deliberation.owners.actions.recount import recount
from deliberation.owners.models import OwnersPaper, OwnersVote
from deliberation.owners.queries.results import box_of
from deliberation.owners.rules.interested import Door
from deliberation.owners.rules.papers import Content
from deliberation.owners.rules.tally import Box, result_of
from tests.builders import World, a_compound
from tests.owners.hall import FEE, a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.papers import close, deliver, hand_in, voter_ids
from tests.owners.test_a_partly_filled_election import ELECTION, ONE_OF_THREE

SHOP = replace(
    FEE, title="住宅改为棋牌室", text="同意。", decision_class="UNANIMOUS", item=None
)  # 民法典 279: those with an interest, all of whom must agree


@pytest.fixture
def world(app: Flask) -> World:
    found = a_compound()
    a_roster(found, heads_of(10, building="3号楼"))
    return found


def counted(world: World, vote: OwnersVote, *sides: tuple[str | tuple[str, ...], int]) -> OwnersVote:
    """So many owners choose each side, from the first ballot on; VOID hands in a paper without signature."""
    ids = voter_ids(vote)
    for choice, number in sides:
        void = "UNSIGNED" if choice == "VOID" else ""
        hand_in(vote, [ids.pop(0) for _ in range(number)], "AGREE" if void else choice, void_reason=void)
    close(vote)
    return count(world.secretary, vote.id)


def as_of_before(vote: OwnersVote, judge: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> OwnersVote:
    """The result as the first edition stored it: without a version, in other words, judged by `judge`."""
    old = dict(vote.result or {})
    del old["version"]
    verdict = dict(old["questions"]["1"] if judge is None else judge(old))
    for key in ("vacant", "enough"):
        verdict.pop(key, None)
    verdict["sentence"] = "旧的说法。"
    verdict["tests"] = [test | {"sentence": "旧的说法。"} for test in verdict["tests"]]
    store(vote, old | {"questions": {"1": verdict}})
    return vote


def store(vote: OwnersVote, result: dict[str, Any]) -> None:
    with transaction():
        vote.result, vote.result_hash = result, digest(vote.frozen_hash, result)


def again(vote: OwnersVote) -> Recount:
    return recount(vote.id) or pytest.fail("no recount")


def an_election(world: World) -> OwnersVote:
    return counted(world, an_open_vote(world, a_prepared_vote(world, (ELECTION,))), *ONE_OF_THREE)


def test_a_new_result_says_by_which_edition_it_was_counted_and_is_compared_whole(world: World) -> None:
    vote = an_election(world)
    assert (vote.result or {})["version"] == EDITION
    assert again(vote).sentence.endswith("与公布的结果一致。")
    verdict = (vote.result or {})["questions"]["1"]
    store(vote, (vote.result or {}) | {"questions": {"1": verdict | {"sentence": "别的说法。"}}})
    assert (again(vote).matches, again(vote).sentence[-10:]) == (False, "与公布的结果不一致。")


def test_an_older_election_comes_out_again_though_it_is_told_in_other_words_now(world: World) -> None:
    found = again(as_of_before(an_election(world)))
    assert found.matches
    assert found.sentence.endswith("旧版结果：数字和结论与公布的一致，文字不比较。")


def test_a_changed_paper_is_found_in_an_older_result_too(world: World) -> None:
    vote = as_of_before(an_election(world))
    with transaction():
        paper = db.session.scalars(select(OwnersPaper).where(OwnersPaper.vote_id == vote.id)).first()
        assert paper is not None
        paper.content = Content("OWNER", {"1": ("o4",)}).to_json()
    assert (again(vote).matches, again(vote).sentence[-10:]) == (False, "与公布的结果不一致。")


def test_an_older_result_that_was_changed_in_the_store_is_found_by_its_hash(world: World) -> None:
    vote = as_of_before(an_election(world))
    with transaction():
        vote.result = (vote.result or {}) | {"note": "改过"}
    assert (again(vote).matches, again(vote).sentence[-10:]) == (False, "与公布的结果不一致。")


def test_a_dwelling_turned_to_business_that_was_said_to_lack_a_quorum_is_told_to_be_rejected_by_now(
    world: World,
) -> None:
    vote = a_prepared_vote(world, (SHOP,), kind="AFFECTED", buildings=("3号楼",))
    asking.name_applicant(world.actor("陈海涛"), vote.id, Door("3号楼", "", "0001"))
    vote = counted(world, an_open_vote(world, vote), ("AGREE", 3), ("OPPOSE", 1))
    said = again(as_of_before(vote, by_the_shares_of_a_majority(vote)))
    assert not said.matches
    assert "旧版结果：票数与公布的一致" in said.sentence
    assert "第 1 项按现在对法条的读法结论不同：公布的是“参与比例不足”，现在算出“未通过”" in said.sentence
    assert said.sentence.endswith("公布的结果没有改动。")


def by_the_shares_of_a_majority(vote: OwnersVote) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The first edition judged 民法典 279 like any vote, with a share of those taking part that no law has."""
    rule = parse_owners((vote.frozen or {})["profile"]).rule_for("UNANIMOUS")

    def judge(_old: dict[str, Any]) -> dict[str, Any]:
        ballots = [Ballot(("AGREE",), Weight(3, 30_000)), Ballot(("OPPOSE",), Weight(1, 10_000))]
        electorate = Electorate(entitled=Weight(9, 90_000), undelivered=Weight(5, 50_000))
        return decide(Question("APPROVAL"), ballots, electorate, rule).to_json()

    return judge


def in_sichuan(world: World, *sides: tuple[str, int]) -> OwnersVote:
    """Everybody signed for his paper, and the first edition let void papers take no part."""
    vote = an_open_vote(world, a_prepared_vote(world, (FEE,), place="四川省", policy="ABSTAIN"))
    ids = voter_ids(vote)
    deliver(vote, ids[: sum(number for _choice, number in sides)])
    vote = counted(world, vote, *sides)
    return as_of_before(vote, lambda _old: void_takes_no_part(vote))


def void_takes_no_part(vote: OwnersVote) -> dict[str, Any]:
    box = box_of(vote.id)
    void = {paper.voter_id for paper in box.papers if paper.content.void_reason}
    voters = [replace(one, proved=one.proved and one.voter_id not in void) for one in box.voters]
    verdict: dict[str, Any] = result_of(vote.frozen or {}, Box(voters, box.papers, box.channels))["questions"]["1"]
    return verdict


def test_void_papers_in_sichuan_may_change_an_older_outcome_and_the_recount_says_so(world: World) -> None:
    said = again(in_sichuan(world, ("AGREE", 5), ("OPPOSE", 1), ("VOID", 2)))
    assert not said.matches
    assert "结论不同：公布的是“参与比例不足”，现在算出“通过”" in said.sentence


def test_void_papers_in_sichuan_that_change_the_figures_of_the_tests_only_are_told_too(world: World) -> None:
    said = again(in_sichuan(world, ("AGREE", 8), ("VOID", 2)))
    assert not said.matches
    assert "第 1 项按现在对法条的读法，判定用的数字不同，公布的是“通过”" in said.sentence


def test_without_void_papers_an_older_result_of_sichuan_comes_out_again(world: World) -> None:
    assert again(in_sichuan(world, ("AGREE", 6), ("OPPOSE", 2))).matches
