"""What the owners' decision means for the orders that waited for it."""

from __future__ import annotations

from sqlalchemy import select

from deliberation import db as database
from deliberation.collection.actions import advance
from deliberation.collection.models import Topic
from deliberation.collection.rules import TOPIC_FLOW
from deliberation.db import db, transaction
from deliberation.kernel.actor import Actor
from deliberation.owners.actions.counting import announce
from deliberation.owners.actions.elections import note_result
from deliberation.owners.models import OwnersMatter, OwnersVote
from deliberation.owners.queries.results import verdict_json
from deliberation.supervision import rules
from deliberation.supervision.actions.steps import step
from deliberation.supervision.models import Order

TOPIC_MOVES = {"PASSED": "topic.owners_pass", "REJECTED": "topic.owners_reject"}


def announce_owners_result(actor: Actor, vote_id: int) -> OwnersVote:
    """公告结果: post what the owners decided; orders are released or dropped and topics move in the same moment.

    Raises `WRONG_STATE` before teller and scrutineer have confirmed the count.
    """
    with transaction():
        settled = {matter.id: matter for matter in announce(actor, vote_id)}
        vote = db.session.get_one(OwnersVote, vote_id)
        note_result(actor, vote)
        for question in vote.questions:
            matter = settled.get(question.matter_id or 0)
            verdict = verdict_json(vote, question.number)
            if matter is not None and verdict is not None:
                follow_owners(actor, matter, f"业主表决“{question.title}”：{verdict['sentence']}")
    return vote


def follow_owners(actor: Actor, matter: OwnersMatter, text: str) -> list[Order]:
    """Release or drop the orders that waited for `matter`, and move its topic on; answers those orders.

    `text` says in a sentence what the owners decided. PASSED: a waiting order may be issued from now on.
    REJECTED: it is cancelled with that reason. Told inside the caller's transaction, which checked who acts.
    """
    if not database.in_transaction():
        raise RuntimeError("orders follow the owners inside the caller's transaction()")
    if matter.topic_id is not None:
        _move_topic(actor, matter, text)
    orders = _waiting(matter)
    for order in orders:
        step(actor, order, "order.freed" if matter.state == "PASSED" else "order.drop", text)
    return orders


def _waiting(matter: OwnersMatter) -> list[Order]:
    wanted = select(Order).where(Order.matter_id == matter.id, Order.state.in_(rules.UNISSUED)).order_by(Order.id)
    # FOR UPDATE: an order is issued before the decision is known or after it, never across it.
    return list(db.session.scalars(wanted.with_for_update(of=Order)))


def _move_topic(actor: Actor, matter: OwnersMatter, text: str) -> None:
    # FOR UPDATE, before the orders, as everywhere.
    topic = db.session.get(Topic, matter.topic_id, with_for_update=True)
    name = TOPIC_MOVES.get(matter.state)
    if topic is not None and name is not None and TOPIC_FLOW.can(topic.state, name):
        advance(actor, topic, name, text)
