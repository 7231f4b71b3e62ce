"""Scenario D in real browsers: households choose their services, on a phone and on paper; the list is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.live import outbox
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.codes import stub_code
from tests.browser.conftest import staged
from tests.browser.looks import DESK, PUBLIC, look
from tests.browser.stage import PHONE, Stage, confirm
from tests.builders import a_compound
from tests.halls import an_accepted_item
from tests.owners.hall import a_roster, heads_of, profile_for, tellers
from tests.owners.papers import hand_in, voter_ids
from tests.servers import SECRET

HOUSEHOLDS, RETURNED, ON_PHONES, DOUBLES = 168, 131, 58, 4
ITEMS = {
    "公共区域卫生保洁 12元": 118,
    "维护停车秩序 6元": 97,
    "便民维修服务 4元": 88,
    "夜间巡逻 8元": 65,
    "绿化养护 3元": 41,
    "代收快递 2元": 22,
}
TITLE = "选定小区服务事项"


def furnish_the_estate() -> int:
    """168 households and the topic of the talk of 8 May; it is 9 May."""
    clock.use(lambda: clock.beijing(2026, 5, 8, 20))
    world = a_compound()
    tellers(world)
    a_roster(world, heads_of(HOUSEHOLDS))
    profile_for("household_survey")
    item = an_accepted_item(world, TITLE)
    clock.use(lambda: clock.beijing(2026, 5, 9, 9))
    return item.topic_id or 0


def choices_of(ballot: int) -> tuple[str, ...]:
    """What the ballot with this place among the 131 chooses: item n as long as its count lasts."""
    return tuple(f"o{n}" for n, wanted in enumerate(ITEMS.values(), 1) if ballot < wanted)


@contextmanager
def behind(stage: Stage) -> Iterator[None]:
    """Rows written beside the running server, into its own store."""
    settings = Settings(f"sqlite:///{stage.store}", SECRET, stage.store.parent, rate_limits=False, testing=True)
    app = create_app(settings, async_mode="threading")
    outbox.listen(None)
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def test_three_services_are_taken_and_sixty_five_of_131_are_not_half(
    playwright: Playwright, browser: Browser, tmp_path: Path
) -> None:
    with staged(playwright, browser, tmp_path, furnish_the_estate) as (stage, topic_id):
        wrong: list[str] = []
        committee = stage.desk("jinling.陈海涛")
        vote_id = the_survey_is_prepared(committee, topic_id, wrong)
        stage.server.set_clock(clock.beijing(2026, 5, 10, 9, 1))
        committee.reload()
        confirm(committee, "开始投票")
        expect(committee.get_by_role("link", name="登记送达")).to_be_visible()
        stage.server.set_clock(clock.beijing(2026, 5, 12, 10))
        a_household_chooses_on_its_phone(stage, vote_id, wrong)
        clerks = [stage.desk(f"jinling.{name}") for name in ("郑月", "陶平")]
        for clerk in clerks:
            a_paper_is_entered(clerk, vote_id, 2)
        with behind(stage):
            the_others_hand_in(vote_id)
        the_result_is_counted_and_posted(stage, committee, clerks[0], vote_id, wrong)
        residents_read_the_list(stage, vote_id, wrong)
        assert wrong == []


def the_survey_is_prepared(page: Page, topic_id: int, wrong: list[str]) -> int:
    page.goto(f"/desk/jinling/owners-votes/new?topic={topic_id}")
    page.get_by_label("住户意见征询").check()
    page.locator("[name=title]").fill("小区服务事项住户意见征询")
    page.locator("[name=questions-0-title]").fill(TITLE)
    page.locator("[name=questions-0-text]").fill("从六项服务中选出需要的，每户每月费用写在后面，可以多选。")
    summary = page.locator("summary", has_text="有几个方案或名单可选").first
    if not page.locator("[name=questions-0-method]").is_visible():
        summary.click()
    page.locator("[name=questions-0-method]").select_option("CHOOSE")
    page.locator("[name=questions-0-options]").fill("\n".join(ITEMS))
    page.locator("[name=questions-0-most]").fill("0")
    page.locator("[name=opens_at]").fill("2026-05-10T09:00")
    page.locator("[name=closes_at]").fill("2026-05-16T18:00")
    page.locator("[name=online]").check()
    wrong += look(page, DESK)
    page.get_by_role("button", name="保存").last.click()
    page.wait_for_url(re.compile(r"/owners-votes/\d+$"))
    page.get_by_role("button", name="登记公告，锁定事项").click()
    expect(page.get_by_text("从现在起锁定")).to_be_visible()
    wrong += look(page, DESK)
    return int(page.url.rsplit("/", 1)[1])


def a_household_chooses_on_its_phone(stage: Stage, vote_id: int, wrong: list[str]) -> None:
    phone = stage.page(PHONE)
    phone.goto(f"/ballot/{vote_id}/1#{stub_code(SECRET, vote_id, 1, 1)}")
    phone.get_by_role("button", name="查询").click()
    phone.get_by_role("link", name="在手机上填写").click()
    for label in ITEMS:
        phone.get_by_label(label).check()
    wrong += look(phone, PUBLIC)
    phone.get_by_role("button", name="下一步：再看一遍").click()
    phone.get_by_role("button", name="没有错，交票").click()
    expect(phone.get_by_text("票号 1 的票已收到")).to_be_visible()


def a_paper_is_entered(page: Page, vote_id: int, number: int) -> None:
    page.goto(f"/desk/jinling/owners-votes/{vote_id}/papers/{number}")
    for label in ITEMS:
        page.locator("form[data-entry]").get_by_label(re.compile(label)).check()
    page.get_by_label("业主本人").check()
    page.get_by_role("button", name="保存，录下一张").click()
    expect(page.locator(".entry-last")).to_contain_text(f"票号 {number}")


def the_others_hand_in(vote_id: int) -> None:
    """The other 129 households, and four that hand in twice."""
    vote = db.session.get_one(OwnersVote, vote_id)
    ids = voter_ids(vote)
    for ballot in range(2, RETURNED):
        channel = "ONLINE" if ballot <= ON_PHONES else "PAPER"
        hand_in(vote, ids[ballot : ballot + 1], choices_of(ballot), channel=channel)
    hand_in(vote, ids[10 : 10 + DOUBLES], ("o6",), sequence=2)


def the_result_is_counted_and_posted(
    stage: Stage, committee: Page, clerk: Page, vote_id: int, wrong: list[str]
) -> None:
    desk = f"/desk/jinling/owners-votes/{vote_id}"
    stage.server.set_clock(clock.beijing(2026, 5, 16, 18, 1))
    committee.goto(desk)
    confirm(committee, "截止收票")
    expect(committee.get_by_text("已截止收票")).to_be_visible()
    stage.server.set_clock(clock.beijing(2026, 5, 17, 10))
    clerk.goto(f"{desk}/count")
    clerk.get_by_role("button", name="计票", exact=True).click()
    expect(clerk.locator(".verdict").first).to_be_visible()
    wrong += look(clerk, DESK)
    confirm(clerk, "以计票人身份签名")
    council = stage.desk("jinling.张秀兰")
    council.goto(f"{desk}/count")
    confirm(council, "以监票人身份签名")
    committee.goto(f"{desk}/count")
    confirm(committee, "公告结果")
    expect(committee.get_by_text("已公告，张贴到")).to_be_visible()


def residents_read_the_list(stage: Stage, vote_id: int, wrong: list[str]) -> None:
    phone = stage.page(PHONE)
    phone.goto(f"/c/jinling/owners-votes/{vote_id}")
    body = phone.locator("body")
    expect(body).to_contain_text("本结果为服务需求意见，选聘企业由业主共同决定")
    for said in ("90.08%", "74.05%", "67.18%", "49.62%", "31.30%", "16.79%"):
        expect(body).to_contain_text(said)
    expect(body).to_contain_text(f"手机填写 {ON_PHONES}")
    expect(body).to_contain_text(f"重复交票 {DOUBLES}")
    expect(body).not_to_contain_text("业主0001")
    wrong += look(phone, PUBLIC)
