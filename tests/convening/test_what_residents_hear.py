"""What residents see of a meeting that is being prepared, changed or called off."""

from __future__ import annotations

from flask.testing import FlaskClient

from deliberation.agenda.queries import items_of
from deliberation.convening.actions import cancel_meeting, publish_agenda, put_on_agenda, take_off_agenda
from deliberation.convening.models import Meeting
from deliberation.kernel import clock
from tests.builders import World, sign_in
from tests.convening.hall import a_noticed_meeting, a_planned_meeting, a_ready_meeting, an_item, at

RESIDENTS = ("/c/jinling/", "/c/jinling/meetings/")


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def desk(meeting: Meeting) -> str:
    return f"/desk/jinling/meetings/{meeting.id}"


def test_residents_read_the_agenda_as_it_was_published_until_it_is_published_again(
    world: World, client: FlaskClient
) -> None:
    meeting = a_ready_meeting(world)
    put_on_agenda(world.secretary, meeting.id, an_item(world, "通报消防演练").id)
    take_off_agenda(world.secretary, meeting.id, items_of(meeting.id)[0].id)
    for address in RESIDENTS:
        shown = page(client, address)
        assert "通报上次督办事项" in shown
        assert "通报消防演练" not in shown
    publish_agenda(world.chair, meeting.id)
    for address in RESIDENTS:
        shown = page(client, address)
        assert "通报上次督办事项" not in shown
        assert "通报消防演练" in shown


def test_a_published_title_is_masked_like_any_other(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    put_on_agenda(world.secretary, meeting.id, an_item(world, "3号楼502室漏水").id)
    publish_agenda(world.chair, meeting.id)
    assert "**漏水" in page(client, RESIDENTS[1])
    assert "502" not in page(client, RESIDENTS[1])


def test_a_meeting_that_was_announced_is_said_to_be_cancelled_until_its_day_is_over(
    world: World, client: FlaskClient
) -> None:
    meeting = a_noticed_meeting(world)
    cancel_meeting(world.chair, meeting.id, "台风，详询13812345678")
    for address in RESIDENTS:
        shown = page(client, address)
        assert "已取消" in shown
        assert "原因：台风，详询**" in shown
        assert "13812345678" not in shown
        assert "通报上次督办事项" in shown
    at(clock.beijing(2026, 3, 10, 23))
    assert "已取消" in page(client, RESIDENTS[0])
    at(clock.beijing(2026, 3, 11, 0))
    assert all("已取消" not in page(client, address) for address in RESIDENTS)


def test_a_cancelled_meeting_is_no_next_meeting_of_the_compounds_list(world: World, client: FlaskClient) -> None:
    cancel_meeting(world.chair, a_noticed_meeting(world).id, "台风")
    assert "3月10日" not in page(client, "/")


def test_residents_hear_nothing_of_a_meeting_that_was_cancelled_before_it_was_announced(
    world: World, client: FlaskClient
) -> None:
    cancel_meeting(world.chair, a_planned_meeting(world).id, "台风")
    assert all("已取消" not in page(client, address) for address in RESIDENTS)


def test_the_desk_keeps_the_agenda_of_a_cancelled_meeting_and_offers_nothing_to_print(
    world: World, client: FlaskClient
) -> None:
    meeting = a_noticed_meeting(world)
    sign_in(client, world, "周敏")
    assert "打印签到条" in page(client, desk(meeting))
    cancel_meeting(world.chair, meeting.id, "台风")
    shown = page(client, desk(meeting))
    assert "1. 通报上次督办事项" in shown
    assert "议题已退回待上会" in shown
    assert "stage-line" not in shown
    assert "打印" not in shown


def test_the_desk_keeps_what_was_planned_though_it_was_never_published(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    put_on_agenda(world.secretary, meeting.id, an_item(world).id)
    cancel_meeting(world.chair, meeting.id, "台风")
    assert "1. 通报上次督办事项" in page(sign_in(client, world, "周敏"), desk(meeting))


def test_a_meeting_that_is_called_off_asks_nobody_for_a_receipt(world: World, client: FlaskClient) -> None:
    meeting = a_noticed_meeting(world)
    sign_in(client, world, "高峰")
    assert "确认收到" in page(client, "/notices/")
    cancel_meeting(world.chair, meeting.id, "台风")
    shown = page(client, "/notices/")
    assert "会议取消" in shown
    assert "确认收到" not in shown.replace("请确认收到；", "")
