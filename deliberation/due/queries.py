"""Reading due work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.sql import ColumnElement

from deliberation.db import db
from deliberation.due.models import DueWork
from deliberation.due.rules import FAILING


def may_be_taken(now: datetime) -> ColumnElement[bool]:
    """Due and waiting, or taken by somebody who should have finished it long ago."""
    return or_(
        and_(DueWork.state == "WAITING", DueWork.due_at <= now),
        and_(DueWork.state == "TAKEN", DueWork.taken_until <= now),
    )


def _troubled() -> ColumnElement[bool]:
    return or_(DueWork.state == "GIVEN_UP", and_(DueWork.state.in_(("WAITING", "TAKEN")), DueWork.attempts >= FAILING))


def troubled() -> list[DueWork]:
    """What was given up or fails again and again, the oldest first."""
    return list(db.session.scalars(select(DueWork).where(_troubled()).order_by(DueWork.created_at, DueWork.id)))


def troubled_count() -> int:
    """How many of them there are."""
    return db.session.scalar(select(func.count(DueWork.id)).where(_troubled())) or 0
