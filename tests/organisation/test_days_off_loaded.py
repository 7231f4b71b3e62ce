"""放假安排 is loaded on a page: looked at first, every mistake named, in force in every process, told when missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import holidays as published
import pytest
from flask.testing import FlaskClient

from deliberation.app import do_what_is_due
from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.notices.models import Notice
from deliberation.organisation.actions import load_year
from deliberation.organisation.models import HolidayYear
from deliberation.organisation.queries import days_off
from deliberation.organisation.rules.days_off import in_lines, read_text
from tests.builders import World, sign_in
from tests.convening.series_hall import YEARS, an_administrator, at

LINES = """依据 测试用的安排
元旦 2027-01-01 至 2027-01-03
春节 2027-02-05至2027-02-12
端午节 2027年6月9日
调休上班 2027-01-31"""


@pytest.fixture
def administrator(world: World) -> Iterator[Actor]:
    at(2027, 3, 1, 9)
    yield an_administrator(world)
    days_off.forget()
    clock.use(None)


def test_lines_and_file_are_read_to_the_same(administrator: Actor) -> None:
    from_lines, from_file = read_text(LINES, 2027), read_text(YEARS.read_text("utf-8"), 2027)
    assert from_lines.problems == from_file.problems == ()
    assert from_lines.data["holidays"][1] == {"name": "春节", "from": "2027-02-05", "to": "2027-02-12"}
    assert read_text(in_lines(from_file.data), 2027).data == from_file.data


def test_every_mistake_is_named() -> None:
    text = "元旦 2027-02-30\n哈哈\n国庆节 2028-10-01\n调休上班 2027-02-01\n端午节 2027-06-09\n休息 2027-06-09"
    problems = read_text(text, 2027).problems
    assert [one[:3] for one in problems] == ["第1行", "第2行", "第3行", "第6行", "第4行"]
    assert read_text("{", 2027).problems[0].startswith("文件不是 JSON")
    assert read_text('{"2026": {"holidays": []}}', 2027).problems == ("文件里没有 2027 年的放假安排。",)
    assert read_text("", 2027).problems == ("一个放假的日子也没有写。",)
    worked = read_text("元旦 2028-01-02 至 2028-01-03\n调休上班 2028-01-01", 2028).problems
    assert len(worked) == 1


def test_a_loaded_year_counts_at_once_and_once(administrator: Actor) -> None:
    assert not holidays.calendar().knows(2027)
    load_year(administrator, 2027, LINES)
    assert holidays.calendar().is_off(date(2027, 2, 5))
    assert holidays.calendar().name_of(date(2027, 6, 9)) == "端午节"
    load_year(administrator, 2027, LINES)
    assert db.session.query(AuditEntry).filter_by(action="days_off.load").count() == 1
    load_year(administrator, 2027, LINES.replace("2027-02-12", "2027-02-11"))
    assert not holidays.calendar().is_off(date(2027, 2, 12))
    assert db.session.query(HolidayYear).count() == 1


def test_it_replaces_what_ships_and_another_process_takes_it_over(administrator: Actor) -> None:
    load_year(administrator, 2026, "元旦 2026-01-01")
    assert not holidays.calendar().is_off(date(2026, 2, 17), weekends=False) or holidays.calendar().knows(2026)
    days_off.forget()  # as in a process that has not looked yet
    assert holidays.calendar().is_off(date(2026, 2, 23))
    assert days_off.take_loaded()
    assert not holidays.calendar().is_off(date(2026, 2, 23))
    assert not days_off.take_loaded()


def test_only_the_administrator_loads_it(world: World, administrator: Actor) -> None:
    with pytest.raises(Refused) as caught:
        load_year(world.chair, 2027, LINES)
    assert caught.value.reason is Reason.FORBIDDEN
    with pytest.raises(Refused) as caught:
        load_year(administrator, 1999, LINES)
    assert caught.value.reason is Reason.INVALID_INPUT


def test_it_is_looked_at_before_it_counts(world: World, client: FlaskClient, administrator: Actor) -> None:
    sign_in(client, world, administrator.name)
    assert "节假日未录入" in client.get("/days-off").get_data(as_text=True)
    bad = client.post("/days-off", data={"year": "2027", "lines": "元旦 2027-02-30\n哈哈"})
    assert bad.status_code == 422
    told = bad.get_data(as_text=True)
    assert "第1行" in told
    assert "第2行" in told
    looked = client.post("/days-off", data={"year": "2027", "lines": LINES})
    assert "请核对 2027 年的放假安排" in looked.get_data(as_text=True)
    assert not holidays.calendar().knows(2027)
    loaded = client.post("/days-off/2027/load", data={"lines": LINES})
    assert loaded.status_code == 302
    assert holidays.calendar().knows(2027)
    page = client.get("/days-off?year=2027").get_data(as_text=True)
    assert "春节 2027-02-05 至 2027-02-12" in page
    sign_in(client, world, "李建国")
    assert client.get("/days-off").status_code == 403


def test_the_next_year_is_asked_for_from_the_fifteenth_of_december(
    world: World, client: FlaskClient, administrator: Actor
) -> None:
    load_year(administrator, 2027, LINES)
    sign_in(client, world, administrator.name)
    at(2027, 12, 14, 8)
    assert "2028年节假日未录入" not in client.get("/desk/").get_data(as_text=True)
    at(2027, 12, 15, 8)
    assert "2028年节假日未录入" in client.get("/desk/").get_data(as_text=True)
    for _ in range(2):
        do_what_is_due()
    assert [one.subject for one in db.session.query(Notice).filter_by(kind="days_off.missing")] == [
        "2028 年节假日未录入"
    ]


def test_what_ships_agrees_with_what_others_published() -> None:
    ours = holidays.SHIPPED.arrangements[2026]
    others = published.country_holidays("CN", years=2026)
    assert set(others) <= {day for day in ours.holidays if day.year == 2026}
    assert not set(others) & ours.working
