"""The workbook of the organisation as a file: what is there, or the empty one with what each column wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Response

from deliberation.organisation.queries.workbook import Stored, present
from deliberation.organisation.rules.compounds import COMPOUND_TYPES
from deliberation.organisation.rules.workbook import KIND_OF, NOT_READ, ROLE_OF, SHEETS, USUAL_WIDTH, WIDTHS, short_kind
from deliberation.sheets.answers import Page, book_answer

WANTED: tuple[tuple[str, str, str], ...] = (
    ("（全部）", "", "第一行是列名，不要改；从第二行起，一行写一项。空着的格子不改动原来登记的内容。"),
    ("社区", "街道、社区", "写全称。"),
    ("小区", "简称", "小写字母、数字，例如 wanghu；用在网址里，定了不再改。"),
    ("小区", "类型", "、".join(COMPOUND_TYPES.values())),
    ("小区", "会议种类", "几种用“、”隔开，例如：五方办、联席评议。"),
    ("楼栋单元", "楼号、单元", "只写号，例如楼号 3，单元 2。一个单元一行。"),
    ("楼栋单元", "网格、微网格", "写名称；没有就空着。"),
    ("单位", "单位", "整个平台只登记一次；在几个小区服务，就在“各方”里写几行。"),
    ("各方", "方", "、".join(dict.fromkeys(short_kind(kind) for kind in KIND_OF.values()))),
    ("各方", "筹备、权限说明", "业委会筹备组等写“是”，并写明可以做什么。"),
    ("人员", "编号", "每人一个，不重复，例如 P01。改过电话再导入，认的是编号。"),
    ("人员", "电话", "11 位手机号。请先把这一列设成“文本”格式。"),
    ("人员", "同意公开姓名", "是、否。"),
    ("任职", "小区", "小区名称；街道、社区一级的任职写街道、社区的名称。"),
    ("任职", "方", "写哪一方；同一种有几个的（例如联建单位），写它的名称。"),
    ("任职", "身份", "、".join(ROLE_OF)),
    ("任职", "起、止", "写成 2027-03-01 这样；没有任期的，“止”空着。"),
    ("任职", "负责范围", "楼栋长、单元长、网格员写 3号楼、1–6号楼或网格名称，几个用“、”隔开。"),
)
"""What the sheet 说明 says: sheet, columns, what is wanted."""


def empty_workbook() -> Response:
    """The workbook to fill in."""
    return book_answer("组织表格模板", [*_pages({}), _explained()])


def whole_workbook() -> Response:
    """The workbook with everything that is there; read in again it changes nothing."""
    rows = {sheet: [one.cells for one in found.values()] for sheet, found in present(Stored()).items()}
    return book_answer("组织表格", [*_pages(rows), _explained()])


def _pages(rows: Mapping[str, list[Mapping[str, str]]]) -> Iterator[Page]:
    for sheet, columns in SHEETS.items():
        widths = [WIDTHS.get(column, USUAL_WIDTH) for column in columns]
        yield sheet, columns, widths, [[cells[column] for column in columns] for cells in rows.get(sheet, [])]


def _explained() -> Page:
    return NOT_READ, ("表", "列", "填什么"), (14, 20, 90), WANTED
