"""Owners' lists are searched by room, number and name in the store: roster, deliveries, letters, signatures, papers."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel import clock, rooms
from deliberation.owners.actions.erasing import _erase
from deliberation.owners.actions.petitions import PetitionDraft, begin, sign
from deliberation.owners.models import OwnersVoter
from deliberation.owners.queries import delivery, petitions
from deliberation.owners.queries.delivery import Wanted
from deliberation.roster.actions import rosters
from deliberation.roster.models import RosterOwner
from deliberation.roster.queries import rosters as queries
from deliberation.roster.queries.rosters import Filter
from tests.builders import World, a_compound, sign_in
from tests.owners.hall import OPENS, a_noticed_vote, a_prepared_vote, an_open_vote
from tests.queries import counted_statements
from tests.roster.rosters import a_file, in_use, keeper

ROWS = [
    ("1号楼", "1单元", 301, "陳麗/王芳", 90, "13812345678", ""),
    ("1号楼", "1单元", 1301, "买买提·阿不都", 80, "", ""),
    ("3号楼", "2单元", 301, "赵六", 100, "", ""),
    ("A座", "", 1203, "SMITH JOHN", 70, "", ""),
    ("3号楼", "", "车位12", "赵六", 12, "", ""),
]


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: clock.beijing(2026, 3, 1, 9))
    return a_compound()


def found_in(roster_id: int, words: str, only: str = "") -> set[str]:
    return {line.label for line in queries.chosen_lines(roster_id, Filter(words=words, only=only)).page().items}


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("1301", {"1号楼1单元1301室"}),
        ("301", {"1号楼1单元301室", "3号楼2单元301室"}),
        ("3-2-301", {"3号楼2单元301室"}),
        ("三号楼二单元三零一", {"3号楼2单元301室"}),
        ("3號樓 2單元", {"3号楼2单元301室"}),
        ("３－２－３０１", {"3号楼2单元301室"}),
        ("3 2 301", {"3号楼2单元301室"}),
        ("a1203", {"A座1203室"}),
        ("陈丽", {"1号楼1单元301室"}),
        ("王芳 301", {"1号楼1单元301室"}),
        ("王芳 1203", set()),
        ("买买提•阿不都", {"1号楼1单元1301室"}),
        ("smith", {"A座1203室"}),
        ("车位12", {"3号楼车位12"}),
        ("赵 六 车位", {"3号楼车位12"}),
        ("%", set()),
        ("_", set()),
        ("|", set()),
        ("13812345678", set()),
    ],
)
def test_a_roster_is_searched_however_room_and_name_are_written(world: World, words: str, labels: set[str]) -> None:
    assert found_in(in_use(world, a_file(ROWS)).id, words) == labels


def test_a_roster_is_narrowed_in_two_statements_however_large(world: World) -> None:
    many = [("5号楼", "1单元", 100 + n, f"业主{n}", 80, "", "") for n in range(300)]
    roster = in_use(world, a_file([*ROWS, *many]))
    number = roster.id
    with counted_statements() as seen:
        page = queries.chosen_lines(number, Filter(words="业主")).page(2, queries.PER_PAGE)
    assert (page.total, len(page.items)) == (300, 50)
    assert len([one for one in seen if one.startswith("SELECT")]) == 2
    assert found_in(roster.id, "", "NO_VOTER") == {"1号楼1单元301室"}
    assert found_in(roster.id, "", "NOT_COUNTED") == {"3号楼车位12"}
    assert queries.without_voter(roster.id) == 1


def test_what_a_replaced_roster_was_found_by_goes_with_its_names(world: World) -> None:
    old = in_use(world, a_file(ROWS))
    in_use(world, a_file(ROWS[:2]))
    assert found_in(old.id, "赵六")
    rosters.erase(keeper(world), old.id)
    assert found_in(old.id, "赵六") == set()
    assert set(db.session.scalars(select(RosterOwner.search).where(RosterOwner.roster_id == old.id))) == {""}
    assert found_in(old.id, "3-2-301") == {"3号楼2单元301室"}, "rooms and areas stay"


def test_deliveries_are_found_by_room_and_number_and_forget_rooms_at_the_end(world: World) -> None:
    in_use(world, a_file(ROWS))
    vote = a_prepared_vote(world)
    a_noticed_vote(world, vote)
    an_open_vote(world, vote)
    asked = vote.id
    with counted_statements() as seen:
        page = delivery.lines(asked, Wanted(words="3-2-301")).page(1, delivery.PER_PAGE)
    assert [line.voter.names for line in page.items] == [["赵六"]]
    assert len([one for one in seen if one.startswith("SELECT")]) <= 5
    number = page.items[0].voter.number
    for words in (f"{number}号", f"票号{number}", "三号楼 二单元 301"):
        assert number in {line.voter.number for line in delivery.lines(vote.id, Wanted(words=words)).page().items}, (
            words
        )
    assert delivery.lines(vote.id, Wanted(words="赵六")).page().items == [], "names are masked for who delivers"
    _erase(vote)
    assert set(db.session.scalars(select(OwnersVoter.search).where(OwnersVoter.vote_id == vote.id))) == {""}


def test_who_may_sign_and_who_signed_is_found_by_the_room(app: Flask, world: World) -> None:
    in_use(world, a_file(ROWS))
    clock.use(lambda: OPENS)
    draft = PetitionDraft("MEETING", "召开临时会议", "要求召开业主大会临时会议。", None, "key")
    demand = begin(world.secretary, world.compound.id, draft)
    (one,) = petitions.meant(demand, "三号楼2单元301")
    assert one.names == ("赵六",)
    assert petitions.meant(demand, "9-9-999") == []
    sign(world.secretary, demand.id, one.id, date(2026, 3, 1))
    assert petitions.signers(demand.id, "3-2-301").page().total == 1
    assert petitions.signers(demand.id, "A1203").page().total == 0
    desk = sign_in(app.test_client(), world, "陈海涛")
    path = f"/desk/jinling/owners-petitions/{demand.id}"
    assert "3号楼" in desk.get(path, query_string={"signer": "３－２－３０１"}).text
    assert "签名的业主里没有这个房号" in desk.get(path, query_string={"signer": "9-901"}).text


@pytest.mark.parametrize(
    ("words", "is_there"),
    [
        ("负一层12", True),
        ("B1-12", True),
        ("地下1层12", True),
        ("b1012", False),
        ("12", True),
        ("1-12", True),
        ("2", False),
        ("甲", False),
    ],
)
def test_a_cellar_is_found_by_its_number_and_its_word(words: str, is_there: bool) -> None:
    place = rooms.said("3号楼", ["负一层12"])
    assert all(rooms.is_said(term, place) for term in rooms.terms(words)) is is_there
