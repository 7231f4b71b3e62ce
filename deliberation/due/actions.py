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
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select, update

from deliberation import db as database
from deliberation.db import after_commit, db, insert_new, transaction
from deliberation.due.models import DueWork
from deliberation.due.queries import is_healthy, long_done, may_be_taken, orphaned, rests_too_long
from deliberation.due.rules import EVERY, KEPT_FOR, LEASE, LONGEST_REST, pause_after
from deliberation.kernel import clock
from deliberation.kernel.stage import DueJob, Periodic, Ref, house

LOG = logging.getLogger(__name__)
QUEUE_LOG = logging.getLogger("deliberation.due.queue")
"""What `due.quiet` keeps quiet."""
LONGEST_ERROR = 500
MOST_FORGOTTEN = 500
"""Rows that are deleted in one turn."""

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
        except Exception:  # noqa: BLE001 - whatever is wrong with the queue, the row is put down
            QUEUE_LOG.exception("the queue could not be told of due work; it is done at the next turn")


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
    """Do the periodic work of all stages whose turn it is, in their order; `early`: whether it is its turn or not.

    What went well the last time is taken together and marked together: two writes, however much it is. What failed, or
    was left by a process that died, comes afterwards, each alone: it takes nothing with it if it dies again.
    """
    now = clock.now()
    _know_periodic(now)
    waits = (DueWork.state == "WAITING") & early
    ready = DueWork.key.in_(house().periodic) & (may_be_taken(now) | rests_too_long(now) | waits)
    found = _do_together(ready & is_healthy())
    tried = {one.name for one in found}
    for name in [one for one in house().periodic if one not in tried]:
        taken = take(ready & ~is_healthy() & (DueWork.key == name))
        if taken:
            found.append(carry_out(taken))
    return found


def _do_together(ready: ColumnElement[bool]) -> list[Outcome]:
    found: list[Outcome] = []
    while mine := take_all(ready & DueWork.key.not_in([one.name for one in found])):
        found += _do_a_round(mine)
    return found


def _do_a_round(mine: list[Taken]) -> list[Outcome]:
    """Do what was taken together; what is not begun when half the lease is over is given back, and taken anew."""
    latest = clock.now() + LEASE / 2
    found, done = [], []
    for place, one in enumerate(mine):
        if clock.now() > latest:
            _give_back(mine[place:])
            break
        try:
            found.append(Outcome(one.name, len(house().periodic[one.name].do(clock.now()))))
            done.append(one)
        except Exception as error:  # noqa: BLE001 - as in `carry_out`
            found.append(_failed(one, error))
    _mark_done(done)
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


def take_all(ready: ColumnElement[bool]) -> list[Taken]:
    """Take the periodic rows that are `ready`, all under one mark, in the order of the stages."""
    if not db.session.scalar(select(exists().where(ready))):
        return []
    with transaction():
        # FOR UPDATE SKIP LOCKED, as in `take`.
        rows = db.session.scalars(select(DueWork).where(ready).order_by(DueWork.id).with_for_update(skip_locked=True))
        mark, until, found = secrets.token_hex(16), clock.now() + LEASE, {}
        for row in rows.all():
            row.state, row.taken_by, row.taken_until = "TAKEN", mark, until
            row.attempts += 1
            found[row.name] = Taken(row.id, mark, row.name, row.key, None, row.attempts)
    return [found[name] for name in house().periodic if name in found]


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
    except Exception as error:  # noqa: BLE001 - whatever it is, it is noted and stops nothing else
        return _failed(taken, error)


def _failed(taken: Taken, error: Exception) -> Outcome:
    LOG.error("%s could not be done", taken.key, exc_info=error)
    with suppress(LostError):
        _note_failure(taken, error)
    return Outcome(taken.name, failed=True)


def _do_periodic(work: Periodic, taken: Taken) -> int:
    done = len(work.do(clock.now()))
    _mark_done([taken])
    return done


def _mark_done(done: list[Taken]) -> None:
    """Periodic work moves on, as long as it is still ours."""
    now = clock.now()
    _set(done, due_at=now + EVERY, done_at=now, last_error="")


def _give_back(left: list[Taken]) -> None:
    _set(left)


def _set(rows: list[Taken], **values: Any) -> None:
    """Have rows that were taken under one mark wait again, with nothing against them."""
    if not rows:
        return
    mine = (DueWork.taken_by == rows[0].mark) & DueWork.id.in_([one.id for one in rows])
    free = {"state": "WAITING", "attempts": 0, "taken_by": "", "taken_until": None}
    with transaction():
        changed = db.session.execute(update(DueWork).where(mine).values(**free, **values))
        if changed.rowcount < len(rows):  # type: ignore[attr-defined]
            LOG.warning("%s took longer than the lease; another worker has some of it", rows[0].key)


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


def forget(now: datetime) -> list[int]:
    """Delete what was done long ago, and periodic rows that no card names any more; answers their ids."""
    old = long_done(now - KEPT_FOR) | orphaned(now - KEPT_FOR)
    ids = list(db.session.scalars(select(DueWork.id).where(old).limit(MOST_FORGOTTEN)))
    if ids:
        with transaction() as session:
            session.execute(delete(DueWork).where(DueWork.id.in_(ids), old))
    return ids
