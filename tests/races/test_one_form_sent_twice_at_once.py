"""The same form comes in twice at the same moment: one deed is done, and both senders get what it made.

The first is stopped between its locks and its commit until the store says that the second waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from deliberation.audit.checking import find_breaks
from deliberation.db import Base, db
from tests.builders import a_compound, sign_in
from tests.collection.reports import a_page
from tests.flows.keyed_deeds import Deed, Place, deeds, furnished
from tests.races.held import Held
from tests.supervision.hall import at

KEY, ANOTHER = "one-form", "another-form"


@pytest.fixture
def place(app: Flask) -> Place:
    """The compound with everything that forms are about, read once and shared by no two threads afterwards."""
    at(3, 2)
    made = furnished(a_compound())
    assert all(party.id for party in made.world.parties.values())
    return made


def at_once(app: Flask, first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What both answer, where the second begins while the first has written and not yet committed."""

    def inside(act: Callable[[], Any]) -> Any:
        with app.app_context():
            return act()

    with Held(db.engine) as hold, ThreadPoolExecutor(2) as pool:
        one = pool.submit(inside, hold.committing(first))
        hold.wait_for_the_commit()
        other = pool.submit(inside, second)
        hold.wait_until_somebody_waits()
        assert not other.done()
        hold.let_go()
    return [one.result(), other.result()]


def how_many_rows() -> dict[str, int]:
    """How many rows every table holds."""
    db.session.rollback()
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables()}


def tables() -> list[Any]:
    return list(Base.metadata.sorted_tables)


def added(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """What came in between, by table."""
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def test_whatever_a_form_with_a_key_does_is_done_once(app: Flask, place: Place) -> None:
    alone, sent = deeds(place, 0, ANOTHER), deeds(place, 0, KEY)
    db.session.expunge_all()
    for name, deed in sent.items():
        start = how_many_rows()
        alone[name]()
        once = how_many_rows()
        answers = at_once(app, told(deed), told(deed))
        assert answers[0] == answers[1], name
        assert added(once, how_many_rows()) == added(start, once), name
    assert len(sent) == 22
    assert list(find_breaks()) == []


def told(deed: Deed) -> Callable[[], int]:
    """The deed, which answers the number of what it made."""
    return lambda: int(deed().id)


def forms(app: Flask, place: Place) -> dict[str, tuple[str, dict[str, Any], Callable[[], FlaskClient]]]:
    """Forms as browsers send them: address, fields, whose browser."""
    order = {
        "title": "疏导",
        "requirement": "",
        "due_on": "2026-03-25",
        "responsible_id": "0",
        "item_id": "0",
        "lead_party_id": str(place.world.parties["property_firm"].id),
        "own_duty": "物业自己的职责。",
    }
    inspection = {"kind": "CONTRACT", "wanted": "物业服务合同", "name": "张三", "phone": "13812345678", "unit": "1-101"}
    desk = f"/desk/jinling/meetings/{place.hall.meeting_id}/orders/new"
    return {
        "topics": ("/c/jinling/topics/new", a_page(request_key=KEY), app.test_client),
        "public_objections": (
            f"/c/jinling/resolutions/{place.resolution}/objections",
            {"text": "噪音？", "request_key": KEY},
            app.test_client,
        ),
        "orders": (desk, {**order, "request_key": KEY}, lambda: sign_in(app.test_client(), place.world, "周敏")),
        "inspection_requests": ("/c/jinling/inspections/new", {**inspection, "request_key": KEY}, app.test_client),
    }


def test_both_senders_of_a_form_are_led_to_the_same_page(app: Flask, place: Place) -> None:
    for table, (address, fields, browser) in forms(app, place).items():
        first, second, before = browser(), browser(), how_many_rows()
        answers = at_once(app, partial(first.post, address, data=fields), partial(second.post, address, data=fields))
        assert [answer.status_code for answer in answers] == [302, 302], (table, answers[1].text[:2000])
        assert answers[0].location == answers[1].location, table
        assert added(before, how_many_rows())[table] == 1
        assert second.get(answers[1].location).status_code == 200, table
