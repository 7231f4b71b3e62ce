"""Delegates who vote and change their votes all the time, while a test or a check breaks something under them."""

from __future__ import annotations

import random
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field

import websocket
from flask import Flask

from deliberation.db import db
from deliberation.room.queries import open_vote_of
from tests.halls import Hall
from tests.servers import Server
from tests.tablets import Tablet, seat_cookie

ANSWER_SECONDS = 12
CHOICES = ("AGREE", "OPPOSE", "ABSTAIN")
LOST = (OSError, websocket.WebSocketException, ValueError)
"""What a broken connection looks like to a tablet."""


@dataclass
class Rush:
    """Delegates who vote and change their votes until they are told to stop; keeps what was acknowledged."""

    meeting_id: int
    vote_id: int
    ports: list[int]
    cookies: dict[int, str]
    acknowledged: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Everybody begins."""
        for number, seat_id in enumerate(self.cookies):
            port = self.ports[number % len(self.ports)]
            self._threads.append(threading.Thread(target=self._vote, args=(seat_id, port), daemon=True))
            self._threads[-1].start()

    def end(self) -> None:
        """Everybody stops."""
        self.over.set()
        for one in self._threads:
            one.join(ANSWER_SECONDS * 2)

    def _vote(self, seat_id: int, port: int) -> None:
        while not self.over.is_set():
            with suppress(*LOST):
                tablet = Tablet(port, self.cookies[seat_id], self.meeting_id)
                tablet.wait_at_most(ANSWER_SECONDS)  # a server that dies gives no answer
                try:
                    self._until_lost(tablet, seat_id)
                finally:
                    tablet.drop()
            self.over.wait(0.3)

    def _until_lost(self, tablet: Tablet, seat_id: int) -> None:
        if not tablet.join().get("ok"):
            return
        while not self.over.is_set():
            key, choice = uuid.uuid4().hex, random.choice(CHOICES)  # noqa: S311 - no secret
            answer = tablet.cast(self.vote_id, choice, key)
            with self._lock:
                if answer["ok"]:
                    self.acknowledged[key] = (seat_id, choice, answer["ballot"]["receipt"])
                else:
                    self.refused[answer["code"]] = self.refused.get(answer["code"], 0) + 1
            self.over.wait(0.25)  # within the measure of a connection

    def grows(self, seconds: float) -> bool:
        """Whether further ballots are acknowledged within so many seconds."""
        before, latest = len(self.acknowledged), time.monotonic() + seconds
        while time.monotonic() < latest:
            if len(self.acknowledged) >= before + len(self.cookies):
                return True
            time.sleep(0.05)
        return False


def rush_of(app: Flask, hall: Hall, servers: list[Server]) -> Rush:
    """All delegates who are present, spread over the servers."""
    vote = open_vote_of(hall.meeting_id)
    if vote is None:
        raise RuntimeError("no vote is open")
    voters = [seat for seat in hall.seats.values() if seat.has_vote and seat.signed_in_at]
    cookies = {seat.id: seat_cookie(app, seat) for seat in voters}
    rush = Rush(hall.meeting_id, vote.id, [server.port for server in servers], cookies)
    db.session.rollback()
    return rush
