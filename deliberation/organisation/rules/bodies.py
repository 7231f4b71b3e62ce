"""Rules of procedure of a body that meets 会议的议事规则 (domain 2.6, 3.4, 3.5).

A rule profile is dated data: who must be there, what majority decides, how long one speaks, how early one is
told, how long a result is shown. A meeting keeps the version it ran under.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from deliberation.kernel.days import WeekendRule
from deliberation.kernel.details import InRules
from deliberation.kernel.errors import refuse
from deliberation.kernel.methods import neighbourhood
from deliberation.kernel.methods.base import ENTITLED_BASES, Composition, Rule, Share
from deliberation.kernel.text import N_
from deliberation.organisation.rules import publication, reading, sources
from deliberation.organisation.rules.parties import PARTY_KINDS, SENDING_KINDS

MORE_FOR_THAN_AGAINST = "MORE_FOR_THAN_AGAINST"

MEETING_BODIES: dict[str, str] = {
    "five_party_meeting": N_("五方办"),
    "three_party_consultation": N_("三方共商"),
    "three_way_linkage": N_("三方联动"),
    "owners_committee": N_("业主委员会会议"),
    "management_committee": N_("物业管理委员会会议"),
    "residents_meeting": N_("居民会议"),
    "residents_representatives": N_("居民代表会议"),
    "residents_council": N_("居民议事会"),
    "residents_group": N_("居民自治小组会议"),
    "joint_conference": N_("物业管理联席会议"),
    "other_meeting": N_("其他议事会议"),
}
"""Who meets: the code in `RuleProfile.body` → its name."""

FIRST: dict[str, str] = {"CONSENSUS": N_("先征询一致，有异议再表决"), "VOTE": N_("直接表决")}
ABSTENTION: dict[str, str] = {"IN_BASE": N_("计入基数"), "NOT_IN_BASE": N_("不计入基数")}
BALLOT_BY: dict[str, str] = {"seat": N_("每位代表一票"), "party": N_("各方一票")}
MEETING_BASES = ("present", "seats", "sitting_members", "members", "parties", "cast")
"""What a share can be taken of where people meet."""

NEIGHBOURHOOD_BODIES = frozenset({"residents_meeting", "residents_representatives"})
"""What a 居委会 always organises; of the other bodies the meeting type says who does."""

CONSULTATIONS = frozenset(
    {"five_party_meeting", "three_party_consultation", "three_way_linkage", "joint_conference", "other_meeting"}
)
"""Bodies to which parties send people; of all others the members meet in person."""

ELECTIONS: dict[str, str] = {
    "ORDINARY": N_("与其他表决一样"),
    "NEIGHBOURHOOD_COMMITTEE": N_("按居民委员会选举的规定（组织法第十九条）"),
}
"""How an election in this meeting is counted."""

ELECTORS = {"residents_meeting": "RESIDENTS", "residents_representatives": "REPRESENTATIVES"}
"""Who elects the 居委会 in which meeting (`neighbourhood.ELECTORS`)."""

NEIGHBOURHOOD_DAYS = 15
NEIGHBOURHOOD_SOURCE = "《城市居民委员会组织法》（2025年修订）第三十四条"

First = Literal["CONSENSUS", "VOTE"]
Abstention = Literal["IN_BASE", "NOT_IN_BASE"]
Election = Literal["ORDINARY", "NEIGHBOURHOOD_COMMITTEE"]
BallotBy = Literal["seat", "party"]


@dataclass(frozen=True, slots=True)
class RuleProfile:
    """One version of the rules of procedure of one body (`MEETING_BODIES`) in one place ("" = everywhere).

    `quorum` are the shares of the entitled that must be present (none: no quorum); with
    `each_party_present` every obligatory party also needs somebody there. `majority` is a share, or
    `None` for more for than against (南塘 rule 13). `abstention`: IN_BASE (an abstention stands in the base
    and so hinders) or NOT_IN_BASE. `tie` is always LOST (平局等于没过). `proxy_max` is how many absent
    members one may stand for; `speech_seconds` and `speech_turns` are per person and item;
    `announce_within_days` is 0 where nothing is said, and so are `notice_days` (nobody need be told so early) and
    `agenda_days`, before which whoever the text names (居委会, 街道) hears the matters. `weekend_last_day`: what a last
    day on a Saturday or Sunday does (`reading.WEEKEND`), with its reason where it stands. `publication_unit`,
    `sources` and `note` as in `OwnersRules`. `election` (`ELECTIONS`) says how people are elected, `composition`
    what the place's text asks of those elected together. `counting`: see `reading.counting`. `substitutes`: kinds of
    parties of which another of the same unit may come instead after the notice (`parties.SENDING_KINDS`).
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
    abstention: Abstention
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
    place: str = ""
    weekend_last_day: WeekendRule = "MOVES"
    weekend_reason: str = ""
    agenda_days: int = 0
    publication_unit: publication.Unit = "DAYS"
    sources: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    election: Election = "ORDINARY"
    composition: Composition = neighbourhood.ANYBODY
    counting: Mapping[str, str] = field(default_factory=dict)
    substitutes: tuple[str, ...] = ()

    def election_rule(self, *, second_round: bool) -> Rule:
        """What an election under this profile is judged by: an election of the 居委会 has shares of its own."""
        if self.election == "ORDINARY":
            return self.rule()
        electors = ELECTORS[self.body]
        return neighbourhood.rule(
            electors, second_round=second_round, name=self.name, version=self.version, composition=self.composition
        )

    def rule(self) -> Rule:
        """What a vote under this profile is judged by."""
        return Rule(
            name=self.name,
            source=self.source,
            version=self.version,
            quorum=self.quorum,
            majority=() if self.majority is None else (self.majority,),
            abstention=self.abstention,
            counting=self.counting,
        )


def parse_profile(data: Mapping[str, Any]) -> RuleProfile:
    """The profile that JSON data describes.

    Raises `Refused(INVALID_INPUT)` with a sentence that names the field, for the person who wrote it.
    """
    valid_from, valid_to = reading.validity(data)
    days, days_source = reading.publication(data)
    weekend, weekend_reason = reading.weekend(data)
    profile = RuleProfile(
        code=reading.text(data, "code", "规则代码"),
        version=reading.whole(data, "version", "版本号", least=1, default=1),
        name=reading.text(data, "name", "规则名称"),
        body=reading.text(data, "body", "适用的会议"),
        place=reading.place(data),
        source=reading.text(data, "source", "规则依据"),
        valid_from=valid_from,
        valid_to=valid_to,
        quorum=_quorum(data),
        each_party_present=any(reading.flag(test, "each_party_present", "各方到齐") for test in _quorum_data(data)),
        **_deciding(data),
        **_talking(data),
        notice_days=reading.whole(data, "notice_days", "提前通知天数", most=reading.MOST_DAYS, default=3),
        announce_within_days=reading.whole(data, "announce_within_days", "公告时限天数", most=reading.MOST_DAYS),
        publication_days=days,
        publication_source=days_source,
        weekend_last_day=weekend,
        weekend_reason=weekend_reason,
        result_title=reading.text(data, "result_title", "结果的名称"),
        agenda_lock=reading.flag(data, "agenda_lock", "议程是否锁定"),
        agenda_days=reading.whole(data, "agenda_days", "提前报告议题天数", most=reading.MOST_DAYS),
        publication_unit=publication.unit(data),
        sources=sources.read(data, sources.MEETING_FIGURES),
        note=reading.text(data, "note", "说明", default=""),
        substitutes=_substitutes(data),
    )
    _check(profile)
    return profile


def _substitutes(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Who may send another; where nothing is written, every unit to a consultation, nobody to a body of members."""
    if "substitutes" not in data:
        return SENDING_KINDS if data.get("body") in CONSULTATIONS else ()
    allowed = {kind: PARTY_KINDS[kind] for kind in SENDING_KINDS}
    return reading.some_of(data, "substitutes", "来不了可以请同单位的人代替的各方", allowed)


def _deciding(data: Mapping[str, Any]) -> dict[str, Any]:
    """How a vote is taken and counted."""
    return {
        "first": reading.one_of(data, "first", "先协商还是先表决", FIRST),
        "majority": _majority(data.get("majority")),
        "tie": reading.one_of(data, "tie", "平局的处理（只能是未通过）", ("LOST",)),
        "abstention": reading.one_of(data, "abstention", "弃权的计算", ABSTENTION),
        "chair_votes": reading.flag(data, "chair_votes", "主持人是否投票"),
        "ballot_by": reading.one_of(data, "ballot_by", "按席位还是按方投票", BALLOT_BY),
        "ballot_changeable": reading.flag(data, "ballot_changeable", "能否改票", default=True),
        "recusal": reading.flag(data, "recusal", "是否回避", default=True),
        "proxy_max": _proxy(data.get("proxy", "none")),
        "election": reading.one_of(data, "election", "选举的计算", ELECTIONS),
        "counting": reading.counting(data),
        "composition": _composition(reading.mapping(data.get("election_terms", {}), "对当选人的要求")),
    }


def _composition(terms: Mapping[str, Any]) -> Composition:
    """What a text asks of those elected together, each with its article."""
    unknown = set(terms) - {"woman", "kin", "spare", "spare_most"}
    if unknown:
        refuse(InRules.ELECTED_UNKNOWN, items="、".join(sorted(unknown)))
    return Composition(
        woman=reading.text(terms, "woman", "妇女成员的依据", default=""),
        kin=reading.text(terms, "kin", "近亲属回避的依据", default=""),
        spare=reading.text(terms, "spare", "差额数的依据", default=""),
        spare_most=reading.whole(terms, "spare_most", "差额最多几名", most=99),
    )


def _talking(data: Mapping[str, Any]) -> dict[str, Any]:
    """How long one speaks, and how long objections are waited for."""
    speech = reading.mapping(data.get("speech", {}), "发言限制")
    return {
        "speech_seconds": reading.whole(speech, "seconds", "每次发言秒数", least=10, most=3600, default=120),
        "speech_turns": reading.whole(speech, "turns", "发言次数", least=1, most=99, default=2),
        "consensus_seconds": reading.whole(data, "consensus_seconds", "征询一致的秒数", most=3600, default=30),
    }


def _quorum_data(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The quorum tests as a list, whether one or several were written; missing means a mistake."""
    written = data.get("quorum")
    if written is None:
        refuse(InRules.QUORUM_MISSING)
    return [reading.mapping(test, "开会人数") for test in (written if isinstance(written, list) else [written])]


def _quorum(data: Mapping[str, Any]) -> tuple[Share, ...]:
    shares = tuple(reading.share(test, "开会人数") for test in _quorum_data(data))
    if any(share.base not in ENTITLED_BASES for share in shares):
        refuse(InRules.QUORUM_BASE)
    return shares


def _majority(written: Any) -> Share | None:
    if written == MORE_FOR_THAN_AGAINST:
        return None
    label = "表决通过的条件"
    share = reading.share(reading.mapping(written, label), label)
    if share.base not in MEETING_BASES:
        refuse(InRules.MEETING_BASE)
    return share


def _proxy(written: Any) -> int:
    if written == "none":
        return 0
    return reading.whole(reading.mapping(written, "代理"), "max", "每人最多代理人数", least=1, most=99)


def _check(profile: RuleProfile) -> None:
    """What no single field shows."""
    base = profile.majority.base if profile.majority else ""
    if profile.abstention == "NOT_IN_BASE" and base not in {"present", "cast"}:
        # Only where a share of the present or of the cast decides can an abstention be left out of it.
        refuse(InRules.ABSTENTIONS_BASE)
    if profile.election != "ORDINARY" and profile.body not in ELECTORS:
        refuse(InRules.COMMITTEE_BODY)
    if profile.election == "ORDINARY" and profile.composition != neighbourhood.ANYBODY:
        refuse(InRules.ELECTED_ELSEWHERE)
    if profile.body in NEIGHBOURHOOD_BODIES:
        check_neighbourhood(profile)


def check_neighbourhood(profile: RuleProfile) -> None:
    """What a 居委会 organises is shown for fifteen days at least (居委会组织法 §34, D8). Raises `INVALID_INPUT`."""
    if profile.publication_days < NEIGHBOURHOOD_DAYS:
        refuse(
            InRules.NEIGHBOURHOOD_PERIOD,
            least=NEIGHBOURHOOD_DAYS,
            source=NEIGHBOURHOOD_SOURCE,
            now=profile.publication_days,
        )
