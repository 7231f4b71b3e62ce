"""解释 §13: who asks to inspect on paper or at the counter is written in by the desk, and has the same receipt."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.disclosure.models import InspectionRequest
from deliberation.kernel import clock
from tests.builders import World, a_compound, sign_in

PAGE = "/desk/jinling/inspections/new"
FORM = {
    "kind": "FUND",
    "wanted": "2025年维修资金的明细",
    "why": "",
    "unit": "3号楼2单元301",
    "name": "王芳",
    "phone": "13812345678",
    "came_on": "2026-03-06",
    "request_key": "paper-1",
}


@pytest.fixture
def world(app: Flask) -> World:
    assert app
    clock.use(lambda: clock.beijing(2026, 3, 10, 9))
    return a_compound()


def test_the_time_to_answer_runs_from_the_day_the_paper_came_and_the_receipt_is_the_owners(
    world: World, client: FlaskClient
) -> None:
    sign_in(client, world, "周敏")
    answer = client.post(PAGE, data=FORM, follow_redirects=True)
    made = db.session.query(InspectionRequest).one()
    assert made.receipt_code in answer.get_data(as_text=True)
    assert (made.due_on, made.entered_by_id) == (date(2026, 3, 23), world.people["周敏"].id)
    assert client.get(f"/inspections/{made.receipt_code}").status_code == 200
    assert db.session.query(AuditEntry).filter_by(action="inspection.enter_on_behalf").one().facts == {
        "kind": "FUND",
        "came_on": "2026-03-06",
    }
    client.post(PAGE, data=FORM)
    assert db.session.query(InspectionRequest).count() == 1


@pytest.mark.parametrize("change", [{"came_on": "2026-03-11"}, {"phone": ""}, {"wanted": " "}])
def test_what_is_not_said_or_lies_ahead_is_refused(world: World, client: FlaskClient, change: dict[str, str]) -> None:
    assert sign_in(client, world, "周敏").post(PAGE, data=FORM | change).status_code == 422
    assert db.session.query(InspectionRequest).count() == 0


@pytest.mark.parametrize("who", ["高峰", "张秀兰", "杨静"])
def test_firm_council_and_grid_write_nothing_in(world: World, client: FlaskClient, who: str) -> None:
    assert sign_in(client, world, who).post(PAGE, data=FORM).status_code == 403
