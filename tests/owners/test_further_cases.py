"""Further ways in which offices write dates, floors, doors, co-owners and telephones: read, or told, never guessed."""

from __future__ import annotations

import pytest

from deliberation.kernel.finding import find_personal_data
from deliberation.roster.rules import UnitRow, read_roster
from deliberation.roster.rules.phones import read_phones
from tests.roster.sheets import codes, text

HEAD = ("楼栋", "房号", "业主", "面积")


def told(room: object = 301, owner: str = "林青") -> tuple[list[UnitRow], list[str]]:
    reading = read_roster("名册.csv", text([HEAD, ("3号楼", room, owner, 90)]))
    return list(reading.units), codes(reading)


@pytest.mark.parametrize(
    "room",
    [
        "三月五日",
        "二〇二六年三月五日",
        "十二月三十一日",
        "2026.3.5",
        "3月5日",
        "3月5号",
        "5-Mar",
        "Mar 5",
        "2026年03月05日",
    ],
)
def test_a_day_is_no_room_in_whatever_words(room: str) -> None:
    assert told(room) == ([], ["ROOM_IS_DATE"])


@pytest.mark.parametrize("room", ["46086", "46,086", "3.5", "2026-3", "-101"])
def test_what_may_be_a_day_a_serial_number_or_a_floor_is_asked_about(room: str) -> None:
    units, problems = told(room)
    assert (len(units), problems) == (1, ["ROOM_UNCLEAR"])


@pytest.mark.parametrize(
    ("room", "label"),
    [
        ("负一层101", "3号楼负1层101"),
        ("负1层05", "3号楼负1层5"),
        ("地下一层5", "3号楼负1层5"),
        ("-1-101", "3号楼负1层101"),
        ("B1-05", "3号楼负1层5"),
        ("B2层12", "3号楼负2层12"),
    ],
)
def test_a_floor_below_ground_is_never_lost(room: str, label: str) -> None:
    """Without it, two flats would have the door 101."""
    units, problems = told(room)
    assert [unit.label for unit in units] == [label]
    assert problems == ["ROOM_UNCLEAR"]


@pytest.mark.parametrize(
    ("room", "label"),
    [
        ("六〇一", "3号楼601室"),
        ("三号楼二单元三零一", "3号楼2单元301室"),
        ("3栋2门302", "3号楼2单元302室"),
        ("一单元1201室", "3号楼1单元1201室"),
        ("2-1602(复式)", "3号楼2单元1602室"),
        ("3幢乙单元402", "3号楼乙单元402室"),
    ],
)
def test_a_door_is_read_however_it_is_written(room: str, label: str) -> None:
    units, problems = told(room)
    assert ([unit.label for unit in units], problems) == ([label], [])


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        ("1.王强 2.李丽", ("王强", "李丽")),
        ("1、王强；2、李丽", ("王强", "李丽")),
        ("①王强②李丽", ("王强", "李丽")),
        ("王强|李丽", ("王强", "李丽")),
        ("王强＋李丽", ("王强", "李丽")),
        ("阿依古丽•买买提", ("阿依古丽·买买提",)),
    ],
)
def test_co_owners_who_are_counted_or_parted_by_other_signs_are_read(owner: str, names: tuple[str, ...]) -> None:
    units, problems = told(owner=owner)
    assert (units[0].names, problems) == (names, [])


@pytest.mark.parametrize(
    ("owner", "names", "problem"),
    [
        ("王强父子", ("王强",), "OWNERS_NOT_ALL_NAMED"),
        ("已故王强", ("已故王强",), "OWNER_UNCLEAR"),
        ("王强×2", ("王强×2",), "OWNER_UNCLEAR"),
        ("业主", (), "OWNER_UNCLEAR"),
        ("张某某", (), "OWNER_UNCLEAR"),
        ("王强暨李丽", ("王强暨李丽",), "OWNER_UNCLEAR"),
        ("KIM, Min-Jun", ("KIM, Min-Jun",), "OWNER_UNCLEAR"),
    ],
)
def test_an_owner_who_is_not_named_whole_is_told(owner: str, names: tuple[str, ...], problem: str) -> None:
    units, problems = told(owner=owner)
    assert (units[0].names, problems) == (names, [problem])


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("138.1234.5678", ("13812345678",)),
        ("(86)13812345678", ("13812345678",)),
        ("+852 9123 4567", ("+85291234567",)),
        ("00853-66123456", ("+85366123456",)),
        ("010 6552 9988 ext 12", ("010-65529988-12",)),
        ("0546-8301234 转 802", ("0546-8301234-802",)),
        ("8301234分机12", ("8301234-12",)),
        ("138.1234.5678 / +852 9123 4567", ("+85291234567", "13812345678")),
    ],
)
def test_telephones_are_read_with_points_extensions_and_from_abroad(written: str, numbers: tuple[str, ...]) -> None:
    found = read_phones(written)
    assert (found.numbers, found.problem) == (numbers, "")


@pytest.mark.parametrize("written", ["95588", "138123456", "138.1234.567"])
def test_a_number_that_is_none_is_told(written: str) -> None:
    assert read_phones(written).problem == "PHONE_UNCLEAR"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("打内线8301234", "phone"),
        ("电话转8301234", "phone"),
        ("+852 9123 4567", "phone"),
        ("澳门+853-6612-3456", "phone"),
        ("00886912345678", "phone"),
        ("张三＠163.com", "email"),
        ("三栋二门301", "room"),
        ("B2-118", "room"),
        ("地下二层118车位", "room"),
        ("港澳通行证C12345678", "passport"),
        ("回乡证H1234567890", "passport"),
    ],
)
def test_what_leads_to_a_person_is_found_before_it_is_public(said: str, kind: str) -> None:
    assert [found.kind for found in find_personal_data(f"请联系{said}，谢谢。")] == [kind]


@pytest.mark.parametrize(
    "said",
    ["地下二层漏水", "东门3天没有开", "预算+8500元", "二门常年不关", "负一层照明", "今年比去年+12.5%", "B1电梯厅"],
)
def test_places_and_sums_that_lead_to_nobody_stay(said: str) -> None:
    assert find_personal_data(said) == []
