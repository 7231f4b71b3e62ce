"""The light of an order day by day, its number, its first unit, what residents may read at once."""

from __future__ import annotations

import re
from datetime import date

import pytest

from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import TABLE
from deliberation.kernel.workflow import BY_ITSELF
from deliberation.supervision import rules
from deliberation.supervision.rules import Standing, Unit, first_unit, light, light_word, next_number, suspects


def october(day: int, progress: int = 0, reported: int | None = None, state: str = "IN_PROGRESS") -> tuple[str, str]:
    """Light and word of the order of 13 October 2026, due on the 28th, on a day of that month."""
    order = Standing(
        state, date(2026, 10, 13), date(2026, 10, 28), progress, date(2026, 10, reported) if reported else None
    )
    today = date(2026, 10, day)
    return light(order, today), light_word(order, today)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (24, ("green", "正常")),
        (25, ("yellow", "临期")),
        (28, ("yellow", "临期")),
        (29, ("red", "逾期")),
    ],
)
def test_the_example_of_the_domain_reference(day: int, expected: tuple[str, str]) -> None:
    assert october(day, progress=80, reported=day - 1 if day > 24 else 22) == expected


@pytest.mark.parametrize(("progress", "expected"), [(54, "正常"), (53, "滞后")])
def test_more_than_twenty_points_behind_the_time_gone_is_late(progress: int, expected: str) -> None:
    """On 24 October 11 of 15 days are gone, 73.33 per cent: 53.33 is the line, 53 is behind it."""
    assert october(24, progress, reported=24)[1] == expected


def test_exactly_twenty_points_behind_is_still_green() -> None:
    """3 of 15 days are exactly 20 per cent."""
    assert october(16, progress=0) == ("green", "正常")
    assert october(17, progress=0) == ("yellow", "滞后")


@pytest.mark.parametrize(("day", "expected"), [(23, ("green", "正常")), (24, ("yellow", "久未报告"))])
def test_seven_days_without_a_report_are_yellow(day: int, expected: tuple[str, str]) -> None:
    assert october(day, progress=70, reported=17) == expected


def test_the_days_before_the_first_report_count_from_the_issue() -> None:
    order = Standing("ISSUED", date(2026, 10, 13), date(2026, 12, 13), 0)
    assert light(order, date(2026, 10, 19)) == "green"
    assert light_word(order, date(2026, 10, 20)) == "久未报告"


@pytest.mark.parametrize(
    ("today", "progress", "expected"),
    [(date(2026, 4, 20), 40, "green"), (date(2026, 5, 2), 70, "yellow")],
)
def test_the_works_of_scenario_a(today: date, progress: int, expected: str) -> None:
    """A17: issued 3 April, due 5 May; 53 per cent of the time gone on 20 April, three days left on 2 May."""
    assert light(Standing("IN_PROGRESS", date(2026, 4, 3), date(2026, 5, 5), progress, today), today) == expected


def test_an_order_due_on_the_day_of_its_issue_is_near_its_end() -> None:
    order = Standing("ISSUED", date(2026, 10, 13), date(2026, 10, 13), 0)
    assert light(order, date(2026, 10, 13)) == "yellow"


@pytest.mark.parametrize("state", ["ACCEPTED_RESULT", "CLOSED"])
def test_what_is_done_is_blue_whatever_the_day(state: str) -> None:
    assert october(31, 100, state=state) == ("blue", "办结")


@pytest.mark.parametrize(("reported", "expected"), [(28, "green"), (29, "red")])
def test_a_unit_that_reported_completion_is_judged_by_that_day(reported: int, expected: str) -> None:
    assert october(31, 100, reported, "COMPLETION_REPORTED")[0] == expected


def test_the_clock_runs_on_for_what_was_sent_back() -> None:
    assert october(29, 60, 27, "REWORK") == ("red", "逾期")


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        ("IN_PROGRESS", 20, ("正常",)),
        ("COMPLETION_REPORTED", 20, ("待验收",)),
        ("COMPLETION_REPORTED", 29, ("逾期", "待验收")),
        ("REWORK", 20, ("退回重办",)),
        ("REWORK", 26, ("临期", "退回重办")),
        ("ACCEPTED_RESULT", 31, ("验收通过",)),
        ("CLOSED", 31, ("办结",)),
    ],
)
def test_residents_read_how_far_the_check_is(state: str, day: int, expected: tuple[str, ...]) -> None:
    code, word = october(day, 100, day, state)
    assert rules.public_words(code, word, state) == expected


@pytest.mark.parametrize("state", ["DRAFT", "REFUSED", "CANCELLED"])
def test_an_order_that_binds_nobody_has_no_light(state: str) -> None:
    assert october(29, state=state) == ("", "")


def test_every_light_has_a_sign_and_a_word() -> None:
    given = {
        october(day, progress, state=state)[0]
        for state in rules.ORDER_FLOW.states
        for day in (14, 20, 29)
        for progress in (0, 100)
    }
    assert given - {""} <= set(rules.LIGHTS)
    assert {"", "green", "yellow", "red", "blue"} <= given
    signs, words = zip(*rules.LIGHTS.values(), strict=True)
    assert all(sign.strip() for sign in signs)
    assert all(word.strip() for word in words)
    assert len(set(signs)) == len(set(words)) == len(rules.LIGHTS), "two lights that look or read alike"


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], "D-001"), (["D-031"], "D-032"), (["D-009", "D-010"], "D-011"), (["D-999"], "D-1000"), (["旧-7"], "D-001")],
)
def test_the_next_number_follows_the_highest(numbers: list[str], expected: str) -> None:
    assert next_number(numbers) == expected


@pytest.mark.parametrize("number", ["32", "D-1", "E-032", "D-03２x", "D-1234567", "D-²²²²²²²"])
def test_a_number_that_is_none_is_refused(number: str) -> None:
    assert {rules.check_number(typed) for typed in ("D-032", "d032", "Ｄ－０３２ ")} == {"D-032"}
    with pytest.raises(Refused) as refused:
        rules.check_number(number)
    assert refused.value.reason is Reason.INVALID_INPUT


FIRM = Unit(1, "property_firm", "安居物业公司")
COMMITTEE = Unit(2, "owners_committee", "业主委员会")
GRID = Unit(3, "grid_worker", "网格员")
OFFICE = Unit(4, "department", "街道城建办")
UNITS = (FIRM, COMMITTEE, GRID, OFFICE)


@pytest.mark.parametrize(
    ("text", "binds", "category", "expected"),
    [
        ("由物业企业会同供热企业于10月28日前完成。", "PARTY_DUTY", "facility", FIRM),
        ("费用由街道城建办核定，由物业企业垫付。", "PARTY_DUTY", "facility", OFFICE),
        ("网格员5日内完成登记，由网格员入户。", "PARTY_DUTY", "other", GRID),
        ("督促缴费。", "COMMITTEE", "property_service", COMMITTEE),
        ("检修换热站。", "GOVERNMENT_OR_UTILITY", "facility", OFFICE),
        ("公布公共收益。", "PARTY_DUTY", "fund", COMMITTEE),
        ("楼道堆物请劝说。", "PARTY_DUTY", "neighbour", GRID),
        ("修好路灯。", "PARTY_DUTY", "facility", FIRM),
    ],
)
def test_the_unit_is_the_one_that_is_charged_or_whose_duty_it_is(
    text: str, binds: str, category: str, expected: Unit
) -> None:
    assert first_unit(text, binds, category, UNITS) == expected


def test_a_form_presets_only_the_unit_that_is_charged_by_name() -> None:
    assert rules.charged_unit("费用由街道城建办核定，由物业企业垫付。", UNITS) == OFFICE
    assert rules.charged_unit("修好路灯。", UNITS) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027年3月31日前由物业企业完成。", date(2027, 3, 31)),
        ("请在 2026 年 12 月 5 日完成验收。", date(2026, 12, 5)),
        ("由物业企业于11月14日前完成，12月1日前验收。", date(2026, 11, 14)),
        ("11月14日（周六）18:00之前补种。", date(2026, 11, 14)),
        ("10月28日前供热。", date(2027, 10, 28)),
        ("11月11日起施工，11月30日以前完成。", date(2026, 11, 30)),
        ("2026年11月12日至2026年11月20日公示。", date(2026, 11, 20)),
        ("按2025年6月1日的方案，11月30日前完成。", date(2026, 11, 30)),
        ("按11月14日的方案办。", None),
        ("2月30日前完成。", None),
        ("2026年11月9日前完成。", None),
        ("尽快办理。", None),
    ],
)
def test_the_first_date_is_the_one_that_the_decision_names(text: str, expected: date | None) -> None:
    decided = date(2026, 11, 10)
    assert rules.date_in(text, decided, decided) == expected


def test_a_date_that_has_gone_by_since_the_meeting_is_not_taken() -> None:
    met, today = date(2026, 11, 10), date(2026, 11, 21)
    assert rules.date_in("11月14日前完成。", met, today) is None
    assert rules.date_in("11月14日前报方案，11月21日前完成。", met, today) == today
    assert rules.date_in("2月29日前完成。", date(2028, 3, 1), date(2028, 3, 1)) is None


def test_without_the_usual_unit_the_first_one_is_taken() -> None:
    assert first_unit("修好路灯。", "PARTY_DUTY", "facility", (GRID,)) == GRID
    assert first_unit("修好路灯。", "PARTY_DUTY", "facility", ()) is None


@pytest.mark.parametrize(
    ("title", "due", "what"),
    [
        ("  ", date(2026, 3, 25), "请写明要办的事"),
        ("修路灯", date(2026, 3, 10), "不能早于今天"),
        ("修3号楼2单元301的门", date(2026, 3, 25), "3号楼2单元301"),
        ("回复13812345678", date(2026, 3, 25), "13812345678"),
    ],
)
def test_words_that_cannot_stand_are_refused(title: str, due: date, what: str) -> None:
    rules.check_words("修路灯", date(2026, 3, 11), date(2026, 3, 11))
    with pytest.raises(Refused) as refused:
        rules.check_words(title, due, date(2026, 3, 11))
    assert refused.value.reason is Reason.INVALID_INPUT
    assert what in refused.value.message


@pytest.mark.parametrize(("progress", "text"), [(-1, "办了"), (101, "办了"), (50, " ")])
def test_a_report_needs_words_and_a_whole_per_cent(progress: int, text: str) -> None:
    rules.check_progress(50, "办了")
    with pytest.raises(Refused) as refused:
        rules.check_progress(progress, text)
    assert refused.value.reason is Reason.INVALID_INPUT


def test_a_report_is_looked_at_for_personal_data_and_names() -> None:
    assert suspects("已铺沥青40米。", ["孙玉兰"]) == []
    assert suspects("已告知孙玉兰，电话13812345678。", ["孙玉兰"]) == ["13812345678", "孙玉兰"]


def test_every_act_has_a_permission_and_every_step_a_name() -> None:
    for act in rules.ORDER_FLOW.all:
        assert act.permission in TABLE or act.permission == BY_ITSELF, act.name
        assert re.search(r"[\u4e00-\u9fff]", act.label), act.name


def test_only_after_the_check_an_order_is_closed() -> None:
    assert [s for s in rules.ORDER_FLOW.states if rules.ORDER_FLOW.can(s, "order.close")] == ["ACCEPTED_RESULT"]
