"""What every act on an order has in common: the step in its history, the notice to its unit, its topic."""

from __future__ import annotations

from sqlalchemy import func, select

from deliberation.audit.record import record
from deliberation.collection.actions import advance
from deliberation.collection.models import Topic
from deliberation.collection.rules import TOPIC_FLOW
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.days import moment_text
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.stage import Ref
from deliberation.notices import actions as notices
from deliberation.supervision import queries, rules
from deliberation.supervision.models import Order, OrderEvent


def step(
    actor: Actor, order: Order, name: str, text: str = "", *, is_public: bool = False, **facts: object
) -> OrderEvent:
    """Move the order on (where `name` is a move), write its history and the audit line."""
    if rules.ORDER_FLOW.find(name):
        order.state = rules.ORDER_FLOW.after(order.state, name)
        order.state_since = clock.now()
    event = OrderEvent(
        order_id=order.id, at=clock.now(), name=name, state=order.state, progress=order.progress,
        text=text.strip(), by=actor.name, party_id=_party_of(actor, order), is_public=is_public,
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()  # steps keep the order of what happened; photos name the id
    record(actor, name, "order", order.id, order.compound_id, number=order.number, state=order.state, **facts)
    return event


def _party_of(actor: Actor, order: Order) -> int | None:
    held = actor.party_ids_in(order.compound_id)
    return order.lead_party_id if order.lead_party_id in held else min(held, default=None)


def refuse_repeat(order: Order, name: str) -> None:
    """Tell the second of two people who did the same thing that it is done, by whom and when.

    Raises `ALREADY_DONE`.
    """
    last = queries.last_step(order.id, name)
    done = any(order.state == move.target for move in rules.ORDER_FLOW.find(name))
    if done and last is not None:
        label = rules.EVENT_LABELS[name]
        raise Refused(Reason.ALREADY_DONE, what=f"{last.by}已于{moment_text(last.at)}{label}。")


def tell_unit(order: Order, kind: str, subject: str, body: str) -> None:
    """Put a notice before everybody who can sign for the order, and before its responsible person."""
    people = queries.signers(order) + ([order.responsible_id] if order.responsible_id is not None else [])
    notices.send(
        people, kind=kind, subject=subject, body=body, about=Ref("order", order.id),
        compound_id=order.compound_id, meeting_id=None,
    )  # fmt: skip


def move_topic(actor: Actor, order: Order, name: str, text: str) -> None:
    """Move the order's topic on, if it has one and stands where the move begins. It is locked already."""
    if order.topic_id is None:
        return
    topic = db.session.get_one(Topic, order.topic_id)
    if TOPIC_FLOW.can(topic.state, name):
        advance(actor, topic, name, text)


def close_topic_if_done(actor: Actor, order: Order) -> None:
    """办结 the topic once nothing of it is left to do and something was done."""
    if order.topic_id is None:
        return
    db.session.flush()  # the states are counted in the store
    rows = db.session.execute(
        select(Order.state, func.count()).where(Order.topic_id == order.topic_id).group_by(Order.state)
    )
    counts = {row[0]: row[1] for row in rows}
    if counts.get("CLOSED") and not set(counts) - rules.SETTLED:
        move_topic(actor, order, "topic.close", f"交办的 {counts['CLOSED']} 件事都已办结。")
