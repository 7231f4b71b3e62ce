"""Who may decide what: the classes of domain 3.2 and the matters of Civil Code art. 278."""

from __future__ import annotations

import pytest

from deliberation.agenda import rules
from deliberation.kernel.errors import Reason, Refused


def _reason(code: str, matter: str | None) -> Reason:
    with pytest.raises(Refused) as refused:
        rules.check_class(code, matter)
    return refused.value.reason


def test_the_nine_matters_of_article_278_have_their_majorities() -> None:
    special = {m.paragraph for m in rules.MATTERS.values() if m.threshold == rules.SPECIAL}
    assert special == {6, 7, 8}
    assert [m.paragraph for m in rules.MATTERS.values()] == list(range(1, 10))


@pytest.mark.parametrize(
    "code, owners",
    [
        ("PARTY_DUTY", False),
        ("COMMITTEE", False),
        ("OWNERS_ORDINARY", True),
        ("OWNERS_SPECIAL", True),
        ("AFFECTED_OWNERS", True),
        ("INTERESTED_UNANIMOUS", True),
        ("RESIDENTS_MEETING", False),
        ("GOVERNMENT_OR_UTILITY", False),
        ("MEDIATION", False),
        ("OUT_OF_SCOPE", False),
        (None, False),
    ],
)
def test_only_the_owners_decide_what_is_the_owners(code: str | None, owners: object) -> None:
    assert rules.needs_owners(code) is owners


def test_an_owners_class_needs_a_matter_of_its_own_majority() -> None:
    assert rules.check_class("OWNERS_SPECIAL", "REBUILD") == "REBUILD"
    assert rules.check_class("OWNERS_ORDINARY", "USE_MAINTENANCE_FUND") == "USE_MAINTENANCE_FUND"
    assert _reason("OWNERS_SPECIAL", None) is Reason.INVALID_INPUT
    assert _reason("OWNERS_SPECIAL", "COVENANT") is Reason.INVALID_INPUT
    assert _reason("OWNERS_ORDINARY", "REBUILD") is Reason.INVALID_INPUT


def test_a_class_that_is_not_the_owners_carries_no_matter() -> None:
    assert rules.check_class("PARTY_DUTY", "REBUILD") is None
    assert _reason("", None) is Reason.AUTHORITY_MISSING
    assert _reason("SOMETHING", None) is Reason.AUTHORITY_MISSING


@pytest.mark.parametrize(
    "answers, suggested",
    [
        ([], None),
        (["none_of_these"], "PARTY_DUTY"),
        (["none_of_these", "common_altered"], "OWNERS_SPECIAL"),
        (["common_altered"], "OWNERS_SPECIAL"),
        (["common_money"], "OWNERS_ORDINARY"),
        (["common_money", "common_altered"], "OWNERS_SPECIAL"),
        (["firm_terms"], "OWNERS_ORDINARY"),
        (["common_money", "one_building"], "AFFECTED_OWNERS"),
        (["one_building"], None),
        (["none_of_these", "one_building"], "PARTY_DUTY"),
        (["firm_terms", "one_building"], "OWNERS_ORDINARY"),
        (["private_dispute", "common_money"], "MEDIATION"),
        (["others_duty", "common_altered"], "GOVERNMENT_OR_UTILITY"),
        (["dwelling_to_business"], "INTERESTED_UNANIMOUS"),
    ],
)
def test_the_checklist_suggests_the_strictest_body(answers: list[str], suggested: str | None) -> None:
    assert rules.suggest(answers) == suggested


def test_words_of_an_owners_matter_keep_none_of_these_from_suggesting_a_partys_duty() -> None:
    found = rules.matters_in("从维修资金列支三万元")
    unsure = rules.matters_in("与其年年吵，不如把保安保洁都收回来自己雇人干。")
    assert [finding.sure for finding in unsure] == [False]
    assert rules.suggest(["none_of_these"], found) is None
    assert rules.suggest(["none_of_these"], unsure) == "PARTY_DUTY"
    assert rules.suggest(["none_of_these", "common_money"], found) == "OWNERS_ORDINARY"


def test_no_topic_comes_before_a_meeting_without_a_class_or_as_a_private_dispute() -> None:
    rules.check_may_accept("PARTY_DUTY")
    for code, reason in ((None, Reason.AUTHORITY_MISSING), ("MEDIATION", Reason.NOT_FOR_THIS_MEETING)):
        with pytest.raises(Refused) as refused:
            rules.check_may_accept(code)
        assert refused.value.reason is reason


def test_the_gate_never_speaks_without_a_reason() -> None:
    assert rules.gate_message("refer", "两户纠纷", "居委会调解") == "转给居委会调解。理由：两户纠纷"
    assert rules.gate_message("reject", " 已在办 ", "居委会") == "理由：已在办"
    for decision, reason, refer_to in (
        ("reject", "  ", ""),
        ("refer", "两户纠纷", " "),
        ("keep", "因为", ""),
    ):
        with pytest.raises(Refused):
            rules.gate_message(decision, reason, refer_to)


def test_a_published_agenda_takes_reports_but_no_more_votes() -> None:
    rules.check_may_place("vote", "PLANNED", published=False)
    rules.check_may_place("report", "PLANNED", published=True)
    for kind, state, published in (("vote", "PLANNED", True), ("report", "NOTICED", True)):
        with pytest.raises(Refused) as refused:
            rules.check_may_place(kind, state, published=published)
        assert refused.value.reason is Reason.WRONG_STATE


@pytest.mark.parametrize(
    "moved, direction, order",
    [(2, "up", [2, 1, 3]), (2, "down", [1, 3, 2]), (1, "up", [1, 2, 3]), (3, "down", [1, 2, 3])],
)
def test_an_item_moves_one_place_and_stays_at_the_ends(moved: int, direction: str, order: list[int]) -> None:
    assert rules.swapped([1, 2, 3], moved, direction) == order
