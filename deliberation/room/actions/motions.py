"""Motions 动议 and amendments 修正案: concrete, written, numbered (南塘 rule 2)."""

from __future__ import annotations

from sqlalchemy import func, select

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import Classing
from deliberation.convening.access import seat_of
from deliberation.convening.models import Meeting, Seat
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.room.access import current_item, motion_in, present_seat, session_meeting
from deliberation.room.actions.classing import class_line, first_class, name_of, put_on
from deliberation.room.actions.common import Line, done, noted, seats_that_said
from deliberation.room.models import Motion
from deliberation.room.queries import DECIDED_MOTIONS, OPEN_MOTIONS, motion_at_hand, motions_of, recused_seat_ids
from deliberation.room.rules.flows import MOTION_FLOW, motion_label

MAX_TEXT = 1000
MIN_TEXT = 6


def clean(text: str) -> str:
    """The motion's text without stray space; refused when empty or longer than a screen holds."""
    text = text.strip()
    if len(text) < MIN_TEXT:
        raise Refused(Reason.MOTION_TEXT_MISSING)
    if len(text) > MAX_TEXT:
        raise Refused(InRoom.MOTION_TOO_LONG, most=MAX_TEXT, now=len(text))
    return text


def record_motion(
    actor: Actor,
    meeting_id: int,
    item_id: int,
    text: str,
    request_key: str,
    amends_id: int | None = None,
    said: Classing | None = None,
) -> Motion:
    """Put a motion's text before the meeting.

    The secretary records what was moved; a delegate may send an amendment. The text of an amendment is the
    whole new text of its motion. `said` is who may decide it, where its writer may say so (`motion.classify`).
    Sending the same form twice (`request_key`) gives the same motion.
    """
    text = clean(text)
    _check_key(request_key)
    with transaction():
        permission = "motion.move" if amends_id and not _may_record(actor, meeting_id) else "motion.record"
        meeting = session_meeting(actor, permission, meeting_id)
        item = current_item(meeting, item_id)
        if known := _sent_before(item.id, key := stored_key("motion.record", item.id, actor.person_id, request_key)):
            return known
        seat = _mover(actor, meeting) if permission == "motion.move" else None
        main = _amended(meeting, item.id, amends_id, text) if amends_id else None
        if said is not None:
            session_meeting(actor, "motion.classify", meeting_id)
        motion = _new_motion(item, main, seat, text, key)
        put_on(motion, first_class(actor, text, item, main, said))
        db.session.add(motion)
        db.session.flush()  # the audit line names the motion
        line, own = Line("motion", _moved_line(motion, main, seat), item.id, actor), seats_that_said(item.id)
        done(actor, permission, motion, meeting, "motion", line=line, own=own, amends=amends_id)
        if said is not None:
            noted(meeting_id, line=Line("procedure", class_line(motion), item.id))
        return motion


def _new_motion(item: AgendaItem, main: Motion | None, seat: Seat | None, text: str, key: str) -> Motion:
    """The row of a motion that nobody has classed yet."""
    return Motion(
        item_id=item.id,
        amends_id=main.id if main else None,
        number=_number(item.meeting_id or 0, main),
        text=text,
        moved_by_id=seat.id if seat else None,
        state=MOTION_FLOW.initial,
        request_key=key,
        created_at=clock.now(),
    )


def _check_key(request_key: str) -> None:
    if not 1 <= len(request_key) <= 40:  # noqa: PLR2004 - a UUID fits; an empty key would hide a second motion
        raise Refused(InRoom.FIELD_WRONG, field="request_key")


def _sent_before(item_id: int, request_key: str) -> Motion | None:
    """The motion that the same form has made already."""
    return db.session.scalar(select(Motion).where(Motion.item_id == item_id, Motion.request_key == request_key))


def _mover(actor: Actor, meeting: Meeting) -> Seat:
    """The seat from which a delegate sends an amendment."""
    seat = present_seat(actor, meeting)
    if seat.id in recused_seat_ids(meeting.current_item_id):
        raise Refused(Reason.RECUSED)
    return seat


def _may_record(actor: Actor, meeting_id: int) -> bool:
    seat = seat_of(actor, meeting_id)
    return seat is not None and seat.kind in {"chair", "secretary"}


def _moved_line(motion: Motion, main: Motion | None, mover: Seat | None) -> str:
    if main is None:
        return f"动议 {motion.number}：{motion.text}"
    who = f"{mover.holder}（{mover.party.name}）" if mover else ""
    return f"{who}提出修正案，动议 {main.number} 改为：{motion.text}"


def _amended(meeting: Meeting, item_id: int, motion_id: int, text: str) -> Motion:
    main = motion_in(meeting, motion_id)
    if main.item_id != item_id or main.amends_id is not None or main.state not in {"MOVED", "OBJECTED"}:
        raise Refused(Reason.WRONG_STATE, subject="动议", state=motion_label(main.state, main.binds), move="提出修正案")
    if text.split() == main.text.split():
        raise Refused(InRoom.AMENDMENT_SAME, number=main.number)
    return main


def _number(meeting_id: int, main: Motion | None) -> int:
    """Motions are numbered through a meeting, amendments within their motion."""
    from deliberation.agenda.models import AgendaItem  # noqa: PLC0415 - only this count joins items

    query = select(func.count()).select_from(Motion)
    if main:
        return (db.session.scalar(query.where(Motion.amends_id == main.id)) or 0) + 1
    query = query.join(AgendaItem, AgendaItem.id == Motion.item_id)
    return (db.session.scalar(query.where(AgendaItem.meeting_id == meeting_id, Motion.amends_id.is_(None))) or 0) + 1


def withdraw_motion(actor: Actor, meeting_id: int, motion_id: int | None) -> Motion:
    """撤回: by the chair when its mover asks for it, before it is decided."""
    with transaction():
        meeting = session_meeting(actor, "motion.record", meeting_id)
        motion = motion_in(meeting, motion_id)
        _withdraw_amendments(motion)
        move_motion(motion, "motion.withdraw")
        line, own = Line("motion", f"{name_of(motion)}撤回。", motion.item_id), seats_that_said(motion.item_id)
        done(actor, "motion.record", motion, meeting, "motion", line=line, own=own, withdrawn=True)
        return motion


def _withdraw_amendments(main: Motion) -> None:
    """What would amend a motion goes with it; one that is being decided at this moment is decided first."""
    for amendment in motions_of(main.item_id):
        if amendment.amends_id == main.id and amendment.state in OPEN_MOTIONS:
            if not MOTION_FLOW.can(amendment.state, "motion.withdraw"):
                raise Refused(Reason.MOTION_PENDING)
            move_motion(amendment, "motion.withdraw")


def motion_to_decide(meeting: Meeting, motion_id: int | None) -> Motion:
    """The motion at hand: of the open item, a pending amendment before its motion.

    Asked again under the meeting's lock: an amendment that came in after the chair's screen was drawn must
    not change the words of a motion that has been decided. Raises `NOT_FOUND`, `MOTION_PENDING`.
    """
    motion = motion_in(meeting, motion_id)
    due = motion_at_hand(motions_of(current_item(meeting).id))
    if due is None or due.id != motion.id:
        raise Refused(Reason.MOTION_PENDING)
    return motion


def move_motion(motion: Motion, move: str) -> None:
    """One step of the motion's workflow."""
    motion.state = MOTION_FLOW.after(motion.state, move)
    if motion.state in DECIDED_MOTIONS:
        motion.decided_at = clock.now()


def take_up_amendment(meeting_id: int, motion: Motion) -> None:
    """An adopted amendment's text takes the place of its motion's, and so does its class: they were decided together.

    The record keeps the motion as it now stands.
    """
    main = db.session.get(Motion, motion.amends_id)
    if main is None:
        return
    before, main.text = main.binds, motion.text
    put_on(main, {"binds": motion.binds, "matter": motion.matter, "class_notes": motion.class_notes})
    noted(meeting_id, line=Line("motion", f"动议 {main.number} 修正后：{main.text}", main.item_id))
    if main.binds != before:
        noted(meeting_id, line=Line("procedure", class_line(main), main.item_id))
