"""What an agenda item is, what the gate 把关 decides, and how an agenda may still be changed."""

from __future__ import annotations

from deliberation.agenda.rules.wording import matters_in
from deliberation.collection.rules import OPEN_STATES
from deliberation.kernel.details import InAgenda
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_

ITEM_KINDS = {
    "vote": N_("表决"),
    "consultation": N_("协商"),
    "report": N_("通报"),
    "rating": N_("测评"),
    "pledge_report": N_("践诺述职"),
    "talk": N_("恳谈"),
}

DECISIVE_KINDS = frozenset({"vote", "rating"})
"""Kinds that may not be added once the agenda is published (domain 2.5, hard rule 6)."""

MUST_BE_CLASSED = frozenset({"vote"})
"""Kinds that are put to the vote: who decides is said before the agenda is published (domain 2.5, hard rule 6)."""

ITEM_STATES = {"WAITING": N_("待上会"), "PLACED": N_("已列入"), "OPEN": N_("进行中"), "DONE": N_("已结束")}

OUTCOMES = {
    "RESOLVED": N_("形成决议"),
    "ADVISED": N_("形成协商意见"),
    "NOT_CARRIED": N_("未通过"),
    "NOT_ADVISED": N_("未形成协商意见"),
    "DEFERRED": N_("暂缓"),
    "NOTED": N_("已通报"),
}

MOVE_OF_OUTCOME = {
    "RESOLVED": "topic.resolve",
    "ADVISED": "topic.advise",
    "NOT_CARRIED": "topic.not_carry",
    "NOT_ADVISED": "topic.not_advise",
    "DEFERRED": "topic.defer",
    "NOTED": "topic.advise",
}
"""How an item's outcome moves its topic on; a topic that was only talked over ends as advice."""

DECISIONS = {
    "accept": N_("列入议程"),
    "return": N_("退回补充"),
    "refer": N_("转办"),
    "reject": N_("不予列入"),
}
"""What the gate 把关 may decide."""


def waits_for_class(kind: str, title: str, authority: str | None) -> bool:
    """Whether somebody still has to say who decides an item: a vote, and whatever else points to the owners."""
    return not authority and (kind in MUST_BE_CLASSED or any(found.sure for found in matters_in(title)))


def gate_message(decision: str, reason: str, refer_to: str) -> str:
    """What the submitter reads about the gate's decision; always with the reason.

    Raises `INVALID_INPUT`, `REASON_REQUIRED`.
    """
    if decision not in DECISIONS:
        raise Refused(InAgenda.SCREENING_MISSING)
    if not reason.strip():
        raise Refused(Reason.REASON_REQUIRED)
    if decision != "refer":
        return f"理由：{reason.strip()}"
    if not refer_to.strip():
        raise Refused(InAgenda.REFERRED_TO_NOBODY)
    return f"转给{refer_to.strip()}。理由：{reason.strip()}"


def may_classify(topic_state: str) -> bool:
    """Whether it may still be said who decides: until the topic is on an agenda."""
    return topic_state in OPEN_STATES | {"ACCEPTED"}


def may_bring_back(topic_state: str) -> bool:
    """Whether a meeting is through with the topic without having carried it."""
    return topic_state in {"NOT_CARRIED", "NOT_ADVISED", "DEFERRED"}


def check_may_place(kind: str, meeting_state: str, *, published: bool) -> None:
    """Refuse to change the agenda of a meeting that was notified, or to add a vote to a published agenda."""
    if meeting_state != "PLANNED":
        raise Refused(Reason.WRONG_STATE, subject=N_("会议"), state=N_("已发通知"), move=N_("改动议程"))
    if published and kind in DECISIVE_KINDS:
        raise Refused(Reason.WRONG_STATE, subject=N_("议程"), state=N_("已发布"), move=N_("增加表决事项"))


def swapped(order: list[int], item_id: int, direction: str) -> list[int]:
    """The ids of an agenda with one item a place `up` or `down`; at the end nothing moves."""
    here = order.index(item_id)
    there = here + (-1 if direction == "up" else 1)
    if not 0 <= there < len(order):
        return order
    changed = list(order)
    changed[here], changed[there] = changed[there], changed[here]
    return changed
