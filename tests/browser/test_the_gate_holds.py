"""Two ways around 民法典 278 that were open once, in real browsers: both are refused (domain 7, scenario B)."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.conftest import staged
from tests.browser.looks import CHAIR, DESK, look
from tests.browser.stage import REFUSED_IN_CONSOLE, confirm
from tests.browser.test_other_methods import Doors, Room, seated
from tests.builders import a_compound
from tests.convening.hall import a_planned_meeting
from tests.halls import an_accepted_item, an_open_meeting
from tests.room.test_who_decides_a_motion import RAISE

LIFT = "使用维修资金80万元更换电梯"


def _a_planned_meeting() -> int:
    world = a_compound()
    return a_planned_meeting(world).id


def test_a_vote_on_the_fund_from_the_agenda_form_waits_until_somebody_says_who_decides(
    playwright: Playwright, browser: Browser, tmp_path: Path
) -> None:
    with staged(playwright, browser, tmp_path, _a_planned_meeting) as (stage, meeting_id):
        secretary, chair = stage.desk("jinling.周敏"), stage.desk("jinling.李建国", forgiving=[REFUSED_IN_CONSOLE])
        at = f"/desk/jinling/meetings/{meeting_id}"
        secretary.goto("/desk/jinling/agenda/new")
        secretary.locator("[name=title]").fill(LIFT)
        secretary.locator("[name=kind][value=vote]").check()
        secretary.locator("main form button[type=submit]").click()
        expect(secretary.get_by_text("还没有判定由谁决定")).to_be_visible()
        secretary.goto(at)
        secretary.locator("#item_id").select_option(label=LIFT)
        secretary.get_by_role("button", name="排进议程").click()
        chair.goto(at)
        expect(chair.get_by_text(f"没有判定决定权属：{LIFT}")).to_be_visible()
        chair.goto("/desk/jinling/agenda/")
        chair.get_by_role("link", name="去判定").click()
        expect(chair.locator("[name=authority]:checked")).to_have_count(0)
        wrong = look(chair, DESK)
        chair.get_by_label(re.compile("^各方职责内")).check()
        chair.get_by_role("button", name="定下来").click()
        expect(chair.locator(".error-summary")).to_contain_text("请写明理由")
        chair.get_by_label(re.compile("^业主共同决定（过半数）")).check()
        chair.locator("[name=matter]").select_option("USE_MAINTENANCE_FUND")
        chair.get_by_role("button", name="定下来").click()
        expect(chair.get_by_text("须提请业主共同决定").first).to_be_visible()
        chair.goto(at)
        confirm(chair, "发布议程")
        expect(chair.get_by_text("议程已发布，居民可以看到。")).to_be_visible()
        assert wrong == []


def _a_motion_to_raise_the_fund() -> Doors:
    world = a_compound()
    hall = an_open_meeting(world, [an_accepted_item(world, "供暖设施漏水", "GOVERNMENT_OR_UTILITY")])
    hall.step("open_item")
    hall.step("questions")
    hall.move(RAISE)
    hall.step("debate")
    return Doors(hall.meeting_id, f"/j/{hall.meeting.join_token}", hall.meeting.hall_token, {})


def say_who_decides(page: Page, authority: str, matter: str = "", reason: str = "") -> None:
    """The form in which chair or secretary says who decides the motion at hand, filled in and sent."""
    dialog = page.locator("[data-class-dialog]")
    expect(dialog).to_be_visible()
    dialog.locator(f"[name=authority][value={authority}]").check()
    if matter:
        dialog.locator("[name=matter]").select_option(matter)
    dialog.locator("[name=reason]").fill(reason)
    dialog.get_by_role("button", name="定下来").click()


def _yes(room: Room) -> None:
    room.chair.locator("[data-ask] button[value=yes]").click()


def test_a_motion_on_the_fund_under_another_topic_is_never_decided_by_the_parties(
    playwright: Playwright, browser: Browser, tmp_path: Path
) -> None:
    with seated(playwright, browser, tmp_path, _a_motion_to_raise_the_fund) as room:
        chair, label = room.chair, room.chair.locator("[data-next-label]")
        expect(label).to_have_text("判定动议 1 由谁决定")
        expect(chair.locator("[data-next-hint]")).to_contain_text("续筹")
        expect(chair.get_by_role("button", name="付表决")).to_have_count(0)
        chair.locator("[data-next]").click()
        expect(chair.locator("[data-class-dialog] [name=authority]:checked")).to_have_count(0)
        wrong = look(chair, CHAIR)
        say_who_decides(chair, "GOVERNMENT_OR_UTILITY")
        expect(chair.locator("[data-class-refused]")).to_contain_text("请写明理由")
        assert room.stage.one("SELECT binds FROM motions") is None
        say_who_decides(chair, "OWNERS_SPECIAL", "RAISE_MAINTENANCE_FUND")
        expect(label).to_have_text("就动议 1 征询一致")
        expect(chair.locator("[data-next-hint]")).to_contain_text("结果是协商意见")
        wrong += look(chair, CHAIR)
        chair.get_by_role("button", name="将动议 1 付表决").click()
        expect(chair.locator("[data-ask-sentence]")).to_contain_text("须提请业主共同决定")
        _yes(room)
        expect(label).to_have_text("结束表决，公布结果")
        chair.locator("[data-next]").click()
        _yes(room)
        expect(room.hall.locator("[data-verdict]")).not_to_contain_text("表决通过")
        assert room.stage.one("SELECT json_extract(frozen, '$.needs_owners') FROM votes") == 1
        assert wrong == []
