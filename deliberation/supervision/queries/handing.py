"""The orders that wait for whoever checks or closes them, or has to carry them out."""

from __future__ import annotations

from sqlalchemy import or_, select

from deliberation.db import db
from deliberation.kernel.days import day_text
from deliberation.kernel.handing import Leaving, OpenThing
from deliberation.kernel.permissions import holds
from deliberation.kernel.stage import Ref
from deliberation.kernel.text import say as _
from deliberation.supervision import rules
from deliberation.supervision.models import Order

BY_STATE = {
    "DRAFT": "order.issue",
    "REFUSED": "order.issue",
    "SUSPENDED": "order.issue",
    "COMPLETION_REPORTED": "order.check",
    "ACCEPTED_RESULT": "order.close",
}
"""In which state an order waits for whom."""


def open_for(post: Leaving) -> list[OpenThing]:
    """Open orders for which the person answers, and those of other units that wait for what this post may do."""
    states = [state for state, permission in BY_STATE.items() if holds(post.role, permission)]
    theirs = (Order.lead_party_id == post.party_id) & answered_for(post)
    query = select(Order).where(
        Order.compound_id == post.compound_id,
        Order.state.not_in(rules.SETTLED),
        or_(theirs, Order.state.in_(states) & (Order.lead_party_id != post.party_id)),
    )
    return [
        OpenThing(
            Ref("order", one.id),
            f"{one.number}《{one.title}》",
            str(_("%(state)s，时限%(day)s", state=_(rules.ORDER_FLOW.label(one.state)), day=day_text(one.due_on))),
        )
        for one in db.session.scalars(query.order_by(Order.id))
    ]


def answered_for(post: Leaving) -> object:
    """The condition that an order names the person, or nobody, of the unit under order."""
    return or_(Order.responsible_id == post.person_id, Order.responsible_id.is_(None))
