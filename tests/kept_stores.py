"""A set-up that many tests share is made once in a process and then copied: the store, and what the fixture answered.

A fixture qualifies when it asks for nothing but `app` and other fixtures of the same kind, yields nothing, and has
written to the store. The first test that needs it runs it; afterwards the SQLite file as it left it is laid down
again, and its answer is read back with every row taken from the store. What cannot be kept (a function, a client, a
row that was never stored) is made anew each time, and so is everything on PostgreSQL.
"""

from __future__ import annotations

import functools
import inspect as signatures
import io
import pickle
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.exc import NoInspectionAvailable

from deliberation.db import db
from deliberation.kernel import clock, holidays
from deliberation.live import outbox
from deliberation.live.gateway import gateway

Key = tuple[Any, ...]


class NotKeepable(Exception):
    """Something in the answer cannot be taken from the store again."""


@dataclass(frozen=True)
class Kept:
    """A store as a fixture left it, its answer, the rows that the answer names, and the hour of the clock."""

    store: Path
    answer: bytes
    rows: dict[type[Any], list[Any]]
    moment: datetime | None


class Keeper:
    """What is kept in this process; `state` says which fixtures have made the store as it lies there now."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.folder: Path | None = None
        self.state: Key | None = None
        self.known: set[str] = set()
        self.kept: dict[Key, Kept] = {}
        self.refused: set[Key] = set()

    def begin(self, path: Path, folder: Path) -> None:
        """A new test has an empty store at `path`; copies go into `folder`."""
        self.path, self.folder, self.state, self.known = path, folder, (), {"app"}

    def end(self) -> None:
        """The test is over."""
        self.state, self.known = None, set()

    def made(self, name: str, make: Callable[..., Any], given: dict[str, Any]) -> Any:
        """What `make(**given)` answers, from the kept copy where there is one."""
        if (
            self.state is None
            or self._is_touched()
            or holidays.calendar().arrangements != holidays.SHIPPED.arrangements
        ):
            self.state = None
            return make(**given)
        key = (*self.state, name, _hour())
        if key in self.refused:
            self.state = None
            return make(**given)
        if key in self.kept:
            return self._laid_down(key, given)
        before = {name: _written(value, {}) for name, value in given.items() if name != "app"}
        told = _who_is_told()
        answer = make(**given)
        if told == _who_is_told():
            self._keep(key, answer, given, before)
        else:  # it has also done something in the memory of this process, which no copy brings back
            self.refused.add(key)
            self.state = None
        return answer

    def _is_touched(self) -> bool:
        log = Path(f"{self.path}-wal")
        return db.session().info.get("open", False) or (log.exists() and log.stat().st_size > 0)

    def _keep(self, key: Key, answer: Any, given: dict[str, Any], before: dict[str, Any]) -> None:
        if not self._is_touched():  # it has only read, or asked for nothing
            return
        self.state = None
        rows: dict[type[Any], list[Any]] = {}
        after = {name: _written(value, {}) for name, value in given.items() if name != "app"}
        written = _written(answer, rows, given)
        if written is None or None in before.values() or after != before:
            self.refused.add(key)
            return
        _let_go()
        assert self.path is not None
        assert self.folder is not None
        copy = self.folder / f"{len(self.kept)}.sqlite"
        shutil.copyfile(self.path, copy)
        self.kept[key] = Kept(copy, written, rows, _hour())
        self.state = key

    def _laid_down(self, key: Key, given: dict[str, Any]) -> Any:
        kept = self.kept[key]
        _let_go()
        assert self.path is not None
        shutil.copyfile(kept.store, self.path)
        if kept.moment is not None:
            moment = kept.moment
            clock.use(lambda: moment)
        self.state = key
        return _Reader(kept, given).load()


def _who_is_told() -> tuple[Any, ...]:
    """Who hears in this process of what is stale."""
    return (outbox._listener, outbox._whisperer, outbox._doorkeeper)


def _hour() -> datetime | None:
    """What the clock shows where a test has stopped it."""
    return clock.now() if clock._source is not clock._system_time else None


def _let_go() -> None:
    """Nobody reads or writes the store: the last connection folds the write-ahead log into the file."""
    until = time.monotonic() + 5
    while not gateway.is_idle and time.monotonic() < until:
        time.sleep(0.002)
    db.session.rollback()
    db.engine.dispose()


def _written(value: Any, rows: dict[type[Any], list[Any]], given: dict[str, Any] | None = None) -> bytes | None:
    """`value` with a reference in place of each row and of each thing in `given`; `None` where that cannot be."""
    out = io.BytesIO()
    try:
        _Writer(out, rows, given or {}).dump(value)
    except (NotKeepable, pickle.PicklingError, AttributeError, TypeError):
        return None
    return out.getvalue()


class _Writer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, rows: dict[type[Any], list[Any]], given: dict[str, Any]) -> None:
        super().__init__(out)
        self.rows = rows
        self.given = {id(value): name for name, value in given.items()}

    def persistent_id(self, obj: Any) -> Any:
        if id(obj) in self.given and not isinstance(obj, (str, int, tuple, type(None))):
            return ("given", self.given[id(obj)])
        if not isinstance(obj, db.Model):
            return None
        try:
            identity = inspect(obj).identity
        except NoInspectionAvailable:
            identity = None
        if identity is None or not inspect(obj).persistent:
            raise NotKeepable(type(obj).__name__)
        key = identity[0] if len(identity) == 1 else identity
        self.rows.setdefault(type(obj), []).append(key)
        return ("row", type(obj), key)


class _Reader(pickle.Unpickler):
    def __init__(self, kept: Kept, given: dict[str, Any]) -> None:
        super().__init__(io.BytesIO(kept.answer))
        self.given = given
        self.held = [one for model, keys in kept.rows.items() for one in _all_of(model, keys)]

    def persistent_load(self, pid: Any) -> Any:
        if pid[0] == "given":
            return self.given[pid[1]]
        return db.session.get_one(pid[1], pid[2])


def _all_of(model: type[Any], keys: list[Any]) -> list[Any]:
    """The rows at once, so that each reference finds its row in memory."""
    (column, *more) = inspect(model).primary_key
    return [] if more else list(db.session.scalars(select(model).where(column.in_(keys))))


keeper = Keeper()


def qualifies(fixturedef: Any) -> bool:
    """Whether a fixture may be kept: for one test, of `app` and fixtures that are kept, no generator, no parameters."""
    func = fixturedef.func
    plain = fixturedef.scope == "function" and fixturedef.params is None and not signatures.isgeneratorfunction(func)
    return plain and bool(fixturedef.argnames) and keeper.known.issuperset(fixturedef.argnames)


def keep(fixturedef: Any) -> None:
    """Have a fixture that qualifies answer from what is kept, from its next call on."""
    if fixturedef.argname in keeper.known or not qualifies(fixturedef):
        return
    keeper.known.add(fixturedef.argname)
    make = fixturedef.func
    if getattr(make, "is_kept", False):
        return
    name = f"{fixturedef.baseid}::{fixturedef.argname}"

    @functools.wraps(make)
    def kept(**given: Any) -> Any:
        return keeper.made(name, make, given)

    kept.is_kept = True  # type: ignore[attr-defined]
    fixturedef.func = kept
