"""An office comes in with one workbook: every mistake named, all written or nothing, never twice (G3, G4, G5)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.organisation.actions.founding import Founding, found
from deliberation.organisation.models import (
    Appointment,
    Building,
    Community,
    Compound,
    Entrance,
    GridArea,
    InstallationRole,
    Party,
    Person,
    Unit,
    Venue,
    Workbook,
)
from tests import linxi

TABLES = (Community, Compound, Building, Entrance, GridArea, Venue, Unit, Party, Person, Appointment)
BEFORE = (1, 0, 0, 0, 0, 0, 0, 0, 1, 0)
AFTER = (2, 3, 27, 75, 32, 4, 10, 16, 61, 61)
"""61 of the 67 posts are in compounds; the other six are over the 街道 or a 社区."""


@pytest.fixture
def administrator(app: Flask, client: FlaskClient) -> FlaskClient:
    """贺明, who has just begun the office of 临溪街道."""
    with app.app_context():
        found(
            Founding("贺明", "heming", "Linxi-2027x", "临溪街道", "望湖社区", "东营市", "山东省"),
            chosen_by_another=False,
        )
    client.post("/login", data={"username": "heming", "password": "Linxi-2027x"})
    return client


@pytest.fixture
def counted(app: Flask) -> Callable[[], tuple[int, ...]]:
    """How many rows each table has."""

    def count() -> tuple[int, ...]:
        with app.app_context():
            return tuple(db.session.query(table).count() for table in TABLES)

    return count


def _upload(client: FlaskClient, content: bytes) -> str:
    """The address of the preview."""
    answer = client.post("/office/workbook", data={"file": (io.BytesIO(content), "临溪街道.xlsx")})
    assert answer.status_code == 302, answer.text
    return answer.location


def _written(client: FlaskClient, content: bytes) -> str:
    address = _upload(client, content)
    return _write(client, address, follow_redirects=True).text


def _write(client: FlaskClient, address: str, **more: Any) -> Any:
    """确认导入, as the preview offers it (without the button of a preview with mistakes, sent all the same)."""
    shown = re.search(r'name="shown" value="(\w+)"', client.get(address).text)
    return client.post(f"{address}/write", data={"shown": shown[1] if shown else ""}, **more)


def _said(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_seven_mistakes_are_named_and_nothing_is_written(
    administrator: FlaskClient, counted: Callable[[], tuple[int, ...]]
) -> None:
    address = _upload(administrator, linxi.workbook(linxi.MISTAKES))
    said = _said(administrator.get(address).text)
    assert "有 7 处错误" in said
    for named in (
        "小区 4 类型 回迁 只能是：成熟商品房、拆迁安置房、单位宿舍、开放式",
        "楼栋单元 16 小区、楼号、单元 望湖花园 / 7 / 2 与第 15 行重复",
        "楼栋单元 35 小区 棉纺宿舎 没有这个小区，是不是“棉纺宿舍”？",
        "人员 24 电话 1.39E+10 不是 11 位号码；请把这一列设成“文本”格式再填",
        "任职 32 起 2027-02-30 没有这一天；请写成 2027-03-01 这样",
        "任职 40 方 网格 棉纺宿舍没有这一方；有：小区党支部、业委会筹备组、物业企业、网格员",
        "任职 50 负责范围 13号楼 望湖花园有 1–12 号楼",
    ):
        assert named in said
    assert said.count("姓名都是“王芳”") == 1
    assert "第 45、59 行" in said
    assert "合计" not in said  # the one hint; households are added up once every entrance is read
    assert counted() == BEFORE
    refused = _write(administrator, address)
    assert refused.status_code == 422
    assert "还有 7 处错误" in refused.text
    assert counted() == BEFORE


def test_the_right_workbook_is_written_whole(
    app: Flask, administrator: FlaskClient, counted: Callable[[], tuple[int, ...]]
) -> None:
    address = _upload(administrator, linxi.workbook())
    said = _said(administrator.get(address).text)
    assert "没有错误" in said
    for sheet, new in (
        ("小区", 3),
        ("楼栋单元", 75),
        ("会场", 4),
        ("单位", 10),
        ("各方", 16),
        ("人员", 60),
    ):
        assert f"{sheet} {new} 0" in said
    assert "任职 67 0" in said
    assert "社区 1 1" in said  # 望湖社区 is there already, without address and telephone
    assert counted() == BEFORE
    _write(administrator, address)
    assert counted() == AFTER
    with app.app_context():
        households = [one.households for one in db.session.query(Compound).order_by(Compound.id)]
        assert households == [816, 288, 540]
        grids = db.session.query(GridArea).filter_by(level="grid").count()
        assert (grids, db.session.query(GridArea).filter_by(level="micro_grid").count()) == (5, 27)
        assert db.session.query(InstallationRole).filter(InstallationRole.post != "").count() == 6
        assert db.session.query(Workbook).one().rows is None
    assert _write(administrator, address).status_code == 409
    assert counted() == AFTER


def test_the_same_workbook_again_changes_nothing_and_one_cell_changes_one_row(
    app: Flask, administrator: FlaskClient, counted: Callable[[], tuple[int, ...]]
) -> None:
    _written(administrator, linxi.workbook())
    assert "合计 0 新增，0 更改" in administrator.get(_upload(administrator, linxi.workbook())).text
    other = linxi.workbook((("人员", 28, "电话", "13900000127"),))
    said = _said(administrator.get(_upload(administrator, other)).text)
    assert "合计 0 新增，1 更改" in said
    assert "人员 第28行：电话 由“13900000027”改为“13900000127”" in said
    _written(administrator, other)
    with app.app_context():
        assert db.session.query(Person).filter_by(code="P27").one().phone == "13900000127"
    assert counted() == AFTER


def test_what_is_exported_and_read_in_again_changes_nothing(
    administrator: FlaskClient, counted: Callable[[], tuple[int, ...]]
) -> None:
    _written(administrator, linxi.workbook())
    taken = administrator.get("/office/workbook/export.xlsx")
    assert "合计 0 新增，0 更改" in _said(administrator.get(_upload(administrator, taken.data)).text)
    _written(administrator, taken.data)
    assert counted() == AFTER


def test_the_empty_workbook_says_what_to_write_and_holds_no_mistake(administrator: FlaskClient) -> None:
    empty = administrator.get("/office/workbook/template.xlsx")
    said = _said(administrator.get(_upload(administrator, empty.data)).text)
    assert "没有错误" in said
    assert "合计 0 新增，0 更改" in said


def test_a_file_that_is_no_workbook_is_refused_in_words(administrator: FlaskClient) -> None:
    refused = administrator.post("/office/workbook", data={"file": (io.BytesIO(b"<html></html>"), "a.xls")})
    assert refused.status_code == 422
    assert "网页" in refused.text
    assert administrator.post("/office/workbook", data={}).status_code == 422


def test_what_changed_since_the_preview_is_looked_at_again(
    app: Flask, administrator: FlaskClient, counted: Callable[[], tuple[int, ...]]
) -> None:
    _written(administrator, linxi.workbook())
    address = _upload(administrator, linxi.workbook((("人员", 28, "电话", "13900000127"),)))
    shown = re.search(r'name="shown" value="(\w+)"', administrator.get(address).text)
    assert shown
    _written(administrator, linxi.workbook((("人员", 28, "电话", "13900000128"),)))
    refused = administrator.post(f"{address}/write", data={"shown": shown[1]})
    assert refused.status_code == 409
    assert "请再看一遍" in refused.text
    with app.app_context():
        assert db.session.query(Person).filter_by(code="P27").one().phone == "13900000128"
    assert _write(administrator, address).status_code == 302
    assert counted() == AFTER


def test_nobody_becomes_administrator_by_the_workbook_nor_auditor_in_a_compound(administrator: FlaskClient) -> None:
    posts = linxi.rows()["任职"]
    at = next(number for number, row in enumerate(posts, start=2) if row[2] == linxi.WANGHU)
    for role, named in (
        ("系统管理员", "系统管理员不在表格里登记"),
        ("审计员", "这个身份不在小区里任职"),
        (linxi.OFFICER, "这个身份不在小区里任职"),
    ):
        said = _said(administrator.get(_upload(administrator, linxi.workbook((("任职", at, "身份", role),)))).text)
        assert "有 1 处错误" in said
        assert f"任职 {at} 身份 {role} {named}" in said


def test_what_the_workbook_does_not_change_is_named_before_anything_is_written(administrator: FlaskClient) -> None:
    _written(administrator, linxi.workbook())
    other = (("单位", 2, "种类", "联建单位"), ("小区", 3, "社区", "望湖社区"))
    said = _said(administrator.get(_upload(administrator, linxi.workbook(other))).text)
    assert "有 2 处错误" in said
    assert "单位 2 种类 联建单位 种类不在表格里改" in said
    assert "小区 3 社区 望湖社区 换社区请到“小区”的页面" in said


def test_a_last_day_is_written_once_and_a_post_that_is_over_stays_over(app: Flask, administrator: FlaskClient) -> None:
    _written(administrator, linxi.workbook())
    posts = linxi.rows()["任职"]
    at = next(number for number, row in enumerate(posts, start=2) if row[1] == "蒋文")
    with app.app_context(), transaction():
        person = db.session.query(Person).filter_by(name="蒋文").one()
        post = db.session.query(Appointment).filter_by(person_id=person.id).one()
        post.starts_on, post.ends_on = date(2020, 1, 1), date(2020, 12, 31)
        post_id = post.id
    wrong = linxi.workbook((("任职", at, "起", "2020-01-01"), ("任职", at, "止", "2099-01-01")))
    refused = _write(administrator, _upload(administrator, wrong))
    assert f"“任职”第 {at} 行" in refused.text
    with app.app_context():
        assert db.session.get_one(Appointment, post_id).ends_on == date(2020, 12, 31)


def test_the_consent_of_a_person_reaches_the_posts_that_are_not_over(app: Flask, administrator: FlaskClient) -> None:
    _written(administrator, linxi.workbook())
    _written(administrator, linxi.workbook((("人员", 13, "同意公开姓名", "否"),)))
    with app.app_context():
        person = db.session.query(Person).filter_by(code="P12").one()
        assert not person.name_public
        assert not db.session.query(Appointment).filter_by(person_id=person.id).one().name_public


def test_a_post_of_ones_own_is_refused_and_the_log_keeps_the_attempt(
    app: Flask, administrator: FlaskClient, counted: Callable[[], tuple[int, ...]]
) -> None:
    with app.app_context():
        code = f"#{db.session.query(Person).filter_by(name='贺明').one().id}"
    mine = linxi.workbook((("任职", 2, "编号", code), ("任职", 2, "姓名", "贺明")))
    address = _upload(administrator, mine)
    assert "没有错误" in administrator.get(address).text
    assert "不能登记、结束自己的任职" in _write(administrator, address).text
    assert counted() == BEFORE
    with app.app_context():
        tried = db.session.query(AuditEntry).filter_by(action="appointment.begin")
        assert tried.count() == 1


def test_what_is_too_long_or_too_much_is_named_and_an_area_needs_a_compound(administrator: FlaskClient) -> None:
    posts = linxi.rows()["任职"]
    at = next(number for number, row in enumerate(posts, start=2) if row[2] == "临溪街道")
    wrong = (
        ("楼栋单元", 2, "层数", "201"),
        ("楼栋单元", 3, "单元", "9" * 21),
        ("会场", 2, "会场", "站" * 101),
        ("任职", at, "负责范围", "3号楼"),
    )
    said = _said(administrator.get(_upload(administrator, linxi.workbook(wrong))).text)
    assert "有 4 处错误" in said
    for named in ("最多 200", "最多 20 个字", "最多 100 个字", "只有小区里的任职写负责范围"):
        assert named in said


def test_an_empty_cell_leaves_an_entrance_in_its_grid(app: Flask, administrator: FlaskClient) -> None:
    _written(administrator, linxi.workbook())
    _written(administrator, linxi.workbook((("楼栋单元", 2, "微网格", ""), ("楼栋单元", 2, "网格", "望湖二网格"))))
    with app.app_context():
        first = db.session.query(Entrance).order_by(Entrance.id).first()
        assert first is not None
        assert db.session.get_one(GridArea, first.grid_area_id).level == "micro_grid"
