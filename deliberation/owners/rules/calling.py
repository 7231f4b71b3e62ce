"""How an owners' meeting is called: regular or special 临时会议, on whose demand, and where its papers are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import Refused
from deliberation.kernel.text import N_
from deliberation.organisation.rules.owners import OwnersRules
from deliberation.organisation.rules.sources import source_of

SPECIAL_GROUNDS: dict[str, str] = {
    "DEMAND": N_("百分之二十以上业主提议（物业管理条例第十三条）"),
    "EMERGENCY": N_("发生重大事故或者紧急情况，须及时处理"),
    "AUTHORITY": N_("主管部门、街道认定业主大会的决定违反议事规则"),
    "RULES": N_("管理规约、议事规则约定的其他情形"),
}
"""On what ground a special meeting is called."""

CALLERS: dict[str, str] = {
    "COMMITTEE": N_("业主委员会"),
    "PREPARATORY": N_("首次业主大会会议筹备组"),
    "TURNOVER": N_("换届小组（换届选举筹备组）"),
    "MANAGEMENT": N_("物业管理委员会"),
    "SUBDISTRICT": N_("街道办事处（乡镇人民政府）"),
    "NEIGHBOURHOOD": N_("居民委员会"),
}
"""Who calls the owners' meeting: the committee; before there is one the preparatory group, the 物管会 or the street.

物业管理条例 §10, §15; 山东 §21, 四川 §§26, 30, 43, 北京 §57, 滨州 §12.
"""

SEALS: dict[tuple[str, str], str] = {
    ("四川省", "PREPARATORY"): N_(
        "筹备组的公告须加盖街道办事处（乡镇人民政府）印章（《四川省物业管理条例》第二十六条）"
    ),
}
"""Whose seal the notice of a caller needs besides its own, by place and caller."""

EVERYWHERE = frozenset({"DEMAND", "RULES"})
"""§13 for the demand; that the owners' own rules may name further cases is taken to hold everywhere (平台默认规则)."""

BY_PLACE: dict[str, tuple[frozenset[str], str]] = {
    "杭州市": (frozenset({"EMERGENCY", "AUTHORITY"}), "《杭州市物业管理条例》第十八条"),
    "宁波市": (frozenset({"EMERGENCY"}), "《宁波市住宅小区物业管理条例》第二十四条"),
    "达州市": (frozenset({"EMERGENCY"}), "《达州市物业管理条例》第十二条"),
    "资阳市": (frozenset({"EMERGENCY"}), "《资阳市物业管理条例》第十五条"),
    "山东省": (frozenset({"EMERGENCY"}), "《山东省物业管理条例》第二十八条"),
}
"""What a place's law allows besides, and where it says so."""


@dataclass(frozen=True, slots=True)
class Calling:
    """How a vote is called. `ground`: a key of `SPECIAL_GROUNDS`; `petition_id`: the demand that led to it.

    `count_at`, `count_place`: when and where the papers are counted in public (公开计票), if that is planned.
    `caller`: a key of `CALLERS`, `caller_name` how it calls itself.
    """

    is_special: bool = False
    ground: str = ""
    reason: str = ""
    petition_id: int | None = None
    count_at: datetime | None = None
    count_place: str = ""
    caller: str = ""
    caller_name: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of `OwnersVote`; a regular meeting has no ground."""
        special = self.is_special
        return {
            "is_special": special,
            "special_ground": self.ground if special else "",
            "special_reason": self.reason.strip() if special else "",
            "petition_id": self.petition_id if special and self.ground == "DEMAND" else None,
            "count_at": self.count_at,
            "count_place": self.count_place.strip(),
            "caller": self.caller,
            "caller_name": self.caller_name.strip(),
        }


def grounds_in(places: Iterable[str]) -> dict[str, str]:
    """The grounds on which a special meeting may be called in these places, with their names."""
    allowed = EVERYWHERE.union(*(BY_PLACE[place][0] for place in places if place in BY_PLACE))
    return {code: name for code, name in SPECIAL_GROUNDS.items() if code in allowed}


def check_calling(calling: Calling, kind: str, places: Iterable[str], closes_at: datetime) -> None:
    """Raise `INVALID_INPUT` for a special meeting without a ground of this place and a reason, or an early count."""
    if calling.caller and calling.caller not in CALLERS:
        raise Refused(InPreparing.CALLER_MISSING)
    if calling.count_at is not None and calling.count_at < closes_at:
        raise Refused(InPreparing.COUNT_BEFORE_CLOSE)
    if not calling.is_special:
        return
    if kind == "HOUSEHOLDS":
        raise Refused(InPreparing.POLL_IS_NO_MEETING)
    allowed = grounds_in(places)
    if calling.ground not in allowed:
        known = "；".join(allowed.values())
        raise Refused(InPreparing.EXTRAORDINARY_GROUND, known=known)
    if not calling.reason.strip():
        raise Refused(InPreparing.EXTRAORDINARY_REASON)


def notice_days_for(rules: OwnersRules, *, is_special: bool) -> int:
    """How many days before the opening the notice must be posted (杭州 §19: 15, 7 before a special meeting)."""
    if is_special and rules.special_notice_days is not None:
        return rules.special_notice_days
    return rules.notice_days


def notice_source_for(rules: OwnersRules, *, is_special: bool) -> str:
    """Where the days of `notice_days_for` are written; the whole rules' source where none is named for them."""
    figure = "special_notice_days" if is_special and rules.special_notice_days is not None else "notice_days"
    return source_of(rules.sources, figure) or rules.source


def in_words(*, is_special: bool, ground: str, reason: str) -> str:
    """定期会议, or 临时会议 with its ground and reason, for page and paper."""
    if not is_special:
        return "定期会议"
    named = SPECIAL_GROUNDS.get(ground, "")
    return f"临时会议（{named}：{reason}）"


def caller_in_words(caller: str, name: str) -> str:
    """筹备组, with the name that it goes by; empty where nobody said who calls the meeting."""
    named = CALLERS.get(caller, "")
    return f"{named}（{name}）" if named and name else named or name


def seal_note(caller: str, places: Iterable[str]) -> str:
    """Whose seal the notice needs besides the caller's; empty where no text asks for one."""
    return next((SEALS[place, caller] for place in places if (place, caller) in SEALS), "")


REGULAR = Calling()
"""A regular meeting whose count is not announced."""
