"""A tablet that reloads, loses its network, or outlives its server: a choice is kept, a ballot counts once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from deliberation.convening.actions import pin_of
from tests.browser.conftest import staged
from tests.browser.stage import NO_NETWORK_IN_CONSOLE, REFUSED_IN_CONSOLE, TABLET, Stage
from tests.builders import a_compound
from tests.halls import an_open_meeting
from tests.servers import SECRET


@dataclass(frozen=True)
class Voter:
    """张秀兰's way in, while a vote is open."""

    door: str
    seat_id: int
    pin: str
    meeting_id: int


@dataclass
class Voting:
    """An open vote and one tablet in it."""

    stage: Stage
    voter: Voter
    tablet: Page

    def ballots(self) -> list[tuple[str, int]]:
        """The voter's ballots in the store: choice and how many."""
        sql = "SELECT choice, count(*) FROM ballots WHERE seat_id = ? GROUP BY choice"
        return [(choice, count) for choice, count in self.stage.rows(sql, self.voter.seat_id)]

    def choose(self, choice: str, page: Page | None = None) -> None:
        """Press a choice; it is not confirmed yet."""
        (page or self.tablet).locator(f"[data-choose={choice}]").click()

    def confirm(self) -> None:
        """Confirm what was chosen."""
        self.tablet.locator("[data-ballot-confirm]").click()


def _furnish() -> Voter:
    hall = an_open_meeting(a_compound())
    hall.to_debate()
    hall.open_vote()
    seat = hall.seats["张秀兰"]
    return Voter(f"/j/{hall.meeting.join_token}", seat.id, pin_of(seat, SECRET), hall.meeting_id)


@pytest.fixture
def voting(playwright: Playwright, browser: Browser, tmp_path: Path) -> Iterator[Voting]:
    with staged(playwright, browser, tmp_path, _furnish) as (stage, voter):
        tablet = stage.page(TABLET, (NO_NETWORK_IN_CONSOLE, REFUSED_IN_CONSOLE), has_touch=True)
        tablet.goto(voter.door)
        tablet.locator(f"label[for=seat-{voter.seat_id}]").click()
        tablet.locator("[name=pin]").fill(voter.pin)
        tablet.get_by_role("button", name="进入会场").click()
        expect(tablet.locator("[data-choose=AGREE]")).to_be_visible()
        yield Voting(stage, voter, tablet)


def test_a_reload_in_the_middle_of_a_choice_keeps_it(voting: Voting) -> None:
    voting.choose("OPPOSE")
    voting.tablet.reload()
    expect(voting.tablet.locator("[data-confirm-text]")).to_contain_text("反对")
    assert voting.ballots() == []
    voting.confirm()
    expect(voting.tablet.locator("[data-done-text]")).to_contain_text("反对")
    assert voting.ballots() == [("OPPOSE", 1)]


def test_a_ballot_cast_without_a_network_is_marked_undelivered_and_counts_once(voting: Voting) -> None:
    tablet = voting.tablet
    tablet.context.set_offline(True)
    voting.choose("AGREE")
    voting.confirm()
    expect(tablet.locator("[data-ballot=sending]")).to_contain_text("未送达")
    tablet.wait_for_timeout(10_000)
    expect(tablet.locator("[data-ballot=sending]")).to_contain_text("同意")
    expect(tablet.locator("#connection")).to_contain_text("正在重连")
    assert voting.ballots() == []
    tablet.context.set_offline(False)
    expect(tablet.locator("[data-done-text]")).to_contain_text("回执", timeout=30_000)
    assert voting.ballots() == [("AGREE", 1)]
    receipt = voting.stage.one("SELECT receipt FROM ballots")
    expect(tablet.locator("[data-done-text]")).to_contain_text(receipt)


def test_a_second_tab_shows_the_same_ballot(voting: Voting) -> None:
    voting.choose("ABSTAIN")
    voting.confirm()
    expect(voting.tablet.locator("[data-done-text]")).to_contain_text("弃权")
    second = voting.tablet.context.new_page()
    voting.stage.watch(second)
    second.goto(f"/rooms/{voting.voter.meeting_id}/tablet")
    told = second.locator("[data-done-text]")
    expect(told).to_have_text(voting.tablet.locator("[data-done-text]").inner_text())


def test_a_tablet_outlives_its_server_and_votes_when_it_is_back(voting: Voting) -> None:
    tablet = voting.tablet
    voting.choose("AGREE")
    voting.stage.server.kill()
    voting.confirm()
    expect(tablet.locator("[data-ballot=sending]")).to_contain_text("未送达")
    expect(tablet.locator("#connection")).to_contain_text("正在重连")
    voting.stage.server.start()
    expect(tablet.locator("[data-done-text]")).to_contain_text("同意", timeout=30_000)
    expect(tablet.locator("#connection")).to_have_text("", timeout=30_000)
    assert voting.ballots() == [("AGREE", 1)]
