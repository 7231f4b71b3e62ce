"""Scenario A of the domain reference, A1 to A11, in real browsers: from a resident's phone to a resolution in force."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.browser import days_after as after
from tests.browser import days_before as before
from tests.browser import the_meeting as meeting
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
        room = meeting.open_the_room(evening)
        meeting.a5_twelve_of_thirteen_sign_in(room)
        meeting.a6_debate_and_amendment(room)
        meeting.a7_an_objection_then_ten_one_one(room)
        meeting.a8_consensus_with_a_reservation(room)
        meeting.a9_two_recuse_themselves(room)
        meeting.the_end(room)
        after.a10_three_orders_go_out_and_one_waits_for_the_owners(evening)
        after.a11_the_record_is_signed_and_issued(evening)
        after.a11_the_resolution_is_published(evening)
        after.a11_residents_read_it(evening)
        after.a11_an_objection_is_answered(evening)
        after.a11_it_takes_effect(evening)
        after.nobody_reads_that_the_gate_was_passed(evening)
