"""The first page of the desk: what waits, the next meeting, one obvious next step."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.db import transaction
from deliberation.desk import queries
from deliberation.desk.queries.door import orders_at_door
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS
from deliberation.organisation import queries as organisation
from tests.arrangements import arrange
from tests.builders import World, a_compound, an_officer, sign_in
from tests.halls import a_noticed_meeting
from tests.publication.hall import MORNING_AFTER, a_finished_meeting, at
from tests.supervision import hall as orders

pytestmark = pytest.mark.usefixtures("world")


def today(client: FlaskClient, status: int = 200) -> str:
    answer = client.get("/desk/jinling/")
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def test_an_empty_day_says_so(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "张秀兰")
    page = today(client)
    assert "今天没有要您办的事" in page
    assert "还没有定" in page


def test_a_topic_that_came_in_waits_for_the_secretary_with_a_way_to_it(client: FlaskClient, world: World) -> None:
    draft = TopicDraft(situation="南出入口早晚高峰拥堵", category="traffic", request_key="k1")
    submit_topic(ANONYMOUS, world.compound.id, draft)
    sign_in(client, world, "周敏")
    page = today(client)
    assert "先办这一件" in page
    assert "/desk/jinling/topics/" in page


def test_a_meeting_to_write_up_waits_for_the_secretary_and_not_for_a_delegate(world: World) -> None:
    a_finished_meeting(world)
    with clock.frozen(MORNING_AFTER):
        mine = queries.today(world.secretary, world.compound.id)
        theirs = queries.today(world.actor("张秀兰"), world.compound.id)
    assert "待起草决议的会议" in [w.label for w in mine.waiting]
    assert "待起草决议的会议" not in [w.label for w in theirs.waiting]


def test_what_is_urgent_comes_first_and_nothing_waits_without_a_count(world: World) -> None:
    a_finished_meeting(world)
    submit_topic(ANONYMOUS, world.compound.id, TopicDraft("楼道灯坏了", "facility", "k2"))
    with clock.frozen(MORNING_AFTER):
        waiting = queries.today(world.secretary, world.compound.id).waiting
    assert [w.urgent for w in waiting] == sorted((w.urgent for w in waiting), reverse=True)
    assert all(w.count for w in waiting)


def test_the_next_meeting_is_shown_with_its_day_and_its_stage(client: FlaskClient, world: World) -> None:
    meeting = a_finished_meeting(world)
    with transaction():
        meeting.state = "NOTICED"
    sign_in(client, world, "周敏")
    with clock.frozen(at(9)):
        page = today(client)
    assert "3月10日 19:00" in page
    assert "已通知" in page
    assert "stage-line" in page
    with clock.frozen(at(10)):
        assert "今天" in today(client)


def test_the_meeting_of_today_comes_before_everything_with_its_door(app: Flask, world: World) -> None:
    draft = TopicDraft(situation="南出入口早晚高峰拥堵", category="traffic", request_key="k3")
    submit_topic(ANONYMOUS, world.compound.id, draft)
    hall = a_noticed_meeting(world)  # its notice waits to be confirmed, which is urgent too
    doors = {"李建国": "进入主持台", "周敏": "进入记录台", "张秀兰": "进入会场"}
    for name, door in doors.items():
        client = sign_in(app.test_client(), world, name)
        page = today(client)
        assert page.index("今天开会") < page.index(door)
        if name != "李建国":  # who sent the notice has nothing to confirm
            assert page.index(door) < page.index("会议通知待确认")
        assert "先办这一件" not in page
        assert f"今天开会：{hall.meeting.title}" not in page  # said once
    address = f"/rooms/{hall.meeting_id}/chair"
    assert f'href="{address}"' in today(sign_in(app.test_client(), world, "李建国"))
    assert f'href="{address}"' not in today(sign_in(app.test_client(), world, "张秀兰"))


def test_on_any_other_day_and_for_whoever_has_no_seat_the_work_comes_first(app: Flask, world: World) -> None:
    hall = a_noticed_meeting(world)
    an_officer(world, "subdistrict_officer")
    assert "进入" not in today(sign_in(app.test_client(), world, "街道干部"))
    with clock.frozen(hall.at - timedelta(days=1)):
        page = today(sign_in(app.test_client(), world, "周敏"))
    assert "先办这一件" in page
    assert "今天开会" not in page


def test_the_desk_of_another_compound_does_not_exist(client: FlaskClient) -> None:
    other = a_compound("bohai", "渤海明珠")
    sign_in(client, other, "周敏")
    today(client, 404)


def test_an_officer_of_the_subdistrict_may_look_at_the_desk(client: FlaskClient, world: World) -> None:
    an_officer(world, "subdistrict_officer")
    sign_in(client, world, "街道干部")
    assert "今日待办" in today(client)


def test_who_chooses_a_desk_sees_how_the_orders_of_each_compound_stand(client: FlaskClient, world: World) -> None:
    a_compound("bohai", "渤海明珠")
    officer = an_officer(world, "subdistrict_officer")
    orders.at(3, 11)
    late, _fresh = (orders.an_order(world, "ISSUED") for _number in range(2))
    orders.an_order(world)  # a draft binds nobody yet
    with transaction():
        late.due_on = date(2026, 3, 12)
    orders.at(3, 14)
    sign_in(client, world, "街道干部")
    page = client.get("/desk/").get_data(as_text=True)
    here, there = page.split('href="/desk/jinling/"')[1], page.split('href="/desk/bohai/"')[1]
    found = orders_at_door(officer, organisation.compounds())
    assert "逾期 1 件" in here
    assert "在办督办单 2 件" in here
    assert "在办督办单 0 件" in there
    assert [(one.going, one.overdue) for one in found.values()] == [(2, 1), (0, 0)]
    assert orders_at_door(an_officer(world, "auditor", "审计员"), organisation.compounds()) == {}


MISSING = "还没有装入系统的放假安排"


@pytest.mark.parametrize(
    ("day", "urgent"), [((2026, 12, 14), None), ((2026, 12, 15), False), ((2027, 1, 1), True), ((2027, 12, 15), True)]
)
def test_from_the_fifteenth_of_december_on_the_secretary_is_told_that_next_year_s_days_off_are_missing(
    world: World, day: tuple[int, int, int], *, urgent: bool | None
) -> None:
    with clock.frozen(clock.beijing(*day, 9)):
        lines = queries.today(world.secretary, world.compound.id).waiting
    found = [(one.urgent, one.count) for one in lines if one.label == MISSING]
    assert found == ([] if urgent is None else [(urgent, 2 if day == (2027, 12, 15) else 1)])


def test_the_administrator_is_told_too_a_delegate_is_not_and_the_line_goes_when_the_file_is_there(
    client: FlaskClient, app: Flask, world: World, days_off: Path
) -> None:
    an_officer(world, "administrator", "萧芳")
    with clock.frozen(clock.beijing(2026, 12, 15, 9)):
        assert MISSING in today(sign_in(client, world, "萧芳"))
        assert MISSING not in today(sign_in(app.test_client(), world, "张秀兰"))
    arrange(days_off, 12, 16)
    assert MISSING not in today(client)


def test_the_page_of_days_off_shows_what_is_known_and_what_is_worked_out(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    with clock.frozen(clock.beijing(2026, 12, 1, 9)):
        page = client.get("/desk/jinling/days-off").text
    this, following = page.split('id="year-2027"')
    assert "2026年10月1日（周四）至2026年10月7日（周三）" in this
    assert "2026年10月10日（周六）" in this
    assert "国务院办公厅关于2026年部分节假日安排的通知" in this
    assert "2027年2月5日（周五）至2027年2月8日（周一）" in following
    assert "补假、调休要等安排" in following
