"""办理时限: due dates that follow from a number of days, worked out again when a year's arrangement comes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Select, select

from deliberation.db import db, transaction
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import SYSTEM
from deliberation.kernel.days import day_text, may_be_settled, settle_end
from deliberation.supervision import queries, rules
from deliberation.supervision.actions.steps import step
from deliberation.supervision.models import Order


def set_due(order: Order, due_on: date, due_days: int | None) -> None:
    """Give an order its date. `due_days`: the days from today that the date was worked out from, if it was.

    Only a usual period (`rules.QUICK_DAYS`) that leads to the date counts: otherwise somebody named the date. A date
    that does not change keeps what it is.
    """
    if order.due_on == due_on:
        return
    today = clock.today()
    usual = due_days if due_days in rules.QUICK_DAYS else None
    follows = usual is not None and queries.due_after(order.meeting_id, usual, today) == due_on
    order.due_on, order.end_was = due_on, None
    order.due_from, order.due_days = (today, usual) if follows else (None, None)
    order.end_is_provisional = follows and bool(holidays.calendar().missing(due_on))


def prolong(now: datetime) -> list[int]:
    """Work out provisional due dates again once their year's arrangement is at hand; the ids of what runs longer.

    A date only ever becomes later, and only while the order is open and the date not over.
    """
    today, calendar = clock.day_of(now), holidays.calendar()
    waiting = [o.id for o in db.session.scalars(_provisional()) if may_be_settled(o.due_on, today, calendar)]
    return [order_id for order_id in waiting if _settle(order_id, today)]


def _settle(order_id: int, today: date) -> bool:
    """One order in a transaction of its own, so that no two acts wait for each other's orders."""
    with transaction() as session:
        # FOR UPDATE: the unit reports before this or after it, and another server may have been here already.
        order = session.scalar(_provisional().where(Order.id == order_id).with_for_update(of=Order))
        return order is not None and _prolong(order, today)


def _provisional() -> Select[Order]:
    return select(Order).where(Order.end_is_provisional).order_by(Order.id)


def _prolong(order: Order, today: date) -> bool:
    before = order.due_on
    if order.due_from is None or order.due_days is None or order.state not in rules.UNISSUED | rules.UNDER_WAY:
        order.end_is_provisional = False
        return False
    anew = queries.due_after(order.meeting_id, order.due_days, order.due_from)
    due_on, order.end_is_provisional = settle_end(before, anew, today, holidays.calendar())
    if due_on == before:
        return False
    order.end_was, order.due_on = order.end_was or before, due_on
    text = f"按放假安排重新计算，办理时限由{day_text(before)}顺延到{day_text(due_on)}。"
    told = (f"时限顺延：督办单 {order.number}", f"《{order.title}》{text}") if order.state in rules.UNDER_WAY else None
    step(SYSTEM, order, "order.prolong", text, told=told, before=str(before), due=str(due_on))
    return True
