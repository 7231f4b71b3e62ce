"""Actions say which slice of a room is stale; after the commit the gateway is told, never before."""

from __future__ import annotations

from collections.abc import Callable

from deliberation import db as database

Listener = Callable[[int, frozenset[str]], None]

_listener: Listener | None = None


def listen(listener: Listener | None) -> None:
    """Set who is told (the gateway of this process). `None` stops telling."""
    global _listener  # noqa: PLW0603 - one gateway in a process
    _listener = listener


def announce(meeting_id: int, *slices: str) -> None:
    """Say that `slices` of a meeting are stale, once the open transaction has committed."""
    database.after_commit(lambda: tell(meeting_id, frozenset(slices)))


def tell(meeting_id: int, slices: frozenset[str]) -> None:
    """Tell the listener at once: for writers that committed on a connection of their own."""
    if _listener is not None:
        _listener(meeting_id, slices)
