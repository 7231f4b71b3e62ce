"""Pure decisions of publication: the life of a resolution, its period, its words, its frozen copy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from deliberation.kernel.days import WeekendRule, day_text, is_past, last_day
from deliberation.kernel.details import InPublication
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.finding import KINDS
from deliberation.kernel.holidays import Calendar
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import ADVISED_LABEL, NOT_ADVISED_LABEL
from deliberation.kernel.workflow import BY_ITSELF, Workflow, move

RESOLUTION_FLOW = Workflow(
    noun=N_("决议"),
    initial="DRAFT",
    states={
        "DRAFT": N_("草稿"),
        "PUBLISHED": N_("公示中"),
        "OBJECTED": N_("有异议待答复"),
        "EFFECTIVE": N_("已生效"),
        "ANNULLED": N_("已撤销"),
        "SUPERSEDED": N_("已更正"),
    },
    moves=(
        move("resolution.publish", N_("公示"), "DRAFT", "PUBLISHED"),
        move("resolution.object", N_("收到异议"), "PUBLISHED OBJECTED", "OBJECTED"),
        move("objection.answer", N_("答复异议"), "OBJECTED", "PUBLISHED"),
        # A correction answers nobody: who objected to the older version still gets an answer.
        move("objection.answer", N_("答复异议"), "SUPERSEDED", "SUPERSEDED"),
        move("resolution.take_effect", N_("生效"), "PUBLISHED", "EFFECTIVE", within=BY_ITSELF, title=N_("决议生效")),
        move(
            "resolution.annul",
            N_("撤销"),
            "PUBLISHED OBJECTED EFFECTIVE",
            "ANNULLED",
            within="resolution.publish",
            title=N_("撤销决议"),
        ),
        move(
            "resolution.correct",
            N_("更正"),
            "PUBLISHED OBJECTED EFFECTIVE",
            "SUPERSEDED",
            within="resolution.publish",
            title=N_("出更正版"),
        ),
    ),
)

PUBLIC_STATES = frozenset({"PUBLISHED", "OBJECTED", "EFFECTIVE", "SUPERSEDED", "ANNULLED"})
"""States in which residents may read a resolution; a superseded one stays readable beside its successor."""

CURRENT_STATES = frozenset({"PUBLISHED", "OBJECTED", "EFFECTIVE"})
"""States in which a version is the one that counts."""

OBJECTION_STATES = {"OPEN": N_("待答复"), "ANSWERED": N_("已答复")}
"""What an objection at the desk is narrowed by."""

DAYS_OF_NEIGHBOURHOOD_COMMITTEE = 15
NEIGHBOURHOOD_COMMITTEE_SOURCE = N_("《城市居民委员会组织法》第三十四条：居委会组织协商的事项，公示不少于十五日")
MOST_DAYS = 90

OUTCOME_LABELS = {
    "CARRIED": N_("表决通过"),
    "LOST": N_("表决未通过"),
    "CONSENSUS": N_("协商一致"),
    "WITHDRAWN": N_("撤回"),
    "POSTPONED": N_("本项暂缓，下次再议"),
}

ADVISED_LABELS = {**OUTCOME_LABELS, "CARRIED": ADVISED_LABEL, "LOST": NOT_ADVISED_LABEL}
"""The same where only the owners may decide: a meeting's majority, or the lack of it, is an opinion."""

POSTING = "RESOLUTION"
"""Of what a photo proves that a resolution hung (`owners.rules.evidence.KINDS`)."""

FINDING_LABELS = {**KINDS, "id": KINDS["id_number"]}
"""What a finding is called; resolutions of before wrote `id`."""

TALLY_KEYS = ("agree", "oppose", "abstain", "not_cast")
"""All that a published tally holds: totals, never who."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long a resolution must be shown at least: whole days, and the rule that says so."""

    days: int
    source: str


def least_period(organiser: str, profile_days: int, profile_source: str) -> Period:
    """The shortest period for what this organiser's meeting decided (domain 3.6).

    What a 居委会 organises is shown for at least fifteen days (居委会组织法 §34), whatever the profile
    says; otherwise the rule profile decides.
    """
    if organiser == "neighbourhood_committee" and profile_days <= DAYS_OF_NEIGHBOURHOOD_COMMITTEE:
        return Period(DAYS_OF_NEIGHBOURHOOD_COMMITTEE, NEIGHBOURHOOD_COMMITTEE_SOURCE)
    return Period(profile_days, profile_source)


def check_period(days: int, least: Period) -> None:
    """Raise `PERIOD_TOO_SHORT` below the minimum, `INVALID_INPUT` beyond ninety days."""
    if days < least.days:
        raise Refused(Reason.PERIOD_TOO_SHORT, required=least.days, source=least.source)
    if days > MOST_DAYS:
        raise Refused(InPublication.PERIOD_TOO_LONG, most=MOST_DAYS)


def period_end(published_on: date, days: int, calendar: Calendar | None = None, weekend: WeekendRule = "MOVES") -> date:
    """The last day of the period, which ends at 24:00; the day of posting is not counted (民法典 §201).

    Where nobody works on that day, the next working day is the last (民法典 §203, `days.last_day`): whoever wants to
    object has a day on which an office is open, so later is the safe side.
    """
    return last_day(published_on, days, calendar, weekend)


def is_prolonged(published_on: date | None, ends_on: date | None, days: int) -> bool:
    """Whether a day off moved the end of the period."""
    return published_on is not None and ends_on is not None and ends_on > last_day(published_on, days)


def check_in_period(today: date, ends_on: date) -> None:
    """Raise `PERIOD_OVER` from the first second after the last day."""
    if today > ends_on:
        raise Refused(Reason.PERIOD_OVER, end=f"{day_text(ends_on)}24:00")


OBJECTION_PHONE_YEARS = 1
"""Years for which the phone of who objected is kept after the answer, as the privacy page says (PIPL §§17, 19)."""


def phone_is_due(answered_on: date, today: date) -> bool:
    """Whether the phone that came with an answered objection is to be erased."""
    return is_past(answered_on, OBJECTION_PHONE_YEARS, today)


def days_left(today: date, ends_on: date, posted_on: date) -> int:
    """Whole days until the period ends, its last day counted as one; 0 when it is over.

    The day of posting is not counted, so that day says as many as the next one.
    """
    first_counted = max(today, posted_on + timedelta(days=1))
    return max(0, (ends_on - first_counted).days + 1)


DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """一, 二 … 十, 十一 … 九十九: how the points of a resolution are numbered."""
    if not 0 < number < 100:  # noqa: PLR2004 - two Chinese digits
        raise ValueError(f"no numeral for {number}")
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")


def draft_text(points: Iterable[tuple[str, str, bool]]) -> str:
    """The first words of a resolution from `(outcome, text, needs_owners)` of each decision.

    Only what was carried or agreed becomes a point. What the owners must decide is said in the point
    itself, so that nobody reads an opinion of the parties as a decision of the owners (民法典 §278).
    """
    written = [_point(*point) for point in points if point[0] in {"CARRIED", "CONSENSUS"}]
    if not written:
        return "本次会议没有形成决议。"
    return "\n\n".join(f"{numeral(number)}、{text}" for number, text in enumerate(written, start=1))


def _point(outcome: str, text: str, needs_owners: bool) -> str:  # noqa: FBT001 - a plain fact of the decision
    said = text.strip().rstrip("。；;")
    opening = "经协商一致，" if outcome == "CONSENSUS" else ""
    closing = "（本项为协商意见，提请业主共同决定）" if needs_owners and "业主共同决定" not in said else ""
    return f"{opening}{said}{closing}。"


def by_item(decisions: Iterable[Mapping[str, Any]]) -> list[tuple[int, str, list[Mapping[str, Any]]]]:
    """The decisions of a frozen copy as `(number from 1, title, decisions)` of each agenda item, in their order.

    What was decided on several motions of one item stands under its one heading.
    """
    grouped = groupby(decisions, key=lambda decision: str(decision["item"]))
    return [(number, item, list(made)) for number, (item, made) in enumerate(grouped, start=1)]


def totals(tally: Mapping[str, Any] | None) -> dict[str, int] | None:
    """The totals of a tally and nothing else that may lie beside them."""
    return None if tally is None else {key: int(tally.get(key) or 0) for key in TALLY_KEYS}


def seal_of_draft(title: str, text: str, days: int) -> str:
    """What tells one saved draft from another: sent along with the act that publishes it."""
    return fingerprint({"title": title, "text": text, "days": days})


def check_unchanged(seen: str, stored: str) -> None:
    """Raise `STEP_LOCKED` when the stored draft is not the one that stood on the page of who publishes it."""
    if seen != stored:
        raise Refused(InPublication.DRAFT_CHANGED)


def fingerprint(frozen: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a frozen copy, in hexadecimal."""
    body = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()
