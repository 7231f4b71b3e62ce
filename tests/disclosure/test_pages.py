"""The pages of disclosure, through the door: residents, the desk, who sees whom."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.disclosure.actions import documents, requests
from deliberation.disclosure.models import Document, InspectionRequest
from deliberation.kernel import clock
from tests.builders import World, a_compound, sign_in
from tests.disclosure.hall import FUND, NAME, PHONE, UNIT, a_document, a_document_draft, a_request

NOW = clock.beijing(2026, 3, 2, 9)


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with clock.frozen(NOW):
        yield a_compound()


@pytest.fixture
def desk(client: FlaskClient, world: World) -> FlaskClient:
    return sign_in(client, world, "周敏")


@pytest.fixture
def resident(app: Flask, world: World) -> FlaskClient:
    return app.test_client()


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    page = answer.get_data(as_text=True)
    assert answer.status_code == status, page[:2000]
    return re.sub(r'<span class="unbroken">([^<]*)</span>', r"\1", page)


def public_of(document: Document, rest: str = "") -> str:
    return f"/c/jinling/documents/{document.public_id}{rest}"


def the_form(**given: object) -> dict[str, object]:
    words = {"kind": "FUND", "title": "维修资金", "text": FUND, "request_key": uuid.uuid4().hex}
    return {**words, **given}


def test_residents_read_by_kind_what_there_is_and_what_there_is_not(resident: FlaskClient, world: World) -> None:
    a_document(world)
    page = text(resident, "/c/jinling/documents/")
    assert "维修资金上半年收支" in page
    assert "还没有公布物业服务合同，您可以申请查阅。" in page
    assert "还没有公布维修资金，" not in page
    assert "/c/jinling/documents/" in text(resident, "/c/jinling/")


def test_an_older_version_is_read_beside_its_successor(resident: FlaskClient, world: World) -> None:
    document = a_document(world)
    draft = a_document_draft(title="维修资金（更正）", note="更正支出金额")
    documents.replace(world.secretary, document.id, draft, masking_confirmed=False)
    page = text(resident, public_of(document))
    assert "维修资金（更正）" in page
    assert "更正支出金额" in page
    assert "已经有新版，只供对照" in text(resident, public_of(document, "/1"))
    text(resident, public_of(document, "/3"), 404)


def test_a_withdrawn_document_says_why_and_shows_nothing_else(resident: FlaskClient, world: World) -> None:
    document = a_document(world)
    documents.withdraw(world.secretary, document.id, "数字有误，重新核对。")
    for page in (text(resident, public_of(document)), text(resident, public_of(document, "/1"))):
        assert "数字有误，重新核对。" in page
        assert "1,234,567.89" not in page


def test_a_file_leaves_as_a_download_and_not_after_it_was_withdrawn(desk: FlaskClient, resident: FlaskClient) -> None:
    form = the_form(text="", file=(io.BytesIO(b"%PDF-1.7 x"), "合同.pdf"), file_looked_at="y")
    answer = desk.post("/desk/jinling/documents/new", data=form, content_type="multipart/form-data")
    assert answer.status_code == 302
    document = db.session.scalars(select(Document)).one()
    answer = resident.get(public_of(document, "/1/file"))
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"%PDF-1.7 x", "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    desk.post(f"/desk/jinling/documents/{document.id}/withdraw", data={"reason": "有电话"})
    text(resident, public_of(document, "/1/file"), 404)


def test_a_file_that_is_none_of_ours_is_refused_beside_its_field(desk: FlaskClient) -> None:
    form = the_form(file=(io.BytesIO(b"<html>"), "账.pdf"), file_looked_at="y")
    answer = desk.post("/desk/jinling/documents/new", data=form, content_type="multipart/form-data")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "只能上传 PDF" in page
    assert "刚才选的文件没有留住" in page
    assert FUND in page
    assert db.session.scalars(select(Document)).all() == []


def test_personal_data_is_asked_about_one_by_one_before_it_is_public(desk: FlaskClient, resident: FlaskClient) -> None:
    form = the_form(text="值班电话 13812345678，车牌鲁E12345。")
    answer = desk.post("/desk/jinling/documents/new", data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    boxes = re.findall(r'name="confirmed" value="([^"]+)"', page)
    assert boxes == ["phone:13812345678", "plate:鲁E12345"]
    assert "13812345678" not in text(resident, "/c/jinling/documents/")
    assert desk.post("/desk/jinling/documents/new", data={**form, "confirmed": boxes[:1]}).status_code == 409
    assert desk.post("/desk/jinling/documents/new", data={**form, "confirmed": boxes}).status_code == 302


def test_the_desk_sees_what_is_missing_and_finds_its_documents(desk: FlaskClient, world: World) -> None:
    assert "还没有公布资料" in text(desk, "/desk/jinling/documents/")
    document = a_document(world)
    page = text(desk, "/desk/jinling/documents/?q=维修&kind=FUND")
    assert "共 <strong>1</strong>" in page
    assert "还没有公布：管理规约；" in page
    assert "第 1 版" in text(desk, f"/desk/jinling/documents/{document.id}")
    assert desk.get("/desk/jinling/documents.csv?q=没有").get_data(as_text=True).count("\n") == 1


def test_a_new_version_begins_with_the_words_of_the_one_before(desk: FlaskClient, world: World) -> None:
    document = a_document(world)
    path = f"/desk/jinling/documents/{document.id}/new-version"
    assert FUND in text(desk, path)
    form = the_form(note="更正", title="维修资金（二）")
    assert desk.post(path, data={**form, "note": ""}).status_code == 422
    assert desk.post(path, data=form).status_code == 302
    assert "维修资金（二）" in text(desk, f"/desk/jinling/documents/{document.id}")


def test_the_firm_is_offered_only_what_it_must_make_known(client: FlaskClient, world: World) -> None:
    firm = sign_in(client, world, "高峰")
    page = text(firm, "/desk/jinling/documents/new")
    assert re.findall(r'<option value="(\w+)"', page) == ["FUND", "CONTRACT", "INCOME", "SERVICE"]
    assert firm.post("/desk/jinling/documents/new", data=the_form(kind="RULES")).status_code == 422
    assert firm.post("/desk/jinling/documents/new", data=the_form(kind="INCOME")).status_code == 302


def test_an_owner_asks_and_follows_with_his_receipt(resident: FlaskClient) -> None:
    page = text(resident, "/c/jinling/inspections/new?kind=CONTRACT")
    assert re.search(r'value="CONTRACT"[^>]*checked|checked[^>]*value="CONTRACT"', page)
    assert "平台默认规则" in page
    form = {
        "kind": "CONTRACT",
        "wanted": "物业合同",
        "name": NAME,
        "phone": PHONE,
        "unit": UNIT,
        "request_key": "b" * 32,
    }
    incomplete = resident.post("/c/jinling/inspections/new", data={**form, "unit": ""})
    assert incomplete.status_code == 422
    assert "物业合同" in incomplete.get_data(as_text=True)
    answer = resident.post("/c/jinling/inspections/new", data=form)
    assert answer.status_code == 302
    asked = db.session.scalars(select(InspectionRequest)).one()
    page = text(resident, answer.location)
    assert asked.receipt_code in page
    assert "2026年3月17日" in page
    assert [word for word in (NAME, PHONE, UNIT) if word in page] == []
    assert asked.receipt_code in text(resident, f"/receipt?code={asked.receipt_code.lower()}")
    text(resident, "/receipt?code=K7QM-2XWP-9D", 404)


def test_the_answer_is_read_with_the_receipt(resident: FlaskClient, world: World) -> None:
    asked, document = a_request(world), a_document(world, "CONTRACT", title="物业服务合同（2025）")
    where = f"/inspections/{asked.receipt_code}"
    requests.refuse(world.secretary, asked.id, "NOT_HELD", "原件在街道档案室。")
    assert "原件在街道档案室。" in text(resident, where)
    requests.grant(world.secretary, asked.id, clock.beijing(2026, 3, 12, 9, 30), "驿站二楼")
    page = text(resident, where)
    assert "2026年3月12日（周四）09:30" in page
    assert "驿站二楼" in page
    other = a_request(world)
    requests.point_out(world.secretary, other.id, document.id)
    assert "物业服务合同（2025）" in text(resident, f"/inspections/{other.receipt_code}")


def test_the_desk_sees_who_asked_masked_until_it_asks_and_that_is_logged(desk: FlaskClient, world: World) -> None:
    asked = a_request(world)
    path = f"/desk/jinling/inspections/{asked.id}"
    page = text(desk, path)
    assert [word for word in (NAME, PHONE, UNIT) if word in page] == []
    assert "钱**" in page
    assert "139****6666" in page
    assert "3号楼" in page
    shown = desk.post(f"{path}/contact").get_data(as_text=True)
    assert [word for word in (NAME, PHONE, UNIT) if word not in shown] == []
    acts = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "inspection")).all()
    assert acts == ["inspection.ask", "inspection.see_contact"]
    assert [word for word in (NAME, PHONE, UNIT) if word in text(desk, "/desk/jinling/inspections/")] == []
    assert PHONE not in desk.get("/desk/jinling/inspections.csv").get_data(as_text=True)


def test_an_answer_is_given_at_the_desk_and_a_bad_one_keeps_its_words(desk: FlaskClient, world: World) -> None:
    asked = a_request(world)
    path = f"/desk/jinling/inspections/{asked.id}"
    answer = desk.post(f"{path}/refuse", data={"ground": "", "text": "材料在街道"})
    assert answer.status_code == 422
    assert "材料在街道" in answer.get_data(as_text=True)
    past = {"day": "2026-03-01", "time": "09:00", "place": "驿站"}
    assert desk.post(f"{path}/grant", data=past).status_code == 422
    assert desk.post(f"{path}/grant", data={**past, "day": "2026-03-12"}).status_code == 302
    assert "驿站" in text(desk, path)
    assert desk.post(f"{path}/refuse", data={"ground": "NOT_HELD", "text": "没有"}).status_code == 409


def test_a_late_request_says_so_at_the_desk(desk: FlaskClient, world: World) -> None:
    asked = a_request(world)
    with clock.frozen(clock.beijing(2026, 3, 18, 9)):
        assert "逾期" in text(desk, "/desk/jinling/inspections/?state=OVERDUE")
        assert "已经过了" in text(desk, f"/desk/jinling/inspections/{asked.id}")
        assert "查阅申请过了答复期限" in text(desk, "/desk/jinling/")
    assert "逾期" not in re.sub(r"<select.*?</select>", "", text(desk, "/desk/jinling/inspections/"), flags=re.DOTALL)
