"""The chair's large button: the step that was pressed is checked against the steps the rules allow now."""

from __future__ import annotations

from collections.abc import Callable

from deliberation.convening.access import meeting_for
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.actions import consensus, items, motions, presence, voting
from deliberation.room.queries import hall_now
from deliberation.room.rules.steps import next_steps

Taken = Callable[[Actor, int, int | None, str], object]

STEPS: dict[str, Taken] = {
    "sign_in": lambda actor, meeting, _target, _reason: presence.begin_sign_in(actor, meeting),
    "open_meeting": lambda actor, meeting, _target, _reason: presence.open_meeting(actor, meeting),
    "fail_quorum": lambda actor, meeting, _target, _reason: presence.fail_quorum(actor, meeting),
    "adjourn": lambda actor, meeting, _target, _reason: presence.adjourn(actor, meeting),
    "resume": lambda actor, meeting, _target, _reason: presence.resume(actor, meeting),
    "end_meeting": lambda actor, meeting, _target, _reason: presence.end_meeting(actor, meeting),
    "open_item": lambda actor, meeting, target, _reason: items.open_item(actor, meeting, target),
    "questions": lambda actor, meeting, _target, _reason: items.go_to_step(actor, meeting, "questions"),
    "debate": lambda actor, meeting, _target, _reason: items.go_to_step(actor, meeting, "debate"),
    "finish_item": lambda actor, meeting, _target, _reason: items.finish_item(actor, meeting),
    "defer_item": lambda actor, meeting, _target, reason: items.defer_item(actor, meeting, reason),
    "consensus": lambda actor, meeting, target, _reason: consensus.ask(actor, meeting, target),
    "declare_consensus": lambda actor, meeting, target, _reason: consensus.declare(actor, meeting, target),
    "object_noted": lambda actor, meeting, target, _reason: consensus.note_objection(actor, meeting, target),
    "withdraw_motion": lambda actor, meeting, target, _reason: motions.withdraw_motion(actor, meeting, target),
    "open_vote": lambda actor, meeting, target, _reason: voting.open_vote(actor, meeting, target),
    "open_vote_anyway": voting.open_vote,
    "close_vote": lambda actor, meeting, target, _reason: voting.close_vote(actor, meeting, target),
    "void_vote": voting.void_vote,
}


def take_step(actor: Actor, meeting_id: int, code: str, target: int | None, reason: str = "") -> None:
    """Do what the pressed button says.

    A button of a screen that was no longer true (a second tab, a double tap) is refused, because the
    step it names is not among the steps of this moment. The action itself checks again under its lock.
    """
    meeting = meeting_for(actor, "room.chair", meeting_id)
    step = next_steps(hall_now(meeting)).find(code)
    if step is None or code not in STEPS or (step.target is not None and step.target != target):
        raise Refused(Reason.STEP_LOCKED, what="会议已经走到别的步骤，请看屏幕上现在的步骤。")
    if step.locked:
        raise Refused(Reason.STEP_LOCKED, what=step.locked)
    if step.not_before and step.not_before > clock.now():
        seconds = int((step.not_before - clock.now()).total_seconds()) + 1
        raise Refused(Reason.CONSENSUS_RUNNING, seconds=seconds)
    if step.asks and not reason.strip():
        raise Refused(Reason.REASON_REQUIRED)
    STEPS[code](actor, meeting_id, target, reason)
