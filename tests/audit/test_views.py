"""The auditor's page: Chinese throughout, filters in the address, a sheet, and no door that is shut."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.audit.record import record
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM, Actor
from deliberation.organisation.models import Compound
from deliberation.publication.actions import draft_resolution, publish
from tests.builders import PASSWORD, World, a_compound, an_officer, sign_in
from tests.halls import a_noticed_meeting
from tests.publication.hall import a_finished_meeting, at

CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Log:
    """The page and the sheet as the auditor sees them."""

    client: FlaskClient

    def page(self, query: str = "") -> str:
        answer = self.client.get(f"/audit?{query}")
        assert answer.status_code == 200, answer.get_data(as_text=True)[:2000]
        return answer.get_data(as_text=True)

    def cells(self, query: str = "") -> list[str]:
        return [" ".join(TAG.sub("", cell).split()) for cell in CELL.findall(self.page(query))]

    def sheet(self, query: str = "") -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.client.get(f"/audit.csv?{query}").get_data(as_text=True))))


@pytest.fixture
def world(app: Flask) -> World:
    world = a_compound()
    a_noticed_meeting(world)
    an_officer(world, "auditor", "田军")
    return world


@pytest.fixture
def log(world: World, client: FlaskClient) -> Log:
    return Log(sign_in(client, world, "田军"))


def test_the_auditor_reads_who_did_what_and_nobody_else_does(app: Flask, world: World, log: Log) -> None:
    text = log.page()
    assert "发出会议通知、锁定名册" in text
    assert "李建国" in text
    for name in ("李建国", "张秀兰"):
        assert sign_in(app.test_client(), world, name).get("/audit").status_code == 403


def test_no_code_stands_where_the_auditor_reads(log: Log) -> None:
    cells = log.cells()
    assert len(cells) > 30
    assert [cell for cell in cells if re.search(r"[a-z]", cell)] == []
    for told in ("列入议题", "受理议题", "金岭水岸华庭", "整个平台", "2026年3月10日五方办"):
        assert any(told in cell for cell in cells), told
    assert any("议题 2026-001《改造小区南出入口》" in cell for cell in cells)


def test_an_act_of_another_version_of_the_program_is_shown_without_its_code(log: Log) -> None:
    with transaction():
        record(SYSTEM, "moon.land", "moon", 1, None)
    assert [cell for cell in log.cells() if "moon" in cell] == []
    assert "其他事项" in log.page()


def test_a_sign_in_that_failed_says_so(app: Flask, world: World, log: Log) -> None:
    username = world.accounts["周敏"].username
    app.test_client().post("/login", data={"username": username, "password": "not-" + PASSWORD})
    assert any(cell == "登录 没有成功" for cell in log.cells())
    assert not any(cell == "登录 没有成功" for cell in log.cells("who=田军"))


def test_day_person_and_act_narrow_the_log_and_stay_in_the_address(log: Log) -> None:
    everything = len(log.sheet()) - 1
    first_day = len(log.sheet("since=2026-03-05&until=2026-03-05")) - 1
    asked = "since=2026-03-05&until=2026-03-05&who=李建国&act=topic.accept"
    text, rows = log.page(asked), log.sheet(asked)[1:]
    assert [row[2:4] for row in rows] == [["李建国", "列入议题"]]
    assert 1 < first_day < everything
    assert "共 <strong>1</strong> 条" in text
    (file,) = re.findall(r'href="(/audit\.csv\?[^"]+)"', text)
    assert parse_qs(urlsplit(unescape(file)).query) == parse_qs(asked)
    assert log.sheet("since=2026-03-06&until=2026-03-06")[1:] == []
    assert "没有符合条件的记录" in log.page("who=没有这个人")


def test_one_chain_is_one_compound(world: World, log: Log) -> None:
    compound = f"compound:{world.compound.id}"
    assert {row[8] for row in log.sheet(f"stream={compound}")[1:]} == {"金岭水岸华庭"}
    assert {row[8] for row in log.sheet("stream=system")[1:]} == {"整个平台"}


def test_the_sheet_opens_in_excel_and_holds_no_formula(world: World, log: Log) -> None:
    with transaction():
        bad = Actor(name="=HYPERLINK(1)", person_id=world.people["周敏"].id)
        record(bad, "topic.take_up", "topic", 1, world.compound.id)
    answer = log.client.get("/audit.csv?act=topic.take_up")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.mimetype == "text/csv"
    assert "'=HYPERLINK(1)" in answer.get_data(as_text=True)
    assert ",=HYPERLINK" not in answer.get_data(as_text=True)


def test_every_entry_is_counted_and_the_older_are_a_page_away(world: World, log: Log) -> None:
    with transaction():
        for number in range(60):
            record(SYSTEM, "topic.submit", "topic", 1, world.compound.id, number=number)
    asked = "act=topic.submit"
    assert "共 <strong>61</strong> 条" in log.page(asked)
    assert "第 2 / 2 页" in log.page(f"{asked}&page=2")
    assert len(log.cells(f"{asked}&page=2")) == 6 * 11
    assert len(log.sheet(asked)) == 62


@pytest.mark.parametrize(
    "wild",
    [
        "page=-3",
        f"page={10**30}",
        "since=yesterday",
        "until=9999-12-31",
        "since=0001-01-01",
        "stream=x",
        "act='",
        "who=%25",
        "page=x",
    ],
)
def test_a_wild_address_is_no_error(log: Log, wild: str) -> None:
    log.page(wild)
    assert log.sheet(wild)


def test_a_thing_is_linked_where_the_reader_may_see_it_and_only_named_elsewhere(world: World, log: Log) -> None:
    meeting = a_finished_meeting(world)
    with clock.frozen(at(11)):
        published = draft_resolution(world.secretary, meeting.id)
        publish(world.chair, published.id, masking_confirmed=True)
    text = log.page()
    hrefs = set(re.findall(r'<td class="audit-thing"[^>]*>.*?href="([^"]+)"', text))
    assert hrefs == {f"/c/jinling/resolutions/{published.public_id}"}
    assert all(log.client.get(href).status_code == 200 for href in hrefs)


def test_an_officer_reads_the_chain_of_the_compound_that_has_opened_it_to_him(app: Flask, world: World) -> None:
    an_officer(world, "subdistrict_officer")
    officer = Log(sign_in(app.test_client(), world, "街道干部"))
    assert officer.client.get("/audit").status_code == 403
    assert officer.client.get("/audit.csv").status_code == 403
    with transaction():
        db.session.get_one(Compound, world.compound.id).options = ["audit.read"]
    assert {row[8] for row in officer.sheet()[1:]} == {"金岭水岸华庭"}
    assert "整个平台" not in officer.page("stream=system")
    assert db.session.query(AuditEntry).filter_by(stream="system").count() > 0
    assert re.search(r'href="/desk/jinling/topics/\d+"', officer.page())
