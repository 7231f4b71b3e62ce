"""Which part of a compound is asked: whole buildings and single entrances, and what the roster must know for that."""

from __future__ import annotations

from typing import Any

import pytest

from deliberation.owners.rules.electorate import Voter, as_hashed, check_parts, voters
from deliberation.roster.rules.parts import Part, in_words, missing, normal, within, without_entrance
from deliberation.roster.rules.units import Unit
from tests.owners.boxes import said
from tests.owners.test_rules_electorate import a_unit

WHOLE_3, LIFT, NEXT_LIFT = Part("3号楼"), Part("5号楼", "1单元"), Part("5号楼", "2单元")


def a_home(owner_id: int, building: str, entrance: str, area: int = 10_000, **changes: Any) -> Unit:
    return a_unit(owner_id, building=building, entrance=entrance, area=area, **changes)


HALL = (
    a_home(1, "3号楼", "1单元", 9_000),
    a_home(2, "3号楼", "2单元", 8_000),
    a_home(3, "5号楼", "1单元", 7_000),
    a_home(4, "5号楼", "1单元", 6_000),
    a_home(4, "5号楼", "2单元", 5_000),
    a_home(5, "5号楼", "2单元", 4_000),
    a_home(3, "5号楼", "", 1_000, kind="PARKING", counts_for_votes=False),
)


def asked(*parts: Part, kind: str = "AFFECTED", units: tuple[Unit, ...] = HALL) -> list[tuple[int, int]]:
    """Owner and area of each voter."""
    return [(voter.owner_id, voter.area) for voter in voters(units, kind, parts)]


def test_the_owners_of_one_entrance_are_asked_with_what_they_own_there_and_nobody_else() -> None:
    assert asked(LIFT) == [(3, 7_000), (4, 6_000)]
    assert asked(NEXT_LIFT) == [(4, 5_000), (5, 4_000)]


def test_an_owner_in_two_entrances_is_one_head_with_the_area_of_both() -> None:
    assert asked(LIFT, NEXT_LIFT) == [(3, 7_000), (4, 11_000), (5, 4_000)] == asked(Part("5号楼"))
    both = voters(HALL, "AFFECTED", (LIFT, NEXT_LIFT))
    assert [(voter.building, voter.entrance) for voter in both] == [
        ("5号楼", "1单元"),
        ("5号楼", "1单元"),
        ("5号楼", "2单元"),
    ]


def test_a_whole_building_and_an_entrance_of_another_are_asked_together() -> None:
    assert asked(WHOLE_3, LIFT) == [(1, 9_000), (2, 8_000), (3, 7_000), (4, 6_000)]
    assert asked(LIFT, kind="HOUSEHOLDS") == [(3, 7_000), (4, 6_000)]


def test_an_entrance_of_a_building_that_is_in_as_a_whole_says_nothing_more() -> None:
    tenth = Part("10号楼")
    assert normal([tenth, LIFT, WHOLE_3, Part("3号楼", "2单元"), LIFT]) == [WHOLE_3, LIFT, tenth]
    assert asked(WHOLE_3, Part("3号楼", "2单元")) == asked(WHOLE_3)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], ""),
        ([WHOLE_3, LIFT], "3号楼、5号楼1单元"),
        ([Part("东区5号楼", "东单元")], "东区5号楼东单元"),
        ([Part("5", "1单元")], "5 1单元"),
    ],
)
def test_a_scope_is_read_as_people_say_it(parts: list[Part], words: str) -> None:
    assert in_words(parts) == words


def test_a_part_comes_back_from_the_store_and_from_a_form_as_it_went() -> None:
    for part in (WHOLE_3, LIFT):
        assert Part.from_json(part.to_json()) == part == Part.from_code(part.code)
    assert (WHOLE_3.to_json(), WHOLE_3.code) == ({"building": "3号楼"}, "3号楼")
    assert (LIFT.to_json(), LIFT.code) == ({"building": "5号楼", "entrance": "1单元"}, "5号楼|1单元")


def test_everybody_stands_within_no_scope_and_a_home_without_entrance_in_no_entrance() -> None:
    assert within(HALL, ()) == list(HALL)
    lost = a_home(9, "5号楼", "")
    assert within([lost], [LIFT]) == []
    assert within([lost], [Part("5号楼")]) == [lost]


def test_a_part_that_the_roster_does_not_know_is_named() -> None:
    third = Part("5号楼", "3单元")
    assert missing(HALL, [Part("10号楼"), third, WHOLE_3, LIFT]) == [third, Part("10号楼")]
    what = said(check_parts, HALL, "AFFECTED", [third, LIFT])
    assert what == "现在使用的名册里没有这些楼栋、单元：5号楼3单元。请核对名册里楼栋、单元的写法。"
    assert said(check_parts, HALL, "AFFECTED", [WHOLE_3, LIFT]) == ""


def test_homes_without_entrance_are_counted_and_stop_a_scope_by_entrance_until_the_roster_is_mended() -> None:
    unplaced = (*HALL, a_home(8, "5号楼", ""), a_home(9, "5号楼", "", kind="SHOP"), a_home(7, "3号楼", ""))
    assert without_entrance(unplaced, [LIFT]) == {"5号楼": 3}
    what = said(check_parts, unplaced, "AFFECTED", [LIFT])
    assert what.startswith("名册里5号楼有 2 户没有写单元，分不清属于哪个单元，不能只问其中一个单元。")
    assert said(check_parts, unplaced, "HOUSEHOLDS", [LIFT]).startswith("名册里5号楼有 1 户没有写单元")
    assert said(check_parts, unplaced, "AFFECTED", [Part("5号楼"), WHOLE_3]) == ""


def test_what_does_not_count_needs_no_entrance() -> None:
    """The parking space of the hall stands in no entrance, and asks for nothing: it has no part in the vote."""
    assert without_entrance(HALL, [LIFT]) == {"5号楼": 1}
    assert said(check_parts, HALL, "AFFECTED", [LIFT]) == ""


def test_voters_that_were_frozen_before_entrances_are_hashed_as_they_were_then() -> None:
    voter = Voter(1, 3, ("孙某某",), "孙某某", "", "5号楼", ("1单元101",), 7_000, is_developer=False, entrance="1单元")
    before = {
        "number": 1,
        "owner_id": 3,
        "names": ("孙某某",),
        "voter_name": "孙某某",
        "phone": "",
        "building": "5号楼",
        "rooms": ("1单元101",),
        "area": 7_000,
        "is_developer": False,
    }
    assert as_hashed([voter], {"buildings": ["5号楼"]}) == [before]
    assert as_hashed([voter], {"scope": []}) == [before | {"entrance": "1单元"}]
