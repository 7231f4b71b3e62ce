"""The live connection: joining a room's channels, and the one write that travels by socket, a ballot.

Flask's request hooks do not run for socket events, so every handler finds its actor and checks again.
A connection remembers who joined; the memory is renewed after a minute. Whoever may no longer hear (a closed
account, a renewed slip, a post that ended) is cut off: see `live.listeners`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request

from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.live.gateway import channel, enter, gateway
from deliberation.live.listeners import Listener
from deliberation.live.outbox import HALLS
from deliberation.room.access import hall_meeting, place_inside
from deliberation.room.actions.ballots import cast_ballot
from deliberation.web.errors import as_json
from deliberation.web.session import Door, actor_through, current_actor, door, refuse_while_password_due

REMEMBER_SECONDS = 60.0


@dataclass(slots=True)
class Connection:
    """Who is at the other end, and through which door he came in."""

    actor: Actor
    way: Door
    since: float


_connections: dict[str, Connection] = {}


def register() -> None:
    """Hang the handlers on the gateway's server."""
    gateway.socketio.on_event("join", join)
    gateway.socketio.on_event("ballot.cast", cast)
    gateway.socketio.on_event("disconnect", leave)


def _sid() -> str:
    return str(getattr(request, "sid", ""))


def _connection() -> Connection:
    """Who is at the other end of this connection, looked up again once a minute."""
    held = _connections.get(_sid())
    if held and time.monotonic() - held.since < REMEMBER_SECONDS:
        return held
    for name in ("actor", "_login_user"):  # whoever was found before this event
        g.pop(name, None)
    refuse_while_password_due()
    found = Connection(current_actor(), door(), time.monotonic())
    _connections[_sid()] = found
    return found


def _actor() -> Actor:
    return _connection().actor


def _number(message: Any, key: str) -> int:
    value = message.get(key) if isinstance(message, dict) else None
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(Reason.INVALID_INPUT, what=key)
    return value


def _word(message: Any, key: str) -> str:
    value = message.get(key)
    return value if isinstance(value, str) else ""


def join(message: Any = None) -> dict[str, Any]:
    """Enter a meeting's channels as `hall`, `tablet` or `chair`; answers the number to start from."""
    try:
        meeting_id, audience = _number(message, "meeting_id"), _word(message, "audience")
        seat_id = _admit(meeting_id, audience, _word(message, "hall_token"))
    except Refused as refused:
        return as_json(refused)
    enter(meeting_id, audience, seat_id, _listener(meeting_id, audience, _word(message, "hall_token")))
    epoch, seq = gateway.numbers.current(channel(meeting_id, audience))
    return {"ok": True, "epoch": epoch, "seq": seq}


def _admit(meeting_id: int, audience: str, hall_token: str) -> int | None:
    if audience == "hall":
        hall_meeting(hall_token, meeting_id)
        return None
    return place_inside(_actor(), meeting_id, audience)


def _listener(meeting_id: int, audience: str, hall_token: str) -> Listener:
    """This connection as the register keeps it; the hall's screen belongs to nobody and hears as its address does."""
    if audience == "hall":
        return Listener(_sid(), meeting_id, "", HALLS, lambda: _opens(hall_token, meeting_id))
    here = _connection()
    return Listener(
        _sid(), meeting_id, here.way.visit, here.actor.person_id, lambda: _may_stay(here.way, meeting_id, audience)
    )


def _opens(hall_token: str, meeting_id: int) -> bool:
    """Whether the address of a hall's screen still opens it."""
    try:
        hall_meeting(hall_token, meeting_id)
    except Refused:
        return False
    return True


def _may_stay(way: Door, meeting_id: int, audience: str) -> bool:
    """Whether who joined through this door may still sit there."""
    actor = actor_through(way)
    if actor is None:
        return False
    try:
        place_inside(actor, meeting_id, audience)
    except Refused:
        return False
    return True


def cast(message: Any = None) -> dict[str, Any]:
    """A ballot by socket; the answer is the receipt, or why it was refused."""
    try:
        ballot = cast_ballot(
            _actor(), _number(message, "meeting_id"), _number(message, "vote_id"), _word(message, "choice"),
            _word(message, "client_id"),
        )  # fmt: skip
    except Refused as refused:
        return as_json(refused)
    except Exception:
        # The voter's tablet keeps the ballot and sends it again; nothing was acknowledged.
        current_app.logger.exception("a ballot could not be stored")
        return as_json(Refused(Reason.BUSY))
    return {"ok": True, "ballot": ballot}


def leave(*_reason: Any) -> None:
    """Forget the connection."""
    gateway.listeners.forget(_sid())
    _connections.pop(_sid(), None)
