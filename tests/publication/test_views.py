"""The residents' pages and the desk's publication pages, through the door."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.publication import actions, queries
from deliberation.publication.models import PublicObjection, Resolution
from tests.builders import World, a_compound, sign_in
from tests.publication.hall import GATE, MORNING_AFTER, a_finished_meeting, at
from tests.queries import counted_statements

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def meeting(world: World) -> Meeting:
    return a_finished_meeting(world)


@pytest.fixture
def published(world: World, meeting: Meeting) -> Iterator[Resolution]:
    with clock.frozen(MORNING_AFTER):
        drafted = actions.draft_resolution(world.secretary, meeting.id)
        actions.publish(world.chair, drafted.id, masking_confirmed=False)
    with clock.frozen(at(14)):
        yield drafted


def page_of(resolution: Resolution) -> str:
    return f"/c/jinling/resolutions/{resolution.public_id}"


def desk_of(resolution: Resolution) -> str:
    return f"/desk/jinling/resolutions/{resolution.id}"


def seal_on(client: FlaskClient, draft: Resolution) -> str:
    """The seal of the draft that stands on its desk page."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get(desk_of(draft)).text)
    assert found is not None
    return found.group(1)


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    page = answer.get_data(as_text=True)
    assert answer.status_code == status, page[:2000]
    return re.sub(r'<span class="unbroken">([^<]*)</span>', r"\1", page)


def objection_form(**changes: str) -> dict[str, str]:
    return {
        "text": "施工噪音怎么办？",
        "building": "1号楼",
        "name": "孙女士",
        "phone": "13812345678",
        "request_key": "a" * 32,
        **changes,
    }


@pytest.mark.parametrize("path", ["", "resolutions/", "orders/", "meetings/"])
def test_an_empty_compound_says_what_each_page_is_for(client: FlaskClient, path: str) -> None:
    assert "empty-note" in text(client, f"/c/jinling/{path}")


@pytest.mark.usefixtures("published")
def test_the_entrance_lists_the_compounds_by_community(client: FlaskClient) -> None:
    a_compound("bohai", "渤海明珠")
    page = text(client, "/")
    assert "康居社区jinling" in page
    assert "渤海明珠" in page
    assert "决议 1 件" in page
    found = text(client, "/?q=渤海")
    assert "渤海明珠" in found
    assert "金岭水岸华庭" not in found
    assert "没有找到" in text(client, "/?q=不存在的小区")


def test_a_compound_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    text(client, "/c/nowhere/", 404)


def test_the_home_of_a_compound_shows_what_is_in_its_period(client: FlaskClient, published: Resolution) -> None:
    page = text(client, "/c/jinling/")
    assert page_of(published) in page
    assert "还有 5 天" in page
    assert "提议题" in page


def test_the_public_page_shows_totals_and_period_and_names_nobody(
    client: FlaskClient, world: World, published: Resolution
) -> None:
    page = text(client, page_of(published))
    assert "同意 10 人、反对 1 人、弃权 1 人" in page
    assert "应到 13 人，实到 12 人" in page
    assert GATE in page
    assert "2026年3月18日（周三）24:00" in page
    assert "保留意见（业主委员会）" in page
    assert [name for name in world.people if name in page] == []


def test_a_consensus_prints_no_tally_and_never_says_unanimous(client: FlaskClient, published: Resolution) -> None:
    page = text(client, page_of(published))
    consensus = page.split("改造资金的筹集")[-1].split("第 3 项")[0]
    assert "协商一致" in consensus
    assert "tally" not in consensus
    assert "verdict" not in consensus
    assert "全票" not in page


def test_what_only_the_owners_decide_is_called_advice(client: FlaskClient, published: Resolution) -> None:
    page = text(client, page_of(published))
    assert "业主表决通过以后才能实施" in page
    assert "业主大会通过" not in page


def test_words_in_the_text_cannot_become_markup(client: FlaskClient, world: World, meeting: Meeting) -> None:
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    with transaction():
        drafted.text = "一、<script>alert(1)</script>**重点**"
    actions.publish(world.chair, drafted.id, masking_confirmed=True)
    page = text(client, page_of(drafted))
    assert "alert(1)" not in page or "<script>alert" not in page
    assert "<strong>重点</strong>" in page


def test_a_draft_does_not_exist_for_the_public(client: FlaskClient, world: World, meeting: Meeting) -> None:
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    text(client, page_of(drafted), 404)
    assert drafted.title not in text(client, "/c/jinling/resolutions/")


def test_a_resolution_is_not_shown_under_another_compound(client: FlaskClient, published: Resolution) -> None:
    a_compound("bohai", "渤海明珠")
    text(client, f"/c/bohai/resolutions/{published.public_id}", 404)


def test_resolutions_are_found_by_word_and_month_and_category(client: FlaskClient, published: Resolution) -> None:
    def hits(query: str) -> bool:
        return page_of(published) in text(client, f"/c/jinling/resolutions/?{query}")

    assert hits("q=出入口")
    assert hits("month=2026-03")
    assert not hits("q=暖气")
    assert not hits("month=2026-02")
    assert not hits("category=fund")
    assert hits("month=rubbish")
    assert not hits("q=%25")


def test_the_paper_has_a_code_that_leads_to_the_page(client: FlaskClient, published: Resolution) -> None:
    page = text(client, f"{page_of(published)}/paper")
    assert f"{page_of(published)}/qr.svg" in page
    code = client.get(f"{page_of(published)}/qr.svg")
    assert code.mimetype == "image/svg+xml"
    assert b"<svg" in code.data


def test_an_objection_gets_a_receipt_and_is_not_shown_in_the_open(client: FlaskClient, published: Resolution) -> None:
    answer = client.post(f"{page_of(published)}/objections", data=objection_form())
    assert answer.status_code == 302
    receipt = text(client, answer.location)
    (objection,) = queries.objections([published.id])
    assert objection.receipt_code in receipt
    assert answer.location == f"/objections/{objection.receipt_code}"
    page = text(client, page_of(published))
    assert "收到异议 1 件，已答复 0 件" in page
    for secret in ("噪音怎么办", "孙女士", "13812345678"):
        assert secret not in page


def test_a_double_click_makes_one_objection(client: FlaskClient, published: Resolution) -> None:
    first = client.post(f"{page_of(published)}/objections", data=objection_form())
    second = client.post(f"{page_of(published)}/objections", data=objection_form())
    assert first.location == second.location
    assert len(queries.objections([published.id])) == 1


def test_an_objection_without_words_keeps_what_was_typed(client: FlaskClient, published: Resolution) -> None:
    answer = client.post(f"{page_of(published)}/objections", data=objection_form(text=" "))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "请写明对哪一条有异议" in page
    assert 'value="孙女士"' in page
    assert queries.objections([published.id]) == []


def test_an_objection_that_is_too_long_is_refused(client: FlaskClient, published: Resolution) -> None:
    answer = client.post(f"{page_of(published)}/objections", data=objection_form(text="噪" * 1001))
    assert answer.status_code == 422
    assert queries.objections([published.id]) == []


def test_after_the_period_the_box_is_gone_and_a_late_objection_keeps_its_words(
    client: FlaskClient, published: Resolution
) -> None:
    with clock.frozen(at(19)):
        assert "公示期已经结束" in text(client, page_of(published))
        late = client.post(f"{page_of(published)}/objections", data=objection_form())
    assert late.status_code == 409
    assert "公示期已于 2026年3月18日（周三）24:00 结束" in late.get_data(as_text=True)
    assert "施工噪音怎么办？" in late.get_data(as_text=True)


def test_an_answer_is_public_and_reaches_the_receipt(client: FlaskClient, world: World, published: Resolution) -> None:
    receipt = client.post(f"{page_of(published)}/objections", data=objection_form()).location
    (objection,) = queries.objections([published.id])
    sign_in(client, world, "李建国")
    desk = text(client, desk_of(published))
    assert "13812345678" in desk
    done = client.post(f"{desk_of(published)}/objections/{objection.id}/answer", data={"answer": "只在白天施工。"})
    assert done.status_code == 302
    resident = client.application.test_client()
    assert "只在白天施工。" in text(resident, page_of(published))
    assert "只在白天施工。" in text(resident, receipt)


def test_an_answer_with_a_phone_number_comes_back_with_its_words(
    client: FlaskClient, world: World, published: Resolution
) -> None:
    client.post(f"{page_of(published)}/objections", data=objection_form())
    (objection,) = queries.objections([published.id])
    sign_in(client, world, "李建国")
    path = f"{desk_of(published)}/objections/{objection.id}/answer"
    answer = client.post(path, data={"answer": "已打13900001111答复。"})
    assert answer.status_code == 422
    assert "已打13900001111答复。" in answer.get_data(as_text=True)
    assert objection.answered_at is None


def test_an_unknown_receipt_is_not_found(client: FlaskClient) -> None:
    text(client, "/objections/AAAA-BBBB-CC", 404)


def test_the_secretary_drafts_edits_and_hands_over(client: FlaskClient, world: World, meeting: Meeting) -> None:
    sign_in(client, world, "周敏")
    assert "起草决议" in text(client, "/desk/jinling/resolutions/")
    made = client.post(f"/desk/jinling/meetings/{meeting.id}/resolution")
    assert made.status_code == 302
    page = text(client, made.location)
    assert "平台默认规则：小区党支部组织的协商，公示不少于七日" in page
    assert "由主持人（支部书记）公示" in page
    saved = client.post(made.location, data={"title": "新标题", "text": "一、新正文。", "days": "9"})
    assert saved.status_code == 302
    assert "新标题" in text(client, made.location)
    assert client.post(f"{made.location}/publish").status_code == 403


def test_a_short_period_comes_back_at_its_field_with_the_words_kept(
    client: FlaskClient, world: World, meeting: Meeting
) -> None:
    sign_in(client, world, "周敏")
    path = client.post(f"/desk/jinling/meetings/{meeting.id}/resolution").location
    answer = client.post(path, data={"title": "新标题", "text": "一、刚写的话。", "days": "6"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'id="days-error"' in page
    assert "一、刚写的话。" in page


def test_each_finding_must_be_ticked_before_publishing(client: FlaskClient, world: World, meeting: Meeting) -> None:
    drafted = actions.draft_resolution(world.secretary, meeting.id)
    with transaction():
        drafted.text = "请3号楼2单元301配合，电话13812345678"
    sign_in(client, world, "李建国")
    boxes = re.findall(r'name="confirmed" value="([^"]+)"', text(client, desk_of(drafted)))
    assert len(boxes) == 2
    seen = seal_on(client, drafted)
    half = client.post(f"{desk_of(drafted)}/publish", data={"confirmed": boxes[:1], "seen": seen})
    assert half.status_code == 409
    assert "可能有个人信息" in half.get_data(as_text=True)
    assert client.post(f"{desk_of(drafted)}/publish", data={"confirmed": boxes, "seen": seen}).status_code == 302
    db.session.expire_all()
    assert drafted.state == "PUBLISHED"


def test_the_desk_says_why_a_draft_cannot_be_published_yet(client: FlaskClient, world: World) -> None:
    ended = a_finished_meeting(world, "ENDED")
    drafted = actions.draft_resolution(world.secretary, ended.id)
    sign_in(client, world, "李建国")
    assert "会议记录还没有签发" in text(client, desk_of(drafted))
    assert client.post(f"{desk_of(drafted)}/publish").status_code == 409


def test_a_correction_begins_a_new_version(client: FlaskClient, world: World, published: Resolution) -> None:
    sign_in(client, world, "周敏")
    made = client.post(f"{desk_of(published)}/correct")
    assert made.status_code == 302
    assert "第 2 版" in text(client, made.location)
    newest = queries.newest_version(published.meeting_id)
    assert newest is not None
    actions.publish(world.chair, newest.id, masking_confirmed=True)
    old = text(client, page_of(published))
    assert "这一版已被更正" in old
    assert page_of(newest) in old


@pytest.mark.parametrize("name, status", [("李建国", 200), ("周敏", 200), ("吴敏", 200), ("张秀兰", 403)])
def test_who_may_open_the_desk_of_publication(client: FlaskClient, world: World, name: str, status: int) -> None:
    sign_in(client, world, name)
    text(client, "/desk/jinling/resolutions/", status)


def test_another_compound_and_the_public_are_kept_out(client: FlaskClient, published: Resolution) -> None:
    assert "/login" in client.get(desk_of(published)).location
    other = a_compound("bohai", "渤海明珠")
    sign_in(client, other, "李建国")
    text(client, desk_of(published), 404)
    text(client, f"/desk/bohai/resolutions/{published.id}", 404)
    assert client.post(f"/desk/bohai/resolutions/{published.id}/correct").status_code == 404


def test_an_objection_is_answered_only_under_its_own_resolution(
    client: FlaskClient, world: World, published: Resolution
) -> None:
    client.post(f"{page_of(published)}/objections", data=objection_form())
    sign_in(client, world, "李建国")
    answer = client.post(f"{desk_of(published)}/objections/99999/answer", data={"answer": "答复"})
    assert answer.status_code == 404
    assert db.session.query(PublicObjection).filter(PublicObjection.answered_at.is_not(None)).count() == 0


def test_the_agenda_is_public_only_once_it_is_published(client: FlaskClient, meeting: Meeting) -> None:
    with transaction():
        meeting.state, meeting.agenda_published_at = "NOTICED", None
    with clock.frozen(at(9)):
        page = text(client, "/c/jinling/meetings/")
        assert "2026年3月10日（周二）19:00" in page
        assert "改造小区南出入口" not in page
        with transaction():
            meeting.agenda_published_at = at(9)
        assert "改造小区南出入口" in text(client, "/c/jinling/meetings/")
        assert "改造小区南出入口" in text(client, "/c/jinling/")


def test_a_meeting_in_preparation_says_that_its_notice_counts(client: FlaskClient, meeting: Meeting) -> None:
    with transaction():
        meeting.state, meeting.agenda_published_at = "PLANNED", at(9)
    with clock.frozen(at(9)):
        page = text(client, "/c/jinling/meetings/")
    assert "筹备中，时间地点以通知为准" in page
    assert ">筹备<" not in page


def test_the_first_day_says_as_many_days_as_the_period_has(client: FlaskClient, published: Resolution) -> None:
    with clock.frozen(MORNING_AFTER):
        page = text(client, page_of(published))
    assert "起公示 7 天" in page
    assert "还有 7 天" in page


def test_the_privacy_page_names_purpose_kind_period_and_rights(client: FlaskClient) -> None:
    page = text(client, "/privacy")
    for word in ("谁在处理", "为了什么", "保存多久", "您的权利", "个人信息保护法"):
        assert word in page


def test_a_long_list_costs_no_more_questions_than_a_short_one(client: FlaskClient, published: Resolution) -> None:
    with counted_statements() as few:
        text(client, "/c/jinling/resolutions/")
    with transaction() as session:
        for number in range(15):
            copy = {c.name: getattr(published, c.name) for c in Resolution.__table__.columns if c.name != "id"}
            copy.update(public_id=f"copy{number}", version=number + 2)
            session.add(Resolution(**copy))
    with counted_statements() as many:
        text(client, "/c/jinling/resolutions/")
    assert len(many) == len(few)
