"""Who listens: the joined connections of this process, and whether each of them still may.

A connection is admitted once, when it joins, and then only hears; nothing asks again by itself. So it is
asked here: at once for a person whose account or slip has changed, and for everybody once a minute (a post
that ended, a change made by another process).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

FORGET_AFTER_SECONDS = 3600.0
WAITING = 0


@dataclass(frozen=True, slots=True)
class Listener:
    """One connection on the channels of one meeting.

    `visit` names its browser's session (empty: none), `person_id` who sits there; `may_stay` asks again
    whether it may listen. A connection that has come and not joined yet stands here with `WAITING` for its meeting and
    nobody for its person: it is asked whoever has changed.
    """

    sid: str
    meeting_id: int
    visit: str
    person_id: int | None
    may_stay: Callable[[], bool]


class Listeners:
    """The register of a process. A connection that joins twice counts twice and leaves once."""

    def __init__(self) -> None:
        self._held: dict[str, list[Listener]] = {}
        self._heard: dict[str, float] = {}
        self._inside: dict[str, set[tuple[int, int | None]]] = {}
        self._lock = threading.Lock()

    def add(self, listener: Listener) -> None:
        """Take note of a connection that was admitted."""
        with self._lock:
            waited = [one for one in self._held.get(listener.sid, []) if one.meeting_id != WAITING]
            self._held[listener.sid] = [*waited, listener]

    def enter(self, sid: str, meeting_id: int, seat_id: int | None) -> None:
        """Take note of the room and the seat for which a connection hears (the hall's screen, too)."""
        with self._lock:
            self._inside.setdefault(sid, set()).add((meeting_id, seat_id))

    def leave(self, sid: str) -> None:
        """Strike out what a connection heard for."""
        with self._lock:
            self._inside.pop(sid, None)

    def is_inside(self, sid: str) -> bool:
        """Whether a connection has joined a room."""
        return sid in self._inside

    def rooms(self) -> set[int]:
        """The meetings for which anybody hears in this process."""
        with self._lock:
            return {meeting_id for places in self._inside.values() for meeting_id, _seat in places}

    def seats(self, meeting_id: int) -> set[int]:
        """The seats of a meeting whose screens hear in this process."""
        with self._lock:
            places = {place for places in self._inside.values() for place in places}
        return {seat_id for here, seat_id in places if here == meeting_id and seat_id is not None}

    def forget(self, sid: str) -> None:
        """Strike out a connection that has gone."""
        with self._lock:
            self._held.pop(sid, None)

    def all(self, *, person_id: int | None = None, visit: str = "") -> list[Listener]:
        """Everybody who listens; or one person's connections, or those of one browser's session."""
        with self._lock:
            found = [one for many in self._held.values() for one in many]
        if person_id is not None:
            found = [one for one in found if one.person_id == person_id or one.meeting_id == WAITING]
        return [one for one in found if one.visit == visit] if visit else found

    def note_heard(self, visit: str) -> None:
        """A browser has been listening to a meeting in session up to now."""
        now = time.time()
        with self._lock:
            self._heard[visit] = now
            self._heard = {one: at for one, at in self._heard.items() if now - at < FORGET_AFTER_SECONDS}

    def last_heard(self, visit: str) -> float:
        """When that was noted last, in seconds since 1970; 0: never."""
        return self._heard.get(visit, 0.0) if visit else 0.0
