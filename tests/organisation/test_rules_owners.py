"""Rules under which owners decide: what the platform ships, and what the law does not leave to a choice."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from deliberation.kernel.counting import Threshold
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods.base import Rule, Share
from deliberation.organisation.actions.profiles import row_of
from deliberation.organisation.rules import (
    OwnersRules,
    RuleProfile,
    parse_any,
    parse_owners,
    shipped_data,
    shipped_owners_rules,
)
from deliberation.organisation.rules.places import chain

HALF = (Share(Threshold("GT", 1, 2), "participating_area"), Share(Threshold("GT", 1, 2), "participating_heads"))
THREE_QUARTERS = (
    Share(Threshold("GE", 3, 4), "participating_area"),
    Share(Threshold("GE", 3, 4), "participating_heads"),
)
TWO_THIRDS = (Share(Threshold("GE", 2, 3), "area"), Share(Threshold("GE", 2, 3), "heads"))


def data_of(code: str) -> dict[str, Any]:
    """The shipped data of one set of rules."""
    return next(data for data in shipped_data() if data["code"] == code)


def shipped(code: str) -> OwnersRules:
    return parse_owners(data_of(code))


def said_about(data: dict[str, Any]) -> str:
    """What is said to whoever wrote this."""
    with pytest.raises(Refused) as refused:
        row_of(data)
    assert refused.value.reason is Reason.INVALID_INPUT
    return refused.value.message


def test_the_civil_code_asks_for_two_thirds_to_take_part_and_for_half_or_three_quarters_of_them() -> None:
    rules = shipped("civil-code-278")
    assert rules.quorum == TWO_THIRDS
    assert dict(rules.majorities) == {"ORDINARY": HALF, "SPECIAL": THREE_QUARTERS}
    assert (rules.policy, rules.unclear, rules.notice_days, rules.agenda_lock) == ("STRICT", "VOID", 15, True)
    assert rules.source == "《中华人民共和国民法典》第二百七十八条"
    assert rules.channels == ("PAPER", "OFFICIAL_IMPORT")


def test_every_place_keeps_the_thresholds_of_the_civil_code_and_names_its_article() -> None:
    deciding = [rules for rules in shipped_owners_rules() if rules.decides]
    assert len(deciding) == 80
    for rules in deciding:
        assert rules.quorum == TWO_THIRDS
        assert rules.majorities["ORDINARY"] == HALF
        assert rules.majorities["SPECIAL"] == THREE_QUARTERS
        assert "第" in rules.source
        assert "条" in rules.source
        assert "ONLINE" not in rules.channels


def test_the_owners_of_one_building_decide_like_all_and_on_business_use_only_unanimously() -> None:
    everybody, building = shipped("shandong-owners"), shipped("shandong-affected")
    assert building.body == "affected_owners"
    assert building.majorities["ORDINARY"] == everybody.majorities["ORDINARY"]
    assert building.rule_for("UNANIMOUS").majority == (Share(Threshold("GE", 1, 1), "heads"),)
    assert "UNANIMOUS" not in everybody.majorities


ANYBODY = "OWNER_OR_HOUSEHOLD"


@pytest.mark.parametrize(
    "code, expected",
    [
        ("hangzhou-owners", {"special_notice_days": 7, "opens_min_days": 5, "opens_max_days": 60}),
        ("hangzhou-affected", {"publication_days": 15}),
        ("weifang-owners", {"proxy_max": 3, "proxy_owners_only": True}),
        ("zhoushan-owners", {"proxy_barred": ("property_firm",)}),
        (
            "chengdu-owners",
            {"publication_days": 30, "policy": "ABSTAIN", "unclear": "ABSTAIN", "signed_for_by": "OWNER"},
        ),
        ("sichuan-owners", {"policy": "ABSTAIN", "unclear": "ABSTAIN", "signed_for_by": "OWNER"}),
        ("sichuan-affected", {"policy": "ABSTAIN", "unclear": "ABSTAIN", "signed_for_by": "OWNER"}),
        ("sichuan-owners", {"publication_days": 30, "announce_within_days": 3}),
        ("hengshui-owners", {"publication_days": 15}),
        ("qingdao-owners", {"publication_days": 3}),
        (
            "civil-code-278",
            {"proxy_max": None, "proxy_barred": (), "special_notice_days": None, "signed_for_by": ANYBODY},
        ),
    ],
)
def test_a_place_has_the_figures_of_its_own_law(code: str, expected: dict[str, Any]) -> None:
    rules = shipped(code)
    assert {name: getattr(rules, name) for name in expected} == expected


def test_a_survey_of_households_binds_nobody_and_needs_nobody() -> None:
    rules = shipped("household-survey-default")
    assert not rules.decides
    assert rules.quorum == ()
    assert dict(rules.majorities) == {"SURVEY": (Share(Threshold("GT", 1, 2), "returned"),)}
    assert "ONLINE" in rules.channels


def test_a_question_is_judged_by_the_majority_of_its_class() -> None:
    rules = shipped("sichuan-owners")
    assert rules.rule_for("SPECIAL") == Rule(
        rules.name, rules.source, 1, TWO_THIRDS, THREE_QUARTERS, "IN_BASE", "ABSTAIN"
    )
    with pytest.raises(Refused) as refused:
        rules.rule_for("SURVEY")
    assert "只用于：一般事项、特别事项" in refused.value.message


def quorum_of(op: str, num: int, den: int) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data["quorum"][0] |= {"op": op, "num": num, "den": den}

    return change


def majority_of(name: str, **share: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data["majorities"][name][1] |= share

    return change


def fields(**changed: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data.update(changed)

    return change


@pytest.mark.parametrize(
    "change, said",
    [
        (quorum_of("GT", 1, 2), "参与表决的要求不能低于专有部分面积和人数各三分之二以上"),
        (quorum_of("GE", 665, 1000), "2021年以前地方条例的旧比例已被民法典取代"),
        (majority_of("ORDINARY", op="GE"), "一般事项通过的条件不能低于参与表决面积和人数各过半数同意"),
        (majority_of("SPECIAL", num=2, den=3), "特别事项通过的条件不能低于参与表决面积和人数各四分之三以上同意"),
        (majority_of("SPECIAL", base="heads"), "按全体业主计算是《物业管理条例》第十二条的旧比例"),
        (majority_of("ORDINARY", base="present"), "一般事项通过的条件须写明面积和人数各占多少"),
        (fields(majorities={"ORDINARY": []}), "须分别写明一般事项和特别事项"),
        (fields(majorities=None), "表决通过的条件填写不完整"),
        (fields(quorum=None), "参与表决的要求（面积、人数各一项）填写不完整"),
        (fields(notice_days=14), "须提前 15 天通知全体业主（《物业管理条例》第十四条），现在写的是 14 天"),
        (fields(special_notice_days=7), "全国规则不能缩短临时会议的通知天数"),
        (fields(agenda_lock=False), "没有公告的事项不能表决"),
        (fields(policy="FOLLOW_MAJORITY"), "须写明管理规约或议事规则的条款和通过日期"),
        (fields(policy="GUESS"), "未交回的票怎样算不能是“GUESS”"),
        (fields(channels=["ONLINE"]), "须有纸质表决票或当地官方电子投票系统"),
        (fields(channels=[]), "至少选一种投票方式"),
        (fields(channels=["SHOUT"]), "投票方式只能从这些里选"),
        (fields(proxy={"max": 0}), "每人最多代理人数须是不小于 1 的整数"),
        (fields(proxy_barred=["cat"]), "不得代理的单位只能从这些里选"),
        (fields(opening={"min_days": 9, "max_days": 5}), "投票最多开放天数少于最少开放天数"),
        (fields(publication_days=0), "公示天数须是不小于 1 的整数"),
        (fields(place="东营"), "适用的地方须写全称"),
        (fields(body="village"), "适用的会议只能是"),
        (fields(body=["owners_assembly"]), "适用的会议只能是"),
        (fields(policy_clause_on="昨天"), "条款通过的日期须写成"),
    ],
)
def test_what_asks_the_owners_for_less_than_the_law_is_refused(
    change: Callable[[dict[str, Any]], None], said: str
) -> None:
    data = copy.deepcopy(data_of("civil-code-278"))
    parse_any(data)
    change(data)
    assert said in said_about(data)


def test_house_rules_may_ask_for_more_than_the_law() -> None:
    data = data_of("civil-code-278")
    data["quorum"][1] |= {"op": "GT"}
    data["majorities"]["ORDINARY"][0] |= {"op": "GE", "num": 2, "den": 3}
    rules = parse_owners(data)
    assert rules.quorum[1].threshold == Threshold("GT", 2, 3)
    assert rules.majorities["ORDINARY"][0].threshold == Threshold("GE", 2, 3)


def test_unreturned_ballots_follow_the_majority_only_by_a_dated_clause() -> None:
    data = data_of("shandong-owners") | {"policy": "FOLLOW_MAJORITY", "policy_clause": "议事规则第十二条"}
    assert "条款和通过日期" in said_about(data)
    rules = parse_owners(data | {"policy_clause_on": "2024-05-01"})
    assert rules.policy_clause_on == date(2024, 5, 1)
    assert rules.rule_for("ORDINARY").unreturned == "FOLLOW_MAJORITY"


@pytest.mark.parametrize("code", ["jinan-owners", "weifang-affected", "beijing-owners"])
def test_where_the_city_has_its_own_system_owners_never_vote_on_this_platform(code: str) -> None:
    said = said_about(data_of(code) | {"channels": ["PAPER", "ONLINE"]})
    assert "只能用市里的电子投票系统" in said


def test_a_survey_cannot_be_turned_into_a_decision() -> None:
    survey = data_of("household-survey-default")
    owners = data_of("civil-code-278")
    assert "不能作一般事项或特别事项的决定" in said_about(survey | {"majorities": owners["majorities"]})
    assert "不设参与人数要求" in said_about(survey | {"quorum": owners["quorum"]})
    per_head = {"SURVEY": [{"op": "GT", "num": 1, "den": 2, "base": "heads"}]}
    assert "按交回的票计算" in said_about(survey | {"majorities": per_head})


def test_business_use_never_passes_by_a_majority() -> None:
    data = data_of("civil-code-278-affected")
    data["majorities"]["UNANIMOUS"][0] |= {"op": "GT", "num": 1, "den": 2}
    assert "须有利害关系的业主一致同意" in said_about(data)


def test_a_city_follows_its_province_and_the_province_the_country() -> None:
    assert chain("东营市", "山东省") == ("东营市", "山东省", "")
    assert chain("东营市") == ("东营市", "山东省", "")
    assert chain("上海市") == ("上海市", "")
    assert chain("") == ("",)


def test_every_shipped_rule_is_of_a_known_body_and_has_a_code_of_its_own() -> None:
    parsed = [parse_any(data) for data in shipped_data()]
    assert len({rules.code for rules in parsed}) == len(parsed)
    assert {type(rules) for rules in parsed} == {OwnersRules, RuleProfile}
