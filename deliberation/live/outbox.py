"""Actions say which slice of a room is stale; after the commit the gateway is told, never before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deliberation import db as database

Listener = Callable[[int, frozenset[str]], None]

Whisperer = Callable[[int, str, Any], None]

Doorkeeper = Callable[[int], None]

HALLS = 0
"""Stands for nobody: the screens of halls, which belong to no person. Persons count from 1."""

_listener: Listener | None = None
_whisperer: Whisperer | None = None
_doorkeeper: Doorkeeper | None = None


def listen(listener: Listener | None, whisperer: Whisperer | None = None, doorkeeper: Doorkeeper | None = None) -> None:
    """Set who is told (the gateway of this process). `None` stops telling."""
    global _listener, _whisperer, _doorkeeper
    _listener, _whisperer, _doorkeeper = listener, whisperer, doorkeeper


def announce(meeting_id: int, *slices: str) -> None:
    """Say that `slices` of a meeting are stale, once the open transaction has committed."""
    database.after_commit(lambda: tell(meeting_id, frozenset(slices)))


def tell(meeting_id: int, slices: frozenset[str]) -> None:
    """Tell the listener at once: for writers that committed on a connection of their own."""
    if _listener is not None:
        _listener(meeting_id, slices)


def whisper(seat_id: int, name: str, data: Any) -> None:
    """Tell the screens of one seat something of their own, after the commit that made it true."""
    if _whisperer is not None:
        _whisperer(seat_id, name, data)


def revoke(person_id: int) -> None:
    """Say that a person's account or slip has changed: after the commit their connections are checked again."""
    database.after_commit(lambda: _ask_again(person_id))


def _ask_again(person_id: int) -> None:
    if _doorkeeper is not None:
        _doorkeeper(person_id)
