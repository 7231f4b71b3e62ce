"""Lines and photos that residents do not see yet: who is told of them, and the two ways to settle them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.files.rules import Photo
from deliberation.history.models import Event
from deliberation.kernel.errors import Reason, Refused
from deliberation.supervision import actions, queries
from deliberation.supervision.models import Order
from deliberation.supervision.queries.residents import public_orders
from deliberation.supervision.queries.waiting import waiting
from tests.builders import World, a_compound, sign_in
from tests.queries import counted_statements
from tests.supervision.hall import an_order, audited

DESK = "/desk/jinling"
HELD = "待公开的进展"
PHOTO = Photo("现场.jpg", b"\xff\xd8\xff\xd9")


@pytest.fixture
def order(world: World) -> Order:
    """A report names somebody, the next one came with a photo."""
    made = an_order(world, "ACCEPTED")
    actions.report_progress(world.actor("高峰"), made.id, 40, "已请张秀兰到场。")
    actions.report_progress(world.actor("高峰"), made.id, 50, "已划线。", [PHOTO])
    return made


def enter(app: Flask, world: World, name: str) -> FlaskClient:
    return sign_in(app.test_client(), world, name)


def held(world: World, name: str) -> int:
    return sum(w.count for w in waiting(world.actor(name), world.compound.id) if w.label == HELD)


def lines_of(order: Order) -> list[Event]:
    return [e for e in queries.history(order.id) if e.act == "order.report"]


def test_what_is_held_back_waits_for_those_who_may_release_it(world: World, order: Order) -> None:
    an_order(world, "COMPLETION_REPORTED")
    assert [held(world, name) for name in ("周敏", "李建国", "高峰", "张秀兰")] == [2, 2, 0, 0]
    (line,) = [w for w in waiting(world.secretary, world.compound.id) if w.label == HELD]
    assert (line.unit, line.values) == ("条", {"compound_slug": "jinling", "state": queries.HELD_BACK})
    elsewhere = a_compound("haitang", "海棠花园")
    assert all(w.label != HELD for w in waiting(elsewhere.secretary, elsewhere.compound.id))


def test_what_was_released_or_withheld_waits_no_longer(world: World, order: Order) -> None:
    named, pictured = lines_of(order)
    actions.release_line(world.secretary, named.id, confirmed=True)
    assert held(world, "周敏") == 1
    actions.withhold_line(world.secretary, named.id)
    assert held(world, "周敏") == 1
    actions.release_line(world.chair, pictured.id)
    assert held(world, "周敏") == 0


def test_what_is_decided_to_stay_inside_is_asked_once(world: World, order: Order) -> None:
    named, pictured = lines_of(order)
    for _ in range(2):
        actions.leave_line(world.secretary, named.id)
        actions.leave_line(world.secretary, pictured.id)
    assert (held(world, "周敏"), audited("order.withhold")) == (0, 2)
    seen = public_orders(world.compound.id).items[0]
    assert (seen.last_text, seen.photos) == ("已划线。", ())
    with pytest.raises(Refused) as refused:
        actions.leave_line(world.actor("高峰"), named.id)
    assert refused.value.reason is Reason.FORBIDDEN
    actions.report_progress(world.actor("高峰"), order.id, 60, "又请张秀兰到场。")
    assert held(world, "周敏") == 1


def test_a_closed_order_asks_for_nothing_more(world: World, order: Order) -> None:
    actions.report_completion(world.actor("高峰"), order.id, "疏导已成常态。")
    actions.check_completion(world.actor("张秀兰"), order.id, "张秀兰到场看过。")
    assert held(world, "周敏") == 2
    actions.close_order(world.chair, order.id)
    assert held(world, "周敏") == 0


def test_the_ledger_shows_the_orders_behind_the_number(app: Flask, world: World, order: Order) -> None:
    an_order(world, "IN_PROGRESS", title="入户告知")
    page = enter(app, world, "周敏").get(f"{DESK}/orders/?state={queries.HELD_BACK}").text
    assert "有待公开的进展" in page
    assert order.title in page
    assert "入户告知" not in page
    assert "有待公开的进展" not in enter(app, world, "高峰").get(f"{DESK}/orders/").text


def test_the_page_offers_to_look_and_publish_or_to_leave_it(app: Flask, world: World, order: Order) -> None:
    named, _pictured = lines_of(order)
    secretary, address = enter(app, world, "周敏"), f"{DESK}/orders/{order.id}"
    page = secretary.get(address).text
    assert ("不公开<span" in page, "照片不公开<span" in page) == (True, True)
    answer = secretary.post(f"{address}/lines/{named.id}/release")
    assert answer.status_code == 409
    assert "请先勾选再公开；不能公开的，请选“不公开”，让承办单位另报一条。" in answer.text
    assert "请改掉" not in answer.text
    assert enter(app, world, "高峰").post(f"{address}/lines/{named.id}/leave").status_code == 403
    assert secretary.post(f"{address}/lines/{named.id}/leave").location == address
    assert f"/lines/{named.id}/leave" not in secretary.get(address).text


def test_what_is_held_back_is_counted_in_one_statement(app: Flask, world: World, order: Order) -> None:
    secretary, compound_id = world.secretary, world.compound.id
    with app.app_context(), counted_statements() as seen:
        assert waiting(secretary, compound_id)
    assert len(seen) <= 5
