"""Whoever resets passwords is not two people: who is told, who vouches, and what is refused meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation import actions
from deliberation.organisation.models import PasswordLink
from deliberation.organisation.queries.hands import HAND_DAYS, hands_of, same_hand, two_hands
from tests.builders import World, an_officer, sign_in

NEW = "Gaihao-2027"


@pytest.fixture
def administrator(world: World) -> Actor:
    return an_officer(world, "administrator", "萧芳")


@pytest.fixture
def auditor(world: World) -> Actor:
    return an_officer(world, "auditor", "田军")


def ids(world: World, *names: str) -> tuple[int, ...]:
    return tuple(world.people[name].id for name in names)


def reset(world: World, by: Actor, name: str) -> int:
    """Hand out a code, have the person use it; answers the link."""
    _, code = actions.reset_password(by, world.accounts[name].id)
    actions.set_by_link(code, NEW)
    return db.session.query(PasswordLink).order_by(PasswordLink.id.desc()).first().id  # type: ignore[union-attr]


def test_two_whom_one_administrator_reset_are_one_hand_for_a_week(world: World, administrator: Actor) -> None:
    first, second, third = ids(world, "周敏", "高峰", "杨静")
    with clock.frozen(clock.now() - timedelta(days=HAND_DAYS, seconds=1)):
        reset(world, administrator, "周敏")
        reset(world, administrator, "高峰")
        assert same_hand(first, second)
        assert same_hand(first, administrator.person_id)
        assert not same_hand(first, third)
        with pytest.raises(Refused) as caught:
            two_hands(first, second)
        assert caught.value.reason is Reason.SAME_PERSON
    assert not same_hand(first, second)
    assert not same_hand(None, None)


def test_somebody_else_vouches_and_neither_the_administrator_nor_his_hand(
    world: World, administrator: Actor, auditor: Actor
) -> None:
    first, second = ids(world, "周敏", "高峰")
    link, _other = reset(world, administrator, "周敏"), reset(world, administrator, "高峰")
    auditors = reset(world, administrator, "田军")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        for actor in (administrator, auditor):  # the auditor's password was reset by him, too
            with pytest.raises(Refused) as caught:
                actions.vouch(actor, link)
            assert caught.value.reason is Reason.SAME_PERSON
        second_one = an_officer(world, "administrator", "纪明")
        actions.vouch(second_one, auditors)
        actions.vouch(auditor, link)
        assert hands_of(first) == {first}
        assert not same_hand(first, second)
    with pytest.raises(Refused) as caught:
        actions.vouch(world.chair, link)
    assert caught.value.reason is Reason.FORBIDDEN


def test_the_person_and_the_others_are_told(app: Flask, world: World, administrator: Actor, auditor: Actor) -> None:
    link = reset(world, administrator, "周敏")
    with clock.frozen(clock.now()):
        person = app.test_client()
        person.post("/login", data={"username": world.accounts["周敏"].username, "password": NEW})
        assert "您的账号由萧芳于" in person.get("/desk/jinling/").text
        watch = sign_in(app.test_client(), world, "田军")
        assert 'href="/accounts/resets"' in watch.get("/desk/").text
        page = watch.get("/accounts/resets").text
        assert "周敏" in page
        assert "由 萧芳 于" in page
        assert watch.post(f"/accounts/resets/{link}/vouch").location == "/accounts/resets"
        assert "田军已向本人核实" in watch.get("/accounts/resets").text
    facts = [line.facts for line in db.session.query(AuditEntry).filter_by(action="account.vouch")]
    assert facts == [{}]


def test_nobody_else_reads_who_was_reset(app: Flask, world: World, administrator: Actor) -> None:
    reset(world, administrator, "周敏")
    assert sign_in(app.test_client(), world, "李建国").get("/accounts/resets").status_code == 403
    assert "发过一次性码" not in sign_in(app.test_client(), world, "李建国").get("/desk/jinling/").text
