"""The period, the words and the frozen copy of a resolution, without a store."""

from __future__ import annotations

from datetime import date

import pytest

from deliberation.kernel import publicity
from deliberation.kernel.errors import Reason, Refused
from deliberation.publication import rules

BRANCH = rules.least_period("party_branch", 7, "平台默认规则")
COMMITTEE = rules.least_period("neighbourhood_committee", 7, "平台默认规则")


def test_seven_days_from_the_eleventh_of_march_end_on_the_eighteenth() -> None:
    assert rules.period_end(date(2026, 3, 11), 7) == date(2026, 3, 18)


@pytest.mark.parametrize("today, left", [(11, 7), (12, 7), (17, 2), (18, 1), (19, 0), (25, 0)])
def test_the_last_day_of_a_period_counts_as_one_and_the_day_of_posting_not_at_all(today: int, left: int) -> None:
    assert rules.days_left(date(2026, 3, today), date(2026, 3, 18), date(2026, 3, 11)) == left


def test_an_objection_on_the_last_day_is_in_time_and_a_day_later_it_is_not() -> None:
    rules.check_in_period(date(2026, 3, 18), date(2026, 3, 18))
    with pytest.raises(Refused) as refused:
        rules.check_in_period(date(2026, 3, 19), date(2026, 3, 18))
    assert refused.value.reason is Reason.PERIOD_OVER
    assert "2026年3月18日" in refused.value.message


def test_a_branch_may_publish_for_seven_days_and_not_for_six() -> None:
    rules.check_period(7, BRANCH)
    with pytest.raises(Refused) as refused:
        rules.check_period(6, BRANCH)
    assert refused.value.reason is Reason.PERIOD_TOO_SHORT


def test_what_the_neighbourhood_committee_organises_is_shown_fifteen_days_and_the_law_is_named() -> None:
    rules.check_period(15, COMMITTEE)
    with pytest.raises(Refused) as refused:
        rules.check_period(14, COMMITTEE)
    assert refused.value.reason is Reason.PERIOD_TOO_SHORT
    assert "居民委员会组织法" in refused.value.message
    assert "15" in refused.value.message


def test_a_longer_period_of_the_profile_holds_for_the_committee_too() -> None:
    least = rules.least_period("neighbourhood_committee", 30, "成都规则")
    assert (least.days, least.source) == (30, "成都规则")


def test_a_period_of_a_year_is_a_slip_of_the_keyboard() -> None:
    with pytest.raises(Refused) as refused:
        rules.check_period(365, BRANCH)
    assert refused.value.reason is Reason.INVALID_INPUT


@pytest.mark.parametrize(
    "number, written",
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四"), (99, "九十九")],
)
def test_points_are_numbered_in_chinese(number: int, written: str) -> None:
    assert rules.numeral(number) == written


@pytest.mark.parametrize("number", [0, 100, -1])
def test_there_is_no_numeral_for_a_hundredth_point(number: int) -> None:
    with pytest.raises(ValueError, match="numeral"):
        rules.numeral(number)


def test_only_what_was_carried_or_agreed_becomes_a_point() -> None:
    text = rules.draft_text(
        [
            ("CARRIED", "每晚十点关灯", False),
            ("LOST", "拆除凉亭", False),
            ("CONSENSUS", "物业每周报告。", False),
            ("WITHDRAWN", "加装门禁", False),
        ]
    )
    assert text == "一、每晚十点关灯。\n\n二、经协商一致，物业每周报告。"


def test_a_point_that_the_owners_must_decide_says_so_once() -> None:
    text = rules.draft_text([("CARRIED", "改造南出入口", True), ("CARRIED", "改造北门，提请业主共同决定。", True)])
    first, second = text.split("\n\n")
    assert first == "一、改造南出入口（本项为协商意见，提请业主共同决定）。"
    assert second == "二、改造北门，提请业主共同决定。"


def test_a_meeting_without_a_decision_says_that_there_is_none() -> None:
    assert rules.draft_text([("LOST", "拆除凉亭", False)]) == "本次会议没有形成决议。"


def test_a_phone_and_a_room_are_found_each_once_and_in_order() -> None:
    found = publicity.suspects([("标题", "关于3号楼2单元301的漏水"), ("正文", "请打13812345678，再打13812345678")])
    assert [(s.where, s.kind) for s in found] == [("标题", "room"), ("正文", "phone")]


def test_findings_must_be_confirmed_and_a_clean_text_needs_nothing() -> None:
    publicity.check_masking([], confirmed=False)
    found = publicity.suspects([("正文", "请打13812345678")])
    publicity.check_masking(found, confirmed=True)
    with pytest.raises(Refused) as refused:
        publicity.check_masking(found, confirmed=False)
    assert refused.value.reason is Reason.MASKING_UNCONFIRMED
    assert "13812345678" in refused.value.message


def test_every_kind_of_finding_has_a_name_in_chinese() -> None:
    text = "13812345678 370502199001011234 3号楼2单元301 鲁E12123"
    kinds = {s.kind for s in publicity.suspects([("正文", text)])}
    assert kinds == {"phone", "id_number", "room", "plate"}
    assert kinds <= set(rules.FINDING_LABELS)


def test_published_totals_hold_nothing_but_totals() -> None:
    tally = {"agree": 10, "oppose": 1, "abstain": 1, "not_cast": 0, "names": ["张秀兰"]}
    assert rules.totals(tally) == {"agree": 10, "oppose": 1, "abstain": 1, "not_cast": 0}
    assert rules.totals(None) is None


def test_the_fingerprint_does_not_depend_on_the_order_of_keys_but_on_every_word() -> None:
    assert rules.fingerprint({"a": 1, "b": "文"}) == rules.fingerprint({"b": "文", "a": 1})
    assert rules.fingerprint({"a": 1, "b": "文"}) != rules.fingerprint({"a": 1, "b": "字"})


def test_several_motions_of_an_item_stand_under_one_heading() -> None:
    one, two, other = ({"item": "供暖", "text": "甲"}, {"item": "供暖", "text": "乙"}, {"item": "车棚", "text": "丙"})
    assert rules.by_item([one, two, other]) == [(1, "供暖", [one, two]), (2, "车棚", [other])]
    assert rules.by_item([]) == []
