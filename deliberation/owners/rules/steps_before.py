"""What must be done before the notice of an owners' vote, or before the count, by place and matter.

Each requirement names its article. What no text of the place asks for stands here as good advice of the platform
(平台默认规则) and refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deliberation.kernel.days import gap_days
from deliberation.kernel.text import N_

SUBJECTS: dict[str, str] = {
    "": N_("都不是"),
    "FEE_CHANGE": N_("调整物业服务收费标准"),
    "RECALL": N_("罢免业主委员会成员"),
}
"""What a question is besides its item of 民法典 278, because the law asks further steps for it."""

_FEE = r"物业(?:服务)?(?:收)?费"
_CHANGE = r"(?:调[整高低为至到]|上调|下调|提高|降低|[上下]?涨|由.{1,12}改)"
_WORDS: dict[str, tuple[re.Pattern[str], str]] = {
    "FEE_CHANGE": (re.compile(rf"{_FEE}.{{0,16}}{_CHANGE}|{_CHANGE}.{{0,16}}{_FEE}"), "OTHER_MAJOR"),
    "RECALL": (re.compile(r"罢免"), "COMMITTEE_ELECTION"),
}
"""By which words a question shows what it is besides its item, and the item under which it can be that."""
DEFAULT = "平台默认规则"
When = Literal["NOTICE", "COUNT"]


def seems(title: str, text: str, item: str | None) -> str:
    """The subject (a key of `SUBJECTS`) that the words of a question speak of; empty where they show none."""
    words = f"{title}。{text}"
    return next((code for code, (known, at) in _WORDS.items() if item == at and known.search(words)), "")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One step that must be done, in one place (`place` "" is everywhere), at least `days` before the notice.

    It is asked of votes of these `kinds`, and where `items` or `subjects` are named, for each question of such an
    item or subject only. `unless` says in which case it is not needed (empty: always needed); `needs_note`: what
    happened is written down with it. Without an article it binds nobody (`article` is 平台默认规则).
    """

    code: str
    label: str
    place: str
    article: str
    days: int = 0
    items: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset({"OWNERS"})
    unless: str = ""
    needs_note: bool = False
    when: When = "NOTICE"

    @property
    def binds(self) -> bool:
        """Whether the notice, or the count, is refused without it."""
        return self.article != DEFAULT

    def is_about(self, question: Asked) -> bool:
        """Whether this question makes the step necessary."""
        return question.item in self.items or question.subject in self.subjects


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the requirements read it."""

    number: int
    title: str
    item: str | None
    subject: str


@dataclass(frozen=True, slots=True)
class Done:
    """A step as it was recorded: on which day, with which note; `is_waived`: not needed here, the note says why."""

    done_on: date | None
    note: str
    is_waived: bool


@dataclass(frozen=True, slots=True)
class Need:
    """A requirement of one vote; `number` 0 is the whole vote, else the question it is about."""

    requirement: Requirement
    number: int
    title: str


BOTH = frozenset({"OWNERS", "AFFECTED"})
FEE = frozenset({"FEE_CHANGE"})
RECALL = frozenset({"RECALL"})
FUND = frozenset({"USE_MAINTENANCE_FUND"})
_REPORT = N_("把会议方案、议程和拟表决事项报告街道办事处（镇政府）")
_AUDIT = N_("公示上一年度经营情况的审计报告")
_PLAN = N_("公示收费标准调整方案")
_HEARING = N_("听取被提出罢免的成员申辩，写下申辩意见；本人不申辩的，写明“放弃申辩”")

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement("REPORT_STREET", _REPORT, "成都市", "《成都市物业管理条例》第三十一条", 30),
    Requirement("REPORT_STREET", _REPORT, "遂宁市", "《遂宁市物业管理条例》第十五条", 30),
    Requirement("TELL_STREET", N_("告知街道办事处（乡镇人民政府）"), "德阳市", "《德阳市物业管理条例》第十四条"),
    Requirement("TELL_STREET", N_("书面告知街道办事处（乡镇人民政府）"), "达州市", "《达州市物业管理条例》第十二条"),
    Requirement("TELL_STREET", N_("报告街道办事处（乡镇人民政府）"), "自贡市", "《自贡市物业管理条例》第十五条"),
    Requirement(
        "TELL_STREET",
        N_("向街道办事处（乡镇人民政府）或者居委会报告会议事项，听取意见"),
        "绵阳市",
        "《绵阳市物业管理条例》第十四条",
    ),
    Requirement("TELL_COMMITTEE", N_("公示以前书面报告居委会"), "资阳市", "《资阳市物业管理条例》第十四条"),
    Requirement(
        "TELL_STREET",
        N_("把会议内容书面告知街道办事处（乡镇人民政府）和居委会"),
        "滨州市",
        "《滨州市住宅物业管理条例》第十二条",
    ),
    Requirement(
        "TELL_STREET",
        N_("把会议内容书面告知街道办事处（乡镇人民政府）和居委会"),
        "日照市",
        "《日照市物业管理条例》第三十四条",
    ),
    Requirement(
        "TELL_HOUSING",
        N_("把时间、地点、议题和议程书面通知房管机构，邀请派代表参加，听取意见"),
        "上海市",
        "《上海市住宅物业管理规定》第二十五条",
    ),
    Requirement(
        "POSTED_ONLINE", N_("在互联网上同时公示表决的时间、形式和事项"), "成都市", "《成都市物业管理条例》第二十三条"
    ),
    Requirement(
        "POSTED_ONLINE", N_("在互联网上同时公示表决的时间、方式和内容"), "德阳市", "《德阳市物业管理条例》第十四条"
    ),
    Requirement(
        "POSTED_ONLINE", N_("在互联网上同时公示表决的时间、方式和内容"), "达州市", "《达州市物业管理条例》第十四条"
    ),
    Requirement(
        "POSTED_ONLINE",
        N_("在业主微信群等平台同时公示时间、地点、方式和议题"),
        "资阳市",
        "《资阳市物业管理条例》第十四条",
    ),
    Requirement(
        "AUDIT_POSTED",
        _AUDIT,
        "温州市",
        "《温州市物业管理条例》第三十条",
        30,
        subjects=FEE,
        unless=N_("不是前期物业服务收费的"),
    ),
    Requirement(
        "PLAN_POSTED",
        N_("公示拟定的新收费标准和表决方式"),
        "温州市",
        "《温州市物业管理条例》第三十条",
        30,
        subjects=FEE,
        unless=N_("不是前期物业服务收费的"),
    ),
    Requirement("AUDIT_POSTED", _AUDIT, "杭州市", "《杭州市物业管理条例》第五十三条", 30, subjects=FEE),
    Requirement("PLAN_POSTED", _PLAN, "杭州市", "《杭州市物业管理条例》第五十三条", 30, subjects=FEE),
    Requirement(
        "PLAN_POSTED",
        _PLAN,
        "成都市",
        "《成都市物业管理条例》第六十六条",
        30,
        subjects=FEE,
        unless=N_("不是物业服务人申请调整，而是业主申请、物业服务人同意的"),
    ),
    Requirement(
        "AUDIT_POSTED",
        _AUDIT,
        "淄博市",
        "《淄博市物业管理条例》第五十三条",
        30,
        subjects=FEE,
        unless=N_("不是普通住宅前期物业服务收费的"),
    ),
    Requirement(
        "PLAN_POSTED",
        N_("公示拟调整的收费标准、服务内容和标准，并书面告知街道（镇）、居委会和区县主管部门"),
        "淄博市",
        "《淄博市物业管理条例》第五十三条",
        30,
        subjects=FEE,
        unless=N_("不是普通住宅前期物业服务收费的"),
    ),
    Requirement(
        "FUND_RANGE",
        N_("写明分摊列支范围：由哪些业主分摊、由哪些业主表决"),
        "成都市",
        "《成都市物业管理条例》第八十四条",
        items=FUND,
        kinds=BOTH,
        needs_note=True,
    ),
    Requirement(
        "FUND_RANGE",
        N_("写明列支范围：由哪些业主分摊、由哪些业主表决"),
        "",
        DEFAULT,
        items=FUND,
        kinds=BOTH,
        needs_note=True,
    ),
    Requirement(
        "FUND_PLAN",
        N_("写明维修方案、预算和施工单位，并向分摊的业主公示"),
        "",
        DEFAULT,
        items=FUND,
        kinds=BOTH,
        needs_note=True,
    ),
    Requirement(
        "RECALL_HEARING", _HEARING, "杭州市", "《杭州市物业管理条例》第三十一条", subjects=RECALL, needs_note=True
    ),
    Requirement(
        "RECALL_DEMAND",
        N_("业主联名提出罢免的书面建议，人数、面积都占百分之二十以上（从“业主提议”筹备的，自动算做完）"),
        "四川省",
        "《四川省物业管理条例》第四十一条",
        subjects=RECALL,
        unless=N_("不是业主联名提出，而是议事规则约定或者街道（乡镇）组织的"),
        needs_note=True,
    ),
    Requirement("RECALL_HEARING", _HEARING, "", DEFAULT, subjects=RECALL, needs_note=True),
    Requirement(
        "INVITE_COUNT",
        N_("邀请街道（镇政府）、居委会和业主代表参加计票、统票、监票"),
        "成都市",
        "《成都市物业管理条例》第三十二条",
        when="COUNT",
    ),
)
"""The table. Of several requirements with one code the nearest place's counts."""


def needs(places: Sequence[str], kind: str, questions: Iterable[Asked]) -> list[Need]:
    """What must be done for this vote, in the order of the table; `places` nearest first, "" last."""
    nearest: dict[str, Requirement] = {}
    for one in REQUIREMENTS:
        known = nearest.get(one.code)
        if one.place in places and (known is None or places.index(one.place) < places.index(known.place)):
            nearest[one.code] = one
    asked, found = list(questions), []
    for one in nearest.values():
        if kind not in one.kinds:
            continue
        if not one.items and not one.subjects:
            found.append(Need(one, 0, ""))
        else:
            found += [Need(one, q.number, q.title) for q in asked if one.is_about(q)]
    return found


def lacking(need: Need, done: Done | None, on: date) -> str:
    """What a step still lacks on the day of the notice or of the count, in words; empty when it is done."""
    one = need.requirement
    about = f"“{need.title}”" if need.title else ""
    if done is None:
        return f"{about}{one.label}（{one.article}）"
    if done.is_waived:
        return ""
    if done.done_on is None or done.done_on > on:
        return f"{about}{one.label}的日期（{one.article}）"
    gap = gap_days(done.done_on, on)
    if gap < one.days:
        return f"{about}{one.label}满 {one.days} 天，现在只有 {gap} 天（{one.article}）"
    return ""


def all_lacking(found: Iterable[Need], done: Mapping[tuple[str, str], Done], on: date, when: When) -> list[str]:
    """What refuses the notice (or the count): every binding step that is not done.

    `done` is by code and by the title of the question (empty: the whole vote): a question that was put in other
    words needs its steps anew.
    """
    binding = [need for need in found if need.requirement.binds and need.requirement.when == when]
    said = (lacking(need, done.get((need.requirement.code, need.title)), on) for need in binding)
    return [one for one in said if one]
