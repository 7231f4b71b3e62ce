"""Tablets without a browser: a seat's session and the live protocol, spoken by hand."""

from __future__ import annotations

import json
import secrets
import time
import uuid
from typing import Any

import websocket
from flask import Flask

from deliberation.convening.models import Seat
from deliberation.organisation.actions import open_visit
from deliberation.room.queries import seat_stamp

NEVER_CLOSED_SECONDS = 60
PARTING = "41"
"""Socket.IO's word of parting: a client that hears it does not come back by itself."""


def seat_cookie(app: Flask, seat: Seat) -> str:
    """The session cookie of a browser that came in with the seat's PIN."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    visit = secrets.token_hex(16)
    open_visit(visit, seat_id=seat.id)
    held = {"seat": {"id": seat.id, "stamp": seat_stamp(seat)}, "visit": visit, "_permanent": True}
    return f"deliberation={signer.dumps(held)}"


class Tablet:
    """One live connection: joins, casts, and keeps what it hears."""

    def __init__(self, port: int, cookie: str, meeting_id: int) -> None:
        self.meeting_id = meeting_id
        self.heard: list[tuple[float, str, Any]] = []
        self.acks: dict[int, Any] = {}
        self._number = 0
        self._socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", cookie=cookie, timeout=30
        )
        self._socket.recv()
        self._socket.send("40")
        self._socket.recv()

    def ask(self, event: str, body: dict[str, Any]) -> Any:
        """Send an event and wait for its acknowledgement."""
        number = self.send(event, body)
        while number not in self.acks:
            self.listen()
        return self.acks[number]

    def send(self, event: str, body: dict[str, Any]) -> int:
        """Send an event; answers the number of its acknowledgement."""
        self._number += 1
        self._socket.send(f"42{self._number}{json.dumps([event, body])}")
        return self._number

    def listen(self) -> None:
        """Take in the next message."""
        self._take(self._next())

    def _next(self) -> str:
        raw = self._socket.recv()
        return raw.decode() if isinstance(raw, bytes) else raw

    def _take(self, text: str) -> None:
        if text == "2":
            self._socket.send("3")
        elif text.startswith("43"):
            digits = text[2 : text.index("[")]
            self.acks[int(digits)] = json.loads(text[text.index("[") :])[0]
        elif text.startswith("42"):
            name, body = json.loads(text[2:])
            self.heard.append((time.monotonic(), name, body))

    def until_closed(self, *, stay_away: bool = False) -> list[str]:
        """Take in everything until the other side closes the connection; answers it as it was said.

        `stay_away`: or until it is told to go and not to come back by itself.
        A connection that is never closed is heard every three seconds: the limit only ends that.
        """
        said: list[str] = []
        latest = time.monotonic() + NEVER_CLOSED_SECONDS
        while text := self._next():
            assert time.monotonic() < latest, "the connection was never closed"
            said.append(text)
            self._take(text)
            if text == PARTING and stay_away:
                break
        self.drop()  # the library leaves its own end open
        return said

    def join(self, audience: str = "tablet", hall_token: str = "") -> Any:
        """Enter the meeting's channels."""
        return self.ask("join", {"meeting_id": self.meeting_id, "audience": audience, "hall_token": hall_token})

    def cast(self, vote_id: int, choice: str, key: str = "") -> Any:
        """Cast a ballot and wait for the receipt."""
        body = {
            "meeting_id": self.meeting_id,
            "vote_id": vote_id,
            "choice": choice,
            "client_id": key or uuid.uuid4().hex,
        }
        return self.ask("ballot.cast", body)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def wait_at_most(self, seconds: float) -> None:
        """Take a silence of so many seconds for a broken connection."""
        self._socket.settimeout(seconds)

    def drop(self) -> None:
        """Go without a word, also where the connection is broken already."""
        self._socket.shutdown()  # type: ignore[no-untyped-call]  # the library carries no type here
