"""The desk's pages of convening and the papers they print."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.convening.actions import pin_of, plan_meeting, put_on_agenda
from deliberation.convening.models import Meeting, MeetingSeries
from deliberation.db import db, transaction
from deliberation.kernel import clock
from tests.builders import World, a_compound, sign_in
from tests.convening.hall import (
    MEETS,
    PREPARED,
    a_draft,
    a_noticed_meeting,
    a_planned_meeting,
    a_ready_meeting,
    an_item,
    at,
    seat,
)
from tests.queries import counted_statements

SECRET = "a key for tests only"


@pytest.fixture
def world(app: Flask) -> World:
    made = a_compound()
    at(PREPARED)
    return made


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def address(meeting: Meeting, more: str = "") -> str:
    return f"/desk/jinling/meetings/{meeting.id}{more}"


def a_form(world: World, **changes: object) -> dict[str, object]:
    return {
        "request_key": "k1",
        "meeting_type_id": world.meeting_type.id,
        "title": "",
        "day": "2026-03-10",
        "time": "19:00",
        "venue_id": world.venue.id,
        "chair_id": world.people["李建国"].id,
        "secretary_id": world.people["周敏"].id,
    } | changes


def test_a_new_meeting_is_proposed_for_the_tenth(world: World, client: FlaskClient) -> None:
    with transaction():
        db.session.add(
            MeetingSeries(
                compound_id=world.compound.id,
                meeting_type_id=world.meeting_type.id,
                venue_id=world.venue.id,
                rule={"kind": "monthly_day", "day": 10},
                time="19:30",
            )
        )
    shown = page(sign_in(client, world, "周敏"), "/desk/jinling/meetings/new")
    assert 'value="2026-03-10"' in shown
    assert 'value="19:30"' in shown
    assert "周末" not in shown
    at(clock.beijing(2026, 5, 1, 9))
    assert "2026年5月10日（周日）是周末" in page(client, "/desk/jinling/meetings/new")


def test_a_day_that_is_off_or_may_be_off_is_said_where_a_meeting_is_called(world: World, client: FlaskClient) -> None:
    sign_in(client, world, "周敏")
    said = {}
    for day in ("2026-06-19", "2027-02-10", "2026-05-09", "2026-06-17"):
        client.post("/desk/jinling/meetings/new", data=a_form(world, day=day, request_key=day))
        meeting = db.session.scalars(select(Meeting).order_by(Meeting.id.desc())).first()
        assert meeting is not None
        said[day] = page(client, address(meeting)) + page(client, address(meeting, "/edit"))
    assert said["2026-06-19"].count("2026年6月19日（周五）是法定节假日。") == 2
    assert said["2027-02-10"].count("2027 年的放假安排系统里还没有，2027年2月10日（周三）放不放假") == 2
    assert "不自动改期" not in said["2026-05-09"]  # a Saturday on which people work
    assert "不自动改期" not in said["2026-06-17"]


def test_a_meeting_is_planned_by_form_once(world: World, client: FlaskClient) -> None:
    sign_in(client, world, "周敏")
    first = client.post("/desk/jinling/meetings/new", data=a_form(world))
    again = client.post("/desk/jinling/meetings/new", data=a_form(world))
    assert first.status_code == again.status_code == 302
    assert first.location == again.location
    assert db.session.query(Meeting).count() == 1
    assert "还缺什么" in page(client, first.location)


@pytest.mark.parametrize(
    "changes, said",
    [({"day": ""}, "请选择日期"), ({"day": "2026-02-10"}, "会议时间已经过去")],
)
def test_a_form_that_is_refused_keeps_what_was_typed(
    world: World, client: FlaskClient, changes: dict[str, object], said: str
) -> None:
    sign_in(client, world, "周敏")
    answer = client.post("/desk/jinling/meetings/new", data=a_form(world, title="三月议事会", **changes))
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in shown
    assert 'value="三月议事会"' in shown
    assert db.session.query(Meeting).count() == 0


def test_the_plan_is_changed_by_form(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    sign_in(client, world, "周敏")
    assert 'value="2026-03-10"' in page(client, address(meeting, "/edit"))
    answer = client.post(address(meeting, "/edit"), data=a_form(world, day="2026-03-12", venue_id=""))
    assert answer.status_code == 302
    changed = db.session.get_one(Meeting, meeting.id)
    assert changed.starts_at == clock.beijing(2026, 3, 12, 19)
    assert changed.venue_id is None


def test_the_way_from_agenda_to_notice_by_buttons(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    item = an_item(world)
    sign_in(client, world, "李建国")
    assert item.title in page(client, address(meeting))
    assert client.post(address(meeting, "/agenda/place"), data={"item_id": item.id}).status_code == 302
    assert client.post(address(meeting, "/agenda/publish")).status_code == 302
    assert "锁定应到名册 13 人" in page(client, address(meeting))
    assert client.post(address(meeting, "/notify")).status_code == 302
    shown = page(client, address(meeting))
    assert "名册已于" in shown
    assert "进入主持台" in shown
    assert db.session.get_one(Meeting, meeting.id).state == "NOTICED"


def test_a_refused_notice_says_why_and_keeps_the_waiver(world: World, client: FlaskClient) -> None:
    meeting = a_ready_meeting(world)
    at(clock.beijing(2026, 3, 9, 9))
    sign_in(client, world, "周敏")
    bare = client.post(address(meeting, "/notify"))
    assert bare.status_code == 409
    assert "距会议只有 1 天，通知须提前 3 天" in bare.get_data(as_text=True)
    sign_in(client, world, "李建国")
    answer = client.post(address(meeting, "/notify"), data={"waiver": "供暖季前安全隐患"})
    assert answer.status_code == 302
    assert "供暖季前安全隐患" in page(client, address(meeting))


def test_a_delegate_confirms_and_asks_leave_on_the_page(world: World, client: FlaskClient) -> None:
    meeting = a_noticed_meeting(world)
    sign_in(client, world, "马国庆")
    shown = page(client, address(meeting))
    assert "确认收到通知" in shown
    assert "还缺什么" not in shown
    assert "打印签到条" not in shown
    assert client.post(address(meeting, "/confirm")).status_code == 302
    assert "您已于" in page(client, address(meeting))
    refused = client.post(address(meeting, "/leave"), data={"reason": ""})
    assert refused.status_code == 422
    assert "请写明理由" in refused.get_data(as_text=True)
    assert client.post(address(meeting, "/leave"), data={"reason": "出差"}).status_code == 302
    assert "您已请假：出差" in page(client, address(meeting))
    assert client.post(address(meeting, "/leave"), data={"take_back": "1"}).status_code == 302
    assert seat(meeting, "马国庆").leave_at is None


def test_seats_leave_and_pins_are_kept_on_their_page(world: World, client: FlaskClient) -> None:
    meeting = a_noticed_meeting(world)
    sign_in(client, world, "周敏")
    held = seat(meeting, "马国庆")
    salt = held.pin_salt
    assert "应到名册已于" in page(client, address(meeting, "/seats"))
    assert client.post(address(meeting, f"/seats/{held.id}/leave"), data={"reason": "来电"}).status_code == 302
    assert client.post(address(meeting, f"/seats/{held.id}/pin")).status_code == 302
    assert seat(meeting, "马国庆").leave_reason == "来电"
    assert seat(meeting, "马国庆").pin_salt != salt
    frozen = client.post(address(meeting, f"/seats/{held.id}/remove"))
    assert frozen.status_code == 409
    assert "名册已锁定" in frozen.get_data(as_text=True)


def test_the_papers_name_what_they_must(world: World, client: FlaskClient) -> None:
    meeting = a_noticed_meeting(world)
    sign_in(client, world, "周敏")
    notice = page(client, address(meeting, "/notice"))
    assert "2026年3月10日（周二）19:00" in notice
    assert "小区党群服务驿站" in notice
    assert "通报上次督办事项" in notice
    slips = page(client, address(meeting, "/slips"))
    assert all(pin_of(seat(meeting, name), SECRET) in slips for name in ("高峰", "张秀兰"))
    assert all(pin_of(seat(meeting, name), SECRET) not in slips for name in ("李建国", "周敏"))  # they have accounts
    assert meeting.join_code in slips
    sheet = page(client, address(meeting, "/sign-in-sheet"))
    assert "应到 13 人" in sheet
    assert "郭颖" in sheet
    image = client.get(address(meeting, "/join.svg"))
    assert image.mimetype == "image/svg+xml"
    assert b"<svg" in image.data
    assert b"style=" not in image.data


@pytest.mark.parametrize("paper", ["/slips", "/sign-in-sheet", "/seats", "/edit"])
def test_pins_and_seats_are_not_for_delegates(world: World, client: FlaskClient, paper: str) -> None:
    meeting = a_noticed_meeting(world)
    page(sign_in(client, world, "高峰"), address(meeting, paper), 403)


@pytest.mark.parametrize(
    "act",
    ["/notify", "/agenda/publish", "/agenda/place", "/cancel", "/seats", "/seats/1/pin", "/seats/1/leave"],
)
def test_a_delegates_hand_moves_nothing(world: World, client: FlaskClient, act: str) -> None:
    meeting = a_ready_meeting(world)
    assert sign_in(client, world, "高峰").post(address(meeting, act)).status_code == 403
    assert db.session.get_one(Meeting, meeting.id).state == "PLANNED"


def test_another_compounds_meeting_does_not_exist(world: World, client: FlaskClient) -> None:
    meeting = a_ready_meeting(world)
    other = a_compound("haiming", "渤海明珠")
    sign_in(client, other, "李建国")
    for more in ("", "/edit", "/slips", "/notice", "/join.svg", "/seats"):
        page(client, f"/desk/haiming/meetings/{meeting.id}{more}", 404)
        page(client, address(meeting, more), 404)
    assert client.post(f"/desk/haiming/meetings/{meeting.id}/notify").status_code == 404


def test_somebody_not_signed_in_is_asked_to_sign_in(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    answer = client.get(address(meeting))
    assert answer.status_code == 302
    assert answer.location.startswith("/login")


def test_a_delegates_list_holds_only_his_meetings(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    other = plan_meeting(world.secretary, world.compound.id, a_draft(world, clock.beijing(2026, 4, 10, 19)))
    with transaction():
        db.session.delete(seat(other, "高峰"))
    shown = page(sign_in(client, world, "高峰"), "/desk/jinling/meetings/")
    assert meeting.title in shown
    assert other.title not in shown
    assert other.title in page(sign_in(client, world, "周敏"), "/desk/jinling/meetings/")


def test_empty_and_past_lists_say_what_they_are_for(world: World, client: FlaskClient) -> None:
    sign_in(client, world, "周敏")
    for when in ("coming", "over", "all", "nonsense"):
        assert "这里还没有会议" in page(client, f"/desk/jinling/meetings/?when={when}&page=x")


def test_the_list_asks_no_more_for_twenty_meetings_than_for_two(world: World, client: FlaskClient) -> None:
    sign_in(client, world, "周敏")
    counts = []
    for more in (2, 18):
        for day in range(more):
            starts = clock.beijing(2026, 4 + len(counts), 1 + day, 19)
            plan_meeting(world.secretary, world.compound.id, a_draft(world, starts))
        page(client, "/desk/jinling/meetings/")
        with counted_statements() as seen:
            page(client, "/desk/jinling/meetings/")
        counts.append(len(seen))
    assert counts[1] <= counts[0] <= 14


def test_the_meeting_page_asks_no_more_for_many_items(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    sign_in(client, world, "周敏")
    counts = []
    for more in (1, 9):
        for number in range(more):
            put_on_agenda(world.secretary, meeting.id, an_item(world, f"通报{len(counts)}-{number}").id)
        with counted_statements() as seen:
            page(client, address(meeting))
        counts.append(len(seen))
    assert counts[1] <= counts[0] <= 24


def test_the_rules_are_shown_in_words(world: World, client: FlaskClient) -> None:
    shown = page(sign_in(client, world, "高峰"), "/desk/jinling/rules")
    assert "应到三分之二以上" in shown
    assert "到会过半数同意" in shown
    assert "职责清单" in shown
    assert "提前 3 天" in shown


def test_a_cancelled_meeting_shows_its_reason(world: World, client: FlaskClient) -> None:
    meeting = a_noticed_meeting(world)
    sign_in(client, world, "李建国")
    refused = client.post(address(meeting, "/cancel"), data={"reason": " "})
    assert refused.status_code == 422
    assert "请写明理由" in refused.get_data(as_text=True)
    assert client.post(address(meeting, "/cancel"), data={"reason": "台风"}).status_code == 302
    assert "台风" in page(client, address(meeting))
    assert meeting.starts_at == MEETS
