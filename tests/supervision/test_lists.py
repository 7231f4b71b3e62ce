"""The ledger, what waits for whom, what residents see: right, filtered, and in few statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from deliberation.supervision import actions, queries
from deliberation.supervision.queries import Filter
from deliberation.supervision.queries.residents import public_orders, public_orders_of_meeting
from deliberation.supervision.queries.waiting import waiting
from tests.builders import World, a_compound, an_officer, sign_in
from tests.queries import counted_statements
from tests.supervision.hall import a_decided_meeting, an_order, at


def numbers(world: World, **chosen: Any) -> list[str]:
    return [one.order.number for one in queries.orders(world.compound.id, Filter(**chosen)).page().items]


def test_the_ledger_is_filtered_by_state_light_unit_and_words(world: World) -> None:
    an_order(world)
    an_order(world, "ISSUED", "owners_committee", title="修订公约", due_on=date(2026, 5, 1), own_duty="只起草文本")
    an_order(world, "ACCEPTED", requirement="每天两次")
    an_order(world, "CLOSED")
    at(3, 12)
    assert numbers(world) == ["D-004", "D-003", "D-002", "D-001"]
    assert numbers(world, state="DRAFT") == ["D-001"]
    assert numbers(world, unit=world.parties["owners_committee"].id) == ["D-002"]
    assert numbers(world, q="每天") == ["D-003"]
    assert numbers(world, q="d-00") == ["D-004", "D-003", "D-002", "D-001"]
    assert numbers(world, q="%") == []
    assert (numbers(world, light="green"), numbers(world, light="blue")) == (["D-003", "D-002"], ["D-004"])
    at(3, 26)
    assert (numbers(world, light="red"), numbers(world, light="yellow")) == (["D-003"], ["D-002"])


def test_a_filter_by_light_counts_and_pages_what_it_shows(world: World) -> None:
    for _ in range(3):
        an_order(world, "ISSUED")
    second = queries.orders(world.compound.id, Filter(light="green")).page(2, 2)
    assert (second.total, second.pages, second.page, len(second.items)) == (3, 2, 2, 1)


def test_a_unit_is_shown_no_drafts(world: World) -> None:
    seen = frozenset({world.parties["department"].id})
    an_order(world, "DRAFT", "department")
    an_order(world, "ISSUED", "department")
    an_order(world, "ISSUED")
    assert numbers(world, seen=seen) == ["D-002"]


def test_residents_see_issued_orders_without_names_the_open_ones_first(world: World) -> None:
    an_order(world)
    an_order(world, "CLOSED", title="已经办完的")
    an_order(world, "ISSUED", due_on=date(2026, 4, 20), title="晚一些的")
    an_order(world, "IN_PROGRESS", title="早一些的")
    seen = public_orders(world.compound.id).items
    assert [(o.title, o.light) for o in seen] == [("早一些的", "green"), ("晚一些的", "green"), ("已经办完的", "blue")]
    assert (seen[0].unit, seen[0].progress, seen[0].last_text) == ("物业企业", 40, "已安排人手。")
    assert "高峰" not in str([(o.unit, o.last_text) for o in seen])
    assert public_orders(a_compound("haitang", "海棠花园").compound.id).items == []


def test_residents_find_an_order_by_what_they_can_read(world: World) -> None:
    an_order(world, "ISSUED", title="修补步道", requirement="先联系三号楼")
    an_order(world, "ISSUED", "owners_committee", title="修订公约", due_on=date(2026, 5, 1), own_duty="只起草文本")
    an_order(world, "CLOSED", title="更换路灯")

    def found(**chosen: Any) -> list[str]:
        return [o.title for o in public_orders(world.compound.id, Filter(**chosen)).items]

    assert found(q="步道") == ["修补步道"]
    assert found(q="D-002") == ["修订公约"]
    assert found(q="三号楼") == []
    assert found(unit=world.parties["owners_committee"].id) == ["修订公约"]
    assert (found(light="blue"), found(light="green")) == (["更换路灯"], ["修补步道", "修订公约"])


def test_residents_turn_the_pages_of_a_long_list(world: World) -> None:
    for _ in range(3):
        an_order(world, "ISSUED")
    second = public_orders(world.compound.id, page=2, size=2)
    assert (second.total, second.pages, second.page, len(second.items)) == (3, 2, 2, 1)


def test_a_resolution_shows_the_orders_of_its_meeting_only(world: World) -> None:
    meeting_id = a_decided_meeting(world)
    _works, guiding, *_rest = actions.draft_from_decisions(world.secretary, meeting_id)
    an_order(world, "ISSUED")
    assert public_orders_of_meeting(meeting_id) == []
    actions.issue_order(world.chair, guiding.id)
    assert [o.number for o in public_orders_of_meeting(meeting_id)] == [guiding.number]


def waits(world: World, name: str) -> dict[str, int]:
    return {w.label: w.count for w in waiting(world.actor(name), world.compound.id)}


def test_what_waits_for_whom(world: World) -> None:
    meeting_id = a_decided_meeting(world)
    actions.draft_from_decisions(world.secretary, meeting_id)
    an_order(world, "ISSUED")
    an_order(world, "COMPLETION_REPORTED", "owners_committee")
    an_order(world, "ACCEPTED_RESULT")
    assert waits(world, "李建国") == {"待交办的督办单": 2, "待验收的督办单": 1, "待销号的督办单": 1}
    assert waits(world, "高峰") == {"等本单位签收的督办单": 1}
    assert waits(world, "刘芳") == {}
    assert waits(world, "张秀兰") == {"待验收的督办单": 1}
    assert waits(world, "周敏") == {}


def test_late_orders_wait_for_the_chair_and_for_their_unit(world: World) -> None:
    an_order(world, "ACCEPTED")
    an_order(world, "ACCEPTED", due_on=date(2026, 6, 1))
    refused = an_order(world, "ISSUED", "department")
    actions.refuse_order(world.actor("何伟"), refused.id, "不归我们")
    at(3, 26)
    assert waits(world, "李建国") == {"逾期的督办单": 1, "被退回的督办单": 1}
    assert waits(world, "高峰") == {"本单位逾期的督办单": 1, "本单位临期的督办单": 1}
    line = waiting(world.actor("高峰"), world.compound.id)[0]
    unit = world.parties["property_firm"].id
    assert (line.urgent, line.endpoint) == (True, "supervision.orders")
    assert line.values == {"compound_slug": "jinling", "light": "red", "unit": unit}
    assert waits(world, "何伟") == {}
    officer = an_officer(world, "subdistrict_officer")
    assert {w.label for w in waiting(officer, world.compound.id)} == {"逾期的督办单", "被退回的督办单"}


def test_what_was_sent_back_waits_for_its_unit_before_everything_else(world: World) -> None:
    order = an_order(world, "COMPLETION_REPORTED")
    actions.send_back(world.actor("张秀兰"), order.id, "西侧标线没有画。")
    (line,) = waiting(world.actor("高峰"), world.compound.id)
    unit = world.parties["property_firm"].id
    assert (line.label, line.count, line.urgent) == ("退回重办的督办单", 1, True)
    assert line.values == {"compound_slug": "jinling", "state": "REWORK", "unit": unit}
    assert (waits(world, "何伟"), waits(world, "张秀兰")) == ({}, {})
    actions.report_completion(world.actor("高峰"), order.id, "西侧标线已补画。")
    assert waits(world, "高峰") == {}


def statements(app: Flask, act: Callable[[], object]) -> int:
    with app.app_context(), counted_statements() as seen:  # a session of its own, as every visit has
        act()
    return len(seen)


@pytest.mark.parametrize("light", ["", "green"])
def test_the_ledger_asks_as_often_for_five_orders_as_for_one(app: Flask, world: World, light: str) -> None:
    compound_id = world.compound.id

    def read() -> list[str]:
        page = queries.orders(compound_id, Filter(light=light)).page()
        return [one.order.lead_party.name for one in page.items]

    an_order(world, "IN_PROGRESS")
    first = statements(app, read)
    for _ in range(4):
        an_order(world, "IN_PROGRESS")
    assert len(read()) == 5
    assert statements(app, read) == first <= 4


def test_residents_pages_ask_as_often_for_many_orders_as_for_one_and_read_one_page(app: Flask, world: World) -> None:
    compound_id = world.compound.id
    an_order(world, "IN_PROGRESS")
    first = statements(app, lambda: public_orders(compound_id, size=2))
    for _ in range(3):
        an_order(world, "IN_PROGRESS")
    again = statements(app, lambda: public_orders(compound_id, size=2))
    assert again == first <= 5, "begin, count, page, last lines, photos"


def test_what_waits_is_asked_in_few_statements(app: Flask, world: World) -> None:
    for _ in range(3):
        an_order(world, "ISSUED")
    actor, compound_id = world.actor("高峰"), world.compound.id
    assert statements(app, lambda: waiting(actor, compound_id)) <= 4


@pytest.mark.parametrize("place", ["orders/", "meetings/{meeting}/orders", "orders/{order}"])
def test_pages_do_not_ask_once_for_every_row(app: Flask, world: World, place: str) -> None:
    meeting_id = a_decided_meeting(world)
    order = an_order(world, "IN_PROGRESS", meeting_id=meeting_id)
    address = f"/desk/jinling/{place.format(meeting=meeting_id, order=order.id)}"
    chair = sign_in(app.test_client(), world, "李建国")

    first = statements(app, lambda: chair.get(address))
    for done in range(50, 55):
        an_order(world, "IN_PROGRESS", meeting_id=meeting_id)
        actions.report_progress(world.actor("高峰"), order.id, done, "继续疏导。")
    assert statements(app, lambda: chair.get(address)) == first
