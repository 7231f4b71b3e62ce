"""The administrator opens accounts, resets passwords, closes accounts; nobody else does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation import actions
from deliberation.organisation.models import Account, Person
from deliberation.organisation.queries.accounts import accounts, password_due, people_without_account
from tests.builders import PASSWORD, World, an_officer, sign_in


@pytest.fixture
def administrator(world: World) -> Actor:
    return an_officer(world, "administrator", "萧芳")


@pytest.fixture
def office(client: FlaskClient, world: World, administrator: Actor) -> FlaskClient:
    """The administrator's browser."""
    return sign_in(client, world, "萧芳")


@contextmanager
def refused(reason: Reason) -> Iterator[None]:
    """Whatever happens inside is refused for this reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.reason is reason


def somebody(name: str = "新来的") -> int:
    """A person on record without an account."""
    with transaction() as session:
        person = Person(name=name)
        session.add(person)
    return person.id


def shown_code(page: str) -> str:
    """The one-time code that a page shows."""
    found = re.search(r"<dt>一次性码</dt><dd>([^<]+)</dd>", page)
    assert found, page
    return found.group(1)


def account_of(username: str) -> Account:
    """The account as the store has it now."""
    db.session.rollback()
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def test_an_account_is_opened_with_a_code_and_its_person_sets_the_password(world: World, administrator: Actor) -> None:
    made, code = actions.create_account(administrator, "xinlai", somebody())
    for guess in ("", code, PASSWORD):
        with refused(Reason.WRONG_CREDENTIALS):
            actions.sign_in("xinlai", guess)
    actions.set_by_link(code.upper().replace("-", " "), PASSWORD)
    assert actions.sign_in("xinlai", PASSWORD).id == made.id
    assert password_due(made) == ""
    with refused(Reason.LINK_USED):
        actions.set_by_link(code, "Gaihao-2027")


def test_every_act_on_an_account_is_in_the_audit_without_a_password(world: World, administrator: Actor) -> None:
    made, first = actions.create_account(administrator, "xinlai", somebody())
    _, second = actions.reset_password(administrator, made.id)
    for _ in range(2):  # pressed twice, done once
        actions.close_account(administrator, made.id)
    for _ in range(2):
        actions.reopen_account(administrator, made.id)
    of_her = (AuditEntry.subject_kind == "account", AuditEntry.subject_id == made.id)
    lines = db.session.scalars(select(AuditEntry).where(*of_her).order_by(AuditEntry.id)).all()
    assert [line.action for line in lines] == ["account.create", "account.reset", "account.close", "account.reopen"]
    assert {(line.actor_name, line.subject_id) for line in lines} == {("萧芳", made.id)}
    assert not [line for line in lines if first in str(line.facts) or second in str(line.facts)]


@pytest.mark.parametrize("username", ["", "ab", "有汉字", "with space", "-front", "x" * 41, "a<b>c"])
def test_a_name_that_will_not_do_is_refused(world: World, administrator: Actor, username: str) -> None:
    with refused(Reason.INVALID_INPUT):
        actions.create_account(administrator, username, somebody())
    assert db.session.scalar(select(Account).where(Account.username == username)) is None


def test_a_name_that_is_taken_is_refused_however_it_is_written(world: World, administrator: Actor) -> None:
    actions.create_account(administrator, "xinlai", somebody())
    with refused(Reason.INVALID_INPUT):
        actions.create_account(administrator, "XinLai", somebody("另一个"))


def test_one_person_has_one_account(world: World, administrator: Actor) -> None:
    with refused(Reason.ALREADY_DONE):
        actions.create_account(administrator, "second", world.people["周敏"].id)


def test_nobody_but_the_administrator_touches_accounts(world: World) -> None:
    target = world.accounts["周敏"].id
    for actor in (world.chair, an_officer(world, "auditor", "田军"), an_officer(world, "subdistrict_officer", "曾伟")):
        with refused(Reason.FORBIDDEN):
            actions.create_account(actor, "xinlai", None, "新来的")
        for act in (actions.reset_password, actions.close_account, actions.reopen_account):
            with refused(Reason.FORBIDDEN):
                act(actor, target)
    assert world.accounts["周敏"].is_active


def test_the_administrator_does_not_close_or_reset_himself(world: World, administrator: Actor) -> None:
    for act in (actions.close_account, actions.reset_password):
        with refused(Reason.SAME_PERSON):
            act(administrator, administrator.account_id or 0)


def test_a_reset_shuts_the_old_password_out_and_lets_every_device_try_again(world: World, administrator: Actor) -> None:
    account = world.accounts["周敏"]
    for _ in range(5):
        with refused(Reason.WRONG_CREDENTIALS):
            actions.sign_in(account.username, "wrong")
    _, code = actions.reset_password(administrator, account.id)
    with refused(Reason.WRONG_CREDENTIALS):
        actions.sign_in(account.username, PASSWORD)
    with refused(Reason.PASSWORD_USED):
        actions.set_by_link(code, PASSWORD)
    actions.set_by_link(code, "Gaihao-2027")
    assert actions.sign_in(account.username, "Gaihao-2027").id == account.id


def test_a_code_ends_after_three_days_and_with_the_next_one(world: World, administrator: Actor) -> None:
    account_id, now = world.accounts["周敏"].id, clock.now()
    with clock.frozen(now):
        _, first = actions.reset_password(administrator, account_id)
        _, second = actions.reset_password(administrator, account_id)
        with refused(Reason.LINK_USED):
            actions.set_by_link(first, "Gaihao-2027")
    with clock.frozen(now + timedelta(days=3)), refused(Reason.LINK_USED):
        actions.set_by_link(second, "Gaihao-2027")


def test_a_closed_account_is_out_at_once_and_comes_back_with_its_password(
    app: Flask, world: World, administrator: Actor
) -> None:
    browser = sign_in(app.test_client(), world, "周敏")
    account = world.accounts["周敏"]
    actions.close_account(administrator, account.id)
    assert browser.get("/desk/jinling/parties").location.startswith("/login")
    with refused(Reason.WRONG_CREDENTIALS):
        actions.sign_in(account.username, PASSWORD)
    actions.reopen_account(administrator, account.id)
    assert actions.sign_in(account.username, PASSWORD).id == account.id
    assert browser.get("/desk/jinling/parties").location.startswith("/login")


def test_the_list_is_found_by_name_account_and_standing(world: World, administrator: Actor) -> None:
    with transaction():
        world.accounts["周敏"].is_active = False
        world.accounts["杨静"].locked_until = clock.now() + timedelta(minutes=5)
        world.accounts["高峰"].must_change_password = True
    found = {
        state: [one.account.person.name for one in accounts(state=state).page().items]
        for state in ("closed", "locked", "first")
    }
    assert found == {"closed": ["周敏"], "locked": ["杨静"], "first": ["高峰"]}
    assert [one.account.person.name for one in accounts(q="李建").page().items] == ["李建国"]
    (one,) = accounts(q="jinling.周敏").page().items
    assert one.posts == ("金岭水岸华庭会议秘书",)
    assert accounts(state="active").page().total == accounts().page().total - 3


def test_the_new_account_page_offers_who_has_none(office: FlaskClient, world: World) -> None:
    person_id = somebody()
    assert people_without_account() == [(person_id, "新来的")]
    page = office.get("/accounts/new").text
    assert "新来的" in page
    assert "周敏" not in page


def test_the_code_is_shown_once_and_the_person_sets_the_password(app: Flask, office: FlaskClient) -> None:
    form = {"person_id": str(somebody()), "username": "xinlai", "name": ""}
    code = shown_code(office.post("/accounts/new", data=form).text)
    assert code not in office.get(f"/accounts/{account_of('xinlai').id}").text
    newcomer = app.test_client()
    given = {"code": code, "new": PASSWORD, "again": PASSWORD}
    weak = newcomer.post("/account/first", data=given | {"new": "weak", "again": "weak"})
    assert weak.status_code == 422
    assert newcomer.post("/account/first", data=given).location == "/login"
    assert "已经用过" in newcomer.post("/account/first", data=given).text
    assert newcomer.post("/login", data={"username": "xinlai", "password": PASSWORD}).location == "/desk/"


def test_somebody_new_is_put_on_record_with_his_account(office: FlaskClient) -> None:
    made = office.post("/accounts/new", data={"person_id": "0", "username": "xinlai", "name": " 新来的 "})
    assert made.status_code == 200
    assert account_of("xinlai").person.name == "新来的"


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"username": ""}, "请填写账号"),
        ({"username": "jinling.x y"}, "3 到 40 个"),
        ({"person_id": "0"}, "请选择人员"),
        ({"person_id": "蛇"}, "给谁"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_stays(office: FlaskClient, wrong: dict[str, str], said: str) -> None:
    form = {"person_id": str(somebody()), "username": "xinlai", "name": "", **wrong}
    answer = office.post("/accounts/new", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{form["username"]}"' in answer.text


def test_resetting_closing_and_opening_on_the_page(office: FlaskClient, world: World) -> None:
    account = world.accounts["周敏"]
    at = f"/accounts/{account.id}"
    assert len(shown_code(office.post(f"{at}/password").text)) == 23
    assert office.post(f"{at}/close").location == at
    assert "已停用" in office.get(at).text
    assert office.post(f"{at}/reopen").location == at
    assert "停用账号" in office.get(at).text


def test_on_his_own_page_the_administrator_finds_only_the_way_to_his_password(
    office: FlaskClient, world: World
) -> None:
    at = f"/accounts/{world.accounts['萧芳'].id}"
    page = office.get(at).text
    assert "停用账号" not in page
    assert "/account/password" in page
    refused_page = office.post(f"{at}/close")
    assert refused_page.status_code == 409
    assert "不能停用自己的账号" in refused_page.text


def test_the_list_leads_to_the_account_and_an_empty_one_says_what_to_do(office: FlaskClient, world: World) -> None:
    page = office.get("/accounts/?q=周敏").text
    assert f'href="/accounts/{world.accounts["周敏"].id}"' in page
    assert "没有符合条件的账号" in office.get("/accounts/?q=无此人").text
    assert office.get("/accounts/999999").status_code == 404


def test_the_administrator_finds_the_way_and_the_chair_finds_none(
    app: Flask, office: FlaskClient, world: World
) -> None:
    assert 'href="/accounts/"' in office.get("/desk/").text
    chair = sign_in(app.test_client(), world, "李建国")
    assert chair.get("/accounts/").status_code == 403
