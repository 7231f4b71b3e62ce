"""The light of an order as the stores work it out, so that they filter, order and count by it.

`rules.light` is the rule; this says the same in SQL, and a test compares the two.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from deliberation.supervision import rules
from deliberation.supervision.models import Order

DONE = ("ACCEPTED_RESULT", "CLOSED")
_REPORTED = "COMPLETION_REPORTED"


class DayNumber(FunctionElement[int]):
    """The ordinal of a day (`date.toordinal`) that a column of dates holds."""

    type = Integer()
    inherit_cache = True


class HallDayNumber(FunctionElement[int]):
    """The ordinal of the day in Beijing (UTC+8 all year) at a moment that a column holds in UTC."""

    type = Integer()
    inherit_cache = True


@compiles(DayNumber, "sqlite")
def _day_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **kw)}) - 1721424.5 AS INTEGER)"


@compiles(DayNumber, "postgresql")
def _day_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    return f"(({compiler.process(element.clauses, **kw)}) - DATE '0001-01-01' + 1)"


@compiles(HallDayNumber, "sqlite")
def _hall_day_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    # Without its fraction: SQLite would round the last half millisecond of a day into the next one.
    moment = f"substr({compiler.process(element.clauses, **kw)}, 1, 19)"
    return f"CAST(julianday({moment}, '+8 hours') - 1721424.5 AS INTEGER)"


@compiles(HallDayNumber, "postgresql")
def _hall_day_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    moment = compiler.process(element.clauses, **kw)
    return f"(CAST({moment} + INTERVAL '8 hours' AS DATE) - DATE '0001-01-01' + 1)"


def light_on(today: date) -> ColumnElement[str]:
    """The light of an order on a day, empty where there is none."""
    due, issued, reported = DayNumber(Order.due_on), HallDayNumber(Order.issued_at), HallDayNumber(Order.reported_at)
    now = today.toordinal()
    is_under_way = Order.state.in_(sorted(rules.UNDER_WAY)) & Order.issued_at.is_not(None)
    total, gone = due - issued, now - issued
    warns = or_(
        due - now <= rules.NEAR_DAYS,
        gone * rules.PERCENT - Order.progress * total > rules.LAG_POINTS * total,
        now - func.coalesce(reported, issued) >= rules.SILENT_DAYS,
    )
    return case(
        (Order.state.in_(DONE), "blue"),
        ((Order.state == _REPORTED) & (func.coalesce(reported, now) > due), "red"),
        (Order.state == _REPORTED, "green"),
        (~is_under_way, ""),
        (due < now, "red"),
        (warns, "yellow"),
        else_="green",
    )


def unfinished_first() -> tuple[Any, ...]:
    """Orders as residents read them: the unfinished by date, then the finished, the newest date first."""
    is_done, due = Order.state.in_(DONE), DayNumber(Order.due_on)
    return case((is_done, 1), else_=0), case((is_done, -due), else_=due), Order.id
