"""Accounts for many at once with slips that print once; a password lost on the server; who has none is named."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from deliberation.audit.models import AuditEntry
from deliberation.cli import main
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Role
from deliberation.organisation.actions.people import add_person, appoint, appoint_wide
from deliberation.organisation.models import Account
from tests.builders import PASSWORD, World
from tests.organisation.office import Office, an_office, words

CODE = re.compile(r"[a-z2-9]{5}(?:-[a-z2-9]{5}){3}")
NEW = "Gaihao-2027"


@pytest.fixture
def office(app: Flask, world: World) -> Office:
    clock.use(lambda: clock.beijing(2026, 3, 2, 9))
    return an_office(app, world)


@pytest.fixture
def newcomers(office: Office) -> dict[str, int]:
    """Three with posts and without accounts, an auditor among them."""
    administrator, world = office.world.actor("贺明"), office.world
    people = {name: add_person(administrator, name, code=code).id for name, code in NAMES.items()}
    party = world.parties["residents_council"].id
    for name in ("林向东", "何桂英"):
        appoint(administrator, people[name], party, Role.COUNCIL_DELEGATE, date(2026, 3, 1))
    appoint_wide(administrator, people["邵华"], Role.AUDITOR, date(2026, 3, 1))
    return people


NAMES = {"林向东": "P14", "何桂英": "P13", "邵华": "P05"}


def test_many_get_accounts_at_once_and_each_slip_comes_out_once(office: Office, newcomers: dict[str, int]) -> None:
    listed = words(office.browser.get("/office/accounts/"))
    assert all(name in listed for name in NAMES)
    ticked = [str(newcomers[name]) for name in ("林向东", "邵华")]
    assert office.browser.post("/office/accounts/", data={"people": ticked}).location.endswith("/office/accounts/slips")
    assert office.browser.post("/office/accounts/", data={"people": ticked}).status_code == 302
    page = words(office.browser.get("/office/accounts/slips"))
    assert "没有账号的 1 人" in page
    assert "何桂英" in page
    slips = words(office.browser.post("/office/accounts/slips"))
    codes = CODE.findall(slips)
    assert len(set(codes)) == 2
    again = office.browser.post("/office/accounts/slips")
    assert again.status_code == 409
    assert "只能打印一次" in words(again)
    assert not CODE.search(words(again))
    assert db.session.query(Account).filter(Account.username.in_(("p14", "p05"))).count() == 2


def test_nobody_ticked_is_refused(office: Office, newcomers: dict[str, int]) -> None:
    answer = office.browser.post("/office/accounts/", data={})
    assert answer.status_code == 422
    assert "至少勾选" in words(answer)


def test_the_auditor_comes_in_with_the_slip_and_reads_the_log_and_nothing_else(
    office: Office, newcomers: dict[str, int]
) -> None:
    office.browser.post("/office/accounts/", data={"people": [str(newcomers["邵华"])]})
    code = CODE.findall(words(office.browser.post("/office/accounts/slips")))[0]
    auditor = office.app.test_client()
    form = {"code": code, "new": NEW, "again": NEW}
    assert auditor.post("/account/first", data=form).status_code == 302
    assert auditor.post("/login", data={"username": "p05", "password": NEW}).status_code == 302
    assert auditor.get("/audit").status_code == 200
    for page in ("/office/people/", "/office/posts/", "/accounts/", "/desk/jinling/topics/", "/desk/jinling/parties"):
        assert auditor.get(page).status_code == 403, page


def test_a_password_that_was_lost_is_replaced_on_the_server_itself(office: Office) -> None:
    username = office.world.accounts["贺明"].username
    answer = office.app.test_cli_runner().invoke(main.commands["account"], [username, "--reset"])
    assert answer.exit_code == 0, answer.output
    (code,) = set(CODE.findall(answer.output))
    assert office.browser.get("/office/people/").location.startswith("/login")
    assert office.try_to_sign_in("贺明").status_code == 401
    someone = office.app.test_client()
    for refused in (PASSWORD, "weak"):
        form = {"code": code, "new": refused, "again": refused}
        assert someone.post("/account/first", data=form).status_code == 422
    assert someone.post("/account/first", data={"code": code, "new": NEW, "again": NEW}).status_code == 302
    assert office.try_to_sign_in("贺明", NEW).status_code == 302
    line = db.session.query(AuditEntry).filter_by(action="account.reset").one()
    assert line.facts == {"how": "console"}
    assert "没有" in office.app.test_cli_runner().invoke(main.commands["account"], ["nobody", "--reset"]).output
