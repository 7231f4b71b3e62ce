"""What a delegate types belongs to one motion; an objection counts at once; the record is signed after a question."""

from __future__ import annotations

import uuid
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from deliberation.convening.actions import pin_of
from tests.browser.looks import DELEGATE, look
from tests.browser.stage import confirm
from tests.browser.test_other_methods import Doors, Room, seated
from tests.builders import a_compound
from tests.halls import an_accepted_item, an_open_meeting
from tests.servers import SECRET

SEND = """async ([path, body]) => (await fetch(path, {method: "POST", body: JSON.stringify(body), headers: {
  "Content-Type": "application/json", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content}})).ok"""


def _at_its_first_item() -> Doors:
    world = a_compound()
    hall = an_open_meeting(world, [an_accepted_item(world, "南门拓宽")])
    hall.step("open_item")
    pins = {name: (seat.id, pin_of(seat, SECRET)) for name, seat in hall.seats.items() if seat.has_vote}
    return Doors(hall.meeting_id, f"/j/{hall.meeting.join_token}", hall.meeting.hall_token, pins)


PARTIES = {"authority": "PARTY_DUTY", "reason": "与本项相同。"}
"""Who decides is said with the motion."""


def move(room: Room, text: str) -> None:
    """A motion, sent from the chair's own page."""
    item_id = room.stage.one("SELECT id FROM agenda_items WHERE state = 'OPEN'")
    path = room.chair.url.replace("/chair", "/motions")
    body = {"item_id": item_id, "text": text, "request_key": uuid.uuid4().hex, "amends_id": None, **PARTIES}
    assert room.chair.evaluate(SEND, [path, body])


def press(room: Room, label: str, yes: bool = False, reason: str = "") -> None:
    """A button of the chair, with his yes and his reason where he is asked."""
    room.chair.get_by_role("button", name=label).click()
    if reason:
        room.chair.locator("#ask-reason").fill(reason)
    if yes:
        room.chair.locator("[data-ask] button[value=yes]").click()


def test_a_draft_never_returns_under_another_motion(playwright: Playwright, browser: Browser, tmp_path: Path) -> None:
    with seated(playwright, browser, tmp_path, _at_its_first_item, "张秀兰") as room:
        tablet = room.tablets["张秀兰"]
        expect(tablet.locator("[data-signed-in]")).to_contain_text("您已签到")
        expect(tablet.locator("[data-topic]")).to_contain_text("南门拓宽：情况如下。")
        expect(tablet.locator("[data-side]:visible")).to_have_count(1)
        wrong = look(tablet, DELEGATE)
        press(room, "汇报完毕，开始提问")
        move(room, "拓宽南门到六米，九月底前完工。")
        press(room, "提问完毕，开始讨论")
        expect(tablet.locator("[data-side]:visible")).to_have_count(3)
        tablet.get_by_text("我有保留意见").click()
        tablet.locator("#reservation-text").fill("不使用公共收益")
        press(room, "就动议 1 征询一致", yes=True)
        _objects(room, tablet)
        expect(tablet.locator("#reservation-text")).to_have_value("不使用公共收益")
        press(room, "记下异议，继续讨论")
        press(room, "撤回动议 1", yes=True)
        expect(tablet.locator("[data-leftovers]")).to_contain_text("不使用公共收益")
        move(room, "先划线分流，年底再议拓宽。")
        expect(tablet.locator("[data-motion]")).to_contain_text("先划线分流")
        expect(tablet.locator("#reservation-text")).to_have_value("")
        expect(tablet.locator("#reservation-text")).to_be_hidden()
        wrong += look(tablet, DELEGATE)
        tablet.get_by_role("button", name="知道了").click()
        expect(tablet.locator("[data-panel=leftovers]")).to_be_hidden()
        _ends_and_signs(room, tablet)
        assert wrong == []


def _objects(room: Room, tablet: Page) -> None:
    tablet.get_by_role("button", name="我有异议").click()
    expect(room.chair.locator("[data-next-hint]")).to_contain_text("有异议，正在写理由")
    expect(room.chair.locator("[data-objections]")).to_contain_text("正在写理由")
    tablet.locator("#objection-text").fill("施工期绕行")
    tablet.get_by_role("button", name="撤回异议").click()
    expect(room.chair.locator("[data-objections] li")).to_have_count(0)
    tablet.get_by_role("button", name="我有异议").click()
    tablet.locator("#objection-text").fill("施工期要绕行")
    tablet.reload()
    expect(tablet.locator("#objection-text")).to_have_value("施工期要绕行")
    tablet.get_by_role("button", name="交上理由").click()
    expect(tablet.locator("[data-own-objection]")).to_contain_text("施工期要绕行")
    expect(room.chair.locator("[data-next-label]")).to_have_text("有异议，付表决")


def _ends_and_signs(room: Room, tablet: Page) -> None:
    press(room, "本项暂缓", yes=True, reason="缺少报价")
    expect(tablet.locator("[data-waiting-text]")).to_have_text("议程都办完了，请等主持人宣布散会。")
    press(room, "散会", yes=True)
    expect(tablet.locator("[data-sign-text]")).to_contain_text("正在整理")
    room.chair.get_by_role("link", name="会议记录和签字").click()
    confirm(room.chair, "记录整理好了，请大家签字")
    tablet.get_by_role("button", name="我已看过，签字").click()
    expect(tablet.get_by_role("dialog")).to_contain_text("确认内容属实并签字")
    tablet.get_by_role("dialog").get_by_role("button", name="不，先不做").click()
    expect(tablet.locator("[data-signed]")).to_be_hidden()
    tablet.get_by_role("button", name="我已看过，签字").click()
    tablet.get_by_role("dialog").get_by_role("button", name="确认").click()
    expect(tablet.locator("[data-signed]")).to_be_visible()
