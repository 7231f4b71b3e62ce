"""The chair's large button, whose step is checked against the steps the rules allow now; handing the chair over."""

from __future__ import annotations

from collections.abc import Callable

from deliberation.convening.access import chairs, meeting_for
from deliberation.convening.actions import reseat_chair
from deliberation.convening.models import Meeting
from deliberation.convening.queries import is_chair_absent, profile_of, successors
from deliberation.convening.rules import CHAIR_CHANGES_IN, LIVE_STATES, MEETING_FLOW
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused, fill
from deliberation.kernel.methods.drafting import Draft
from deliberation.kernel.stage import Ref
from deliberation.notices import actions as notices
from deliberation.room.access import motion_in, session_meeting
from deliberation.room.actions import consensus, items, motions, presence, rounds, voting
from deliberation.room.actions.classing import demand_class
from deliberation.room.actions.common import Line, done, written_reason
from deliberation.room.queries import signatures_of
from deliberation.room.queries.hall import hall_now
from deliberation.room.rules.questions import drawn_up
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
    "run_off": lambda actor, meeting, target, _reason: rounds.open_run_off(actor, meeting, target),
    "end_rounds": lambda actor, meeting, target, _reason: rounds.end_rounds(actor, meeting, target),
    "close_vote": lambda actor, meeting, target, _reason: voting.close_vote(actor, meeting, target),
    "void_vote": voting.void_vote,
}


DECIDING = frozenset({"consensus", "declare_consensus", "open_vote", "open_vote_anyway", "run_off"})
"""Steps by which the chair puts a motion or declares it agreed on: who may decide it is checked again with them."""


def take_step(
    actor: Actor, meeting_id: int, code: str, target: int | None, reason: str = "", seen: str | None = None
) -> None:
    """Do what the pressed button says.

    A button of a screen that was no longer true (a second tab, a double tap) is refused, because the
    step it names is not among the steps of this moment. The action itself checks again under its lock.
    `seen` is the decision class that stood on the chair's screen (`CLASS_CHANGED` where it is another by now).
    """
    meeting = meeting_for(actor, "room.chair", meeting_id)
    step = next_steps(hall_now(meeting)).find(code)
    if step is None or code not in STEPS or (step.target is not None and step.target != target):
        raise Refused(InRoom.STEP_PASSED)
    if step.locked:
        raise Refused(InRoom.STEP_WAITS, why=fill(step.locked, step.facts))
    if step.not_before and step.not_before > clock.now():
        seconds = int((step.not_before - clock.now()).total_seconds()) + 1
        raise Refused(Reason.CONSENSUS_RUNNING, seconds=seconds)
    if step.asks and not reason.strip():
        raise Refused(Reason.REASON_REQUIRED)
    with transaction():
        if code in DECIDING and seen is not None:
            check_seen(actor, meeting_id, target, seen)
        STEPS[code](actor, meeting_id, target, reason)


def check_seen(actor: Actor, meeting_id: int, motion_id: int | None, seen: str) -> None:
    """Under the meeting's lock: the motion has the class that its chair has seen. Inside the caller's transaction."""
    demand_class(motion_in(session_meeting(actor, "room.chair", meeting_id), motion_id), seen)


def put_question(actor: Actor, meeting_id: int, motion_id: int, reason: str, draft: Draft, seen: str) -> None:
    """付表决 by another method, of a motion with the class that the chair has seen.

    An election has to fit what the meeting's rules ask of those elected together (`drawn_up`).
    """
    with transaction():
        meeting = session_meeting(actor, "vote.open", meeting_id)
        check_seen(actor, meeting_id, motion_id, seen)
        question = drawn_up(draft, profile_of(meeting).composition)
        voting.open_vote(actor, meeting_id, motion_id, reason, question)


def hand_over(actor: Actor, meeting_id: int, person_id: int, reason: str) -> Meeting:
    """移交主持: somebody else of the branch chairs from now on, and the chair's permissions go with the chair.

    Done by the chair in person; where the chair is absent (`convening.rules.chairing.chair_is_absent`) by anybody of
    the branch. Handing it to who already has it changes nothing. Raises `REASON_REQUIRED`, `WRONG_STATE`,
    `STEP_LOCKED` while the chair is there, `INVALID_INPUT` for somebody who may not chair.
    """
    reason = written_reason(reason)
    with transaction():
        meeting = meeting_for(actor, "chair.hand_over", meeting_id, lock=True)
        if person_id == meeting.chair_id:
            return meeting
        _demand_hand_over(actor, meeting)
        office = next((a for a in successors(meeting) if a.person_id == person_id), None)
        if office is None:
            raise Refused(InRoom.SUCCESSOR_WRONG)
        former_id, former = meeting.chair_id, meeting.chair.name if meeting.chair else "（未定）"
        seat = reseat_chair(meeting, office)
        if person_id == actor.person_id and meeting.state in LIVE_STATES:
            presence.arrive(actor, meeting, seat, "attendance.sign_in", "self")
        text = f"主持人由{former}改为{office.person.name}：{reason}"
        line, kinds = _line_of(meeting, text), ("state", "attendance")
        own, facts = [seat.id], {"former": former_id, "chair": person_id}
        done(actor, "chair.hand_over", meeting, meeting, *kinds, line=line, own=own, **facts)
        _tell(actor, meeting, [i for i in (former_id, person_id) if i is not None], text)
        return meeting


def _demand_hand_over(actor: Actor, meeting: Meeting) -> None:
    if meeting.state not in CHAIR_CHANGES_IN:
        label = MEETING_FLOW.label(meeting.state)
        raise Refused(Reason.WRONG_STATE, subject=meeting.title, state=label, move="移交主持")
    if not chairs(actor, meeting) and not is_chair_absent(meeting):
        chair = meeting.chair.name if meeting.chair else ""
        raise Refused(InRoom.CHAIR_PRESENT, chair=chair)


def _line_of(meeting: Meeting, text: str) -> Line | None:
    """A line of the record; once somebody has signed it the record stays as it is and the fact stands beside it."""
    if not signatures_of(meeting.id):
        return Line("procedure", text, meeting.current_item_id)
    meeting.facts = {**meeting.facts, "chair_after_signing": text}
    return None


def _tell(actor: Actor, meeting: Meeting, person_ids: list[int], text: str) -> None:
    notices.send(
        [i for i in person_ids if i != actor.person_id],
        kind="chair",
        subject=f"更换主持人：{meeting.title}",
        body=text,
        about=Ref("meeting", meeting.id),
        compound_id=meeting.compound_id,
        meeting_id=meeting.id,
    )
