"""Every field of the owners' rules: what it means when it is left out, where it ends, and what is said about it."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from deliberation.kernel.counting import Threshold
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods.base import Share
from deliberation.organisation.rules.owners import OwnersRules, at_least, check_channels, parse_owners
from deliberation.organisation.rules.shipped import shipped_data


def share(op: str, num: int, den: int, base: str) -> dict[str, Any]:
    return {"op": op, "num": num, "den": den, "base": base}


def both(op: str, num: int, den: int, prefix: str = "participating_") -> list[dict[str, Any]]:
    return [share(op, num, den, f"{prefix}area"), share(op, num, den, f"{prefix}heads")]


FULL: dict[str, Any] = {
    "code": "house-rules",
    "version": 3,
    "name": "议事规则",
    "body": "affected_owners",
    "place": "杭州市",
    "source": "议事规则第三条",
    "valid_from": "2024-01-01",
    "valid_to": "2029-12-31",
    "quorum": both("GE", 2, 3, ""),
    "majorities": {
        "ORDINARY": both("GT", 1, 2),
        "SPECIAL": both("GE", 3, 4),
        "UNANIMOUS": [share("GE", 1, 1, "heads")],
    },
    "policy": "FOLLOW_MAJORITY",
    "policy_clause": "第十二条",
    "policy_clause_on": "2023-05-01",
    "unclear": "ABSTAIN",
    "signed_for_by": "OWNER",
    "proxy": {"max": 3},
    "proxy_barred": ["developer", "property_firm"],
    "notice_days": 16,
    "special_notice_days": 7,
    "opening": {"min_days": 5, "max_days": 60},
    "announce_within_days": 4,
    "publication_days": 8,
    "publication_source": "第四条",
    "agenda_lock": True,
    "channels": ["ONLINE", "PAPER"],
    "result_title": "业主决定",
    "weekend_last_day": "STANDS",
    "weekend_reason": "第五条",
}


def of(threshold: Threshold, prefix: str = "participating_") -> tuple[Share, ...]:
    return Share(threshold, f"{prefix}area"), Share(threshold, f"{prefix}heads")


PARSED = OwnersRules(
    code="house-rules",
    version=3,
    name="议事规则",
    body="affected_owners",
    place="杭州市",
    source="议事规则第三条",
    valid_from=date(2024, 1, 1),
    valid_to=date(2029, 12, 31),
    quorum=of(Threshold("GE", 2, 3), ""),
    majorities={
        "ORDINARY": of(Threshold("GT", 1, 2)),
        "SPECIAL": of(Threshold("GE", 3, 4)),
        "UNANIMOUS": (Share(Threshold("GE", 1, 1), "heads"),),
    },
    policy="FOLLOW_MAJORITY",
    policy_clause="第十二条",
    policy_clause_on=date(2023, 5, 1),
    unclear="ABSTAIN",
    signed_for_by="OWNER",
    proxy_max=3,
    proxy_barred=("property_firm", "developer"),
    notice_days=16,
    special_notice_days=7,
    opens_min_days=5,
    opens_max_days=60,
    announce_within_days=4,
    publication_days=8,
    publication_source="第四条",
    agenda_lock=True,
    channels=("PAPER", "ONLINE"),
    result_title="业主决定",
    weekend_last_day="STANDS",
    weekend_reason="第五条",
)
OPTIONAL = (
    "version",
    "place",
    "valid_to",
    "policy",
    "policy_clause",
    "policy_clause_on",
    "unclear",
    "proxy",
    "proxy_barred",
    "signed_for_by",
    "notice_days",
    "special_notice_days",
    "opening",
    "announce_within_days",
    "publication_days",
    "agenda_lock",
    "weekend_last_day",
    "weekend_reason",
)
SURVEY: dict[str, Any] = next(d for d in shipped_data() if d["body"] == "household_survey")


CITY_ONLY = (
    "济南市的业主网上投票只能用市里的电子投票系统（《济南市物业管理条例》（2022年）第十九条至第二十二条），"
    "不能用本平台手机填写。"
)
OF_ALL = (
    "特别事项通过的条件须按参与表决的业主计算。按全体业主计算是《物业管理条例》第十二条的旧比例，"
    "已被《中华人民共和国民法典》第二百七十八条取代。"
)


def changed(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(FULL) | changes


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in copy.deepcopy(FULL).items() if name not in names}


def said(data: dict[str, Any]) -> str:
    """What is said against written rules; empty where they are taken."""
    try:
        check_channels(parse_owners(data))
    except Refused as refused:
        if refused.reason is not Reason.INVALID_INPUT:
            raise
        return str(refused.facts["what"])
    return ""


def test_every_field_is_read_into_its_own_place() -> None:
    assert parse_owners(FULL) == PARSED


def test_what_is_left_out_has_the_careful_meaning() -> None:
    """No silence counted, no mark guessed, fifteen days, a locked agenda, and no limit nobody wrote down."""
    assert parse_owners(without(*OPTIONAL)) == replace(
        PARSED,
        version=1,
        place="",
        valid_to=None,
        policy="STRICT",
        policy_clause="",
        policy_clause_on=None,
        unclear="VOID",
        signed_for_by="OWNER_OR_HOUSEHOLD",
        proxy_max=None,
        proxy_barred=(),
        notice_days=15,
        special_notice_days=None,
        opens_min_days=0,
        opens_max_days=0,
        announce_within_days=0,
        publication_days=7,
        weekend_last_day="MOVES",
        weekend_reason="",
    )
    assert parse_owners(changed(opening={})).opens_min_days == 0
    assert parse_owners(changed(special_notice_days=0)).special_notice_days == 0


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("code", "没有填写规则代码。"),
        ("name", "没有填写规则名称。"),
        ("source", "没有填写规则依据。"),
        ("result_title", "没有填写结果的名称。"),
        ("publication_source", "没有填写公示天数的依据。"),
        ("valid_from", "生效日期须写成 2026-01-01 的样子。"),
        ("channels", "至少选一种投票方式。"),
        ("quorum", "参与表决的要求（面积、人数各一项）填写不完整。"),
        ("majorities", "表决通过的条件填写不完整。"),
    ],
)
def test_a_field_that_must_be_written_is_asked_for_by_its_name(field: str, problem: str) -> None:
    assert said(without(field)) == problem


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"body": "village"},
            "适用的会议不能是“village”，可选：业主大会、部分业主（一幢楼、一个单元）、住户意见征询。",
        ),
        ({"version": 0}, "版本号须是不小于 1 的整数。"),
        ({"notice_days": 1000}, "提前通知天数不能超过 999。"),
        ({"notice_days": -1}, "提前通知天数须是不小于 0 的整数。"),
        ({"special_notice_days": 1000}, "临时会议提前通知天数不能超过 999。"),
        ({"opening": 5}, "投票期限填写不完整。"),
        ({"opening": {"min_days": 1000}}, "投票最少开放天数不能超过 999。"),
        ({"opening": {"max_days": 1000}}, "投票最多开放天数不能超过 999。"),
        ({"announce_within_days": 1000}, "公告时限天数不能超过 999。"),
        (
            {"weekend_last_day": "MAYBE"},
            "最后一天逢周末不能是“MAYBE”，可选：顺延到下一个工作日、不顺延，周末就是最后一天。",
        ),
        (
            {"weekend_reason": " "},
            "最后一天逢周末不顺延的，须写明依据（《民法典》第二百零三条规定逢法定休假日顺延）。",
        ),
        ({"agenda_lock": "yes"}, "“议程是否锁定”只能填是或否。"),
        ({"agenda_lock": False}, "业主表决的议程公告后必须锁定：没有公告的事项不能表决。"),
        (
            {"policy": "GUESS"},
            "未交回的票怎样算不能是“GUESS”，可选：未交回的不算参与、未交回的计入多数意见、未交回的算弃权。",
        ),
        ({"policy_clause": "字" * 201}, "管理规约或议事规则的条款太长，最多 200 个字。"),
        ({"policy_clause_on": "昨天"}, "条款通过的日期须写成 2026-01-01 的样子。"),
        ({"signed_for_by": "DOG"}, "谁签收才算送达不能是“DOG”，可选：本人或同住家人签收、只有业主本人签收。"),
        ({"unclear": "GUESS"}, "看不清的票怎样算不能是“GUESS”，可选：算无效票、算弃权（票面上须写明）。"),
        ({"proxy": "some"}, "委托投票填写不完整。"),
        ({"proxy": {"max": 0}}, "每人最多代理人数须是不小于 1 的整数。"),
        ({"proxy": {"max": 1000}}, "每人最多代理人数不能超过 999。"),
        ({"channels": ["SHOUT"]}, "投票方式只能从这些里选：纸质表决票、当地官方电子投票系统导入、本平台手机填写。"),
        ({"channels": ["ONLINE"]}, "业主表决须有纸质表决票或当地官方电子投票系统。"),
        ({"notice_days": 14}, "业主表决须提前 15 天通知全体业主（《物业管理条例》第十四条），现在写的是 14 天。"),
        ({"place": ""}, "全国规则不能缩短临时会议的通知天数，须由地方条例规定。"),
        ({"opening": {"min_days": 2, "max_days": 1}}, "投票最多开放天数少于最少开放天数。"),
        ({"policy_clause": ""}, "“未交回的计入多数意见”须写明管理规约或议事规则的条款和通过日期。"),
        ({"policy_clause_on": None}, "“未交回的计入多数意见”须写明管理规约或议事规则的条款和通过日期。"),
        ({"place": "济南市"}, CITY_ONLY),
    ],
)
def test_a_field_that_cannot_be_so_is_named_in_a_whole_sentence(change: dict[str, Any], problem: str) -> None:
    assert said(changed(**change)) == problem


def test_the_barred_parties_are_chosen_from_those_that_exist() -> None:
    assert said(changed(proxy_barred=["cat"])).startswith("不得代理的单位只能从这些里选：小区党支部、")


@pytest.mark.parametrize(
    "change",
    [
        {"notice_days": 15},
        {"notice_days": 999, "special_notice_days": 999, "announce_within_days": 999},
        {"opening": {"min_days": 5, "max_days": 5}},
        {"opening": {"min_days": 5}},
        {"opening": {"max_days": 1}},
        {"opening": {"min_days": 999, "max_days": 999}},
        {"proxy": {"max": 1}},
        {"proxy": {"max": 999}},
        {"channels": ["PAPER"]},
        {"channels": ["OFFICIAL_IMPORT"]},
        {"place": "济南市", "channels": ["PAPER"]},
        {"place": "", "special_notice_days": None},
        {"policy": "ABSTAIN", "policy_clause": "", "policy_clause_on": None},
    ],
)
def test_what_stands_on_the_limit_is_taken(change: dict[str, Any]) -> None:
    assert said(changed(**change)) == ""


def test_proxies_are_unlimited_none_or_so_many() -> None:
    assert [parse_owners(changed(proxy=written)).proxy_max for written in ("unlimited", "none", {"max": 2})] == [
        None,
        0,
        2,
    ]


LESS = "通过的条件不能低于参与表决面积和人数各{}同意（《中华人民共和国民法典》第二百七十八条），现在写的是{}。"


@pytest.mark.parametrize(
    ("name", "written", "problem"),
    [
        ("ORDINARY", both("GE", 1, 2), "一般事项" + LESS.format("过半数", "半数以上")),
        ("SPECIAL", both("GT", 2, 3), "特别事项" + LESS.format("四分之三以上", "超过三分之二")),
        ("SPECIAL", [share("GE", 3, 4, "participating_area")], "特别事项通过的条件（面积、人数各一项）填写不完整。"),
        ("SPECIAL", [5, 6], "特别事项通过的条件（面积、人数各一项）填写不完整。"),
        ("SPECIAL", [share("GE", 3, 4, "participating_area")] * 2, "特别事项通过的条件须写明面积和人数各占多少。"),
        ("SPECIAL", [share("GE", 3, 4, "participating_area"), share("GE", 3, 4, "area")], OF_ALL),
        (
            "SPECIAL",
            [*both("GE", 3, 4)[:1], share("GE", 3, 4, "moon")],
            "特别事项通过的条件（面积、人数各一项）没有写明按什么计算（到会、应到、各方……）。",
        ),
        ("UNANIMOUS", [], "须一致同意的事项填写不完整。"),
        ("UNANIMOUS", "all", "须一致同意的事项填写不完整。"),
        (
            "UNANIMOUS",
            [share("GE", 1, 1, "area")],
            "住宅改变为经营性用房须有利害关系的业主一致同意（《中华人民共和国民法典》第二百七十九条）。",
        ),
        ("WISHES", [], "表决通过的条件须分别写明一般事项和特别事项。"),
    ],
)
def test_a_majority_of_less_than_the_law_is_refused_in_a_whole_sentence(name: str, written: Any, problem: str) -> None:
    assert said(changed(majorities=FULL["majorities"] | {name: written})) == problem


def test_a_quorum_of_less_than_the_law_is_refused_in_a_whole_sentence() -> None:
    assert said(changed(quorum=both("GT", 1, 2, ""))) == (
        "参与表决的要求不能低于专有部分面积和人数各三分之二以上（《中华人民共和国民法典》第二百七十八条），现在写的是"
        "过半数。《物业管理条例》第十二条和2021年以前地方条例的旧比例已被民法典取代。"
    )
    assert said(changed(quorum=both("GE", 2, 3))) == "参与表决的要求须写明面积和人数各占多少。"
    assert said(changed(quorum=[share("GE", 2, 3, "area")])) == "参与表决的要求（面积、人数各一项）填写不完整。"


def test_area_comes_first_whichever_was_written_first() -> None:
    turned = {name: written[::-1] for name, written in FULL["majorities"].items()}
    assert parse_owners(changed(majorities=turned, quorum=FULL["quorum"][::-1])) == PARSED


def test_only_the_owners_of_a_building_decide_anything_unanimously() -> None:
    assert said(changed(body="owners_assembly")) == "表决通过的条件须分别写明一般事项和特别事项。"
    two = {name: written for name, written in FULL["majorities"].items() if name != "UNANIMOUS"}
    assert set(parse_owners(changed(majorities=two)).majorities) == {"ORDINARY", "SPECIAL"}
    assert said(changed(body="owners_assembly", majorities=two)) == ""
    one = {"ORDINARY": two["ORDINARY"], "UNANIMOUS": FULL["majorities"]["UNANIMOUS"]}
    assert said(changed(majorities=one)) == "表决通过的条件须分别写明一般事项和特别事项。"


def test_a_survey_is_free_of_what_binds_where_owners_decide() -> None:
    free = SURVEY | {"place": "济南市", "channels": ["ONLINE"], "notice_days": 0, "special_notice_days": 1}
    assert said(free) == ""
    assert not parse_owners(free).decides
    assert PARSED.decides
    assert said(free | {"policy": "FOLLOW_MAJORITY"}) != ""


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"quorum": both("GE", 2, 3, "")}, "住户意见征询不设参与人数要求：它只收集意见，不作决定。"),
        ({"majorities": None}, "表决通过的条件填写不完整。"),
        ({"majorities": FULL["majorities"]}, "住户意见征询只有“意见征询”一种条件，不能作一般事项或特别事项的决定。"),
        ({"majorities": {"SURVEY": []}}, "意见征询的条件填写不完整。"),
        ({"majorities": {"SURVEY": [5]}}, "意见征询的条件填写不完整。"),
        ({"majorities": {"SURVEY": [share("GT", 1, 2, "heads")]}}, "住户意见征询按交回的票计算。"),
    ],
)
def test_a_survey_stays_a_survey(change: dict[str, Any], problem: str) -> None:
    assert said(SURVEY | change) == problem


def test_a_class_that_the_rules_do_not_know_is_refused_with_those_they_know() -> None:
    with pytest.raises(Refused) as refused:
        PARSED.rule_for("SURVEY")
    assert refused.value.reason is Reason.INVALID_INPUT
    assert refused.value.facts["what"] == "“议事规则”只用于：一般事项、特别事项、须一致同意的事项。"
    rule = PARSED.rule_for("SPECIAL")
    assert (rule.name, rule.source, rule.version) == ("议事规则", "议事规则第三条", 3)
    assert (rule.quorum, rule.majority) == (PARSED.quorum, PARSED.majorities["SPECIAL"])
    assert (rule.abstention, rule.unreturned) == ("IN_BASE", "FOLLOW_MAJORITY")


EVERY_SHARE = [Threshold("GE", num, den) for den in range(1, 7) for num in range(1, den + 1)]
EVERY_SHARE += [Threshold("GT", num, den) for den in range(2, 7) for num in range(1, den)]


@pytest.mark.parametrize("one", EVERY_SHARE, ids=lambda share: f"{share.op} {share.num} of {share.den}")
def test_a_share_asks_for_at_least_another_where_it_never_takes_less(one: Threshold) -> None:
    for other in EVERY_SHARE:
        never_less = all(one.least(base) >= other.least(base) for base in range(1, 61))
        assert at_least(one, other) is never_less
