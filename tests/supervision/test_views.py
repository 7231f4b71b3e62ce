"""The desk's pages of supervision: who gets in, what they show, what a form says back."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from deliberation.collection.models import Topic
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason
from deliberation.supervision import actions, queries
from deliberation.supervision.models import Order
from deliberation.supervision.queries.residents import public_orders
from tests.builders import World, a_compound, sign_in
from tests.supervision.hall import ANSWERED, a_decided_meeting, an_order, at, motions

DESK = "/desk/jinling"


@pytest.fixture
def meeting_id(world: World) -> int:
    return a_decided_meeting(world)


def enter(app: Flask, world: World, name: str) -> FlaskClient:
    return sign_in(app.test_client(), world, name)


def state_of(order_id: int) -> str:
    return db.session.get_one(Order, order_id, populate_existing=True).state


def words(world: World, **changed: str) -> dict[str, str]:
    """The form of an order as a browser sends it."""
    return {
        "title": "高峰疏导",
        "requirement": "早晚各两人。",
        "due_on": "2026-03-25",
        "responsible_id": "0",
        "lead_party_id": str(world.parties["property_firm"].id),
        "request_key": "k1",
    } | changed


def test_the_secretary_drafts_and_the_chair_issues_from_the_meetings_page(
    app: Flask, world: World, meeting_id: int
) -> None:
    address = f"{DESK}/meetings/{meeting_id}/orders"
    secretary, chair = enter(app, world, "周敏"), enter(app, world, "李建国")
    assert "按决定起草（3 张）" in secretary.get(address).text
    assert secretary.post(f"{address}/draft").location == address
    page = secretary.get(address).text
    assert "现在不能交办" in page
    assert f'<a class="row-link" href="{DESK}/owners-votes">去看业主表决</a>' in page
    assert page.count("由主持人、党支部或街道交办") == 2
    assert "全部交办" not in page
    assert secretary.post(f"{address}/issue").status_code == 403
    assert "全部交办（2 张）" in chair.get(address).text
    assert "由主持人、党支部或街道交办" not in chair.get(address).text
    assert chair.post(f"{address}/issue").location == address
    assert [o.state for o in queries.orders_of_meeting(meeting_id)] == ["DRAFT", "ISSUED", "ISSUED"]


def test_issuing_what_waits_for_the_owners_is_refused_on_the_page(app: Flask, world: World, meeting_id: int) -> None:
    locked, free, _ = actions.draft_from_decisions(world.chair, meeting_id)
    chair = enter(app, world, "李建国")
    done = chair.post(f"{DESK}/orders/{free.id}/issue", data={"back": "meeting"})
    assert (done.status_code, done.location) == (302, f"{DESK}/meetings/{meeting_id}/orders")
    answer = chair.post(f"{DESK}/orders/{locked.id}/issue", data={"back": "meeting"})
    assert answer.status_code == 409
    assert Reason.AWAITS_OWNERS.sentence in answer.text
    assert "本次会议的督办单" in answer.text
    assert state_of(locked.id) == "DRAFT"


def test_another_order_is_added_under_a_decision(app: Flask, world: World, meeting_id: int) -> None:
    address = f"{DESK}/meetings/{meeting_id}/orders/new?motion={motions(meeting_id)[1].id}"
    secretary = enter(app, world, "周敏")
    form = secretary.get(address).text
    assert "2026-03-25" in form
    assert "资金由联建单位" in form
    for _ in range(2):
        assert secretary.post(address, data=words(world)).status_code == 302
    assert "已起草 D-001，核对后交办。" in secretary.get(f"{DESK}/meetings/{meeting_id}/orders").text
    assert [o.motion_id for o in queries.orders_of_meeting(meeting_id)] == [motions(meeting_id)[1].id]


def chosen_unit(page: str) -> str:
    """What the field of the unit shows before anybody has touched it."""
    field = page[page.index('id="lead_party_id"') :].split("</select>", maxsplit=1)[0]
    (found,) = re.findall(r"<option selected[^>]*>([^<]+)<", field)
    return str(found)


def test_the_form_presets_the_unit_and_the_day_of_the_decision_and_guesses_none(
    app: Flask, world: World, meeting_id: int
) -> None:
    address = f"{DESK}/meetings/{meeting_id}/orders/new"
    _works, money, guide, _lost = motions(meeting_id)
    with transaction():
        guide.text = "4月1日前由物业企业派人疏导。"
    secretary = enter(app, world, "周敏")
    named = secretary.get(f"{address}?motion={guide.id}").text
    assert (chosen_unit(named), "2026-04-01" in named) == ("物业企业", True)
    assert chosen_unit(secretary.get(f"{address}?motion={money.id}").text) == "联建单位"
    assert chosen_unit(secretary.get(address).text) == "请选择"
    answer = secretary.post(address, data=words(world, lead_party_id="0"))
    assert (answer.status_code, "请选择承办单位。" in answer.text) == (422, True)
    assert queries.orders_of_meeting(meeting_id) == []


def stage_of(page: str) -> str:
    """The step at which a stage line stands."""
    (found,) = re.findall(r'aria-current="step">.*?class="stage-name">([^<]+)<', page, re.DOTALL)
    return str(found)


def test_a_meeting_that_is_over_stands_at_supervision_as_soon_as_an_order_is_issued(
    app: Flask, world: World, meeting_id: int
) -> None:
    with transaction():
        db.session.get_one(Meeting, meeting_id).state = "ENDED"
    secretary, address = enter(app, world, "周敏"), f"{DESK}/meetings/{meeting_id}"
    assert stage_of(secretary.get(address).text) == "会商"
    assert stage_of(secretary.get(f"{address}/orders").text) == "会商"
    drafts = actions.draft_from_decisions(world.chair, meeting_id)
    for page in (address, f"{address}/orders"):
        assert stage_of(secretary.get(page).text) == "会商"
    actions.issue_order(world.chair, drafts[1].id)
    for page in (address, f"{address}/orders"):
        assert stage_of(secretary.get(page).text) == "督办"
    actions.refuse_order(world.actor("韩勇"), drafts[1].id, "不归我们。")
    actions.cancel_order(world.chair, drafts[1].id, "先不办。")
    assert stage_of(secretary.get(address).text) == "会商"


def test_drafts_never_end_a_meetings_supervision(world: World, meeting_id: int) -> None:
    moment = at(3, 11)
    an_order(world, "CLOSED", meeting_id=meeting_id)
    draft = an_order(world, meeting_id=meeting_id)
    assert queries.handed_over(meeting_id) == queries.Handed(moment, is_finished=False)
    actions.cancel_order(world.chair, draft.id, "先不办。")
    assert queries.handed_over(meeting_id) == queries.Handed(moment, is_finished=True)


def test_the_minutes_belong_to_the_meetings_and_the_gate_to_the_topics(
    app: Flask, world: World, meeting_id: int
) -> None:
    with transaction():
        db.session.get_one(Meeting, meeting_id).state = "ENDED"
    chair = enter(app, world, "李建国")
    topic_id = db.session.query(Topic.id).limit(1).scalar()
    for address, place in (
        (f"{DESK}/meetings/{meeting_id}/minutes", "会议"),
        (f"{DESK}/topics/{topic_id}/gate", "议题"),
    ):
        here = re.findall(r'aria-current="page"><span>([^<]+)</span>', chair.get(address).text)
        assert here == [place]


def test_what_was_typed_survives_a_refusal(app: Flask, world: World, meeting_id: int) -> None:
    address = f"{DESK}/meetings/{meeting_id}/orders/new"
    secretary = enter(app, world, "周敏")
    empty = secretary.post(address, data=words(world, title=""))
    assert (empty.status_code, "早晚各两人。" in empty.text) == (422, True)
    late = secretary.post(address, data=words(world, due_on="2026-03-01"))
    assert late.status_code == 422
    assert "办理时限不能早于今天" in late.text
    assert "早晚各两人。" in late.text
    assert queries.orders_of_meeting(meeting_id) == []


def test_a_motion_of_another_meeting_is_not_found(app: Flask, world: World, meeting_id: int) -> None:
    address = f"{DESK}/meetings/{meeting_id}/orders/new?motion=4711"
    assert enter(app, world, "周敏").get(address).status_code == 404


def test_a_draft_is_changed_and_an_issued_order_is_not(app: Flask, world: World) -> None:
    draft, issued = an_order(world), an_order(world, "ISSUED")
    secretary = enter(app, world, "周敏")
    assert "高峰疏导" in secretary.get(f"{DESK}/orders/{draft.id}/edit").text
    sent = secretary.post(f"{DESK}/orders/{draft.id}/edit", data=words(world, title="入户告知"))
    assert sent.location == f"{DESK}/orders/{draft.id}"
    assert db.session.get_one(Order, draft.id, populate_existing=True).title == "入户告知"
    assert secretary.get(f"{DESK}/orders/{issued.id}/edit").location == f"{DESK}/orders/{issued.id}"
    assert secretary.post(f"{DESK}/orders/{issued.id}/edit", data=words(world)).status_code == 409


def test_a_unit_signs_reports_and_completes_and_another_party_checks(app: Flask, world: World) -> None:
    order = an_order(world, "ISSUED")
    address = f"{DESK}/orders/{order.id}"
    firm, council, chair = (enter(app, world, n) for n in ("高峰", "张秀兰", "李建国"))
    assert firm.post(f"{address}/accept").location == address
    report = {"order-report-progress": "40", "order-report-text": "已安排人手。"}
    assert firm.post(f"{address}/report", data=report).location == address
    assert firm.post(f"{address}/complete", data={"order-complete-text": "已成常态。"}).location == address
    assert council.post(f"{address}/check", data={"order-check-text": ""}).location == address
    assert chair.post(f"{address}/close", data={"order-close-text": ""}).location == address
    assert state_of(order.id) == "CLOSED"
    history = chair.get(address).text
    for step in ("起草", "交办", "签收", "报告进展", "申报办结", "验收通过", "销号"):
        assert f"{step}" in history


def test_after_an_act_the_page_says_what_was_done(app: Flask, world: World) -> None:
    late, done = an_order(world, "ACCEPTED"), an_order(world, "COMPLETION_REPORTED")
    chair = enter(app, world, "李建国")
    for order, act, said in ((late, "urge", "已催办，"), (done, "check", "已验收通过，"), (done, "close", "已销号。")):
        address = f"{DESK}/orders/{order.id}"
        assert chair.post(f"{address}/{act}", data={f"order-{act}-text": ""}).location == address
        assert said in chair.get(address).text


def test_a_second_signature_is_answered_with_the_first(app: Flask, world: World) -> None:
    order = an_order(world, "ISSUED")
    assert enter(app, world, "高峰").post(f"{DESK}/orders/{order.id}/accept").status_code == 302
    answer = enter(app, world, "丁娜").post(f"{DESK}/orders/{order.id}/accept")
    assert answer.status_code == 409
    assert "高峰已于2026年3月10日" in answer.text


@pytest.mark.parametrize(
    ("act", "data"), [("refuse", {}), ("report", {"order-report-progress": "40"}), ("complete", {})]
)
def test_a_form_without_words_comes_back(app: Flask, world: World, act: str, data: dict[str, str]) -> None:
    order = an_order(world, "ISSUED" if act == "refuse" else "ACCEPTED")
    before = state_of(order.id)
    answer = enter(app, world, "高峰").post(f"{DESK}/orders/{order.id}/{act}", data=data)
    assert answer.status_code == 422
    assert "请写明" in answer.text
    assert state_of(order.id) == before


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


def a_photo_of(app: Flask, world: World, order: Order, name: str) -> str:
    """A photo that somebody sends with a report on an order; answers its address's id."""
    report: dict[str, Any] = {"order-report-progress": "40", "order-report-text": "已划线。"}
    report["order-report-photos"] = (io.BytesIO(a_picture()), "现场.png")
    assert enter(app, world, name).post(f"{DESK}/orders/{order.id}/report", data=report).status_code == 302
    public_id: str = queries.photos_of(queries.history(order.id)).popitem()[1][0].public_id
    return public_id


def test_photos_come_with_a_report_and_anything_else_is_refused(app: Flask, world: World) -> None:
    order = an_order(world, "ACCEPTED")
    firm = enter(app, world, "高峰")
    report: dict[str, Any] = {"order-report-progress": "40", "order-report-text": "已划线。"}
    wrong = report | {"order-report-photos": (io.BytesIO(b"no picture"), "现场.jpg")}
    answer = firm.post(f"{DESK}/orders/{order.id}/report", data=wrong)
    assert (answer.status_code, "已划线。" in answer.text) == (422, True)
    right = report | {"order-report-photos": (io.BytesIO(a_picture()), "现场.png")}
    assert firm.post(f"{DESK}/orders/{order.id}/report", data=right).status_code == 302
    photo = queries.photos_of(queries.history(order.id)).popitem()[1][0]
    assert firm.get(f"/photos/{photo.public_id}").status_code == 200
    assert app.test_client().get(f"/photos/{photo.public_id}").status_code == 404


def test_residents_see_the_photos_that_were_released_to_them(app: Flask, world: World) -> None:
    order = an_order(world, "ACCEPTED")
    public_id = a_photo_of(app, world, order, "高峰")
    resident = app.test_client()
    assert public_id not in resident.get("/c/jinling/orders/").text
    event = queries.history(order.id)[-1]
    chair = enter(app, world, "李建国")
    assert chair.post(f"{DESK}/orders/{order.id}/lines/{event.id}/release").status_code == 302
    page = resident.get("/c/jinling/orders/").text
    assert f'<img src="/photos/{public_id}" alt="{order.title}，第 1 张照片"' in page
    assert resident.get(f"/photos/{public_id}").status_code == 200


def test_a_photo_field_speaks_our_words_beside_the_browsers_own_control(app: Flask, world: World) -> None:
    page = enter(app, world, "高峰").get(f"{DESK}/orders/{an_order(world, 'ACCEPTED').id}").text
    assert '<label class="btn btn-plain" for="order-report-photos">选照片（可以多选）</label>' in page
    assert 'type="file"' in page
    assert "还没有选" in page


def test_nobody_checks_his_own_unit_on_the_page(app: Flask, world: World) -> None:
    order = an_order(world, "COMPLETION_REPORTED", "owners_committee")
    own, other = enter(app, world, "刘芳"), enter(app, world, "张秀兰")
    assert "验收通过" not in own.get(f"{DESK}/orders/{order.id}").text
    assert "验收通过" in other.get(f"{DESK}/orders/{order.id}").text
    answer = own.post(f"{DESK}/orders/{order.id}/check")
    assert answer.status_code == 409
    assert Reason.NOT_OWN_UNIT.sentence in answer.text


def test_the_page_of_an_order_names_who_is_responsible(app: Flask, world: World) -> None:
    order = an_order(world, "ISSUED", responsible_id=world.people["丁娜"].id)
    page = enter(app, world, "周敏").get(f"{DESK}/orders/{order.id}").text
    assert "丁娜" in page.split("责任人", 1)[1][:200]


def test_a_line_is_released_by_staff_after_looking(app: Flask, world: World) -> None:
    order = an_order(world, "ACCEPTED")
    actions.report_progress(world.actor("高峰"), order.id, 40, "已请张秀兰到场。")
    line = queries.history(order.id)[-1]
    address = f"{DESK}/orders/{order.id}/lines/{line.id}"
    secretary = enter(app, world, "周敏")
    assert "里面像有个人信息：张秀兰" in secretary.get(f"{DESK}/orders/{order.id}").text
    assert enter(app, world, "高峰").post(f"{address}/release").status_code == 403
    assert secretary.post(f"{address}/release").status_code == 409
    assert secretary.post(f"{address}/release", data={"confirmed": "y"}).status_code == 302
    assert public_orders(world.compound.id).items[0].last_text == "已请张秀兰到场。"
    assert secretary.post(f"{address}/withhold").status_code == 302
    assert public_orders(world.compound.id).items[0].last_text == "物业企业已签收。"


def test_the_residents_page_says_of_a_rework_what_is_public_only(app: Flask, world: World) -> None:
    order = an_order(world, "COMPLETION_REPORTED")
    council, resident = enter(app, world, "张秀兰"), app.test_client()
    assert "待验收" in resident.get("/c/jinling/orders/").text
    sent = council.post(f"{DESK}/orders/{order.id}/rework", data={"order-rework-text": "刘芳说没有画。"})
    assert sent.status_code == 302
    page = resident.get("/c/jinling/orders/").text
    assert "验收没有通过，退回重办。" in page
    assert "进度 40%" in page
    assert "刘芳" not in page
    assert "向居民公开这一条" in enter(app, world, "周敏").get(f"{DESK}/orders/{order.id}").text


def test_a_line_of_another_order_is_not_found(app: Flask, world: World) -> None:
    order, other = an_order(world), an_order(world)
    line = queries.history(other.id)[0]
    answer = enter(app, world, "周敏").post(f"{DESK}/orders/{order.id}/lines/{line.id}/release")
    assert answer.status_code == 404


def test_another_compounds_order_is_not_found(app: Flask, world: World) -> None:
    elsewhere = a_compound("haitang", "海棠花园")
    theirs = an_order(elsewhere)
    chair = enter(app, world, "李建国")
    for address in (f"{DESK}/orders/{theirs.id}", f"/desk/haitang/orders/{theirs.id}", "/desk/haitang/orders/"):
        assert chair.get(address).status_code == 404
    assert chair.post(f"{DESK}/orders/{theirs.id}/issue").status_code == 404


def test_a_unit_sees_its_own_orders_only(app: Flask, world: World) -> None:
    own = an_order(world, "ISSUED", "department", title="改造施工")
    other = an_order(world, "ISSUED")
    unit = enter(app, world, "何伟")
    ledger = unit.get(f"{DESK}/orders/").text
    assert "改造施工" in ledger
    assert "高峰疏导" not in ledger
    assert "高峰疏导" not in unit.get(f"{DESK}/orders.csv").text
    assert unit.get(f"{DESK}/orders/{own.id}").status_code == 200
    assert unit.get(f"{DESK}/orders/{other.id}").status_code == 403


def test_a_unit_sees_the_photos_of_its_own_orders_only(app: Flask, world: World) -> None:
    own = an_order(world, "ACCEPTED", "department", title="改造施工")
    other = an_order(world, "ACCEPTED", title="高峰疏导")
    shown = [a_photo_of(app, world, order, name) for order, name in ((own, "何伟"), (other, "高峰"))]
    unit, grid = enter(app, world, "何伟"), enter(app, world, "杨静")
    assert [unit.get(f"/photos/{public_id}").status_code for public_id in shown] == [200, 404]
    assert [grid.get(f"/photos/{public_id}").status_code for public_id in shown] == [200, 200]


def test_who_is_not_signed_in_is_asked_to(app: Flask, world: World) -> None:
    order = an_order(world)
    answer = app.test_client().get(f"{DESK}/orders/{order.id}")
    assert answer.status_code == 302
    assert answer.location.startswith("/login")
    assert app.test_client().post(f"{DESK}/orders/{order.id}/accept").status_code == 401


def test_the_sheet_holds_what_the_filter_left_and_no_formula(app: Flask, world: World) -> None:
    an_order(world, title="=修路灯", number="D-031")
    an_order(world, "ISSUED")
    sheet = enter(app, world, "周敏").get(f"{DESK}/orders.csv?state=DRAFT")
    assert sheet.mimetype == "text/csv"
    rows = sheet.data.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("D-031,'=修路灯,物业企业")


def test_the_answer_given_at_the_motion_is_not_asked_again_but_what_waits_for_the_owners_waits(
    app: Flask, world: World, meeting_id: int
) -> None:
    desk = sign_in(app.test_client(), world, "周敏")
    new = f"/desk/jinling/meetings/{meeting_id}/orders/new"
    for motion in (m for m in motions(meeting_id) if m.state in {"CARRIED", "CONSENSUS"}):
        page = desk.get(f"{new}?motion={motion.id}").get_data(as_text=True)
        assert (ANSWERED["reason"] in page) is (motion.binds == "PARTY_DUTY"), motion.text
