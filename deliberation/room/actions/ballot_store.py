"""The rows behind the hot path of ballots, read and written with Core for a whole batch at a time.

Lock pair, shared half: the votes' rows are held FOR SHARE, so that closing (which takes them FOR UPDATE)
waits for this batch and the next batch sees the vote closed. The roll entries are held FOR UPDATE in
order, so that two processes cannot store one seat's ballots side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Row, bindparam, insert, select, tuple_, update

from deliberation.audit.chain import Note
from deliberation.audit.record import append, mark
from deliberation.convening.models import Meeting, Seat
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods.base import Question
from deliberation.kernel.permissions import Scope, may
from deliberation.organisation.models import Account, Compound
from deliberation.room.models import Ballot, BallotRequest, Motion, Recusal, RollEntry, Vote
from deliberation.room.queries.secrecy import key_for
from deliberation.room.queries.tampering import marked
from deliberation.room.rules.questions import question_of
from deliberation.room.rules.secrecy import decipher, encipher


class Cast(Protocol):
    """What a voter sent."""

    @property
    def actor(self) -> Actor: ...  # noqa: D102 - see the class
    @property
    def meeting_id(self) -> int: ...  # noqa: D102
    @property
    def vote_id(self) -> int: ...  # noqa: D102
    @property
    def choice(self) -> str: ...  # noqa: D102
    @property
    def client_id(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class VoteRow:
    """What the judgement of a ballot needs of its vote."""

    id: int
    meeting_id: int
    compound_id: int
    options: frozenset[str]
    item_id: int
    state: str
    changeable: bool
    frozen_hash: str
    question: Question
    key: bytes | None

    def stored(self, choice: str, seat_id: int) -> str:
        """A choice as it lies in the store: enciphered in a secret vote."""
        return encipher(choice, self.key, seat_id) if self.key else choice

    def sent(self, stored: str, seat_id: int) -> str:
        """The choice again; empty once a secret vote is closed."""
        return decipher(stored, self.key, seat_id) if self.key and stored else stored


@dataclass
class Scene:
    """Everything a batch touches, under lock; what `put` notes is written by `save`."""

    votes: dict[int, VoteRow]
    roll: dict[tuple[int, int], int]
    ballots: set[tuple[int, int]]
    requests: dict[tuple[int, int, str], Any]
    recused: set[tuple[int, int]]
    accounts: set[int]
    new: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    changed: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def vote_for(self, cast: Cast) -> VoteRow:
        """The vote that was meant, if this voter may vote at all in its meeting."""
        vote = self.votes.get(cast.vote_id)
        if vote is None or vote.meeting_id != cast.meeting_id:
            raise Refused(Reason.NOT_FOUND)
        if cast.actor.account_id is not None and cast.actor.account_id not in self.accounts:
            raise Refused(Reason.NOT_SIGNED_IN)  # ended since the sign-in, perhaps through another process
        scope = Scope(vote.compound_id, vote.meeting_id, own=True, in_meeting=True, options=vote.options)
        may(cast.actor, "ballot.cast", scope)
        return vote

    def seat_for(self, vote: VoteRow, cast: Cast) -> int:
        """The voter's seat on the frozen roll."""
        person_id = cast.actor.person_id or 0
        seat_id = self.roll.get((vote.id, person_id))
        if seat_id is None:
            recused = (vote.item_id, person_id) in self.recused
            raise Refused(Reason.RECUSED if recused else Reason.NOT_ON_ROLL)
        return seat_id

    def put(self, vote: VoteRow, seat_id: int, cast: Cast, receipt: str, at: datetime) -> None:
        """Note a ballot to be stored: a new one, or the change of the seat's earlier one."""
        key = (vote.id, seat_id)
        stored = vote.stored(cast.choice, seat_id)
        row = {"choice": stored, "receipt": receipt, "cast_at": at}
        if key in self.new:
            self.new[key].update(row)
        elif key in self.ballots:
            self.changed[key] = {"b_vote": vote.id, "b_seat": seat_id, **row}
        else:
            self.new[key] = {"vote_id": vote.id, "seat_id": seat_id, "changes": 0, **row}
            self.ballots.add(key)
        request = {
            "vote_id": vote.id,
            "client_id": cast.client_id,
            "seat_id": seat_id,
            "choice": stored,
            "receipt": receipt,
            "at": at,
        }
        self.sent.append(request)
        self.requests[(vote.id, seat_id, cast.client_id)] = _Sent(seat_id, stored, receipt, at)
        facts = {"seat": seat_id, "mark": mark("ballot", **marked(vote.id, seat_id, stored, receipt))}
        self.notes.append(
            Note("ballot.cast", "vote", vote.id, vote.compound_id, cast.actor.person_id, cast.actor.name, at, facts)
        )


@dataclass(frozen=True, slots=True)
class _Sent:
    seat_id: int
    choice: str
    receipt: str
    at: datetime


def load(connection: Connection, casts: list[Cast]) -> Scene:
    """Lock and read what the batch touches, in six statements whatever its size."""
    vote_ids = sorted({c.vote_id for c in casts})
    people = sorted({c.actor.person_id or 0 for c in casts})
    votes = _votes(connection, vote_ids)
    roll = _roll(connection, vote_ids, people)
    seat_ids = list(roll.values())
    ballots = connection.execute(
        select(Ballot.vote_id, Ballot.seat_id).where(Ballot.vote_id.in_(vote_ids), Ballot.seat_id.in_(seat_ids))
    )
    keys = [(c.vote_id, c.client_id) for c in casts]
    requests = connection.execute(
        select(BallotRequest.__table__).where(tuple_(BallotRequest.vote_id, BallotRequest.client_id).in_(keys))
    )
    recused = connection.execute(
        select(Recusal.item_id, Seat.person_id)
        .join(Seat, Seat.id == Recusal.seat_id)
        .where(Recusal.item_id.in_({v.item_id for v in votes.values()}), Seat.person_id.in_(people))
    )
    holders = {c.actor.account_id for c in casts if c.actor.account_id is not None}
    accounts = connection.scalars(select(Account.id).where(Account.id.in_(holders), Account.is_active))
    return Scene(
        accounts=set(accounts),
        votes=votes,
        roll=roll,
        ballots={(row.vote_id, row.seat_id) for row in ballots},
        requests={(row.vote_id, row.seat_id, row.client_id): row for row in requests},
        recused={(row.item_id, row.person_id) for row in recused},
    )


def _votes(connection: Connection, vote_ids: list[int]) -> dict[int, VoteRow]:
    query = (
        select(
            Vote.id,
            Vote.meeting_id,
            Vote.state,
            Vote.frozen_hash,
            Vote.frozen,
            Vote.cipher_salt,
            Motion.item_id,
            Meeting.compound_id,
            Compound.options,
        )
        .join(Motion, Motion.id == Vote.motion_id)
        .join(Meeting, Meeting.id == Vote.meeting_id)
        .join(Compound, Compound.id == Meeting.compound_id)
        .where(Vote.id.in_(vote_ids))
        .order_by(Vote.id)
        # FOR SHARE, the weak half of the lock pair: ballots do not wait for each other, closing waits for them.
        .with_for_update(read=True, of=Vote)
    )
    return {row.id: _vote_row(row) for row in connection.execute(query)}


def _vote_row(row: Row[Any]) -> VoteRow:
    changeable = bool(row.frozen["profile"].get("ballot_changeable", True))
    return VoteRow(
        row.id,
        row.meeting_id,
        row.compound_id,
        frozenset(row.options),
        row.item_id,
        row.state,
        changeable,
        row.frozen_hash,
        question_of(row.frozen),
        key_for(row.cipher_salt, row.frozen_hash),
    )


def _roll(connection: Connection, vote_ids: list[int], people: list[int]) -> dict[tuple[int, int], int]:
    query = (
        select(RollEntry.vote_id, RollEntry.seat_id, Seat.person_id)
        .join(Seat, Seat.id == RollEntry.seat_id)
        .where(RollEntry.vote_id.in_(vote_ids), Seat.person_id.in_(people))
        .order_by(RollEntry.vote_id, RollEntry.seat_id)
        # FOR UPDATE: one seat's ballots are stored one after another, also by two processes.
        .with_for_update(of=RollEntry)
    )
    return {(row.vote_id, row.person_id): row.seat_id for row in connection.execute(query)}


def save(connection: Connection, scene: Scene) -> None:
    """Write what the batch noted: ballots, requests, audit lines."""
    if scene.new:
        connection.execute(insert(Ballot), list(scene.new.values()))
    if scene.changed:
        change = (
            update(Ballot)
            .where(Ballot.vote_id == bindparam("b_vote"), Ballot.seat_id == bindparam("b_seat"))
            .values(
                choice=bindparam("choice"),
                receipt=bindparam("receipt"),
                cast_at=bindparam("cast_at"),
                changes=Ballot.changes + 1,
            )
        )
        connection.execute(change, list(scene.changed.values()))
    if scene.sent:
        connection.execute(insert(BallotRequest), scene.sent)
        append(connection, scene.notes)
