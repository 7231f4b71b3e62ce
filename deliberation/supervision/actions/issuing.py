"""交办: an order becomes binding, is taken back, or its unit is reminded."""

from __future__ import annotations

from datetime import timedelta

from deliberation.agenda.models import AgendaItem
from deliberation.convening.access import meeting_for
from deliberation.db import db, transaction
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import Actor
from deliberation.kernel.days import day_text, last_working_day
from deliberation.kernel.details import InSupervision
from deliberation.kernel.errors import Reason, Refused
from deliberation.supervision import queries, rules
from deliberation.supervision.access import order_to_change
from deliberation.supervision.actions.classing import check_class, unanswered
from deliberation.supervision.actions.steps import (
    close_topic_if_done,
    move_topic,
    refuse_repeat,
    step,
)
from deliberation.supervision.models import Order

DOUBLE_PRESS = timedelta(minutes=10)
"""For so long the same reminder is taken for the same press of the button."""


def issue_order(actor: Actor, order_id: int) -> Order:
    """交办: the unit has to sign for it from now on; the topic's implementation begins with its first order.

    Raises `AWAITS_OWNERS` while the owners have not passed what it depends on, `INVALID_INPUT` for a date
    gone by, `WRONG_STATE`, `ALREADY_DONE`.
    """
    with transaction():
        order = order_to_change(actor, "order.issue", order_id)
        refuse_repeat(order, "order.issue")
        _issue(actor, order)
        return order


def issue_all(actor: Actor, meeting_id: int) -> list[Order]:
    """Issue every draft of a meeting that can be issued today; answers those. The others stay as they are."""
    with transaction():
        meeting_for(actor, "order.issue", meeting_id)
        drafts = [o for o in queries.orders_of_meeting(meeting_id) if o.state == "DRAFT"]
        issued = []
        # Locked by topic and number, so that two who press the button together never wait for each other.
        for draft in sorted(drafts, key=lambda o: (o.topic_id or 0, o.id)):
            order = order_to_change(actor, "order.issue", draft.id)
            held = _awaits_owners(order) or _is_still_discussed(order) or _points_further(order)
            if order.state == "DRAFT" and order.due_on >= clock.today() and not held:
                _issue(actor, order)
                issued.append(order)
        return issued


def _issue(actor: Actor, order: Order) -> None:
    if _awaits_owners(order):
        raise Refused(Reason.AWAITS_OWNERS)
    if _is_still_discussed(order):
        raise Refused(InSupervision.ITEM_OPEN)
    rules.check_words(order.title, order.due_on, clock.today())
    source = queries.source_of(order)
    check_class(order.title, order.requirement, source.motion, source.item, order.own_duty)
    done = order.progress if order.state == "SUSPENDED" else 0  # what was done before it was stopped stays done
    order.issued_at, order.progress, order.reported_at = clock.now(), done, None
    text = f"交{order.lead_party.name}办理，{day_text(order.due_on)}前办结。"
    sign_by = last_working_day(clock.today(), 1, holidays.calendar())
    body = f"{text}请在 1 个工作日内（{day_text(sign_by)}24:00 前）签收或写明理由退回。"
    told = (f"督办单 {order.number}：{order.title}", body)
    step(actor, order, "order.issue", text, is_public=True, told=told, due=order.due_on.isoformat())
    move_topic(actor, order, "topic.implement", f"“{order.title}”{text}")


def _awaits_owners(order: Order) -> bool:
    """Whether the owners come first; asked of the item too, for orders written when nothing held them."""
    if order.matter_id is not None or order.motion_id is not None or order.item_id is None:
        return queries.line(order).is_locked
    item = db.session.get_one(AgendaItem, order.item_id)
    return queries.is_the_owners(item) and not order.own_duty


def _points_further(order: Order) -> bool:
    """Whether the order's words point to more than was decided: whoever issues it alone is told so."""
    source = queries.source_of(order)
    return bool(unanswered(order.title, order.requirement, source.motion, source.item, order.own_duty))


def _is_still_discussed(order: Order) -> bool:
    """Whether the hall has not finished the order's item: its topic could not follow into 落实 then."""
    item = db.session.get(AgendaItem, order.item_id) if order.item_id is not None else None
    return item is not None and item.state == "OPEN"


def cancel_order(actor: Actor, order_id: int, reason: str) -> Order:
    """取消 an order that binds nobody. Raises `REASON_REQUIRED`, `WRONG_STATE`."""
    with transaction():
        order = order_to_change(actor, "order.cancel", order_id)
        refuse_repeat(order, "order.cancel")
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        step(actor, order, "order.cancel", reason)
        close_topic_if_done(actor, order)
        return order


def urge(actor: Actor, order_id: int, text: str) -> Order:
    """催办: a reminder to the unit, kept in the history, not shown to residents.

    The same words sent twice within ten minutes are one reminder. Raises `WRONG_STATE`.
    """
    with transaction():
        order = order_to_change(actor, "order.urge", order_id)
        rules.ORDER_FLOW.after(order.state, "order.urge")
        if _is_urged_already(actor, order, text):
            return order
        body = f"《{order.title}》时限{day_text(order.due_on)}，现在进度 {order.progress}%。{text.strip()}"
        step(actor, order, "order.urge", text, told=(f"催办：督办单 {order.number}", body))
        return order


def _is_urged_already(actor: Actor, order: Order, text: str) -> bool:
    last = queries.last_step(order.id)
    if last is None or clock.now() - last.at > DOUBLE_PRESS:
        return False
    return (last.act, last.text, last.by) == ("order.urge", text.strip(), actor.name)
