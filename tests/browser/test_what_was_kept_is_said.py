"""What an earlier visitor typed and did not send is not filled in without a word."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Playwright, expect

from tests.browser.conftest import staged
from tests.browser.looks import look
from tests.browser.stage import LAPTOP, PHONE
from tests.builders import a_compound

RESTORED = "上次没交的内容已恢复"


def _furnish() -> str:
    return a_compound().compound.slug


def test_the_next_caller_does_not_get_the_earlier_callers_phone_unseen(
    playwright: Playwright, browser: Browser, tmp_path: Path
) -> None:
    with staged(playwright, browser, tmp_path, _furnish) as (stage, slug):
        desk = stage.desk(f"{slug}.周敏", LAPTOP)
        entry = f"/desk/{slug}/topics/enter"
        desk.goto(entry)
        expect(desk.get_by_text(RESTORED)).to_have_count(0)
        desk.locator("[name=submitter_phone]").fill("13800001111")
        desk.goto(f"/desk/{slug}/topics/")
        desk.goto(entry)
        expect(desk.get_by_role("status").filter(has_text=RESTORED)).to_be_visible()
        expect(desk.locator("[name=submitter_phone]")).to_have_value("13800001111")
        assert look(desk, [LAPTOP, PHONE]) == []
        desk.get_by_role("button", name="清空重写").press("Enter")
        expect(desk.get_by_text(RESTORED)).to_have_count(0)
        expect(desk.locator("[name=submitter_phone]")).to_have_value("")
        expect(desk.locator("[name=channel]").first).to_be_focused()
        desk.reload()
        expect(desk.get_by_text(RESTORED)).to_have_count(0)
        expect(desk.locator("[name=submitter_phone]")).to_have_value("")
