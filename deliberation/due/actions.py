"""Putting work down, taking it, doing it once.

A row is first taken and that is committed, so that a piece of work which kills its process is counted. Then it is
done: work in this database in the transaction that marks the row as done, both or neither; work outside it
(`DueJob.outside`) and periodic work, which is made of transactions of its own, before the row is marked.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from deliberation import db as database
from deliberation.db import after_commit, db, insert_new, transaction
from deliberation.due.models import DueWork
from deliberation.due.queries import may_be_taken, rests_too_long
from deliberation.due.rules import EVERY, LEASE, LONGEST_REST, pause_after
from deliberation.kernel import clock
from deliberation.kernel.stage import DueJob, Periodic, Ref, house

LOG = logging.getLogger(__name__)
LONGEST_ERROR = 500

_nudge: Callable[[], None] | None = None


def listen(nudge: Callable[[], None] | None) -> None:
    """Have `nudge` called after the commit of an act that put down work which is due at once."""
    global _nudge  # noqa: PLW0603 - handed over once, by the process that drives the work
    _nudge = nudge


def put(name: str, key: str, ref: Ref | None = None, due_at: datetime | None = None) -> None:
    """Put work down in the caller's transaction, for `due_at` or for now; a key that is known changes nothing.

    `name` is a `DueJob` of a card. Raises `KeyError` where no card has it.
    """
    if not database.in_transaction():
        raise RuntimeError("due.put() needs an open transaction()")
    job, now = house().jobs[name], clock.now()
    _insert(f"{key}", job.name, now, due_at or now, ref)
    if due_at is None or due_at <= now:
        after_commit(_wake)


def _insert(key: str, name: str, now: datetime, due_at: datetime, ref: Ref | None = None) -> None:
    values = {
        "key": key,
        "name": name,
        "ref_kind": ref.kind if ref else None,
        "ref_id": ref.id if ref else None,
        "due_at": due_at,
        "state": "WAITING",
        "attempts": 0,
        "taken_by": "",
        "last_error": "",
        "created_at": now,
    }
    db.session.execute(insert_new(DueWork).values(**values))


def _wake() -> None:
    if _nudge:
        try:
            _nudge()
        except Exception:
            LOG.exception("the queue could not be told of due work; it is done at the next turn")


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that is this process's to do, by the mark under which it was taken."""

    id: int
    mark: str
    name: str
    key: str
    ref: Ref | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a piece of work: how many things it did, or that it failed."""

    name: str
    count: int = 0
    failed: bool = False


def do_periodic(*, early: bool = False) -> list[Outcome]:
    """Do the periodic work of all stages whose turn it is, in their order; `early`: whether it is its turn or not."""
    now = clock.now()
    _know_periodic(now)
    found = []
    for name in house().periodic:
        waits = (DueWork.state == "WAITING") & early
        ready = (DueWork.key == name) & (may_be_taken(now) | rests_too_long(now) | waits)
        taken = take(ready)
        if taken:
            found.append(carry_out(taken))
    return found


def do_jobs() -> list[Outcome]:
    """Do everything else that is due now, the longest due first, each once."""
    found = []
    while taken := take(may_be_taken(clock.now()) & DueWork.name.in_(house().jobs)):
        found.append(carry_out(taken))
    return found


def _know_periodic(now: datetime) -> None:
    """A row for each periodic work that has none yet."""
    known = set(db.session.scalars(select(DueWork.key).where(DueWork.key.in_(house().periodic))))
    missing = [name for name in house().periodic if name not in known]
    if missing:
        with transaction():
            for name in missing:
                _insert(name, name, now, now)


def take(ready: ColumnElement[bool]) -> Taken | None:
    """Take the first row that is `ready`, for nobody else until the lease ends; `None` where there is none."""
    # Asked without a lock first: most of the time nothing is due, and on SQLite a writer waits for its turn.
    if not db.session.scalar(select(exists().where(ready))):
        return None
    with transaction():
        # FOR UPDATE SKIP LOCKED: two workers take two rows; on SQLite the transaction itself is the only writer.
        wanted = select(DueWork).where(ready).order_by(DueWork.due_at, DueWork.id).limit(1)
        row = db.session.scalar(wanted.with_for_update(skip_locked=True))
        if row is None:
            return None
        row.state, row.taken_by, row.taken_until = "TAKEN", secrets.token_hex(16), clock.now() + LEASE
        row.attempts += 1
        ref = Ref(row.ref_kind, row.ref_id) if row.ref_kind and row.ref_id is not None else None
        return Taken(row.id, row.taken_by, row.name, row.key, ref, row.attempts)


class LostError(Exception):
    """The lease ended meanwhile and another worker has the row."""


def carry_out(taken: Taken) -> Outcome:
    """Do what was taken; a failure is noted, said in the log, and stops nothing else."""
    stages = house()
    try:
        if taken.name in stages.periodic:
            return Outcome(taken.name, _do_periodic(stages.periodic[taken.name], taken))
        return Outcome(taken.name, _do_job(stages.jobs[taken.name], taken))
    except LostError:
        LOG.warning("%s took longer than its lease; another worker has it", taken.key)
        return Outcome(taken.name)
    except Exception as error:
        LOG.exception("%s could not be done", taken.key)
        with suppress(LostError):
            _note_failure(taken, error)
        return Outcome(taken.name, failed=True)


def _do_periodic(work: Periodic, taken: Taken) -> int:
    done = len(work.do(clock.now()))
    with transaction():
        row = _own(taken)
        now = clock.now()
        row.state, row.due_at, row.done_at = "WAITING", now + EVERY, now
        row.attempts, row.taken_by, row.taken_until, row.last_error = 0, "", None, ""
    return done


def _do_job(job: DueJob, taken: Taken) -> int:
    if job.outside:
        job.do(taken.ref, taken.key)
    with transaction():
        row = _own(taken)
        if not job.outside:
            job.do(taken.ref, taken.key)
        row.state, row.done_at, row.taken_by, row.taken_until = "DONE", clock.now(), "", None
        row.last_error = ""
    return 1


def _note_failure(taken: Taken, error: Exception) -> None:
    with transaction():
        row = _own(taken)
        job = house().jobs.get(taken.name)
        over = job is not None and row.attempts >= job.most_attempts
        row.state = "GIVEN_UP" if over else "WAITING"
        pause = pause_after(row.attempts)
        row.due_at = clock.now() + (pause if job else min(pause, LONGEST_REST))
        row.taken_by, row.taken_until = "", None
        said = str(error).partition("\n")[0]  # what follows may quote a row
        row.last_error = f"{type(error).__name__}: {said}"[:LONGEST_ERROR]


def _own(taken: Taken) -> DueWork:
    """The row, locked, as long as it is still this process's."""
    # FOR UPDATE: until it is marked, nobody else may take it even if its lease ends.
    wanted = select(DueWork).where(DueWork.id == taken.id, DueWork.taken_by == taken.mark).with_for_update()
    row = db.session.scalar(wanted.execution_options(populate_existing=True))
    if row is None:
        raise LostError
    return row


def try_again(key: str) -> bool:
    """Put given-up or failing work back to now, with all its attempts before it; whether there is such a row."""
    with transaction():
        # FOR UPDATE: a worker that notes its failure at this moment comes before or after.
        row = db.session.scalar(select(DueWork).where(DueWork.key == key).with_for_update())
        if row is None or row.state not in {"GIVEN_UP", "WAITING"}:
            return False
        row.state, row.attempts, row.due_at = "WAITING", 0, clock.now()
        after_commit(_wake)
        return True
