"""What the annulment of an owners' decision means for the orders that rest on it, and its reinstatement."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.collection.actions import advance
from deliberation.collection.models import Topic
from deliberation.collection.rules import TOPIC_FLOW
from deliberation.db import db, transaction
from deliberation.kernel.actor import Actor
from deliberation.owners.actions.annulling import annul, reinstate
from deliberation.owners.models import OwnersAnnulment, OwnersMatter
from deliberation.owners.rules.annulment import AnnulmentDraft, sentence
from deliberation.supervision import queries, rules
from deliberation.supervision.actions.owners_decided import follow_owners
from deliberation.supervision.actions.steps import step
from deliberation.supervision.models import Order

FINISHED = frozenset({"ACCEPTED_RESULT", "CLOSED"})


def annul_owners_result(actor: Actor, vote_id: int, draft: AnnulmentDraft) -> OwnersAnnulment:
    """登记撤销: matters wait for the owners again, their topics go back, orders that are not finished stop.

    Nothing is deleted: work that was checked already keeps its state, with a line about it in its history. Orders that
    the annulled decision had dropped are drafts again and wait with the others.
    """
    with transaction():
        touched = annul(actor, vote_id, draft)
        for matter in touched.matters:
            _hold(actor, matter, sentence(touched.record))
    return touched.record


def reinstate_owners_result(actor: Actor, vote_id: int, draft: AnnulmentDraft) -> OwnersAnnulment:
    """登记恢复: the decision holds again; orders that were stopped may be issued again, or are dropped with it."""
    with transaction():
        touched = reinstate(actor, vote_id, draft)
        for matter in touched.matters:
            follow_owners(actor, matter, sentence(touched.record))
    return touched.record


def _hold(actor: Actor, matter: OwnersMatter, text: str) -> None:
    if matter.topic_id is not None:
        _move_back(actor, matter, text)
    wanted = select(Order).where(Order.matter_id == matter.id).order_by(Order.id)
    # FOR UPDATE: an order is reported on or checked before the annulment or after it, never across it.
    for order in db.session.scalars(wanted.with_for_update(of=Order)):
        if order.state == "CANCELLED":
            if _was_dropped_by_the_owners(order):
                step(actor, order, "order.revive", text)
        elif order.state in rules.STOPPED_BY_ANNULMENT:
            told = (f"督办单 {order.number} 已中止", f"《{order.title}》请停止办理。{text}")
            step(actor, order, "order.suspend", text, is_public=True, told=told)
        else:
            name = "order.note_annulment" if order.state in FINISHED else "order.hold"
            step(actor, order, name, text, is_public=order.state in FINISHED)


def _was_dropped_by_the_owners(order: Order) -> bool:
    """Whether the annulled decision cancelled it; what a person took back stays cancelled."""
    last = queries.last_step(order.id)
    if last is None:
        return False
    by_vote = last.act == "order.cancel" and last.text.startswith(rules.DROPPED_BY_OWNERS)
    return last.act == "order.drop" or by_vote


def _move_back(actor: Actor, matter: OwnersMatter, text: str) -> None:
    # FOR UPDATE, before the orders, as everywhere.
    topic = db.session.get(Topic, matter.topic_id, with_for_update=True)
    name = "topic.owners_annul" if matter.motion_id is not None else "topic.owners_annul_direct"
    if topic is not None and TOPIC_FLOW.can(topic.state, name):
        advance(actor, topic, name, text)
