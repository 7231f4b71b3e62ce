"""The register of what persons ask about their own data, through its pages (scenario G25, G27, G28)."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.app import do_what_is_due
from deliberation.audit.models import AuditEntry, Erasure
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.organisation.actions.days_off import load_year
from deliberation.privacy.models import PersonRequest
from tests.builders import World, a_compound, an_officer, sign_in
from tests.house.forms_on_pages import Form, FormReader
from tests.privacy.hall import FORM, G_2028, NAME, WISH

REGISTER = "/desk/jinling/person-requests/"


@pytest.fixture
def world(app: Flask) -> World:
    assert app
    on(2028, 1, 6)
    return a_compound()


@pytest.fixture
def entered(world: World, client: FlaskClient) -> int:
    """The request of scenario G25, written in by the secretary, who stays signed in."""
    sign_in(client, world, "周敏")
    assert client.post(f"{REGISTER}new", data=FORM).status_code == 302
    return db.session.query(PersonRequest).one().id


def on(year: int, month: int, day: int, hour: int = 9) -> None:
    moment = clock.beijing(year, month, day, hour)
    clock.use(lambda: moment)


def the_request() -> PersonRequest:
    db.session.expire_all()
    return db.session.query(PersonRequest).one()


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.location
    return answer.get_data(as_text=True)


def the_answer(client: FlaskClient, request_id: int) -> Form:
    """The form of the answer, as the page of the request gives it."""
    address = f"{REGISTER}{request_id}"
    reader = FormReader(address)
    reader.feed(text(client, address))
    (form,) = [one for one in reader.forms if one.action.endswith("/answer")]
    return form


def answer(client: FlaskClient, form: Form, day: str, said: str = "当面交给本人一份") -> int:
    return client.post(form.action, data=form.filled(answered_on=day, text=said)).status_code


def test_a_request_is_due_in_fifteen_working_days_and_waits_at_the_desk(entered: int, client: FlaskClient) -> None:
    made = the_request()
    assert (made.due_on, made.end_is_provisional) == (date(2028, 1, 27), True)
    page = text(client, f"{REGISTER}{entered}")
    assert "最晚2028年1月27日（周四）答复（待核）" in page
    assert "待答复的个人请求" in text(client, "/desk/jinling/")
    client.post(f"{REGISTER}new", data=FORM)
    assert the_request().id == entered
    said = db.session.query(AuditEntry).filter_by(action="person_request.enter").one()
    assert NAME not in json.dumps(said.facts, ensure_ascii=False)
    on(2028, 1, 28)
    assert "个人请求过了答复期限" in text(client, "/desk/jinling/")
    assert "逾期" in text(client, REGISTER)


def test_holidays_that_come_late_move_the_day_and_the_first_one_told_is_kept(
    world: World, entered: int, client: FlaskClient
) -> None:
    on(2028, 1, 19, 15)
    assert "个人请求" not in do_what_is_due()
    load_year(an_officer(world, "administrator"), 2028, json.dumps(json.loads(G_2028)["2028"]))
    assert "1 件个人请求的答复期限重新计算" in do_what_is_due()
    made = the_request()
    assert (made.due_on, made.end_was, made.end_is_provisional) == (date(2028, 2, 3), date(2028, 1, 27), False)
    page = text(client, f"{REGISTER}{entered}")
    assert "首次告知2028年1月27日（周四）" in page
    assert "待核" not in page
    on(2028, 1, 24)
    assert answer(client, the_answer(client, entered), "2028-01-24") == 302
    assert "第13个工作日，按期" in text(client, f"{REGISTER}{entered}")
    rows = client.get("/desk/jinling/person-requests.csv").get_data(as_text=True)
    assert "第13个工作日，按期" in rows
    assert (the_request().state, "待答复的个人请求" in text(client, "/desk/jinling/")) == ("ANSWERED", False)


def test_an_answer_of_another_day_is_refused_and_a_second_one_too(entered: int, client: FlaskClient) -> None:
    assert answer(client, the_answer(client, entered), "2028-01-07") == 422
    on(2028, 1, 7)
    form = the_answer(client, entered)
    assert answer(client, form, "2028-01-07") == 302
    assert answer(client, form, "2028-01-07", "又一次") == 409
    assert the_request().answer == "当面交给本人一份"


@pytest.mark.parametrize("change", [{"received_on": "2028-01-07"}, {"name": " "}, {"kind": "BURN"}])
def test_what_lies_ahead_or_is_not_said_is_refused(world: World, client: FlaskClient, change: dict[str, str]) -> None:
    assert sign_in(client, world, "周敏").post(f"{REGISTER}new", data=FORM | change).status_code == 422
    assert db.session.query(PersonRequest).count() == 0


@pytest.mark.parametrize("who", ["高峰", "张秀兰", "杨静", "陈海涛"])
def test_nobody_else_reads_the_register(world: World, entered: int, client: FlaskClient, who: str) -> None:
    client.post("/logout")
    sign_in(client, world, who)
    for address in (REGISTER, f"{REGISTER}{entered}", "/desk/jinling/erased/", "/desk/jinling/person-requests.csv"):
        assert client.get(address).status_code == 403


def test_name_and_wish_go_three_years_after_the_answer_and_the_days_stay(
    world: World, entered: int, client: FlaskClient
) -> None:
    assert answer(client, the_answer(client, entered), "2028-01-06") == 302
    on(2031, 1, 6, 23)
    assert "个人请求" not in do_what_is_due()
    assert the_request().name == NAME
    on(2031, 1, 7, 3)
    assert "1 件个人请求答复满三年" in do_what_is_due()
    made = the_request()
    assert (made.name, made.wanted, made.paper, made.answer, made.search) == ("", "", "", "", "")
    assert (made.received_on, made.answered_on) == (date(2028, 1, 6), date(2028, 1, 6))
    said = db.session.query(Erasure).filter_by(field="person_request").one()
    assert (said.number, said.day, said.compound_id) == (1, date(2031, 1, 7), world.compound.id)
    with transaction() as session:
        session.merge(world.accounts["周敏"]).password_changed_at = clock.now()
    page = text(sign_in(client, world, "周敏"), f"{REGISTER}{entered}")
    assert WISH not in page
    assert "按期删除" in page
