"""Casting a ballot 投票: one hot path for socket and HTTP, with group commit.

Ballots that arrive together are stored together: whoever gets the turn takes everything that waits,
commits it in one transaction on a connection of its own and only then are the receipts given. An
acknowledged ballot is therefore durable.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime

from deliberation.db import write_connection
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.live import outbox
from deliberation.room.actions import ballot_store as store
from deliberation.room.events import MyBallot
from deliberation.room.rules.questions import canonical, check_form

GATHER_SECONDS = 0.002
"""How long the one whose turn it is waits for others: it gives the other greenlets a chance to arrive."""

GATHER_LIMIT_SECONDS = 0.03
"""How long at most, while others keep arriving (a whole hall that taps at the chair's word)."""

CLIENT_ID = re.compile(r"[0-9A-Za-z_-]{8,40}")
"""A UUID with or without dashes fits."""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Cast:
    """What a voter sent. `client_id` is made by their tablet and repeated until an answer arrives."""

    actor: Actor
    meeting_id: int
    vote_id: int
    choice: str
    client_id: str


class Waiting:
    """A cast that waits for its turn, and its answer."""

    __slots__ = ("answer", "cast", "done", "refusal", "seat_id")

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.done = False
        self.seat_id: int | None = None
        self.answer: MyBallot | None = None
        self.refusal: Exception | None = None


class BallotBox:
    """The one writer of ballots in this process."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._waiting: list[Waiting] = []

    def put(self, cast: Cast) -> MyBallot:
        """Store one ballot; returns its receipt after the commit, raises `Refused` otherwise."""
        mine = Waiting(cast)
        with self._guard:
            self._waiting.append(mine)
        with self._turn:
            if not mine.done:
                self._gather()
                self._store(self._take())
        if mine.refusal:
            raise mine.refusal
        if mine.answer is None:
            raise Refused(Reason.BUSY)
        return mine.answer

    def _gather(self) -> None:
        """Wait while more ballots keep arriving: the more are stored together, the sooner all have receipts."""
        limit = time.monotonic() + GATHER_LIMIT_SECONDS
        seen = 0
        while seen < len(self._waiting) and time.monotonic() < limit:
            seen = len(self._waiting)
            time.sleep(GATHER_SECONDS)

    def _take(self) -> list[Waiting]:
        with self._guard:
            batch, self._waiting = self._waiting, []
            return batch

    def _store(self, batch: list[Waiting]) -> None:
        try:
            with write_connection() as connection:
                scene = store.load(connection, [w.cast for w in batch])
                for waiting in batch:
                    self._judge(scene, waiting)
                store.save(connection, scene)
        except Exception as error:  # noqa: BLE001 - the whole batch failed: every one of its voters must hear it
            for waiting in batch:
                waiting.answer, waiting.refusal = None, error
        for waiting in batch:
            waiting.done = True
        self._tell([w for w in batch if w.answer])

    @staticmethod
    def _judge(scene: store.Scene, waiting: Waiting) -> None:
        try:
            waiting.answer, waiting.seat_id = accept(scene, waiting.cast)
        except Refused as refused:
            waiting.refusal = refused

    @staticmethod
    def _tell(stored: list[Waiting]) -> None:
        """After the commit: turnout is stale, and a voter's other screens hear of their ballot."""
        for meeting_id in {w.cast.meeting_id for w in stored}:
            outbox.tell(meeting_id, frozenset({"turnout", "next"}))
        for waiting in stored:
            if waiting.seat_id is not None and waiting.answer is not None:
                outbox.whisper(waiting.seat_id, "ballot", waiting.answer)


box = BallotBox()


def cast_ballot(actor: Actor, meeting_id: int, vote_id: int, choice: str, client_id: str) -> MyBallot:
    """Cast or change one's ballot; the answer is the receipt.

    Raises NOT_FOUND (another compound's vote), NOT_ON_ROLL, RECUSED, VOTE_CLOSED (late: not counted),
    CHOICE_INVALID, BALLOT_FINAL. The same `client_id` of the same seat gives the same receipt, even after closing.
    """
    check_form(choice)
    _check_numbers(vote_id, client_id)
    if actor.person_id is None:
        raise Refused(Reason.NOT_SIGNED_IN)
    if actor.meeting_id not in {None, meeting_id}:
        raise Refused(Reason.NOT_FOUND)
    return box.put(Cast(actor, meeting_id, vote_id, choice, client_id))


def _check_numbers(vote_id: int, client_id: str) -> None:
    """Refuse here what the store would choke on: it would take everybody's ballot of the batch down with it."""
    if not CLIENT_ID.fullmatch(client_id):
        raise Refused(InRoom.BALLOT_ID_MISSING)
    if not 0 < vote_id < 2**31:
        raise Refused(Reason.NOT_FOUND)


def accept(scene: store.Scene, cast: Cast) -> tuple[MyBallot, int]:
    """Judge one cast against the locked scene; note what is to be stored. Returns receipt and seat."""
    vote = scene.vote_for(cast)
    seat_id = scene.seat_for(vote, cast)
    known = scene.requests.get((vote.id, seat_id, cast.client_id))
    if known is not None:
        return _receipt(vote.id, vote.sent(known.choice, seat_id), known.at, known.receipt), seat_id
    if vote.state != "OPEN":
        raise Refused(Reason.VOTE_CLOSED)
    if not vote.changeable and (vote.id, seat_id) in scene.ballots:
        raise Refused(Reason.BALLOT_FINAL)
    cast = replace(cast, choice=canonical(vote.question, cast.choice))
    now = clock.now()
    receipt = receipt_of(vote.frozen_hash, seat_id, cast.client_id)
    scene.put(vote, seat_id, cast, receipt, now)
    return _receipt(vote.id, cast.choice, now, receipt), seat_id


def _receipt(vote_id: int, choice: str, at: datetime, receipt: str) -> MyBallot:
    return MyBallot(vote_id=vote_id, choice=choice, cast_at=at.isoformat(), receipt=receipt)


def receipt_of(frozen_hash: str, seat_id: int, client_id: str) -> str:
    """Four characters that one sending of one ballot always gets, in whichever process it arrives."""
    raw = hashlib.sha256(f"{frozen_hash}:{seat_id}:{client_id}".encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in raw[:4])
