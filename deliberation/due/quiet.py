"""A queue that is away is told once a minute, in one line, however often it is asked meanwhile."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time

EVERY_SECONDS = 60.0
SPEAKING = ("huey.consumer.Worker", "huey.consumer.Scheduler", "deliberation.due.queue")


class OncePerMinute(logging.Filter):
    """Lets through what says something else, and of "the queue does not answer" one line a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._told = float("-inf")
        self._kept_back = 0
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is written; one that says that the queue is away loses its traceback."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not _is_away(error):
            return True
        with self._lock:
            if time.monotonic() - self._told < EVERY_SECONDS:
                self._kept_back += 1
                return False
            kept, self._kept_back, self._told = self._kept_back, 0, time.monotonic()
        record.exc_info = record.exc_text = None
        record.msg = "the queue does not answer (%s); due work is done without it; %d such lines were left out"
        record.args = (type(error).__name__, kept)
        return True


def _is_away(error: BaseException) -> bool:
    """Whether an error is one of the way to the queue. Redis' own are known by name: not everybody has its library."""
    return isinstance(error, OSError | sqlite3.Error) or type(error).__module__.startswith("redis.")


def keep_quiet() -> None:
    """Put the filter before everybody who speaks of the queue, in place of one that was there."""
    one = OncePerMinute()
    for name in SPEAKING:
        logger = logging.getLogger(name)
        for before in [held for held in logger.filters if isinstance(held, OncePerMinute)]:
            logger.removeFilter(before)
        logger.addFilter(one)
