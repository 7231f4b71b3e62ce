"""Scenario A up to the evening of the meeting: A1 reports, A2 merging, A3 the gate, A4 agenda and notice."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Page, expect

from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS
from deliberation.organisation.models import Appointment, Party
from deliberation.supervision.models import Order
from tests.browser.stage import PHONE, TABLET, Stage, confirm
from tests.builders import World, a_compound, a_person
from tests.collection.reports import a_report

ENTRANCE = "南出入口早高峰7:10到8:20排长队，进出共用一条车道。"
TITLE = "关于改造小区南出入口、缓解早晚高峰拥堵的议题"
ITEMS = ("改造小区南出入口", "改造资金筹措", "施工单位比选")


@dataclass
class Evening:
    """What the later steps need to know: pages by who looks at them, and what has been handed out."""

    stage: Stage
    receipt: str = ""
    meeting_id: int = 0
    topic_id: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)

    def at(self, month: int, day: int, hour: int = 9, minute: int = 0) -> None:
        """Let it be that moment of 2026 at the server."""
        self.stage.server.set_clock(clock.beijing(2026, month, day, hour, minute))

    def of(self, name: str) -> Page:
        """The page of somebody with an account; he signs in the first time."""
        if name not in self.pages:
            self.pages[name] = self.stage.desk(f"jinling.{name}")
        return self.pages[name]


def furnish_reports() -> None:
    """The compound on 24 February, with 29 of the 31 reports: the other two come in by the browser."""
    clock.use(lambda: clock.beijing(2026, 2, 24, 9))
    world = a_compound()
    _earlier_years_work(world)
    grid_worker = world.actor("杨静")
    for channel, number in (("qr", 20), ("phone", 4), ("paper", 2)):
        for n in range(number):
            _report(world, channel, f"{ENTRANCE}第{n + 1}次反映。", "南出入口", "traffic", grid_worker)
    for channel in ("qr", "phone", "paper"):
        _report(world, channel, f"{channel}路灯不亮。", "3号楼东", "facility", grid_worker)


def _report(world: World, channel: str, words: str, place: str, category: str, grid_worker: object) -> None:
    draft = TopicDraft(situation=words, category=category, place=place, channel=channel, request_key=uuid.uuid4().hex)
    submit_topic(ANONYMOUS if channel == "qr" else grid_worker, world.compound.id, draft)  # type: ignore[arg-type]


def _earlier_years_work(world: World) -> None:
    """Thirteen topics and thirty orders lie behind the compound; an architect may be asked to attend."""
    for number in range(1, 14):
        earlier = a_report(world, place="以前的事")
        with transaction():
            earlier.number, earlier.state = f"2026-{number:03d}", "CLOSED"
    with transaction() as session:
        firm = Party(compound_id=world.compound.id, kind="other", name="设计单位", position=20)
        session.add(firm)
        session.flush()  # the appointment needs the id
        architect = a_person("罗阳", "jinling.罗阳", world)
        session.add(
            Appointment(
                person_id=architect.id, party_id=firm.id, role="observer", post="设计师", starts_on=date(2024, 1, 1)
            )
        )
        session.add(
            Order(
                compound_id=world.compound.id,
                number="D-030",
                title="以前的事",
                state="CLOSED",
                lead_party_id=world.parties["property_firm"].id,
                due_on=date(2026, 1, 31),
                state_since=clock.now(),
                request_key=uuid.uuid4().hex,
            )
        )


def a1_the_last_two_reports_come_in(evening: Evening) -> None:
    stage = evening.stage
    resident = evening.pages["resident"] = stage.page(PHONE, has_touch=True, is_mobile=True)
    resident.goto("/c/jinling/topics/new?from=qr")
    resident.locator("[name=situation]").fill(ENTRANCE)
    resident.locator("[name=place]").fill("南出入口")
    resident.get_by_text("停车与出行").click()
    resident.get_by_role("button", name="交上去").click()
    evening.receipt = resident.locator("[data-receipt]").inner_text()
    grid_worker = stage.desk("jinling.杨静", TABLET)
    grid_worker.goto("/desk/jinling/topics/enter")
    grid_worker.locator("[name=situation]").fill("楼上深夜跳绳，吵得睡不着。")
    grid_worker.locator("[name=title]").fill("两户噪音")
    grid_worker.get_by_text("邻里关系").click()
    grid_worker.get_by_role("button", name="保存", exact=True).click()
    expect(grid_worker.get_by_text("已录入《两户噪音》")).to_be_visible()
    states = stage.rows("SELECT state, count(*) FROM topics WHERE place != '以前的事' GROUP BY state")
    channels = stage.rows("SELECT channel, count(*) FROM topics WHERE place != '以前的事' GROUP BY channel")
    assert states == [("SUBMITTED", 31)]
    assert dict(channels) == {"qr": 22, "phone": 6, "paper": 3}


def a2_twenty_seven_become_one(evening: Evening) -> None:
    evening.at(3, 2)
    secretary, stage = evening.of("周敏"), evening.stage
    evening.topic_id = stage.one("SELECT id FROM topics WHERE receipt_code = ?", evening.receipt)
    address = f"/desk/jinling/topics/{evening.topic_id}"
    secretary.goto(address)
    secretary.get_by_role("button", name="受理，给编号").click()
    secretary.get_by_role("link", name="补全、归类").click()
    secretary.locator("[name=title]").fill(TITLE)
    secretary.locator("[name=proposal]").fill("进出分道、增设非机动车道和道闸，预算不超过34万元")
    secretary.locator("form button[type=submit]", has_text="保存").click()
    secretary.get_by_role("link", name="合并同类").click()
    boxes = secretary.locator("li.tick")
    expect(boxes).to_have_count(30)
    for box in boxes.all():
        box.locator("input").set_checked("南出入口" in box.inner_text())
    secretary.get_by_role("button", name="合并勾选的议题").click()
    expect(secretary.get_by_text("已合并 26 份")).to_be_visible()
    expect(secretary.get_by_text("2026-014").first).to_be_visible()
    assert stage.one("SELECT count(*) FROM topics WHERE state = 'MERGED'") == 26
    assert stage.one("SELECT state FROM topics WHERE number = '2026-014'") == "SCREENING"


def a3_the_gate(evening: Evening) -> None:
    evening.at(3, 3, 15)
    chair, secretary, stage = evening.of("李建国"), evening.of("周敏"), evening.stage
    chair.goto(f"/desk/jinling/topics/{evening.topic_id}/gate")
    chair.locator("[name=authority][value=OWNERS_SPECIAL]").check()
    chair.locator("[name=matter]").select_option("REBUILD")
    chair.get_by_role("button", name="定下来").click()
    expect(chair.get_by_text("已判定决定权属")).to_be_visible()
    _decide(chair, "accept", "27份反映集中，列入议程。")
    noise = stage.one("SELECT id FROM topics WHERE title = '两户噪音'")
    secretary.goto(f"/desk/jinling/topics/{noise}")
    secretary.get_by_role("button", name="受理，给编号").click()
    chair.goto(f"/desk/jinling/topics/{noise}/gate")
    _decide(chair, "refer", "属两户之间的事，转人民调解。", "社区人民调解委员会")
    assert stage.one("SELECT state FROM topics WHERE id = ?", evening.topic_id) == "ACCEPTED"
    assert stage.one("SELECT state FROM topics WHERE id = ?", noise) == "REFERRED"


def _decide(chair: Page, decision: str, reason: str, refer_to: str = "") -> None:
    chair.locator(f"[name=decision][value={decision}]").check()
    chair.locator("[name=refer_to]").fill(refer_to)
    chair.locator("[name=reason]").fill(reason)
    chair.get_by_role("button", name="办理", exact=True).click()
    expect(chair.get_by_text("已办理：")).to_be_visible()


def a4_agenda_and_notice(evening: Evening) -> None:
    evening.at(3, 5, 10)
    secretary, chair, stage = evening.of("周敏"), evening.of("李建国"), evening.stage
    _plan(secretary)
    found = re.search(r"/meetings/(\d+)", secretary.url)
    assert found is not None, secretary.url
    evening.meeting_id = int(found.group(1))
    at = f"/desk/jinling/meetings/{evening.meeting_id}"
    _fill_agenda(secretary, at)
    _say_who_decides(chair)
    chair.goto(at)
    confirm(chair, "发布议程")
    expect(chair.get_by_text("议程已发布，居民可以看到。")).to_be_visible()
    secretary.goto(at)
    confirm(secretary, "发出会议通知")
    expect(secretary.get_by_text("会议通知已发出，应到名册已锁定。")).to_be_visible()
    assert stage.one("SELECT state FROM topics WHERE id = ?", evening.topic_id) == "SCHEDULED"
    assert stage.one("SELECT state FROM meetings") == "NOTICED"
    assert stage.one("SELECT count(*) FROM notices WHERE kind = 'meeting'") == 16
    secretary.goto(f"{at}/slips")
    expect(secretary.locator(".slip")).to_have_count(14)  # who chairs and who writes have accounts
    for slip in secretary.locator(".slip").all():
        evening.pins[slip.locator(".slip-name strong").inner_text()] = slip.locator(".slip-pin").inner_text()
    _ask_leave(evening, at)


def _plan(secretary: Page) -> None:
    secretary.goto("/desk/jinling/meetings/new")
    secretary.locator("[name=day]").fill("2026-03-10")
    secretary.locator("[name=time]").fill("19:00")
    secretary.get_by_role("button", name="保存").click()
    expect(secretary.get_by_text("会议已建立")).to_be_visible()


def _say_who_decides(chair: Page) -> None:
    """Items 2 and 3 come from the agenda form, so nobody has said yet who decides them."""
    chair.goto("/desk/jinling/agenda/")
    for why in ("资金由各方和公益金筹集，不动用公共收益和维修资金。", "只定怎样挑选施工单位。"):
        chair.get_by_role("link", name="去判定").first.click()
        chair.get_by_label(re.compile("^各方职责内")).check()
        chair.locator("[name=class_reason]").fill(why)
        chair.get_by_role("button", name="定下来").click()
        expect(chair.get_by_text("已判定由谁决定。")).to_be_visible()
    expect(chair.get_by_role("link", name="去判定")).to_have_count(0)


def _fill_agenda(secretary: Page, at: str) -> None:
    for title, kind in ((ITEMS[1], "consultation"), (ITEMS[2], "vote")):
        secretary.goto("/desk/jinling/agenda/new")
        secretary.locator("[name=title]").fill(title)
        secretary.locator(f"[name=kind][value={kind}]").check()
        secretary.locator("main form button[type=submit]").click()
        expect(secretary.get_by_text("已加入待上会的事项。")).to_be_visible()
    for title in (TITLE, ITEMS[1], ITEMS[2]):
        secretary.goto(at)
        secretary.locator("#item_id").select_option(label=title)
        secretary.get_by_role("button", name="排进议程").click()
        expect(secretary.locator(".agenda-list").get_by_text(title)).to_be_visible()
    secretary.goto(f"{at}/seats")
    secretary.locator("[name=kind]").select_option("attendee")
    _add_architect(secretary)


def _add_architect(secretary: Page) -> None:
    form = secretary.locator("form:has([name=kind])")
    option = form.locator("[name=appointment_id] option", has_text="罗阳").get_attribute("value")
    form.locator("[name=appointment_id]").select_option(option)
    form.locator("button[type=submit]").click()
    expect(secretary.locator(".seat-row strong", has_text="罗阳")).to_be_visible()


def _ask_leave(evening: Evening, at: str) -> None:
    absent = evening.stage.desk("jinling.马国庆", PHONE)
    absent.goto(at)
    absent.get_by_role("button", name="确认收到通知").click()
    absent.locator("#my-leave").fill("出差")
    absent.get_by_role("button", name="请假", exact=True).click()
    expect(absent.get_by_text("您已请假：出差")).to_be_visible()
