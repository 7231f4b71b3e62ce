"""The record as a page of the desk: put right, signed, issued, printed, and what it says of who was missing."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason
from deliberation.room import snapshot
from deliberation.room.actions import minutes
from tests.builders import a_compound, sign_in
from tests.halls import Hall, an_open_meeting
from tests.room.test_procedure import reason_of

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


READY = "记录整理好了，请大家签字"
BEING_PUT_RIGHT = "会议记录正在整理"


def test_nobody_signs_before_the_record_was_put_right(hall: Hall, client: FlaskClient) -> None:
    delegate = hall.world.actor("张秀兰")
    assert reason_of(minutes.sign, delegate, hall.meeting_id) is Reason.STEP_LOCKED
    refused = by(client, hall, "张秀兰").post(at(hall, "/sign"))
    assert "会议记录还在整理" in refused.text
    page = by(client, hall, "张秀兰").get(at(hall)).text
    assert BEING_PUT_RIGHT in page
    assert READY not in page
    assert "确认签字" not in page
    minutes.write(hall.world.secretary, hall.meeting_id, "note", "补一句。")


@pytest.mark.parametrize("name", ["周敏", "李建国"])
def test_the_secretary_or_the_chair_hands_the_record_out(hall: Hall, client: FlaskClient, name: str) -> None:
    desk = by(client, hall, name)
    assert READY in desk.get(at(hall)).text
    assert desk.post(at(hall, "/ready")).status_code == 302
    page = desk.get(at(hall)).text
    assert READY not in page
    assert BEING_PUT_RIGHT not in page
    assert "确认签字" in page
    assert minutes.sign(hall.world.actor("张秀兰"), hall.meeting_id).minutes_hash


def test_nobody_else_hands_the_record_out(hall: Hall) -> None:
    for name in ("张秀兰", "吴敏", "高峰"):
        assert reason_of(minutes.hand_out, hall.world.actor(name), hall.meeting_id) is Reason.FORBIDDEN


def test_a_record_is_not_handed_out_before_the_end(app: Flask) -> None:
    running = an_open_meeting(a_compound())
    assert reason_of(minutes.hand_out, running.world.secretary, running.meeting_id) is Reason.STEP_LOCKED


def test_the_screens_know_when_to_sign_and_when_to_write(hall: Hall) -> None:
    def told() -> tuple[bool, bool]:
        meeting, lines = snapshot.meeting(hall.meeting_id), snapshot.minutes(hall.meeting_id)
        return meeting["tablet"]["signing"], lines["chair"]["open"]

    assert told() == (False, True)
    hall.hand_out()
    assert told() == (True, True)
    minutes.sign(hall.world.actor("张秀兰"), hall.meeting_id)
    assert told() == (True, False)


def test_the_record_names_who_asked_for_leave_and_who_did_not_come(app: Flask, client: FlaskClient) -> None:
    opened = an_open_meeting(a_compound(), absent=("马国庆", "高峰"))
    with transaction():
        opened.seats["马国庆"].leave_at = opened.at
    opened.step("end_meeting")
    page = by(client, opened, "周敏").get(at(opened)).text
    assert re.search(r"<dt>请假</dt><dd>马国庆</dd>", page)
    assert re.search(r"<dt>未到</dt><dd>高峰</dd>", page)


def test_the_record_is_printed_from_its_page_without_the_desk(hall: Hall, client: FlaskClient) -> None:
    page = by(client, hall, "周敏").get(at(hall)).text
    button = re.search(r'<p class="no-print[^>]*><button[^>]* data-print hidden>打印会议记录</button>', page)
    assert button is not None
    assert "js/room/minutes.js" in page
    assert "css/print.css" in page


def test_the_meeting_page_says_who_came_and_offers_no_paper_for_what_is_over(hall: Hall, client: FlaskClient) -> None:
    page = by(client, hall, "周敏").get(f"/desk/jinling/meetings/{hall.meeting_id}").text
    people = page.split('id="people"')[1]
    assert people.count("到会</span>") == 14
    assert people.count("未到</span>") == 1
    assert "未确认" not in people
    assert "已确认" not in people
    assert "打印会议通知" not in people
    assert "打印签到条" not in people


def test_a_tablet_signs_the_text_that_stands_on_it_and_no_other(hall: Hall, client: FlaskClient) -> None:
    hall.hand_out()
    tablet, address = by(client, hall, "张秀兰"), f"/rooms/{hall.meeting_id}/minutes"
    shown = tablet.get(address).get_json()
    assert [line["text"] for line in shown["lines"]] == [line.text for line in snapshot.minutes_of(hall.meeting_id)]
    minutes.write(hall.world.secretary, hall.meeting_id, "note", "漏记的一条：预算另行公布。")
    refused = tablet.post(f"{address}/sign", json={"seen": shown["seen"]})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "changed_since")
    assert "内容又有改动，这一步没有办理。请看清现在的内容，再按一次。" in refused.get_json()["message"]
    fresh = tablet.get(address).get_json()
    assert "漏记的一条：预算另行公布。" in [line["text"] for line in fresh["lines"]]
    for _twice in range(2):  # a network that fell silent sends the same once more
        assert tablet.post(f"{address}/sign", json={"seen": fresh["seen"]}).get_json() == {"ok": True}
    assert snapshot.mine(hall.meeting_id, hall.seats["张秀兰"].id)["signed"] is True
