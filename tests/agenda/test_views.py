"""The gate's page and the agenda board in a browser."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.agenda import actions, queries
from deliberation.collection.actions import withdraw
from deliberation.db import transaction
from deliberation.kernel import clock
from tests.agenda.hall import a_planned_meeting, a_screened_topic, an_accepted_topic, item_of
from tests.builders import World, a_compound, sign_in
from tests.queries import counted_statements

DESK = "/desk/jinling"


@pytest.fixture
def chair(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "李建国")


def _page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_the_checklist_suggests_and_writes_nothing(world: World, chair: FlaskClient) -> None:
    topic = a_screened_topic(world)
    asked = chair.post(f"{DESK}/topics/{topic.id}/class", data={"answers": ["common_altered"], "ask": "1"})
    page = asked.get_data(as_text=True)
    assert asked.status_code == 200
    assert "业主共同决定（四分之三）" in page
    assert re.search(r'<input[^>]*checked[^>]*value="OWNERS_SPECIAL"', page)
    assert topic.decision_authority is None


def _asked(client: FlaskClient, topic_id: int, *answers: str) -> str:
    asked = client.post(f"{DESK}/topics/{topic_id}/class", data={"answers": list(answers), "ask": "1"})
    assert asked.status_code == 200
    return asked.get_data(as_text=True)


def _chosen(page: str) -> list[str]:
    return re.findall(r'<input[^>]*checked[^>]*name="authority"[^>]*value="(\w+)"', page)


def test_an_unanswered_checklist_recommends_nothing_and_selects_nothing(world: World, chair: FlaskClient) -> None:
    topic = a_screened_topic(world)
    page = _asked(chair, topic.id)
    assert "还没有回答核对表，没有建议" in page
    assert "按您的回答，建议" not in page
    assert _chosen(page) == []
    assert "还看不出由谁决定" in _asked(chair, topic.id, "one_building")
    answered = _asked(chair, topic.id, "none_of_these")
    assert re.search(r"建议：<strong>各方职责内</strong>", answered)
    assert _chosen(answered) == ["PARTY_DUTY"]
    assert topic.decision_authority is None


def test_words_of_an_owners_matter_are_shown_and_keep_the_gate_asking(world: World, chair: FlaskClient) -> None:
    topic = a_screened_topic(world, proposal="从公维资金里支出三万元，把车棚拆了改建。")
    page = _asked(chair, topic.id, "none_of_these")
    assert "公维资金" in re.findall(r"<li>“([^<]*)”：民法典第二百七十八条（5）", page)[0]
    assert re.search(r"“[^<]*”：民法典第二百七十八条（7）改建、重建", page)
    assert "您勾了“以上都不是”" in page
    assert _chosen(page) == []
    assert _chosen(_asked(chair, topic.id, "common_altered")) == ["OWNERS_SPECIAL"]
    harmless = a_screened_topic(world, situation="两盏路灯一个多月不亮。", proposal="请物业报修。")
    assert "可能要由业主共同决定" not in _page(chair, f"{DESK}/topics/{harmless.id}/gate")


def test_the_answers_are_kept_with_the_class(world: World, chair: FlaskClient) -> None:
    topic = a_screened_topic(world)
    answers = {"authority": "PARTY_DUTY", "answers": ["none_of_these"]}
    assert chair.post(f"{DESK}/topics/{topic.id}/class", data=answers).status_code == 302
    assert topic.checklist["yes"] == ["none_of_these"]
    assert topic.checklist["suggested"] == "PARTY_DUTY"
    page = _page(chair, f"{DESK}/topics/{topic.id}/gate")
    assert re.search(r'<input[^>]*checked[^>]*value="none_of_these"', page)


def test_a_class_without_its_matter_is_told_beside_the_form(world: World, chair: FlaskClient) -> None:
    topic = a_screened_topic(world)
    at = f"{DESK}/topics/{topic.id}/class"
    wrong = chair.post(at, data={"authority": "OWNERS_SPECIAL", "matter": "COVENANT"})
    assert wrong.status_code == 422
    assert "过半数" in wrong.get_data(as_text=True)
    assert chair.post(at, data={}).status_code == 422
    assert topic.decision_authority is None
    assert chair.post(at, data={"authority": "OWNERS_SPECIAL", "matter": "REBUILD"}).status_code == 302
    assert "（7）改建、重建建筑物及其附属设施" in _page(chair, f"{DESK}/topics/{topic.id}/gate")


def test_the_gate_keeps_the_reason_when_the_class_is_missing(world: World, chair: FlaskClient) -> None:
    topic = a_screened_topic(world)
    refused = chair.post(f"{DESK}/topics/{topic.id}/gate", data={"decision": "accept", "reason": "反映集中得很"})
    assert refused.status_code == 409
    assert "还没有判定决定权属" in refused.get_data(as_text=True)
    assert "反映集中得很" in refused.get_data(as_text=True)
    assert topic.state == "SCREENING"


def test_who_comes_second_is_told_who_decided_and_keeps_his_words(world: World, chair: FlaskClient) -> None:
    topic = a_screened_topic(world)
    actions.screen(world.actor("李建国"), topic.id, "refer", "归市政管。", "市政养护")
    late = chair.post(f"{DESK}/topics/{topic.id}/gate", data={"decision": "reject", "reason": "不归我们商量"})
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert re.search(r"这件事已由李建国办理：转办（\d{4}年.*）。您写的没有保存。", page)
    for kept in ("不予列入", "不归我们商量"):
        assert re.search(rf"<dd>{kept}</dd>", page)
    classed = chair.post(f"{DESK}/topics/{topic.id}/class", data={"authority": "MEDIATION", "answers": "firm_terms"})
    page = classed.get_data(as_text=True)
    assert classed.status_code == 409
    assert "这件事已由李建国办理：转办" in page
    assert "涉及选聘、解聘物业" in page
    back = chair.post(f"{DESK}/topics/{topic.id}/bring-back", data={"reason": "又有新报价"})
    assert back.status_code == 409
    assert "又有新报价" in back.get_data(as_text=True)
    assert topic.state == "REFERRED"


def test_what_the_submitter_took_back_meanwhile_is_told_at_the_gate(world: World, chair: FlaskClient) -> None:
    topic = a_screened_topic(world)
    withdraw(topic.receipt_code)
    late = chair.post(f"{DESK}/topics/{topic.id}/gate", data={"decision": "reject", "reason": "理由"})
    assert "这件事已由提出人办理：撤回" in late.get_data(as_text=True)
    assert "您写的没有保存" not in _page(chair, f"{DESK}/topics/{topic.id}/gate")


def test_the_secretary_sees_the_gate_but_does_not_pass_it(world: World, app: Flask) -> None:
    topic = a_screened_topic(world)
    secretary = sign_in(app.test_client(), world, "周敏")
    assert "由支部书记、支部委员把关" in _page(secretary, f"{DESK}/topics/{topic.id}/gate")
    decided = {"decision": "reject", "reason": "理由"}
    assert secretary.post(f"{DESK}/topics/{topic.id}/gate", data=decided).status_code == 403
    assert secretary.post(f"{DESK}/topics/{topic.id}/class", data={"authority": "PARTY_DUTY"}).status_code == 403
    assert topic.state == "SCREENING"


def test_another_compounds_gate_and_items_do_not_exist(world: World, app: Flask) -> None:
    topic, other = an_accepted_topic(world), a_compound("bohai", "渤海明珠")
    item, theirs = item_of(topic), sign_in(app.test_client(), other, "李建国")
    for slug in ("jinling", "bohai"):
        assert _page(theirs, f"/desk/{slug}/topics/{topic.id}/gate", 404)
        assert _page(theirs, f"/desk/{slug}/agenda/{item.id}", 404)
        for verb in ("place", "unplace", "move"):
            assert theirs.post(f"/desk/{slug}/agenda/{item.id}/{verb}").status_code == 404
    assert item.state == "WAITING"


def test_the_board_places_orders_and_takes_off_with_buttons(world: World, chair: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    first, second = (item_of(an_accepted_topic(world, situation=f"第{n}件事")) for n in (1, 2))
    assert "第1件事" in _page(chair, f"{DESK}/agenda/")
    for item in (first, second):
        sent = chair.post(f"{DESK}/agenda/{item.id}/place", data={"meeting_id": meeting.id})
        assert sent.status_code == 302
    chair.post(f"{DESK}/agenda/{second.id}/move", data={"direction": "up"})
    assert [i.id for i in queries.items_of(meeting.id)] == [second.id, first.id]
    chair.post(f"{DESK}/agenda/{second.id}/unplace")
    assert [i.id for i in queries.items_of(meeting.id)] == [first.id]


def test_placing_nowhere_is_told_on_the_board(world: World, chair: FlaskClient) -> None:
    item = item_of(an_accepted_topic(world))
    for meeting_id in ("", "999", "abc"):
        answer = chair.post(f"{DESK}/agenda/{item.id}/place", data={"meeting_id": meeting_id})
        assert answer.status_code == 404
        assert "没有办成" in answer.get_data(as_text=True)
    assert item.state == "WAITING"


def test_a_report_is_added_and_edited_and_wrong_minutes_are_refused(world: World, chair: FlaskClient) -> None:
    fields = {"title": "上月督办通报", "kind": "report", "presenter": "周敏", "minutes": "10"}
    wrong = chair.post(f"{DESK}/agenda/new", data={**fields, "minutes": "0"})
    assert wrong.status_code == 422
    assert "上月督办通报" in wrong.get_data(as_text=True)
    assert chair.post(f"{DESK}/agenda/new", data=fields).status_code == 302
    (item,) = queries.pool(world.compound.id)
    assert (item.title, item.kind, item.minutes) == ("上月督办通报", "report", 10)
    assert "上月督办通报" in _page(chair, f"{DESK}/agenda/{item.id}")
    assert chair.post(f"{DESK}/agenda/{item.id}", data={**fields, "minutes": "15"}).status_code == 302
    assert item.minutes == 15


def test_delegates_do_not_order_the_agenda(world: World, app: Flask) -> None:
    for name in ("张秀兰", "高峰", "杨静"):
        delegate = sign_in(app.test_client(), world, name)
        assert delegate.get(f"{DESK}/agenda/").status_code == 403
        assert delegate.post(f"{DESK}/agenda/new", data={"title": "x"}).status_code == 403


def test_a_full_board_costs_no_more_statements_than_a_short_one(world: World, chair: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    costs = []
    for more in (2, 10):
        for n in range(more):
            item = item_of(an_accepted_topic(world, situation=f"第{n}件事"))
            actions.place(world.chair, item.id, meeting.id)
            an_accepted_topic(world, situation=f"还没排的第{n}件事")
        with counted_statements() as seen:
            _page(chair, f"{DESK}/agenda/")
        costs.append(len(seen))
    assert costs[1] <= costs[0]


def test_an_empty_board_says_what_to_do_next(world: World, chair: FlaskClient) -> None:
    page = _page(chair, f"{DESK}/agenda/")
    assert "没有待上会的议题" in page
    assert "还没有筹备中的会议" in page


def test_a_receipt_leads_to_the_pages_that_say_how_far_the_matter_is(world: World, app: Flask) -> None:
    topic, meeting, resident = (
        an_accepted_topic(world, "OWNERS_ORDINARY", "COVENANT"),
        a_planned_meeting(world),
        app.test_client(),
    )
    at, public = f"/receipt/{topic.receipt_code}", "/c/jinling"
    actions.place(world.chair, item_of(topic).id, meeting.id)
    hidden = _page(resident, at)
    assert f'href="{public}/meetings/">看会议安排' in hidden
    assert "3月10日（周二）" not in hidden
    with transaction():
        meeting.agenda_published_at = clock.now()
    assert "2026年3月10日（周二）19:00" in _page(resident, at)
    leads = {
        "ADVISED": ["看会议定了什么", "看业主表决"],
        "RESOLVED": ["看会议定了什么"],
        "IMPLEMENTING": ["看会议定了什么", "看督办进展"],
        "SCREENING": [],
    }
    for state, labels in leads.items():
        with transaction():
            topic.state = state
        assert re.findall(r'btn-plain" href="[^"]+">(看[^<]+)<', _page(resident, at)) == labels


def test_a_board_whose_meetings_are_all_notified_leads_to_the_next_meeting(world: World, app: Flask) -> None:
    chair = sign_in(app.test_client(), world, "李建国")
    meeting, item = a_planned_meeting(world), item_of(an_accepted_topic(world))
    locked = item_of(an_accepted_topic(world, situation="南门堵"))
    actions.place(world.chair, locked.id, meeting.id)
    assert "议程锁定，不能再列入" not in _page(chair, f"{DESK}/agenda/")
    with transaction():
        meeting.state = "NOTICED"
    page = _page(chair, f"{DESK}/agenda/")
    assert "议程锁定，不能再列入" in page
    assert f'href="{DESK}/meetings/new"' in page
    shown = _page(chair, f"{DESK}/agenda/{locked.id}")
    assert "会议通知已发出，议程锁定" in shown
    assert "南门堵" in shown
    assert 'name="minutes"' not in shown
    assert 'name="minutes"' in _page(chair, f"{DESK}/agenda/{item.id}")
    late = chair.post(f"{DESK}/agenda/{locked.id}", data={"title": "改晚了", "kind": "vote", "minutes": "5"})
    assert late.status_code == 409
    assert "改晚了" in late.get_data(as_text=True)
    with transaction():
        locked.state = "DONE"
    assert "已经开始商量" in _page(chair, f"{DESK}/agenda/{locked.id}")


def test_the_gate_shows_where_the_matter_is(world: World, chair: FlaskClient) -> None:
    topic = a_screened_topic(world, place="东侧围墙")
    assert "东侧围墙" in _page(chair, f"{DESK}/topics/{topic.id}/gate")


def test_a_topic_that_ended_at_the_gate_says_so_on_its_line(world: World, chair: FlaskClient) -> None:
    topic = a_screened_topic(world)
    at = (f"{DESK}/topics/{topic.id}", f"{DESK}/topics/{topic.id}/gate", f"/receipt/{topic.receipt_code}")
    for address in at:
        assert "到此为止" not in _page(chair, address)
    actions.screen(world.chair, topic.id, "reject", "不归我们商量。")
    for address in at:
        page = _page(chair, address)
        assert "到此为止" in page
        assert "（还没到）" not in page


def test_who_has_nothing_to_do_at_the_gate_is_shown_its_record(world: World, app: Flask, chair: FlaskClient) -> None:
    topic = a_screened_topic(world)
    assert "去把关" in _page(chair, f"{DESK}/topics/{topic.id}")
    grid_worker = _page(sign_in(app.test_client(), world, "杨静"), f"{DESK}/topics/{topic.id}")
    assert "去把关" not in grid_worker
    assert "把关记录" in grid_worker
