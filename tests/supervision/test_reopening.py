"""还没有解决: who handed a matter in says that it is not mended; who supervises opens it again or answers."""

from __future__ import annotations

import io
import secrets
import uuid
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.collection.actions import submit_topic, withdraw
from deliberation.collection.models import Topic
from deliberation.collection.rules import make_receipt
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason
from deliberation.notices.models import Notice
from deliberation.publication.actions import draft_resolution
from deliberation.publication.queries import frozen_copy
from deliberation.supervision import actions, queries, rules
from deliberation.supervision.actions import Again
from deliberation.supervision.models import Order, ReopenRequest
from deliberation.supervision.queries.reopening import closed_orders
from deliberation.supervision.queries.residents import public_orders
from deliberation.supervision.queries.waiting import waiting
from tests.builders import World, sign_in
from tests.collection.reports import a_draft, a_photo, steps_of
from tests.refusals import reason_of
from tests.supervision.hall import a_decided_meeting, an_order, at, motions, topic_of

AGAIN = Again("路灯只修了一盏，孙玉兰家门口的还不亮。", date(2026, 4, 20))
SAID = "三号楼东侧的灯还是不亮。"


@pytest.fixture
def order(world: World) -> Order:
    """An order of a topic that was closed with it."""
    meeting_id = a_decided_meeting(world)
    motion = motions(meeting_id)[2]
    made = an_order(world, "CLOSED", meeting_id=meeting_id, motion_id=motion.id)
    at(4, 1)
    with transaction():
        topic_of(made).receipt_code = make_receipt(secrets.choice)
    assert topic_of(made).state == "CLOSED"
    return made


def ask(order: Order, text: str = SAID, **given: Any) -> ReopenRequest:
    return actions.ask_reopen(topic_of(order).receipt_code, text, **given)


def state_of(order: Order) -> str:
    return db.session.get_one(Order, order.id, populate_existing=True).state


def test_a_word_waits_for_who_supervises_and_is_noticed(world: World, order: Order) -> None:
    request = ask(order)
    assert (request.state, topic_of(order).state) == ("WAITING", "CLOSED")
    label = "反映没有解决、等答复的事"
    counts = [
        sum(w.count for w in waiting(world.actor(n), world.compound.id) if w.label == label)
        for n in ("李建国", "高峰", "张秀兰")
    ]
    assert counts == [1, 0, 0]
    notice = db.session.query(Notice).filter_by(kind="topic.ask_reopen").all()
    assert world.chair.person_id in {n.person_id for n in notice}
    assert "孙玉兰" not in notice[0].subject + notice[0].body
    assert steps_of(topic_of(order))[-1] == "topic.ask_reopen"


def test_reopened_it_is_done_again_by_a_new_date_and_closes_again(world: World, order: Order) -> None:
    request, firm = ask(order), world.actor("高峰")
    actions.reopen_as_asked(world.chair, request.id, order.id, AGAIN)
    assert (state_of(order), order.due_on, order.progress, topic_of(order).state) == (
        "REWORK",
        date(2026, 4, 20),
        0,
        "REOPENED",
    )
    assert (request.state, request.order_id, request.answered_by) == ("REOPENED", order.id, "李建国")
    actions.report_completion(firm, order.id, "三盏都换了。")
    actions.check_completion(world.actor("张秀兰"), order.id)
    actions.close_order(world.chair, order.id)
    assert (state_of(order), topic_of(order).state) == ("CLOSED", "CLOSED")
    assert [e.act for e in queries.history(order.id)].count("order.close") == 2
    names = list(db.session.scalars(db.select(AuditEntry.action)))
    assert {"topic.ask_reopen", "order.reopen", "topic.reopen"} <= set(names)


def test_the_public_page_says_that_it_began_again_and_no_reason_or_name(world: World, order: Order) -> None:
    ask(order, "我是孙玉兰，电话13800138000，灯不亮。")
    actions.reopen_order(world.chair, order.id, AGAIN)
    (shown,) = [o for o in public_orders(world.compound.id).items if o.number == order.number]
    assert (shown.last_text, shown.due_on, shown.state) == (
        rules.STANDING_WORDS["order.reopen"],
        date(2026, 4, 20),
        "REWORK",
    )


def test_an_answer_leaves_it_closed_and_he_may_speak_again_but_not_without_end(world: World, order: Order) -> None:
    for _turn in range(rules.MOST_ASKED):
        request = ask(order)
        actions.answer_reopen(world.chair, request.id, "灯已于三月三十日修好，有照片。")
        assert (request.state, topic_of(order).state, state_of(order)) == ("ANSWERED", "CLOSED", "CLOSED")
    assert reason_of(lambda: ask(order)) is Reason.TOO_MANY_REQUESTS
    at(5, 20)
    assert ask(order).state == "WAITING"


def test_one_word_waits_at_a_time_and_the_same_twice_is_one(world: World, order: Order) -> None:
    assert ask(order).id == ask(order).id
    assert reason_of(lambda: ask(order, "另外，垃圾桶也没有换。")) is Reason.ALREADY_DONE
    actions.reopen_order(world.chair, order.id, AGAIN)
    assert reason_of(lambda: ask(order)) is Reason.STEP_LOCKED


def test_what_is_settled_is_not_settled_again(world: World, order: Order) -> None:
    request = ask(order)
    actions.reopen_order(world.chair, order.id, AGAIN)
    assert request.state == "REOPENED"
    assert reason_of(lambda: actions.answer_reopen(world.chair, request.id, "好了。")) is Reason.ALREADY_DONE
    assert reason_of(lambda: actions.reopen_order(world.chair, order.id, AGAIN)) is Reason.ALREADY_DONE


def test_reopening_needs_a_reason_a_date_to_come_and_who_supervises(world: World, order: Order) -> None:
    request = ask(order)
    refused = {
        Reason.REASON_REQUIRED: lambda: actions.reopen_order(world.chair, order.id, Again(" ", AGAIN.due_on)),
        Reason.INVALID_INPUT: lambda: actions.reopen_order(world.chair, order.id, Again("灯", date(2026, 3, 31))),
        Reason.FORBIDDEN: lambda: actions.reopen_order(world.actor("高峰"), order.id, AGAIN),
        Reason.NOT_FOUND: lambda: actions.reopen_as_asked(world.chair, request.id, order.id + 1, AGAIN),
    }
    for reason, act in refused.items():
        assert reason_of(act) is reason
    assert reason_of(lambda: actions.answer_reopen(world.secretary, request.id, "好了。")) is Reason.FORBIDDEN
    assert reason_of(lambda: actions.answer_reopen(world.chair, request.id, " ")) is Reason.REASON_REQUIRED
    assert (state_of(order), request.state) == ("CLOSED", "WAITING")


def test_only_what_is_closed_can_be_called_not_solved(world: World) -> None:
    topic = submit_topic(world.chair, world.compound.id, a_draft())
    assert reason_of(lambda: actions.ask_reopen(topic.receipt_code, SAID)) is Reason.STEP_LOCKED
    assert reason_of(lambda: actions.ask_reopen("XXXX-XXXX-XX", SAID)) is Reason.NOT_FOUND
    assert reason_of(lambda: actions.reopen_order(world.chair, an_order(world).id, AGAIN)) is Reason.WRONG_STATE


def test_who_was_merged_speaks_by_his_own_receipt_and_others_do_not_read_it(world: World, order: Order) -> None:
    merged = submit_topic(world.chair, world.compound.id, a_draft())
    with transaction():
        merged.merged_into_id, merged.state = order.topic_id, "MERGED"
    request = actions.ask_reopen(merged.receipt_code, SAID)
    assert (request.topic_id, request.asked_topic_id) == (order.topic_id, merged.id)
    assert "topic.ask_reopen" not in steps_of(topic_of(order))
    assert ask(order).id != request.id


class Pages:
    """The residents' and the desk's pages of one closed order."""

    def __init__(self, app: Flask, world: World, order: Order) -> None:
        self.resident, self.world, self.app = app.test_client(), world, app
        self.receipt = f"/receipt/{topic_of(order).receipt_code}"
        self.desk = "/desk/jinling/orders/not-solved/"

    def of(self, name: str) -> FlaskClient:
        return sign_in(self.app.test_client(), self.world, name)

    def say(self, **given: Any) -> Any:
        return self.resident.post(f"{self.receipt}/not-solved", data={"text": SAID, **given})


@pytest.fixture
def pages(app: Flask, world: World, order: Order) -> Pages:
    return Pages(app, world, order)


def test_through_the_pages_a_photo_is_shown_to_who_decides_and_the_reason_to_who_asked(
    pages: Pages, order: Order
) -> None:
    assert "反映没有解决" in pages.resident.get(pages.receipt).text
    assert pages.say(photos=(io.BytesIO(a_photo()), "灯.jpg")).location == pages.receipt
    assert SAID in pages.resident.get(pages.receipt).text
    chair = pages.of("李建国")
    assert "三号楼" in chair.get(f"{pages.desk}?state=WAITING").text
    page = chair.get(f"{pages.desk}1").text
    photo = page.split('<img src="')[1].split('"')[0]
    assert chair.get(photo).status_code == 200
    assert [pages.of("高峰").get(photo).status_code, pages.resident.get(photo).status_code] == [404, 404]
    back = chair.post(f"{pages.desk}1/reopen", data={"again-text": "灯还不亮"})
    assert (back.status_code, "灯还不亮" in back.text) == (422, True)
    form = {"again-order_id": order.id, "again-due_on": "2026-04-20", "again-text": "三号楼的灯没有修"}
    assert chair.post(f"{pages.desk}1/reopen", data=form).location == f"/desk/jinling/orders/{order.id}"
    assert "三号楼的灯没有修" in pages.resident.get(pages.receipt).text
    assert "三号楼的灯没有修" not in pages.resident.get("/c/jinling/orders/").text
    assert "已重新办理" in chair.get(f"{pages.desk}1").text


def test_through_the_pages_an_answer_is_read_on_the_receipt(pages: Pages) -> None:
    pages.say()
    chair = pages.of("李建国")
    assert chair.post(f"{pages.desk}1/answer", data={"answer-text": ""}).status_code == 422
    assert chair.post(f"{pages.desk}1/answer", data={"answer-text": "灯已修好，请再看。"}).status_code == 302
    assert "灯已修好，请再看。" in pages.resident.get(pages.receipt).text
    again = chair.post(f"{pages.desk}1/answer", data={"answer-text": "又一次。"})
    assert (again.status_code, "已经处理过" in again.text) == (409, True)


def test_through_the_pages_others_are_kept_out_and_words_are_kept(pages: Pages, order: Order) -> None:
    pages.say()
    second = pages.say(text="还有别的。")
    assert (second.status_code, SAID in second.text) == (409, True)
    assert [pages.of(name).get(f"{pages.desk}1").status_code for name in ("高峰", "张秀兰", "周敏")] == [403] * 3
    assert pages.resident.get(f"{pages.desk}1").status_code == 302
    assert pages.resident.post("/receipt/NONE-NONE-NO/not-solved", data={"text": SAID}).status_code == 404
    direct = pages.of("李建国").post(
        f"/desk/jinling/orders/{order.id}/reopen",
        data={"order-reopen-due_on": "2026-04-20", "order-reopen-text": "回访发现灯不亮"},
    )
    assert (direct.status_code, closed_orders(order.topic_id or 0)) == (302, [])


def test_what_nobody_opens_again_is_handed_in_anew_and_tied_to_the_old(app: Flask, world: World) -> None:
    old = submit_topic(world.chair, world.compound.id, a_draft())
    resident = app.test_client()
    assert "再提一次" not in resident.get(f"/receipt/{old.receipt_code}").text
    withdraw(old.receipt_code)
    assert f"after={old.receipt_code}" in resident.get(f"/receipt/{old.receipt_code}").text
    form = {"situation": "灯又坏了。", "category": "facility", "request_key": uuid.uuid4().hex}
    box = f"/c/jinling/topics/new?after={old.receipt_code}"
    assert old.title in resident.get(box).text
    assert resident.post(box, data=form).status_code == 302
    new = db.session.query(Topic).filter_by(situation="灯又坏了。").one()
    assert new.earlier_id == old.id
    assert old.title in sign_in(app.test_client(), world, "周敏").get(f"/desk/jinling/topics/{new.id}").text
    stranger = {**form, "situation": "垃圾桶满了。", "request_key": uuid.uuid4().hex}
    resident.post("/c/jinling/topics/new?after=NONE-NONE-NO", data=stranger)
    assert db.session.query(Topic).filter_by(situation="垃圾桶满了。").one().earlier_id is None


def test_a_resolution_that_was_not_carried_out_leads_to_its_orders(app: Flask, world: World, order: Order) -> None:
    with transaction():
        db.session.get_one(Meeting, order.meeting_id).state = "ISSUED"
    made = draft_resolution(world.secretary, order.meeting_id or 0)
    with transaction():
        made.state, made.published_on, made.ends_on = "EFFECTIVE", date(2026, 3, 20), date(2026, 3, 27)
        made.frozen = frozen_copy(made)
    page = sign_in(app.test_client(), world, "李建国").get(f"/desk/jinling/resolutions/{made.id}").text
    assert f"/desk/jinling/meetings/{order.meeting_id}/orders" in page
    assert "重新办理" in page
