"""When an order is due: days that lead to a date follow the calendar of days off, a date that somebody named stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from deliberation.app import do_what_is_due
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.stage import Ref
from deliberation.notices.models import Notice
from deliberation.supervision import actions, queries
from deliberation.supervision.models import Order
from deliberation.supervision.queries.residents import public_orders
from tests.arrangements import UNKNOWN, arrange
from tests.builders import World, sign_in
from tests.supervision.hall import a_decided_meeting, a_draft, an_order, at, audited

DESK = "/desk/jinling"


@pytest.fixture
def meeting_id(world: World) -> int:
    return a_decided_meeting(world)


def due(order: Order) -> date:
    db.session.expire_all()
    return order.due_on


def test_fifteen_days_from_the_thirteenth_of_october_are_the_twenty_eighth(world: World, meeting_id: int) -> None:
    assert queries.due_after(meeting_id, 15, date(2026, 10, 13)) == date(2026, 10, 28)  # D6


def test_a_draft_from_a_decision_that_names_no_date_is_due_on_a_working_day(world: World, meeting_id: int) -> None:
    at(3, 13)
    drafted = actions.draft_from_decisions(world.secretary, meeting_id)
    assert {(o.due_on, o.due_days, o.due_from) for o in drafted} == {(date(2026, 3, 30), 15, date(2026, 3, 13))}


def test_rules_that_let_a_weekend_stand_hold_for_the_orders_of_the_meeting(world: World, meeting_id: int) -> None:
    with transaction():
        profile = db.session.get_one(Meeting, meeting_id).profile
        profile.data = {**profile.data, "weekend_last_day": "STANDS", "weekend_reason": "议事规则第九条"}
    assert queries.due_after(meeting_id, 15, date(2026, 3, 13)) == date(2026, 3, 28)
    assert queries.due_after(None, 15, date(2026, 3, 13)) == date(2026, 3, 30)


def test_a_date_that_somebody_named_stays_though_nobody_works_on_it(world: World) -> None:
    named = an_order(world, due_on=date(2026, 3, 28))
    assert (named.due_on, named.due_days, named.end_is_provisional) == (date(2026, 3, 28), None, False)


@pytest.mark.parametrize("days", [14, 8, -1, 999_999_999])
def test_days_that_are_not_usual_or_do_not_lead_to_the_date_are_not_taken(world: World, days: int) -> None:
    assert an_order(world, due_on=date(2026, 3, 24), due_days=days).due_days is None
    assert an_order(world, due_on=date(2026, 3, 24), due_days=15).due_days is None


def test_a_usual_period_that_was_pressed_is_kept_until_another_date_is_chosen(
    client: FlaskClient, world: World, meeting_id: int
) -> None:
    sign_in(client, world, "周敏")
    form = client.get(f"{DESK}/meetings/{meeting_id}/orders/new").text
    assert 'data-date="2026-03-17" data-days="7"' in form
    order = an_order(world, due_on=date(2026, 3, 17), due_days=7)
    assert order.due_days == 7
    at(3, 11)
    actions.edit_draft(world.secretary, order.id, a_draft(world, due_on=date(2026, 3, 17), title="疏导"))
    assert (order.due_days, order.due_from) == (7, date(2026, 3, 10))
    actions.edit_draft(world.secretary, order.id, a_draft(world, due_on=date(2026, 3, 19), due_days=7))
    assert (order.due_days, order.due_from) == (None, None)


def test_a_date_in_a_year_without_an_arrangement_says_so_on_every_page_that_shows_it(
    client: FlaskClient, world: World, meeting_id: int
) -> None:
    at(12, 25)
    order = an_order(world, "ISSUED", due_on=date(2027, 1, 4), due_days=7, meeting_id=meeting_id)
    named = an_order(world, "ISSUED", due_on=date(2027, 1, 8), title="修门")
    assert (order.end_is_provisional, named.end_is_provisional) == (True, False)
    sign_in(client, world, "周敏")
    assert f"{UNKNOWN}，2027年1月4日（周一）是按法定节日推算的" in client.get(f"{DESK}/orders/{order.id}").text
    for path in (f"{DESK}/meetings/{meeting_id}/orders", "/c/jinling/orders/", f"{DESK}/orders/{order.id}/edit"):
        assert client.get(path, follow_redirects=True).text.count(UNKNOWN) == 1
    assert UNKNOWN in client.get(f"{DESK}/meetings/{meeting_id}/orders/new").text
    assert UNKNOWN not in client.get(f"{DESK}/orders/{named.id}").text
    assert client.get(f"{DESK}/orders/").text.count("（推算）") == 1
    marked = [line for line in client.get(f"{DESK}/orders.csv").text.splitlines() if "推算：" in line]
    assert [line.startswith(order.number) for line in marked] == [True]


def test_the_unit_is_told_the_working_day_by_which_to_sign(world: World) -> None:
    at(4, 3)
    an_order(world, "ISSUED", due_on=date(2026, 4, 30))
    told = db.session.query(Notice).filter_by(kind="order.issue").all()
    assert {"2026年4月7日（周二）24:00 前" in notice.body for notice in told} == {True}  # after 清明


def test_when_the_arrangement_comes_an_open_order_is_due_later_and_its_unit_is_told(
    client: FlaskClient, world: World, days_off: Path
) -> None:
    at(12, 25)
    issued = an_order(world, "ISSUED", due_on=date(2027, 1, 4), due_days=7)
    draft = an_order(world, due_on=date(2027, 1, 4), due_days=7)
    named = an_order(world, "ISSUED", due_on=date(2027, 1, 4))
    assert arrange(days_off, 12, 28) == "2 张督办单的时限重新计算，已顺延。"
    assert do_what_is_due() == ""
    assert [due(order) for order in (issued, draft, named)] == [date(2027, 1, 6), date(2027, 1, 6), date(2027, 1, 4)]
    assert audited("order.prolong") == 2
    told = db.session.query(Notice).filter_by(kind="order.prolong").all()
    assert {notice.about for notice in told} == {Ref("order", issued.id)}
    sign_in(client, world, "周敏")
    page = client.get(f"{DESK}/orders/{issued.id}").text
    assert "原来算到2027年1月4日（周一），重新计算以后顺延到2027年1月6日（周三）。" in page
    assert "办理时限由2027年1月4日（周一）顺延到2027年1月6日（周三）。" in page
    (shown,) = [one for one in public_orders(world.compound.id).items if one.number == issued.number]
    assert (shown.due_on, shown.due_was, shown.is_provisional) == (date(2027, 1, 6), date(2027, 1, 4), False)
    assert "原为2027年1月4日（周一），已顺延。" in client.get("/c/jinling/orders/").text


@pytest.mark.parametrize("state", ["COMPLETION_REPORTED", "CLOSED"])
def test_an_order_that_is_reported_or_closed_keeps_its_date(world: World, days_off: Path, state: str) -> None:
    at(12, 25)
    order = an_order(world, state, due_on=date(2027, 1, 4), due_days=7)
    assert arrange(days_off, 12, 28) == ""
    assert (due(order), order.end_is_provisional) == (date(2027, 1, 4), False)


def test_an_order_that_is_late_already_stays_late(world: World, days_off: Path) -> None:
    at(12, 25)
    order = an_order(world, "ISSUED", due_on=date(2027, 1, 4), due_days=7)
    assert arrange(days_off, 1, 5, year=2027) == ""
    assert (due(order), order.end_was) == (date(2027, 1, 4), None)
    clock.use(lambda: clock.beijing(2027, 1, 5, 9))
    assert queries.line(order).light == "red"
