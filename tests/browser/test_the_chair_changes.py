"""The chair goes to another in the middle of a meeting: one screen closes, the other opens."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Playwright, expect

from tests.browser.conftest import staged
from tests.browser.stage import REFUSED_IN_CONSOLE, TABLET
from tests.builders import a_compound
from tests.halls import an_open_meeting


def _furnish() -> int:
    return an_open_meeting(a_compound()).meeting_id


def test_the_screen_of_who_handed_over_closes_and_the_successors_works(
    playwright: Playwright, browser: Browser, tmp_path: Path
) -> None:
    with staged(playwright, browser, tmp_path, _furnish) as (stage, meeting_id):
        li, wu = stage.desk("jinling.李建国", TABLET), stage.desk("jinling.吴敏", TABLET)
        li.goto(f"/rooms/{meeting_id}/chair")
        expect(li.locator("[data-next-label]")).to_contain_text("开始第 1 项")
        screen = li.context.new_page()
        stage.watch(screen, [REFUSED_IN_CONSOLE])
        screen.goto(f"/rooms/{meeting_id}/chair")
        expect(screen.locator("[data-next-label]")).to_contain_text("开始第 1 项")
        li.get_by_role("link", name="移交主持").click()
        li.get_by_text("移交给吴敏 支部委员").click()
        li.get_by_label("理由").fill("临时有急事离场。")
        li.get_by_role("button", name="确认移交主持").click()
        expect(li.get_by_text("主持已移交。")).to_be_visible()
        expect(screen.get_by_text("本次会议的主持人可以操作")).to_be_visible()
        wu.goto(f"/desk/jinling/meetings/{meeting_id}")
        wu.get_by_role("link", name="进入主持台").click()
        wu.locator("[data-next]").click()
        expect(wu.locator("[data-item-title]")).to_contain_text("改造小区南出入口")
