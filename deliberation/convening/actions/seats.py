"""Seats: adding, removing, replacing before the roll is frozen; leave after the notice."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from deliberation.convening.access import meeting_for, seat_in, seat_of
from deliberation.convening.actions.planning import candidates, new_seat
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.rules import (
    MEETING_FLOW,
    SEAT_KINDS,
    SENDING_STATES,
    Candidate,
    ProposedSeat,
    may_carry_vote,
)
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.stage import Ref
from deliberation.kernel.text import say as _
from deliberation.live.outbox import announce
from deliberation.notices import actions as notices
from deliberation.notices.actions.ladder import stop_climbing
from deliberation.organisation.models import Appointment

OPEN_STATES = frozenset({"PLANNED", "NOTICED", "SIGN_IN", "INQUORATE", "IN_SESSION", "ADJOURNED"})
ADDED_KINDS = frozenset({"delegate", "attendee"})


def add_seat(actor: Actor, meeting_id: int, appointment_id: int, kind: str) -> Seat:
    """Give an appointment a seat: `delegate` (votes) until the roll is frozen, `attendee` 列席 until the end.

    Raises `ONE_PERSON_ONE_SEAT` when the person already has a voting seat (domain 2.5 hard rule 2).
    """
    with transaction():
        meeting = meeting_for(actor, "meeting.plan", meeting_id, lock=True)
        if kind not in ADDED_KINDS:
            raise Refused(InConvening.SEAT_KIND_UNKNOWN)
        _demand_open(meeting, votes=kind == "delegate")
        candidate = candidate_for(meeting, appointment_id)
        demand_no_seat(meeting, candidate.person_id)
        seat = _add(meeting, candidate, kind)
        happened(actor, "seat.add", seat, compound_id=meeting.compound_id, kind=kind)
        announce(meeting.id, "presence")
        return seat


def remove_seat(actor: Actor, meeting_id: int, seat_id: int) -> None:
    """Take a seat away. Chair and secretary are changed in the plan, not here."""
    with transaction():
        meeting = meeting_for(actor, "meeting.plan", meeting_id, lock=True)
        seat = seat_in(meeting, seat_id)
        demand_own_kind(seat)
        _demand_unfrozen(meeting)
        happened(actor, "seat.remove", seat, compound_id=meeting.compound_id, kind=seat.kind)
        db.session.delete(seat)


def replace_seat(actor: Actor, meeting_id: int, seat_id: int, appointment_id: int) -> Seat:
    """Put another person of the same party into a seat before the roll is frozen."""
    with transaction():
        meeting = meeting_for(actor, "meeting.plan", meeting_id, lock=True)
        seat = seat_in(meeting, seat_id)
        demand_own_kind(seat)
        _demand_unfrozen(meeting)
        candidate = candidate_for(meeting, appointment_id)
        if candidate.party_id != seat.party_id:
            raise Refused(InConvening.SUBSTITUTE_OF_OTHER_PARTY)
        _demand_vote_allowed(candidate, seat.kind)
        demand_no_seat(meeting, candidate.person_id)
        seat.appointment_id, seat.person_id = candidate.appointment_id, candidate.person_id
        seat.pin_salt = new_seat(meeting, ProposedSeat(candidate, seat.kind, seat.has_vote), 0).pin_salt
        happened(actor, "seat.replace", seat, compound_id=meeting.compound_id)
        return seat


def ask_leave(actor: Actor, meeting_id: int, reason: str, how: str = "page") -> Seat:
    """请假: the seat stays on the roll 应到 and counts as absent. Chair and secretary are told; `how`: page or link."""
    with transaction():
        meeting = meeting_for(actor, "leave.ask", meeting_id, lock=True)
        seat = seat_of(actor, meeting.id)
        if seat is None:
            raise Refused(Reason.NOT_FOUND)
        _take_leave(actor, "leave.ask", meeting, seat, reason, how)
        _tell_of_leave(meeting, seat)
        return seat


def record_leave(actor: Actor, meeting_id: int, seat_id: int, reason: str) -> Seat:
    """Enter the leave of somebody who telephoned."""
    with transaction():
        meeting = meeting_for(actor, "leave.record", meeting_id, lock=True)
        seat = seat_in(meeting, seat_id)
        _take_leave(actor, "leave.record", meeting, seat, reason, "record")
        return seat


def withdraw_leave(actor: Actor, meeting_id: int) -> Seat:
    """The actor comes after all."""
    with transaction():
        meeting = meeting_for(actor, "leave.ask", meeting_id, lock=True)
        seat = seat_of(actor, meeting.id)
        if seat is None or seat.leave_at is None:
            raise Refused(Reason.NOT_FOUND)
        demand_leave_state(meeting)
        seat.leave_at, seat.leave_reason = None, ""
        happened(actor, "leave.withdraw", seat, compound_id=meeting.compound_id)
        announce(meeting.id, "presence")
        return seat


def reseat_chair(meeting: Meeting, appointment: Appointment) -> Seat:
    """Give the chair's seat to another inside the caller's transaction, who has checked and announces.

    The roll 应到名册 is frozen by now, so nobody gains or loses a vote: who chaired keeps the seat as a delegate or
    an attendee, who takes the chair keeps an own vote and gets no new one.
    """
    for former in db.session.scalars(select(Seat).where(Seat.meeting_id == meeting.id, Seat.kind == "chair")):
        former.kind = "delegate" if former.has_vote else "attendee"
    seat = db.session.scalar(select(Seat).where(Seat.meeting_id == meeting.id, Seat.person_id == appointment.person_id))
    if seat is None:
        a = appointment
        candidate = Candidate(a.id, a.person_id, a.party_id, a.party.kind, a.role)
        last = db.session.scalar(select(func.max(Seat.position)).where(Seat.meeting_id == meeting.id))
        seat = new_seat(meeting, ProposedSeat(candidate, "chair", has_vote=False), (last or 0) + 1)
        db.session.add(seat)
    if seat.vacated_on is not None:
        seat.vacated_on, seat.appointment_id = None, appointment.id  # who left this seat is back, without its vote
    seat.kind = "chair"
    meeting.chair_id = appointment.person_id
    db.session.flush()  # what is read next sees who chairs
    db.session.refresh(meeting, ["chair"])
    return seat


def _take_leave(actor: Actor, permission: str, meeting: Meeting, seat: Seat, reason: str, how: str) -> None:
    demand_leave_state(meeting)
    if not reason.strip():
        raise Refused(Reason.REASON_REQUIRED)
    demand_not_signed_in(seat)
    if seat.leave_at is not None:
        raise Refused(InConvening.ON_LEAVE, name=seat.person.name)
    seat.leave_at, seat.leave_reason = clock.now(), reason.strip()
    stop_climbing(meeting.id, [seat.person_id])
    happened(actor, permission, seat, compound_id=meeting.compound_id, how=how)
    announce(meeting.id, "presence")


def demand_not_signed_in(seat: Seat) -> None:
    """Refuse for who is here. Raises `ALREADY_DONE`."""
    if seat.signed_in_at is not None and seat.left_at is None:
        raise Refused(InConvening.SIGNED_IN, name=seat.person.name)


def _tell_of_leave(meeting: Meeting, seat: Seat) -> None:
    body = _(
        "%(party)s%(name)s因“%(reason)s”请假。",
        party=seat.party.name,
        name=seat.person.name,
        reason=seat.leave_reason,
    )
    subject = _("%(name)s请假：%(title)s", name=seat.person.name, title=meeting.title)
    tell_officers(meeting, [seat.person_id], "leave", subject, body)


def tell_officers(meeting: Meeting, but: Collection[int], kind: str, subject: str, body: str) -> None:
    """Tell chair and secretary, `but` these persons, inside the caller's transaction."""
    notices.send(
        [p for p in (meeting.chair_id, meeting.secretary_id) if p is not None and p not in but],
        kind=kind,
        subject=subject,
        body=body,
        about=Ref("meeting", meeting.id),
        compound_id=meeting.compound_id,
        meeting_id=meeting.id,
    )


def demand_leave_state(meeting: Meeting) -> None:
    """Refuse leave and substitutes before the notice and once the meeting runs. Raises `WRONG_STATE`."""
    if meeting.state not in SENDING_STATES:
        label = MEETING_FLOW.label(meeting.state)
        raise Refused(Reason.WRONG_STATE, subject=meeting.title, state=_(label), move=_("请假"))


def _demand_open(meeting: Meeting, *, votes: bool) -> None:
    if votes:
        _demand_unfrozen(meeting)
    elif meeting.state not in OPEN_STATES:
        label = MEETING_FLOW.label(meeting.state)
        raise Refused(Reason.WRONG_STATE, subject=meeting.title, state=_(label), move=_("增加列席"))


def _demand_unfrozen(meeting: Meeting) -> None:
    if meeting.roll_frozen_at is not None or meeting.state not in OPEN_STATES:
        raise Refused(Reason.ROLL_FROZEN)


def demand_own_kind(seat: Seat) -> None:
    """Refuse the seats of chair and secretary, which follow from the plan. Raises `INVALID_INPUT`."""
    if seat.kind not in ADDED_KINDS:
        raise Refused(InConvening.OFFICER_SEAT, kind=_(SEAT_KINDS[seat.kind]))


def candidate_for(meeting: Meeting, appointment_id: int) -> Candidate:
    """An appointment that counts on the day of the meeting. Raises `INVALID_INPUT`."""
    for candidate in candidates(meeting):
        if candidate.appointment_id == appointment_id:
            return candidate
    raise Refused(InConvening.NOT_IN_OFFICE)


def _demand_vote_allowed(candidate: Candidate, kind: str) -> None:
    if kind == "delegate" and not may_carry_vote(candidate.role):
        raise Refused(InConvening.ROLE_WITHOUT_VOTE)


def demand_no_seat(meeting: Meeting, person_id: int) -> None:
    """Refuse who has a seat in the meeting. Raises `ONE_PERSON_ONE_SEAT`, `ALREADY_DONE`."""
    held = db.session.scalar(select(Seat).where(Seat.meeting_id == meeting.id, Seat.person_id == person_id))
    if held is None:
        return
    if held.has_vote:
        raise Refused(Reason.ONE_PERSON_ONE_SEAT, name=held.person.name)
    raise Refused(InConvening.SEATED_ALREADY, name=held.person.name, kind=_(SEAT_KINDS[held.kind]))


def _add(meeting: Meeting, candidate: Candidate, kind: str) -> Seat:
    _demand_vote_allowed(candidate, kind)
    last = db.session.scalar(select(func.max(Seat.position)).where(Seat.meeting_id == meeting.id))
    seat = new_seat(meeting, ProposedSeat(candidate, kind, has_vote=kind == "delegate"), (last or 0) + 1)
    db.session.add(seat)
    db.session.flush()  # the audit needs the id
    return seat
