"""From a request to an `Actor`.

Two doors lead in: an account (Flask-Login) and a seat of one meeting (PIN). `app` registers how each
becomes an actor, because people and seats are kept by later rooms of the house.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, session
from flask_login import current_user, logout_user

from deliberation.kernel.actor import ANONYMOUS, Actor

SEAT_KEY = "seat"

_seat_loader: Callable[[int, str], Actor | None] | None = None


def load_seats_with(loader: Callable[[int, str], Actor | None]) -> None:
    """Register how a seat id and its session stamp become an actor (`None`: no longer valid)."""
    global _seat_loader  # noqa: PLW0603 - wired once by app
    _seat_loader = loader


def current_actor() -> Actor:
    """Who is asking, worked out once in a request."""
    if "actor" not in g:
        g.actor = _find_actor()
    actor: Actor = g.actor
    return actor


def _find_actor() -> Actor:
    if current_user and current_user.is_authenticated:
        actor: Actor = current_user.actor
        return actor
    return seat_actor() or ANONYMOUS


def seat_actor() -> Actor | None:
    """The actor of the seat that this browser signed in to with a PIN, if any."""
    held = session.get(SEAT_KEY)
    if not held or _seat_loader is None:
        return None
    return _seat_loader(int(held["id"]), str(held["stamp"]))


def hold_seat(seat_id: int, stamp: str) -> None:
    """Remember the seat in the signed session cookie until the meeting ends.

    Whoever was signed in on this tablet before is signed out: he who gave the PIN must not act as another.
    """
    logout_user()
    session[SEAT_KEY] = {"id": seat_id, "stamp": stamp}
    session.permanent = True
    g.pop("actor", None)


def release_seat() -> None:
    """Forget the seat."""
    session.pop(SEAT_KEY, None)
    g.pop("actor", None)


def compound() -> Any:
    """The compound named in the address, as the guard found it."""
    return g.compound
