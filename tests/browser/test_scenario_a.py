"""Scenario A of the domain reference, A1 to A11, in real browsers: from a resident's phone to the published resolution."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.browser import days_before as before
from tests.browser.conftest import staged


def test_a_topic_goes_all_the_way_from_a_phone_to_a_resolution_in_force(
    playwright: Playwright, browser: Browser, tmp_path: Path
) -> None:
    with staged(playwright, browser, tmp_path, before.furnish_reports) as (stage, _nothing):
        evening = before.Evening(stage)
        before.a1_the_last_two_reports_come_in(evening)
        before.a2_twenty_seven_become_one(evening)
        before.a3_the_gate(evening)
        before.a4_agenda_and_notice(evening)
