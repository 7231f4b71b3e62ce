"""The record as a page of the desk: put right, signed, issued, printed, and what it says of who was missing."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.convening.models import Meeting
from deliberation.db import db
from tests.builders import a_compound, sign_in
from tests.halls import Hall, an_open_meeting

WHY = "两位代表当晚离开，电话里同意记录。"


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A meeting that has ended; 马国庆 had not come."""
    opened = an_open_meeting(a_compound())
    opened.step("end_meeting")
    return opened


def at(hall: Hall, more: str = "") -> str:
    return f"/desk/jinling/meetings/{hall.meeting_id}/minutes{more}"


def by(client: FlaskClient, hall: Hall, name: str) -> FlaskClient:
    return sign_in(client.application.test_client(), hall.world, name)


def state(hall: Hall) -> str:
    db.session.expire_all()
    return db.session.get_one(Meeting, hall.meeting_id).state


def test_issuing_without_signatures_asks_for_a_reason_where_it_is_seen(hall: Hall, client: FlaskClient) -> None:
    chair = by(client, hall, "李建国")
    page = chair.get(at(hall)).text
    reason = page.split("缺少签字的理由")[1][:200]
    assert "必填" in reason
    assert "可不填" not in reason
    refused = chair.post(at(hall, "/issue"), data={"reason": " "})
    assert refused.status_code == 409
    summary = refused.text.split('class="error-summary"')[1].split("</div>")[0]
    assert 'href="#reason"' in summary
    assert "没有签字" in summary
    assert state(hall) == "ENDED"


def test_a_reason_that_is_too_long_comes_back_as_it_was_typed(hall: Hall, client: FlaskClient) -> None:
    refused = by(client, hall, "李建国").post(at(hall, "/issue"), data={"reason": "长" * 201})
    assert refused.status_code == 422
    assert "error-summary" in refused.text
    assert "长" * 201 in refused.text


def test_the_issued_record_says_who_did_not_sign_and_why(hall: Hall, client: FlaskClient) -> None:
    chair = by(client, hall, "李建国")
    assert chair.post(at(hall, "/issue"), data={"reason": WHY}).status_code == 302
    assert state(hall) == "ISSUED"
    said = re.search(r'class="minutes-missing">([^<]*)<', chair.get(at(hall)).text)
    assert said is not None
    assert said.group(1).startswith("缺少签字 14 人：")
    assert "张秀兰" in said.group(1)
    assert "马国庆" not in said.group(1)
    assert said.group(1).endswith(f"理由：{WHY}")
