"""Last days that were worked out before their year's arrangement of days off was known, worked out again."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import holidays
from deliberation.kernel.actor import SYSTEM
from deliberation.kernel.days import later


def lengthen(table: Any, column: str, act: str, running: Select[int]) -> list[int]:
    """Put the last day in `column` later where the calendar has it so by now, and say it as `act`; never earlier.

    `running` chooses the ids of what still runs. Each is changed in a transaction of its own; the ids of what was.
    """
    ids = db.session.scalars(running.order_by(table.id)).all()
    return [one for one in ids if _lengthen(table, column, act, one)]


def _lengthen(table: Any, column: str, act: str, row_id: int) -> bool:
    with transaction() as session:
        # FOR UPDATE: two servers come to the same minute together.
        found = session.get_one(table, row_id, with_for_update={"of": table})
        before: date | None = getattr(found, column)
        until = later(before, holidays.calendar()) if before else None
        if until == before:
            return False
        setattr(found, column, until)
        facts: dict[str, Any] = {"before": str(before), "until": str(until)}
        happened(SYSTEM, act, found, **facts)
        return True
