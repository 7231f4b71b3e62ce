"""What the record says somebody is to do: offered beside the decisions, drafted once, only in its own meeting."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.agenda.queries import items_of
from deliberation.room.actions import minutes
from deliberation.room.models import MinutesLine
from deliberation.supervision import actions, queries
from tests.builders import World, a_compound, sign_in
from tests.supervision.hall import a_decided_meeting

ASKED = "请张秀兰联系，4月1日前由物业企业修好路灯。"


@pytest.fixture
def line(world: World) -> MinutesLine:
    meeting_id = a_decided_meeting(world)
    minutes.write(world.secretary, meeting_id, "note", "会场空调已修。")
    return minutes.write(world.secretary, meeting_id, "order", ASKED, items_of(meeting_id)[2].id)


@pytest.fixture
def secretary(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "周敏")


def a_form(page: str, world: World) -> dict[str, str]:
    """The form as it was opened, with a title."""
    (key,) = re.findall(r'name="request_key"[^>]*value="([^"]+)"', page)
    return {
        "request_key": key,
        "title": "修好路灯",
        "requirement": "修好路灯。",
        "due_on": "2026-04-01",
        "lead_party_id": str(world.parties["property_firm"].id),
        "responsible_id": "0",
        "item_id": "0",
    }


def test_a_line_of_the_record_opens_a_form_that_is_filled_in(
    world: World, line: MinutesLine, secretary: FlaskClient
) -> None:
    orders = f"/desk/jinling/meetings/{line.meeting_id}/orders"
    page = secretary.get(orders).text
    assert ASKED in page
    assert "会场空调已修。" not in page
    assert f'href="{orders}/new?line={line.id}"' in page
    form = secretary.get(f"{orders}/new?line={line.id}").text
    assert (form.count(ASKED), "2026-04-01" in form) == (2, True)
    assert re.search(r"<option selected[^>]*>物业企业<", form)
    assert re.search(rf'<option selected value="{line.item_id}">', form)
    assert re.search(r'id="title"[^>]*value=""', form)  # residents read it, and a record names people


def test_a_line_becomes_one_order_until_that_is_cancelled(
    world: World, line: MinutesLine, secretary: FlaskClient
) -> None:
    orders = f"/desk/jinling/meetings/{line.meeting_id}/orders"
    address = f"{orders}/new?line={line.id}"
    sent = a_form(secretary.get(address).text, world)
    assert secretary.post(address, data=sent | {"title": ""}).status_code == 422
    for _ in range(2):
        assert secretary.post(address, data=sent).status_code == 302
    (made,) = queries.orders_of_meeting(line.meeting_id)
    page = secretary.get(orders).text
    assert f"已起草 {made.number}</a>" in page
    assert f"new?line={line.id}" not in page
    actions.cancel_order(world.chair, made.id, "与另一张重复。")
    assert f"new?line={line.id}" in secretary.get(orders).text


def test_a_line_of_another_meeting_or_another_kind_is_not_found(
    world: World, line: MinutesLine, secretary: FlaskClient
) -> None:
    theirs = a_decided_meeting(a_compound("haitang", "海棠花园"))
    note = minutes.write(world.secretary, line.meeting_id, "note", "会场空调已修。")
    assert secretary.get(f"/desk/jinling/meetings/{line.meeting_id}/orders/new?line={note.id}").status_code == 404
    assert secretary.get(f"/desk/jinling/meetings/{theirs}/orders/new?line={line.id}").status_code == 404
    other = a_decided_meeting(world)
    assert secretary.get(f"/desk/jinling/meetings/{other}/orders/new?line={line.id}").status_code == 404
