"""Meetings ahead when a post passes on or ends: chair, minutes and seats. What was held is never touched."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from deliberation.convening.actions.planning import SECRETARY_ROLES, candidates, new_seat, reseat_officers
from deliberation.convening.actions.seats import reseat_chair
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries.handing import AHEAD, office_of
from deliberation.convening.rules import CHAIR_ROLES, Candidate, ProposedSeat, may_carry_vote
from deliberation.convening.rules import office_of as office_holder
from deliberation.db import db
from deliberation.history.acts import Message, happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.handing import Following, Leaving
from deliberation.kernel.stage import Ref
from deliberation.kernel.text import say as _
from deliberation.live.outbox import announce
from deliberation.notices.actions.ladder import stop_climbing
from deliberation.organisation.models import Appointment

OFFICES = ("chair", "secretary")


def hand_on(actor: Actor, post: Leaving, to: Following) -> None:
    """The successor chairs or keeps the minutes of the meetings ahead, and takes the seats of those not called yet.

    Once a meeting is called its roll is frozen: a delegate's seat there stays empty 空缺.
    """
    new = db.session.get_one(Appointment, to.appointment_id)
    for meeting in _ahead(post):
        if clock.day_of(meeting.starts_at) < to.first_day:
            continue
        _hand_on_office(actor, meeting, post, new)
        if meeting.state == "PLANNED":
            _hand_on_seat(actor, meeting, post, new)
        else:
            _empty(actor, meeting, post)


def vacate(actor: Actor, post: Leaving) -> None:
    """Nobody follows: after the last day the seat is empty, and a meeting that is not called has no chair yet."""
    for meeting in _ahead(post):
        if clock.day_of(meeting.starts_at) <= post.last_day or _still_sits(meeting, post):
            continue
        if meeting.state != "PLANNED":
            _empty(actor, meeting, post)
            continue
        seat = _seat_of(meeting, post)
        if seat is not None:
            happened(actor, "seat.remove", seat, compound_id=meeting.compound_id, kind=seat.kind)
            db.session.delete(seat)
            db.session.flush()  # whoever holds another post may get a seat by that one
        if office_of(post) is not None and post.person_id in {meeting.chair_id, meeting.secretary_id}:
            _reseat(meeting)


def _still_sits(meeting: Meeting, post: Leaving) -> bool:
    """Whether a delegate's seat stays theirs by another post for the same party; it is theirs by that one from now."""
    seat = _seat_of(meeting, post)
    if seat is None or seat.kind in OFFICES or seat.vacated_on is not None:
        return False
    for one in candidates(meeting):
        mine = one.person_id == post.person_id and one.party_id == post.party_id
        if mine and one.appointment_id != post.appointment_id and may_carry_vote(one.role):
            seat.appointment_id = one.appointment_id
            return True
    return False


def _ahead(post: Leaving) -> Iterable[Meeting]:
    """The meetings of the compound that have not begun, each locked."""
    query = select(Meeting).where(Meeting.compound_id == post.compound_id, Meeting.state.in_(AHEAD))
    # FOR UPDATE: seats, roll and state of one meeting change one after another.
    return list(db.session.scalars(query.order_by(Meeting.id).with_for_update(of=Meeting)))


def _seat_of(meeting: Meeting, post: Leaving) -> Seat | None:
    """The seat that this very post fills."""
    wanted = select(Seat).where(Seat.meeting_id == meeting.id, Seat.appointment_id == post.appointment_id)
    return db.session.scalar(wanted)


def _hand_on_office(actor: Actor, meeting: Meeting, post: Leaving, new: Appointment) -> None:
    """Chair or secretary: the one seat that does not depend on the roll."""
    office = next((one for one in OFFICES if getattr(meeting, f"{one}_id") == post.person_id), None)
    if office_of(post) is None or office is None:
        return
    open_office = _one_office_each(meeting, office, new)
    former = _seat_of(meeting, post)
    if meeting.state == "PLANNED":
        _reseat(meeting)
    elif office == "chair":
        if reseat_chair(meeting, new) != former and former is not None:
            _strike(former)
    elif former is not None and _free(meeting, new):
        _fill(former, new)
    elif former is not None:
        _strike(former)
    db.session.flush()  # what is read next sees who holds the office
    db.session.refresh(meeting, ["chair", "secretary"])
    told = _told_of_open_office(meeting, new) if open_office else None
    happened(actor, "meeting.hand_on", meeting, moves=False, message=told, person_id=new.person_id)
    announce(meeting.id, "meeting", "presence")


def _one_office_each(meeting: Meeting, office: str, new: Appointment) -> bool:
    """Name the successor in the office; nobody chairs and keeps the minutes: answers whether the minutes are open."""
    if office == "chair":
        meeting.chair_id = new.person_id
        is_open = meeting.secretary_id == new.person_id
    else:
        is_open = meeting.chair_id == new.person_id
    if is_open or office == "secretary":
        meeting.secretary_id = None if is_open else new.person_id
    return is_open


def _told_of_open_office(meeting: Meeting, new: Appointment) -> Message:
    subject: str = _("“%(meeting)s”还没有会议秘书", meeting=meeting.title)
    body: str = _(
        "%(name)s接任后主持这次会议，一个人不能又主持又做记录。请会议主持人或者党支部在会议页另定一位会议秘书。",
        name=new.person.name,
    )
    return Message((new.person_id,), subject, body, Ref("meeting", meeting.id))


def _reseat(meeting: Meeting) -> None:
    """Chair and secretary who are in office on its day get their seats; an office without such a person is open."""
    available = candidates(meeting)
    for office, roles in (("chair", CHAIR_ROLES), ("secretary", SECRETARY_ROLES)):
        if office_holder(available, getattr(meeting, f"{office}_id"), roles) is None:
            setattr(meeting, f"{office}_id", None)
    reseat_officers(meeting)


def _strike(seat: Seat) -> None:
    """Who chaired has no other place at the table: the seat goes, or stays empty where it stands on a frozen roll."""
    if seat.has_vote:
        seat.has_vote, seat.vacated_on = False, clock.today()
    else:
        db.session.delete(seat)


def _hand_on_seat(actor: Actor, meeting: Meeting, post: Leaving, new: Appointment) -> None:
    """Before the notice: the successor sits where the leaver sat, or on the seat of the party that is free."""
    seat = _seat_of(meeting, post)
    if seat is not None and seat.kind in OFFICES:
        return  # it went with the office, or somebody else has that by now
    if not _free(meeting, new):
        if seat is not None:
            happened(actor, "seat.remove", seat, compound_id=meeting.compound_id, kind=seat.kind)
            db.session.delete(seat)
        return
    if seat is not None:
        _fill(seat, new)
        happened(actor, "seat.replace", seat, compound_id=meeting.compound_id)
    elif _has_room(meeting, new):
        _add(actor, meeting, new)


def _fill(seat: Seat, new: Appointment) -> None:
    seat.appointment_id, seat.person_id = new.id, new.person_id
    proposed = ProposedSeat(_candidate(new), seat.kind, has_vote=seat.has_vote)
    seat.pin_salt = new_seat(db.session.get_one(Meeting, seat.meeting_id), proposed, 0).pin_salt


def _add(actor: Actor, meeting: Meeting, new: Appointment) -> None:
    last = db.session.scalar(select(func.max(Seat.position)).where(Seat.meeting_id == meeting.id)) or 0
    seat = new_seat(meeting, ProposedSeat(_candidate(new), "delegate", has_vote=True), last + 1)
    db.session.add(seat)
    db.session.flush()  # the log names the id
    happened(actor, "seat.add", seat, compound_id=meeting.compound_id, kind="delegate")


def _candidate(new: Appointment) -> Candidate:
    return Candidate(new.id, new.person_id, new.party_id, new.party.kind, new.role)


def _free(meeting: Meeting, new: Appointment) -> bool:
    """Whether the successor has no seat there yet: one person, one seat, one ballot."""
    held = select(Seat.id).where(Seat.meeting_id == meeting.id, Seat.person_id == new.person_id)
    return db.session.scalar(held) is None


def _has_room(meeting: Meeting, new: Appointment) -> bool:
    """Whether the party kind has fewer voting seats than it has in this meeting."""
    if not may_carry_vote(new.role):
        return False
    given = sum(int(party["seats"]) for party in meeting.parties if party["kind"] == new.party.kind)
    seats = db.session.scalars(select(Seat).where(Seat.meeting_id == meeting.id, Seat.has_vote))
    return sum(seat.party.kind == new.party.kind for seat in seats) < given


def _empty(actor: Actor, meeting: Meeting, post: Leaving) -> None:
    """After the notice: the seat stays on the roll as 空缺 and counts nowhere, its slip opens nothing."""
    seat = _seat_of(meeting, post)
    if seat is None or seat.vacated_on is not None or (seat.kind in OFFICES and not seat.has_vote):
        return
    seat.has_vote, seat.vacated_on = False, post.last_day
    stop_climbing(meeting.id, [seat.person_id])
    seat.pin_salt = new_seat(meeting, ProposedSeat(_candidate(seat.appointment), seat.kind, has_vote=False), 0).pin_salt
    happened(actor, "seat.vacate", seat, compound_id=meeting.compound_id)
    announce(meeting.id, "presence")
