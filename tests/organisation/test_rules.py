"""Rule profiles: what the platform ships, and what it refuses to take for a rule."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deliberation.kernel.counting import Threshold
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods.base import Rule
from deliberation.organisation.rules import (
    MORE_FOR_THAN_AGAINST,
    PARTY_KINDS,
    RuleProfile,
    Share,
    parse_profile,
    shipped_profiles,
    shipped_profiles_data,
)


def five_party_data(**changes: Any) -> dict[str, Any]:
    """The data of the five-party default, with some fields changed."""
    return {**shipped_profiles_data()[0], **changes}


def shipped(code: str) -> RuleProfile:
    return next(profile for profile in shipped_profiles() if profile.code == code)


def test_every_body_of_the_reference_has_a_profile_with_its_source() -> None:
    profiles = shipped_profiles()
    assert [profile.code for profile in profiles] == [
        "five-party-default",
        "three-party-default",
        "three-way-linkage",
        "residents-council-default",
        "joint-conference-default",
        "open-meeting-default",
        "shandong-committee-2021",
        "national-committee-2009",
        "qingdao-committee-2021",
        "hangzhou-committee-2022",
        "beijing-committee-2024",
        "shanghai-committee-2020",
        "sichuan-committee",
        "chengdu-committee",
        "zhoushan-committee",
        "shaoxing-committee",
        "zibo-committee",
        "weifang-committee",
        "tianjin-committee",
        "ningbo-committee",
        "qinhuangdao-committee",
        "huzhou-committee",
        "beijing-management-committee",
        "qingyuan-management-committee",
        "lishui-committee",
        "dazhou-committee",
        "ziyang-committee",
        "meishan-committee",
        "sichuan-residents-representatives-2026",
        "sichuan-residents-meeting-2026",
        "residents-representatives-2026",
        "residents-meeting-2026",
        "residents-group-default",
    ]
    assert all("第" in profile.source or "平台默认" in profile.source for profile in profiles)


def test_the_five_party_meeting_has_the_defaults_of_the_reference() -> None:
    profile = shipped("five-party-default")
    assert profile.quorum == (Share(Threshold("GE", 2, 3), "seats"),)
    assert profile.each_party_present
    assert profile.first == "CONSENSUS"
    assert profile.majority == Share(Threshold("GT", 1, 2), "present")
    assert (profile.tie, profile.abstention, profile.chair_votes) == ("LOST", "IN_BASE", False)
    assert (profile.speech_seconds, profile.speech_turns, profile.consensus_seconds) == (120, 2, 30)
    assert (profile.notice_days, profile.publication_days) == (3, 7)
    assert profile.result_title == "五方协商意见"


def test_in_the_three_party_meeting_each_party_has_one_ballot_and_all_must_come() -> None:
    profile = shipped("three-party-default")
    assert profile.ballot_by == "party"
    assert profile.quorum == (Share(Threshold("GE", 1, 1), "parties"),)
    assert profile.majority == Share(Threshold("GT", 1, 2), "parties")


def test_shandong_asks_for_more_than_half_of_a_committee_and_the_national_guide_for_half() -> None:
    province, guide = shipped("shandong-committee-2021"), shipped("national-committee-2009")
    assert province.quorum == (Share(Threshold("GE", 2, 3), "sitting_members"),)
    assert province.majority == Share(Threshold("GT", 1, 2), "sitting_members")
    assert guide.quorum == (Share(Threshold("GT", 1, 2), "sitting_members"),)
    assert guide.majority == Share(Threshold("GE", 1, 2), "sitting_members")
    assert {province.announce_within_days, guide.announce_within_days} == {3}


def test_a_city_with_figures_of_its_own_has_its_own_committee_rules() -> None:
    for code, place, days in (("qingdao-committee-2021", "青岛市", 3), ("hangzhou-committee-2022", "杭州市", 15)):
        city = shipped(code)
        assert (city.place, city.publication_days) == (place, days)
        assert city.quorum == (Share(Threshold("GT", 1, 2), "sitting_members"),)
        assert city.majority == Share(Threshold("GT", 1, 2), "sitting_members")
    assert shipped("shandong-committee-2021").place == "山东省"


def test_a_profile_is_the_rule_that_a_vote_is_judged_by() -> None:
    profile = shipped("five-party-default")
    majority = (Share(Threshold("GT", 1, 2), "present"),)
    assert profile.rule() == Rule(profile.name, profile.source, 1, profile.quorum, majority, "IN_BASE", "STRICT")
    assert parse_profile(five_party_data(majority=MORE_FOR_THAN_AGAINST)).rule().majority == ()


def test_what_a_residents_meeting_decides_is_never_shown_for_less_than_fifteen_days() -> None:
    data = next(d for d in shipped_profiles_data() if d["code"] == "residents-meeting-2026")
    with pytest.raises(Refused) as refused:
        parse_profile({**data, "publication_days": 7})
    assert "公示不得少于 15 天（《城市居民委员会组织法》（2025年修订）第三十四条）" in refused.value.message


def test_the_residents_law_of_2026_asks_for_fifteen_days_and_counts_those_present() -> None:
    representatives, everybody = shipped("residents-representatives-2026"), shipped("residents-meeting-2026")
    assert representatives.quorum == (Share(Threshold("GE", 2, 3), "members"),)
    assert everybody.quorum == (Share(Threshold("GT", 1, 2), "members"),)
    for profile in (representatives, everybody):
        assert profile.majority == Share(Threshold("GT", 1, 2), "present")
        assert profile.publication_days == 15
        assert profile.valid_from == date(2026, 1, 1)


def test_more_for_than_against_is_a_rule_without_a_share() -> None:
    assert parse_profile(five_party_data(majority=MORE_FOR_THAN_AGAINST)).majority is None


def test_a_meeting_may_do_without_a_quorum_but_must_say_so() -> None:
    assert parse_profile(five_party_data(quorum=[])).quorum == ()
    with pytest.raises(Refused) as refused:
        parse_profile({key: value for key, value in five_party_data().items() if key != "quorum"})
    assert "没有填写开会人数" in refused.value.message


def test_two_quorum_tests_may_stand_side_by_side() -> None:
    tests = [
        {"op": "GT", "num": 1, "den": 2, "base": "seats", "each_party_present": True},
        {"op": "GE", "num": 2, "den": 3, "base": "members"},
    ]
    profile = parse_profile(five_party_data(quorum=tests))
    assert [share.base for share in profile.quorum] == ["seats", "members"]
    assert profile.each_party_present


def test_a_last_day_on_a_weekend_moves_unless_the_rules_say_why_it_stands() -> None:
    assert parse_profile(five_party_data()).weekend_last_day == "MOVES"
    stands = parse_profile(five_party_data(weekend_last_day="STANDS", weekend_reason="议事规则第九条"))
    assert (stands.weekend_last_day, stands.weekend_reason) == ("STANDS", "议事规则第九条")
    with pytest.raises(Refused) as refused:
        parse_profile(five_party_data(weekend_last_day="STANDS"))
    assert "须写明依据" in refused.value.message
    assert parse_profile(five_party_data(weekend_reason="没有用到")).weekend_reason == ""


def test_a_proxy_is_a_number_or_none() -> None:
    assert parse_profile(five_party_data(proxy={"max": 3})).proxy_max == 3
    assert parse_profile(five_party_data(proxy="none")).proxy_max == 0


def test_what_is_not_written_has_the_safe_default() -> None:
    optional = {
        "version",
        "first",
        "tie",
        "abstention",
        "ballot_by",
        "recusal",
        "proxy",
        "speech",
        "chair_votes",
        "consensus_seconds",
        "notice_days",
        "publication_days",
        "ballot_changeable",
        "agenda_lock",
    }
    short = {key: value for key, value in five_party_data().items() if key not in optional}
    assert parse_profile(short) == shipped("five-party-default")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "没有填写规则名称"),
        ({"source": None}, "没有填写规则依据"),
        ({"publication_source": ""}, "没有填写公示天数的依据"),
        ({"version": 0}, "版本号须是不小于 1 的整数"),
        ({"notice_days": "三"}, "提前通知天数须是不小于 0 的整数"),
        ({"notice_days": True}, "提前通知天数须是不小于 0 的整数"),
        ({"publication_days": 0}, "公示天数须是不小于 1 的整数"),
        ({"valid_from": "三月十日"}, "生效日期须写成 2026-01-01 的样子"),
        ({"valid_to": "2020-01-01"}, "失效日期早于生效日期"),
        ({"quorum": "三分之二"}, "开会人数填写不完整"),
        ({"quorum": {"op": "GE", "num": 2, "den": 3, "base": "present"}}, "开会人数只能按应到"),
        ({"quorum": {"op": "GE", "num": 2, "den": 3}}, "开会人数没有写明按什么计算"),
        ({"majority": {"op": "GE", "num": 4, "den": 3, "base": "present"}}, "现在写的是 4/3"),
        ({"majority": {"op": "LT", "num": 1, "den": 3, "base": "present"}}, "三分之二以上"),
        (
            {"majority": {"op": "GT", "num": 0.5, "den": 1, "base": "present"}},
            "表决通过的条件的分数须是不小于 1",
        ),
        ({"majority": "MOST"}, "表决通过的条件填写不完整"),
        ({"tie": "CHAIR"}, "平局的处理（只能是未通过）不能是“CHAIR”"),
        ({"first": "LOT"}, "先协商还是先表决不能是“LOT”"),
        ({"ballot_by": "owner"}, "按席位还是按方投票不能是“owner”"),
        ({"chair_votes": "否"}, "“主持人是否投票”只能填是或否"),
        ({"speech": {"turns": 0}}, "发言次数须是不小于 1 的整数"),
        ({"speech": "两分钟"}, "发言限制填写不完整"),
        ({"proxy": {"max": 0}}, "每人最多代理人数须是不小于 1 的整数"),
        ({"majority": {"op": "GT", "num": 1, "den": 2, "base": "area"}}, "不按业主的面积和人数计算"),
        ({"place": "广饶"}, "适用的地方须写全称"),
        ({"name": "五" * 201}, "规则名称太长"),
        ({"abstention": "NOT_IN_BASE", "majority": MORE_FOR_THAN_AGAINST}, "弃权不计入基数"),
    ],
)
def test_a_mistaken_rule_is_refused_in_words_a_secretary_understands(changes: dict[str, Any], said: str) -> None:
    parse_profile(five_party_data())
    with pytest.raises(Refused) as refused:
        parse_profile(five_party_data(**changes))
    assert refused.value.reason is Reason.INVALID_INPUT
    assert said in refused.value.message


def test_shipped_data_changed_by_one_reader_is_whole_for_the_next() -> None:
    shipped_profiles_data()[0]["quorum"]["num"] = 1
    assert shipped("five-party-default").quorum[0].threshold.num == 2


def test_every_party_of_the_seed_meetings_has_a_name() -> None:
    for kind in (
        "party_branch",
        "residents_council",
        "owners_committee",
        "property_firm",
        "grid_worker",
        "partner_unit",
        "neighbourhood_committee",
        "community_party_org",
        "subdistrict",
        "developer",
        "utility_operator",
        "department",
        "preparatory_committee",
    ):
        assert PARTY_KINDS[kind]
    assert len(set(PARTY_KINDS.values())) == len(PARTY_KINDS)
