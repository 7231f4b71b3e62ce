"""Opening, walking through and finishing the items of a meeting."""

from __future__ import annotations

from deliberation.agenda import actions as agenda
from deliberation.agenda.access import item_for
from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import needs_owners
from deliberation.convening.queries import seats
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.access import current_item, session_meeting
from deliberation.room.actions.common import Line, done, noted, written_reason
from deliberation.room.actions.motions import move_motion
from deliberation.room.events import STEPS
from deliberation.room.models import Motion
from deliberation.room.queries import motion_at_hand, motions_of, open_test, open_vote_of, speeches_of
from deliberation.room.rules.flows import DEFERRED_BECAUSE, MOTION_FLOW


def open_item(actor: Actor, meeting_id: int, item_id: int | None) -> AgendaItem:
    """Begin an item: it appears on every screen, its topic is 会商中."""
    with transaction():
        meeting = session_meeting(actor, "room.chair", meeting_id)
        if meeting.current_item_id is not None:
            raise Refused(InRoom.ITEM_BEFORE_OPEN)
        item = item_for(actor, "meeting.read", item_id or 0, lock=True)  # the chair was checked above
        if item.meeting_id != meeting_id or item.state != "PLACED":
            raise Refused(Reason.ITEM_NOT_CURRENT)
        agenda.open_item(actor, item)
        meeting.current_item_id = item.id
        line = Line("procedure", f"开始第 {item.position} 项：《{item.title}》。", item.id)
        noted(meeting_id, "item", "attendance", line=line, own=[s.id for s in seats(meeting_id)])
        return item


def go_to_step(actor: Actor, meeting_id: int, step: str) -> AgendaItem:
    """Walk to 提问 or 讨论. Rule 2 of the 南塘 rules: no debate without a motion."""
    with transaction():
        meeting = session_meeting(actor, "room.chair", meeting_id)
        item = current_item(meeting)
        if step == "debate" and motion_at_hand(motions_of(item.id)) is None:
            raise Refused(Reason.MOTION_TEXT_MISSING)
        agenda.set_step(item, step)
        line = Line("procedure", f"进入{STEPS[step]}。", item.id)
        done(actor, "room.chair", item, meeting, "item", line=line, step=step)
        return item


def finish_item(actor: Actor, meeting_id: int) -> AgendaItem:
    """End the open item; what was decided becomes its outcome and moves its topic on."""
    with transaction():
        meeting = session_meeting(actor, "room.chair", meeting_id)
        item = current_item(meeting)
        motions = motions_of(item.id)
        if open_vote_of(meeting_id) or motion_at_hand(motions):
            raise Refused(Reason.MOTION_PENDING)
        outcome = outcome_of(item, motions)
        _close(actor, meeting_id, item, outcome, "本项结束。")
        meeting.current_item_id = None
        return item


def defer_item(actor: Actor, meeting_id: int, reason: str) -> AgendaItem:
    """本项暂缓, with the reason in the record; its topic may come back to a later meeting."""
    reason = written_reason(reason)
    with transaction():
        meeting = session_meeting(actor, "room.chair", meeting_id)
        item = current_item(meeting)
        motions = motions_of(item.id)
        if open_vote_of(meeting_id) or any(motion.state == "RUN_OFF" for motion in motions):
            raise Refused(Reason.MOTION_PENDING)
        for motion in motions:
            if MOTION_FLOW.can(motion.state, "motion.postpone"):
                _drop(motion)
        _close(actor, meeting_id, item, "DEFERRED", f"{DEFERRED_BECAUSE}{reason}")
        meeting.current_item_id = None
        return item


def _drop(motion: Motion) -> None:
    """A motion falls with its item; nobody is asked for objections to it any more."""
    test = open_test(motion.id)
    if test is not None:
        test.state, test.ended_at = "WITHDRAWN", clock.now()
    move_motion(motion, "motion.postpone")


def outcome_of(item: AgendaItem, motions: list[Motion]) -> str:
    """What became of an item: the main motions that were decided say it.

    Where the item or a motion is what only the owners may decide, it is advice (ADVISED) or lacks it (NOT_ADVISED),
    never a decision for or against.
    """
    decided = [m for m in motions if m.amends_id is None and m.state in {"CARRIED", "CONSENSUS", "LOST"}]
    agreed = [m.binds for m in decided if m.state in {"CARRIED", "CONSENSUS"}]
    if agreed:
        return "ADVISED" if any(needs_owners(code) for code in (item.decision_authority, *agreed)) else "RESOLVED"
    if decided:
        asked = (item.decision_authority, *(m.binds for m in decided))
        return "NOT_ADVISED" if any(needs_owners(code) for code in asked) else "NOT_CARRIED"
    return "NOTED" if item.kind in {"report", "pledge_report", "talk"} else "DEFERRED"


def _close(actor: Actor, meeting_id: int, item: AgendaItem, outcome: str, text: str) -> None:
    for speech in speeches_of(item.id):
        if speech.state in {"WAITING", "SPEAKING"}:
            speech.state = "WITHDRAWN" if speech.state == "WAITING" else "DONE"
    agenda.finish_item(actor, item, outcome, text)
    line = Line("procedure", f"《{item.title}》：{text}", item.id)
    noted(meeting_id, "item", "attendance", line=line, own=[s.id for s in seats(meeting_id)])
