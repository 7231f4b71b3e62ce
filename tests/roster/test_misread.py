"""What a sheet or a text file shows is what is read, or it is told: dates, formats, sums, co-owners row by row."""

from __future__ import annotations

import pytest

from deliberation.kernel.errors import Refused
from deliberation.roster.rules import Reading, read_roster
from deliberation.sheets.numbers import as_shown
from tests.roster.sheets import Cells, by_hand, codes, formatted, rewritten, roster, text, xlsx

ROOMS = ("楼栋", "房号", "业主", "面积")


def rooms(reading: Reading) -> list[str]:
    return [unit.label for unit in reading.units]


def owners(reading: Reading) -> list[tuple[str, ...]]:
    return [unit.names for unit in reading.units]


@pytest.mark.parametrize(
    "room",
    [
        "3月1日",
        "12月1日",
        "Mar-01",
        "01-Feb",
        "1-Dec",
        "Dec-26",
        "2026/3/1",
        "1901/2/1",
        "2026-03-01",
        "2026.3.1",
        "1901年2月",
        "2026年3月1日",
        "1901-02-01 00:00:00",
        "2026/3/1 0:00",
        "February 1, 2026",
        "2月",
        "3月-01",
    ],
)
def test_a_date_in_the_room_column_of_a_text_file_is_no_room(room: str) -> None:
    reading = read_roster("名册.csv", text([ROOMS, ("3号楼", room, "林青", 90), ("3号楼", 102, "林红", 90)]))
    assert codes(reading) == ["ROOM_IS_DATE"]
    assert rooms(reading) == ["3号楼102室"]


@pytest.mark.parametrize("room", ["1-2-301", "3-1", "12-1", "2-1-1901", "A座1203", "东户", "301"])
def test_a_room_that_looks_a_little_like_a_date_stays_a_room(room: str) -> None:
    reading = read_roster("名册.csv", text([("房号", "业主", "面积"), (room, "林青", 90)]))
    assert "ROOM_IS_DATE" not in codes(reading)
    assert reading.counted.units == 1


def test_a_date_in_the_building_column_makes_no_building() -> None:
    rows: list[Cells] = [ROOMS, ("3月1日", 101, "林青", 90), ("2026/3/1", 102, "林红", 90), ("3号楼", 103, "林白", 90)]
    reading = read_roster("名册.csv", text(rows))
    assert codes(reading) == ["PLACE_UNCLEAR", "PLACE_UNCLEAR"]
    assert rooms(reading) == ["3号楼103室"]


def test_a_day_that_may_be_a_room_and_a_building_that_cannot_be_are_asked_about() -> None:
    rows: list[Cells] = [
        ("房号", "业主", "面积"),
        ("3/1/2026", "林青", 90),
        ("1901-2-101", "林红", 90),
        ("1901-2-102", "林白", 90),
        ("31101", "林黑", 90),
        ("46082", "林黄", 90),
    ]
    reading = read_roster("名册.csv", text(rows))
    assert [(p.row, p.code) for p in reading.problems] == [
        (2, "ROOM_UNCLEAR"),
        (3, "BUILDING_UNUSUAL"),
        (5, "ROOM_UNCLEAR"),
        (6, "ROOM_UNCLEAR"),
    ]
    assert reading.counted.units == 5


@pytest.mark.parametrize(
    ("value", "form", "seen"),
    [
        (31101, "0-0-000", "3-1-101"),
        (123101, "0-0-000", "12-3-101"),
        (301, "00000", "00301"),
        (1, '0"号楼"', "1号楼"),
        (1203, '"A座"0', "A座1203"),
        (301, "0!室", "301室"),
        (101, "1\\-000", "1-101"),
        (301, "General", "301"),
        (1, 'G/通用格式"号楼"', "1号楼"),
        (89.505, '0.00"㎡"', "89.505㎡"),
        (1089.5, "#,##0.00_ ", "1089.5"),
        (89.5, "0", "89.5"),
        (13812345678, "0.00E+00", "13812345678"),
        (13812345678, "000 0000 0000", "138 1234 5678"),
        (301, "[DBNum1][$-804]General", "301"),
        (301, '0"室";;;@', "301室"),
    ],
)
def test_a_number_is_read_with_the_signs_that_its_format_shows(value: float, form: str, seen: str) -> None:
    assert as_shown(value, form) == seen


def test_the_format_of_a_cell_makes_the_room_and_never_the_area() -> None:
    rows: list[Cells] = [
        ROOMS,
        ("3号楼", 31101, "林青", 89.505),
        ("3号楼", 31102, "林红", 0.895),
        ("3号楼", 301, "林白", 89.5),
    ]
    formats = {"B2": "0-0-000", "D2": '0.00"㎡"', "B3": "0-0-000", "D3": "0.0%", "B4": "00000", "D4": "0"}
    reading = read_roster("名册.xlsx", formatted(rows, formats))
    assert [(p.row, p.code) for p in reading.problems] == [(2, "AREA_TOO_FINE"), (3, "AREA_UNCLEAR")]
    assert [(unit.label, unit.area) for unit in reading.units] == [("3号楼301室", 8950)]
    whole = read_roster("名册.xlsx", formatted([ROOMS, ("3号楼", 31101, "林青", 90)], {"B2": "0-0-000"}))
    assert (rooms(whole), codes(whole)) == (["3号楼1单元101室"], [])


def test_a_date_format_of_chinese_excel_that_has_only_a_number_is_a_date() -> None:
    rows: list[Cells] = [ROOMS, ("3号楼", 46082, "林青", 90), ("3号楼", 102, "林红", 90)]
    content = rewritten(
        formatted(rows, {"B2": 'm"月"d"日"'}), lambda _, part: part.replace(b'numFmtId="164"', b'numFmtId="58"')
    )
    assert codes(read_roster("名册.xlsx", content)) == ["ROOM_IS_DATE"]


def test_a_workbook_of_excel_with_shared_and_rich_texts_is_read() -> None:
    texts = "".join(
        f"<x:si>{inside}</x:si>"
        for inside in (
            "<x:t>房号</x:t>",
            "<x:t>业主</x:t>",
            "<x:t>面积</x:t>",
            "<x:r><x:t>林</x:t></x:r><x:r><x:t>青</x:t></x:r>",
            "<x:t>林红_x000D_</x:t><x:rPh sb='0' eb='1'><x:t>LIN</x:t></x:rPh>",
        )
    )
    rows = (
        "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c></row>"
        "<row r='3' hidden='1'><c r='A3'><v>101</v></c><c r='B3' t='s'><v>3</v></c><c r='C3'><v>89.5</v></c></row>"
        "<row><c t='str'><f>A3+1</f><v>102</v></c><c t='s'><v>4</v></c><c><v>90.1</v></c></row>"
        "<row><c><f>A4+1</f></c><c t='inlineStr'><is><t>林白</t></is></c><c><v>90</v></c></row>"
    )
    reading = read_roster("名册.xlsx", by_hand(rows, texts))
    assert [(u.row, u.room, u.names, u.area) for u in reading.units] == [
        (3, "101", ("林青",), 8950),
        (4, "102", ("林红",), 9010),
    ]
    assert codes(reading) == ["HIDDEN_ROWS", "FORMULA_NO_VALUE"]


SUMS = (
    "平均",
    "平均面积",
    "户均面积",
    "均价",
    "总面积",
    "总 面 积",
    "总建筑面积：",
    "汇总",
    "统计",
    "其中：住宅",
    "占比",
    "Total",
    "TOTAL",
    "Grand total",
    "Average",
    "Σ",
    "住宅合计:2户",
    "合计2户",
    "全楼合计面积",
    "1-3号楼合计",
    "最大",
    "余",
    "以上共2户",
    "备用房",
    "物业用房",
    "说明：以上面积按产权证",
    "注1",
    "95%",
    "最大 120",
    "单价",
)


@pytest.mark.parametrize("word", SUMS)
@pytest.mark.parametrize("column", [0, 1])
def test_a_row_of_sums_is_no_flat_and_is_told(word: str, column: int) -> None:
    row: list[object] = ["", "", "", 3060]
    row[column] = word
    reading = read_roster("名册.xlsx", xlsx([ROOMS, ("1号楼", 101, "林青", 90), row, ("", 102, "林红", 90)]))
    assert (rooms(reading), reading.counted.area) == (["1号楼101室", "1号楼102室"], 18000)
    assert [p.code for p in reading.problems if p.row == 3] in (["ROW_NOT_READ"], ["NO_ROOM"], [])


@pytest.mark.parametrize(("room", "owner"), [("平均", "36户"), ("总面积", "2"), ("共2户", "278人")])
def test_a_count_in_the_owners_column_makes_no_owner_of_a_sum(room: str, owner: str) -> None:
    reading = read_roster("名册.xlsx", xlsx([ROOMS, ("1号楼", 101, "林青", 90), ("", room, owner, 3060)]))
    assert rooms(reading) == ["1号楼101室"]


@pytest.mark.parametrize(
    ("room", "owner"), [("东户", ""), ("三零一", ""), ("车库", ""), ("301", ""), ("备用房", "林红")]
)
def test_a_room_in_words_and_a_room_with_an_owner_stay_units(room: str, owner: str) -> None:
    reading = read_roster("名册.xlsx", xlsx([ROOMS, ("1号楼", 101, "林青", 90), ("1号楼", room, owner, 90)]))
    assert len(reading.units) == 2


COUPLES: list[Cells] = [
    ROOMS,
    ("1号楼", 101, "张立新", 89.5),
    ("1号楼", 101, "李月英", 89.5),
    ("2号楼", 101, "张立新", 70),
    ("2号楼", 101, "王芳", 70),
]


def test_co_owners_in_rows_with_the_same_room_and_area_are_one_unit_and_one_head() -> None:
    reading = read_roster("名册.csv", text(COUPLES))
    assert owners(reading) == [("张立新", "李月英"), ("张立新", "王芳")]
    assert codes(reading) == ["CO_OWNER_JOINED", "CO_OWNER_JOINED"]
    assert (reading.counted.units, reading.counted.area, reading.counted.heads_as_proposed) == (2, 15950, 2)


def test_a_third_row_and_a_row_without_its_area_are_co_owners_too() -> None:
    rows: list[Cells] = [
        *COUPLES[:3],
        ("1号楼", 101, "张小立", 89.5),
        ("1号楼", 102, "赵成", 90),
        ("", 102, "赵功", ""),
    ]
    reading = read_roster("名册.csv", text(rows))
    assert owners(reading) == [("张立新", "李月英", "张小立"), ("赵成", "赵功")]
    assert codes(reading) == ["CO_OWNER_JOINED", "CO_OWNER_JOINED", "CO_OWNER_ROW"]


def test_a_second_row_with_another_area_is_left_out_and_its_owner_named() -> None:
    reading = read_roster("名册.csv", text([ROOMS, ("1号楼", 101, "张立新", 89.5), ("1号楼", 101, "李月英", 90)]))
    assert (owners(reading), codes(reading)) == ([("张立新",)], ["DUPLICATE_UNIT"])
    assert "李月英" in reading.problems[0].text


def test_a_second_row_with_only_another_phone_adds_the_phone() -> None:
    head = (*ROOMS, "电话")
    rows: list[Cells] = [head, *(("1号楼", 101, "张立新", 90, phone) for phone in ("13812345678", "13912345678"))]
    reading = read_roster("名册.csv", text(rows))
    assert (reading.units[0].phones, codes(reading)) == (("13812345678", "13912345678"), ["DUPLICATE_UNIT"])


@pytest.mark.parametrize(
    "remark",
    [
        "已过户给王五（2026-11-20）",
        "业主已故，继承未办",
        "法院查封",
        "已售未过户，买方李六",
        "已卖",
        "业主为未成年人，监护人王七",
        "法拍房，已成交",
        "开发商抵债给施工方",
        "夫妻离异，产权归女方",
        "赠与其子，未办理",
        "房主去世",
        "司法拍卖中",
        "新业主未登记",
    ],
)
def test_a_remark_about_the_owner_is_told_and_the_unit_counts(remark: str) -> None:
    reading = roster({"备注": remark})
    assert (codes(reading), reading.counted.units) == (["OWNER_REMARK"], 1)
    assert remark in reading.problems[0].text


@pytest.mark.parametrize("remark", ["抵押给银行", "租户代交", "已交房未办证", "外籍", "空置", "已售", "出租", "未售"])
def test_a_remark_about_the_unit_is_not_told_as_one_about_the_owner(remark: str) -> None:
    assert "OWNER_REMARK" not in codes(roster({"备注": remark}))


def test_refusing_to_take_a_flat_over_is_asked_about() -> None:
    assert codes(roster({"备注": "拒绝收房"})) == ["STATUS_UNCLEAR"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("樓棟,房號,業主,面積\n1號樓,101,張立新,90\n".encode("big5"), "Big5"),
        (
            "楼栋,房号,业主,面积\n1号楼,101,张立新,90\n".encode().replace("立".encode(), "立".encode()[:2]),
            "第 2 行（“张”后面）",
        ),
        ("楼栋,房号,业主,面积\n1号楼,101,张立新,90\n".encode("gb18030").replace(b"\xc1\xa2", b"\xc1"), "字坏了"),
    ],
)
def test_a_text_in_another_encoding_or_with_lost_bytes_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_roster("名册.csv", content)
    assert said in str(refused.value.facts["what"])
    assert ".xlsx" in str(refused.value.facts["what"])
