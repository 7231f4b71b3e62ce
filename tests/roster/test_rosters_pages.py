"""The pages of the roster: a file goes up, every doubt and proposal is shown, masked names by building, an export."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from deliberation.db import db, transaction
from deliberation.roster.models import Roster
from deliberation.roster.queries import active_roster
from deliberation.roster.rules import read_roster
from tests.builders import World, a_compound, sign_in
from tests.queries import counted_statements
from tests.roster.rosters import LI, PHONE, ROWS, WANG, ZHANG, a_file, in_use, read_in, unit
from tests.roster.sheets import HEAD, Cells, text, xlsx

HERE = "/desk/jinling/rosters"
NUMBER = "370102199001011234"


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


def upload(client: FlaskClient, content: bytes | None, name: str = "名册.xlsx", **other: str) -> TestResponse:
    data: dict[str, object] = {"area_source": "REGISTER", "ground": "DUTY", **other}
    if content is not None:
        data["file"] = (io.BytesIO(content), name)
    answer = client.post(f"{HERE}/new", data=data, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # the test's browser keeps large bodies in a file
    return answer


def shown(client: FlaskClient, address: str, **query: str) -> str:
    answer = client.get(address, query_string=query)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.get_data(as_text=True)


def waiting() -> Roster:
    db.session.expire_all()
    return db.session.query(Roster).filter_by(state="PREVIEW").one()


def test_a_roster_comes_into_use_page_by_page(world: World, desk: FlaskClient) -> None:
    answer = upload(desk, a_file())
    page = shown(desk, answer.location)
    assert ("410.75" in page, "423.25" in page, "还有 2 条合并建议没有决定" in page) == (True, True, True)
    assert "确认启用名册" not in page
    roster = waiting()
    proposals = f"{HERE}/{roster.id}/proposals"
    names = re.findall(r'name="(p-\w{16})" value="ACCEPTED"', shown(desk, proposals))
    assert desk.post(proposals, data={names[0]: "ACCEPTED"}).status_code == 302
    assert shown(desk, proposals, show="open").count('value="ACCEPTED"') == 1
    assert desk.post(f"{proposals}/all", data={"code": "SAME_OWNER"}).status_code == 302
    assert "都已决定" in shown(desk, proposals)
    assert "确认启用名册" in shown(desk, f"{HERE}/{roster.id}/preview")
    answer = desk.post(f"{HERE}/{roster.id}/use")
    assert answer.location == f"{HERE}/{roster.id}"
    page = shown(desk, answer.location)
    assert ("名册已启用" in page, "3 人，410.75 ㎡" in page, "建设单位" in page) == (True, True, True)
    assert "使用中的名册" in shown(desk, HERE)


def test_a_file_without_the_developer_asks_for_it(desk: FlaskClient) -> None:
    page = shown(desk, upload(desk, a_file(ROWS[2:3])).location)
    assert ("没有写一户未售或未交付" in page, 'name="all_handed_over"' in page) == (True, True)
    use = f"{HERE}/{waiting().id}/use"
    answer = desk.post(use)
    assert (answer.status_code, "确认没有未售、未交付的房屋" in answer.get_data(as_text=True)) == (409, True)
    assert desk.post(use, data={"all_handed_over": "y"}).status_code == 302


def test_a_file_with_unsold_units_asks_for_nothing(desk: FlaskClient) -> None:
    page = shown(desk, upload(desk, a_file(ROWS[3:])).location)
    assert ("没有写一户未售或未交付" in page, "all_handed_over" in page) == (False, False)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "a.xls", "旧格式"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "网页"),
        (b"PK\x03\x04 broken", "a.xlsx", "填写的内容有误"),
        (text([("序号", "内容"), (1, "x")]), "a.csv", "没有找到表头"),
        (b"\x00\xff" * 500, "a.csv", "填写的内容有误"),
        (b"1" * (8 * 1024 * 1024 + 1), "a.csv", "8 MB"),
    ],
    ids=("empty", "old", "web", "broken", "headless", "rubbish", "large"),
)
def test_rubbish_is_refused_in_words(desk: FlaskClient, content: bytes, name: str, words: str) -> None:
    answer = upload(desk, content, name, ground="OTHER", ground_text="业主大会决议")
    page = answer.get_data(as_text=True)
    assert (answer.status_code, words in page, 'value="业主大会决议"' in page) == (422, True, True)
    assert db.session.query(Roster).count() == 0


@pytest.mark.parametrize(
    "other",
    [{"ground": "OTHER"}, {"ground": "NONE"}, {"area_source": ""}, {"ground": "OTHER", "ground_text": "长" * 201}],
)
def test_a_form_that_is_filled_badly_reads_nothing(desk: FlaskClient, other: dict[str, str]) -> None:
    assert upload(desk, a_file(), **other).status_code == 422
    assert upload(desk, None).status_code == 422
    assert db.session.query(Roster).count() == 0


def test_the_same_file_is_told(world: World, desk: FlaskClient) -> None:
    in_use(world)
    page = shown(desk, upload(desk, a_file()).location)
    assert ("是同一个文件（使用中）" in page, "2 条合并建议都已决定" in page) == (True, True)
    other = shown(desk, upload(desk, a_file(ROWS[:4])).location)
    assert "是同一个文件" not in other


def test_problems_are_filtered_and_taken_along(desk: FlaskClient) -> None:
    bad: tuple[Cells, ...] = (
        ("9号楼", "1单元", 101, "=赵六", "", "", ""),
        ("9号楼", "1单元", 102, "赵七", "约89", "", ""),
    )
    upload(desk, a_file((*ROWS, *bad)))
    at = f"{HERE}/{waiting().id}/problems"
    page = shown(desk, at)
    assert ("第 8 行" in page, "面积看不明白" in page, "车位、储藏室没有计入" in page) == (True, True, True)
    page = shown(desk, at, code="AREA_UNCLEAR")
    assert ("第 9 行" in page, "第 8 行" in page) == (True, False)
    answer = desk.get(f"{at}.csv", query_string={"code": "AREA_UNCLEAR"})
    lines = answer.get_data(as_text=True).splitlines()
    assert (answer.mimetype, len(lines), "约89" in lines[1]) == ("text/csv", 2, True)
    assert "第 8 行" in shown(desk, at, code="<x>")


def test_what_must_be_mended_stands_first_and_holds_the_roster_back(desk: FlaskClient) -> None:
    content = xlsx([(*HEAD, "身份证号"), *((*row, NUMBER) for row in ROWS)])
    page = shown(desk, upload(desk, content).location)
    assert ("必须在原表里改好" in page, "确认启用名册" in page, NUMBER in page) == (True, False, False)
    assert "必须改" in shown(desk, f"{HERE}/{waiting().id}/problems")


def test_parking_is_let_count_with_a_clause(desk: FlaskClient) -> None:
    upload(desk, a_file())
    at = f"{HERE}/{waiting().id}"
    answer = desk.post(f"{at}/kinds", data={"kinds": ["PARKING"], "clause": ""})
    assert (answer.status_code, "哪一条" in answer.get_data(as_text=True)) == (422, True)
    assert desk.post(f"{at}/kinds", data={"kinds": ["PARKING"], "clause": "第十二条"}).status_code == 302
    assert shown(desk, f"{at}/preview").count("423.25") == 2


def test_names_and_phones_are_masked_for_who_prints_no_ballots(app: Flask, world: World, desk: FlaskClient) -> None:
    roster = in_use(world)
    with transaction():
        db.session.merge(world.compound).options = ["roster.read"]
    grid = sign_in(app.test_client(), world, "杨静")
    page = shown(grid, f"{HERE}/{roster.id}")
    assert ("张**" in page, "138****5678" in page, "李**、王**" in page) == (True, True, True)
    assert not any(full in page for full in (ZHANG, LI, WANG, PHONE))
    assert grid.get(f"{HERE}/{roster.id}/preview").status_code == 403
    full = shown(desk, f"{HERE}/{roster.id}")
    assert (ZHANG in full, PHONE in full, "138****5678" in full) == (True, False, True)


def test_units_are_searched_by_room_name_and_building(world: World, desk: FlaskClient) -> None:
    at = f"{HERE}/{in_use(world).id}"
    for query, found in (
        ({"q": WANG}, 1),
        ({"q": "1号楼1单元101"}, 1),
        ({"q": "1-1-101"}, 1),
        ({"building": "2号楼"}, 3),
        ({"show": "DEVELOPER"}, 2),
        ({"show": "NO_VOTER"}, 1),
        ({"show": "NOT_COUNTED"}, 1),
        ({"q": "没有这人"}, 0),
        ({"show": "rubbish"}, 6),
    ):
        page = shown(desk, at, **query)
        assert f'class="list-count">共 <strong>{found}</strong> 户' in page, query


def test_the_export_is_read_in_again_and_holds_no_formula(world: World, desk: FlaskClient) -> None:
    trap: Cells = ("3号楼", "1单元", 101, "赵六", 60, "", "@SUM(A1)")
    roster = in_use(world, a_file((*ROWS, trap)))
    answer = desk.post(f"{HERE}/{roster.id}/export")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    cells = [cell for row in load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert "'@SUM(A1)" in [cell.value for cell in cells]
    again = read_roster("名册.xlsx", answer.data)
    assert (len(again.units), again.everything.area, again.counted.heads_as_proposed) == (7, 483_25, 4)
    assert max(u.phones for u in again.units) == (PHONE,)


def test_only_who_brings_rosters_in_takes_one_along(app: Flask, world: World) -> None:
    roster = in_use(world)
    for name in ("李建国", "高峰", "杨静"):
        client = sign_in(app.test_client(), world, name)
        assert client.post(f"{HERE}/{roster.id}/export").status_code == 403
        assert client.get(f"{HERE}/{roster.id}").status_code == 403
    assert app.test_client().get(f"{HERE}/{roster.id}").status_code == 302


def test_another_compound_finds_nothing(app: Flask, world: World) -> None:
    active, preview = in_use(world), read_in(world, a_file(ROWS[:4]))
    elsewhere = a_compound("haitang", "海棠花园")
    stranger = sign_in(app.test_client(), elsewhere, "陈海涛")
    flat = unit(active, "1号楼1单元101室")
    for slug in ("jinling", "haitang"):
        at = f"/desk/{slug}/rosters"
        for rest in (
            f"{active.id}",
            f"{preview.id}/preview",
            f"{preview.id}/problems",
            f"{preview.id}/problems.csv",
            f"{preview.id}/proposals",
            f"{active.id}/units/{flat.id}",
        ):
            assert stranger.get(f"{at}/{rest}").status_code == 404, rest
        for rest in (
            f"{preview.id}/use",
            f"{preview.id}/discard",
            f"{preview.id}/kinds",
            f"{preview.id}/proposals/all",
            f"{active.id}/export",
            f"{active.id}/units/{flat.id}/count",
        ):
            assert stranger.post(f"{at}/{rest}").status_code == 404, rest
    assert waiting().id == preview.id


def test_nothing_of_a_roster_is_public_or_in_a_log(
    app: Flask, world: World, desk: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        upload(desk, a_file())
        roster = waiting()
        for code in ("SAME_OWNER", "DEVELOPER"):
            desk.post(f"{HERE}/{roster.id}/proposals/all", data={"code": code})
        desk.post(f"{HERE}/{roster.id}/use")
        shown(desk, f"{HERE}/{roster.id}", q=WANG)
        desk.post(f"{HERE}/{roster.id}/export")
        upload(desk, b"PK broken " + ZHANG.encode())
    owners = (ZHANG, LI, WANG, PHONE)
    assert not any(word in caplog.text for word in owners)
    public = app.test_client()
    for address in ("", "owners-votes", "resolutions", "orders"):
        page = public.get(f"/c/jinling/{address}", follow_redirects=True).get_data(as_text=True)
        assert not any(word in page for word in owners), address
    assert active_roster(world.compound.id) is not None


def test_a_unit_is_corrected_at_the_desk(world: World, desk: FlaskClient) -> None:
    roster = in_use(world)
    flat, space = unit(roster, "1号楼1单元201室"), unit(roster, "2号楼车位7")
    at = f"{HERE}/{roster.id}/units"
    assert desk.post(f"{at}/{flat.id}/voter", data={"voter": "外人"}).status_code == 422
    assert desk.post(f"{at}/{flat.id}/voter", data={"voter": WANG}).status_code == 302
    assert unit(roster, "1号楼1单元201室").voter_name == WANG
    typed = {"count-counts": "yes", "count-reason": "议事规则第十二条"}
    answer = desk.post(f"{at}/{space.id}/count", data=typed)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "是同一人：1号楼1单元101室" in page, 'value="议事规则第十二条"' in page) == (
        409,
        True,
        True,
    )
    assert desk.post(f"{at}/{space.id}/count", data={**typed, "count-owner_id": "0"}).status_code == 302
    assert unit(roster, "2号楼车位7").counts_for_votes
    sold = unit(roster, "2号楼1单元101室")
    typed = {"sale-state": "DELIVERED", "sale-owners": ZHANG, "sale-reason": "已交付"}
    answer = desk.post(f"{at}/{sold.id}/sale", data=typed)
    assert (answer.status_code, "是同一人：1号楼1单元101室" in answer.get_data(as_text=True)) == (409, True)
    owner = str(unit(roster, "1号楼1单元101室").owner_id)
    assert desk.post(f"{at}/{sold.id}/sale", data={**typed, "sale-owner_id": owner}).status_code == 302
    assert unit(roster, "2号楼1单元101室").delivered


@pytest.mark.parametrize("rest", ["voter", "count", "sale"])
def test_rubbish_in_a_correction_is_no_error(world: World, desk: FlaskClient, rest: str) -> None:
    roster = in_use(world)
    flat = unit(roster, "1号楼1单元201室")
    rubbish = {"voter": "x" * 9000, "count-counts": "yes", "count-owner_id": "9" * 40, "sale-state": "GONE"}
    rubbish |= {"sale-owners": "甲" * 9000, "sale-reason": "y" * 9000, "count-reason": "z" * 9000}
    for data in (rubbish, {}):
        answer = desk.post(f"{HERE}/{roster.id}/units/{flat.id}/{rest}", data=data)
        assert answer.status_code in {302, 422}
    assert unit(roster, "1号楼1单元201室").counts_for_votes


def test_an_import_that_was_given_up_leads_back_to_the_list(world: World, desk: FlaskClient) -> None:
    roster = read_in(world)
    assert desk.post(f"{HERE}/{roster.id}/discard").location == HERE
    for rest in ("preview", "problems", "problems.csv", "proposals", ""):
        assert desk.get(f"{HERE}/{roster.id}/{rest}".rstrip("/")).location == HERE
    for rest in ("use", "discard", "kinds", "proposals", "proposals/all", "export"):
        assert desk.post(f"{HERE}/{roster.id}/{rest}", data={"code": "DEVELOPER"}).location == HERE, rest
    assert "已放弃" in shown(desk, HERE)


def test_a_roster_in_use_is_not_looked_at_again(world: World, desk: FlaskClient) -> None:
    roster = in_use(world)
    at = f"{HERE}/{roster.id}"
    for rest in ("preview", "problems", "problems.csv", "proposals"):
        assert desk.get(f"{at}/{rest}").location == at, rest
    for rest in ("use", "kinds", "proposals"):
        assert desk.post(f"{at}/{rest}", data={}).location == at, rest
    for rest in ("discard", "proposals/all"):
        assert desk.post(f"{at}/{rest}", data={"code": "DEVELOPER"}).location == HERE, rest
    assert (roster.state, roster.heads_counted) == ("ACTIVE", 3)


def test_pages_take_as_many_statements_for_many_units_as_for_few(world: World, desk: FlaskClient) -> None:
    many: list[Cells] = [(f"{n // 40 + 3}号楼", "1单元", 100 + n % 40, f"孙甲{n // 2}", 90, "", "") for n in range(600)]
    spent: dict[str, list[int]] = {}
    for rows in (list(ROWS), [*ROWS, *many]):
        roster = in_use(world, a_file(rows))
        preview = read_in(world, a_file(rows[1:]))
        for page in (f"{roster.id}", f"{preview.id}/preview", f"{preview.id}/proposals", f"{preview.id}/problems"):
            with counted_statements() as seen:
                shown(desk, f"{HERE}/{page}")
            spent.setdefault(page.split("/")[-1].strip("0123456789"), []).append(len(seen))
    assert {page: few for page, (few, more) in spent.items() if few < more} == {}


def test_the_script_of_the_import_is_asked_for_by_its_page(desk: FlaskClient) -> None:
    page = shown(desk, f"{HERE}/new")
    (source,) = re.findall(r'src="/static/[0-9a-f]{12}/(js/roster/import\.js)', page)
    assert (Path(desk.application.static_folder or "") / source).exists()
    assert "正在逐行核对" in page
