"""Huey drives due work: a turn every minute, and at once where an act put something down for now.

The queue only says *look*; what there is to do stands in the rows. A queue that is lost, told twice or away loses
nothing: the next turn finds the rows, and where no turn comes the server takes one itself (`Driver.keep_going`).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.serializer import SignedSerializer

from deliberation.db import db
from deliberation.due import actions
from deliberation.due.quiet import keep_quiet

LOG = logging.getLogger(__name__)
QUEUE = "deliberation"
QUEUE_FILE = "queue.sqlite"
SILENT_SECONDS = 150
"""After so long without a turn the queue is taken for lost: two minutes' turns and a little."""
POLL_SECONDS = 2.0
"""How long an act that put down work for now waits at most where the queue is a file."""


def queue_for(data_dir: Path, redis_url: str | None, secret: str) -> Huey:
    """A queue that several processes share: Redis where there is one, else a file beside the data.

    What stands in it is pickled, so it is signed with `secret`: who can only write into Redis runs nothing here.
    """
    given: dict[str, Any] = {"results": False, "serializer": SignedSerializer(secret=secret, salt="due work")}
    if redis_url:
        return RedisHuey(QUEUE, url=redis_url, **given)
    data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(QUEUE, filename=str(data_dir / QUEUE_FILE), **given)


class Driver:
    """The queue of one process: it tells, and where a worker runs here, it does."""

    def __init__(self, app: Flask, huey: Huey, minute: Callable[[], None]) -> None:
        self._app, self._minute, self.huey = app, minute, huey
        self._turn_at = time.monotonic()
        self._consumer: Consumer | None = None
        self._jobs = huey.task(name="jobs")(self._do_jobs)
        huey.periodic_task(crontab(), name="turn")(self.turn)
        actions.listen(self._jobs)
        keep_quiet()

    def turn(self) -> None:
        """What the minute brings: periodic work, then whatever else is due."""
        self._turn_at = time.monotonic()
        with self._app.app_context():
            try:
                self._minute()
            finally:
                db.session.remove()

    def _do_jobs(self) -> None:
        with self._app.app_context():
            try:
                actions.do_jobs()
            finally:
                db.session.remove()

    def work(self, *, beside: bool) -> None:
        """Work off the queue: in this thread until the process is told to end, or `beside` the server's requests."""
        self._consumer = (BesideConsumer if beside else Consumer)(
            self.huey,
            worker_type="greenlet" if _is_patched() else "thread",
            max_delay=POLL_SECONDS,
            graceful_signal="TERM",
        )
        if beside:
            threading.Thread(target=self._consumer.run, name="due-work", daemon=True).start()
        else:
            self._consumer.run()

    def stop(self) -> None:
        """Tell and do nothing any more."""
        actions.listen(None)
        if self._consumer:
            self._consumer.stop(graceful=True)

    def keep_going(self) -> None:
        """Take a turn where the queue has brought none for a while: it is away, or what drove it has died."""
        if time.monotonic() - self._turn_at > SILENT_SECONDS:
            LOG.warning("the queue is silent; due work is done without it")
            self.turn()


class BesideConsumer(Consumer):  # type: ignore[misc]  # Huey carries no types
    """A consumer that leaves the signals to the server it runs in."""

    def _set_signal_handlers(self) -> None:
        """The server ends, and with it its daemon threads; what was taken is taken again after its lease."""


def _is_patched() -> bool:
    """Whether gevent has taken over the standard library (in the server; not in the operator's commands)."""
    try:
        from gevent import monkey  # noqa: PLC0415 - only where the server uses it
    except ImportError:
        return False
    found: Any = monkey.is_module_patched("threading")
    return bool(found)
