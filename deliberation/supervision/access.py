"""Loading orders with the check that belongs to them, and what somebody may do with one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from deliberation.collection.models import Topic
from deliberation.db import db, values_of
from deliberation.files.models import File
from deliberation.history.models import Event
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import allowed, may
from deliberation.organisation.access import Loader, scope_in
from deliberation.organisation.models import Compound
from deliberation.supervision import rules
from deliberation.supervision.models import Order, ReopenRequest


def is_own(actor: Actor, order: Order) -> bool:
    """Whether the order lies on a party for which the actor speaks."""
    return order.lead_party_id in actor.party_ids_in(order.compound_id)


order_for = Loader(Order, scope=lambda actor, order: {"own": is_own(actor, order)})
"""An order; own is what lies on the actor's party. Locked, two acts on one order follow each other."""


def order_at(order_id: int) -> Order:
    """The order of an address, unchecked: for a page whose action checks it. Raises `NOT_FOUND`."""
    found = db.session.get(Order, order_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def order_to_change(actor: Actor, act: str, order_id: int) -> Order:
    """The order locked for an act of `rules.ORDER_FLOW`, and before it its topic, as everywhere.

    Who may not do it is told before anything is locked, and keeps nobody waiting. Raises `NOT_OWN_UNIT` where the act
    may not be done to an order of one's own party.
    """
    topic_id = _permitted(actor, act, order_id).topic_id
    if topic_id is not None:
        # FOR UPDATE: whoever closes the last order of a topic must see the other one closed.
        db.session.get(Topic, topic_id, with_for_update=True)
    order = _permitted(actor, act, order_id, lock=True)
    seen.check("order", order)
    return order


def _permitted(actor: Actor, act: str, order_id: int, *, lock: bool = False) -> Order:
    order = order_for(actor, rules.ORDER_FLOW.named(act).permission, order_id, lock=lock)
    if act in rules.NEVER_OWN and is_own(actor, order):
        raise Refused(Reason.NOT_OWN_UNIT)
    return order


def _sight(order: Order) -> list[Any]:
    """An order and every line of its history, whether residents read it or not."""
    lines = select(Event.id, Event.act, Event.text).where(Event.kind == "order", Event.subject_id == order.id)
    return [values_of(order), *([*line] for line in db.session.execute(lines.order_by(Event.id)))]


seen.describe("order", _sight)


def event_to_change(actor: Actor, event_id: int) -> tuple[Order, Event]:
    """A line of an order's history and its order, both locked, the order first."""
    event = db.session.get(Event, event_id)
    if event is None or event.kind != "order":
        raise Refused(Reason.NOT_FOUND)
    order = order_to_change(actor, "order.release", event.subject_id)
    # FOR UPDATE: showing and hiding one line follow each other.
    db.session.refresh(event, with_for_update=True)
    return order, event


def acts(actor: Actor, order: Order) -> frozenset[str]:
    """What the actor may do with the order as it stands now (for the page's buttons)."""
    scope = scope_in(db.session.get_one(Compound, order.compound_id), own=is_own(actor, order))
    return frozenset(
        move.name
        for move in rules.ORDER_FLOW.all
        if rules.is_pressed(move)
        and allowed(actor, move.permission, scope)
        and rules.ORDER_FLOW.can(order.state, move.name)
        and not (move.name in rules.NEVER_OWN and is_own(actor, order))
    )


def reopen_request_for(actor: Actor, request_id: int, *, lock: bool = False) -> ReopenRequest:
    """A submitter's word that a closed matter is not mended, for who may reopen or answer there.

    Locked after its topic, as everywhere.
    """
    request = db.session.get(ReopenRequest, request_id)
    if request is None:
        raise Refused(Reason.NOT_FOUND)
    may(actor, "order.reopen", scope_in(db.session.get_one(Compound, request.compound_id)))
    if lock:
        # FOR UPDATE: an answer and a reopening of the same word follow each other.
        db.session.get(Topic, request.topic_id, with_for_update=True)
        db.session.refresh(request, with_for_update=True)
        seen.check("reopening", request)
    return request


seen.describe("reopening", lambda request: [values_of(request)])


def parties_seen(actor: Actor, compound_id: int) -> frozenset[int] | None:
    """Whose orders the actor may read in a compound: `None` for everybody's, else those of the actor's parties."""
    scope = scope_in(db.session.get_one(Compound, compound_id))
    return None if allowed(actor, "order.read", scope) else actor.party_ids_in(compound_id)


def releases(actor: Actor, compound_id: int) -> bool:
    """Whether the actor may release lines of the orders of a compound to its residents."""
    return allowed(
        actor, rules.ORDER_FLOW.named("order.release").permission, scope_in(db.session.get_one(Compound, compound_id))
    )


def reads_photo(actor: Actor, photo: File) -> bool:
    """Whether the actor reads the order in whose history the photo stands: a unit reads its own orders only."""
    event = db.session.get(Event, photo.subject_id)
    try:
        return event is not None and event.kind == "order" and bool(order_for(actor, "order.read", event.subject_id))
    except Refused:
        return False


def reads_asking_photo(actor: Actor, photo: File) -> bool:
    """Whether the actor reads the word with which the photo came."""
    return allowed(actor, "order.reopen", scope_in(db.session.get_one(Compound, photo.compound_id)))
