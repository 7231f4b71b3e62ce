"""The database object, `transaction()` (the only commit) and the column types of the house."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, MetaData, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from deliberation.kernel.workflow import Workflow


class Base(DeclarativeBase):
    """Every table, with one naming convention so that migrations can name what they change.

    What a table says of its things beforehand, for `history.acts.happened`: `KIND` is what the audit log calls one,
    `FLOW` the workflow of its states, `HISTORY` who reads the lines of its history unless somebody else is named
    (`history.models`; `None`: such things keep none).
    """

    KIND: ClassVar[str] = ""
    FLOW: ClassVar[Workflow | None] = None
    HISTORY: ClassVar[str | None] = None

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)

Made = TypeVar("Made")

if TYPE_CHECKING:

    class Model(Base):
        """What every table extends."""

        __abstract__ = True
else:
    Model = db.Model


class Reckoned:
    """Columns of a table that keeps the last day of a period as the calendar made it.

    `end_is_provisional`: a year that matters had no arrangement of its days off when the day was worked out, so it is
    worked out again. `end_was`: the day before an arrangement made it later, for the page that says so.
    """

    end_is_provisional: Mapped[bool] = mapped_column(default=False)
    end_was: Mapped[date | None]


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, stored without zone so that SQLite and PostgreSQL hold the same thing."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Refuse naive values: they would be read back as another moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


# SQLite has one writer. Within this process writers queue here, and nothing waits inside SQLite, where a
# greenlet that waits would stop every other one: a lock of another process is asked for again and again.
_sqlite_writer = threading.Lock()
_writing: ContextVar[bool] = ContextVar("deliberation_writing", default=False)

WAIT_SECONDS = 6.0
"""How long a writer waits for its turn, here and for another process: a tablet asks again after four, a person is
told after six."""
LOOK_AGAIN_SECONDS = 0.02
FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
"""What SQLite says when it cannot write to the disk; extended codes carry these in their lowest byte."""
DISK_STATES = frozenset({"53100", "58030", "25006"})
"""PostgreSQL's disk_full, io_error, read_only_sql_transaction."""


class Trouble(Enum):
    """Why a store did not take something: others write, nothing fits any more, nobody answers."""

    BUSY = "busy"
    FULL = "full"
    AWAY = "away"


def trouble_of(error: Exception) -> Trouble:
    """Which trouble an error of the store means."""
    found = getattr(error, "orig", None)
    if isinstance(found, sqlite3.Error):
        code = getattr(found, "sqlite_errorcode", 0) & 0xFF
        return Trouble.FULL if code in FULL else Trouble.BUSY
    if isinstance(found, TimeoutError) or found is None:
        return Trouble.BUSY
    state = getattr(found, "sqlstate", None)
    if state in DISK_STATES:
        return Trouble.FULL
    gone = state is None or state.startswith(("08", "57P"))
    return Trouble.AWAY if gone else Trouble.BUSY


before_commit: list[Callable[[Session], None]] = []
"""Called inside the outermost transaction just before it commits (the audit chain seals here)."""


def prepare_engine(engine: Engine) -> None:
    """Give a SQLite engine durability, foreign keys and explicit transactions. Other stores as they are."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if _writing.get():
            _begin_writing(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    """Take SQLite's write lock, waiting so that other greenlets go on meanwhile."""
    latest = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if trouble_of(error) is not Trouble.BUSY or time.monotonic() > latest:
                raise
            time.sleep(LOOK_AGAIN_SECONDS)
        else:
            return


@contextmanager
def _writer_turn() -> Iterator[None]:
    """Hold the right to write: a queue of one on SQLite, nothing elsewhere."""
    if db.engine.dialect.name != "sqlite":
        yield
        return
    if not _sqlite_writer.acquire(timeout=WAIT_SECONDS):
        raise OperationalError("waiting to write", None, sqlite3.OperationalError("others write for too long"))
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)
        _sqlite_writer.release()


@contextmanager
def transaction() -> Iterator[Session]:
    """Run one change: commit at the outermost exit, roll everything back on any error.

    An inner `transaction()` (a later stage telling an earlier one) joins the outer. What
    `after_commit` was given runs once, after the outer commit, and never after a rollback.
    """
    session = db.session()
    if session.info.get("open"):
        yield session
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside a transaction()")
    session.rollback()  # ends the read that came before, so that what is loaded now is fresh
    session.info["open"] = True
    session.info["after_commit"] = []
    try:
        with _writer_turn():
            try:
                yield session
                session.flush()
                for seal in before_commit:
                    seal(session)
                session.commit()
            except BaseException:
                session.rollback()
                raise
        waiting = session.info["after_commit"]
    finally:
        session.info.clear()
    for callback in waiting:
        callback()


def once(make: Callable[[], Made], made_before: Callable[[], Made | None]) -> Made:
    """Run `make` in a transaction; where the same form made it at the same moment, answer with what that made.

    `make` looks for an earlier sending itself, after its checks; `made_before` is asked only when the unique key
    says that another one was faster.
    """
    try:
        with transaction():
            return make()
    except IntegrityError:
        first = made_before()
        if first is None:
            raise
        return first


def after_commit(callback: Callable[[], None]) -> None:
    """Have `callback` run once the outermost transaction has committed; dropped on rollback."""
    info = db.session().info
    if not info.get("open"):
        raise RuntimeError("after_commit() needs an open transaction()")
    info["after_commit"].append(callback)


@contextmanager
def write_connection() -> Iterator[Connection]:
    """A committed-at-exit connection of its own, for the one hot path (ballots) that bypasses the ORM."""
    with _writer_turn(), db.engine.begin() as connection:
        yield connection


def insert_new(table: Any) -> Any:
    """An INSERT that leaves an existing row (same unique key) as it is, on either store."""
    make = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return make(table).on_conflict_do_nothing()


def values_of(row: Base, leave: frozenset[str] = frozenset()) -> list[Any]:
    """Every column of a row by name, those of `leave` and its pictures and files aside: what somebody saw of it."""
    names = [column.key for column in inspect(type(row)).column_attrs if column.key not in leave]
    values = [(name, getattr(row, name)) for name in sorted(names)]
    return [[name, value] for name, value in values if not isinstance(value, bytes)]


def in_transaction() -> bool:
    """Whether a `transaction()` is open in this context."""
    return bool(db.session().info.get("open"))
