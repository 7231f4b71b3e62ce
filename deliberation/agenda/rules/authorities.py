"""Who may decide a thing: the classes 决定权属 and the nine matters of the owners.

Source of the classes: domain reference 3.2; of the matters and thresholds: Civil Code art. 278.
"""

from __future__ import annotations

from dataclasses import dataclass

from deliberation.kernel.details import InAgenda
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_

ORDINARY = "ORDINARY"
SPECIAL = "SPECIAL"


@dataclass(frozen=True, slots=True)
class Authority:
    """决定权属: the body that may decide a topic.

    `body_label` names the body, `threshold` is the owners' majority that art. 278 asks for (`ORDINARY`
    more than half, `SPECIAL` three quarters, `None` where no owners' vote of art. 278 is needed),
    `meaning` says what a vote of the parties is worth then.
    """

    code: str
    label: str
    body_label: str
    threshold: str | None
    meaning: str


_PROPOSAL = N_("表决结果是协商意见，须提请业主共同决定，通过前不能交办。")

AUTHORITIES: dict[str, Authority] = {
    a.code: a
    for a in (
        Authority("PARTY_DUTY", N_("各方职责内"), N_("有关的一方"), None, N_("可以当场定，定了就交办。")),
        Authority("COMMITTEE", N_("业委会职权内"), N_("业主委员会"), None, N_("向业委会提出建议。")),
        Authority("OWNERS_ORDINARY", N_("业主共同决定（过半数）"), N_("业主"), ORDINARY, _PROPOSAL),
        Authority("OWNERS_SPECIAL", N_("业主共同决定（四分之三）"), N_("业主"), SPECIAL, _PROPOSAL),
        Authority("AFFECTED_OWNERS", N_("本楼栋（单元）业主共同决定"), N_("相关楼栋业主"), ORDINARY, _PROPOSAL),
        Authority(
            "INTERESTED_UNANIMOUS",
            N_("有利害关系的业主一致同意"),
            N_("有利害关系的业主"),
            None,
            N_("住宅改经营用房，须有利害关系的业主一致同意，多数票不能代替。"),
        ),
        Authority(
            "RESIDENTS_MEETING",
            N_("居民会议（居民代表会议）"),
            N_("居民会议"),
            None,
            N_("向居民会议提出建议，先由党组织研究。"),
        ),
        Authority(
            "GOVERNMENT_OR_UTILITY",
            N_("政府部门或专营单位"),
            N_("主管部门或供水供热等单位"),
            None,
            N_("向主管部门或专营单位提出，吹哨、上报。"),
        ),
        Authority("MEDIATION", N_("调解"), N_("居委会（调解委员会）"), None, N_("两家之间的纠纷，不上会，转调解。")),
        Authority("OUT_OF_SCOPE", N_("不属协商范围"), N_("有权机关"), None, N_("党内事务、诉讼、信访等，转有权机关。")),
    )
}
"""Every decision-authority class, in the order of domain 3.2."""

_OWNERS = frozenset({"OWNERS_ORDINARY", "OWNERS_SPECIAL", "AFFECTED_OWNERS", "INTERESTED_UNANIMOUS"})
_NOT_ON_THE_AGENDA = frozenset({"MEDIATION", "OUT_OF_SCOPE"})
_WITH_MATTER = frozenset({"OWNERS_ORDINARY", "OWNERS_SPECIAL"})


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter of Civil Code art. 278: its paragraph number, the text of the law, the majority."""

    code: str
    paragraph: int
    label: str
    threshold: str


MATTERS: dict[str, Matter] = {
    m.code: m
    for m in (
        Matter("RULES_OF_PROCEDURE", 1, N_("制定和修改业主大会议事规则"), ORDINARY),
        Matter("COVENANT", 2, N_("制定和修改管理规约"), ORDINARY),
        Matter("COMMITTEE_ELECTION", 3, N_("选举业主委员会或者更换业主委员会成员"), ORDINARY),
        Matter("HIRE_OR_DISMISS_FIRM", 4, N_("选聘和解聘物业服务企业或者其他管理人"), ORDINARY),
        Matter("USE_MAINTENANCE_FUND", 5, N_("使用建筑物及其附属设施的维修资金"), ORDINARY),
        Matter("RAISE_MAINTENANCE_FUND", 6, N_("筹集建筑物及其附属设施的维修资金"), SPECIAL),
        Matter("REBUILD", 7, N_("改建、重建建筑物及其附属设施"), SPECIAL),
        Matter("CHANGE_OR_COMMERCIALISE_COMMON_PART", 8, N_("改变共有部分的用途或者利用共有部分从事经营活动"), SPECIAL),
        Matter("OTHER_MAJOR", 9, N_("有关共有和共同管理权利的其他重大事项"), ORDINARY),
    )
}
"""The nine matters of art. 278 paragraph 1."""


def needs_owners(code: str | None) -> bool:
    """Whether only the owners may decide, so that a meeting's vote is 协商意见."""
    return code in _OWNERS


def on_an_agenda(code: str) -> bool:
    """Whether a meeting deals with things of this class at all."""
    return code not in _NOT_ON_THE_AGENDA


def needs_matter(code: str) -> bool:
    """Whether the class asks which matter of art. 278 it is."""
    return code in _WITH_MATTER


def check_class(code: str, matter: str | None) -> str | None:
    """The matter that goes with a class; refuse an unknown class, or a matter of the other majority.

    Raises `AUTHORITY_MISSING`, `INVALID_INPUT`.
    """
    if code not in AUTHORITIES:
        raise Refused(Reason.AUTHORITY_MISSING)
    if not needs_matter(code):
        return None
    if matter not in MATTERS:
        raise Refused(InAgenda.MATTER_MISSING)
    chosen = MATTERS[matter]
    if chosen.threshold != AUTHORITIES[code].threshold:
        share = N_("四分之三以上") if chosen.threshold == SPECIAL else N_("过半数")
        raise Refused(InAgenda.MATTER_OF_OTHER_MAJORITY, matter=chosen.label, share=share)
    return matter


def check_may_accept(code: str | None) -> None:
    """Refuse a topic on the agenda without a class, or one that no meeting deals with.

    Raises `AUTHORITY_MISSING`, `NOT_FOR_THIS_MEETING`.
    """
    if code not in AUTHORITIES:
        raise Refused(Reason.AUTHORITY_MISSING)
    if code in _NOT_ON_THE_AGENDA:
        authority = AUTHORITIES[code]
        raise Refused(Reason.NOT_FOR_THIS_MEETING, matter=authority.meaning, who=authority.body_label)
