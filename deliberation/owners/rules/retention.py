"""表决档案: how long the papers of an owners' vote are to be kept. Pure.

No statute that was read (national, and the provinces and cities with rules here) sets a period for ballots, proofs of
delivery and letters of authorisation. An owner may have a decision annulled within one year from the day on which they
knew or should have known of it (民法典 280, 《建筑物区分所有权解释》第十二条), which can begin long after the posting;
and a claim generally lapses after three years (民法典 188). Hence three years, named as a default of the platform.
"""

from __future__ import annotations

from datetime import date

from deliberation.kernel.days import years_later
from deliberation.kernel.text import N_

KEPT_YEARS = 3
SOURCE = N_("平台默认规则：法律没有规定表决票保存多久；业主撤销权为一年，一般诉讼时效为三年")

PROOF_YEARS = 5
"""Years after which photos and notes of deliveries go by themselves, where nobody erased the archive before: a
committee's term (domain 6.6). The two years between leave time for a dispute."""

OVER = frozenset({"ANNOUNCED", "ANNULLED", "VOIDED"})
"""Votes whose papers are an archive: the keeping is counted from the posting, or from the end of a voided vote."""

KEPT = (
    N_("表决票"),
    N_("送达签收凭证"),
    N_("授权委托书"),
    N_("计票记录"),
    N_("公告和结果公告"),
    N_("业主大会、部分业主的会议记录"),
)
"""What belongs to the archive of a vote."""


def kept_until(state: str, announced_on: date | None, ended_on: date) -> date | None:
    """The last day on which the papers of a vote are to be kept; `None` while it is under way.

    Counted from the day on which the result was posted, for a voided vote from the day on which its voting ended.
    """
    if state not in OVER:
        return None
    return years_later(announced_on or ended_on, KEPT_YEARS)


def may_go(until: date | None, today: date) -> bool:
    """Whether the time of keeping is over: from the day after its last day."""
    return until is not None and today > until
