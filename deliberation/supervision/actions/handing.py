"""Open orders pass on with the post of who answers for them; their clocks run on."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db
from deliberation.history.acts import happened
from deliberation.kernel.actor import Actor
from deliberation.kernel.handing import Following, Leaving
from deliberation.kernel.text import say as _
from deliberation.organisation.models import Person
from deliberation.supervision import rules
from deliberation.supervision.models import Order


def hand_on(actor: Actor, post: Leaving, to: Following) -> None:
    """The successor answers for the open orders of the unit that named the leaver; dates and states stay."""
    mine = (Order.lead_party_id == post.party_id, Order.responsible_id == post.person_id)
    query = select(Order).where(Order.compound_id == post.compound_id, Order.state.not_in(rules.SETTLED), *mine)
    new = db.session.get_one(Person, to.person_id)
    # FOR UPDATE: a report that is sent at this moment comes before or after.
    for order in db.session.scalars(query.order_by(Order.id).with_for_update(of=Order)):
        order.responsible_id, order.responsible = new.id, new
        text = _("责任人由接任的%(name)s担任，时限不变。", name=new.name)
        happened(actor, "order.hand_on", order, text=text, party_id=order.lead_party_id, moves=False)
