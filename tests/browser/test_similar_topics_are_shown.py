"""A resident writes on his phone: what is public and sounds alike appears, and he hands his own in all the same."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.supervision.models import Order
from tests.browser.conftest import served
from tests.builders import a_compound


def a_compound_with_an_order() -> str:
    """Its lift is being mended, and residents can read so."""
    world = a_compound()
    with transaction() as session:
        session.add(
            Order(
                compound_id=world.compound.id,
                number="D-001",
                title="检修3号楼电梯，防止困人",
                state="ISSUED",
                state_since=clock.now(),
                lead_party_id=world.parties["property_firm"].id,
                due_on=clock.today(),
                responsible_id=world.people["高峰"].id,
                issued_at=clock.now(),
                request_key="d-001",
            )
        )
    return "检修3号楼电梯"


def test_what_was_said_already_is_shown_while_somebody_writes_and_stops_nobody(
    browser: Browser, tmp_path: Path
) -> None:
    with served(tmp_path, a_compound_with_an_order) as (server, _store, title):
        phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        page = phone.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(f"{server.url}/c/jinling/topics/new")
        found = page.locator("[data-similar-found]")
        expect(found).to_have_count(0)
        page.locator("#situation").press_sequentially("3号楼电梯又关人了")
        expect(found).to_contain_text(title)
        expect(page.locator("#situation")).to_be_focused()
        expect(found.locator("a").first).to_have_attribute("target", "_blank")
        page.fill("#situation", "南门路灯不亮，晚上看不见路。")
        expect(found).to_have_count(0)
        page.fill("#situation", "3号楼电梯又关人了，请尽快修。")
        expect(found).to_contain_text(title)
        page.get_by_text("设施维修", exact=False).first.click()
        page.get_by_role("button", name="交上去").click()
        expect(page.locator("h1")).to_contain_text("收到")
        assert said == []
        phone.close()


def test_without_a_network_for_the_list_the_topic_is_handed_in_all_the_same(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path, a_compound_with_an_order) as (server, _store, _title):
        phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        page = phone.new_page()
        asked: list[str] = []

        page.goto(f"{server.url}/c/jinling/topics/new")
        address = str(page.locator("[data-similar]").get_attribute("data-similar"))
        page.route(f"**{address}", lambda route: (asked.append(address), route.abort())[1])
        with page.expect_request(f"**{address}"):
            page.locator("#situation").press_sequentially("3号楼电梯又关人了")
        expect(page.locator("[data-similar-found]")).to_have_count(0)
        page.get_by_text("设施维修", exact=False).first.click()
        page.get_by_role("button", name="交上去").click()
        expect(page.locator("h1")).to_contain_text("收到")
        assert asked
        phone.close()
