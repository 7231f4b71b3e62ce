"""How the service is, for whoever watches it: answered at once, whatever is held, full or away.

`ok` and `degraded` are answered with 200 (people can work), `down` with 503 (something that a person does now would not
be saved). What was found counts for a second, so that asking often costs nothing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from deliberation import db as database
from deliberation.db import Trouble, db, trouble_of
from deliberation.due.queries import troubled_count

PATIENCE_SECONDS = 0.7
KEEP_SECONDS = 1.0
HELD_SECONDS = 0.5
"""Another writer holds SQLite for milliseconds; who holds it so long holds everybody up."""
LOW_BYTES = 500 * 1024 * 1024
PROBE_BYTES = 64 * 1024

DOWN = frozenset({"down", "held", "full", "no answer"})


class Health:
    """What was found last, and one look at a time."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}
        self._at = 0.0
        self._looking: threading.Thread | None = None

    def of(self, app: Flask, redis: Callable[[], str]) -> dict[str, str]:
        """`status`, `database`, `disk`, `redis`; `due_not_done`, how many, where due work fails again and again."""
        if time.monotonic() - self._at > KEEP_SECONDS:
            self._look(app)
        found = {"database": "no answer", "disk": "unknown", **self._found, "redis": redis()}
        bad = DOWN & {found["database"], found["disk"]}
        weak = found["redis"] == "away" or found["disk"] == "low" or "due_not_done" in found
        return {"status": "down" if bad else "degraded" if weak else "ok", **found}

    def _look(self, app: Flask) -> None:
        """Look beside the request: a store that does not answer must not keep the answer."""
        if self._looking is None or not self._looking.is_alive():
            self._looking = threading.Thread(target=self._note, args=(app,), name="health", daemon=True)
            self._looking.start()
        self._looking.join(PATIENCE_SECONDS)
        if self._looking.is_alive():
            self._found = {}

    def _note(self, app: Flask) -> None:
        with app.app_context():
            disk, store = _disk(_folder(app)), _database()
            failing = _due_not_done() if store not in DOWN else ""
            found = {"database": store, "disk": disk, **({"due_not_done": failing} if failing else {})}
            self._found, self._at = found, time.monotonic()


def _folder(app: Flask) -> Path:
    """Where what is written ends up, as far as it is on this machine."""
    url = db.engine.url
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).resolve().parent
    return Path(app.config["DELIBERATION"].data_dir)


def _disk(folder: Path) -> str:
    """Whether something can still be written there."""
    probe = folder / f".health-{os.getpid()}"
    try:
        probe.write_bytes(b"\0" * PROBE_BYTES)
        free = shutil.disk_usage(folder).free
    except OSError:
        return "full"
    finally:
        probe.unlink(missing_ok=True)
    return "low" if free < LOW_BYTES else "ok"


def _due_not_done() -> str:
    """How much due work was given up or fails again and again; empty for none."""
    try:
        return str(troubled_count() or "")
    except SQLAlchemyError:
        return ""  # a store whose tables are not up to date yet: its state is told by `database`
    finally:
        db.session.remove()


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
        return _writable()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the store, it is told as its state
        return {Trouble.BUSY: "held", Trouble.FULL: "full"}.get(trouble_of(error), "down")
    finally:
        db.session.remove()


def _writable() -> str:
    """On SQLite, whether the one right to write can be had; it is given back at once."""
    url: Any = db.engine.url
    if url.get_backend_name() != "sqlite":
        return "ok"
    store = sqlite3.connect(url.database, timeout=0.01, isolation_level=None)
    try:
        latest = time.monotonic() + HELD_SECONDS
        while True:
            try:
                store.execute("BEGIN IMMEDIATE")
                store.execute("ROLLBACK")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF in database.FULL:
                    return "full"
                if time.monotonic() > latest:
                    return "held"
                time.sleep(database.LOOK_AGAIN_SECONDS)
            else:
                return "ok"
    finally:
        store.close()
