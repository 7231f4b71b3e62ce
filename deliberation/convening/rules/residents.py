"""居民会议、居民代表会议 (2025 Act): who may demand one, what it needs beside other meetings, what comes after it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deliberation.convening.rules.missing import Missing
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import NO_FAULT, Fault
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _

RESIDENTS_BODIES = frozenset({"residents_meeting", "residents_representatives"})
"""Bodies that meet by the 居民委员会组织法 (2025): who may demand a meeting, of whom it consists."""

LAW = N_("《城市居民委员会组织法》（2025年修订）")
COMMITTEE, REPRESENTATIVE, SUPERVISORS = "neighbourhood_committee", "residents_representative", "supervision_committee"
"""Party kinds: 居民委员会, 居民代表, 居务监督委员会."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Who may demand a meeting, with which share of whom, and where that is written."""

    who: str
    num: int
    den: int
    article: str

    def least(self, total: int) -> int:
        """The fewest that oblige to call it: the share counts as soon as it is reached (以上)."""
        return -(-self.num * total // self.den)


@dataclass(frozen=True, slots=True)
class ResidentsStep:
    """What the Act asks for before or `after` a meeting of residents; `waivable`: it may not concern this meeting."""

    label: str
    article: str
    after: bool = True
    waivable: bool = True


RESIDENTS_STEPS: Mapping[str, ResidentsStep] = {
    "consulted": ResidentsStep(
        N_("涉及居民切身利益的事，会前先组织居民和利益相关方协商"), N_("第三十二条"), after=False
    ),
    "published": ResidentsStep(
        N_("会议决定的事项和实施情况、协商确定的事项和落实情况，在居务公开栏公布"), N_("第三十四条"), waivable=False
    ),
    "filed": ResidentsStep(N_("制定、修改居民自治章程、居民公约的，报政府或者街道办事处备案"), N_("第三十一条")),
    "supervisors_elected": ResidentsStep(
        N_("推选居务监督委员会的，核对成员不是居委会成员和他们的近亲属"), N_("第三十六条")
    ),
    "appraised": ResidentsStep(N_("民主评议居委会成员的，由居务监督委员会主持，结果及时公布"), N_("第三十七条")),
}
"""Code → step; whether a step concerns the meeting a person says, with the day or with the reason why not."""
OVER = frozenset({"ENDED", "MINUTES_SIGNED", "ISSUED"})
"""States of a meeting that was held."""


def steps_after(body: str, state: str, facts: Mapping[str, Any]) -> list[Missing]:
    """What is to be done after a meeting of residents that was held, line by line (§§31, 34, 36, 37)."""
    if body not in RESIDENTS_BODIES or state not in OVER:
        return []
    return [_step_line(code, facts, blocks=False) for code, step in RESIDENTS_STEPS.items() if step.after]


def _step_line(code: str, facts: Mapping[str, Any], *, blocks: bool) -> Missing:
    step, done = RESIDENTS_STEPS[code], facts.get("steps", {}).get(code)
    lacking = _("还没有登记日期") + (_("；不涉及的写明理由") if step.waivable else "")
    return Missing(code, f"{_(step.label)}（{_(step.article)}）", _("会议秘书、党支部"), bool(done), lacking, blocks)


DEMANDS: Mapping[str, Mapping[str, Demand]] = {
    "residents_meeting": {
        "ADULTS": Demand(N_("年满十八周岁的居民"), 1, 10, N_("第二十六条")),
        "HOUSEHOLDS": Demand(N_("户的代表"), 1, 10, N_("第二十六条")),
        "REPRESENTATIVES": Demand(N_("居民代表"), 1, 3, N_("第二十六条")),
    },
    "residents_representatives": {
        "REPRESENTATIVES": Demand(N_("居民代表"), 1, 5, N_("第二十八条")),
    },
}
"""Body → who may demand its meeting. The 居委会 may always call one of its own."""


def demand_problem(body: str, by: str, number: int, total: int) -> Fault:
    """Why so many of `total` do not oblige anybody to call a meeting of this body (empty: they do)."""
    demand = DEMANDS.get(body, {}).get(by)
    if demand is None:
        return Fault(InConvening.DEMANDED_BY_MISSING)
    if not 0 < number <= total:
        return Fault(InConvening.DEMAND_NUMBERS_WRONG)
    if number >= (least := demand.least(total)):
        return NO_FAULT
    source, short = f"{LAW}{demand.article}", least - number
    return Fault(
        InConvening.DEMAND_SHORT, total=total, who=demand.who, least=least, source=source, now=number, short=short
    )


def demand_said(body: str, demand: Mapping[str, Any]) -> str:
    """12 名居民代表提议召集（共 50 名，须 10 名以上，…第二十八条）."""
    of = DEMANDS[body][demand["by"]]
    total = demand["total"]
    return f"{demand['number']} 名{of.who}提议召集（共 {total} 名，须 {of.least(total)} 名以上，{LAW}{of.article}）"


def residents_lines(
    body: str, facts: Mapping[str, Any], seats: Sequence[tuple[str, bool]], *, has_votes: bool
) -> list[Missing]:
    """What a meeting of residents needs beside what every meeting needs; `seats`: (party kind, has a vote) of each.

    §28 composition, §30 the party organisation first where something is decided, §32 consultation before it, §36 the
    supervision committee.
    """
    if body not in RESIDENTS_BODIES:
        return []
    lines = [_composition(seats)] if body == "residents_representatives" else []
    if facts.get("demand"):
        lines.append(Missing("demand", f"{_('提议召集')}：{demand_said(body, facts['demand'])}", "", done=True))
    first = _("重要事项先经社区党组织研究讨论（第三十条）")
    party = Missing(
        "party_first",
        first,
        _("会议秘书、党支部"),
        bool(facts.get("party_discussed_on")),
        _("还没有登记社区党组织研究讨论的日期"),
        blocks=has_votes,
    )
    watched = any(kind == SUPERVISORS for kind, _has_vote in seats)
    attends = Missing(
        "supervisors",
        _("居务监督委员会列席（第三十六条）"),
        _("会议秘书"),
        watched,
        _("还没有居务监督委员会成员的列席席位；这一条只是提醒，不影响发通知"),
        blocks=False,
    )
    return [*lines, party, _step_line("consulted", facts, blocks=has_votes), attends]


def _composition(seats: Sequence[tuple[str, bool]]) -> Missing:
    """居民代表应当占组成人员的五分之四以上: 居委会 members and representatives, nobody else, have a vote."""
    voting = [kind for kind, has_vote in seats if has_vote]
    total, chosen = len(voting), voting.count(REPRESENTATIVE)
    others = total - chosen - voting.count(COMMITTEE)
    least = -(-4 * total // 5)
    what = _("组成人员：居民代表占五分之四以上（第二十八条）")
    if others:
        detail = _("有 %(n)s 个表决席位既不是居委会成员，也不是居民代表，请改为列席", n=others)
    else:
        detail = _(
            "表决席位 %(total)s 个，其中居民代表 %(have)s 个，须 %(least)s 个以上",
            total=total,
            have=chosen,
            least=least,
        )
    return Missing("composition", what, _("会议秘书、党支部"), total > 0 and not others and chosen >= least, detail)


def half_year_after(day: date) -> date:
    """The last day by which representatives meet again: 每半年至少召开一次 (§28). 31 August → 28 February."""
    year, month = day.year + (day.month + 6 > 12), (day.month + 5) % 12 + 1  # noqa: PLR2004 - months
    return date(year, month, min(day.day, monthrange(year, month)[1]))
