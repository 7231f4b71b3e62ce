"""Who may demand a meeting or a recall: shares of owners, by place, counted exactly (物业管理条例 §13)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from deliberation.kernel.counting import Threshold, Weight, percent
from deliberation.kernel.days import last_day
from deliberation.kernel.holidays import Calendar
from deliberation.kernel.text import N_
from deliberation.kernel.workflow import Workflow, move

PETITION_FLOW = Workflow(
    noun=N_("业主的提议"),
    initial="COLLECTING",
    states={
        "COLLECTING": N_("征集签名"),
        "HANDED_OVER": N_("已递交"),
        "DROPPED": N_("已撤回"),
    },
    moves=(
        move(
            "owners_petition.hand_over",
            N_("递交"),
            "COLLECTING",
            "HANDED_OVER",
            within="owners_petition.keep",
            title=N_("登记业主提议递交"),
        ),
        move(
            "owners_petition.drop",
            N_("撤回提议"),
            "COLLECTING",
            "DROPPED",
            within="owners_petition.keep",
            title=N_("撤回业主提议"),
        ),
    ),
)
PETITION_KINDS = {"MEETING": N_("提议召开业主大会临时会议"), "RECALL": N_("提议罢免业主委员会成员")}
FIFTH = Threshold("GE", 1, 5)
_IN_WORDS = {FIFTH: "百分之二十以上"}
"""A fifth as the regulations write it."""
Join = Literal["AND", "OR"]


def _in_words(share: Threshold) -> str:
    return _IN_WORDS.get(share, share.name)


@dataclass(frozen=True, slots=True)
class DemandRule:
    """How many owners must demand it: a share of heads, of area, or both; `join` says whether both are needed.

    `due_days`: within so many days of the handing over it must be put to the vote (0: nothing said).
    """

    heads: Threshold | None
    area: Threshold | None
    join: Join
    source: str
    due_days: int = 0


def _heads(source: str) -> DemandRule:
    return DemandRule(FIFTH, None, "AND", source)


DEMANDS: dict[str, dict[str, DemandRule]] = {
    "MEETING": {
        "四川省": DemandRule(FIFTH, FIFTH, "OR", "《四川省物业管理条例》第三十条"),
        "成都市": DemandRule(FIFTH, FIFTH, "OR", "《成都市物业管理条例》第三十条"),
        "达州市": DemandRule(FIFTH, FIFTH, "OR", "《达州市物业管理条例》第十二条"),
        "资阳市": DemandRule(FIFTH, FIFTH, "OR", "《资阳市物业管理条例》第十五条"),
        "杭州市": _heads("《杭州市物业管理条例》第十八条"),
        "浙江省": _heads("《浙江省物业管理条例》第十一条"),
        "宁波市": _heads("《宁波市住宅小区物业管理条例》第二十四条"),
        "山东省": _heads("《山东省物业管理条例》第二十八条"),
        "北京市": _heads("《北京市物业管理条例》第三十五条"),
        "上海市": _heads("《上海市住宅物业管理规定》第二十五条"),
        "": _heads("《物业管理条例》第十三条（“20%以上的业主”按人数计算，平台默认规则）"),
    },
    "RECALL": {
        "四川省": DemandRule(FIFTH, FIFTH, "AND", "《四川省物业管理条例》第四十一条", 30),
        "自贡市": DemandRule(FIFTH, FIFTH, "AND", "《自贡市物业管理条例》第二十一条", 30),
        "杭州市": _heads("《杭州市物业管理条例》第三十一条"),
        "山东省": _heads("《山东省物业管理条例》第三十四条"),
        "": _heads("《物业管理条例》第十三条（罢免按提议召开临时会议办理，平台默认规则）"),
    },
}
"""Kind of demand → place → rule; "20%以上的业主" without another word is taken as a share of heads."""


def demand_rule(kind: str, places: Iterable[str]) -> DemandRule:
    """The rule of the nearest place that has one; `places` as `organisation.access.places_of` gives them."""
    known = DEMANDS[kind]
    return next(known[place] for place in (*places, "") if place in known)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a demand is: who signed, of how many, by which rule, and whether it is enough.

    `unknown`: signers whom the roster in use does not have (there); they do not count. `scope`: the part whose owners
    alone are counted, in words.
    """

    signed: Weight
    whole: Weight
    rule: DemandRule
    unknown: int = 0
    scope: str = ""

    @property
    def is_reached(self) -> bool:
        """Whether as many have signed as the rule asks for."""
        met = [share.met(*of) for share, *of in self._shares()]
        return any(met) if self.rule.join == "OR" else all(met)

    def _shares(self) -> list[tuple[Threshold, int, int]]:
        found = []
        if self.rule.heads is not None:
            found.append((self.rule.heads, self.signed.heads, self.whole.heads))
        if self.rule.area is not None:
            found.append((self.rule.area, self.signed.area, self.whole.area))
        return found

    @property
    def heads_share(self) -> str:
        """The share of heads in per cent."""
        return percent(self.signed.heads, self.whole.heads, self.rule.heads)

    @property
    def area_share(self) -> str:
        """The share of area in per cent."""
        return percent(self.signed.area, self.whole.area, self.rule.area)

    @property
    def least_heads(self) -> int:
        """How many heads are needed; 0 where heads do not count."""
        return self.rule.heads.least(self.whole.heads) if self.rule.heads else 0

    @property
    def least_area(self) -> int:
        """How much area is needed, in 0.01 ㎡; 0 where area does not count."""
        return self.rule.area.least(self.whole.area) if self.rule.area else 0

    @property
    def asked(self) -> str:
        """The rule in words: 人数百分之二十以上，或者专有部分面积百分之二十以上."""
        words = [f"人数{_in_words(self.rule.heads)}"] if self.rule.heads else []
        words += [f"专有部分面积{_in_words(self.rule.area)}"] if self.rule.area else []
        return ("，或者" if self.rule.join == "OR" else "，并且").join(words)

    def to_json(self) -> dict[str, Any]:
        """What is kept when the demand is handed over."""
        return {
            "signed": {"heads": self.signed.heads, "area": self.signed.area},
            "whole": {"heads": self.whole.heads, "area": self.whole.area},
            "asked": self.asked,
            "source": self.rule.source,
            "unknown": self.unknown,
            "scope": self.scope,
        }


def progress(units: Sequence[tuple[str, int]], signers: Collection[str], rule: DemandRule, scope: str = "") -> Progress:
    """Count signers against the roster: `(owner's key, area in 0.01 ㎡)` of every unit that counts (in the scope).

    Each owner is one head, the developer too where their units count; their area is that of all their units.
    """
    keys = set(signers)
    known = {key for key, _ in units}
    signed = Weight(len(keys & known), sum(area for key, area in units if key in keys))
    whole = Weight(len(known), sum(area for _, area in units))
    return Progress(signed, whole, rule, len(keys - known), scope)


def due_day(handed_on: date, rule: DemandRule, calendar: Calendar | None = None) -> date | None:
    """The last day on which the demand must be put to the vote (四川 §41: 30 days; 民法典 201, 203)."""
    return last_day(handed_on, rule.due_days, calendar) if rule.due_days else None
