"""What stands under the standing items of an agenda: orders that are being carried out, and promises among them."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.days import day_text
from deliberation.kernel.text import say as _
from deliberation.room.models import MinutesLine
from deliberation.supervision import rules
from deliberation.supervision.models import Order
from deliberation.supervision.queries import lines

MOST_TOLD = 20


def standing_lines(compound_id: int) -> dict[str, list[str]]:
    """`progress`: the orders that are being carried out, the latest first; `pledges`: those written from a promise."""
    wanted = select(Order, MinutesLine.kind).outerjoin(MinutesLine, MinutesLine.id == Order.line_id)
    going = wanted.where(Order.compound_id == compound_id, Order.state.not_in(rules.SETTLED | rules.UNISSUED)).order_by(
        Order.id.desc()
    )
    found = db.session.execute(going.limit(MOST_TOLD)).all()
    promised = {row[0].id for row in found if row[1] == "promise"}
    told = {one.order.id: _told(one.order, one.word) for one in lines(row[0] for row in found)}
    return {"progress": list(told.values()), "pledges": [text for id_, text in told.items() if id_ in promised]}


def _told(order: Order, word: str) -> str:
    """D-001《夜间值守》物业企业，3月25日前完成，按期."""
    return _(
        "%(number)s《%(title)s》%(unit)s，%(due)s前办完%(word)s",
        number=order.number,
        title=order.title,
        unit=order.lead_party.name,
        due=day_text(order.due_on),
        word=f"，{word}" if word else "",
    )
