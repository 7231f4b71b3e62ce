"""Stop one act of a race between its locks and its commit, so that another begins in that very moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, event, text

PATIENCE = 30
"""Seconds after which a test gives up; no result depends on it."""

BLOCKED = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0"
)


class Held:
    """The commit of one thread waits until the test lets it go; what the thread has locked stays locked.

    with Held(engine) as hold:
        start(hold.committing(act))
        hold.wait_for_the_commit()           # the act has written and holds its locks
        start(other)
        hold.wait_until_somebody_waits()     # the store says that the other act waits for a lock
        hold.let_go()
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = threading.local()
        self._reached, self._free = threading.Event(), threading.Event()

    def __enter__(self) -> Self:
        event.listen(self._engine, "commit", self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._free.set()
        event.remove(self._engine, "commit", self._stop)

    def committing(self, act: Callable[[], Any]) -> Callable[[], Any]:
        """The act, whose thread stops at its next commit."""

        def run() -> Any:
            self._thread.held = True
            return act()

        return run

    def _stop(self, _connection: Connection) -> None:
        if getattr(self._thread, "held", False):
            self._thread.held = False
            self._reached.set()
            assert self._free.wait(PATIENCE), "nobody let the held act go"

    def wait_for_the_commit(self) -> None:
        """Until the held act has done everything but commit."""
        assert self._reached.wait(PATIENCE), "the act that was to be held never came to its commit"

    def wait_until_somebody_waits(self, sessions: int = 1) -> None:
        """Until the store itself says that so many sessions wait for a lock."""
        limit = time.monotonic() + PATIENCE
        with self._engine.connect() as connection:
            while (connection.scalar(BLOCKED) or 0) < sessions:
                connection.rollback()  # the next look sees the present
                assert time.monotonic() < limit, f"{sessions} sessions were to wait for a lock"

    def let_go(self) -> None:
        """The held act commits."""
        self._free.set()
