"""The way to Redis: one that is away, hangs or comes back empty must not stop a room.

Nothing waits for a Redis that is known to be away: `run` raises `Away` at once, and only `probe` (once a second, beside
the requests) looks whether it is back.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from redis import Redis
from redis.exceptions import RedisError

PATIENCE_SECONDS = 1.0
"""How long one answer of Redis may take: on the same machine or network it takes a millisecond."""

logger = logging.getLogger(__name__)
Found = TypeVar("Found")


class Away(Exception):
    """Redis does not answer."""


class Link:
    """One Redis, and whether it answers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.away = False
        self.times_lost = 0
        self.options: dict[str, Any] = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
        self._redis = Redis.from_url(url, **self.options)
        self._lock = threading.Lock()

    def run(self, ask: Callable[[Any], Found]) -> Found:
        """What Redis answers; raises `Away` when it does not."""
        if self.away:
            raise Away
        try:
            return ask(self._redis)
        except (RedisError, OSError) as error:
            self.lose(error)
            raise Away from error

    def lose(self, error: Exception) -> None:
        """Note that Redis did not answer."""
        with self._lock:
            if self.away:
                return
            self.away = True
            self.times_lost += 1
        logger.error("Redis does not answer (%s); this process goes on by itself", type(error).__name__)

    def probe(self) -> bool:
        """Ask whether Redis answers; `True` when it has just come back."""
        try:
            self._redis.ping()
        except (RedisError, OSError) as error:
            self.lose(error)
            return False
        with self._lock:
            back, self.away = self.away, False
        if back:
            logger.warning("Redis answers again")
        return back
