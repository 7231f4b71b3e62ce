"""The live connection: joining a room's channels, its snapshot, and the one write that travels by socket, a ballot.

Flask's request hooks do not run for socket events, so every handler finds its actor and checks again. Who somebody is
is asked anew at every join; a connection that has joined is remembered for a minute, and cut off at once when it may
no longer hear (a closed account, a renewed slip, a post that ended): see `live.listeners`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import g, request

from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Refused
from deliberation.live.gateway import channel, enter, gateway, refuse
from deliberation.live.listeners import WAITING, Listener
from deliberation.live.outbox import HALLS
from deliberation.room.access import hall_meeting, place_inside
from deliberation.room.actions.ballots import cast_ballot
from deliberation.room.snapshot.whole import whole
from deliberation.web.errors import as_json, refusal_of
from deliberation.web.session import (
    Door,
    actor_through,
    current_actor,
    door,
    door_of_session,
    refuse_while_password_due,
)

REMEMBER_SECONDS = 60.0
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What JSON can say and no store can keep: NUL, and halves of characters."""
LONGEST_WORD = 4000
"""Letters: the largest ballot (scores for fifty options) has fewer."""

Answer = dict[str, Any]


@dataclass(slots=True)
class Connection:
    """Who is connected, and by which session (account, PIN or hall screen)."""

    actor: Actor
    way: Door
    since: float


_connections: dict[str, Connection] = {}


def register() -> None:
    """Register the handlers with the gateway's server."""
    gateway.socketio.on_event("connect", come)
    gateway.socketio.on_event("join", answered(join))
    gateway.socketio.on_event("snapshot", answered(snapshot))
    gateway.socketio.on_event("ballot.cast", answered(cast))
    gateway.socketio.on_event("disconnect", leave)


def answered(handler: Callable[[Any], Answer]) -> Callable[..., Answer]:
    """Whatever is sent gets an answer in words: a refusal, a store that is busy or full, never silence."""

    @wraps(handler)
    def answer(message: Any = None, *_more: Any) -> Answer:
        try:
            return handler(message)
        except Refused as refused:
            refuse()
            return as_json(refused)
        except Exception as error:  # noqa: BLE001 - the tablet keeps what it wanted; nothing was acknowledged
            return as_json(refusal_of(error, handler.__name__))

    return answer


def _sid() -> str:
    return str(getattr(request, "sid", ""))


def come(*_auth: Any) -> None:
    """A connection is there: it stands in the register from now on, so that what ends its session ends it."""
    way = door_of_session()
    if way.account or way.seat_id:
        gateway.listeners.add(Listener(_sid(), WAITING, way.visit, None, lambda: actor_through(way) is not None))


def _connection(*, anew: bool = False) -> Connection:
    """Who is at the other end; one who has joined is looked up again once a minute, anybody else each time."""
    held = _connections.get(_sid())
    if held and not anew and gateway.listeners.is_inside(_sid()) and time.monotonic() - held.since < REMEMBER_SECONDS:
        return held
    for name in ("actor", "_login_user"):  # whoever was found before this event
        g.pop(name, None)
    refuse_while_password_due()
    found = Connection(current_actor(), door(), time.monotonic())
    _connections[_sid()] = found
    return found


def _number(message: Any, key: str) -> int:
    value = message.get(key) if isinstance(message, dict) else None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise Refused(InRoom.FIELD_WRONG, field=key)
    return value


def _word(message: Any, key: str) -> str:
    value = message.get(key)
    if not isinstance(value, str):
        return ""
    if len(value) > LONGEST_WORD or UNSTORABLE.search(value):
        raise Refused(InRoom.FIELD_WRONG, field=key)
    return value


def join(message: Any) -> Answer:
    """Enter a meeting's channels as `hall`, `tablet` or `chair`; answers the number to start from."""
    meeting_id, audience = _number(message, "meeting_id"), _word(message, "audience")
    seat_id = _admit(meeting_id, audience, _word(message, "hall_token"), anew=True)
    enter(meeting_id, audience, seat_id, _listener(meeting_id, audience, _word(message, "hall_token")))
    epoch, seq = gateway.numbers.current(channel(meeting_id, audience))
    return {"ok": True, "epoch": epoch, "seq": seq}


def snapshot(message: Any) -> Answer:
    """The whole state over the connection that is there: after a loss, requests by HTTP may still hang."""
    meeting_id, audience = _number(message, "meeting_id"), _word(message, "audience")
    seat_id = _admit(meeting_id, audience, _word(message, "hall_token"))
    return whole(meeting_id, audience, seat_id)


def _admit(meeting_id: int, audience: str, hall_token: str, *, anew: bool = False) -> int | None:
    if audience == "hall":
        hall_meeting(hall_token, meeting_id)
        return None
    return place_inside(_connection(anew=anew).actor, meeting_id, audience)


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
    """Whether whoever joined with this session may still stay connected."""
    actor = actor_through(way)
    if actor is None:
        return False
    try:
        place_inside(actor, meeting_id, audience)
    except Refused:
        return False
    return True


def cast(message: Any) -> Answer:
    """A ballot by socket; the answer is the receipt, or why it was refused."""
    ballot = cast_ballot(
        _connection().actor,
        _number(message, "meeting_id"),
        _number(message, "vote_id"),
        _word(message, "choice"),
        _word(message, "client_id"),
    )
    return {"ok": True, "ballot": ballot}


def leave(*_reason: Any) -> None:
    """Forget the connection."""
    gateway.listeners.forget(_sid())
    gateway.listeners.leave(_sid())
    _connections.pop(_sid(), None)
