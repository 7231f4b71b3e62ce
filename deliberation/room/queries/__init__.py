"""Reading what happens and happened in a room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, select

from deliberation.agenda.models import AgendaItem
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import profile_of
from deliberation.convening.queries import seats as seats_of
from deliberation.convening.queries.substitutes import actor_at
from deliberation.convening.rules import LIVE_STATES
from deliberation.db import db
from deliberation.kernel.actor import Actor
from deliberation.kernel.methods import approval
from deliberation.kernel.recounting import verdicts_of
from deliberation.organisation.models import Person
from deliberation.room.models import (
    Ballot,
    ConsensusTest,
    MinutesLine,
    MinutesSignature,
    Motion,
    MotionCorrection,
    Objection,
    Recusal,
    RollEntry,
    Speech,
    Vote,
)
from deliberation.room.queries.corrections import newest_corrections, verdict_now
from deliberation.room.rules.classing import reason_of_class
from deliberation.room.rules.floor import Request, Side, queue
from deliberation.room.rules.questions import came_to, combined
from deliberation.room.rules.quorum import QuorumResult, SeatCount, quorum

OPEN_MOTIONS = ("MOVED", "CONSULTING", "OBJECTED", "VOTING", "RUN_OFF")
DECIDED_MOTIONS = ("CARRIED", "LOST", "CONSENSUS", "WITHDRAWN", "POSTPONED")


def recused_seat_ids(item_id: int | None) -> frozenset[int]:
    """The seats that recused themselves from an item."""
    if item_id is None:
        return frozenset()
    return frozenset(
        db.session.scalars(select(Recusal.seat_id).where(Recusal.item_id == item_id, Recusal.state == "GRANTED"))
    )


def is_present(seat: Seat) -> bool:
    """Signed in and not gone."""
    return seat.signed_in_at is not None and seat.left_at is None


def seat_counts(seats: Iterable[Seat], recused: frozenset[int], obligatory: frozenset[str]) -> list[SeatCount]:
    """Seats as the quorum rule wants them."""
    known = ((s, s.party.kind) for s in seats)
    return [
        SeatCount(s.id, s.party_id, s.has_vote, is_present(s), s.id in recused, kind in obligatory, kind)
        for s, kind in known
    ]


def quorum_of(meeting: Meeting, item_id: int | None = None) -> QuorumResult:
    """Quorum of the meeting, or of one item without the seats recused from it."""
    everyone = seats_of(meeting.id)
    obligatory = frozenset(p["kind"] for p in meeting.parties if p["obligatory"])
    names = {s.party_id: s.party.name for s in everyone}
    return quorum(seat_counts(everyone, recused_seat_ids(item_id), obligatory), profile_of(meeting), names)


def item(meeting: Meeting) -> AgendaItem | None:
    """The open item."""
    return db.session.get(AgendaItem, meeting.current_item_id) if meeting.current_item_id else None


def motions_of(item_id: int) -> list[Motion]:
    """Motions and amendments of an item, oldest first."""
    return list(db.session.scalars(select(Motion).where(Motion.item_id == item_id).order_by(Motion.id)))


def motion_at_hand(motions: Iterable[Motion]) -> Motion | None:
    """What is to be decided next: a pending amendment before its motion, the oldest first."""
    pending = [m for m in motions if m.state in OPEN_MOTIONS]
    amendments = [m for m in pending if m.amends_id is not None]
    return next(iter(amendments or pending), None)


def speeches_of(item_id: int) -> list[Speech]:
    """Every request for the floor in an item, in the order of asking."""
    return list(
        db.session.scalars(select(Speech).where(Speech.item_id == item_id).order_by(Speech.requested_at, Speech.id))
    )


def turns_used(speeches: Iterable[Speech], seat_id: int) -> int:
    """How often a seat has had the floor on an item."""
    return sum(s.seat_id == seat_id and s.state in {"SPEAKING", "DONE"} for s in speeches)


def waiting_requests(speeches: Sequence[Speech]) -> list[Request]:
    """Raised hands as the rule of the floor wants them."""
    return [
        Request(s.id, s.seat_id, cast("Side", s.side), s.requested_at, turns_used(speeches, s.seat_id))
        for s in speeches
        if s.state == "WAITING"
    ]


def calling_order(speeches: Sequence[Speech], turns: int) -> list[Speech]:
    """Raised hands in the order in which the chair calls them."""
    spoken = sorted((s for s in speeches if s.started_at and s.side != "question"), key=_started)
    last = cast("Side", spoken[-1].side) if spoken else None
    by_id = {s.id: s for s in speeches}
    return [by_id[r.id] for r in queue(waiting_requests(speeches), turns, last)]


def _started(speech: Speech) -> datetime:
    return speech.started_at or speech.requested_at


def open_test(motion_id: int) -> ConsensusTest | None:
    """The running consensus test of a motion."""
    return db.session.scalar(
        select(ConsensusTest).where(ConsensusTest.motion_id == motion_id, ConsensusTest.state == "OPEN")
    )


def last_test(item_id: int) -> ConsensusTest | None:
    """The newest consensus test of an item."""
    return db.session.scalar(
        select(ConsensusTest)
        .join(Motion, Motion.id == ConsensusTest.motion_id)
        .where(Motion.item_id == item_id)
        .order_by(ConsensusTest.id.desc())
        .limit(1)
    )


def objections_to(motion_id: int) -> list[Objection]:
    """Objections and reservations to a motion, in order."""
    return list(db.session.scalars(select(Objection).where(Objection.motion_id == motion_id).order_by(Objection.id)))


def last_vote(item_id: int) -> Vote | None:
    """The newest vote of an item that was not voided."""
    return db.session.scalar(
        select(Vote)
        .join(Motion, Motion.id == Vote.motion_id)
        .where(Motion.item_id == item_id, Vote.state != "VOIDED")
        .order_by(Vote.id.desc())
        .limit(1)
    )


def rounds_of(motion_ids: Iterable[int]) -> list[Vote]:
    """The closed votes on some motions, oldest first: more than one where a motion went into a further round."""
    closed = select(Vote).where(Vote.motion_id.in_(list(motion_ids)), Vote.state == "CLOSED")
    return list(db.session.scalars(closed.order_by(Vote.id)))


def reason_of_void(motion_id: int) -> str | None:
    """Why the newest vote on a motion was voided; nothing when it was not."""
    newest = db.session.scalar(select(Vote).where(Vote.motion_id == motion_id).order_by(Vote.id.desc()).limit(1))
    return newest.void_reason if newest and newest.state == "VOIDED" else None


def open_vote_of(meeting_id: int) -> Vote | None:
    """The open vote of a meeting (there is at most one)."""
    return db.session.scalar(select(Vote).where(Vote.meeting_id == meeting_id, Vote.state == "OPEN"))


def turnout(vote_id: int) -> tuple[int, int]:
    """How many have cast and how many may: `(cast, roll)`."""
    cast = db.session.scalar(select(func.count()).select_from(Ballot).where(Ballot.vote_id == vote_id)) or 0
    roll = db.session.scalar(select(func.count()).select_from(RollEntry).where(RollEntry.vote_id == vote_id)) or 0
    return cast, roll


def missing_names(vote_id: int) -> list[str]:
    """Who may cast and has not, in the order of the seats."""
    query = (
        select(Person.name)
        .join(Seat, Seat.person_id == Person.id)
        .join(RollEntry, (RollEntry.seat_id == Seat.id) & (RollEntry.vote_id == vote_id))
        .outerjoin(Ballot, (Ballot.seat_id == Seat.id) & (Ballot.vote_id == vote_id))
        .where(Ballot.id.is_(None))
        .order_by(Seat.position, Seat.id)
    )
    return list(db.session.scalars(query))


def roll_of(vote_id: int) -> list[int]:
    """The seats that may cast."""
    return list(db.session.scalars(select(RollEntry.seat_id).where(RollEntry.vote_id == vote_id)))


def ballots_of(vote_id: int) -> list[Ballot]:
    """The ballots of a vote, by seat (never by time)."""
    return list(db.session.scalars(select(Ballot).where(Ballot.vote_id == vote_id).order_by(Ballot.seat_id)))


def ballot_of(vote_id: int, seat_id: int) -> Ballot | None:
    """One seat's ballot."""
    return db.session.scalar(select(Ballot).where(Ballot.vote_id == vote_id, Ballot.seat_id == seat_id))


def minutes_of(meeting_id: int) -> list[MinutesLine]:
    """The full record, in order."""
    return list(
        db.session.scalars(
            select(MinutesLine).where(MinutesLine.meeting_id == meeting_id).order_by(MinutesLine.at, MinutesLine.id)
        )
    )


def signatures_of(meeting_id: int) -> dict[int, MinutesSignature]:
    """Who has signed the record, by seat."""
    rows = db.session.scalars(select(MinutesSignature).where(MinutesSignature.meeting_id == meeting_id))
    return {row.seat_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting decided on one motion: the source of orders and of the resolution.

    `outcome`: CARRIED, LOST, CONSENSUS, WITHDRAWN, POSTPONED. A consensus has no tally and no verdict; only a vote
    of 同意 and 反对 has a tally, by another method `text` ends with what was chosen. `verdict` combines several rounds.
    `reservations` are `(party name, text)`; `class_reason` is why another class was given than the words point to.
    """

    item_id: int
    item_title: str
    motion_id: int
    number: int
    text: str
    outcome: str
    binds: str | None
    matter: str | None
    topic_id: int | None
    verdict: dict[str, Any] | None
    tally: dict[str, int] | None
    entitled: int | None
    present: int | None
    reservations: list[tuple[str, str]]
    class_reason: str = ""


def decisions(meeting_id: int) -> list[Decision]:
    """What the meeting decided, item by item; amendments are part of their motion and not listed."""
    rows = db.session.scalars(
        select(Motion)
        .join(AgendaItem, AgendaItem.id == Motion.item_id)
        .where(AgendaItem.meeting_id == meeting_id, Motion.amends_id.is_(None), Motion.state.in_(DECIDED_MOTIONS))
        .order_by(AgendaItem.position, Motion.id)
    ).all()
    ids = [m.id for m in rows]
    closed = rounds_of(ids)
    corrected = newest_corrections(ids)
    reserved: dict[int, list[tuple[str, str]]] = {}
    for o in db.session.scalars(
        select(Objection).where(Objection.motion_id.in_(ids), Objection.kind == "reservation").order_by(Objection.id)
    ):
        reserved.setdefault(o.motion_id, []).append((o.seat.party.name, o.text))
    return [_decision(m, [v for v in closed if v.motion_id == m.id], reserved.get(m.id, []), corrected) for m in rows]


def _decision(
    motion: Motion,
    rounds: list[Vote],
    reservations: list[tuple[str, str]],
    corrected: Mapping[int, MotionCorrection],
) -> Decision:
    vote = rounds[-1] if rounds else None
    verdict = combined([verdict_now(v, corrected) for v in rounds if v.result])
    return Decision(
        item_id=motion.item_id,
        item_title=motion.item.title,
        motion_id=motion.id,
        number=motion.number,
        text=motion.text + (came_to(verdict) if motion.state == "CARRIED" else ""),
        outcome=motion.state,
        binds=motion.binds,
        matter=motion.matter,
        topic_id=motion.item.topic_id,
        verdict=verdict or None,
        tally=approval.totals(verdicts_of(vote.result)[""]) if vote and vote.result else None,
        entitled=vote.frozen["entitled"] if vote else None,
        present=vote.frozen["present"] if vote else None,
        reservations=reservations,
        class_reason=reason_of_class(motion.class_notes),
    )


@dataclass(frozen=True, slots=True)
class Attendance:
    """应到、实到 of the voting seats; `parties` are `(name, present, seats)`."""

    entitled: int
    present: int
    leave: int
    parties: list[tuple[str, int, int]]


def attendance(meeting_id: int) -> Attendance:
    """Who came to a meeting."""
    voting = [s for s in seats_of(meeting_id) if s.has_vote]
    parties: dict[str, list[Seat]] = {}
    for seat in voting:
        parties.setdefault(seat.party.name, []).append(seat)
    return Attendance(
        entitled=len(voting),
        present=sum(s.signed_in_at is not None for s in voting),
        leave=sum(s.leave_at is not None and s.signed_in_at is None for s in voting),
        parties=[(n, sum(s.signed_in_at is not None for s in group), len(group)) for n, group in parties.items()],
    )


def meeting_by(**key: str) -> Meeting | None:
    """A meeting by `join_code` (first one that is live or coming), `join_token` or `hall_token`."""
    is_open = Meeting.state.in_([*LIVE_STATES, "NOTICED"])
    query = select(Meeting).filter_by(**key).order_by(is_open.desc(), Meeting.starts_at.desc()).limit(1)
    return db.session.scalar(query)


def seat_stamp(seat: Seat) -> str:
    """Changes when the seat's slip is renewed: older sign-ins by PIN end."""
    return seat.pin_salt[:8]


def actor_of_seat(seat_id: int, stamp: str) -> Actor | None:
    """Who signed in with the PIN of a seat (`actor_at`).

    `None` when the slip was renewed or the meeting is over for good (signed and issued).
    """
    seat = db.session.get(Seat, seat_id)
    if seat is None or seat.vacated_on is not None or seat_stamp(seat) != stamp:
        return None
    meeting = db.session.get(Meeting, seat.meeting_id)
    if meeting is None or meeting.state in {"ISSUED", "CANCELLED"}:
        return None
    return actor_at(meeting, seat)


def is_live(meeting_id: int) -> bool:
    """Whether the room of a meeting is live."""
    return db.session.scalar(select(Meeting.state).where(Meeting.id == meeting_id)) in LIVE_STATES
