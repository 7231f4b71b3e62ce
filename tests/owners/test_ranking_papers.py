"""排序 on owners' papers: printed with squares for numbers, entered as the numbers stand, counted by heads and area."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.owners.actions.counting import count
from deliberation.owners.actions.recount import recount
from deliberation.owners.models import OwnersPaper, OwnersVote
from deliberation.owners.rules.questions import QuestionDraft
from tests.builders import World, a_compound, sign_in
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.owners.papers import close, hand_in, voter_ids
from tests.owners.test_entry_pages import desk, papers, save, shown

FIRM = QuestionDraft(
    "选聘物业企业",
    "从下列三家中选定一家。",
    "ORDINARY",
    "HIRE_OR_DISMISS_FIRM",
    method="RANKING",
    options=(("o1", "甲公司"), ("o2", "乙公司"), ("o3", "丙公司")),
)


@pytest.fixture
def world(app: Flask) -> World:
    found = a_compound()
    a_roster(found, heads_of(9))
    tellers(found)
    return found


@pytest.fixture
def vote(world: World) -> OwnersVote:
    made = an_open_vote(world, a_prepared_vote(world, (FIRM,)))
    moment = made.opens_at + timedelta(days=1)
    clock.use(lambda: moment)
    return made


def test_two_clerks_enter_the_numbers_as_they_stand(app: Flask, world: World, vote: OwnersVote) -> None:
    first, second = (sign_in(app.test_client(), world, name) for name in ("郑月", "陶平"))
    status, page = save(first, vote, 2, **{"rank-1-o2": "1", "rank-1-o3": "2", "rank-1-o1": "", "q-1": ""})
    assert (status, "1 乙公司、2 丙公司" in page) == (302, True)
    assert 'value="1"' not in re.findall(r'id="rank-1-o2"[^>]*', shown(second, vote, "papers/2"))[0]
    status, page = save(second, vote, 2, **{"rank-1-o2": "1", "rank-1-o3": "3", "q-1": ""})  # the order is the same
    assert (status, "两遍一致，已确认" in page) == (302, True)
    assert [(p.content or {})["choices"] for p in papers()] == [{"1": ["o2", "o3"]}]


def test_another_order_is_a_difference_and_a_number_twice_is_refused_with_what_was_typed(
    app: Flask, world: World, vote: OwnersVote
) -> None:
    first, second = (sign_in(app.test_client(), world, name) for name in ("郑月", "陶平"))
    twice = {"rank-1-o1": "1", "rank-1-o2": "1", "q-1": ""}
    status, page = save(first, vote, 3, **twice)
    assert (status, "同一个数字写了两次" in page) == (422, True)
    assert all(re.search(rf'name="rank-1-{code}" value="1"', page) for code in ("o1", "o2"))
    assert "把这一项选为“看不清、数字重复”" in page
    assert save(first, vote, 6, **twice | {"q-1": "UNCLEAR"})[0] == 302
    assert [(p.content or {}).get("choices") for p in papers()] == [None]
    assert "两遍一致，已确认" in save(second, vote, 6, **{"q-1": "UNCLEAR"})[1]
    assert save(first, vote, 3, **{"rank-1-o1": "1", "rank-1-o2": "2", "q-1": ""})[0] == 302
    assert "两遍不一致" in save(second, vote, 3, **{"rank-1-o1": "2", "rank-1-o2": "1", "q-1": ""})[1]
    assert save(first, vote, 4, **{"q-1": "UNCLEAR"})[0] == 302
    assert save(first, vote, 5, **{"q-1": ""})[0] == 422


def test_the_printed_ballot_has_squares_for_numbers(app: Flask, world: World, vote: OwnersVote) -> None:
    page = sign_in(app.test_client(), world, "陈海涛").get(desk(vote, "ballots?building=1"))
    said = page.get_data(as_text=True)
    assert (page.status_code, said.count("ballot-number-square")) == (200, 9 * 3)
    assert "写 1、2、3……" in said


def test_the_papers_are_counted_by_heads_and_area_and_counted_again(world: World, vote: OwnersVote) -> None:
    ids = voter_ids(vote)
    hand_in(vote, ids[:4], ("o1", "o2"))
    hand_in(vote, ids[4:7], ("o2", "o1"))
    hand_in(vote, ids[7:], ("o3", "o2"))
    close(vote)
    result = count(world.secretary, vote.id).result or {}
    verdict = result["questions"]["1"]
    assert {o["code"]: (o["heads"], o["state"]) for o in verdict["outcomes"]} == {
        "o1": (7, "NOT_TAKEN"),
        "o2": (9, "TAKEN"),
        "o3": (2, "NOT_TAKEN"),
    }
    assert verdict["steps"] == ["“甲公司”排在“乙公司”前面 4 人、400.00 ㎡，反过来 5 人、500.00 ㎡。"]
    again = recount(vote.id)
    assert again is not None
    assert again.matches
    with transaction():
        one = db.session.query(OwnersPaper).filter_by(voter_id=ids[0]).one()
        one.content = {**(one.content or {}), "choices": {"1": ["o2", "o1"]}}
    changed = recount(vote.id)
    assert changed is not None
    assert not changed.matches
