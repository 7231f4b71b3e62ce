"""Who may come instead of whom 代, and who came instead of whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from deliberation.convening.models import Meeting, Seat, Substitution
from deliberation.convening.queries import profile_of
from deliberation.convening.rules import REPLY_STATES, SENDING_STATES, who_sends_nobody
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor, Post, Role
from deliberation.organisation.models import Appointment
from deliberation.organisation.queries import appointments, posts_of


@dataclass(frozen=True, slots=True)
class Sending:
    """Who may come for the holder of a seat: `(appointment, words)` of each; or `nobody_for`, whom the rules bar."""

    instead: tuple[tuple[int, str], ...] = ()
    nobody_for: str = ""


NOBODY = Sending()


def sendings(meeting: Meeting, its_seats: Collection[Seat], wanted: Collection[Seat]) -> dict[int, Sending]:
    """For each wanted seat who may come instead, from the posts that count on the day of the meeting; one statement."""
    if meeting.state not in SENDING_STATES or not wanted:
        return {}
    seated = {seat.person_id for seat in its_seats}
    posts = appointments(meeting.compound_id, on=clock.day_of(meeting.starts_at))
    free: dict[int, dict[int, Appointment]] = {}
    for post in posts:
        if post.person_id not in seated:
            free.setdefault(post.party_id, {}).setdefault(post.person_id, post)
    allowed = profile_of(meeting).substitutes
    return {seat.id: _sending(seat, allowed, free.get(seat.party_id, {}).values()) for seat in wanted}


def _sending(seat: Seat, allowed: Collection[str], free: Collection[Appointment]) -> Sending:
    if seat.vacated_on is not None or seat.signed_in_at is not None:
        return NOBODY
    if seat.stands_for or seat.kind in {"chair", "secretary"}:
        return NOBODY
    whom = who_sends_nobody(seat.party.kind, allowed)
    if whom:
        return Sending(nobody_for=whom)
    return Sending(tuple((post.id, f"{post.person.name} {post.post}".strip()) for post in free))


def seat_to_answer(meeting_id: int, person_id: int) -> Seat | None:
    """The seat of a person who is still asked whether they come: until the hour set, while the meeting is called."""
    wanted = (
        select(Seat)
        .join(Meeting, Meeting.id == Seat.meeting_id)
        .where(
            Seat.meeting_id == meeting_id,
            Seat.person_id == person_id,
            Seat.vacated_on.is_(None),
            Meeting.state.in_(REPLY_STATES),
            Meeting.starts_at > clock.now(),
        )
    )
    return db.session.scalar(wanted)


def substitutions(meeting_id: int) -> list[Substitution]:
    """Everything that was said about substitutes of a meeting, in order."""
    query = select(Substitution).join(Seat, Seat.id == Substitution.seat_id).where(Seat.meeting_id == meeting_id)
    people = (joinedload(Substitution.absent), joinedload(Substitution.appointment))
    return list(db.session.scalars(query.order_by(Substitution.id).options(*people)))


def actor_at(meeting: Meeting, seat: Seat) -> Actor:
    """Who acts from a seat: the holder's posts in that compound, bound to that meeting.

    A substitute does there what the one who was invited does, whatever their own post is called.
    """
    posts = tuple(post for post in posts_of(seat.person_id) if post.compound_id == meeting.compound_id)
    if seat.stands_for:
        wanted = (
            select(Appointment.role, Appointment.id)
            .join(Substitution, Substitution.absent_appointment_id == Appointment.id)
            .where(Substitution.seat_id == seat.id, Substitution.taken_back_at.is_(None))
        )
        role, appointment_id = db.session.execute(wanted).one()
        posts += (Post(Role(role), meeting.compound_id, seat.party_id, appointment_id),)
    return Actor(seat.person.name, seat.person_id, None, posts, meeting.id, seat.id)
