"""Pure decisions of organisation: rule profiles (domain 3.13) and the names of parties.

A rule profile 议事规则 is dated data: who must be there, what majority decides, how long one speaks, how
early one is told, how long a result is shown. A meeting keeps the version it ran under.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, NoReturn

from deliberation.kernel.counting import Threshold
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_

PARTY_KINDS: dict[str, str] = {
    "party_branch": N_("小区党支部"),
    "community_party_org": N_("社区党组织"),
    "grid_party_branch": N_("网格党支部"),
    "firm_party_branch": N_("物业党支部"),
    "residents_council": N_("居民议事会"),
    "neighbourhood_committee": N_("居民委员会"),
    "owners_committee": N_("业主委员会"),
    "preparatory_committee": N_("业主委员会筹备组"),
    "management_committee": N_("物业管理委员会"),
    "property_firm": N_("物业企业"),
    "grid_worker": N_("网格员"),
    "partner_unit": N_("联建单位"),
    "local_unit": N_("驻区单位"),
    "residents_group": N_("居民自治小组"),
    "supervision_committee": N_("居务监督委员会"),
    "subdistrict": N_("街道办事处"),
    "department": N_("职能部门"),
    "utility_operator": N_("专业经营单位"),
    "developer": N_("建设单位"),
    "other": N_("其他单位"),
}
"""Kinds of parties 各方 and units: the code in `Party.kind` → its name. Which of them meet is data."""

MORE_FOR_THAN_AGAINST = "MORE_FOR_THAN_AGAINST"

BASE_LABELS: dict[str, str] = {
    "present": N_("到会"),
    "seats": N_("应到"),
    "sitting_members": N_("在任委员"),
    "members": N_("全体成员"),
    "parties": N_("全体"),
    "cast": N_("参加投票"),
}
"""What a share is taken of. `seats`, `sitting_members`, `members` and `parties` are all the entitled."""

ENTITLED_BASES = frozenset({"seats", "sitting_members", "members", "parties"})

First = Literal["CONSENSUS", "VOTE"]
BallotBy = Literal["seat", "party"]


@dataclass(frozen=True, slots=True)
class Share:
    """A threshold together with what it is a share of (a key of `BASE_LABELS`)."""

    threshold: Threshold
    base: str


@dataclass(frozen=True, slots=True)
class RuleProfile:
    """One version of the rules of procedure of one body.

    `quorum` are the shares of the entitled that must be present (none: no quorum); with
    `each_party_present` every obligatory party also needs somebody there. `majority` is a share, or
    `None` for more for than against (南塘 rule 13). `abstention`: IN_BASE (an abstention stands in the base
    and so hinders) or NOT_IN_BASE. `tie` is always LOST (平局等于没过). `proxy_max` is how many absent
    members one may stand for; `speech_seconds` and `speech_turns` are per person and item;
    `announce_within_days` is 0 where nothing is said.
    """

    code: str
    version: int
    name: str
    body: str
    source: str
    valid_from: date
    valid_to: date | None
    quorum: tuple[Share, ...]
    each_party_present: bool
    first: First
    majority: Share | None
    tie: str
    abstention: str
    chair_votes: bool
    ballot_by: BallotBy
    ballot_changeable: bool
    recusal: bool
    proxy_max: int
    speech_seconds: int
    speech_turns: int
    consensus_seconds: int
    notice_days: int
    announce_within_days: int
    publication_days: int
    publication_source: str
    result_title: str
    agenda_lock: bool


def parse_profile(data: Mapping[str, Any]) -> RuleProfile:
    """The profile that JSON data describes.

    Raises `Refused(INVALID_INPUT)` with a sentence that names the field, for the person who wrote it.
    """
    valid_from, valid_to = _validity(data)
    speech = _mapping(data.get("speech", {}), "发言限制")
    profile = RuleProfile(
        code=_text(data, "code", "规则代码"),
        version=_whole(data, "version", "版本号", least=1, default=1),
        name=_text(data, "name", "规则名称"),
        body=_text(data, "body", "适用的会议"),
        source=_text(data, "source", "规则依据"),
        valid_from=valid_from,
        valid_to=valid_to,
        quorum=_quorum(data),
        each_party_present=any(_flag(test, "each_party_present", "各方到齐") for test in _quorum_data(data)),
        first=_one_of(data, "first", "先协商还是先表决", ("CONSENSUS", "VOTE")),
        majority=_majority(data.get("majority")),
        tie=_one_of(data, "tie", "平局的处理（只能是未通过）", ("LOST",)),
        abstention=_one_of(data, "abstention", "弃权的计算", ("IN_BASE", "NOT_IN_BASE")),
        chair_votes=_flag(data, "chair_votes", "主持人是否投票"),
        ballot_by=_one_of(data, "ballot_by", "按席位还是按方投票", ("seat", "party")),
        ballot_changeable=_flag(data, "ballot_changeable", "能否改票", default=True),
        recusal=_flag(data, "recusal", "是否回避", default=True),
        proxy_max=_proxy(data.get("proxy", "none")),
        speech_seconds=_whole(speech, "seconds", "每次发言秒数", least=10, default=120),
        speech_turns=_whole(speech, "turns", "发言次数", least=1, default=2),
        consensus_seconds=_whole(data, "consensus_seconds", "征询一致的秒数", default=30),
        notice_days=_whole(data, "notice_days", "提前通知天数", default=3),
        announce_within_days=_whole(data, "announce_within_days", "公告时限天数"),
        publication_days=_whole(data, "publication_days", "公示天数", least=1, default=7),
        publication_source=_text(data, "publication_source", "公示天数的依据"),
        result_title=_text(data, "result_title", "结果的名称"),
        agenda_lock=_flag(data, "agenda_lock", "议程是否锁定"),
    )
    _check_abstention(profile)
    return profile


def _refuse(what: str) -> NoReturn:
    raise Refused(Reason.INVALID_INPUT, what=what)


def _mapping(value: Any, label: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        _refuse(f"{label}填写不完整。")
    return value


def _text(data: Mapping[str, Any], key: str, label: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        _refuse(f"没有填写{label}。")
    return value.strip()


def _whole(data: Mapping[str, Any], key: str, label: str, *, least: int = 0, default: int = 0) -> int:
    value = data.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        _refuse(f"{label}须是不小于 {least} 的整数。")
    return value


def _flag(data: Mapping[str, Any], key: str, label: str, *, default: bool = False) -> bool:
    value = data.get(key, default)
    if not isinstance(value, bool):
        _refuse(f"“{label}”只能填是或否。")
    return value


def _one_of(data: Mapping[str, Any], key: str, label: str, allowed: tuple[str, ...]) -> Any:
    """One of a few words; the first is what counts when nothing was written."""
    value = data.get(key, allowed[0])
    if value not in allowed:
        _refuse(f"{label}不能是“{value}”，可选：{'、'.join(allowed)}。")
    return value


def _validity(data: Mapping[str, Any]) -> tuple[date, date | None]:
    begin = _day(data.get("valid_from"), "生效日期")
    end = None if data.get("valid_to") is None else _day(data["valid_to"], "失效日期")
    if end is not None and end < begin:
        _refuse("失效日期早于生效日期。")
    return begin, end


def _day(value: Any, label: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        _refuse(f"{label}须写成 2026-01-01 的样子。")


def _quorum_data(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The quorum tests as a list, whether one or several were written; missing means a mistake."""
    written = data.get("quorum")
    if written is None:
        _refuse("没有填写开会人数；不设人数要求请写成空表。")
    return [_mapping(test, "开会人数") for test in (written if isinstance(written, list) else [written])]


def _quorum(data: Mapping[str, Any]) -> tuple[Share, ...]:
    shares = tuple(_share(test, "开会人数") for test in _quorum_data(data))
    if any(share.base not in ENTITLED_BASES for share in shares):
        _refuse("开会人数只能按应到的席位、委员、成员或各方计算。")
    return shares


def _majority(written: Any) -> Share | None:
    return None if written == MORE_FOR_THAN_AGAINST else _share(_mapping(written, "表决通过的条件"), "表决通过的条件")


def _share(written: Mapping[str, Any], label: str) -> Share:
    base = written.get("base")
    if base not in BASE_LABELS:
        _refuse(f"{label}没有写明按什么计算（到会、应到、各方……）。")
    num, den = (_whole(written, key, f"{label}的分数", least=1) for key in ("num", "den"))
    try:
        return Share(Threshold(written.get("op", ""), num, den), base)
    except ValueError:
        _refuse(f"{label}须是“三分之二以上”“过半数”这样的比例，现在写的是 {num}/{den}。")


def _proxy(written: Any) -> int:
    return 0 if written == "none" else _whole(_mapping(written, "代理"), "max", "每人最多代理人数", least=1)


def _check_abstention(profile: RuleProfile) -> None:
    """Only where a share of the present or of the cast decides can an abstention be left out of it."""
    base = profile.majority.base if profile.majority else ""
    if profile.abstention == "NOT_IN_BASE" and base not in {"present", "cast"}:
        _refuse("弃权不计入基数，只能用于按到会或按参加投票计算的规则。")


def shipped_profiles_data() -> list[dict[str, Any]]:
    """The profiles that come with the platform, as JSON data (a fresh copy each time)."""
    loaded: list[dict[str, Any]] = json.loads(_shipped_text())
    return loaded


@cache
def _shipped_text() -> str:
    return Path(__file__).with_name("profiles.json").read_text(encoding="utf-8")


def shipped_profiles() -> list[RuleProfile]:
    """The profiles that come with the platform, parsed."""
    return [parse_profile(data) for data in shipped_profiles_data()]
