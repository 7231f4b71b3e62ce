"""From a request to an `Actor`, and how long that lasts.

Two doors lead in: an account (Flask-Login) and a seat of one meeting (PIN). How each becomes an actor is answered by
the stages that keep people and seats (`kernel.stage.Offers`).

An account that nobody uses for a while is signed out (GB/T 22239—2019, level 2: time-out; domain 6.7). Time
is real time here, not `kernel.clock`: a rehearsal that moves through the days signs nobody out. The screens
of a meeting in session stay: their own requests are let in however long they were silent, and what they
listen to (`listen_with`) keeps the rest of that browser's session. A seat's PIN ends with its meeting.

Every sign-in is a visit that the store knows (`kernel.stage.Visits`): signing out, a new password or a new slip ends
it there, and a cookie that somebody copied before is worth nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, after_this_request, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import current_user, login_user, logout_user

from deliberation.kernel.actor import ANONYMOUS, Actor, Role
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.knock import Knock, knock_from
from deliberation.kernel.stage import house

SEAT_KEY = "seat"
VISIT_KEY = "visit"
SEEN_KEY = "seen"
ROOM_KEY = "room"
DUE_KEY = "password_due"
KEYS = (SEAT_KEY, VISIT_KEY, SEEN_KEY, ROOM_KEY, DUE_KEY)

IDLE_SECONDS = 30 * 60
OFFICE_IDLE_SECONDS = 15 * 60
OFFICE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})

DEVICE_DAYS = 400
"""For so long a browser keeps the cookie that says which device it is: longer none allows (RFC 6265bis 5.5)."""


_last_heard: Callable[[str], float] | None = None
_hang_up: Callable[[str], None] | None = None


def listen_with(last_heard: Callable[[str], float], hang_up: Callable[[str], None]) -> None:
    """Register what the gateway knows of a browser: when it last listened to a live meeting; how to cut it off."""
    global _last_heard, _hang_up
    _last_heard, _hang_up = last_heard, hang_up


def under_epoch(epoch: str) -> SecureCookieSessionInterface:
    """The signed session cookie; one that was signed in another epoch (`config.EPOCH_FILE`) is no cookie here."""
    kept = SecureCookieSessionInterface()
    kept.salt = f"{kept.salt} {epoch}".rstrip()
    return kept


@dataclass(frozen=True, slots=True)
class Door:
    """How somebody came in, so that it can be asked again later whether they still may: see `actor_through`."""

    visit: str
    account: str = ""
    seat_id: int = 0
    stamp: str = ""


def door() -> Door:
    """The session of the current visitor: account, seat or hall screen."""
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
    """The actor of this session now; `None` when it has ended since."""
    if way.account:
        load = house().offers.actor_of_account
        found = load(way.account) if load else None
        return found if found and _holds(way.visit, account_id=found.account_id) else None
    load_seat = house().offers.actor_of_seat
    if not load_seat or not _holds(way.visit, seat_id=way.seat_id):
        return None
    return load_seat(way.seat_id, way.stamp)


def _holds(visit: str, account_id: int | None = None, seat_id: int | None = None) -> bool:
    visits = house().offers.visits
    return visits is not None and visits.holds(visit, account_id, seat_id)


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
        holds = _holds(str(session.get(VISIT_KEY, "")), account_id=actor.account_id)
        if holds and not _is_idle(actor):
            _note_activity()
            return actor
        _leave()
        g.timed_out = holds
    return seat_actor() or ANONYMOUS


def seat_actor() -> Actor | None:
    """The actor of the seat that this browser signed in to with a PIN, if any."""
    held = session.get(SEAT_KEY)
    load = house().offers.actor_of_seat
    if not held or load is None or not _holds(str(session.get(VISIT_KEY, "")), seat_id=int(held["id"])):
        return None
    return load(int(held["id"]), str(held["stamp"]))


# How long it lasts


def _asks_by_itself() -> bool:
    """A page that asks by itself is nobody at work."""
    return request.endpoint is not None and request.endpoint == house().places.get("snapshot")


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
    live = house().offers.live
    if meeting_id is None or live is None:
        return False
    within = _is_socket() or (request.blueprint == "room" and (request.view_args or {}).get("meeting_id") == meeting_id)
    return within and live.is_live(int(meeting_id))


def _is_socket() -> bool:
    return hasattr(request, "sid")


def _note_activity() -> None:
    if _is_socket() or (_asks_by_itself() and not _is_in_a_live_room()):
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
    session[SEEN_KEY] = int(time.time())
    _begin_visit(account_id=user.actor.account_id)
    if password_due:
        session[DUE_KEY] = password_due


def password_due() -> str:
    """Why the visitor must change the password before anything else; empty: not at all."""
    return str(session.get(DUE_KEY, "")) if current_actor().account_id is not None else ""


def refuse_while_password_due() -> None:
    """Raise `PASSWORD_DUE` while the visitor has to change the password."""
    if password_due():
        raise Refused(Reason.PASSWORD_DUE)


def hold_seat(seat_id: int, stamp: str) -> None:
    """Remember the seat in the signed session cookie until the meeting ends.

    Whoever was signed in on this tablet before is signed out: who gave the PIN must not act as another person.
    """
    _leave()
    session[SEAT_KEY] = {"id": seat_id, "stamp": stamp}
    session.permanent = True
    _begin_visit(seat_id=seat_id)


def _begin_visit(account_id: int | None = None, seat_id: int | None = None) -> None:
    session[VISIT_KEY] = secrets.token_hex(16)
    visits = house().offers.visits
    if visits is not None:
        visits.begin(session[VISIT_KEY], account_id, seat_id)


def visit() -> str:
    """The id of this browser's sign-in; empty without one."""
    return str(session.get(VISIT_KEY, ""))


def owner_mark() -> str:
    """Whose page this is, for what scripts keep in the tab: the same for every sign-in of an account, one for a seat.

    It says nobody's name or number; empty where nobody is signed in.
    """
    account_id, held = current_actor().account_id, session.get(SEAT_KEY)
    whose = f"account:{account_id}" if account_id is not None else f"seat:{visit()}" if held else ""
    key = str(current_app.config["SECRET_KEY"]).encode()[:64]
    return hashlib.blake2b(whose.encode(), key=key, digest_size=8).hexdigest() if whose else ""


def knock() -> Knock:
    """Who tries to sign in. A browser without the device's cookie is given one with this answer."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    name = "__Host-device" if secure else "device"
    cookie = request.cookies.get(name, "")[:64]
    if not cookie:
        cookie = secrets.token_urlsafe(24)

        @after_this_request
        def keep(answer: Response) -> Response:
            answer.set_cookie(
                name, cookie, max_age=DEVICE_DAYS * 24 * 3600, secure=secure, httponly=True, samesite="Lax"
            )
            return answer

    return knock_from(request.remote_addr or "", cookie, current_app.config["SECRET_KEY"])


def end() -> None:
    """Forget everything about this browser, and cut off what of it still listens."""
    _leave()
    session.clear()


def _leave() -> None:
    left = session.get(VISIT_KEY)
    logout_user()
    for key in KEYS:
        session.pop(key, None)
    g.pop("actor", None)
    visits = house().offers.visits
    if left and visits is not None:
        visits.end(str(left))
    if left and _hang_up:
        _hang_up(str(left))


def compound() -> Any:
    """The compound named in the address, as the guard found it."""
    return g.compound


def here(thing: Any) -> Any:
    """The thing, if it belongs to the compound in the address. Raises `NOT_FOUND`."""
    if thing.compound_id != compound().id:
        raise Refused(Reason.NOT_FOUND)
    return thing
