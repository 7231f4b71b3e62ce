"""A roster's units are found under titles, in several sheets, between totals and notes."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import Workbook, load_workbook

from deliberation.roster.rules import MUST_BE_MENDED, Reading, read_roster
from tests.roster.sheets import HEAD, Cells, codes, fill, roster, saved, workbook, xlsx


def read(rows: list[Cells], *merge: str) -> Reading:
    return read_roster("名册.xlsx", xlsx(rows, merge=merge))


def rooms(reading: Reading) -> list[str]:
    return [unit.label for unit in reading.units]


def unit(room: object, owner: str = "张三", area: object = 90, building: str = "1号楼") -> list[object]:
    return [building, "", room, owner, area]


def test_a_plain_roster_is_read_without_a_doubt() -> None:
    reading = read([HEAD, ["1号楼", "2单元", 301, "张三", 89.5, "13812345678", "空置"]])
    assert codes(reading) == []
    (found,) = reading.units
    assert (found.building, found.entrance, found.room, found.area) == ("1号楼", "2单元", "301", 8950)
    assert (found.names, found.phones, found.note, found.row) == (("张三",), ("13812345678",), "空置", 2)
    assert (found.kind, found.sold, found.delivered, found.counts_for_votes) == ("DWELLING", True, True, True)


@pytest.mark.parametrize(
    "head",
    [
        ("楼号", "房号", "产权人", "专有面积"),
        ("幢", "室号", "姓名", "建筑面积（平方米）"),
        ("楼 栋", "门牌", "业主\n姓名", "面积(㎡)"),
        ("序号", "房屋坐落", "业主/产权人", "建筑面积/㎡"),
        ("楼栋号", "房间号", "权利人", "产权面积"),
        ("序号", "楼号/房号", "房主", "登记建筑面积"),
    ],
)
def test_columns_are_known_by_the_names_that_offices_give_them(head: tuple[str, ...]) -> None:
    reading = read([head, ["1", "1-301", "张三", 90]])
    assert [(unit.building, unit.room, unit.names, unit.area) for unit in reading.units] == [
        ("1号楼", "301", ("张三",), 9000)
    ]
    assert codes(reading) == []


def test_the_header_stands_under_title_rows_and_comes_again_on_every_page() -> None:
    reading = read(
        [
            ("幸福小区业主名册",),
            ("制表：王会计", "", "2026年11月"),
            (),
            HEAD,
            unit(101),
            unit(102, "李四"),
            ("第1页 共2页",),
            ("幸福小区业主名册",),
            HEAD,
            unit(201, "王五"),
        ]
    )
    assert rooms(reading) == ["1号楼101室", "1号楼102室", "1号楼201室"]
    assert codes(reading) == []


def test_a_header_may_have_two_rows() -> None:
    rows: list[Cells] = [
        ("序号", "房屋信息", "", "", "业主信息", "", "备注"),
        ("", "楼号", "房号", "面积", "姓名", "电话", ""),
        (1, "1号楼", 101, 90, "张三", "13812345678", "未售"),
    ]
    merged = read(rows, "A1:A2", "B1:D1", "E1:F1", "G1:G2")
    assert merged.units == read(rows).units
    assert (merged.units[0].label, merged.units[0].names, merged.units[0].sold) == ("1号楼101室", ("张三",), False)


def test_a_merged_building_holds_for_the_rows_that_it_spans() -> None:
    reading = read([HEAD, unit(101), unit(102, "李四", building=""), unit(101, "王五", building="2号楼")], "A2:A3")
    assert rooms(reading) == ["1号楼101室", "1号楼102室", "2号楼101室"]
    assert codes(reading) == []


def test_a_building_left_out_where_every_row_has_one_is_told() -> None:
    reading = read([HEAD, unit(101), unit(102, "李四"), unit(103, "王五", building="")])
    assert codes(reading) == ["BUILDING_FILLED"]
    assert rooms(reading)[-1] == "1号楼103室"


def test_the_building_may_stand_in_the_sheets_name_a_title_or_a_row_of_its_own() -> None:
    head, one = ("房号", "业主", "面积"), ("101", "张三", 90)
    content = workbook(
        {
            "1号楼": [head, one],
            "乙": [("2号楼业主名册",), head, one],
            "丙": [head, ("3号楼",), one, ("4号楼2单元",), one],
        }
    )
    reading = read_roster("名册.xlsx", content)
    assert rooms(reading) == ["1号楼101室", "2号楼101室", "3号楼101室", "4号楼2单元101室"]
    assert [note.units for note in reading.sheets] == [1, 1, 2]
    assert codes(reading) == []


def test_a_row_that_counts_a_buildings_units_begins_the_building() -> None:
    reading = read(
        [HEAD, ("1号楼", "", "共1户"), unit(101, building=""), ("2号楼", "", "共1户"), unit(101, "李四", building="")]
    )
    assert rooms(reading) == ["1号楼101室", "2号楼101室"]


def test_floor_and_door_in_two_columns_make_a_room() -> None:
    reading = read([("楼号", "单元", "楼层", "户号", "业主", "面积"), (1, 2, "3层", "01", "张三", 90)])
    assert rooms(reading) == ["1号楼2单元301室"]


def test_half_rooms_of_a_building_are_its_entrances() -> None:
    content = workbook({"1号楼": [("房号", "业主", "面积"), ("1-101", "张三", 90), ("2-101", "李四", 90)]})
    assert rooms(read_roster("名册.xlsx", content)) == ["1号楼1单元101室", "1号楼2单元101室"]


@pytest.mark.parametrize(
    "total",
    [
        ("1号楼小计", "", 2, "", 180),
        ("", "", "", "合  计", 180),
        ("总计：", "", "", "", 180),
        ("", "", "共计", "36户", 180),
        ("", "", "", "", 180, "", "合计"),
        ("合计2户",),
        ("本页小计", "", "", "", 180),
    ],
)
def test_totals_blank_rows_and_notes_are_no_units(total: Cells) -> None:
    reading = read(
        [
            HEAD,
            unit(101),
            (),
            total,
            unit(102, "李四"),
            ("3",),
            total,
            ("说明：面积以产权证为准。",),
            ("制表人：王会计", "", "", "审核：李主任"),
        ]
    )
    assert rooms(reading) == ["1号楼101室", "1号楼102室"]
    assert codes(reading) == []


def test_a_row_that_is_neither_is_told() -> None:
    reading = read([HEAD, unit(101), ("东边那几户的车位还没有登记",)])
    assert codes(reading) == ["ROW_NOT_READ"]
    assert reading.units[0].kind == "DWELLING"
    assert "东边那几户的车位还没有登记" in reading.problems[0].text


def test_the_word_for_total_in_a_remark_leaves_the_unit_a_unit() -> None:
    reading = read([HEAD, [*unit(101), "", "合计"]])
    assert rooms(reading) == ["1号楼101室"]


def test_numbers_are_read_as_they_are_seen() -> None:
    reading = read([HEAD, ["1号楼", 2.0, 301.0, "张三", 89.50000000000001, 13812345678.0]])
    (found,) = reading.units
    assert (found.label, found.area, found.phones) == ("1号楼2单元301室", 8950, ("13812345678",))


def test_a_unit_without_room_or_area_is_told_and_not_counted() -> None:
    reading = roster({}, {"房号": None}, {"建筑面积(㎡)": None}, {"建筑面积(㎡)": "89.505"})
    assert codes(reading) == ["NO_ROOM", "NO_AREA", "AREA_TOO_FINE"]
    assert len(reading.units) == reading.counted.units == 1
    assert all("没有计入合计" in problem.text for problem in reading.problems)
    assert [(p.row, p.column) for p in reading.problems] == [(3, "C"), (4, "E"), (5, "E")]
    assert "89.505" in reading.problems[2].text


def test_a_unit_without_an_owner_is_told_and_counted() -> None:
    reading = roster({"业主": None}, {"业主": None, "备注": "未售"})
    assert codes(reading) == ["NO_OWNER"]
    assert reading.counted.units == 2


def test_a_unit_that_stands_twice_is_counted_once() -> None:
    reading = roster(
        {"房号": 101, "业主": "李四"},
        {"房号": "0101", "业主": "李四"},
        {"房号": "1-101", "业主": "王五", "建筑面积(㎡)": 91},
    )
    assert codes(reading) == ["DUPLICATE_UNIT", "DUPLICATE_UNIT"]
    assert "第 2 行" in reading.problems[0].text
    assert reading.counted.units == 1


def test_co_owners_in_rows_of_their_own_are_owners_of_one_unit() -> None:
    rows: list[Cells] = [HEAD, unit(101), ["", "", "", "李四", "", "13912345678"], unit(102, "王五", building="")]
    merged = read(rows, "A2:A4", "C2:C3", "E2:E3")
    assert [u.names for u in merged.units] == [("张三", "李四"), ("王五",)]
    assert merged.units[0].phones == ("13912345678",)
    assert codes(merged) == ["CO_OWNER_ROW"]
    assert read(rows).units == merged.units


def test_co_owners_may_have_a_column() -> None:
    reading = read([(*HEAD, "共有人"), [*unit(101), "", "", "李四"], [*unit(102, "王五"), "", "", ""]])
    assert [u.names for u in reading.units] == [("张三", "李四"), ("王五",)]
    assert codes(reading) == []


def test_parking_spaces_and_storage_rooms_are_read_and_not_counted() -> None:
    reading = roster({}, {"房号": "车位12", "建筑面积(㎡)": 12.5}, {"房号": "储藏室3", "建筑面积(㎡)": 6})
    assert [(u.kind, u.counts_for_votes) for u in reading.units] == [
        ("DWELLING", True),
        ("PARKING", False),
        ("STORAGE", False),
    ]
    assert codes(reading) == ["KIND_NOT_COUNTED"]
    assert "2 个、18.50 ㎡" in reading.problems[0].text
    assert (reading.counted.units, reading.counted.area) == (1, 9000)
    assert (reading.everything.units, reading.everything.area) == (3, 10850)


def test_the_kind_may_stand_in_a_column_or_over_the_table() -> None:
    head = ("房号", "业主", "面积", "房屋类型")
    content = workbook(
        {
            "1号楼": [head, (101, "张三", 90, "住宅"), (102, "李四", 50, "商业"), (103, "王五", 9, "自行车棚")],
            "地下车位": [head, ("A-12", "张三", 12)],
        }
    )
    reading = read_roster("名册.xlsx", content)
    assert [unit.kind for unit in reading.units] == ["DWELLING", "SHOP", "OTHER", "PARKING"]
    assert codes(reading) == ["KIND_UNCLEAR", "KIND_NOT_COUNTED"]


def test_id_numbers_never_leave_the_reader() -> None:
    number = "370502199001011234"
    rows = [(*HEAD, "身份证号", "证"), [*unit(101, f"张三 {number}"), "", number, f"'{number}", number]]
    reading = read([*rows, [*unit(102, "李四"), "", "", "37050219900101123x", number]])
    assert [(p.row, p.column, p.code) for p in reading.problems] == [
        (1, "H", "ID_COLUMN"),
        (2, "D", "ID_NUMBER"),
        (2, "G", "ID_NUMBER"),
        (2, "I", "ID_COLUMN"),
    ]
    assert reading.units[0].names == ("张三",)
    assert "3705021990" not in str(reading.to_json())


def test_the_registered_area_is_taken_and_other_areas_are_told() -> None:
    reading = read([("房号", "业主", "套内面积", "建筑面积", "储藏室面积"), ("1-1-101", "张三", 70, 90, 6)])
    assert reading.units[0].area == 9000
    assert [(p.code, p.column) for p in reading.problems] == [("COLUMN_NOT_USED", "C"), ("COLUMN_NOT_USED", "E")]


def test_tenants_and_emergency_contacts_are_not_owners() -> None:
    head = ("房号", "租户姓名", "业主姓名", "建筑面积", "紧急联系人电话")
    reading = read([head, ("1-1-101", "李四", "张三", 90, "13900000001")])
    assert (reading.units[0].names, reading.units[0].phones) == (("张三",), ())


def test_a_formula_counts_by_its_stored_value_and_is_told_without_one() -> None:
    reading = read([HEAD, unit(101, area="=45*2"), unit(102, "李四")])
    assert codes(reading) == ["FORMULA_NO_VALUE"]
    assert (reading.problems[0].column, rooms(reading)) == ("E", ["1号楼102室"])


def test_a_room_that_became_a_date_is_told() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [HEAD, unit(46000), unit(102, "李四")])
    sheet["C2"].number_format = "m-d"
    reading = read_roster("名册.xlsx", saved(book))
    assert codes(reading) == ["ROOM_IS_DATE"]
    assert rooms(reading) == ["1号楼102室"]


def test_hidden_rows_are_read_and_hidden_sheets_are_not_and_both_are_told() -> None:
    book = load_workbook(io.BytesIO(workbook({"一": [HEAD, unit(101), unit(102, "李四")], "旧": [HEAD, unit(103)]})))
    book["一"].row_dimensions[3].hidden = True
    book["旧"].sheet_state = "hidden"
    reading = read_roster("名册.xlsx", saved(book))
    assert rooms(reading) == ["1号楼101室", "1号楼102室"]
    assert [(p.sheet, p.code) for p in reading.problems] == [("一", "HIDDEN_ROWS"), ("旧", "HIDDEN_SHEET")]


def test_a_second_table_beside_the_first_must_be_moved() -> None:
    reading = read([("房号", "业主", "面积", "房号", "业主", "面积"), ("1-101", "张三", 90, "1-201", "李四", 90)])
    assert [(p.code, p.column) for p in reading.problems] == [("TABLE_BESIDE", "D")]
    assert rooms(reading) == ["1号楼101室"]
    assert "TABLE_BESIDE" in MUST_BE_MENDED


def test_owner_and_phone_may_share_a_column_and_questions_be_columns() -> None:
    head = ("楼号", "房号", "业主姓名/电话", "面积", "是否交付")
    reading = read([head, (1, 101, "张三 13812345678", 90, "是"), (1, 102, "李四\n13912345678", 90, "否")])
    assert [(u.names, u.phones, u.delivered) for u in reading.units] == [
        (("张三",), ("13812345678",), True),
        (("李四",), ("13912345678",), False),
    ]
    assert reading.units[1].note == "是否交付：否"


def test_a_sheet_without_a_roster_is_told() -> None:
    content = workbook({"汇总": [("楼栋", "户数", "面积"), ("1号楼", 2, 180)], "名册": [HEAD, unit(101)], "Sheet3": []})
    reading = read_roster("名册.xlsx", content)
    assert [(p.sheet, p.code) for p in reading.problems] == [("汇总", "SHEET_NOT_READ")]
    assert rooms(reading) == ["1号楼101室"]


def test_a_phone_in_a_problem_is_masked() -> None:
    reading = roster({"业主": "张三13812345678"}, {"电话": "13812345678 1391234567"})
    assert reading.units[0].phones == ("13812345678",)
    assert codes(reading) == ["PHONE_UNCLEAR"]
    assert "138****5678" in reading.problems[0].text
    assert "1391234567" not in reading.problems[0].text


def test_an_owner_called_developer_is_the_developer_and_told() -> None:
    reading = roster({"业主": "开发商"}, {"业主": "未售"})
    assert [(u.names, u.sold) for u in reading.units] == [((), False), ((), False)]
    assert codes(reading) == ["OWNER_IS_DEVELOPER"]


def test_a_reading_comes_back_from_a_store_as_it_was() -> None:
    reading = roster(
        {}, {"业主": "张三/李四"}, {"业主": "李四 张三"}, {"房号": "车位1"}, {"备注": "未售"}, {"备注": "未售"}
    )
    assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading
