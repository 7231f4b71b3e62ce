"""The readiness list of a meeting leads each person to what he himself can do next."""

from __future__ import annotations

from flask.testing import FlaskClient

from deliberation.convening.actions import notify, put_on_agenda
from deliberation.convening.models import Meeting
from deliberation.kernel import clock
from tests.builders import World, sign_in
from tests.convening.hall import a_planned_meeting, a_ready_meeting, an_item, at

THE_DAY_BEFORE = clock.beijing(2026, 3, 9, 9)


def page(client: FlaskClient, meeting: Meeting) -> str:
    return client.get(f"/desk/jinling/meetings/{meeting.id}").get_data(as_text=True)


def step(shown: str) -> str:
    """What stands above the readiness list."""
    return shown.split('id="step"')[1].split('<ol class="ready-list">', maxsplit=1)[0]


def test_the_first_thing_that_is_missing_leads_the_list(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world, venue_id=None)
    sign_in(client, world, "李建国")
    assert "去修改会议" in step(page(client, meeting))


def test_the_chair_publishes_at_the_top_of_the_list(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    sign_in(client, world, "李建国")
    assert "去排议程" in step(page(client, meeting))
    put_on_agenda(world.secretary, meeting.id, an_item(world).id)
    shown = page(client, meeting)
    assert "发布议程" in step(shown)
    assert "btn-primary" in step(shown)
    assert shown.count("/agenda/publish") == 1  # one button, not two
    assert '<a href="#step">去发布议程</a>' in shown


def test_who_cannot_publish_is_offered_no_button_and_told_who_can(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    put_on_agenda(world.secretary, meeting.id, an_item(world).id)
    shown = page(sign_in(client, world, "周敏"), meeting)
    assert "btn" not in step(shown)
    assert "由主持人办。" in shown


def test_the_notice_goes_out_from_the_top_of_the_list(world: World, client: FlaskClient) -> None:
    meeting = a_ready_meeting(world)
    shown = page(sign_in(client, world, "周敏"), meeting)
    assert "发出会议通知" in step(shown)
    assert "紧急理由" not in step(shown)
    assert "发布议程" not in shown  # it is published as it stands
    assert '<strong>开会时间</strong> <span class="visually-hidden">（办好了）' in shown


def test_the_reason_of_an_emergency_is_asked_for_where_the_warning_leads(world: World, client: FlaskClient) -> None:
    meeting = a_ready_meeting(world)
    at(THE_DAY_BEFORE)
    shown = page(sign_in(client, world, "李建国"), meeting)
    assert "在“发出会议通知”里写明紧急理由" in shown
    assert '<a href="#step">去写紧急理由</a>' in shown
    assert "必填" in step(shown)
    assert "required" in step(shown)


def test_who_may_not_waive_is_told_whose_it_is(world: World, client: FlaskClient) -> None:
    meeting = a_ready_meeting(world)
    at(THE_DAY_BEFORE)
    shown = step(page(sign_in(client, world, "周敏"), meeting))
    assert "请主持人写明紧急理由" in shown
    assert "/notify" not in shown
    assert "去修改会议" in shown


def test_a_refused_notice_asks_again_with_what_is_wrong(world: World, client: FlaskClient) -> None:
    meeting = a_ready_meeting(world)
    at(THE_DAY_BEFORE)
    sign_in(client, world, "李建国")
    answer = client.post(f"/desk/jinling/meetings/{meeting.id}/notify", data={"waiver": "急" * 501})
    shown = step(answer.get_data(as_text=True))
    assert "data-confirm open>" in shown
    assert "最多写 500 个字" in shown
    assert "急" * 501 in shown


def test_the_seats_page_says_from_when_leave_is_recorded(world: World, client: FlaskClient) -> None:
    meeting = a_ready_meeting(world)
    sign_in(client, world, "周敏")
    address = f"/desk/jinling/meetings/{meeting.id}/seats"
    said = "会议通知发出以后，才能在这里登记请假"
    assert said in client.get(address).get_data(as_text=True)
    notify(world.chair, meeting.id)
    shown = client.get(address).get_data(as_text=True)
    assert said not in shown
    assert "登记请假" in shown
