"""Scenario C, step C7, in real browsers: two clerks enter papers, the count is confirmed and posted, owners read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from deliberation.kernel import clock
from deliberation.owners.rules.codes import stub_code
from tests.browser.conftest import staged
from tests.browser.looks import DESK, PUBLIC, look
from tests.browser.stage import PHONE, Stage, confirm
from tests.builders import a_compound
from tests.owners.hall import FEE, a_noticed_vote, a_prepared_vote, a_roster, an_open_vote, tellers
from tests.owners.papers import deliver, hand_in, voter_ids
from tests.owners.scenarios import SCENARIO_C, heads_with, slices
from tests.servers import SECRET

OPENS, CLOSES = clock.beijing(2026, 6, 5, 9), clock.beijing(2026, 6, 12, 18)
BY_HAND = (1, 163)
"""Ballots that the clerks enter in the browser: one who agrees, one who opposes."""


def furnish_the_fee() -> int:
    """486 owners, notice on 20 May (gap 16), 322 of the 324 papers entered already; it is 12 June, 17:00."""
    clock.use(lambda: clock.beijing(2026, 5, 20, 12))
    world = a_compound()
    tellers(world)
    a_roster(world, heads_with(SCENARIO_C))
    vote = a_prepared_vote(world, (FEE,), opens=OPENS, closes=CLOSES)
    a_noticed_vote(world, vote, clock.beijing(2026, 5, 20).date())
    an_open_vote(world, vote)
    ids = voter_ids(vote)
    deliver(vote, ids)
    for group, choice in zip(slices(ids, SCENARIO_C), ("AGREE", "OPPOSE", "ABSTAIN"), strict=False):
        hand_in(vote, [i for i in group if ids.index(i) + 1 not in BY_HAND], choice)
    clock.use(lambda: clock.beijing(2026, 6, 12, 17))
    return vote.id


@pytest.fixture(scope="module")
def hall(
    playwright: Playwright, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Stage, int]]:
    with staged(playwright, browser, tmp_path_factory.mktemp("fee"), furnish_the_fee) as (stage, vote_id):
        yield stage, vote_id


def enter(page: Page, vote_id: int, number: int, choice: str) -> None:
    """One paper as a clerk enters it: number, choice, signature, save."""
    page.goto(f"/desk/jinling/owners-votes/{vote_id}/entry")
    page.locator("#number").fill(str(number))
    page.get_by_role("button", name="找票").click()
    page.locator("form[data-entry]").get_by_label(re.compile(choice)).check()
    page.get_by_label("业主本人").check()
    page.get_by_role("button", name="保存，录下一张").click()
    expect(page.locator(".entry-last")).to_contain_text(f"票号 {number}")


def test_half_of_the_owners_is_not_more_than_half_from_paper_to_notice_board(hall: tuple[Stage, int]) -> None:
    stage, vote_id = hall
    desk = f"/desk/jinling/owners-votes/{vote_id}"
    first, second = (stage.desk(f"jinling.{name}") for name in ("郑月", "陶平"))
    two_clerks_enter_and_one_settles(first, second, vote_id)
    wrong = look(second, DESK)
    stage.server.set_clock(clock.beijing(2026, 6, 12, 18, 5))
    committee = stage.desk("jinling.陈海涛")
    committee.goto(desk)
    confirm(committee, "截止收票")
    second.goto(f"{desk}/count")
    second.get_by_role("button", name="计票", exact=True).click()
    expect(second.locator(".verdict-word")).to_contain_text("未通过")
    wrong += look(second, DESK)
    confirm(second, "以计票人身份签名")
    council = stage.desk("jinling.张秀兰")
    council.goto(f"{desk}/count")
    confirm(council, "以监票人身份签名")
    committee.goto(f"{desk}/count")
    confirm(committee, "公告结果")
    expect(committee.get_by_text("已公告，张贴到")).to_be_visible()
    resident = stage.page(PHONE)
    resident.goto(f"/c/jinling/owners-votes/{vote_id}")
    expect(resident.get_by_text(re.compile("50.00%.*未超过半数")).first).to_be_visible()
    expect(resident.locator("body")).not_to_contain_text("业主0001")
    wrong += look(resident, PUBLIC)
    assert wrong == []


def two_clerks_enter_and_one_settles(first: Page, second: Page, vote_id: int) -> None:
    """The first agrees with himself only: ballot 163 is read as 同意 once and as 反对 once, then settled."""
    enter(first, vote_id, 1, "同意")
    enter(first, vote_id, 163, "同意")
    enter(second, vote_id, 1, "同意")
    enter(second, vote_id, 163, "反对")
    expect(second.get_by_text("两遍不一致").first).to_be_visible()
    first.goto(f"/desk/jinling/owners-votes/{vote_id}/entry/waiting")
    first.get_by_role("link", name=re.compile("163|核定")).first.click()
    first.get_by_label(re.compile("第二遍")).check()
    first.locator("[name=reason]").fill("再看票面，画的是反对。")
    first.get_by_role("button", name="核定").click()
    expect(first.get_by_text("已核定")).to_be_visible()


def test_an_owner_checks_his_own_paper_with_the_code_of_his_stub(hall: tuple[Stage, int]) -> None:
    stage, vote_id = hall
    phone = stage.page(PHONE)
    phone.goto(f"/ballot/{vote_id}/2#{stub_code(SECRET, vote_id, 2, 1)}")
    expect(phone.locator("[name=code]")).not_to_have_value("")
    assert "#" not in phone.url
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_text("这张票有效，已计入")).to_be_visible()
    assert look(phone, PUBLIC) == []
