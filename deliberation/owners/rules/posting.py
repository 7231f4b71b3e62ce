"""How long a ballot that cannot be delivered must be posted, by place, and whether it was (舟山 §17, 滨州 §13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deliberation.kernel.days import day_text, gap_days


@dataclass(frozen=True, slots=True)
class PostingRule:
    """For how many days the notice for owners who cannot be reached must hang at least."""

    days: int
    source: str


POSTINGS: dict[str, PostingRule] = {
    "舟山市": PostingRule(7, "《舟山市物业管理条例》第十七条"),
    "滨州市": PostingRule(5, "《滨州市住宅物业管理条例》第十三条"),
}


def posting_rule(places: Iterable[str]) -> PostingRule | None:
    """The rule of the nearest place that has one; most places say nothing."""
    return next((POSTINGS[place] for place in places if place in POSTINGS), None)


def latest_posting(rule: PostingRule, closes_on: date) -> date:
    """The last day on which posting still gives the whole period before the closing day ends."""
    return closes_on - timedelta(days=rule.days)


def posting_problem(rule: PostingRule, posted: Sequence[date | None], closes_on: date) -> str:
    """What is to be said at the closing, empty when nothing is: of each ballot not delivered the day it was posted."""
    never = sum(day is None for day in posted)
    short = [day for day in posted if day is not None and gap_days(day, closes_on) < rule.days]
    said = []
    if never:
        said.append(f"有 {never} 户无法送达，没有登记公告张贴")
    if short:
        said.append(f"有 {len(short)} 户的公告张贴不满 {rule.days} 天（最晚的 {day_text(max(short))}才贴）")
    if not said:
        return ""
    return f"{'；'.join(said)}。{rule.source}要求无法送达的在显著位置公告不少于 {rule.days} 天，结果可能因此被质疑。"
