"""Who has no account, or is on the way, answers a notice by the link in the message; the link opens nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.convening.actions import MoveDraft, ask_leave, cancel_meeting, move_meeting, notify
from deliberation.convening.models import Meeting, ReplyLink, Seat, Substitution
from deliberation.convening.queries import seats
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.seen import value
from deliberation.notices.models import Notice
from tests.builders import World, a_compound
from tests.convening.hall import MEETS, PREPARED, a_noticed_meeting, a_ready_meeting, acts, at, seat
from tests.convening.letters import file_to, link_to, newest_notice
from tests.convening.test_substitutes import a_colleague

AFTERNOON = clock.beijing(2026, 3, 8, 15, 20)


@pytest.fixture
def world(app: Flask) -> World:
    made = a_compound()
    at(PREPARED)
    return made


def said(client: FlaskClient, address: str, status: int = 200) -> str:
    """The words of a page."""
    answer = client.get(address)
    text = answer.get_data(as_text=True)
    assert answer.status_code == status, text[:1500]
    return text


def seen_of(meeting_id: int) -> str:
    """What the page of the link showed of the meeting."""
    shown = value("invitation", db.session.get_one(Meeting, meeting_id))
    db.session.expire_all()
    return shown


def on_leave(meeting_id: int, name: str) -> bool:
    """Whether the named person is on leave."""
    db.session.expire_all()
    return next(s for s in seats(meeting_id) if s.person.name == name).leave_at is not None


def test_opening_a_link_changes_nothing_however_often_a_scanner_does_it(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    link = link_to(world, "韩勇")
    for _ in range(3):
        text = said(client, link)
        assert client.head(link).status_code == 200
    assert "韩勇" in text
    assert "不用登录" in text
    assert newest_notice(world, "韩勇").read_at is None
    assert not on_leave(meeting_id, "韩勇")
    assert acts("leave.ask") == acts("notice.confirm") == []
    assert client.get(link).headers["Referrer-Policy"] == "no-referrer"


def test_a_receipt_is_given_by_the_link_and_leave_can_follow(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    link = link_to(world, "韩勇")
    assert client.post(f"{link}/confirm", data={"seen": seen_of(meeting_id)}).status_code == 302
    notice = newest_notice(world, "韩勇")
    assert (notice.confirmed_at, notice.confirmed_by) == (clock.now(), "link")
    assert "您已于" in said(client, link)
    (entry,) = acts("notice.confirm")
    assert entry.person_id == world.people["韩勇"].id
    answer = client.post(f"{link}/leave", data={"reason": "出差"})
    assert (answer.status_code, "已请假" in answer.get_data(as_text=True)) == (200, True)
    assert on_leave(meeting_id, "韩勇")
    assert [e.facts["how"] for e in acts("leave.ask")] == ["link"]


def test_leave_with_a_substitute_by_the_link_stands_on_the_roll(world: World, client: FlaskClient) -> None:
    instead, meeting_id = a_colleague(world), a_noticed_meeting(world).id
    at(AFTERNOON)
    link = link_to(world, "韩勇")
    assert "孙浩 客户经理" in said(client, link)
    answer = client.post(f"{link}/leave", data={"reason": "出差", "appointment_id": instead})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "已请孙浩代您参会" in text
    assert f"{world.parties['partner_unit'].name} 孙浩（代韩勇）" in text
    (kept,) = db.session.query(Substitution).all()
    assert (kept.how, kept.by, kept.at) == ("link", "韩勇", AFTERNOON)
    assert "已经用它请过假" in said(client, link, 410)
    theirs = link_to(world, "孙浩")
    shown = said(client, theirs)
    assert "请同单位的人代替" not in shown
    a_colleague(world, name="吕珊")
    further = db.session.query(Seat).filter_by(person_id=world.people["孙浩"].id).one().appointment_id
    refused = client.post(f"{theirs}/leave", data={"reason": "病了", "appointment_id": further})
    assert (refused.status_code, "不能再请别人" in refused.get_data(as_text=True)) == (409, True)
    assert client.post(f"{theirs}/leave", data={"reason": "病了"}).status_code == 200
    assert on_leave(meeting_id, "孙浩")


def test_a_committee_member_names_nobody_and_takes_leave_instead(world: World, client: FlaskClient) -> None:
    wife, meeting_id = a_colleague(world, "owners_committee", "刘丽"), a_noticed_meeting(world).id
    link = link_to(world, "陈海涛")
    assert "业委会委员不得委托他人" in said(client, link)
    refused = client.post(f"{link}/leave", data={"reason": "出差", "appointment_id": wife})
    text = refused.get_data(as_text=True)
    assert (refused.status_code, "业委会委员不得委托他人" in text, 'value="出差"' in text) == (409, True, True)
    assert not on_leave(meeting_id, "陈海涛")
    assert client.post(f"{link}/leave", data={"reason": "出差"}).status_code == 200
    assert on_leave(meeting_id, "陈海涛")


def test_a_used_a_forged_and_a_late_link_open_nothing(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    link, other = link_to(world, "韩勇"), link_to(world, "高峰")
    client.post(f"{link}/leave", data={"reason": "出差"})
    again = client.post(f"{link}/leave", data={"reason": "出差"})
    assert (again.status_code, "已经用它请过假" in again.get_data(as_text=True)) == (410, True)
    assert client.post(f"{link}/confirm", data={"seen": seen_of(meeting_id)}).status_code == 410
    forged = other[:-4] + ("0000" if not other.endswith("0000") else "1111")
    for address in (forged, "/reply/x", f"/reply/{'0' * 40}"):
        assert "没有发过这个链接" in said(client, address, 410)
        assert client.post(f"{address}/leave", data={"reason": "出差"}).status_code == 410
    at(MEETS - timedelta(minutes=1))
    said(client, other)
    at(MEETS)
    assert "会议已经开始" in said(client, other, 410)
    assert client.post(f"{other}/leave", data={"reason": "晚了"}).status_code == 410
    assert len(acts("leave.ask")) == 1


def test_a_link_answers_for_its_own_meeting_and_person_alone(world: World, client: FlaskClient) -> None:
    first = a_noticed_meeting(world).id
    link = link_to(world, "韩勇")
    second = notify(world.chair, a_ready_meeting(world, MEETS + timedelta(days=1)).id).id
    client.post(f"{link}/leave", data={"reason": "出差", "meeting_id": str(second), "person_id": "1"})
    assert on_leave(first, "韩勇")
    assert not on_leave(second, "韩勇")
    assert len(acts("leave.ask")) == 1


def test_the_links_of_a_cancelled_meeting_and_of_a_seat_given_away_open_nothing(
    world: World, client: FlaskClient
) -> None:
    instead, meeting_id = a_colleague(world), a_noticed_meeting(world).id
    former, other = link_to(world, "韩勇"), link_to(world, "高峰")
    client.post(f"{link_to(world, '韩勇')}/leave", data={"reason": "出差", "appointment_id": instead})
    assert "席位有了变动" in said(client, former, 410)
    cancel_meeting(world.chair, meeting_id, "台风")
    assert "已经取消" in said(client, other, 410)
    notice = newest_notice(world, "高峰", "cancelled")
    assert notice.links == []
    assert b"CANCELLED" in file_to(world, "高峰", "cancelled").to_ical()


def test_the_store_keeps_a_digest_and_a_group_gets_no_link(world: World, client: FlaskClient) -> None:
    a_noticed_meeting(world)
    link = link_to(world, "韩勇")
    code = link.rsplit("/", 1)[1]
    (row,) = db.session.query(ReplyLink).all()
    assert code not in row.code_hash
    assert [link_to(world, "韩勇", channel=name) for name in ("wecom_robot", "dingtalk", "webhook", "platform")] == [
        ""
    ] * 4
    assert db.session.query(ReplyLink).count() == 1


def test_a_receipt_is_for_what_the_page_showed(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    link, before = link_to(world, "韩勇"), seen_of(meeting_id)
    at(AFTERNOON)
    moved = MoveDraft(clock.beijing(2026, 3, 10, 19, 30), world.venue.id, "", "会场有冲突")
    move_meeting(world.chair, meeting_id, moved)
    answer = client.post(f"{link}/confirm", data={"seen": before})
    assert (answer.status_code, "内容又有改动" in answer.get_data(as_text=True)) == (409, True)
    assert client.post(f"{link}/confirm", data={"seen": ""}).status_code == 409
    assert client.post(f"{link}/confirm", data={"seen": seen_of(meeting_id)}).status_code == 302


def test_each_message_carries_the_meeting_as_it_stands_when_it_is_sent(world: World) -> None:
    meeting = a_noticed_meeting(world)
    meeting_id, title = meeting.id, meeting.title
    (event,) = file_to(world, "韩勇").walk("VEVENT")
    assert (event["SEQUENCE"], str(event["SUMMARY"])) == (0, title)
    uid = str(event["UID"])
    at(clock.beijing(2026, 3, 8, 9, 30))
    for minute in (30, 0):
        move_meeting(
            world.chair, meeting_id, MoveDraft(clock.beijing(2026, 3, 10, 19, minute), world.venue.id, "", "调整")
        )
    (event,) = file_to(world, "韩勇", "meeting.move").walk("VEVENT")
    assert (event["SEQUENCE"], str(event["UID"])) == (2, uid)
    assert link_to(world, "韩勇", "meeting.move")
    assert len({n.attachments[0]["name"] for n in db.session.query(Notice).filter(Notice.attachments != [])}) == 1


def test_leave_without_a_reason_or_when_it_was_asked_already_is_refused(world: World, client: FlaskClient) -> None:
    meeting_id = a_noticed_meeting(world).id
    link = link_to(world, "韩勇")
    refused = client.post(f"{link}/leave", data={"reason": "  "})
    assert (refused.status_code, "请写明理由" in refused.get_data(as_text=True)) == (422, True)
    with transaction():
        ask_leave(world.actor("韩勇"), meeting_id, "出差")
    assert "您已请假：出差" in said(client, link)
    assert client.post(f"{link}/leave", data={"reason": "出差"}).status_code == 409
    assert seat(db.session.get_one(Meeting, meeting_id), "韩勇").leave_reason == "出差"


def test_who_presses_too_often_has_to_wait(world: World, limited: Flask) -> None:
    client = limited.test_client()
    answers = [client.get(f"/reply/{n:040d}").status_code for n in range(241)]
    assert set(answers[:240]) == {410}
    assert answers[240] == 429
