"""Reading due work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.sql import ColumnElement

from deliberation.db import db
from deliberation.due.models import DueWork
from deliberation.due.rules import FAILING, LEASE, PAUSES, SILENT, SLACK
from deliberation.kernel import clock
from deliberation.kernel.stage import house

UNDONE = ("WAITING", "TAKEN", "GIVEN_UP")


def may_be_taken(now: datetime) -> ColumnElement[bool]:
    """Due and waiting, or taken by somebody who should have finished it long ago."""
    return or_(
        and_(DueWork.state == "WAITING", DueWork.due_at <= now),
        and_(DueWork.state == "TAKEN", DueWork.taken_until <= now),
        and_(DueWork.state == "TAKEN", DueWork.taken_until > now + LEASE + SLACK),  # a rehearsal's clock has gone back
    )


def rests_too_long(now: datetime) -> ColumnElement[bool]:
    """Periodic work that would wait longer than it ever rests: a rehearsal's clock has gone back."""
    return and_(DueWork.state == "WAITING", DueWork.due_at > now + PAUSES[-1])


def is_healthy() -> ColumnElement[bool]:
    """Periodic work that went well the last time and is in nobody's hands."""
    return and_(DueWork.state == "WAITING", DueWork.attempts == 0)


def long_done(before: datetime) -> ColumnElement[bool]:
    """Work put down by an act that was done before a moment (what is done was due before it: by the index)."""
    return and_(DueWork.state == "DONE", DueWork.due_at < before, DueWork.done_at < before)


def orphaned(before: datetime) -> ColumnElement[bool]:
    """Periodic work of another edition of the program that nobody has done since a moment."""
    return and_(_of_no_card(), DueWork.state.in_(("WAITING", "TAKEN")), DueWork.due_at < before)


def _of_no_card() -> ColumnElement[bool]:
    """Rows of periodic work (their key is their name) that no card names any more."""
    return and_(DueWork.key == DueWork.name, DueWork.name.not_in([*house().periodic, *house().jobs]))


def _troubled() -> ColumnElement[bool]:
    """Given up, failing again and again, or due for a while and nobody takes it: no worker is at work.

    Periodic work that an earlier program knew and this one does not is missed by nobody.
    """
    old = clock.now() - SILENT
    told = or_(
        DueWork.state == "GIVEN_UP",
        and_(DueWork.state.in_(("WAITING", "TAKEN")), DueWork.attempts >= FAILING),
        and_(DueWork.state == "WAITING", DueWork.due_at < old),
        and_(DueWork.state == "TAKEN", DueWork.taken_until < old),
    )
    return and_(told, ~_of_no_card())


def last_turn() -> datetime | None:
    """When periodic work was done last, by whichever process."""
    return db.session.scalar(select(func.max(DueWork.done_at)).where(DueWork.key.in_(house().periodic)))


def counts() -> dict[tuple[str, ...], float]:
    """How many rows there are of those that are not done, by name and state."""
    wanted = select(DueWork.name, DueWork.state, func.count(DueWork.id)).where(DueWork.state.in_(UNDONE))
    found = db.session.execute(wanted.group_by(DueWork.name, DueWork.state))
    return {(name, state): number for name, state, number in found}


def troubled() -> list[DueWork]:
    """What was given up, fails again and again or is taken by nobody, the oldest first."""
    return list(db.session.scalars(select(DueWork).where(_troubled()).order_by(DueWork.created_at, DueWork.id)))


def troubled_count() -> int:
    """How many of them there are."""
    return db.session.scalar(select(func.count(DueWork.id)).where(_troubled())) or 0
