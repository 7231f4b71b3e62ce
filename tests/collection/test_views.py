"""The residents' topic box and receipts in a browser."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from deliberation.agenda.actions import classify
from deliberation.collection import actions, queries
from deliberation.collection.models import Topic
from deliberation.db import db, transaction
from deliberation.files.queries import files_of
from deliberation.web.uploads import checked_photo
from tests.builders import World, a_compound, sign_in
from tests.collection.reports import a_page, a_photo, a_report

BOX = "/c/jinling/topics/new"


def _text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def _topics() -> int:
    return db.session.scalar(select(func.count(Topic.id))) or 0


def test_a_resident_hands_in_without_an_account_and_is_given_a_receipt(world: World, client: FlaskClient) -> None:
    assert client.get(BOX).status_code == 200
    answer = client.post(BOX, data=a_page(), follow_redirects=True)
    code = re.search(r"data-receipt>([^<]+)<", _text(answer))
    assert code is not None
    topic = queries.by_receipt(code[1])
    assert topic is not None
    assert (topic.channel, topic.compound_id, topic.person_id) == ("web", world.compound.id, None)


def test_what_was_typed_survives_a_form_that_was_not_complete(world: World, client: FlaskClient) -> None:
    answer = client.post(BOX, data=a_page(category="", situation="路灯坏了三天", building="3号楼"))
    assert answer.status_code == 422
    assert "路灯坏了三天" in _text(answer)
    assert "3号楼" in _text(answer)
    assert "请选一类" in _text(answer)
    assert _topics() == 0
    assert client.post(BOX, data=a_page(situation="路灯坏了三天")).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"situation": "   "},
        {"situation": "字" * 2001},
        {"place": "字" * 101},
        {"building": "3-2-301"},
        {"building": "3号楼2单元"},
        {"building": "3号楼301"},
        {"category": "party"},
        {"submitter_phone": "1" * 61},
        {"request_key": ""},
        {"request_key": "k" * 41},
    ],
)
def test_what_is_too_long_or_wrong_is_refused_beside_its_field(
    world: World, client: FlaskClient, wrong: dict[str, str]
) -> None:
    assert client.post(BOX, data=a_page(**wrong)).status_code == 422
    assert _topics() == 0


def test_a_phone_or_a_flat_in_the_text_is_asked_about_once(world: World, client: FlaskClient) -> None:
    page = a_page(situation="3号楼2单元301漏水，请打13812345678。")
    asked = client.post(BOX, data=page)
    assert asked.status_code == 422
    assert "里面有门牌号（3号楼2单元301）、电话（13812345678），公开时会遮住。" in _text(asked)
    assert 'name="as_it_is"' in _text(asked)
    assert "漏水，请打13812345678。" in _text(asked)
    assert _topics() == 0
    sent = client.post(BOX, data={**page, "as_it_is": "y"}, follow_redirects=True)
    assert "**漏水，请打**" in _text(sent)
    assert "13812345678" not in _text(sent)
    topic = db.session.scalars(select(Topic)).one()
    assert topic.situation == page["situation"]
    assert 'name="as_it_is"' not in _text(client.get(BOX))


def test_a_double_click_makes_one_topic(world: World, client: FlaskClient) -> None:
    page = a_page()
    first, second = client.post(BOX, data=page), client.post(BOX, data=page)
    assert first.location == second.location
    assert _topics() == 1


def test_what_looks_like_a_page_is_shown_as_text(world: World, client: FlaskClient) -> None:
    topic = a_report(world, situation="<script>alert(1)</script>路灯", title="<b>灯</b>")
    page = _text(client.get(f"/receipt/{topic.receipt_code}"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>灯" not in page


def test_a_photo_is_taken_and_a_text_in_its_clothes_is_not(world: World, client: FlaskClient) -> None:
    answer = client.post(BOX, data={**a_page(situation="灯坏了"), "photos": (io.BytesIO(b"<html>"), "a.jpg")})
    assert answer.status_code == 422
    assert "只能上传照片" in _text(answer)
    assert "灯坏了" in _text(answer)
    assert _topics() == 0
    sent = {**a_page(), "photos": (io.BytesIO(a_photo()), "a.jpg")}
    assert client.post(BOX, data=sent).status_code == 302
    assert len(files_of("topic", [1])) == 1


def test_a_photo_is_shown_to_its_sender_and_the_desk_and_to_nobody_else(world: World, app: Flask) -> None:
    topic = a_report(world, photos=(checked_photo(a_photo(), "a.jpg"),))
    (photo,) = files_of("topic", [topic.id])
    visitor, desk = app.test_client(), sign_in(app.test_client(), world, "周敏")
    foreign = sign_in(app.test_client(), a_compound("bohai", "渤海明珠"), "周敏")
    shown = visitor.get(f"/receipt/{topic.receipt_code}/photos/{photo.public_id}")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert visitor.get(f"/photos/{photo.public_id}").status_code == 404
    assert foreign.get(f"/photos/{photo.public_id}").status_code == 404
    assert desk.get(f"/photos/{photo.public_id}").status_code == 200
    with transaction():
        photo.is_public = True
    assert visitor.get(f"/photos/{photo.public_id}").status_code == 200


@pytest.mark.parametrize("how", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}　"])
def test_a_receipt_is_found_however_it_is_typed(world: World, client: FlaskClient, how: object) -> None:
    topic = a_report(world)
    typed = how(topic.receipt_code)  # type: ignore[operator]
    answer = client.get("/receipt", query_string={"code": typed}, follow_redirects=True)
    assert answer.status_code == 200
    assert topic.title in _text(answer)
    assert "我们已经收到" in _text(answer)


def test_an_unknown_receipt_is_said_to_be_unknown_and_stays_in_the_field(world: World, client: FlaskClient) -> None:
    assert client.get("/receipt").status_code == 200
    answer = client.get("/receipt", query_string={"code": "AAAA-BBBB-CC"})
    assert answer.status_code == 404
    assert "AAAA-BBBB-CC" in _text(answer)
    assert client.get("/receipt/AAAA-BBBB-CC").status_code == 404
    assert client.get("/receipt/1").status_code == 404


def test_a_receipt_shows_no_name_and_no_phone(world: World, client: FlaskClient) -> None:
    topic = a_report(world, submitter_name="孙女士", submitter_phone="13800001111")
    actions.take_up(world.secretary, topic.id)
    page = _text(client.get(f"/receipt/{topic.receipt_code}"))
    assert "已受理" in page
    for hidden in ("孙女士", "13800001111", "周敏"):
        assert hidden not in page


def test_the_receipts_qr_code_leads_to_the_receipt(world: World, client: FlaskClient) -> None:
    topic = a_report(world)
    answer = client.get(f"/receipt/{topic.receipt_code}/qr.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert client.get("/receipt/AAAA-BBBB-CC/qr.svg").status_code == 404


def test_thanks_belong_to_the_compound_in_the_address(world: World, client: FlaskClient) -> None:
    a_compound("bohai", "渤海明珠")
    topic = a_report(world)
    assert client.get(f"/c/jinling/topics/thanks/{topic.receipt_code}").status_code == 200
    assert client.get(f"/c/bohai/topics/thanks/{topic.receipt_code}").status_code == 404


def test_withdrawing_twice_is_told_on_the_page(world: World, client: FlaskClient) -> None:
    topic = a_report(world)
    assert client.post(f"/receipt/{topic.receipt_code}/withdraw").status_code == 302
    again = client.post(f"/receipt/{topic.receipt_code}/withdraw")
    assert again.status_code == 409
    assert "不能撤回" in _text(again)
    assert client.post("/receipt/AAAA-BBBB-CC/withdraw").status_code == 404


def test_a_returned_topic_asks_for_a_supplement(world: World, client: FlaskClient) -> None:
    topic = a_report(world)
    with transaction():
        actions.advance(world.chair, topic, "topic.return", "理由：请写明时段。")
    box = _text(client.get(f"/receipt/{topic.receipt_code}")).split("请您补充</h2>")[1].split("</section>")[0]
    assert "请写明时段。" in box
    at = f"/receipt/{topic.receipt_code}/resubmit"
    assert client.post(at, data={"text": " "}).status_code == 422
    assert client.post(at, data={"text": "早上七点到八点"}).status_code == 302
    assert topic.state == "SCREENING"
    late = client.post(at, data={"text": "还有一句"})
    assert late.status_code == 409
    assert "审核中" in _text(late)
    assert "还有一句" in _text(late)


def test_a_receipt_shows_the_residents_own_words_and_below_them_what_staff_made_of_them(
    world: World, client: FlaskClient
) -> None:
    topic, other = a_report(world, proposal="拓宽"), a_report(world)
    at = f"/receipt/{topic.receipt_code}"
    assert "工作人员整理后的议题" not in _text(client.get(at))
    for words in ("进出共用一条车道。", "进出共用一条车道，高峰排队百米。"):
        edit = actions.TopicEdit("关于改造南出入口的议题", words, "分道", "traffic", "南出入口")
        actions.edit_topic(world.secretary, topic.id, edit)
    _say_who_decides(world, topic)
    with transaction():
        actions.advance(world.chair, topic, "topic.return", "理由：请写明时段。")
    client.post(f"{at}/resubmit", data={"text": "早上七点"})
    page = _text(client.get(at))
    own, put_in_order = page.split("您交上来的内容")[1].split("工作人员整理后的议题")
    for mine in ("早高峰南出入口排队太长", "拓宽", "补充：早上七点"):
        assert mine in own
    assert "高峰排队百米" not in own
    assert "高峰排队百米" in put_in_order
    actions.merge(world.secretary, other.id, [topic.id])
    assert "早高峰南出入口排队太长" in _text(client.get(at))


def _say_who_decides(world: World, topic: Topic) -> None:
    if topic.state == "SUBMITTED":
        actions.take_up(world.secretary, topic.id)
    classify(world.chair, topic.id, "PARTY_DUTY", reason="先商量办法。")


def test_words_that_were_rewritten_before_they_were_kept_come_from_the_history(
    world: World, client: FlaskClient
) -> None:
    topic = a_report(world)
    edit = actions.TopicEdit("关于改造南出入口的议题", "进出共用一条车道。", "", "traffic", "")
    actions.edit_topic(world.secretary, topic.id, edit)
    with transaction():
        topic.checklist = {}
    own = _text(client.get(f"/receipt/{topic.receipt_code}")).split("您交上来的内容")[1]
    assert "早高峰南出入口排队太长" in own.split("工作人员整理后的议题")[0]
