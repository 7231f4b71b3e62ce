"""The desk's topic pages: who may enter, what is kept, how many statements a list costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.collection import actions
from deliberation.collection.papers import qr_svg
from deliberation.db import transaction
from tests.builders import World, a_compound, sign_in
from tests.collection.reports import a_page, a_report, audited
from tests.queries import counted_statements

DESK = "/desk/jinling/topics"


@pytest.fixture
def secretary(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "周敏")


def _page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_the_list_is_narrowed_by_words_state_and_category(world: World, secretary: FlaskClient) -> None:
    lamp = a_report(world, situation="路灯坏了", place="3号楼", category="facility")
    queue = a_report(world)
    actions.take_up(world.chair, queue.id)
    assert "路灯坏了" in _page(secretary, f"{DESK}/")
    for narrowed in ("?state=SCREENING", "?category=traffic", "?q=出入口", f"?q={queue.number}"):
        page = _page(secretary, f"{DESK}/{narrowed}")
        assert queue.title in page
        assert lamp.title not in page
    assert "没有符合的议题" in _page(secretary, f"{DESK}/?q=100%25")


@pytest.mark.parametrize("how", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}"])
def test_a_resident_with_his_receipt_is_found_however_it_is_typed(
    world: World, secretary: FlaskClient, how: Callable[[str], str]
) -> None:
    mine, other = a_report(world, situation="路灯坏了"), a_report(world)
    page = secretary.get(f"{DESK}/", query_string={"q": how(mine.receipt_code)}).get_data(as_text=True)
    assert mine.title in page
    assert other.title not in page
    assert "没有符合的议题" in _page(secretary, f"{DESK}/?q={mine.receipt_code[:9]}")


@pytest.mark.parametrize("typed", ["孙女士", "13800001111", "138-0000", "1111"])
def test_a_submitter_is_found_by_who_processes_topics_and_by_nobody_else(
    world: World, app: Flask, secretary: FlaskClient, typed: str
) -> None:
    mine = a_report(world, situation="路灯坏了", submitter_name="孙女士", submitter_phone="138 0000 1111")
    a_report(world, situation="大门坏了", submitter_phone="13900002222")
    found = _page(secretary, f"{DESK}/?q={typed}")
    assert mine.title in found
    assert "大门坏了" not in found
    firm = sign_in(app.test_client(), world, "高峰")
    assert "没有符合的议题" in _page(firm, f"{DESK}/?q={typed}")
    assert mine.title not in firm.get(f"{DESK}.csv?q={typed}").get_data(as_text=True)
    assert mine.title in secretary.get(f"{DESK}.csv?q={typed}").get_data(as_text=True)


def test_the_sheet_says_where_a_report_went_and_its_receipt_to_who_processes_it(
    world: World, app: Flask, secretary: FlaskClient
) -> None:
    target, source = a_report(world, situation="南门堵"), a_report(world, situation="南门又堵")
    actions.merge(world.secretary, target.id, [source.id])
    ours = secretary.get(f"{DESK}.csv").get_data(as_text=True)
    theirs = sign_in(app.test_client(), world, "高峰").get(f"{DESK}.csv").get_data(as_text=True)
    for sheet in (ours, theirs):
        assert f"{target.number}《南门堵》" in sheet
    assert source.receipt_code in ours
    assert source.receipt_code not in theirs


def test_an_empty_list_says_what_it_is_for(secretary: FlaskClient) -> None:
    assert "还没有议题" in _page(secretary, f"{DESK}/")


def test_a_list_of_sixty_costs_no_more_statements_than_a_list_of_ten(world: World, secretary: FlaskClient) -> None:
    costs = []
    for more in (10, 50):
        for _ in range(more):
            a_report(world)
        with counted_statements() as seen:
            _page(secretary, f"{DESK}/")
        costs.append(len(seen))
    assert costs[1] <= costs[0]
    assert "共</strong>" not in _page(secretary, f"{DESK}/?page=3")


def test_a_topic_page_costs_no_more_when_many_hang_on_it(world: World, secretary: FlaskClient) -> None:
    target = a_report(world)
    costs = []
    for more in (3, 20):
        actions.merge(world.chair, target.id, [a_report(world).id for _ in range(more)])
        with counted_statements() as seen:
            _page(secretary, f"{DESK}/{target.id}")
        costs.append(len(seen))
    assert costs[1] <= costs[0]


def test_another_compounds_topic_does_not_exist_at_either_address(world: World, app: Flask) -> None:
    other = a_compound("bohai", "渤海明珠")
    topic = a_report(world)
    theirs = sign_in(app.test_client(), other, "周敏")
    mine = sign_in(app.test_client(), world, "周敏")
    assert _page(mine, f"{DESK}/{topic.id}")
    for address in (f"{DESK}/{topic.id}", f"/desk/bohai/topics/{topic.id}", f"{DESK}/", f"{DESK}.csv"):
        _page(theirs, address, 404)
    for verb in ("take-up", "merge", "unmerge", "edit"):
        assert theirs.post(f"/desk/bohai/topics/{topic.id}/{verb}").status_code == 404
    assert topic.state == "SUBMITTED"


def test_who_is_not_signed_in_is_led_to_the_door(world: World, client: FlaskClient) -> None:
    topic = a_report(world)
    assert "/login" in client.get(f"{DESK}/{topic.id}").location
    assert client.post(f"{DESK}/{topic.id}/take-up").status_code == 401


def test_the_firm_reads_but_does_not_take_up_or_type_for_others(world: World, app: Flask) -> None:
    topic = a_report(world, submitter_phone="13800001111")
    firm = sign_in(app.test_client(), world, "高峰")
    page = _page(firm, f"{DESK}/{topic.id}")
    assert "13800001111" not in page
    assert topic.receipt_code not in page
    assert firm.post(f"{DESK}/{topic.id}/take-up").status_code == 403
    assert firm.get(f"{DESK}/enter").status_code == 403
    assert topic.state == "SUBMITTED"


def test_an_identity_is_shown_only_where_somebody_was_asked_for_it(world: World, secretary: FlaskClient) -> None:
    unasked, asked = a_report(world), a_report(world, world.secretary, channel="visit")
    tenant = a_report(world, submitter_kind="resident")
    assert "<dt>身份</dt>" not in _page(secretary, f"{DESK}/{unasked.id}")
    assert "<dt>身份</dt><dd>业主</dd>" in _page(secretary, f"{DESK}/{asked.id}")
    assert "<dt>身份</dt><dd>租户等居民</dd>" in _page(secretary, f"{DESK}/{tenant.id}")


def test_more_alike_than_are_listed_lead_to_the_merge_page(world: World, secretary: FlaskClient) -> None:
    topics = [a_report(world) for _ in range(6)]
    way = f'<a href="{DESK}/{topics[0].id}/merge">看全部</a>'
    assert way not in _page(secretary, f"{DESK}/{topics[0].id}")
    a_report(world)
    assert way in _page(secretary, f"{DESK}/{topics[0].id}")


def test_taking_up_twice_is_told_on_the_page(world: World, secretary: FlaskClient) -> None:
    topic = a_report(world)
    assert secretary.post(f"{DESK}/{topic.id}/take-up").status_code == 302
    again = secretary.post(f"{DESK}/{topic.id}/take-up")
    assert again.status_code == 409
    assert "不能受理" in again.get_data(as_text=True)


def test_a_pile_of_paper_is_typed_in_one_after_the_other(world: World, secretary: FlaskClient) -> None:
    page = a_page(channel="paper", submitter_kind="resident", submitter_name="孙女士")
    again = secretary.post(f"{DESK}/enter", data={**page, "again": "1"})
    assert again.location.endswith("/topics/enter?channel=paper")
    assert secretary.post(f"{DESK}/enter", data={**page, "again": "1"}).location == again.location
    last = secretary.post(f"{DESK}/enter", data=a_page(channel="paper"))
    assert "/topics/2" in last.location
    wrong = secretary.post(f"{DESK}/enter", data=a_page(channel="qr", situation="没录完的话"))
    assert wrong.status_code == 422
    assert "没录完的话" in wrong.get_data(as_text=True)


def test_merging_is_chosen_with_check_boxes_and_undone_with_a_button(world: World, secretary: FlaskClient) -> None:
    target, source = a_report(world), a_report(world)
    assert f'value="{source.id}" checked' in _page(secretary, f"{DESK}/{target.id}/merge")
    nothing = secretary.post(f"{DESK}/{target.id}/merge")
    assert nothing.status_code == 422
    assert "请勾选" in nothing.get_data(as_text=True)
    assert secretary.post(f"{DESK}/{target.id}/merge", data={"source": [str(source.id), "x"]}).status_code == 302
    assert source.state == "MERGED"
    assert "撤销合并" in _page(secretary, f"{DESK}/{source.id}")
    assert secretary.post(f"{DESK}/{source.id}/unmerge").status_code == 302
    assert source.state == "SUBMITTED"


def test_the_list_leaves_merged_reports_to_the_topic_that_took_them_in(world: World, secretary: FlaskClient) -> None:
    target = a_report(world, situation="南门堵，分开进出")
    source = a_report(world, situation="南门又堵了半小时")
    assert "共 <strong>2</strong>" in _page(secretary, f"{DESK}/")
    actions.merge(world.secretary, target.id, [source.id])
    page = _page(secretary, f"{DESK}/")
    assert "共 <strong>1</strong>" in page
    assert source.title not in page
    for asked in ("?state=MERGED", "?q=半小时"):
        assert source.title in _page(secretary, f"{DESK}/{asked}")
    assert source.title in secretary.get(f"{DESK.removesuffix('/')}.csv").get_data(as_text=True)


def test_completing_keeps_what_was_typed_when_refused(world: World, secretary: FlaskClient) -> None:
    topic = a_report(world)
    changed = {
        "title": "关于南出入口的议题",
        "situation": "现状如下",
        "category": "traffic",
        "proposal": "",
        "place": "",
    }
    missing = secretary.post(f"{DESK}/{topic.id}/edit", data={**changed, "situation": ""})
    assert missing.status_code == 422
    assert "关于南出入口的议题" in missing.get_data(as_text=True)
    assert topic.title != "关于南出入口的议题"
    assert secretary.post(f"{DESK}/{topic.id}/edit", data=changed).status_code == 302
    actions.withdraw(topic.receipt_code)
    late = secretary.post(f"{DESK}/{topic.id}/edit", data={**changed, "title": "改晚了"})
    assert late.status_code == 409
    assert "改晚了" in late.get_data(as_text=True)


def test_staff_hand_back_what_a_submitter_without_the_net_has_added(
    world: World, app: Flask, secretary: FlaskClient
) -> None:
    topic = a_report(world, world.secretary, channel="paper")
    with transaction():
        actions.advance(world.chair, topic, "topic.return", "理由：请写明时段。")
    at = f"{DESK}/{topic.id}"
    page = _page(secretary, at)
    assert "已补充，交回把关" in page
    firm = sign_in(app.test_client(), world, "高峰")
    assert "已补充，交回把关" not in _page(firm, at)
    assert firm.post(f"{at}/resubmit", data={"text": "七点"}).status_code == 403
    assert secretary.post(f"{at}/resubmit", data={"text": " "}).status_code == 422
    assert topic.state == "RETURNED"
    assert secretary.post(f"{at}/resubmit", data={"text": "早上七点到八点"}).status_code == 302
    assert topic.state == "SCREENING"
    assert topic.situation.endswith("补充：早上七点到八点")
    assert audited(topic)[-1] == ("topic.resubmit", "周敏")
    assert "已补充，交回把关" not in _page(secretary, at)
    late = secretary.post(f"{at}/resubmit", data={"text": "晚来的一句"})
    assert late.status_code == 409
    assert "晚来的一句" in late.get_data(as_text=True)


def test_the_sheet_opens_in_excel_without_running_anything(world: World, secretary: FlaskClient) -> None:
    a_report(world, title="=1+1", submitter_phone="13800001111")
    answer = secretary.get(f"{DESK}.csv?q=")
    text = answer.get_data().decode("utf-8")
    assert text.startswith("\ufeff编号,")
    assert "'=1+1" in text
    assert "13800001111" not in text


def test_the_poster_leads_to_the_topic_box_of_its_compound_and_counts_as_scanned(secretary: FlaskClient) -> None:
    assert f"{DESK}/poster" in _page(secretary, f"{DESK}/")
    poster = _page(secretary, f"{DESK}/poster")
    assert "/c/jinling/topics/new" in poster
    assert f"{DESK}/poster.svg" in poster
    image = secretary.get(f"{DESK}/poster.svg")
    assert (image.status_code, image.mimetype) == (200, "image/svg+xml")
    assert image.data == qr_svg("http://localhost/c/jinling/topics/new?from=qr")


def test_a_stranger_prints_no_poster(app: Flask, world: World) -> None:
    for address in ("poster", "poster.svg"):
        assert "/login" in app.test_client().get(f"{DESK}/{address}").headers.get("Location", "")
