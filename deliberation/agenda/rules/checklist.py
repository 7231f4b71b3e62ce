"""The checklist of the person who classifies, and what its answers point to (domain 3.2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from deliberation.agenda.rules.wording import Finding
from deliberation.kernel.text import N_


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the checklist; a yes hints at the class `hint`."""

    code: str
    text: str
    help: str
    hint: str


CHECKLIST: tuple[Question, ...] = (
    Question(
        "others_duty",
        N_("是不是别的单位法定该做的事？"),
        N_("如市政道路、供热管网、停车执法。"),
        "GOVERNMENT_OR_UTILITY",
    ),
    Question("private_dispute", N_("是不是两家之间的纠纷？"), N_("如漏水、噪音，只涉及个别住户。"), "MEDIATION"),
    Question(
        "dwelling_to_business", N_("是不是住宅改作经营用房？"), N_("民法典第二百七十九条。"), "INTERESTED_UNANIMOUS"
    ),
    Question(
        "use_changed",
        N_("共有部分要改变用途，或者用来经营吗？"),
        N_("如摆摊、广告、收费充电桩、占绿地划车位。"),
        "OWNERS_SPECIAL",
    ),
    Question("common_altered", N_("要改建共有部分吗？"), N_("如出入口、雨棚、加装电梯。"), "OWNERS_SPECIAL"),
    Question("raises_fund", N_("要再筹集维修资金吗？"), "", "OWNERS_SPECIAL"),
    Question("common_money", N_("要花全体业主的钱吗？"), N_("维修资金、公共收益。"), "OWNERS_ORDINARY"),
    Question("firm_terms", N_("涉及选聘、解聘物业，或收费标准、服务内容吗？"), "", "OWNERS_ORDINARY"),
    Question("one_building", N_("只关系到一栋楼或一个单元吗？"), N_("如三号楼屋面、某单元电梯。"), "AFFECTED_OWNERS"),
)
"""Shown to the person who classifies; the software only suggests (domain 3.2)."""

NONE_OF_THESE = "none_of_these"
"""The answer that none of the questions is a yes: without it, no tick means that nobody has answered."""

_SHARED = frozenset({"use_changed", "common_altered", "raises_fund", "common_money"})


def suggest(answers: Collection[str], found: Collection[Finding] = ()) -> str | None:
    """The class that the questions answered with yes point to; `None` where nothing is suggested.

    Somebody else's duty and a private dispute come before all; what concerns the parts or money of one
    building only belongs to its owners; otherwise the strictest majority wins. `NONE_OF_THESE` alone suggests
    `PARTY_DUTY`, unless words of an owners' matter were `found` in the text. An unanswered list suggests nothing,
    and neither does the size of the circle (`one_building`) by itself.
    """
    for question in CHECKLIST[:3]:
        if question.code in answers:
            return question.hint
    if "one_building" in answers and _SHARED & set(answers):
        return "AFFECTED_OWNERS"
    hints = [q.hint for q in CHECKLIST if q.code in answers and q.code != "one_building"]
    if hints:
        return hints[0]
    is_free = NONE_OF_THESE in answers and not any(finding.sure for finding in found)
    return "PARTY_DUTY" if is_free else None
