"""Sign-in, attendance, opening and ending a meeting."""

from __future__ import annotations

from deliberation.agenda.actions import return_to_pool
from deliberation.agenda.queries import items_of
from deliberation.convening.access import meeting_for, seat_in, seat_of
from deliberation.convening.actions import advance_meeting
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import seats
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.access import live_meeting
from deliberation.room.actions.common import Line, done, noted
from deliberation.room.queries import attendance, item, quorum_of


def begin_sign_in(actor: Actor, meeting_id: int) -> Meeting:
    """Begin sign-in 签到: from now on delegates can confirm that they are present."""
    with transaction():
        meeting = meeting_for(actor, "room.chair", meeting_id, lock=True)
        advance_meeting(actor, meeting, "meeting.sign_in")
        noted(meeting_id, "state", own=[s.id for s in seats(meeting_id)])
        return meeting


def sign_in(actor: Actor, meeting_id: int, how: str = "self") -> Seat:
    """Sign the actor's own seat in. Signing in twice is the same as once."""
    with transaction():
        meeting = live_meeting(actor, "attendance.sign_in", meeting_id)
        seat = seat_of(actor, meeting_id)
        if seat is None:
            raise Refused(Reason.NOT_FOUND)
        arrive(actor, meeting, seat, "attendance.sign_in", how)
        return seat


def correct_attendance(actor: Actor, meeting_id: int, seat_id: int, *, present: bool) -> Seat:
    """The secretary's correction: somebody came without signing in, or went away."""
    with transaction():
        meeting = live_meeting(actor, "attendance.correct", meeting_id)
        seat = seat_in(meeting, seat_id)
        if present:
            arrive(actor, meeting, seat, "attendance.correct", "secretary")
        elif seat.signed_in_at is not None and seat.left_at is None:
            seat.left_at = clock.now()
            line = Line("procedure", f"{seat.holder}（{seat.party.name}）离场。")
            act = "attendance.correct"
            done(actor, act, seat, meeting, "attendance", "minutes", line=line, own=[seat.id], present=False)
        return seat


def arrive(actor: Actor, meeting: Meeting, seat: Seat, action: str, how: str) -> None:
    """Note inside the caller's transaction that somebody is there, once."""
    if seat.signed_in_at is not None and seat.left_at is None:
        return
    late = meeting.state in {"IN_SESSION", "ADJOURNED"}
    seat.signed_in_at = seat.signed_in_at or clock.now()
    seat.signed_in_how, seat.phone = how, seat.phone or seat.person.phone
    seat.left_at = None
    line = Line("procedure", f"{seat.holder}（{seat.party.name}）到会。") if late else None
    done(actor, action, seat, meeting, "attendance", "minutes", line=line, own=[seat.id], present=True, how=how)


def open_meeting(actor: Actor, meeting_id: int) -> Meeting:
    """宣布开会, refused while the quorum or an obligatory party is missing."""
    with transaction():
        meeting = meeting_for(actor, "room.chair", meeting_id, lock=True)
        counted = quorum_of(meeting)
        if not counted.met:
            raise Refused(Reason.QUORUM_MISSING, counted=counted.sentence)
        own = seat_of(actor, meeting_id)
        if own is not None:
            arrive(actor, meeting, own, "attendance.sign_in", "self")  # whoever opens the meeting is there
        advance_meeting(actor, meeting, "meeting.open")
        meeting.opened_at = clock.now()
        came = attendance(meeting_id)
        chair = meeting.chair.name if meeting.chair else ""
        text = f"主持人{chair}宣布开会。应到 {came.entitled} 人，实到 {came.present} 人，请假 {came.leave} 人。"
        noted(meeting_id, "state", "attendance", line=Line("procedure", text))
        return meeting


def fail_quorum(actor: Actor, meeting_id: int) -> Meeting:
    """宣布人数不足: the record keeps it; the meeting can still be opened when more people come."""
    with transaction():
        meeting = meeting_for(actor, "room.chair", meeting_id, lock=True)
        counted = quorum_of(meeting)
        advance_meeting(actor, meeting, "meeting.fail_quorum")
        noted(meeting_id, "state", line=Line("procedure", f"人数不足：{counted.sentence}"))
        return meeting


def adjourn(actor: Actor, meeting_id: int) -> Meeting:
    """Adjourn the meeting 休会."""
    return _turn(actor, meeting_id, "meeting.adjourn", "休会。")


def resume(actor: Actor, meeting_id: int) -> Meeting:
    """Resume an adjourned meeting 复会."""
    return _turn(actor, meeting_id, "meeting.resume", "复会。")


def _turn(actor: Actor, meeting_id: int, move: str, text: str) -> Meeting:
    with transaction():
        meeting = meeting_for(actor, "room.chair", meeting_id, lock=True)
        advance_meeting(actor, meeting, move)
        noted(meeting_id, "state", line=Line("procedure", text))
        return meeting


def end_meeting(actor: Actor, meeting_id: int) -> Meeting:
    """散会. Items that were not dealt with go back to the pool; an open item must be finished first."""
    with transaction():
        meeting = meeting_for(actor, "room.chair", meeting_id, lock=True)
        opened = item(meeting)
        if opened is not None:
            raise Refused(InRoom.ITEM_OPEN, title=opened.title)
        advance_meeting(actor, meeting, "meeting.end")
        meeting.ended_at = clock.now()
        left = [i for i in items_of(meeting_id) if i.state == "PLACED"]
        for waiting in left:
            return_to_pool(actor, waiting)
            noted(meeting_id, line=Line("procedure", f"《{waiting.title}》本次未处理，转入待议。"))
        noted(meeting_id, "state", line=Line("procedure", "主持人宣布散会。"), own=[s.id for s in seats(meeting_id)])
        return meeting
