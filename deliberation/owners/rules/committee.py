"""业主委员会: how many members, for how long, how candidates are posted and who may stand, place by place.

Each figure comes from the nearest place whose text sets one (city, province, country). Where no text of the
reference sets one, the figure is the platform's own and says so (平台默认规则).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from deliberation.kernel.days import gap_days, last_day
from deliberation.kernel.details import InElections
from deliberation.kernel.errors import NO_FAULT, Fault
from deliberation.kernel.methods import METHODS
from deliberation.kernel.text import N_
from deliberation.organisation.rules.places import chain
from deliberation.owners.rules.committee_places import (
    DECLARATIONS,
    DEFAULT_JOINT,
    FORMED_BY_PART,
    PLACES,
    TOLD,
    Alternates,
    Declaration,
    Filing,
    Joint,
    Posting,
    Size,
    Term,
)

ITEM = "COMMITTEE_ELECTION"
"""民法典 278(3): 选举业主委员会或者更换业主委员会成员."""

Standing = Literal["FULL", "FORMED", "SHORT"]
Ends = Callable[[date, int], date]
"""The last day of a period of so many days that begins on a day, which is not counted."""

STANDINGS: dict[str, str] = {
    "FULL": N_("全部选出，业主委员会成立"),
    "FORMED": N_("达到成立人数，业主委员会成立，缺额另行选举"),
    "SHORT": N_("没有达到成立人数，业主委员会还不成立，缺额另行选举"),
}


@dataclass(frozen=True, slots=True)
class CommitteeRules:
    """What counts in one compound. `formed_source` is empty where no text says when a part of a committee is one."""

    size: Size
    term: Term
    posting: Posting
    alternates: Alternates
    filing: Filing
    joint: Joint
    declarations: Sequence[Declaration]
    formed_source: str

    def least(self, households: int, area: int) -> int:
        """The fewest members the text allows in a compound of so many households and 0.01 ㎡ (0: not known)."""
        small = self.size.small
        if small is None:
            return self.size.least
        few = 0 < households <= small.households
        little = 0 < area <= small.area
        return small.least if few or little else self.size.least


def is_committee_election(method: str, item: str | None) -> bool:
    """Whether a question elects members of the owners' committee from a list of candidates."""
    return method in METHODS and METHODS[method].elects and item == ITEM


def committee_rules(city: str, province: str = "") -> CommitteeRules:
    """The rules of the nearest places, figure by figure."""
    places = chain(city, province)

    def nearest(figure: str) -> Any:
        return next(PLACES[place][figure] for place in places if figure in PLACES.get(place, {}))

    names = ("size", "term", "posting", "alternates", "filing")
    declared = next(DECLARATIONS[place] for place in places if place in DECLARATIONS)
    formed = next((FORMED_BY_PART[place] for place in places if place in FORMED_BY_PART), "")
    joint = next((PLACES[place]["joint"] for place in places if "joint" in PLACES.get(place, {})), DEFAULT_JOINT)
    return CommitteeRules(
        **{name: nearest(name) for name in names}, joint=joint, declarations=declared, formed_source=formed
    )


def size_problem(rules: CommitteeRules, agreed: int, households: int, area: int) -> Fault:
    """What is wrong with a committee of `agreed` members (empty: nothing)."""
    least, most = rules.least(households, area), rules.size.most
    if agreed % 2 == 0:
        return Fault(InElections.SIZE_EVEN, source=rules.size.source, now=agreed)
    if agreed < least or (most and agreed > most):
        wanted = f"{least} 至 {most} 人" if most else f"{least} 人以上"
        return Fault(InElections.SIZE_WRONG, wanted=wanted, source=rules.size.source, now=agreed)
    return NO_FAULT


def term_problem(rules: CommitteeRules, years: int) -> Fault:
    """What is wrong with a term of so many years (empty: nothing)."""
    term = rules.term
    if term.least <= years <= term.most:
        return NO_FAULT
    wanted = f"{term.least} 至 {term.most} 年" if term.least > 1 else f"不超过 {term.most} 年"
    return Fault(InElections.TERM_WRONG, wanted=wanted, source=term.source, now=years)


def alternates_problem(rules: CommitteeRules, alternates: int, agreed: int) -> Fault:
    """What is wrong with so many alternate members beside `agreed` members (empty: nothing)."""
    share = rules.alternates
    most = agreed * share.num // share.den
    if alternates <= most:
        return NO_FAULT
    return Fault(InElections.TOO_MANY_ALTERNATES, most=most, source=share.source, now=alternates)


def slate_problem(names: int, seats: int, reason: str) -> Fault:
    """Why these candidates cannot stand (empty: they can): more names than seats, or a reason why not.

    No text of the reference demands 差额 of an owners' committee (杭州 §28 and 淄博 §25 say "实行差额选举的"); more
    than half is needed by every single person anyway (民法典 278), so an equal number may be put with its reason.
    """
    if names < seats:
        return Fault(InElections.TOO_FEW_CANDIDATES, seats=seats, names=names)
    if names == seats and not reason.strip():
        return Fault(InElections.NO_CONTEST, seats=seats, names=names)
    return NO_FAULT


def voting_from(rules: CommitteeRules, posted_on: date, ends: Ends = last_day) -> date:
    """The first day on which the vote on a list posted on this day may begin.

    The day of posting is not counted (民法典 201); a period of posting must have ended, a lead only be kept:
    杭州 2 March → lead 15: 17 March; 宁波 2 March, 10 days → 13 March. `ends` is how a period ends (holidays).
    """
    posting = rules.posting
    lead = posted_on + timedelta(days=posting.lead_days)
    if not posting.shown_days:
        return lead
    return max(lead, ends(posted_on, posting.shown_days) + timedelta(days=1))


def posting_problem(rules: CommitteeRules, posted_on: date | None, opens_on: date, ends: Ends = last_day) -> Fault:
    """Why a vote that begins on `opens_on` cannot go ahead on this posting of its candidates (empty: it can)."""
    if posted_on is None:
        return Fault(InElections.NOT_POSTED, source=rules.posting.source)
    first = voting_from(rules, posted_on, ends)
    if opens_on >= first:
        return NO_FAULT
    days, asked = gap_days(posted_on, opens_on), posting_said(rules)
    return Fault(InElections.POSTED_LATE, posted=_day(posted_on), days=days, asked=asked, first=_day(first))


def before_notice_said(rules: CommitteeRules, over_on: date) -> Fault:
    """Why the notice, which locks the list, cannot go up before the posting is over."""
    return Fault(InElections.POSTING_RUNS, source=rules.posting.source, first=_day(over_on))


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def posting_said(rules: CommitteeRules) -> str:
    """How long candidates are posted, in words, with the article."""
    posting = rules.posting
    said = [f"须在投票开始的 {posting.lead_days} 天以前公示"] if posting.lead_days else []
    said += [f"公示不少于 {posting.shown_days} 天"] if posting.shown_days else []
    said += [f"写明{_told_words(posting)}"] if posting.tells else []
    said += [posting.online] if posting.online else []
    return f"{'，'.join(said)}（{posting.source}）"


def _told_words(posting: Posting) -> str:
    """姓名、房号、政治面貌、职业类型: what the posting says of a candidate."""
    return "、".join(["姓名", *(["房号"] if posting.with_room else []), *(TOLD[key] for key in posting.tells)])


def joint_problem(rules: CommitteeRules, backers: int, owners: int) -> Fault:
    """Why a joint proposal by so many of `owners` owners is too small (empty: it is not)."""
    joint = rules.joint
    if joint.least and backers < joint.least:
        return Fault(InElections.TOO_FEW_BACKERS, least=joint.least, source=joint.source, now=backers)
    if joint.den and backers * joint.den < joint.num * owners:
        least = -(-joint.num * owners // joint.den)
        return Fault(InElections.TOO_FEW_BACKERS, least=least, source=joint.source, now=backers)
    return NO_FAULT if backers > 1 else Fault(InElections.BACKERS_MISSING)


def standing(elected: int, agreed: int, least: int) -> Standing:
    """What an election has brought about, all rounds together.

    A part of the agreed number is a committee where it reaches the fewest members of the text and more than half
    of the number agreed: 杭州 §27 says so; elsewhere the same is the platform's own rule.
    """
    if elected >= agreed:
        return "FULL"
    return "FORMED" if elected >= least and elected * 2 > agreed else "SHORT"


def formed_said(rules: CommitteeRules) -> str:
    """By which rule a committee with empty seats is one."""
    return rules.formed_source or "平台默认规则：达到最低法定人数，并超过约定人数的一半"


def term_of(begins_on: date, years: int) -> date:
    """The last day of a term that begins on this day: 1 March 2026, 5 years → 28 February 2031."""
    try:
        after = begins_on.replace(year=begins_on.year + years)
    except ValueError:  # 29 February
        after = date(begins_on.year + years, 3, 1)
    return after - timedelta(days=1)
