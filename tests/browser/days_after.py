"""Scenario A after the meeting: A10 orders, A11 the signed record, the resolution, an objection, its effect."""

from __future__ import annotations

import re
import sqlite3

from playwright.sync_api import Page, expect

from deliberation.app import create_app
from deliberation.config import Settings, template_cache
from deliberation.db import db
from tests.browser.days_before import ITEMS, TITLE, Evening
from tests.browser.stage import PHONE, TOKEN, confirm
from tests.browser.the_meeting import hides_names
from tests.onlookers import Onlooker
from tests.outcome_words import undecided, wrong_words_everywhere
from tests.servers import SECRET

RESOLUTION = """一、五方一致认为南出入口拥堵问题突出，同意按进出分道、增设非机动车道方案改造，总预算不超过34万元。

二、资金由社区党组织服务群众经费、便民公益金、联建单位和物业企业共同筹集，不动用公共收益和维修资金。

三、改造涉及共有部分，提请业主共同决定，由业委会于3月27日至4月2日组织书面表决。

四、施工单位由街道组织比选。

五、由小区党支部督办，每周通报进度。"""
ORDERS = (
    # under the decision on, what, who, until, why it need not wait for the owners
    (TITLE, "南出入口改造施工", "街道城建办", "2026-05-05", ""),
    (TITLE, "南出入口早晚高峰疏导", "物业企业", "2026-03-14", "疏导是物业企业本来的职责。"),
    (TITLE, "改造方案入户告知", "网格员", "2026-03-25", "告知是网格员本来的职责。"),
    (ITEMS[1], "改造资金到位", "联建单位", "2026-04-09", ""),
)


def a10_three_orders_go_out_and_one_waits_for_the_owners(evening: Evening) -> None:
    evening.at(3, 10, 21, 30)
    stage, secretary, chair = evening.stage, evening.of("周敏"), evening.of("李建国")
    at = f"/desk/jinling/meetings/{evening.meeting_id}/orders"
    for decision, title, unit, due, own_duty in ORDERS:
        secretary.goto(at)
        section = secretary.locator("section.decided", has=secretary.locator("h2", has_text=decision))
        section.get_by_role("link", name=re.compile("张督办单")).click()
        _draft(secretary, title, unit, due, own_duty)
    drafted = stage.rows("SELECT number, state FROM orders WHERE number > 'D-030' ORDER BY number")
    assert drafted == [(f"D-0{n}", "DRAFT") for n in range(31, 35)]
    chair.goto(at)
    works = chair.locator(".order-row", has_text="D-031")
    expect(works.get_by_text("现在不能交办")).to_be_visible()
    _try_to_issue_anyway(evening, chair)
    confirm(chair, re.compile("全部交办（3 张）"))
    expect(chair.get_by_text("交办了 3 张督办单。")).to_be_visible()
    issued = stage.rows("SELECT number, state FROM orders WHERE number > 'D-030' ORDER BY number")
    assert issued == [("D-031", "DRAFT"), ("D-032", "ISSUED"), ("D-033", "ISSUED"), ("D-034", "ISSUED")]


def _draft(secretary: Page, title: str, unit: str, due: str, own_duty: str) -> None:
    secretary.locator("[name=title]").fill(title)
    secretary.locator("[name=lead_party_id]").select_option(label=unit)
    secretary.locator("[name=due_on]").fill(due)
    if own_duty:
        secretary.locator("[name=own_duty]").fill(own_duty)
    secretary.get_by_role("button", name="保存").click()
    expect(secretary.locator(".order-row", has_text=title)).to_be_visible()


def _try_to_issue_anyway(evening: Evening, chair: Page) -> None:
    """The page has no button for it; the address refuses too, and says why."""
    order_id = evening.stage.one("SELECT id FROM orders WHERE number = 'D-031'")
    token = TOKEN.search(chair.content())
    assert token is not None
    form = {"csrf_token": token.group(1) or token.group(2)}
    answer = chair.request.post(f"/desk/jinling/orders/{order_id}/issue", form=form)
    assert answer.status == 409, answer.text()
    assert "业主" in answer.text()


def a11_the_record_is_signed_and_issued(evening: Evening) -> None:
    evening.at(3, 11, 9)
    at = f"/desk/jinling/meetings/{evening.meeting_id}/minutes"
    for name in ("周敏", "李建国"):
        page = evening.of(name)
        page.goto(at)
        confirm(page, "签字")
        expect(page.get_by_text("您已在会议记录上签字。")).to_be_visible()
    assert evening.stage.one("SELECT count(*) FROM minutes_signatures") == 14
    assert evening.stage.one("SELECT state FROM meetings") == "MINUTES_SIGNED"
    confirm(evening.of("李建国"), "签发")
    expect(evening.of("李建国").locator("main")).to_contain_text("已签发")
    assert evening.stage.one("SELECT state FROM meetings") == "ISSUED"


def a11_the_resolution_is_published(evening: Evening) -> None:
    secretary, chair = evening.of("周敏"), evening.of("李建国")
    secretary.goto("/desk/jinling/resolutions/")
    secretary.get_by_role("button", name="起草决议").click()
    secretary.locator("[name=text]").fill(RESOLUTION)
    secretary.locator("[name=days]").fill("7")
    secretary.get_by_role("button", name="保存草稿").click()
    expect(secretary.get_by_text("草稿已保存。")).to_be_visible()
    chair.goto(secretary.url)
    confirm(chair, re.compile("^公示$"))  # 早晚高峰 is an ordinary word and not the manager 高峰
    expect(chair.get_by_text("已公示。居民现在可以看到。")).to_be_visible()
    published = evening.stage.rows("SELECT state, published_on, ends_on FROM resolutions")
    assert published == [("PUBLISHED", "2026-03-11", "2026-03-18")]


def a11_residents_read_it(evening: Evening) -> None:
    resident = evening.pages["resident"]
    resident.goto("/c/jinling/resolutions/")
    resident.locator("main a[href*='/c/jinling/resolutions/']").first.click()
    main = resident.locator("main")
    for words in (
        "应到 13 人，实到 12 人",
        "同意 10 人、反对 1 人、弃权 1 人",
        "不动用公共收益和维修资金",
        "协商一致",
        "同意 9 人、反对 0 人、弃权 1 人",
        "3月18日",
        "高峰疏导",
        "不使用公共收益",
    ):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text("南出入口改造施工")  # only prepared: residents are not told of it yet
    hides_names(resident)
    resident.goto(f"/receipt/{evening.receipt}")
    expect(resident.locator("main")).to_contain_text("2026-014")


def a11_an_objection_is_answered(evening: Evening) -> None:
    evening.at(3, 14, 10)
    neighbour, chair = evening.stage.page(PHONE), evening.of("李建国")
    public_id = evening.stage.one("SELECT public_id FROM resolutions")
    page = f"/c/jinling/resolutions/{public_id}"
    neighbour.goto(page)
    neighbour.locator("[name=text]").fill("施工噪音太大怎么办？")
    neighbour.locator("[name=building]").fill("1号楼")
    neighbour.get_by_role("button", name="提交异议").click()
    receipt = neighbour.locator(".receipt-code").inner_text()
    assert evening.stage.one("SELECT state FROM resolutions") == "OBJECTED"
    evening.at(3, 16, 9)
    chair.goto(f"/desk/jinling/resolutions/{evening.stage.one('SELECT id FROM resolutions')}")
    chair.locator("textarea[name=answer]").fill("关于施工噪音：只在8时至18时施工，午间停工。")
    chair.get_by_role("button", name="公开答复").click()
    expect(chair.get_by_text("答复已公开。")).to_be_visible()
    assert evening.stage.one("SELECT state FROM resolutions") == "PUBLISHED"
    neighbour.goto("/receipt")
    neighbour.locator("[name=code]").fill(receipt)
    neighbour.locator("main form button[type=submit]").click()
    expect(neighbour.locator("main")).to_contain_text("午间停工")
    neighbour.goto(page)
    expect(neighbour.locator("main")).to_contain_text("收到异议 1 件，已答复 1 件")


def a11_it_takes_effect(evening: Evening) -> None:
    evening.at(3, 19, 0, 5)
    resident = evening.pages["resident"]
    evening.stage.tick()
    assert evening.stage.one("SELECT state FROM resolutions") == "EFFECTIVE"
    resident.goto("/c/jinling/")
    expect(resident.locator("main")).to_contain_text("已生效")
    resident.goto(f"/receipt/{evening.receipt}")
    main = resident.locator("main")
    expect(main).to_contain_text("2026-014")
    assert evening.stage.one("SELECT state FROM topics WHERE id = ?", evening.topic_id) == "IMPLEMENTING"
    expect(main).to_contain_text("形成协商意见")


def nobody_reads_that_the_gate_was_passed(evening: Evening) -> None:
    """What the day has left in the store, read through as the public, a chair and a secretary read it."""
    folder = evening.stage.store.parent / "read"
    folder.mkdir()
    kept = folder / "hall.sqlite"
    with sqlite3.connect(evening.stage.store) as source, sqlite3.connect(kept) as copy:
        source.backup(copy)
    settings = Settings(
        f"sqlite:///{kept}", SECRET, folder, rate_limits=False, testing=True, template_cache=template_cache()
    )
    app = create_app(settings, async_mode="threading")
    app.test_client_class = Onlooker
    with app.app_context():
        assert undecided()
        assert wrong_words_everywhere(app) == []
        db.session.remove()
        db.engine.dispose()
