"""Votes frozen and counted by the first schema come out as they were published, and their hashes hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deliberation.kernel.digest import digest
from deliberation.kernel.methods import approval
from deliberation.kernel.recounting import recounted, verdicts_of
from deliberation.kernel.sealing import Sealed, schema_of
from deliberation.owners.rules.electorate import Voter, as_hashed
from deliberation.owners.rules.papers import Content, Paper
from deliberation.owners.rules.tally import Box, Counted, result_of
from deliberation.room.rules.questions import judged, question_of

BEFORE: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[1] / "data" / "votes_of_version_1.json").read_text("utf-8")
)
"""What the edition before wrote: meetings' votes by every method, owners' votes by every policy and class."""


def again_of(vote: dict[str, Any]) -> dict[str, Any]:
    """A meeting's vote, judged now from its stored ballots."""
    return {"version": 4, "verdict": judged(vote["frozen"], vote["choices"]).to_json()}


def owners_again(vote: dict[str, Any]) -> dict[str, Any]:
    """An owners' vote, counted now from its papers."""
    papers = [Paper(p["voter"], p["sequence"], Content.from_json(p["content"])) for p in vote["papers"]]
    channels = {(paper.voter_id, paper.sequence): "PAPER" for paper in papers}
    return result_of(vote["frozen"], Box([Counted(**voter) for voter in vote["voters"]], papers, channels))


def sealed(vote: dict[str, Any]) -> Sealed:
    beside: tuple[Any, ...] = ()
    if "electorate" in vote:
        people = [
            Voter(**row | {"names": tuple(row["names"]), "rooms": tuple(row["rooms"])}) for row in vote["electorate"]
        ]
        beside = (as_hashed(people, vote["frozen"]),)
    return Sealed(vote["frozen"], vote["frozen_hash"], vote["result"], vote["result_hash"], beside)


@pytest.mark.parametrize("vote", BEFORE["hall"], ids=lambda vote: str(vote["frozen"]["question"]["method"]))
def test_a_meetings_vote_of_before_comes_out_as_it_was_published(vote: dict[str, Any]) -> None:
    assert schema_of(vote["frozen"]) == 1
    assert recounted(sealed(vote), again_of(vote), {"": ""})[0]
    now, then = again_of(vote)["verdict"], vote["result"]["verdict"]
    assert {key: now[key] for key in then} == then
    assert approval.totals(verdicts_of(vote["result"])[""]) == approval.totals(now) == vote["result"]["tally"]


@pytest.mark.parametrize(
    "vote", BEFORE["owners"], ids=lambda vote: f"{vote['frozen']['kind']}-{vote['frozen']['policy']}"
)
def test_an_owners_vote_of_before_comes_out_as_it_was_published(vote: dict[str, Any]) -> None:
    again = owners_again(vote)
    assert recounted(sealed(vote), again, {n: f"第 {n} 项" for n in again["questions"]}, ("figures",))[0]
    assert {**again, "version": 3} == vote["result"]


def test_one_ballot_or_one_number_changed_is_found_in_a_vote_of_before() -> None:
    vote = BEFORE["hall"][0]
    choices = ["OPPOSE", *vote["choices"][1:]]
    assert not recounted(sealed(vote), again_of(vote | {"choices": choices}), {"": ""})[0]
    result = vote["result"] | {"tally": {**vote["result"]["tally"], "agree": 11}}
    assert not recounted(sealed(vote | {"result": result}), again_of(vote), {"": ""})[0]
    written_anew = vote | {"result": result, "result_hash": digest(vote["frozen"], result)}
    assert not recounted(sealed(written_anew), again_of(vote), {"": ""})[0]


def test_the_question_of_a_vote_of_before_reads_as_the_one_that_was_put() -> None:
    methods = [question_of(vote["frozen"]).method for vote in BEFORE["hall"]]
    assert set(methods) == {"APPROVAL", "CHOOSE", "OPTIONS", "ELECTION", "SCORES"}
    assert [question_of(vote["frozen"]).advisory for vote in BEFORE["hall"][:3]] == [False, False, True]
