"""The owners' committee place by place: size, term, alternates, posting of candidates, and when a part is one."""

from __future__ import annotations

from datetime import date

import pytest

from deliberation.kernel.errors import Refused
from deliberation.kernel.methods.slate import contest_problem
from deliberation.organisation.rules.places import PROVINCES
from deliberation.owners.rules.committee import (
    alternates_problem,
    committee_rules,
    formed_said,
    joint_problem,
    posting_problem,
    posting_said,
    size_problem,
    slate_problem,
    standing,
    term_of,
    term_problem,
    voting_from,
)
from deliberation.owners.rules.elections import (
    CandidateDraft,
    Owned,
    checked_candidate,
    demand_declared,
    on_the_ballot,
    owner_meant,
    parts_of,
)

BIG = (628, 5_000_000)
"""Households and 0.01 ㎡ of a compound that is not small."""


@pytest.mark.parametrize(
    ("city", "province", "fits", "fails", "article"),
    [
        ("东营市", "山东省", (5, 7, 19), (3, 4, 6), "第三十条"),
        ("青岛市", "", (3, 5, 21), (1, 4), "第三十五条"),
        ("潍坊市", "", (5, 11), (3, 13), "第三十四条"),
        ("聊城市", "", (3, 21), (1, 2), "第二十二条"),
        ("菏泽市", "", (5, 11), (3, 13), "第十条"),
        ("", "四川省", (5, 15), (3, 17, 8), "第三十二条"),
        ("成都市", "", (5, 15), (17,), "第三十二条"),
        ("杭州市", "", (5, 11), (3, 13), "第二十七条"),
        ("宁波市", "浙江省", (5, 21), (3,), "第二十九条"),
        ("清远市", "", (5, 11), (3, 13), "第三十一条"),
        ("上海市", "", (5, 17), (3,), "第二十条"),
        ("丽水市", "", (5, 11), (3, 13), "第十四条"),
        ("眉山市", "四川省", (5, 15), (3, 17), "第二十二条"),
        ("天津市", "", (5, 15), (17,), "第二十五条"),
        ("某市", "", (5, 11), (3, 13), "274号"),
    ],
)
def test_the_size_is_odd_and_as_the_place_allows(
    city: str, province: str, fits: tuple[int, ...], fails: tuple[int, ...], article: str
) -> None:
    rules = committee_rules(city, province)
    assert [size_problem(rules, number, *BIG) for number in fits] == [""] * len(fits)
    said = [size_problem(rules, number, *BIG) for number in fails]
    assert [article in one for one in said] == [True] * len(fails)


@pytest.mark.parametrize(
    ("city", "households", "area", "lawful"),
    [
        ("杭州市", 100, 9_000_000, True),
        ("杭州市", 101, 900_000, False),
        ("北京市", 100, 9_000_000, True),
        ("北京市", 101, 900_000, False),
        ("上海市", 400, 1_000_000, True),
        ("上海市", 80, 1_000_001, False),
    ],
)
def test_a_small_compound_may_have_three(city: str, households: int, area: int, *, lawful: bool) -> None:
    """杭州 §27 and 北京 §39 count a hundred households, 上海 §20 ten thousand square metres."""
    assert (size_problem(committee_rules(city), 3, households, area) == "") is lawful


@pytest.mark.parametrize(
    ("city", "years", "lawful"),
    [
        ("青岛市", 5, True),
        ("青岛市", 6, False),
        ("青岛市", 1, True),
        ("杭州市", 3, True),
        ("杭州市", 2, False),
        ("上海市", 5, True),
        ("上海市", 6, False),
        ("达州市", 2, False),
        ("某市", 5, True),
        ("某市", 0, False),
    ],
)
def test_the_term_is_as_long_as_the_place_allows(city: str, years: int, *, lawful: bool) -> None:
    assert (term_problem(committee_rules(city), years) == "") is lawful


def test_alternates_are_half_of_the_members_in_chengdu_and_as_many_in_zibo() -> None:
    assert [alternates_problem(committee_rules("成都市"), n, 7) != "" for n in (3, 4)] == [False, True]
    assert [alternates_problem(committee_rules("淄博市"), n, 7) != "" for n in (7, 8)] == [False, True]
    assert "第三十六条" in alternates_problem(committee_rules("成都市"), 4, 7)


@pytest.mark.parametrize(
    ("city", "province", "first"),
    [
        ("杭州市", "", date(2026, 3, 17)),  # 15 days before, 7 days shown
        ("宁波市", "", date(2026, 3, 13)),  # ten whole days
        ("清远市", "", date(2026, 3, 17)),
        ("东营市", "山东省", date(2026, 3, 17)),
        ("某市", "", date(2026, 3, 10)),  # the platform's own seven days
    ],
)
def test_candidates_posted_on_the_second_of_march_may_be_voted_on_from(city: str, province: str, first: date) -> None:
    rules, posted = committee_rules(city, province), date(2026, 3, 2)
    assert voting_from(rules, posted) == first
    assert posting_problem(rules, posted, first) == ""
    assert "最早可于" in posting_problem(rules, posted, first.replace(day=first.day - 1))
    assert "还没有登记公示" in posting_problem(rules, None, first)


def test_a_posting_that_ends_on_a_holiday_goes_on_until_after_it() -> None:
    """民法典 203, as everywhere in the house."""
    ends = {date(2026, 3, 2): date(2026, 3, 13)}
    found = voting_from(committee_rules("宁波市"), date(2026, 3, 2), lambda start, _days: ends[start])
    assert found == date(2026, 3, 14)


def test_what_no_text_says_is_called_the_platforms_own() -> None:
    silent = committee_rules("某市")
    assert "平台默认规则" in posting_said(silent)
    assert "平台默认规则" in silent.term.source
    assert "平台默认规则" in formed_said(silent)
    assert "第二十七条" in formed_said(committee_rules("杭州市"))
    assert "首次业主大会会议" in committee_rules("青岛市").posting.source


def test_every_city_that_is_offered_has_every_figure_with_a_source() -> None:
    for province, cities in PROVINCES.items():
        for city in cities or ("",):
            rules = committee_rules(city, province)
            figures = (rules.size, rules.term, rules.posting, rules.alternates, rules.filing, rules.joint)
            assert all(figure.source for figure in figures)
            assert (rules.filing.days, bool(rules.declarations)) == (30, True)


def test_a_joint_proposal_needs_ten_owners_in_sichuan_and_a_fifth_of_them_in_liaocheng() -> None:
    assert [joint_problem(committee_rules("成都市"), n, 300) == "" for n in (9, 10)] == [False, True]
    assert [joint_problem(committee_rules("聊城市"), n, 301) == "" for n in (60, 61)] == [False, True]
    assert [joint_problem(committee_rules("某市"), n, 300) == "" for n in (1, 2)] == [False, True]


def test_as_many_names_as_seats_need_a_reason_and_fewer_are_never_enough() -> None:
    assert slate_problem(6, 5, "") == ""
    assert "平台默认规则" in slate_problem(5, 5, " ")
    assert slate_problem(5, 5, "再没有人愿意参选") == ""
    assert "名单上只有 4 人" in slate_problem(4, 5, "再没有人愿意参选")
    assert (contest_problem(6, 5), contest_problem(5, 5) != "") == ("", True)


@pytest.mark.parametrize(
    ("elected", "agreed", "least", "state"),
    [
        (5, 5, 5, "FULL"),
        (7, 7, 5, "FULL"),
        (5, 7, 5, "FORMED"),
        (6, 11, 5, "FORMED"),
        (5, 11, 5, "SHORT"),
        (4, 5, 5, "SHORT"),
        (0, 5, 5, "SHORT"),
        (1, 3, 3, "SHORT"),
    ],
)
def test_a_part_is_a_committee_with_the_legal_minimum_and_more_than_half(
    elected: int, agreed: int, least: int, state: str
) -> None:
    """杭州 §27: five of eleven reach the minimum and are not more than half."""
    assert standing(elected, agreed, least) == state


def test_a_term_ends_the_day_before_it_began_years_ago() -> None:
    assert term_of(date(2026, 3, 1), 5) == date(2031, 2, 28)
    assert term_of(date(2028, 2, 29), 3) == date(2031, 2, 28)


UNITS = [
    Owned(1, ("张三",), False, "1号楼", ("1号楼1单元101",)),
    Owned(2, ("李四", "王五"), False, "1号楼", ("1号楼2单元101",)),
    Owned(3, ("东安商贸有限公司",), True, "商1号楼", ("商1号楼2",)),
]


@pytest.mark.parametrize(
    ("name", "room", "is_agent", "owner"),
    [
        ("张三", "1-1-101", False, 1),
        ("王五", "1号楼2单元101", False, 2),
        ("赵六", "商1号楼2", True, 3),
        ("赵六", "1-1-101", False, 0),
        ("张三", "1-2-101", False, 0),
        ("赵六", "1-1-101", True, 0),
    ],
)
def test_who_stands_is_an_owner_in_the_roster_or_sent_by_a_company_that_is(
    name: str, room: str, owner: int, *, is_agent: bool
) -> None:
    draft = CandidateDraft(name, room, "SELF", is_agent=is_agent)
    if owner:
        assert owner_meant(draft, UNITS).owner_id == owner
    else:
        with pytest.raises(Refused):
            owner_meant(draft, UNITS)


def test_a_candidate_has_a_name_a_room_and_somebody_who_put_him_forward() -> None:
    rules = committee_rules("成都市")
    good = CandidateDraft(" 张 三 ", " 1-1-101 ", "JOINT", 12)
    assert checked_candidate(good, rules, 300) == CandidateDraft("张三", "1-1-101", "JOINT", 12)
    for wrong in (
        CandidateDraft("", "1", "SELF"),
        CandidateDraft("张三", " ", "SELF"),
        CandidateDraft("张三", "1", ""),
        CandidateDraft("张三", "1", "JOINT", 9),
    ):
        with pytest.raises(Refused):
            checked_candidate(wrong, rules, 300)


def test_what_the_text_demands_is_affirmed_and_what_the_owners_rules_may_demand_need_not_be() -> None:
    shanghai, hangzhou = committee_rules("上海市"), committee_rules("杭州市")
    everything = [one.code for one in shanghai.declarations]
    assert demand_declared(shanghai, reversed(everything)) == everything
    with pytest.raises(Refused):
        demand_declared(shanghai, everything[:-1])
    assert demand_declared(hangzhou, ["ABLE", "蛇"]) == ["ABLE"]


def test_the_posting_names_the_building_and_the_room_only_where_the_text_wants_it() -> None:
    assert on_the_ballot("张三", "3号楼", "3号楼1单元101", with_room=False) == "张三（3号楼）"
    assert on_the_ballot("张三", "3号楼", "3号楼1单元101", with_room=True) == "张三（3号楼1单元101）"
    assert on_the_ballot("张三", "3号楼", "101", with_room=True) == "张三（3号楼 101）"
    assert [committee_rules(city).posting.with_room for city in ("宁波市", "清远市", "杭州市")] == [True, True, False]


def outcome(code: str, heads: int, state: str, *, met: bool) -> dict[str, object]:
    return {"code": code, "heads": heads, "state": state, "chosen": state == "ELECTED", "tests": [{"met": met}]}


def test_who_had_enough_and_found_no_seat_is_an_alternate_in_the_order_of_votes() -> None:
    verdict = {
        "outcomes": [
            outcome("o1", 60, "NOT_ELECTED", met=True),
            outcome("o2", 80, "ELECTED", met=True),
            outcome("o3", 65, "NOT_ELECTED", met=True),
            outcome("o4", 40, "NOT_ELECTED", met=False),
            outcome("o5", 90, "ELECTED", met=True),
        ]
    }
    assert parts_of(verdict, 2) == {
        "o5": ("ELECTED", 1),
        "o2": ("ELECTED", 2),
        "o3": ("ALTERNATE", 1),
        "o1": ("ALTERNATE", 2),
        "o4": ("NOT_ELECTED", 1),
    }
    assert parts_of(verdict, 1)["o1"] == ("NOT_ELECTED", 1)
    assert parts_of(verdict, 0)["o3"] == ("NOT_ELECTED", 1)


def test_without_a_quorum_everybody_stands_again() -> None:
    verdict = {"outcomes": [outcome("o1", 60, "NO_RESULT", met=False)]}
    assert parts_of(verdict, 2) == {"o1": ("RUN_OFF", 1)}
