"""Tables of what happens in the hall."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.agenda.models import AgendaItem
from deliberation.convening.models import Meeting, Seat
from deliberation.db import Model, Moment


class Speech(Model):
    """A request for the floor and what became of it. `side`: for 赞成, against 反对, question 询问.

    `state`: WAITING, SPEAKING, DONE, WITHDRAWN. Seconds are counted on the server's clock.
    """

    __tablename__ = "speeches"
    __table_args__ = (Index("ix_speeches_item_id_state", "item_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    side: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="WAITING")
    requested_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    allowed_seconds: Mapped[int] = mapped_column(default=120)
    extended: Mapped[bool] = mapped_column(default=False)
    seat: Mapped[Seat] = relationship(lazy="joined")


class Motion(Model):
    """动议: a concrete proposal for action. With `amends_id` it is an amendment 修正案 of that motion.

    `binds` is its own decision class (a key of `agenda.rules.AUTHORITIES`), `None` until a person has settled it;
    `matter` the matter of 民法典 278 that goes with it. `class_notes`: `agenda.rules.Settled.notes` and `by`, the
    name of who settled it.
    """

    __tablename__ = "motions"
    KIND = "motion"
    __table_args__ = (UniqueConstraint("item_id", "request_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("motions.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"))
    state: Mapped[str] = mapped_column(String(20))
    binds: Mapped[str | None] = mapped_column(String(30))
    matter: Mapped[str | None] = mapped_column(String(40))
    class_notes: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    request_key: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    item: Mapped[AgendaItem] = relationship(lazy="joined")
    moved_by: Mapped[Seat | None] = relationship(lazy="joined")


class MotionCorrection(Model):
    """更正: a decided motion was classed wrongly, and belongs to the owners. Never changed, never removed.

    `verdicts`: id of each closed vote on it (as text) → what the same ballots say as an opinion (`Verdict.to_json()`);
    the votes themselves keep the results that they were closed with.
    """

    __tablename__ = "motion_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motions.id"), index=True)
    binds_before: Mapped[str] = mapped_column(String(30))
    matter_before: Mapped[str | None] = mapped_column(String(40))
    binds: Mapped[str] = mapped_column(String(30))
    matter: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(300))
    verdicts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by: Mapped[str] = mapped_column(String(60))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    motion: Mapped[Motion] = relationship(lazy="joined")


class ConsensusTest(Model):
    """征询一致: the chair asks for objections; silence until `closes_at` means none.

    `state`: OPEN, DECLARED 协商一致, OBJECTED 有异议, WITHDRAWN.
    """

    __tablename__ = "consensus_tests"

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motions.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="OPEN")
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    motion: Mapped[Motion] = relationship(lazy="joined")


class Objection(Model):
    """异议 (blocks a consensus) or 保留意见 reservation (goes into the minutes, blocks nothing)."""

    __tablename__ = "consensus_objections"
    __table_args__ = (UniqueConstraint("motion_id", "seat_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motions.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    seat: Mapped[Seat] = relationship(lazy="joined")


class Recusal(Model):
    """回避: a seat leaves the entitled, the present and the quorum of one item. `state`: ASKED, GRANTED, DENIED."""

    __tablename__ = "recusals"
    __table_args__ = (UniqueConstraint("item_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="GRANTED")
    at: Mapped[datetime] = mapped_column(Moment)
    seat: Mapped[Seat] = relationship(lazy="joined")


class Vote(Model):
    """表决, the event. What was put, to whom and by which rule is frozen when it opens.

    `frozen`: motion text, binds, matter, class (`Motion.class_notes`), question (method, options, most, seats …),
    round, profile (code, version, data), entitled and present counts. `result` is `Verdict.to_json()` plus the tally of
    a vote of 同意 and 反对; `result_hash` covers `frozen` and `result`.
    `cipher_salt`: with which its secret ballots are enciphered while it is open (`rules.secrecy`); empty afterwards.
    """

    __tablename__ = "votes"
    KIND = "vote"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motions.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    void_reason: Mapped[str] = mapped_column(String(200), default="")
    frozen: Mapped[dict[str, Any]] = mapped_column(JSON)
    frozen_hash: Mapped[str] = mapped_column(String(64))
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    result_hash: Mapped[str | None] = mapped_column(String(64))
    cipher_salt: Mapped[str] = mapped_column(String(32), default="")
    motion: Mapped[Motion] = relationship(lazy="joined")
    meeting: Mapped[Meeting] = relationship()


class RollEntry(Model):
    """应到名册 of one vote: a seat that may cast, frozen when the vote opened."""

    __tablename__ = "vote_roll"

    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), primary_key=True)


class Ballot(Model):
    """选票: one seat's choice, stored as sent. UNIQUE(vote, seat) makes it one, however often it is sent.

    `choice`: AGREE, OPPOSE, ABSTAIN; under another method canonical JSON, see `room.rules.questions`. Under a secret
    method it is enciphered while the vote is open and empty afterwards: the row says who voted, `SecretChoice` what.
    """

    __tablename__ = "ballots"
    __table_args__ = (UniqueConstraint("vote_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    choice: Mapped[str] = mapped_column(String(400))
    receipt: Mapped[str] = mapped_column(String(12))
    cast_at: Mapped[datetime] = mapped_column(Moment)
    changes: Mapped[int] = mapped_column(default=0)


class BallotRequest(Model):
    """Every accepted sending of a ballot.

    A request that arrives again, even after the voter has changed the choice, finds itself here and
    changes nothing. `client_id` is made by the tablet of the seat and counts for that seat only, so that nobody who
    knows it can take another seat's ballot.
    """

    __tablename__ = "ballot_requests"

    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), primary_key=True)
    choice: Mapped[str] = mapped_column(String(400))
    receipt: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(Moment)


class SecretChoice(Model):
    """What was chosen in a secret vote, once it is closed: sorted by itself, with no seat, no time and no receipt."""

    __tablename__ = "secret_choices"

    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    choice: Mapped[str] = mapped_column(String(255))


class MinutesLine(Model):
    """One line of the full record 会议记录. Lines that the room writes itself have no author.

    `kind`: report, speech, procedure, motion, decision, reservation, recusal, order, note.
    """

    __tablename__ = "minutes_lines"
    KIND = "minutes_line"
    __table_args__ = (Index("ix_minutes_lines_meeting_id_at", "meeting_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class MinutesSignature(Model):
    """签字: a seat confirms the record as it stood (`minutes_hash`)."""

    __tablename__ = "minutes_signatures"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    minutes_hash: Mapped[str] = mapped_column(String(64))
