"""A roster comes in many files; one that cannot be read is refused with what to do about it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from deliberation.cli import main
from deliberation.kernel.errors import Reason, Refused
from deliberation.roster.rules import read_roster
from deliberation.sheets import grid, package, reading
from tests.roster.sheets import HEAD, Cells, codes, text, xlsx

PLAIN: list[Cells] = [
    HEAD,
    ("1号楼", "1单元", "0101", "张三", "1,089.50", "13812345678", "未售"),
    ("", "", 102, "李四", 90),
]

UGLY: list[Cells] = [
    ("幸福小区业主名册（2026年）",),
    ("制表单位：社区居委会", "", "", "", "", "", "", "", "打印日期：2026-11-01"),
    ("序号", "房屋信息", "", "", "", "业主信息", "", "身份证号", "备注\n（未售/未交付）"),
    ("", "楼　号", "单元", "房 号", "建筑面积\n（㎡）", "业主姓名", "联系\n电话", "", ""),
    (1, "1号楼", "1单元", 101.0, "89.50㎡", "张三", "13812345678", "370502199001011234", ""),
    (2, "", "", 102, "89.5 m2", "张　三", "13812345678", "370502199001011234'", ""),
    (3, "", "", 201, "１２０．５", "李四/王五", "1.38E+10", "", "空置"),
    (4, "", "", 202, "1,089.50", "王五、李四(夫妻)", "", "", ""),
    (5, "", "2单元", "301室", "八十九点五", "华黎（山东）置业有限公司", "0546-8301234", "", "未售"),
    (6, "", "", "302", 89.505, "赵六", "13912345678", "", ""),
    ("", "小计", "", 6, 1500.5, "", "", "", ""),
    ("",),
    ("第1页 共2页",),
    ("序号", "房屋信息", "", "", "", "业主信息", "", "身份证号", "备注\n（未售/未交付）"),
    ("", "楼　号", "单元", "房 号", "建筑面积\n（㎡）", "业主姓名", "联系\n电话", "", ""),
    (7, "2号楼", "1单元", 101, 95, "", "", "", "已售未交付"),
    (8, "", "", 102, 95, "欧阳  娜娜", "+86 139 1234 5678", "", ""),
    (9, "", "", 102, 96, "钱七", "", "", ""),
    (10, "", "", 103, "约95", "钱七", "", "", ""),
    (11, "", "", "车位12", 12.5, "钱七", "", "", ""),
    (12, "", "", "201", 95, "", "", "", ""),
    (13, "", "", "203", 95, "张三", "13500000009", "", ""),
    (14,),
    ("合  计", "", 15, "", 1500, "", "", "", ""),
    ("说明：面积以产权证为准。",),
    ("制表人：王会计", "", "", "", "审核：李主任"),
]
MERGED = (
    *("A1:I1", "B3:E3", "F3:G3", "A3:A4", "H3:H4", "I3:I4", "B5:B10", "C5:C8", "C9:C10", "B14:E14", "F14:G14"),
    *("A14:A15", "H14:H15", "I14:I15", "B16:B22", "C16:C22"),
)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_roster(name, content)
    assert refused.value.reason is Reason.INVALID_INPUT
    return str(refused.value.facts["what"])


def test_an_ugly_workbook_and_its_gb18030_twin_give_one_reading() -> None:
    book, twin = read_roster("名册.xlsx", xlsx(UGLY, merge=MERGED)), read_roster("名册.csv", text(UGLY))
    assert book == twin
    assert [(p.row, p.column, p.code) for p in book.problems] == [
        (4, "H", "ID_COLUMN"),
        (7, "G", "PHONE_DIGITS_LOST"),
        (8, "E", "AREA_UNUSUAL"),
        (10, "E", "AREA_TOO_FINE"),
        (18, "", "DUPLICATE_UNIT"),
        (19, "E", "AREA_UNCLEAR"),
        (21, "F", "NO_OWNER"),
        (22, "", "SAME_NAME_OTHER_PHONE"),
        (0, "", "KIND_NOT_COUNTED"),
    ]
    assert [(p.code, [unit.row for unit in p.units]) for p in book.proposals] == [
        ("DEVELOPER", [9, 16]),
        ("SAME_OWNER", [5, 6]),
        ("SAME_OWNER", [7, 8]),
    ]
    assert (book.counted.units, book.counted.area, book.counted.heads_as_proposed) == (9, 185850, 6)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_text_is_read_in_every_encoding_and_with_every_delimiter(encoding: str, sign: str) -> None:
    found = read_roster("名册.csv", text(PLAIN, sign=sign, encoding=encoding))
    assert [(u.label, u.names, u.area, u.sold) for u in found.units] == [
        ("1号楼1单元101室", ("张三",), 108950, False),
        ("1号楼1单元102室", ("李四",), 9000, True),
    ]
    assert codes(found) == ["AREA_UNUSUAL"]
    assert found.sheets[0].name == "名册"


def test_signs_that_protect_a_cell_are_no_part_of_it() -> None:
    content = 'x\n楼栋,房号,业主,面积,电话\n1号楼,"=""0301""",张三,90,\'13812345678\n'.encode()
    found = read_roster("名册.csv", content)
    assert [(u.label, u.phones) for u in found.units] == [("1号楼301室", ("13812345678",))]


def test_a_workbook_that_somebody_called_xls_is_read_all_the_same() -> None:
    assert read_roster("名册.xls", xlsx(PLAIN)) == read_roster("名册.xlsx", xlsx(PLAIN))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("名册.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式"),
        ("名册.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("名册.xls", b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("名册.xls", b'<?xml version="1.0"?><Workbook></Workbook>', "网页或 XML"),
        ("名册.xlsx", xlsx(PLAIN)[:-900], "打不开"),
        ("名册.xlsx", b"PK\x03\x04 nothing", "打不开"),
        ("名册.csv", b"", "空"),
        ("名册.csv", bytes(range(256)) * 3, "不是表格"),
        ("名册.csv", "房号,业主\n101,张三\n".encode(), "没有找到表头"),
        ("名册.csv", "只是一句话".encode(), "没有找到表头"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(name: str, content: bytes, said: str) -> None:
    told = refusal(name, content)
    assert said in told
    assert "\n" not in told


def test_another_kind_of_archive_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "不是 Excel 表格" in refusal("名册.xlsx", out.getvalue())


def test_a_huge_roster_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = xlsx(PLAIN)
    monkeypatch.setattr(package, "MOST_BYTES", 2_000)
    assert "表格太大" in refusal("名册.xlsx", content)
    monkeypatch.setattr(package, "MOST_BYTES", 10**8)
    monkeypatch.setattr(package, "MOST_CELLS", 10)
    assert "表格太大" in refusal("名册.xlsx", content)
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    assert "超过 8 MB" in refusal("名册.xlsx", content)


def test_a_roster_of_too_many_rows_is_refused() -> None:
    many: list[Cells] = [HEAD, *(("1号楼", "", number, "张三", 90) for number in range(grid.MOST_ROWS + 1))]
    assert "超过 20000 行" in refusal("名册.csv", text(many))


def test_the_command_prints_what_an_import_would_make_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "名册.csv"
    file.write_bytes(
        text([HEAD, ("1号楼", "", 101, "张三", 89.5), ("", "", 102, "张三", 90), ("", "", 103, "李四", "")])
    )
    result = CliRunner().invoke(main, ["roster-check", str(file)])
    assert (result.exit_code, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    assert sorted(printed) == ["area", "heads", "problems", "proposals", "units"]
    assert (printed["units"], printed["area"], printed["heads"]) == (2, 17950, {"as_written": 2, "as_proposed": 1})
    assert [sorted(problem) for problem in printed["problems"]] == [["code", "column", "row", "sheet", "text"]]
    assert printed["proposals"][0]["units"] == [
        {"sheet": "名册", "row": 2, "room": "1号楼101室"},
        {"sheet": "名册", "row": 3, "room": "1号楼102室"},
    ]


def test_the_command_says_in_one_line_why_it_cannot_read_a_file(tmp_path: Path) -> None:
    file = tmp_path / "名册.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    for wrong in (str(file), str(tmp_path / "没有.xlsx"), str(tmp_path)):
        result = CliRunner().invoke(main, ["roster-check", wrong])
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
