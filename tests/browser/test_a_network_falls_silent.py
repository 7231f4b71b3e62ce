"""The tablet's connections go silent without closing: what the hall does next is on its screen within seconds.

The worst case: nothing that stands carries anything any more and nobody is told; only new connections pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import APIRequestContext, Browser, Page, Playwright, expect

from deliberation.convening.actions import pin_of
from tests.browser.conftest import staged
from tests.browser.stage import NO_NETWORK_IN_CONSOLE, TABLET, Stage, token_of
from tests.builders import PASSWORD, a_compound
from tests.halls import an_open_meeting
from tests.proxies import SilentNetwork
from tests.servers import SECRET

LONG_MS = 60_000
"""More than the slowest machine needs; a browser by itself notices a dead connection after more than 90 seconds."""


@dataclass(frozen=True)
class Evening:
    door: str
    seat_id: int
    pin: str
    meeting_id: int
    chair: str


@dataclass
class Away:
    """A tablet behind a network that can fall silent, and the chair on a good one."""

    stage: Stage
    evening: Evening
    network: SilentNetwork
    tablet: Page
    chair: APIRequestContext
    token: str

    def step(self, code: str) -> None:
        """The chair's next step, on the good network."""
        room = f"/rooms/{self.evening.meeting_id}"
        main = self.chair.get(f"{room}/snapshot?audience=chair").json()["slices"]["next"]
        step = next(one for one in (main["main"], *main["others"]) if one["code"] == code)
        item = self.chair.get(f"{room}/snapshot?audience=chair").json()["slices"]["item"]
        binds = (item["motion"] or {}).get("binds") or ""
        body = {"code": code, "target": step["target"], "reason": "测试", "binds": binds}
        answer = self.chair.post(f"{room}/next", data=body, headers={"X-CSRFToken": self.token})
        assert answer.ok, answer.text()


def _furnish() -> Evening:
    hall = an_open_meeting(a_compound())
    hall.to_debate()
    seat = hall.seats["张秀兰"]
    chair = hall.world.accounts["李建国"].username
    return Evening(f"/j/{hall.meeting.join_token}", seat.id, pin_of(seat, SECRET), hall.meeting_id, chair)


@pytest.fixture
def away(playwright: Playwright, browser: Browser, tmp_path: Path) -> Iterator[Away]:
    with staged(playwright, browser, tmp_path, _furnish) as (stage, evening):
        network = SilentNetwork(stage.server.port)
        tablet = stage.page(TABLET, (NO_NETWORK_IN_CONSOLE,), has_touch=True)
        tablet.goto(network.url + evening.door)
        tablet.locator(f"label[for=seat-{evening.seat_id}]").click()
        tablet.locator("[name=pin]").fill(evening.pin)
        tablet.get_by_role("button", name="进入会场").click()
        expect(tablet.locator("[data-item-title]")).to_be_visible()
        chair = playwright.request.new_context(base_url=stage.server.url)
        form = {"username": evening.chair, "password": PASSWORD, "csrf_token": token_of(chair.get("/login"))}
        chair.post("/login", form=form)
        token = token_of(chair.get(f"/rooms/{evening.meeting_id}/chair"))
        tablet.wait_for_timeout(1500)  # the room has been joined
        yield Away(stage, evening, network, tablet, chair, token)
        chair.dispose()
        network.close()


def test_a_vote_that_opens_in_the_silence_is_on_the_screen_within_seconds_and_is_cast(away: Away) -> None:
    away.network.fall_silent()
    away.step("open_vote")
    expect(away.tablet.locator("[data-choose=AGREE]")).to_be_visible(timeout=LONG_MS)
    away.tablet.locator("[data-choose=AGREE]").click()
    away.network.fall_silent()
    away.tablet.locator("[data-ballot-confirm]").click()
    expect(away.tablet.locator("[data-done-text]")).to_contain_text("同意", timeout=LONG_MS)
    assert away.stage.rows("SELECT choice, count(*) FROM ballots GROUP BY choice") == [("AGREE", 1)]


def test_a_hand_that_is_raised_in_the_silence_stands_in_the_queue_once(away: Away) -> None:
    away.network.fall_silent()
    away.tablet.locator("[data-side=for]").click()
    expect(away.tablet.locator("[data-queue-place]")).to_contain_text(re.compile("已举手"), timeout=LONG_MS)
    assert away.stage.one("SELECT count(*) FROM speeches") == 1
    expect(away.tablet.locator("[data-refusal]")).to_be_hidden()
