"""Every shipped figure says where it is written, or that it is the platform's own: law and default never look alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from deliberation.kernel.errors import Refused
from deliberation.organisation.papers import all_in_words
from deliberation.organisation.rules import OwnersRules, RuleProfile, parse_any, shipped_data
from deliberation.organisation.rules.owners import check_channels
from deliberation.organisation.rules.places import CITY_SYSTEM_ONLY, PROVINCES, only_system
from deliberation.organisation.rules.sources import EVERY, carried, origin_of, read, source_of

SETS = {data["code"]: data for data in shipped_data()}
NOT_READ = {"guangdong": "广东省", "jiangsu": "江苏省", "hubei": "湖北省", "chongqing": "重庆市"}
"""Provinces whose text was found in no place that can be read: their sets say so and keep to the Civil Code."""
OWNERS = [code for code, data in SETS.items() if data["body"] in {"owners_assembly", "affected_owners"}]


def rules_of(code: str) -> Any:
    return parse_any(SETS[code])


@pytest.mark.parametrize("code", SETS)
def test_every_shipped_figure_names_its_article_or_is_called_a_default(app: Flask, code: str) -> None:
    with app.test_request_context():
        lines = [line for line in all_in_words(rules_of(code)) if line.figure]
    assert len(lines) > 8
    for line in lines:
        assert line.origin != "UNSAID", line.label
        if line.origin == "LAW":
            assert "《" in line.source, line


@pytest.mark.parametrize("code", SETS)
def test_every_article_that_is_named_has_the_name_of_its_law_and_its_number(code: str) -> None:
    sources = [SETS[code]["publication_source"], *SETS[code]["sources"].values(), SETS[code]["source"]]
    for source in (one for one in sources if origin_of(one) == "LAW"):
        assert "》" in source, source
        assert "第" in source, source
        assert "条至第四十" not in source, source


@pytest.mark.parametrize(
    ("code", "first", "policy", "unclear", "announce", "shown", "unit"),
    [
        ("civil-code-278", date(2021, 1, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("shandong-owners", date(2021, 12, 3), "STRICT", "VOID", 3, 7, "DAYS"),
        ("jinan-owners", date(2022, 5, 1), "STRICT", "VOID", 3, 7, "DAYS"),
        ("qingdao-owners", date(2021, 5, 1), "STRICT", "VOID", 3, 3, "DAYS"),
        ("weifang-owners", date(2022, 3, 1), "STRICT", "VOID", 3, 7, "DAYS"),
        ("zibo-owners", date(2021, 12, 1), "STRICT", "VOID", 3, 7, "DAYS"),
        ("liaocheng-owners", date(2021, 3, 1), "STRICT", "VOID", 3, 7, "DAYS"),
        ("heze-owners", date(2022, 1, 21), "STRICT", "VOID", 3, 7, "DAYS"),
        ("beijing-owners", date(2024, 3, 29), "STRICT", "VOID", 3, 7, "DAYS"),
        ("tianjin-owners", date(2021, 11, 29), "STRICT", "VOID", 0, 7, "DAYS"),
        ("shanghai-owners", date(2021, 1, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("hangzhou-owners", date(2022, 3, 1), "STRICT", "VOID", 0, 15, "DAYS"),
        ("ningbo-owners", date(2022, 4, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("shaoxing-owners", date(2021, 1, 1), "STRICT", "VOID", 0, 5, "WORKING_DAYS"),
        ("huzhou-owners", date(2021, 5, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("zhoushan-owners", date(2019, 9, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("sichuan-owners", date(2022, 5, 1), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("chengdu-owners", date(2024, 10, 1), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("deyang-owners", date(2025, 3, 1), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("hengshui-owners", date(2025, 7, 29), "STRICT", "VOID", 0, 15, "DAYS"),
        ("qinhuangdao-owners", date(2024, 7, 25), "ABSTAIN", "ABSTAIN", 0, 7, "DAYS"),
        ("zhengzhou-owners", date(2021, 10, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("qingyuan-owners", date(2023, 2, 1), "STRICT", "VOID", 7, 15, "DAYS"),
        ("binzhou-owners", date(2019, 10, 1), "STRICT", "VOID", 3, 7, "DAYS"),
        ("rizhao-owners", date(2018, 1, 1), "STRICT", "VOID", 3, 7, "DAYS"),
        ("wenzhou-owners", date(2017, 5, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("lishui-owners", date(2019, 7, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("zhejiang-owners", date(2006, 10, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("nanchong-owners", date(2024, 7, 1), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("suining-owners", date(2025, 10, 1), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("dazhou-owners", date(2025, 1, 1), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("zigong-owners", date(2024, 9, 29), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("luzhou-owners", date(2024, 1, 1), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("mianyang-owners", date(2023, 5, 1), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("meishan-owners", date(2024, 5, 29), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("ziyang-owners", date(2023, 1, 1), "ABSTAIN", "ABSTAIN", 3, 30, "DAYS"),
        ("guangdong-owners", date(2021, 1, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("jiangsu-owners", date(2021, 1, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("hubei-owners", date(2021, 1, 1), "STRICT", "VOID", 0, 7, "DAYS"),
        ("chongqing-owners", date(2021, 1, 1), "STRICT", "VOID", 0, 7, "DAYS"),
    ],
)
def test_the_owners_of_a_place_have_the_figures_of_its_text(
    code: str, first: date, policy: str, unclear: str, announce: int, shown: int, unit: str
) -> None:
    for one in (code, "civil-code-278-affected" if code == "civil-code-278" else code.replace("-owners", "-affected")):
        rules = rules_of(one)
        assert rules.valid_from == first
        assert (rules.policy, rules.unclear) == (policy, unclear)
        assert (rules.announce_within_days, rules.publication_days, rules.publication_unit) == (announce, shown, unit)
        assert (rules.notice_days, rules.special_notice_days) == (15, 7 if code == "hangzhou-owners" else None)
        assert rules.proxy_max == (3 if code == "weifang-owners" else None)


def test_the_table_above_leaves_out_no_place() -> None:
    assert len(OWNERS) == 2 * 40
    assert {SETS[code]["place"] for code in OWNERS} - {""} <= {
        *PROVINCES,
        *(c for all_ in PROVINCES.values() for c in all_),
    }


@pytest.mark.parametrize(
    ("code", "quorum", "majority", "notice", "agenda", "announce", "shown", "article"),
    [
        ("shandong-committee-2021", "三分之二以上", "过半数", 7, 0, 3, 7, "第三十二条"),
        ("national-committee-2009", "过半数", "半数以上", 7, 0, 3, 7, "第三十七条"),
        ("qingdao-committee-2021", "过半数", "过半数", 7, 0, 3, 3, "第三十八条、第四十四条"),
        ("weifang-committee", "三分之二以上", "过半数", 7, 5, 3, 7, "第三十七条"),
        ("zibo-committee", "三分之二以上", "过半数", 7, 5, 3, 7, "第三十二条"),
        ("hangzhou-committee-2022", "过半数", "过半数", 7, 0, 3, 15, "第二十九条"),
        ("ningbo-committee", "过半数", "过半数", 3, 0, 3, 7, "第三十三条"),
        ("huzhou-committee", "过半数", "半数以上", 3, 0, 3, 7, "第十六条第二款"),
        ("shaoxing-committee", "半数以上", "半数以上", 7, 0, 3, 5, "第二十一条"),
        ("zhoushan-committee", "半数以上", "半数以上", 7, 0, 3, 7, "第二十三条"),
        ("beijing-committee-2024", "过半数", "过半数", 7, 5, 3, 7, "第四十五条"),
        ("shanghai-committee-2020", "过半数", "过半数", 7, 0, 3, 7, "第二十六条"),
        ("tianjin-committee", "过半数", "半数以上", 7, 0, 3, 7, "第二十八条"),
        ("qinhuangdao-committee", "过半数", "过半数", 7, 0, 3, 7, "第二十五条第三款"),
        ("sichuan-committee", "过半数", "过半数", 7, 0, 3, 30, "第三十二条"),
        ("chengdu-committee", "过半数", "过半数", 7, 3, 3, 30, "第三十八条"),
        ("lishui-committee", "过半数", "过半数", 7, 0, 3, 7, "第十九条"),
        ("dazhou-committee", "过半数", "过半数", 7, 0, 3, 30, "第十八条"),
        ("ziyang-committee", "过半数", "过半数", 7, 0, 3, 30, "第二十条"),
        ("meishan-committee", "过半数", "过半数", 7, 0, 3, 30, "第二十六条"),
    ],
)
def test_a_committee_decides_as_the_text_of_its_place_says(
    code: str, quorum: str, majority: str, notice: int, agenda: int, announce: int, shown: int, article: str
) -> None:
    rules = rules_of(code)
    assert [(share.base, share.threshold.name) for share in rules.quorum] == [("sitting_members", quorum)]
    assert (rules.majority.base, rules.majority.threshold.name) == ("sitting_members", majority)
    assert (rules.notice_days, rules.agenda_days, rules.announce_within_days) == (notice, agenda, announce)
    assert (rules.publication_days, rules.proxy_max) == (shown, 0)
    assert rules.source.endswith(article)


@pytest.mark.parametrize(
    ("code", "days", "unit", "article"),
    [
        ("beijing-management-committee", 10, "WORKING_DAYS", "第五十七条"),
        ("qingyuan-management-committee", 10, "DAYS", "第三十一条"),
    ],
)
def test_a_management_committee_needs_half_of_its_members_and_half_of_its_owners(
    code: str, days: int, unit: str, article: str
) -> None:
    rules = rules_of(code)
    assert [share.base for share in rules.quorum] == ["sitting_members", "owner_members"]
    assert {share.threshold.name for share in rules.quorum} == {"过半数"}
    assert (rules.publication_days, rules.publication_unit, rules.announce_within_days) == (days, unit, 3)
    assert rules.source.endswith(article)


def test_every_committee_of_the_store_stands_in_one_of_the_tables() -> None:
    committees = [code for code, data in SETS.items() if data["body"] in {"owners_committee", "management_committee"}]
    assert len(committees) == 20 + 2


def test_a_first_day_without_a_text_is_marked_and_one_with_a_text_is_not() -> None:
    unproved = {code for code in OWNERS if origin_of(source_of(rules_of(code).sources, "valid_from")) == "UNPROVED"}
    places = {
        "shandong",
        "jinan",
        "beijing",
        "shanghai",
        "hengshui",
        "heze",
        "tianjin",
        "qinhuangdao",
        "zigong",
        "meishan",
        *NOT_READ,
    }
    assert unproved == {f"{place}-{part}" for place in places for part in ("owners", "affected")}
    assert "第九十三条" in rules_of("qingdao-owners").sources["valid_from"]


def test_the_part_owners_of_a_place_follow_practice_unless_the_text_speaks_of_them() -> None:
    lawful = {
        code for code in OWNERS if code.endswith("-affected") and origin_of(rules_of(code).sources["body"]) == "LAW"
    }
    assert lawful == {"shanghai-affected"}
    assert "第八十四条第二款" in rules_of("chengdu-affected").sources["body"]
    for code in (one for one in OWNERS if one.endswith("-affected") and one != "shanghai-affected"):
        assert "通行做法" in rules_of(code).source, code


def test_the_representatives_meeting_has_no_notice_of_ten_days_and_the_residents_meeting_has() -> None:
    assert rules_of("residents-representatives-2026").notice_days == 0
    residents = rules_of("residents-meeting-2026")
    assert (residents.notice_days, "第二十六条" in residents.sources["notice_days"]) == (10, True)


def test_zhoushan_says_that_its_old_shares_are_superseded_and_liaocheng_that_the_covenant_decides_on_silence() -> None:
    assert "第十六条的旧比例" in rules_of("zhoushan-owners").note
    assert "由管理规约规定" in rules_of("liaocheng-owners").note


@pytest.mark.parametrize(
    ("place", "whose"),
    [
        ("济南市", "市里"),
        ("清远市", "市里"),
        ("北京市", "市里"),
        ("四川省", "省里"),
        ("成都市", "省里"),
        ("德阳市", "省里"),
    ],
)
def test_where_the_law_knows_one_system_a_vote_on_this_platform_is_not_written(place: str, whose: str) -> None:
    data = next(data for data in SETS.values() if data.get("place") == place and data["body"] == "owners_assembly")
    rules = parse_any(data | {"channels": ["PAPER", "ONLINE"]})
    assert isinstance(rules, OwnersRules)
    with pytest.raises(Refused) as refused:
        check_channels(rules)
    article = CITY_SYSTEM_ONLY.get(place, CITY_SYSTEM_ONLY["四川省"])
    assert f"只能用{whose}的电子投票系统（{article}）" in refused.value.message


@pytest.mark.parametrize("place", ["南充市", "遂宁市", "达州市", "自贡市"])
def test_a_city_without_a_set_of_its_own_has_the_system_of_its_province(place: str) -> None:
    assert only_system(place) == ("省里", CITY_SYSTEM_ONLY["四川省"])
    assert only_system("杭州市") is None


def test_a_source_is_known_by_its_first_words() -> None:
    found = [
        origin_of(one)
        for one in ("《民法典》第一条", "平台默认规则：七日", "通行做法：参照", "没有查到原文", "没有规定", "")
    ]
    assert found == ["LAW", "DEFAULT", "PRACTICE", "UNPROVED", "NOTHING", "UNSAID"]


def test_a_source_of_a_figure_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read({"sources": {"moon": "《月球法》第一条"}}, ("quorum",))
    assert "不认识的项目：moon" in refused.value.message
    assert read({"sources": {EVERY: "平台默认规则", "quorum": ""}}, ("quorum",)) == {
        EVERY: "平台默认规则",
        "quorum": "",
    }
    assert read({}, ("quorum",)) == {}


def test_a_figure_that_is_changed_loses_its_article_and_the_others_keep_theirs() -> None:
    before = SETS["sichuan-owners"]
    kept = carried(parse_any(before), parse_any(before | {"notice_days": 20, "proxy_barred": ["property_firm"]}))
    assert (kept["notice_days"], kept["proxy"]) == ("", "")
    assert kept["policy"] == before["sources"]["policy"]
    assert carried(parse_any(before), parse_any(before)) == before["sources"]
    five = SETS["five-party-default"]
    kept = carried(parse_any(five), parse_any(five | {"notice_days": 5, "speech": {"seconds": 90, "turns": 2}}))
    assert [source_of(kept, figure) for figure in ("notice_days", "speech")] == ["", ""]
    assert origin_of(source_of(kept, "quorum")) == "DEFAULT"
    assert isinstance(rules_of("five-party-default"), RuleProfile)


@pytest.mark.parametrize("code", NOT_READ)
def test_a_place_whose_text_was_not_found_says_so_and_has_the_figures_of_the_civil_code(code: str) -> None:
    rules, national = rules_of(f"{code}-owners"), rules_of("civil-code-278")
    assert rules.place == NOT_READ[code]
    assert "没有查到" in rules.note
    assert "没有查到" in rules.sources["channels"]
    for figure in ("quorum", "majorities", "policy", "notice_days", "announce_within_days", "publication_days"):
        assert getattr(rules, figure) == getattr(national, figure), figure


def test_the_owners_of_every_city_of_sichuan_vote_in_the_system_of_the_province() -> None:
    for city in PROVINCES["四川省"]:
        found = only_system(city)
        assert found is not None, city
        assert "第三十一条" in found[1], city
