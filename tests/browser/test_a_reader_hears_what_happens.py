"""A delegate with a screen reader and a keyboard: each turn of the meeting is said, the keyboard stays in the card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from tests.browser.conftest import staged
from tests.browser.stage import LAPTOP, Stage
from tests.builders import a_compound
from tests.halls import an_open_meeting


@dataclass(frozen=True)
class People:
    """User names, and the meeting."""

    chair: str
    secretary: str
    delegate: str
    neighbour: str
    meeting_id: int


@dataclass
class Screens:
    """The pages of four people."""

    stage: Stage
    chair: Page
    record: Page
    tablet: Page
    neighbour: Page

    def press(self, label: str) -> None:
        """The chair takes a step and says yes where he is asked."""
        button = self.chair.locator("[data-next], [data-others] button").filter(has_text=label).first
        expect(button).not_to_have_attribute("aria-disabled", "true")
        button.click()
        self.chair.wait_for_timeout(300)
        yes = self.chair.locator("dialog[open] button[value=yes]")
        if yes.is_visible():
            reason = self.chair.locator("dialog[open] textarea")
            if reason.is_visible():
                reason.fill("测试")
            yes.click()


def _furnish() -> People:
    hall = an_open_meeting(a_compound())
    hall.to_debate()
    names = [hall.world.accounts[name].username for name in ("李建国", "周敏", "张秀兰", "王志强")]
    return People(names[0], names[1], names[2], names[3], hall.meeting_id)


@pytest.fixture
def screens(playwright: Playwright, browser: Browser, tmp_path: Path) -> Iterator[Screens]:
    with staged(playwright, browser, tmp_path, _furnish) as (stage, people):
        pages = [
            stage.desk(name, LAPTOP) for name in (people.chair, people.secretary, people.delegate, people.neighbour)
        ]
        for page, screen in zip(pages, ("chair", "record", "tablet", "tablet"), strict=True):
            page.goto(f"/rooms/{people.meeting_id}/{screen}")
            expect(page.locator("[data-item-title]")).to_be_visible()
        yield Screens(stage, *pages)


def told(page: Page) -> Locator:
    """The line that a reader says by itself."""
    return page.locator("[data-told][role=status]")


def focused(page: Page) -> str:
    """Where the keyboard stands: `BODY`, or the card."""
    return str(
        page.evaluate(
            "(document.activeElement.closest('[data-panel]')?.dataset.panel) ?? document.activeElement.tagName"
        )
    )


def test_consensus_objection_vote_and_verdict_are_said_and_the_hall_is_quiet(screens: Screens) -> None:
    everybody = (screens.tablet, screens.record, screens.chair)
    screens.press("征询一致")
    for page in everybody:
        expect(told(page)).to_contain_text("开始征询一致")
    screens.neighbour.locator("[data-raise]").click()
    for page in everybody:
        expect(told(page)).to_contain_text("异议 1 条")
    screens.press("付表决")
    for page in everybody:
        expect(told(page)).to_contain_text("表决开始。动议")
    screens.neighbour.locator("[data-choose=AGREE]").click()
    screens.neighbour.locator("[data-ballot-confirm]").click()
    expect(screens.tablet.locator("[data-turnout-text]")).to_contain_text("已投 1 票")
    assert screens.tablet.locator("[data-turnout-text][aria-live], [aria-live] [data-turnout-text]").count() == 0
    expect(told(screens.tablet)).not_to_contain_text("已投")
    screens.press("结束表决")
    for page in everybody:
        expect(told(page)).to_contain_text("表决结束，结果：")
    screens.press("休会")
    for page in everybody:
        expect(told(page)).to_contain_text("休会")


def test_the_keyboard_stays_in_the_card_from_choice_to_verdict(screens: Screens) -> None:
    tablet = screens.tablet
    screens.press("付表决")
    expect(tablet.locator("[data-choose=OPPOSE]")).to_be_visible()
    tablet.locator("[data-choose=OPPOSE]").focus()
    tablet.keyboard.press("Enter")
    expect(tablet.locator("[data-confirm-text]")).to_be_focused()
    tablet.keyboard.press("Tab")
    expect(tablet.locator("[data-ballot-confirm]")).to_be_focused()
    tablet.keyboard.press("Enter")
    expect(tablet.locator("[data-done-text]")).to_be_focused()
    tablet.keyboard.press("Tab")
    tablet.keyboard.press("Enter")  # 更改我的选择
    expect(tablet.locator("[data-choose=AGREE]")).to_be_focused()
    screens.press("结束表决")
    expect(told(tablet)).to_contain_text("表决结束")
    assert focused(tablet) == "result"
