"""Sequence numbers of envelopes: kept in the process, or in Redis when several processes share a queue."""

from __future__ import annotations

import secrets
import threading
from typing import Any

from deliberation.live.link import Away, Link

EPOCH_KEY = "deliberation:epoch"


class Numbers:
    """Sequence numbers by room and audience, kept in this process."""

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(4)
        self._last: dict[str, int] = {}
        self._lock = threading.Lock()

    def current(self, room: str) -> tuple[str, int]:
        """The epoch and the number of the last envelope of a channel."""
        return self.epoch, self._last.get(room, 0)

    def next(self, room: str) -> tuple[str, int]:
        """The epoch and the next number of a channel."""
        with self._lock:
            self._last[room] = self._last.get(room, 0) + 1
            return self.epoch, self._last[room]


class SharedNumbers:
    """Sequence numbers by channel in Redis, for several server processes behind one message queue.

    While Redis is away this process numbers by itself under an epoch of its own, a new one each time, so that every
    screen fetches the snapshot at the change over and back. A Redis that comes back without its keys gets a new epoch.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._own = Numbers()
        self._times = -1

    def _alone(self) -> Numbers:
        if self._times != self._link.times_lost:
            self._times, self._own = self._link.times_lost, Numbers()
        return self._own

    def current(self, room: str) -> tuple[str, int]:
        """The epoch and the number of the last envelope of a channel."""
        try:
            return self._link.run(lambda redis: self._read(redis, room))
        except Away:
            return self._alone().current(room)

    def next(self, room: str) -> tuple[str, int]:
        """The epoch and the next number of a channel."""
        try:
            return self._link.run(lambda redis: self._count(redis, room))
        except Away:
            return self._alone().next(room)

    def _read(self, redis: Any, room: str) -> tuple[str, int]:
        epoch, seq = redis.mget(EPOCH_KEY, f"deliberation:seq:{room}")
        return self._epoch(redis, epoch), int(seq or 0)

    def _count(self, redis: Any, room: str) -> tuple[str, int]:
        with redis.pipeline() as pipe:  # both at once: a Redis that was emptied in between must not mix two epochs
            pipe.get(EPOCH_KEY)
            pipe.incr(f"deliberation:seq:{room}")
            epoch, seq = pipe.execute()
        return self._epoch(redis, epoch), int(seq)

    @staticmethod
    def _epoch(redis: Any, found: bytes | None) -> str:
        if found is None:
            redis.set(EPOCH_KEY, secrets.token_hex(4), nx=True)
            found = redis.get(EPOCH_KEY)
        return (found or b"none").decode()
