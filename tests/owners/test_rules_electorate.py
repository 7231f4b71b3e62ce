"""Who is asked: heads, areas and ballot numbers from the roster, for each kind of vote."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.rules.owners import parse_owners
from deliberation.owners.rules.electorate import Voter, check_asked, voters
from deliberation.roster.rules.parts import Part
from deliberation.roster.rules.units import Unit, as_called
from tests.owners.boxes import ALWAYS_ALIKE, BODIES, NATIONAL, said


def a_unit(owner_id: int = 1, **changes: Any) -> Unit:
    plain = {
        "owner_id": owner_id,
        "names": ("孙某某",),
        "voter_name": "孙某某",
        "phone": "",
        "is_developer": False,
        "building": "1号楼",
        "room_text": "101",
        "kind": "DWELLING",
        "area": 10_000,
        "counts_for_votes": True,
    }
    return Unit(**{**plain, **changes})


HALL = (
    a_unit(7, room_text="101", names=("孙某某", "李某某"), voter_name="李某某", phone="1", area=9_000),
    a_unit(5, room_text="102", is_developer=True, area=500),
    a_unit(7, room_text="车位3", kind="PARKING", area=1_200, counts_for_votes=False),
    a_unit(7, building="2号楼", room_text="商铺1", kind="SHOP", area=3_000, phone="2"),
    a_unit(9, building="2号楼", room_text="201", area=8_000),
)


def heads(units: tuple[Unit, ...], kind: str, buildings: tuple[str, ...] = ()) -> list[tuple[int, int, int]]:
    """Number, owner and area of each voter."""
    return [
        (voter.number, voter.owner_id, voter.area) for voter in voters(units, kind, [Part(name) for name in buildings])
    ]


def test_all_owners_are_asked_once_each_with_all_that_counts_of_theirs() -> None:
    assert heads(HALL, "OWNERS") == [(1, 7, 12_000), (2, 5, 500), (3, 9, 8_000)]
    first = voters(HALL, "OWNERS")[0]
    assert first == Voter(
        1, 7, ("孙某某", "李某某"), "李某某", "1", "1号楼", ("101", "2号楼商铺1"), 12_000, is_developer=False
    )
    assert voters(HALL, "OWNERS")[1].is_developer


def test_the_owners_of_a_building_are_asked_with_what_they_own_there() -> None:
    assert heads(HALL, "AFFECTED", ("2号楼",)) == [(1, 7, 3_000), (2, 9, 8_000)]
    assert heads(HALL, "AFFECTED", ("1号楼", "2号楼")) == heads(HALL, "OWNERS")


def test_a_survey_asks_every_sold_dwelling_and_each_by_itself() -> None:
    twice = (*HALL, a_unit(9, building="2号楼", room_text="202", area=7_000, counts_for_votes=False))
    assert heads(twice, "HOUSEHOLDS") == [(1, 7, 9_000), (2, 9, 8_000), (3, 9, 7_000)]
    assert heads(twice, "HOUSEHOLDS", ("1号楼",)) == [(1, 7, 9_000)]


@pytest.mark.parametrize(
    ("kind", "buildings", "unit"),
    [
        ("OWNERS", (), a_unit(counts_for_votes=False)),
        ("AFFECTED", ("3号楼",), a_unit()),
        ("HOUSEHOLDS", (), a_unit(is_developer=True)),
        ("HOUSEHOLDS", (), a_unit(kind="SHOP")),
    ],
)
def test_a_vote_that_would_ask_nobody_is_refused(kind: str, buildings: tuple[str, ...], unit: Unit) -> None:
    with pytest.raises(Refused) as refused:
        voters((unit,), kind, [Part(name) for name in buildings])
    assert refused.value.reason is Reason.INVALID_INPUT
    assert refused.value.facts["what"] == "名册里没有符合表决范围的房屋。"


@ALWAYS_ALIKE
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9), st.booleans()), min_size=1, max_size=8))
def test_no_area_gets_lost_and_no_head_is_asked_twice(rows: list[tuple[int, int, bool]]) -> None:
    units = [a_unit(owner_id, area=area, counts_for_votes=counts) for owner_id, area, counts in rows]
    counting = [unit for unit in units if unit.counts_for_votes]
    if counting:
        found = voters(units, "OWNERS")
        assert sum(voter.area for voter in found) == sum(unit.area for unit in counting)
        assert sorted(voter.owner_id for voter in found) == sorted({unit.owner_id for unit in counting})
        assert [voter.number for voter in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    ("entrance", "room", "written", "called"),
    [
        ("2单元", "301", "301", "2单元301"),
        ("2单元", "301", "301室", "2单元301室"),
        ("2单元", "301", " 301号 ", "2单元 301号 "),
        ("2单元", "301", "301户", "2单元301户"),
        ("2单元", "301", "0301", "2单元0301"),
        ("2单元", "301", "2单元301", "2单元301"),
        ("2单元", "301", "室301", "室301"),
        ("2单元", "301", "301X", "301X"),
        ("", "301", "301", "301"),
    ],
)
def test_two_rooms_301_of_a_building_do_not_look_alike(entrance: str, room: str, written: str, called: str) -> None:
    assert as_called(entrance, room, written) == called


def asking(kind: str, body: str, buildings: tuple[str, ...] = (), policy: str = "STRICT") -> str:
    """What is said against asking these owners so; empty where nothing is."""
    return said(check_asked, kind, [Part(name) for name in buildings], policy, parse_owners(NATIONAL[body]))


def test_each_kind_of_vote_has_rules_of_its_own() -> None:
    wrong = "所选的表决规则不适用于这种表决。"
    for kind, body in BODIES.items():
        buildings = ("1号楼",) if kind == "AFFECTED" else ()
        assert asking(kind, body, buildings) == ""
        for other in set(BODIES.values()) - {body}:
            assert asking(kind, other, buildings) == wrong
    assert asking("EVERYBODY", "owners_assembly") == wrong


def test_buildings_are_named_where_some_owners_decide_and_never_where_all_do() -> None:
    assert asking("OWNERS", "owners_assembly", ("1号楼",)) == "全体业主共同决定的，不能只选部分楼栋。"
    assert asking("AFFECTED", "affected_owners") == "部分业主表决须选定楼栋或单元。"
    assert asking("HOUSEHOLDS", "household_survey", ("1号楼",)) == ""
    assert asking("OWNERS", "owners_assembly", policy="AS_WE_LIKE") == "请选择没有交回的票怎样算。"
