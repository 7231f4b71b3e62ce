"""Whether somebody else of the same unit may come to a meeting is a rule like any other: data, with a default."""

from __future__ import annotations

from typing import Any

import pytest

from deliberation.kernel.errors import Reason
from deliberation.organisation.forms.profiles import meeting_values
from deliberation.organisation.papers import all_in_words, changes
from deliberation.organisation.rules import parse_profile, shipped_profiles, shipped_profiles_data
from deliberation.organisation.rules.parties import SENDING_KINDS
from tests.refusals import refusal

ELECTED = {"owners_committee", "residents_council", "residents_representative", "management_committee"}


def five_party_data(**changes: Any) -> dict[str, Any]:
    """The written rules of 五方办, some fields changed."""
    return next(data for data in shipped_profiles_data() if data["code"] == "five-party-default") | changes


def said(data: dict[str, Any]) -> str:
    """The line of the rules about substitutes."""
    return next(line.said for line in all_in_words(parse_profile(data)) if line.label == "请人代替")


def test_units_send_another_to_a_consultation_and_elected_people_to_nothing() -> None:
    allowed = set(parse_profile(five_party_data()).substitutes)
    assert {"partner_unit", "property_firm", "grid_worker", "neighbourhood_committee"} <= allowed
    assert not ELECTED & allowed
    for profile in shipped_profiles():
        if profile.body in {"owners_committee", "residents_meeting", "residents_representatives"}:
            assert profile.substitutes == (), profile.name


def test_what_is_written_counts_and_the_page_says_it() -> None:
    assert parse_profile(five_party_data(substitutes=["partner_unit"])).substitutes == ("partner_unit",)
    assert "联建单位来不了，可以请同单位的人代替" in said(five_party_data(substitutes=["partner_unit"]))
    assert "都不能请人代替" in said(five_party_data(substitutes=[]))


@pytest.mark.parametrize("written", [["owners_committee"], ["nobody"], "partner_unit", [1]])
def test_elected_people_and_unknown_words_are_refused(written: object) -> None:
    refused = refusal(lambda: parse_profile(five_party_data(substitutes=written)))
    assert refused.reason is Reason.INVALID_INPUT
    assert "请同单位的人代替" in refused.message


def test_the_form_shows_what_counts_and_a_revision_is_seen_as_one() -> None:
    assert meeting_values(five_party_data())["substitutes"] == list(SENDING_KINDS)
    older, newer = parse_profile(five_party_data()), parse_profile(five_party_data(substitutes=["grid_worker"]))
    assert "请人代替" in [one.label for one in changes(older, newer)]
