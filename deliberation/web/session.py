"""From a request to an `Actor`, and how long that lasts.

Two doors lead in: an account (Flask-Login) and a seat of one meeting (PIN). `app` registers how each
becomes an actor, because people and seats are kept by later rooms of the house.

An account that nobody uses for a while is signed out (GB/T 22239—2019, level 2: time-out; domain 6.7). Time
is real time here, not `kernel.clock`: a rehearsal that moves through the days signs nobody out. The screens
of a meeting in session stay: their own requests are let in however long they were silent, and what they
listen to (`listen_with`) keeps the rest of that browser's session. A seat's PIN ends with its meeting.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, request, session
from flask_login import current_user, login_user, logout_user

from deliberation.kernel.actor import ANONYMOUS, Actor, Role
from deliberation.kernel.errors import Reason, Refused

SEAT_KEY = "seat"
VISIT_KEY = "visit"
SEEN_KEY = "seen"
ROOM_KEY = "room"
DUE_KEY = "password_due"
KEYS = (SEAT_KEY, VISIT_KEY, SEEN_KEY, ROOM_KEY, DUE_KEY)

IDLE_SECONDS = 30 * 60
OFFICE_IDLE_SECONDS = 15 * 60
OFFICE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
ASKS_BY_ITSELF = frozenset({"room.snapshot"})
"""A page that asks by itself is nobody at work."""

_account_loader: Callable[[str], Actor | None] | None = None
_seat_loader: Callable[[int, str], Actor | None] | None = None
_is_live: Callable[[int], bool] | None = None
_last_heard: Callable[[str], float] | None = None
_hang_up: Callable[[str], None] | None = None


def load_accounts_with(loader: Callable[[str], Actor | None]) -> None:
    """Register how Flask-Login's identity becomes an actor (`None`: closed, or the password changed)."""
    global _account_loader  # noqa: PLW0603 - wired once by app
    _account_loader = loader


def load_seats_with(loader: Callable[[int, str], Actor | None]) -> None:
    """Register how a seat id and its session stamp become an actor (`None`: no longer valid)."""
    global _seat_loader  # noqa: PLW0603 - wired once by app
    _seat_loader = loader


def listen_with(
    is_live: Callable[[int], bool], last_heard: Callable[[str], float], hang_up: Callable[[str], None]
) -> None:
    """Register what the live rooms know: is a meeting live, when did a browser last listen to one, cut it off."""
    global _is_live, _last_heard, _hang_up
    _is_live, _last_heard, _hang_up = is_live, last_heard, hang_up


@dataclass(frozen=True, slots=True)
class Door:
    """How somebody came in, so that it can be asked again later whether he still may: see `actor_through`."""

    visit: str
    account: str = ""
    seat_id: int = 0
    stamp: str = ""


def door() -> Door:
    """The door through which the current visitor came in."""
    visit, held = str(session.get(VISIT_KEY, "")), session.get(SEAT_KEY)
    if current_actor().account_id is not None:
        return Door(visit, account=str(current_user.get_id()))
    return Door(visit, seat_id=int(held["id"]), stamp=str(held["stamp"])) if held else Door(visit)


def door_of_session() -> Door:
    """The same as the cookie tells it, without asking whether it still opens."""
    visit, held = str(session.get(VISIT_KEY, "")), session.get(SEAT_KEY)
    if "_user_id" in session:  # where Flask-Login keeps whom it let in
        return Door(visit, account=str(session["_user_id"]))
    return Door(visit, seat_id=int(held["id"]), stamp=str(held["stamp"])) if held else Door(visit)


def actor_through(way: Door) -> Actor | None:
    """Who comes through this door now; `None` when it has been shut since."""
    if way.account:
        return _account_loader(way.account) if _account_loader else None
    return _seat_loader(way.seat_id, way.stamp) if way.seat_id and _seat_loader else None


def current_actor() -> Actor:
    """Who is asking, worked out once in a request."""
    if "actor" not in g:
        g.timed_out = False
        g.actor = _find_actor()
    actor: Actor = g.actor
    return actor


def _find_actor() -> Actor:
    if current_user and current_user.is_authenticated:
        actor: Actor = current_user.actor
        if not _is_idle(actor):
            _note_activity()
            return actor
        _leave()
        g.timed_out = True
    return seat_actor() or ANONYMOUS


def seat_actor() -> Actor | None:
    """The actor of the seat that this browser signed in to with a PIN, if any."""
    held = session.get(SEAT_KEY)
    if not held or _seat_loader is None:
        return None
    return _seat_loader(int(held["id"]), str(held["stamp"]))


# How long it lasts


def timed_out() -> bool:
    """Whether this request found a session that nobody had used for too long, and ended it."""
    return bool(g.get("timed_out"))


def _is_idle(actor: Actor) -> bool:
    limit = OFFICE_IDLE_SECONDS if OFFICE & {post.role for post in actor.posts} else IDLE_SECONDS
    heard = _last_heard(str(session.get(VISIT_KEY, ""))) if _last_heard else 0.0
    seen = max(float(session.get(SEEN_KEY, 0)), heard)
    return time.time() - seen > limit and not _is_in_a_live_room()


def _is_in_a_live_room() -> bool:
    """Whether a screen is asking that this browser opened in a meeting which is live."""
    meeting_id = session.get(ROOM_KEY)
    if meeting_id is None or _is_live is None:
        return False
    within = _is_socket() or (request.blueprint == "room" and (request.view_args or {}).get("meeting_id") == meeting_id)
    return within and _is_live(int(meeting_id))


def _is_socket() -> bool:
    return hasattr(request, "sid")


def _note_activity() -> None:
    if _is_socket() or (request.endpoint in ASKS_BY_ITSELF and not _is_in_a_live_room()):
        return
    session[SEEN_KEY] = int(time.time())


def stay_in(meeting_id: int) -> None:
    """Remember that this browser has opened a screen of the meeting's room."""
    if current_actor().account_id is not None:
        session[ROOM_KEY] = meeting_id


# Coming and going


def begin(user: Any, password_due: str = "") -> None:
    """Let an account in; `password_due` (why) opens the change of the password and nothing else."""
    end()
    login_user(user)
    session.permanent = True
    session[VISIT_KEY], session[SEEN_KEY] = secrets.token_hex(8), int(time.time())
    if password_due:
        session[DUE_KEY] = password_due


def password_due() -> str:
    """Why the visitor must change his password before anything else; empty: he need not."""
    return str(session.get(DUE_KEY, "")) if current_actor().account_id is not None else ""


def refuse_while_password_due() -> None:
    """Raise `PASSWORD_DUE` while the visitor has to change his password."""
    if password_due():
        raise Refused(Reason.PASSWORD_DUE)


def hold_seat(seat_id: int, stamp: str) -> None:
    """Remember the seat in the signed session cookie until the meeting ends.

    Whoever was signed in on this tablet before is signed out: he who gave the PIN must not act as another.
    """
    _leave()
    session[SEAT_KEY] = {"id": seat_id, "stamp": stamp}
    session[VISIT_KEY] = secrets.token_hex(8)
    session.permanent = True


def end() -> None:
    """Forget everything about this browser, and cut off what of it still listens."""
    _leave()
    session.clear()


def _leave() -> None:
    visit = session.get(VISIT_KEY)
    logout_user()
    for key in KEYS:
        session.pop(key, None)
    g.pop("actor", None)
    if visit and _hang_up:
        _hang_up(str(visit))


def compound() -> Any:
    """The compound named in the address, as the guard found it."""
    return g.compound
