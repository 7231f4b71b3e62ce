"""代: after the notice another person of the same unit takes the seat of one who cannot come, where the rules allow."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from deliberation.convening.access import meeting_for, seat_in, seat_of
from deliberation.convening.actions.notice import send_invitation
from deliberation.convening.actions.seats import (
    candidate_for,
    demand_leave_state,
    demand_no_seat,
    tell_officers,
)
from deliberation.convening.models import Meeting, Seat, Substitution
from deliberation.convening.queries import profile_of
from deliberation.convening.queries.door import door_of
from deliberation.convening.rules import SEAT_KINDS, Candidate, who_sends_nobody
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.stage import Ref
from deliberation.kernel.text import say as _
from deliberation.live import outbox
from deliberation.notices import actions as notices
from deliberation.notices.actions.ladder import stop_climbing
from deliberation.organisation.actions.visits import close_visits, forget_waiting

BY_RECORD = "record"


def name_substitute(actor: Actor, meeting_id: int, appointment_id: int, reason: str, how: str = "page") -> Seat:
    """The actor, who cannot come, names who comes instead. Chair and secretary are told, the substitute is invited.

    Raises `NO_SUBSTITUTE` where the rules let nobody come for the actor, or for a substitute;
    `ONE_PERSON_ONE_SEAT` or `ALREADY_DONE` for who has a seat; `WRONG_STATE`, `REASON_REQUIRED`.
    """
    with transaction():
        meeting = meeting_for(actor, "substitute.name", meeting_id, lock=True)
        seat = seat_of(actor, meeting.id)
        if seat is None:
            raise Refused(Reason.NOT_FOUND)
        _substitute(actor, "substitute.name", meeting, seat, appointment_id, reason.strip(), how)
        return seat


def record_substitute(actor: Actor, meeting_id: int, seat_id: int, appointment_id: int, reason: str) -> Seat:
    """Write in for somebody who telephoned who comes instead; the same rules count."""
    with transaction():
        meeting = meeting_for(actor, "leave.record", meeting_id, lock=True)
        seat = seat_in(meeting, seat_id)
        absent_id = seat.person_id
        _substitute(actor, "leave.record", meeting, seat, appointment_id, reason.strip(), BY_RECORD)
        _tell_absent(meeting, seat, absent_id)
        return seat


def take_back_substitute(actor: Actor, meeting_id: int, seat_id: int) -> Seat:
    """The one who was invited comes after all, or a wrong name was written in: the seat is theirs again."""
    with transaction():
        meeting = meeting_for(actor, "leave.record", meeting_id, lock=True)
        seat = seat_in(meeting, seat_id)
        demand_leave_state(meeting)
        _demand_nobody_came(seat)
        held = _standing(seat)
        if held is None:
            raise Refused(InConvening.NOBODY_STANDS_IN, name=seat.person.name)
        demand_no_seat(meeting, held.absent.person_id)
        held.taken_back_at, held.taken_back_by = clock.now(), actor.name
        _hand_seat(meeting, seat, held.absent.person_id, held.absent.id, "")
        happened(actor, "substitute.take_back", seat, compound_id=meeting.compound_id)
        _tell_both(meeting, held)
        return seat


def _substitute(
    actor: Actor, act: str, meeting: Meeting, seat: Seat, appointment_id: int, reason: str, how: str
) -> None:
    demand_leave_state(meeting)
    _demand_may_send(meeting, seat)
    if not reason:
        raise Refused(Reason.REASON_REQUIRED)
    _demand_nobody_came(seat)
    instead = _of_the_unit(meeting, seat, appointment_id)
    absent = seat.person.name
    db.session.add(
        Substitution(
            seat_id=seat.id,
            absent_appointment_id=seat.appointment_id,
            appointment_id=instead.appointment_id,
            reason=reason,
            how=how,
            by=actor.name,
            at=clock.now(),
        )
    )
    _hand_seat(meeting, seat, instead.person_id, instead.appointment_id, absent)
    happened(
        actor, act, seat, compound_id=meeting.compound_id, appointment=instead.appointment_id, how=how, substitute=True
    )
    tell_officers(
        meeting,
        [seat.person_id],
        "substitute",
        _("%(name)s代%(absent)s参会：%(title)s", name=seat.person.name, absent=absent, title=meeting.title),
        _(
            "%(party)s%(absent)s因“%(reason)s”不能到会，由%(name)s代替。",
            party=seat.party.name,
            absent=absent,
            reason=reason,
            name=seat.person.name,
        ),
    )
    send_invitation(meeting, [seat.person_id], _for_substitute(seat))


def _demand_nobody_came(seat: Seat) -> None:
    """Refuse once somebody signed in at the seat, also if they left: who never came must not count as 到会."""
    if seat.signed_in_at is not None:
        raise Refused(InConvening.SIGNED_IN, name=seat.person.name)


def _demand_may_send(meeting: Meeting, seat: Seat) -> None:
    """Whether the rules of this meeting let somebody come for the holder of this seat."""
    if seat.vacated_on is not None:
        raise Refused(InConvening.SEAT_VACATED, name=seat.person.name)
    if seat.stands_for:
        raise Refused(InConvening.SUBSTITUTE_HIMSELF, name=seat.person.name, absent=seat.stands_for)
    if seat.kind in {"chair", "secretary"}:
        raise Refused(InConvening.OFFICER_SENDS_NOBODY, kind=_(SEAT_KINDS[seat.kind]))
    whom = who_sends_nobody(seat.party.kind, profile_of(meeting).substitutes)
    if whom:
        raise Refused(InConvening.BARRED_FROM_SENDING, whom=_(whom))


def _of_the_unit(meeting: Meeting, seat: Seat, appointment_id: int) -> Candidate:
    candidate = candidate_for(meeting, appointment_id)
    if candidate.party_id != seat.party_id:
        raise Refused(InConvening.SUBSTITUTE_OF_OTHER_UNIT)
    demand_no_seat(meeting, candidate.person_id)
    return candidate


def _hand_seat(meeting: Meeting, seat: Seat, person_id: int, appointment_id: int, stands_for: str) -> None:
    """Another sits there from now on: the slip of before opens nothing, the vote goes with the seat."""
    close_visits(seat_id=seat.id)
    outbox.revoke(seat.person_id)
    stop_climbing(meeting.id, [seat.person_id])
    forget_waiting(door_of(meeting), seat.id)
    seat.person_id, seat.appointment_id, seat.stands_for = person_id, appointment_id, stands_for
    seat.leave_at, seat.leave_reason = None, ""
    seat.pin_salt = secrets.token_hex(8)
    db.session.flush()  # what is read next sees who sits there
    db.session.refresh(seat, ["person", "appointment"])
    outbox.announce(meeting.id, "presence")


def _standing(seat: Seat) -> Substitution | None:
    """The substitution by which somebody sits there now."""
    wanted = select(Substitution).where(Substitution.seat_id == seat.id, Substitution.taken_back_at.is_(None))
    return db.session.scalar(wanted)


def _for_substitute(seat: Seat) -> str:
    return _(
        "您代%(absent)s（%(party)s）参会，有没有表决权和本人一样；不能再请别人代替，来不了请请假。签到用签到条上的口令。",
        absent=seat.stands_for,
        party=seat.party.name,
    )


def _tell_absent(meeting: Meeting, seat: Seat, absent_id: int) -> None:
    _tell(
        meeting,
        [absent_id],
        _("已登记由%(name)s代您参会：%(title)s", name=seat.person.name, title=meeting.title),
        _("有不对的请马上告诉会议秘书。"),
    )


def _tell_both(meeting: Meeting, held: Substitution) -> None:
    _tell(
        meeting,
        [held.absent.person_id, held.appointment.person_id],
        _("代替已撤销：%(title)s", title=meeting.title),
        _("席位仍由%(name)s本人参会。", name=held.absent.person.name),
    )


def _tell(meeting: Meeting, person_ids: list[int], subject: str, body: str) -> None:
    notices.send(
        person_ids,
        kind="substitute",
        subject=subject,
        body=body,
        about=Ref("meeting", meeting.id),
        compound_id=meeting.compound_id,
        meeting_id=meeting.id,
    )
