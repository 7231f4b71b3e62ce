"""Reading due work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.sql import ColumnElement

from deliberation.db import db
from deliberation.due.models import DueWork
from deliberation.due.rules import FAILING, LEASE, PAUSES, SILENT, SLACK
from deliberation.kernel import clock


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


def _troubled() -> ColumnElement[bool]:
    """Given up, failing again and again, or due for a while and nobody takes it: no worker is at work."""
    old = clock.now() - SILENT
    return or_(
        DueWork.state == "GIVEN_UP",
        and_(DueWork.state.in_(("WAITING", "TAKEN")), DueWork.attempts >= FAILING),
        and_(DueWork.state == "WAITING", DueWork.due_at < old),
        and_(DueWork.state == "TAKEN", DueWork.taken_until < old),
    )


def troubled() -> list[DueWork]:
    """What was given up, fails again and again or is taken by nobody, the oldest first."""
    return list(db.session.scalars(select(DueWork).where(_troubled()).order_by(DueWork.created_at, DueWork.id)))


def troubled_count() -> int:
    """How many of them there are."""
    return db.session.scalar(select(func.count(DueWork.id)).where(_troubled())) or 0
