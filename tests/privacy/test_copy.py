"""The copy for a person: one readable file with what is theirs, and nothing of others (scenario G28)."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.notices.actions import send
from deliberation.privacy.models import PersonRequest
from tests.builders import World, a_compound, sign_in
from tests.collection.reports import a_report
from tests.halls import an_open_meeting

REGISTER = "/desk/jinling/person-requests/"
WHO, OWN_PHONE = "王志强", "13900000099"


@pytest.fixture
def world(app: Flask) -> World:
    """A compound whose meeting has voted; everybody has a phone and got a notice."""
    assert app
    made = a_compound()
    with transaction() as session:
        for number, (name, person) in enumerate(made.people.items()):
            session.merge(person).phone = OWN_PHONE if name == WHO else f"1380000{number:04}"
            send([person.id], kind="x", subject=f"给{name}的通知", body="请看。", compound_id=made.compound.id)
    hall = an_open_meeting(made)
    hall.to_debate()
    hall.open_vote()
    hall.cast_all(agree=12)
    return made


@pytest.fixture
def request_id(world: World, client: FlaskClient) -> int:
    form = {"name": WHO, "kind": "COPY", "received_on": clock.today().isoformat(), "request_key": "k"}
    assert sign_in(client, world, "周敏").post(f"{REGISTER}new", data=form).status_code == 302
    return db.session.query(PersonRequest).one().id


def test_the_copy_has_what_is_theirs_in_sheets_and_nothing_of_others(
    world: World, request_id: int, client: FlaskClient
) -> None:
    own = a_report(world, submitter_name=WHO, submitter_phone=OWN_PHONE)
    other = a_report(world, submitter_name="孙女士", submitter_phone="13812345678")
    data = {"person_id": str(world.people[WHO].id), "receipts": f" {own.receipt_code.lower()} \n"}
    answer = client.post(f"{REGISTER}{request_id}/copy", data=data)
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["本人", "任职", "签到", "表决", "通知", "议题"]
    rows = {sheet.title: sheet.max_row for sheet in book}
    assert (rows.pop("通知") > 1, rows) == (True, {"本人": 4, "任职": 2, "签到": 2, "表决": 2, "议题": 2})
    words = "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    assert [one for one in (WHO, OWN_PHONE, "居民议事会", "同意", own.receipt_code) if one not in words] == []
    # 高峰 of the firm is called like the rush hour of which the topic speaks; their number is looked for all the same.
    others = set(world.people) - {WHO, "高峰"} | {f"1380000{n:04}" for n in range(20)}
    assert [one for one in (*others, "孙女士", "13812345678", other.receipt_code) if one in words] == []
    said = db.session.query(AuditEntry).filter_by(action="person_request.copy").one()
    assert said.facts == {"person": world.people[WHO].id, "topics": 1}


def test_another_person_or_a_receipt_of_nobody_is_refused(world: World, request_id: int, client: FlaskClient) -> None:
    copy = f"{REGISTER}{request_id}/copy"
    assert client.post(copy, data={"person_id": str(world.people["高峰"].id)}).status_code == 422
    wrong = client.post(copy, data={"person_id": str(world.people[WHO].id), "receipts": "AAAA-BBBB-CC"})
    assert wrong.status_code == 422
    assert "有回执号在本小区没有找到" in wrong.get_data(as_text=True)
    assert db.session.query(AuditEntry).filter_by(action="person_request.copy").count() == 0
    client.post("/logout")
    assert sign_in(client, world, "高峰").post(copy).status_code == 403
