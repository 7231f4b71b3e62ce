"""A cell of a roster is read as the office meant it, or told as a doubt; nothing is guessed."""

from __future__ import annotations

import pytest

from deliberation.roster.rules.areas import read_area
from deliberation.roster.rules.names import read_owners, same
from deliberation.roster.rules.phones import read_phones
from deliberation.roster.rules.places import Place, building_in, named_building, read_place
from deliberation.roster.rules.status import answered, read_status
from deliberation.sheets.text import has_id, shown, without_id


@pytest.mark.parametrize(
    ("written", "hundredths"),
    [
        ("89.50", 8950),
        ("89.50㎡", 8950),
        ("89.5 m2", 8950),
        ("89.5m²", 8950),
        ("89.5平方米", 8950),
        ("89.5平", 8950),
        ("１２０．５", 12050),
        ("1,089.50", 108950),
        ("90", 9000),
        ("89.5000", 8950),
        ("八十九点五", 8950),
        ("一百零五点二五平方米", 10525),
        ("十二", 1200),
        ("一千零二十", 102000),
        ("一百一十", 11000),
    ],
)
def test_an_area_is_read_to_the_hundredth(written: str, hundredths: int) -> None:
    assert read_area(written) == hundredths


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "NO_AREA"),
        ("/", "NO_AREA"),
        ("0", "AREA_NOT_POSITIVE"),
        ("0.00㎡", "AREA_NOT_POSITIVE"),
        ("-89.5", "AREA_NOT_POSITIVE"),
        ("89.505", "AREA_TOO_FINE"),
        ("八十九点五零五", "AREA_TOO_FINE"),
        ("约89", "AREA_UNCLEAR"),
        ("89,5", "AREA_UNCLEAR"),
        ("1,23", "AREA_UNCLEAR"),
        ("89.5+12.3", "AREA_UNCLEAR"),
        ("89.5.0", "AREA_UNCLEAR"),
        ("八九点五", "AREA_UNCLEAR"),
        ("一百五", "AREA_UNCLEAR"),
        ("#VALUE!", "AREA_UNCLEAR"),
        ("89。5", "AREA_UNCLEAR"),
        ("123456789", "AREA_UNCLEAR"),
    ],
)
def test_an_area_that_is_unclear_is_refused(written: str, code: str) -> None:
    assert read_area(written) == code


@pytest.mark.parametrize(
    ("written", "building", "entrance", "room"),
    [
        ("1号楼2单元301室", "1号楼", "2单元", "301"),
        ("1-2-301", "1号楼", "2单元", "301"),
        ("1＃2－301", "1号楼", "2单元", "301"),
        ("01-02-0301", "1号楼", "2单元", "301"),
        ("1—2—301", "1号楼", "2单元", "301"),
        ("1 - 2 - 301", "1号楼", "2单元", "301"),
        ("1/2/301", "1号楼", "2单元", "301"),
        ("1#楼2单元301", "1号楼", "2单元", "301"),
        ("一号楼二单元301", "1号楼", "2单元", "301"),
        ("1幢301", "1号楼", "", "301"),
        ("1号楼东单元301户", "1号楼", "东单元", "301"),
        ("12号301", "12号楼", "", "301"),
        ("1-301", "1号楼", "", "301"),
        ("001-0101", "1号楼", "", "101"),
        ("A座1203", "A座", "", "1203"),
        ("Ａ座１２０３", "A座", "", "1203"),
        ("甲幢2单元501", "甲幢", "2单元", "501"),
        ("1栋A座1203", "1号楼A座", "", "1203"),
        ("南区3号楼1单元101", "南区3号楼", "1单元", "101"),
        ("301", "", "", "301"),
        ("301.0", "", "", "301"),
        ("301（复式）", "", "", "301"),
        ("1号楼3层301", "1号楼", "", "301"),
        ("2301A", "", "", "2301A"),
        ("府前街88号幸福小区1号楼2单元301室", "1号楼", "2单元", "301"),
    ],
)
def test_a_room_in_one_cell_is_taken_apart(written: str, building: str, entrance: str, room: str) -> None:
    assert read_place(written) == Place(building, entrance, room, "DWELLING")


@pytest.mark.parametrize(
    ("written", "kind", "building", "room"),
    [
        ("车位12", "PARKING", "", "12"),
        ("车位B1-012", "PARKING", "", "B1-012"),
        ("负一层A区012号车位", "PARKING", "", "负一层A区012"),
        ("1号楼储藏室05", "STORAGE", "1号楼", "5"),
        ("储藏室12", "STORAGE", "", "12"),
        ("商铺3", "SHOP", "", "3"),
        ("1号楼商铺101", "SHOP", "1号楼", "101"),
        ("商101", "SHOP", "", "101"),
        ("沿街3号", "SHOP", "", "3"),
        ("1号楼1单元地下室", "STORAGE", "1号楼", "地下室"),
    ],
)
def test_shops_parking_spaces_and_storage_rooms_are_known_by_their_words(
    written: str, kind: str, building: str, room: str
) -> None:
    place = read_place(written)
    assert (place.kind, place.building, place.room) == (kind, building, room)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("301-302", "TWO_ROOMS"),
        ("301、302", "TWO_ROOMS"),
        ("1-2-301/302", "TWO_ROOMS"),
        ("东厢房", "ROOM_UNCLEAR"),
        ("1-2-3-301", "ROOM_UNCLEAR"),
        ("1号楼2单元", "ROOM_UNCLEAR"),
    ],
)
def test_a_room_that_is_unclear_is_kept_and_told(written: str, code: str) -> None:
    place = read_place(written)
    assert place.problem == code
    assert place.room


def test_half_a_room_is_the_entrance_where_the_building_is_known() -> None:
    known = Place("3号楼")
    assert read_place("2-301", known) == Place("3号楼", "2单元", "301", "DWELLING")
    assert read_place("3-301", known) == Place("3号楼", "", "301", "DWELLING")
    assert read_place("3-301", known, entrance_first=True) == Place("3号楼", "3单元", "301", "DWELLING")


def test_a_room_of_another_building_than_its_column_says_is_told() -> None:
    place = read_place("2-1-301", Place("3号楼"))
    assert (place.building, place.problem) == ("2号楼", "BUILDING_CONFLICT")


@pytest.mark.parametrize(
    ("title", "building"),
    [
        ("幸福小区1号楼业主名册", "1号楼"),
        ("1-6号楼业主名册", ""),
        ("1、2号楼", ""),
        ("A座", "A座"),
        ("01栋", "1号楼"),
        ("1号楼（共36户）", "1号楼"),
        ("Sheet1", ""),
        ("业主名册", ""),
        ("2026年3号楼业主信息", "3号楼"),
    ],
)
def test_a_title_names_a_building_or_none(title: str, building: str) -> None:
    assert building_in(title).building == building


def test_a_building_is_one_building_however_it_is_written() -> None:
    assert {named_building(text) for text in ("1", "01", "1.0", "1#", "1栋", "1幢", "1号楼", "１号楼", "一号楼")} == {
        "1号楼"
    }


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("张三/李四", ["张三", "李四"]),
        ("张三、李四(夫妻)", ["张三", "李四"]),
        ("张三 李四", ["张三", "李四"]),
        ("张三\n李四", ["张三", "李四"]),
        ("张三；李四（各50%）", ["张三", "李四"]),
        ("张三、李四共有", ["张三", "李四"]),
        ("张 三", ["张三"]),
        ("张　三", ["张三"]),
        ("欧阳  娜娜", ["欧阳娜娜"]),
        ("欧 阳 娜 娜", ["欧阳娜娜"]),
        ("张 三 李 四", ["张三", "李四"]),
        ("张和平", ["张和平"]),
        ("王䶮", ["王䶮"]),
        ("𠮷田", ["𠮷田"]),
        ("阿依古丽·买买提", ["阿依古丽·买买提"]),
        ("阿依古丽•买买提", ["阿依古丽·买买提"]),
        ("John Smith", ["John Smith"]),
        ("无", []),
        ("/", []),
        ("", []),
    ],
)
def test_owners_of_a_cell_are_told_apart(written: str, names: list[str]) -> None:
    owners = read_owners(written)
    assert (list(owners.names), owners.company, owners.problem) == (names, False, "")


@pytest.mark.parametrize(
    ("written", "names", "code"),
    [
        ("张三（户主）", ["张三"], "OWNER_UNCLEAR"),
        ("张三等", ["张三等"], "OWNERS_NOT_ALL_NAMED"),
        ("张三等3人", ["张三等"], "OWNERS_NOT_ALL_NAMED"),
        ("张三(夫妻)", ["张三"], "OWNERS_NOT_ALL_NAMED"),
        ("张三夫妇", ["张三"], "OWNERS_NOT_ALL_NAMED"),
        ("张三（大）", ["张三（大）"], "OWNER_UNCLEAR"),
        ("张三和李四", ["张三", "李四"], "OWNER_UNCLEAR"),
        ("买买提 艾力", ["买买提", "艾力"], "OWNER_UNCLEAR"),
        ("张*", ["张*"], "OWNER_UNCLEAR"),
        ("同上", [], "OWNER_UNCLEAR"),
        ("张", ["张"], "OWNER_UNCLEAR"),
    ],
)
def test_a_doubtful_owner_is_told(written: str, names: list[str], code: str) -> None:
    owners = read_owners(written)
    assert (list(owners.names), owners.problem) == (names, code)


def test_a_company_keeps_its_brackets_and_is_one_company_in_both_widths() -> None:
    wide, narrow = read_owners("华黎（山东）置业有限公司"), read_owners("华黎(山东) 置业有限公司")
    assert wide.company
    assert wide.names == narrow.names == ("华黎（山东）置业有限公司",)


def test_only_width_and_blanks_make_one_name_of_two_spellings() -> None:
    assert same("欧阳 娜娜") == same("欧阳娜娜")
    assert same("Ｊohn Smith") == same("john smith")
    assert same("张叶") != same("张葉")


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("13812345678", ["13812345678"]),
        ("+86 138 1234 5678", ["13812345678"]),
        ("138-1234-5678", ["13812345678"]),
        ("１３８１２３４５６７８", ["13812345678"]),
        ("13812345678/13912345678", ["13812345678", "13912345678"]),
        ("13812345678 13912345678", ["13812345678", "13912345678"]),
        ("13812345678\n0546-8301234", ["13812345678", "0546-8301234"]),
        ("13812345678（妻13912345678）", ["13812345678", "13912345678"]),
        ("8301234", ["8301234"]),
        ("无", []),
        ("", []),
    ],
)
def test_phones_of_a_cell_are_told_apart(written: str, numbers: list[str]) -> None:
    phones = read_phones(written)
    assert (list(phones.numbers), phones.problem) == (numbers, "")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.38E+10", "PHONE_DIGITS_LOST"),
        ("1.38123E+10", "PHONE_DIGITS_LOST"),
        ("1381234567", "PHONE_UNCLEAR"),
        ("138123456789", "PHONE_UNCLEAR"),
        ("1381234567813912345678", "PHONE_UNCLEAR"),
    ],
)
def test_a_phone_with_lost_or_surplus_digits_is_not_read(written: str, code: str) -> None:
    phones = read_phones(written)
    assert (phones.numbers, phones.problem) == ((), code)


@pytest.mark.parametrize("written", ["13912000000", "13800000000", "138 0010 0000", "13900139003/13912000000"])
def test_a_phone_that_ends_in_zeros_is_read_and_asked_about(written: str) -> None:
    phones = read_phones(written)
    assert (phones.numbers[-1][-5:], phones.problem) == ("00000", "PHONE_ZEROS")
    assert read_phones("13912010000").problem == ""


@pytest.mark.parametrize(
    ("remark", "sold", "delivered"),
    [
        ("未售", False, True),
        ("未售出", False, True),
        ("开发商未售", False, True),
        ("未交付", True, False),
        ("已售未交付", True, False),
        ("已售，未交房", True, False),
        ("尚未交付", True, False),
        ("空置", True, True),
        ("未入住", True, True),
        ("未交物业费", True, True),
        ("未交付物业费", True, True),
        ("出租", True, True),
        ("", True, True),
    ],
)
def test_a_remark_says_whether_a_unit_is_sold_and_handed_over(remark: str, sold: bool, delivered: bool) -> None:
    status = read_status(remark)
    assert (status.sold, status.delivered, status.unclear) == (sold, delivered, False)


@pytest.mark.parametrize("remark", ["原未售，现已售", "有未售车位一个", "未收房"])
def test_a_remark_that_may_mean_either_is_told_and_the_unit_stays_the_owners(remark: str) -> None:
    status = read_status(remark)
    assert (status.sold, status.delivered, status.unclear) == (True, True, True)


def test_a_column_may_ask_and_be_answered() -> None:
    no, unknown = answered("是否交付", "否"), answered("是否已售", "?")
    assert no is not None
    assert (no.sold, no.delivered) == (True, False)
    assert unknown is None


def test_what_a_problem_quotes_shows_no_phone_and_no_id_number() -> None:
    quoted = shown("张三 13812345678，370502199001011234，0546-8301234")
    assert "138****5678" in quoted
    assert "1234567" not in quoted.replace("****", "")
    assert "370502" not in quoted
    assert "8301234" not in quoted
    assert shown("138 1234 567") == "****"
    assert shown("01-02-0301") == "01-02-0301"


@pytest.mark.parametrize(
    "number", ["370502199001011234", "37050219900101123x", "'370502199001011234'", "370502900101123"]
)
def test_an_id_number_is_known_and_taken_out(number: str) -> None:
    assert has_id(f"张三{number}")
    assert "370502" not in without_id(f"张三{number}")
    assert not has_id("13812345678/13912345678")
