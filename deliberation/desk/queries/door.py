"""What stands beside each compound where somebody chooses whose desk to enter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import allowed
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound
from deliberation.supervision import rules
from deliberation.supervision.models import Order
from deliberation.supervision.queries import lines


@dataclass(slots=True)
class OrdersHere:
    """How many orders of a compound are being carried out, and how many of them are overdue."""

    going: int = 0
    overdue: int = 0


def orders_at_door(actor: Actor, compounds: Iterable[Compound]) -> dict[int, OrdersHere]:
    """The orders of each compound whose ledger the actor may read, by compound. Two statements for all."""
    found = {one.id: OrdersHere() for one in compounds if allowed(actor, "order.read", scope_in(one))}
    if not found:
        return {}
    query = select(Order).where(Order.compound_id.in_(found), Order.state.not_in(rules.SETTLED | rules.UNISSUED))
    for line in lines(db.session.scalars(query)):
        here = found[line.order.compound_id]
        here.going += 1
        here.overdue += line.light == "red"
    return found
