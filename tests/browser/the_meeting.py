"""Scenario A, the evening of 10 March: A5 sign-in, A6 and A7 item 1, A8 item 2, A9 item 3, the end."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.browser.days_before import Evening
from tests.browser.stage import PHONE, TABLET, WALL, Seat, confirm
from tests.halls import DELEGATES, MOTION_1

MOTION_2 = (
    "同意改造资金34.00万元由社区党组织服务群众经费12.00万元、便民公益金5.00万元、甲单位6.00万元、乙单位4.00万元、"
    "物业企业7.00万元共同筹集。"
)
MOTION_3 = "由街道组织三家施工单位比选，与物业企业有关联的单位不参加。"
AMENDMENT = MOTION_1.replace("改造南出入口，", "改造南出入口，非机动车道与人行道分开，")
ON_SCREEN = ("张秀兰", "丁娜", "高峰")
SIGNED_OUT = re.compile(r"status of 401")
"""A seat's door closes when the record is issued: a tablet that asks then is told so, and its browser logs it."""


@dataclass
class Room:
    """The meeting's screens and seats."""

    evening: Evening
    chair: Page
    record: Page
    hall: Page
    tablets: dict[str, Page] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)

    def press(self, label: str) -> None:
        """The chair presses the step with these words as soon as it is not locked; he says yes if asked."""
        everything = self.chair.locator("[data-next], [data-others] button")
        button = everything.filter(has_text=re.compile(label)).first
        expect(button).to_be_visible()
        expect(button).not_to_have_attribute("aria-disabled", "true")
        button.click()
        question = self.chair.locator("dialog[open] button[value=yes]")
        if re.search("散会|结束表决|征询一致|付表决", label) and question.is_visible():
            question.click()

    def wait_out(self) -> None:
        """The thirty seconds of asking go by."""
        offset = float(self.evening.stage.server.clock_file.read_text(encoding="ascii"))
        self.evening.stage.server.clock_file.write_text(str(offset + 31), encoding="ascii")
        self.chair.reload()  # a browser believes the server's clock, and does not expect it to jump

    def one(self, sql: str, *values: object) -> object:
        """What the store says."""
        return self.evening.stage.one(sql, *values)

    @property
    def motion_id(self) -> int:
        """The newest motion or amendment."""
        return int(str(self.one("SELECT max(id) FROM motions")))

    @property
    def item_id(self) -> int:
        """The open item."""
        return int(str(self.one("SELECT current_item_id FROM meetings")))


def open_the_room(evening: Evening) -> Room:
    """Everybody goes to his screen, half an hour before the meeting."""
    evening.at(3, 10, 18, 30)
    at = f"/rooms/{evening.meeting_id}"
    chair, record = evening.of("李建国"), evening.of("周敏")
    hall = evening.stage.page(WALL)
    hall.goto(f"/hall/{evening.stage.one('SELECT hall_token FROM meetings')}")
    chair.goto(f"{at}/chair")
    record.goto(f"{at}/record")
    return Room(evening, chair, record, hall)


def a5_twelve_of_thirteen_sign_in(room: Room) -> None:
    room.press("开始签到")
    expect(room.hall.locator("[data-door-title]")).to_have_text("请签到")
    evening, door = room.evening, f"/j/{room.one('SELECT join_token FROM meetings')}"
    seat_ids = dict(evening.stage.rows("SELECT p.name, s.id FROM seats s JOIN persons p ON p.id = s.person_id"))
    for name, size in zip(ON_SCREEN, (TABLET, PHONE, TABLET), strict=True):
        tablet = room.tablets[name] = evening.stage.page(size, (SIGNED_OUT,), has_touch=True)
        tablet.goto(door)
        tablet.locator(f"label[for=seat-{seat_ids[name]}]").click()
        tablet.locator("[name=pin]").fill(evening.pins[name])
        tablet.get_by_role("button", name="进入会场").click()
        tablet.get_by_role("button", name="我到了，签到").click()
        expect(tablet.locator("[data-waiting-text]")).to_contain_text("您已签到")
    for name in DELEGATES:
        if name not in (*ON_SCREEN, "马国庆"):
            seat = Seat(evening.stage, door, seat_ids[name], evening.pins[name], evening.meeting_id)
            seat.act("sign-in")
            room.seats[name] = seat
    for page in (room.chair, room.record):
        page.locator("[data-own-sign-in] button").click()
        expect(page.locator("[data-own-sign-in]")).to_be_hidden()
    expect(room.hall.locator("[data-quorum]")).to_contain_text("12")
    expect(room.chair.locator("[data-quorum]")).to_contain_text("9")
    room.evening.at(3, 10, 19)
    room.press("宣布开会")
    expect(room.tablets["张秀兰"].locator("[data-waiting-title]")).to_have_text("进行中")


def to_the_motion(room: Room, position: int, text: str, why: str = "") -> None:
    """Report, questions, and the secretary records what was moved."""
    room.press(f"开始第 {position} 项")
    expect(room.hall.locator("[data-item-kicker]")).to_contain_text(f"第 {position} 项")
    room.press("汇报完毕，开始提问")
    _record(room, text, why)


def _record(room: Room, text: str, why: str = "") -> None:
    """The secretary records a motion; where its words ask who decides, he is asked by himself and says 各方职责内."""
    room.record.locator("#motion-text").fill(text)
    room.record.get_by_role("button", name="提交动议").click()
    expect(room.chair.locator("[data-motion] .motion-text")).to_contain_text(text[:20])
    if why:
        dialog = room.record.locator("[data-class-dialog]")
        dialog.locator("[name=authority][value=PARTY_DUTY]").check()
        dialog.locator("[name=reason]").fill(why)
        dialog.get_by_role("button", name="定下来").click()
        expect(dialog).to_be_hidden()


def a6_debate_and_amendment(room: Room) -> None:
    to_the_motion(room, 1, MOTION_1)
    room.press("提问完毕，开始讨论")
    phone = room.tablets["丁娜"]
    phone.locator("[data-side=against]").click()
    expect(phone.locator("[data-queue-place]")).to_contain_text("排在第 1 位")
    room.seats["王志强"].act("floor", side="for")
    room.chair.get_by_role("button", name="请丁娜发言").click()
    expect(phone.locator("[data-queue-place]")).to_have_text("请您发言。")
    expect(room.hall.locator("[data-speaker]")).to_contain_text("物业企业")
    room.chair.locator("[data-floor-end]").click()
    room.chair.locator("[data-floor-next]").click()
    expect(room.hall.locator("[data-speaker]")).to_contain_text("居民议事会")
    room.chair.locator("[data-floor-end]").click()
    mover = room.seats["孙玉梅"]
    mover.act("motions", item_id=room.item_id, amends_id=room.motion_id, text=AMENDMENT, request_key=uuid.uuid4().hex)
    expect(room.hall.locator("[data-motion]")).to_contain_text("居民议事会提出")
    expect(room.hall.locator("[data-motion] mark")).to_have_text("非机动车道与人行道分开，")
    room.press("就修正案征询一致")
    expect(room.tablets["张秀兰"].locator("[data-panel=consensus]")).to_be_visible()
    room.wait_out()
    room.press("没有异议，宣布协商一致")
    expect(room.hall.locator("[data-declared]")).to_be_visible()
    assert room.one("SELECT text FROM motions WHERE amends_id IS NULL") == AMENDMENT


def a7_an_objection_then_ten_one_one(room: Room) -> None:
    room.press(r"就动议 1 征询一致")
    phone = room.tablets["丁娜"]
    phone.get_by_role("button", name="我有异议").click()
    expect(room.chair.locator("[data-next-hint]")).to_contain_text("正在写理由")
    phone.locator("#objection-text").fill("施工期绕行没有安排。")
    phone.get_by_role("button", name="交上理由").click()
    room.press("有异议，付表决")
    vote(room, oppose=("丁娜",), abstain=("刘芳",))
    for where in (room.hall, room.tablets["张秀兰"], room.chair):
        _shows_tally(where, 10, 1, 1)
    expect(room.hall.locator("[data-verdict]")).to_contain_text("须提请业主共同决定")
    expect(room.hall.locator("[data-verdict]")).to_contain_text("协商意见")
    assert room.one("SELECT state FROM motions WHERE amends_id IS NULL") == "CARRIED"
    hides_names(room.hall)
    room.press("本项结束，进入下一项")


def vote(room: Room, oppose: tuple[str, ...] = (), abstain: tuple[str, ...] = (), away: tuple[str, ...] = ()) -> None:
    """Everybody but `away` casts: three on screens, nine by the same addresses; the chair closes."""
    chosen = dict.fromkeys(oppose, "OPPOSE") | dict.fromkeys(abstain, "ABSTAIN")
    for name, tablet in room.tablets.items():
        if name not in away:
            tablet.locator(f"[data-choose={chosen.get(name, 'AGREE')}]").click()
            tablet.locator("[data-ballot-confirm]").click()
            expect(tablet.locator("[data-done-text]")).to_contain_text("回执")
    vote_id = room.one("SELECT max(id) FROM votes")
    hidden = room.hall.locator("[data-panel=result]")
    for name, seat in room.seats.items():
        seat.act("ballots", vote_id=vote_id, choice=chosen.get(name, "AGREE"), client_id=uuid.uuid4().hex)
    voters = len(room.tablets) + len(room.seats) - len(away)
    expect(room.hall.locator("[data-turnout-text]")).to_have_text(f"已投 {voters} 票，应投 {voters} 票")
    expect(hidden).to_be_hidden()
    room.press("结束表决，公布结果")


def _shows_tally(page: Page, *numbers: int) -> None:
    for name, number in zip(("agree", "oppose", "abstain"), numbers, strict=True):
        expect(page.locator(f".tally-{name} .tally-number").first).to_have_text(f"{number} 票")


def hides_names(page: Page) -> None:
    """No delegate, no chair, no secretary is named on this page."""
    text = page.locator("body").inner_text()
    for rush_hour in ("早晚高峰", "早高峰", "高峰疏导"):  # 高峰 is also the name of the firm's manager
        text = text.replace(rush_hour, "")
    assert [name for name in (*DELEGATES, "李建国", "周敏") if name in text] == []


def a8_consensus_with_a_reservation(room: Room) -> None:
    to_the_motion(room, 2, MOTION_2, "资金由各方和公益金筹集，不动用公共收益和维修资金。")
    room.press("提问完毕，开始讨论")
    room.press("就动议 2 征询一致")
    room.seats["刘芳"].act("objections", motion_id=room.motion_id, kind="reservation", text="不使用公共收益")
    expect(room.chair.locator("[data-objections]")).to_contain_text("不使用公共收益")
    room.wait_out()
    room.press("没有异议，宣布协商一致")
    expect(room.hall.locator("[data-declared]")).to_be_visible()
    expect(room.hall.locator(".tally")).to_have_count(0)
    hides_names(room.hall)
    assert room.one("SELECT state FROM motions WHERE id = ?", room.motion_id) == "CONSENSUS"
    room.press("本项结束，进入下一项")


def a9_two_recuse_themselves(room: Room) -> None:
    room.press("开始第 3 项")
    room.press("汇报完毕，开始提问")
    for name in ("高峰", "丁娜"):
        tablet = room.tablets[name]
        tablet.get_by_text("我要回避").click()
        tablet.locator("#recusal-text").fill("关联企业可能参加比选")
        tablet.get_by_role("button", name="确认回避").click()
        expect(tablet.locator("[data-panel=recused]")).to_be_visible()
    _record(room, MOTION_3)
    room.press("提问完毕，开始讨论")
    room.press("将动议 3 付表决")
    vote(room, abstain=("刘芳",), away=("高峰", "丁娜"))
    _shows_tally(room.hall, 9, 0, 1)
    expect(room.hall.locator("[data-verdict]")).to_contain_text("10")
    hides_names(room.hall)
    frozen = "SELECT json_extract(frozen, '$.entitled'), json_extract(frozen, '$.present') FROM votes ORDER BY id DESC"
    assert room.evening.stage.rows(frozen)[0] == (11, 10)
    room.press("本项结束，进入下一项")


def the_end(room: Room) -> None:
    room.press("散会")
    expect(room.hall.locator(".live-tools [data-state]")).to_have_text("已结束")
    for tablet in room.tablets.values():
        expect(tablet.locator("[data-sign-text]")).to_contain_text("正在整理")
        expect(tablet.locator("[data-sign-button]")).to_be_hidden()
    room.record.goto(f"/desk/jinling/meetings/{room.evening.meeting_id}/minutes")
    confirm(room.record, "记录整理好了，请大家签字")
    for tablet in room.tablets.values():
        tablet.get_by_role("button", name="我已看过，签字").click()
        expect(tablet.get_by_role("dialog")).to_contain_text("确认内容属实并签字")
        tablet.get_by_role("dialog").get_by_role("button", name="确认").click()
        expect(tablet.locator("[data-signed]")).to_be_visible()
    for seat in room.seats.values():
        seat.act("minutes/sign", seen=seat.reads()["seen"])
    for screen in (room.hall, *room.tablets.values()):
        screen.context.close()  # the evening is over: the screens are switched off
