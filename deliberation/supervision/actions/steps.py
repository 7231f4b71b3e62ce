"""What every act on an order has in common: the step in its history, the notice to its unit, its topic."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from deliberation.collection.actions import advance
from deliberation.collection.models import Topic
from deliberation.collection.rules import TOPIC_FLOW
from deliberation.db import db
from deliberation.history.acts import Message, happened
from deliberation.history.models import DESK, PUBLIC, Event
from deliberation.kernel.actor import Actor
from deliberation.kernel.days import moment_text
from deliberation.kernel.details import InSupervision
from deliberation.kernel.errors import Refused
from deliberation.kernel.stage import Ref
from deliberation.supervision import queries, rules
from deliberation.supervision.models import Order


def step(
    actor: Actor,
    order: Order,
    act: str,
    text: str = "",
    *,
    is_public: bool = False,
    told: tuple[str, str] | None = None,
    **facts: Any,
) -> Event:
    """Say what was done to an order, by a move or an act of `rules.ORDER_FLOW`.

    `told` is subject and body of the message to whom the act concerns.
    """
    state = rules.ORDER_FLOW.after(order.state, act)
    event = happened(
        actor,
        act,
        order,
        text=text.strip(),
        shown_to=PUBLIC if is_public else DESK,
        party_id=_party_of(actor, order),
        message=_message(order, act, *told) if told else None,
        number=order.number,
        state=state,
        **{"progress": order.progress, **facts},
    )
    assert event is not None, "orders keep a history"  # noqa: S101 - for the type checker
    return event


def _message(order: Order, act: str, subject: str, body: str) -> Message:
    """A message to whom the act concerns, with the order's page."""
    people = CONCERNED[rules.ORDER_FLOW.named(act).concerns](order)
    return Message(people, subject, body, Ref("order", order.id))


def _unit(order: Order) -> list[int]:
    """Everybody who can sign for the order, and its responsible person."""
    return queries.signers(order) + ([order.responsible_id] if order.responsible_id is not None else [])


CONCERNED = {"unit": _unit}
"""Whom an act on an order concerns (`Move.concerns`), as ids of persons."""


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
        label = rules.ORDER_FLOW.named(name).label
        raise Refused(InSupervision.DONE_BY_ANOTHER, by=last.by, at=moment_text(last.at), label=label)


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
