"""Whom 民法典 279 asks: the others of the building, and who proves an interest from outside (区分所有权解释 §11)."""

from __future__ import annotations

from typing import Any

import pytest

from deliberation.kernel.errors import Refused
from deliberation.owners.rules.electorate import voters
from deliberation.owners.rules.interested import (
    MOST_REASON,
    Door,
    Interest,
    Interested,
    check_alone,
    check_claimant,
    count_interested,
)
from deliberation.roster.rules.parts import Part
from deliberation.roster.rules.units import Unit
from tests.owners.boxes import said
from tests.owners.test_rules_electorate import a_unit

BUILDING = [Part("2号楼")]
APPLICANT, NEXT_DOOR = Door("2号楼", "1单元", "101"), Door("3号楼", "1单元", "201")


def a_flat(owner_id: int, building: str, room: str, **changes: Any) -> Unit:
    return a_unit(owner_id, building=building, entrance="1单元", room=room, room_text=room, **changes)


THIRTEEN = tuple(a_flat(n, "2号楼", f"10{n}" if n < 10 else f"2{n}") for n in range(1, 14))
ELSEWHERE = (a_flat(21, "3号楼", "201"), a_flat(22, "3号楼", "202"))
COMPOUND = THIRTEEN + ELSEWHERE


def heads(interest: Interest, units: tuple[Unit, ...] = COMPOUND) -> list[int]:
    """The owners who are asked."""
    return [voter.owner_id for voter in voters(units, "AFFECTED", BUILDING, interest)]


def test_of_thirteen_owners_of_the_building_the_twelve_others_are_asked() -> None:
    assert heads(Interest(APPLICANT)) == list(range(2, 14))
    assert count_interested(COMPOUND, BUILDING, Interest(APPLICANT)) == Interested(12, 0)


def test_an_owner_from_next_door_who_proves_an_interest_makes_thirteen() -> None:
    interest = Interest(APPLICANT, (NEXT_DOOR,))
    assert heads(interest) == [*range(2, 14), 21]
    counted = count_interested(COMPOUND, BUILDING, interest)
    assert (counted.inside, counted.outside, counted.heads) == (12, 1, 13)


def test_an_applicant_with_two_homes_in_the_building_is_out_wholly() -> None:
    second = (*COMPOUND, a_flat(1, "2号楼", "301"), a_flat(1, "3号楼", "301"))
    assert heads(Interest(APPLICANT), second) == list(range(2, 14))
    assert heads(Interest(Door("2号楼", "1单元", "301"), (Door("3号楼", "1单元", "301"),)), second) == list(
        range(2, 14)
    )


def test_a_claimant_is_asked_with_the_home_that_suffers_and_once_only() -> None:
    rich = (*COMPOUND, a_flat(21, "3号楼", "203", area=5_000), a_flat(21, "4号楼", "101"))
    one = voters(rich, "AFFECTED", BUILDING, Interest(APPLICANT, (NEXT_DOOR,)))[-1]
    assert (one.owner_id, one.area) == (21, 10_000)
    both = voters(rich, "AFFECTED", BUILDING, Interest(APPLICANT, (NEXT_DOOR, Door("3号楼", "1单元", "203"))))[-1]
    assert (both.owner_id, both.area, both.rooms) == (21, 15_000, ("201", "203"))


@pytest.mark.parametrize(
    ("interest", "what"),
    [
        (Interest(Door("2号楼", "1单元", "909")), "找不到申请人的房屋：2号楼1单元909"),
        (Interest(NEXT_DOOR), "申请人的房屋不在所选的楼栋里"),
        (Interest(APPLICANT, (Door("9号楼", "", "1"),)), "没有主张有利害关系的业主的房屋：9号楼1"),
        (Interest(Door("2号楼", "1单元", "101", "SHOP")), "找不到申请人的房屋"),
    ],
)
def test_a_home_that_the_roster_calls_otherwise_does_not_fall_out_in_silence(interest: Interest, what: str) -> None:
    with pytest.raises(Refused) as refused:
        heads(interest)
    assert what in refused.value.facts["what"]


@pytest.mark.parametrize(
    ("door", "reason", "what"),
    [
        (NEXT_DOOR, "油烟口正对窗户，有照片", ""),
        (NEXT_DOOR, "  ", "请写明他受什么影响"),
        (NEXT_DOOR, "长" * (MOST_REASON + 1), "请写明他受什么影响"),
        (Door("3号楼", "1单元", "202"), "已经加过", "已经在征求范围里"),
        (Door("2号楼", "1单元", "105"), "同一栋", "已经在征求范围里"),
        (Door("3号楼", "1单元", "301"), "申请人的另一套", "申请人不参加表决"),
        (Door("3号楼", "1单元", "909"), "没有这一户", "名册里没有这一户"),
    ],
)
def test_a_claimant_gives_a_reason_and_is_neither_asked_already_nor_the_applicant(
    door: Door, reason: str, what: str
) -> None:
    units = (*COMPOUND, a_flat(1, "3号楼", "301"))
    interest = Interest(APPLICANT, (Door("3号楼", "1单元", "202"),))
    found = said(check_claimant, units, BUILDING, interest, door, reason)
    assert what in found if what else found == ""


@pytest.mark.parametrize(
    ("classes", "scope", "what"),
    [
        (["UNANIMOUS"], BUILDING, ""),
        (["ORDINARY", "SPECIAL"], [Part("2号楼"), Part("3号楼", "1单元")], ""),
        (["UNANIMOUS", "ORDINARY"], BUILDING, "须单独表决"),
        (["UNANIMOUS"], [Part("2号楼"), Part("3号楼")], "一整栋楼"),
        (["UNANIMOUS"], [Part("2号楼", "1单元")], "一整栋楼"),
    ],
)
def test_a_dwelling_turned_to_business_stands_alone_on_the_ballot_of_its_building(
    classes: list[str], scope: list[Part], what: str
) -> None:
    found = said(check_alone, classes, scope)
    assert what in found if what else found == ""
