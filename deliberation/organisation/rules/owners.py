"""Rules under which owners decide 业主共同决定 (民法典 278), or households are asked (自主点单, binds nobody).

What the law fixes is no choice here: a version that asks the owners for less is refused. Old thresholds that
still lie about (物业管理条例 §12 and city texts from before 2021: shares of all owners, half of them taking part)
are superseded by the Civil Code and refused with that reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from deliberation.kernel.counting import Threshold
from deliberation.kernel.days import WeekendRule
from deliberation.kernel.details import InOrganisation, InRules
from deliberation.kernel.errors import Refused, refuse
from deliberation.kernel.methods.base import Rule, Share
from deliberation.kernel.text import N_
from deliberation.organisation.rules import publication, reading, sources
from deliberation.organisation.rules.parties import PARTY_KINDS
from deliberation.organisation.rules.places import only_system

OWNERS_BODIES: dict[str, str] = {
    "owners_assembly": N_("业主大会"),
    "affected_owners": N_("部分业主（一幢楼、一个单元）"),
    "household_survey": N_("住户意见征询"),
}
"""Who decides, or is asked, outside a meeting: the code in `OwnersRules.body` → its name."""

CLASSES: dict[str, str] = {
    "ORDINARY": N_("一般事项"),
    "SPECIAL": N_("特别事项"),
    "UNANIMOUS": N_("须一致同意的事项"),
    "SURVEY": N_("意见征询"),
}
"""What is asked of the owners, by how many must agree; SURVEY binds nobody."""

POLICIES: dict[str, str] = {
    "STRICT": N_("未交回的不算参与"),
    "FOLLOW_MAJORITY": N_("未交回的计入多数意见"),
    "ABSTAIN": N_("未交回的算弃权"),
}
"""What becomes of a ballot that was delivered and not returned (domain 3.3)."""

UNCLEAR: dict[str, str] = {"VOID": N_("算无效票"), "ABSTAIN": N_("算弃权（票面上须写明）")}
SIGNED_FOR_BY: dict[str, str] = {
    "OWNER_OR_HOUSEHOLD": N_("本人或同住家人签收"),
    "OWNER": N_("只有业主本人签收"),
}
"""Whose signature proves that a ballot was delivered, so that silence may count (四川省条例 §31: 业主签收)."""

CHANNELS: dict[str, str] = {
    "PAPER": N_("纸质表决票"),
    "OFFICIAL_IMPORT": N_("当地官方电子投票系统导入"),
    "ONLINE": N_("本平台手机填写"),
}
"""How a ballot may be handed in by the rules."""

NOTICE_DAYS = 15
NOTICE_SOURCE = "《物业管理条例》第十四条"
CIVIL_CODE = "《中华人民共和国民法典》第二百七十八条"

QUORUM_BASES = ("area", "heads")
MAJORITY_BASES = ("participating_area", "participating_heads")
LEAST_QUORUM = Threshold("GE", 2, 3)
LEAST_MAJORITY = {"ORDINARY": Threshold("GT", 1, 2), "SPECIAL": Threshold("GE", 3, 4)}

Policy = Literal["STRICT", "FOLLOW_MAJORITY", "ABSTAIN"]
Unclear = Literal["ABSTAIN", "VOID"]
SignedForBy = Literal["OWNER_OR_HOUSEHOLD", "OWNER"]


@dataclass(frozen=True, slots=True)
class OwnersRules:
    """One version of the rules of a vote in writing.

    `body`: a key of `OWNERS_BODIES`. `place`: "" for the whole country, else 山东省, 青岛市 …. `quorum` and each
    of `majorities` hold a share of area and one of heads; all must be reached. A survey has no quorum and the
    one class SURVEY. `policy` says what becomes of ballots that were delivered and not returned;
    FOLLOW_MAJORITY needs `policy_clause`, passed on `policy_clause_on`. `unclear`: what a mark is that nobody
    can read. `signed_for_by`: whose signature proves a delivery. `proxy_max`: how many owners one agent may stand for
    (`None` no limit, 0 none); `proxy_barred`: the parties (`PARTY_KINDS`) whose staff may not be agents;
    `proxy_owners_only`: nobody may be one but another owner (潍坊 §32). Days are whole days; 0 in
    `opens_min_days` and `opens_max_days` is no limit, in `announce_within_days` nothing said;
    `special_notice_days` is the shorter notice of a special meeting 临时会议 where the place allows one.
    `weekend_last_day`: what a last day on a Saturday or Sunday does (`reading.WEEKEND`), with the reason if it stands.
    `publication_unit` says which days `publication_days` are. `sources` name the article of each figure
    (`rules.sources`), `note` what else whoever applies the rules must know.
    """

    code: str
    version: int
    name: str
    body: str
    place: str
    source: str
    valid_from: date
    valid_to: date | None
    quorum: tuple[Share, ...]
    majorities: Mapping[str, tuple[Share, ...]]
    policy: Policy
    policy_clause: str
    policy_clause_on: date | None
    unclear: Unclear
    proxy_max: int | None
    proxy_barred: tuple[str, ...]
    notice_days: int
    opens_min_days: int
    opens_max_days: int
    announce_within_days: int
    publication_days: int
    publication_source: str
    agenda_lock: bool
    channels: tuple[str, ...]
    result_title: str
    special_notice_days: int | None = None
    weekend_last_day: WeekendRule = "MOVES"
    weekend_reason: str = ""
    publication_unit: publication.Unit = "DAYS"
    sources: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    signed_for_by: SignedForBy = "OWNER_OR_HOUSEHOLD"
    proxy_owners_only: bool = False
    counting: Mapping[str, str] = field(default_factory=dict)

    @property
    def decides(self) -> bool:
        """Whether the result binds anybody: a survey of households does not."""
        return self.body != "household_survey"

    def rule_for(self, decision_class: str) -> Rule:
        """What a question of this class (a key of `majorities`) is judged by.

        Raises `INVALID_INPUT` for a class that these rules do not know.
        """
        if decision_class not in self.majorities:
            known = "、".join(CLASSES[one] for one in self.majorities)
            raise Refused(InOrganisation.CLASS_UNKNOWN, name=self.name, known=known)
        return Rule(
            name=self.name,
            source=self.source,
            version=self.version,
            quorum=self.quorum,
            majority=self.majorities[decision_class],
            abstention="IN_BASE",
            unreturned=self.policy,
            counting=self.counting,
        )


def parse_owners(data: Mapping[str, Any]) -> OwnersRules:
    """The owners' rules that JSON data describes.

    Raises `Refused(INVALID_INPUT)` with a sentence that names the field, also where less is asked of the
    owners than the law asks.
    """
    body = reading.one_of(data, "body", "适用的会议", OWNERS_BODIES)
    valid_from, valid_to = reading.validity(data)
    opening = reading.mapping(data.get("opening", {}), "投票期限")
    rules = OwnersRules(
        code=reading.text(data, "code", "规则代码"),
        version=reading.whole(data, "version", "版本号", least=1, default=1),
        name=reading.text(data, "name", "规则名称"),
        body=body,
        place=reading.place(data),
        source=reading.text(data, "source", "规则依据"),
        valid_from=valid_from,
        valid_to=valid_to,
        quorum=_quorum(data, body),
        majorities=_majorities(data, body),
        **_returned(data),
        **_proxies(data),
        notice_days=_days(data, "notice_days", "提前通知天数", default=NOTICE_DAYS),
        special_notice_days=_special_notice(data),
        opens_min_days=_days(opening, "min_days", "投票最少开放天数"),
        opens_max_days=_days(opening, "max_days", "投票最多开放天数"),
        announce_within_days=_days(data, "announce_within_days", "公告时限天数"),
        **_shown(data),
        agenda_lock=reading.flag(data, "agenda_lock", "议程是否锁定", default=True),
        channels=_channels(data),
        result_title=reading.text(data, "result_title", "结果的名称"),
        sources=sources.read(data, sources.OWNERS_FIGURES),
        note=reading.text(data, "note", "说明", default=""),
    )
    _check(rules)
    return rules


def _shown(data: Mapping[str, Any]) -> dict[str, Any]:
    """For how long a result is shown, in which days, and what a last day on a weekend does."""
    days, source = reading.publication(data)
    weekend, reason = reading.weekend(data)
    return {
        "publication_days": days,
        "publication_source": source,
        "publication_unit": publication.unit(data),
        "weekend_last_day": weekend,
        "weekend_reason": reason,
    }


def _days(data: Mapping[str, Any], key: str, label: str, *, default: int = 0) -> int:
    return reading.whole(data, key, label, most=reading.MOST_DAYS, default=default)


def _special_notice(data: Mapping[str, Any]) -> int | None:
    if data.get("special_notice_days") is None:
        return None
    return _days(data, "special_notice_days", "临时会议提前通知天数")


def _quorum(data: Mapping[str, Any], body: str) -> tuple[Share, ...]:
    written = data.get("quorum")
    if body == "household_survey":
        if written:
            refuse(InRules.HOUSEHOLDS_TURNOUT)
        return ()
    shares = _pair(written, "参与表决的要求", QUORUM_BASES)
    for share in shares:
        if not at_least(share.threshold, LEAST_QUORUM):
            refuse(InRules.TURNOUT_TOO_LOW, law=CIVIL_CODE, now=share.threshold.name)
    return shares


def _majorities(data: Mapping[str, Any], body: str) -> dict[str, tuple[Share, ...]]:
    written = reading.mapping(data.get("majorities"), "表决通过的条件")
    if body == "household_survey":
        return {"SURVEY": _survey(written)}
    allowed = {"ORDINARY", "SPECIAL", "UNANIMOUS"} if body == "affected_owners" else {"ORDINARY", "SPECIAL"}
    if not {"ORDINARY", "SPECIAL"} <= set(written) <= allowed:
        refuse(InRules.TESTS_MISSING)
    found = {name: _majority(written[name], CLASSES[name], least) for name, least in LEAST_MAJORITY.items()}
    if "UNANIMOUS" in written:
        found["UNANIMOUS"] = _unanimous(written["UNANIMOUS"])
    return found


def _survey(written: Mapping[str, Any]) -> tuple[Share, ...]:
    if set(written) != {"SURVEY"}:
        refuse(InRules.HOUSEHOLDS_TESTS)
    (share,) = _shares(written["SURVEY"], "意见征询的条件", 1)
    if share.base != "returned":
        refuse(InRules.HOUSEHOLDS_BASE)
    return (share,)


def _majority(written: Any, label: str, least: Threshold) -> tuple[Share, ...]:
    shares = _pair(written, f"{label}通过的条件", MAJORITY_BASES)
    for share in shares:
        if not at_least(share.threshold, least):
            refuse(InRules.TEST_TOO_LOW, label=label, least=least.name, law=CIVIL_CODE, now=share.threshold.name)
    return shares


def _unanimous(written: Any) -> tuple[Share, ...]:
    shares = _shares(written, "须一致同意的事项", 1)
    if shares != (Share(Threshold("GE", 1, 1), "heads"),):
        refuse(InRules.UNANIMITY_MISSING)
    return shares


def _shares(written: Any, label: str, number: int) -> tuple[Share, ...]:
    if not isinstance(written, list) or len(written) != number:
        refuse(InRules.INCOMPLETE, label=label)
    return tuple(reading.share(reading.mapping(one, label), label) for one in written)


def _pair(written: Any, label: str, bases: tuple[str, str]) -> tuple[Share, ...]:
    """One share of an area and one of heads, in that order."""
    shares = _shares(written, f"{label}（面积、人数各一项）", len(bases))
    found = {share.base: share for share in shares}
    if bases == MAJORITY_BASES and set(found) & set(QUORUM_BASES):
        refuse(InRules.OLD_BASE, label=label, law=CIVIL_CODE)
    if set(found) != set(bases):
        refuse(InRules.SHARES_MISSING, label=label)
    return tuple(found[base] for base in bases)


def at_least(threshold: Threshold, least: Threshold) -> bool:
    """Whether a share asks for as much as another or for more, for a base of any size."""
    left, right = threshold.num * least.den, least.num * threshold.den
    return left > right or (left == right and (threshold.op == "GT" or least.op == "GE"))


def _returned(data: Mapping[str, Any]) -> dict[str, Any]:
    """What becomes of ballots that were not returned, or that nobody can read."""
    on = data.get("policy_clause_on")
    return {
        "policy": reading.one_of(data, "policy", "未交回的票怎样算", POLICIES),
        "policy_clause": reading.text(data, "policy_clause", "管理规约或议事规则的条款", default=""),
        "policy_clause_on": None if on is None else reading.day(on, "条款通过的日期"),
        "unclear": reading.one_of(data, "unclear", "看不清的票怎样算", UNCLEAR),
        "signed_for_by": reading.one_of(data, "signed_for_by", "谁签收才算送达", SIGNED_FOR_BY),
        "counting": reading.counting(data),
    }


def _proxies(data: Mapping[str, Any]) -> dict[str, Any]:
    """How many owners one agent may stand for, and who may not be one."""
    written = data.get("proxy", "unlimited")
    most: int | None = None
    if written == "none":
        most = 0
    elif written != "unlimited":
        most = reading.whole(
            reading.mapping(written, "委托投票"), "max", "每人最多代理人数", least=1, most=reading.MOST_DAYS
        )
    return {
        "proxy_max": most,
        "proxy_barred": reading.some_of(data, "proxy_barred", "不得代理的单位", PARTY_KINDS),
        "proxy_owners_only": reading.flag(data, "proxy_owners_only", "代理人只能是其他业主"),
    }


def _channels(data: Mapping[str, Any]) -> tuple[str, ...]:
    channels = reading.some_of(data, "channels", "投票方式", CHANNELS)
    if not channels:
        refuse(InRules.CHANNEL_MISSING)
    return channels


def _check(rules: OwnersRules) -> None:
    """What no single field shows."""
    if 0 < rules.opens_max_days < rules.opens_min_days:
        refuse(InRules.OPEN_DAYS_ORDER)
    if rules.policy == "FOLLOW_MAJORITY" and not (rules.policy_clause and rules.policy_clause_on):
        refuse(InRules.CLAUSE_MISSING)
    if rules.decides:
        _check_decision(rules)


def _check_decision(rules: OwnersRules) -> None:
    """What only binds where owners decide."""
    if "PAPER" not in rules.channels and "OFFICIAL_IMPORT" not in rules.channels:
        refuse(InRules.PAPER_MISSING)
    if rules.notice_days < NOTICE_DAYS:
        refuse(InRules.NOTICE_TOO_SHORT, least=NOTICE_DAYS, source=NOTICE_SOURCE, now=rules.notice_days)
    if rules.special_notice_days is not None and not rules.place:
        refuse(InRules.EXTRAORDINARY_NOTICE)
    if not rules.agenda_lock:
        refuse(InRules.AGENDA_NOT_LOCKED)


def check_channels(rules: OwnersRules) -> None:
    """Refuse votes by this platform's phone pages where the place's law knows its own system only (`INVALID_INPUT`).

    Asked of whoever writes rules, not of whoever reads them: a place may be added to the table after a version was
    written, and what was decided under that version must stay readable.
    """
    only = only_system(rules.place)
    if rules.decides and only and "ONLINE" in rules.channels:
        system, where = only
        refuse(InRules.OFFICIAL_ONLY, place=rules.place, system=system, source=where)
