"""When the owners are told, and for how long they may vote (物业管理条例 §14, 民法典 §201; vectors D1–D3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from deliberation.kernel.days import NoticeCheck, check_notice, gap_days
from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import NO_FAULT, Fault
from deliberation.organisation.rules.owners import OwnersRules


@dataclass(frozen=True, slots=True)
class NoticeVerdict:
    """Whether the notice is early enough, and what is said about it (empty when there is nothing to say)."""

    check: NoticeCheck
    gap: int
    sentence: str


def judge_notice(noticed_on: date, opens_on: date, required_days: int) -> NoticeVerdict:
    """A gap below the required days blocks, at exactly that many warns, above is clean.

    Notice 10 March, voting from 25 March 2026: gap 15, allowed with a warning (D1); 11 March blocks (D2).
    """
    gap = gap_days(noticed_on, opens_on)
    check = check_notice(noticed_on, opens_on, required_days)
    sentence = {
        "block": f"公告日到投票开始只有 {gap} 天，规则要求提前 {required_days} 天。",
        "warn": f"公告日到投票开始正好 {gap} 天，是规则的最低天数；如被质疑少算一天，结果可能被撤销，建议再晚一天。",
        "clean": "",
    }[check]
    return NoticeVerdict(check, gap, sentence)


def open_days_problem(opens_on: date, closes_on: date, least: int, most: int) -> Fault:
    """What is wrong with how long the voting is open (empty: nothing); 0 is no limit (杭州 §: 5 to 60 days)."""
    days = gap_days(opens_on, closes_on)
    if days < 0:
        return Fault(InPreparing.CLOSES_EARLY)
    if least and days < least:
        return Fault(InPreparing.OPEN_TOO_SHORT, days=days, least=least)
    if most and days > most:
        return Fault(InPreparing.OPEN_TOO_LONG, days=days, most=most)
    return NO_FAULT


def earliest_opening(today: date, required_days: int) -> tuple[date, date]:
    """The first day on which voting may begin after a notice posted today, and the first without a warning (D1–D3)."""
    literal = today + timedelta(days=required_days)
    return literal, literal + timedelta(days=1) if required_days else literal


def needs_clause(policy: str, rules: OwnersRules) -> bool:
    """Whether ballots that were not returned may be counted so only by a clause of the house rules.

    FOLLOW_MAJORITY always (274号 §26(2)); ABSTAIN where the law of the place does not say it (四川省条例 §31).
    """
    return policy == "FOLLOW_MAJORITY" or (policy == "ABSTAIN" and rules.policy != "ABSTAIN")


def policy_problem(policy: str, rules: OwnersRules) -> Fault:
    """What is wrong with the policy chosen for a vote (empty: nothing).

    Where the law of a place says that who signed for a ballot takes part and abstains unless they state something
    (四川省条例 §31), no vote there can choose otherwise.
    """
    if rules.place and rules.policy == "ABSTAIN" and policy != "ABSTAIN":
        return Fault(InPreparing.POLICY_OF_PLACE, place=rules.place, source=rules.source)
    return NO_FAULT
