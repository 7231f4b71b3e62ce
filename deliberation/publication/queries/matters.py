"""Everything that residents can already read about what is being dealt with: agendas, resolutions, orders."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.collection.queries.alike import PublicMatter
from deliberation.db import db
from deliberation.kernel.publicity import masked
from deliberation.kernel.text import N_
from deliberation.publication import rules
from deliberation.publication.models import Resolution
from deliberation.publication.queries.entrance import coming_meetings, past_meetings
from deliberation.supervision import rules as orders
from deliberation.supervision.models import Order

NEWEST = 100


def public_matters(compound_id: int) -> list[PublicMatter]:
    """The newest public matters of a compound, those that have got furthest first; nothing that is not public."""
    return [*_orders(compound_id), *_resolutions(compound_id), *_agendas(compound_id)]


def _orders(compound_id: int) -> list[PublicMatter]:
    query = select(Order.number, Order.title).where(
        Order.compound_id == compound_id, Order.state.in_(orders.PUBLIC_STATES)
    )
    found = db.session.execute(query.order_by(Order.id.desc()).limit(NEWEST))
    return [PublicMatter(masked(title), N_("已交办"), "publication.orders", {"q": number}) for number, title in found]


def _resolutions(compound_id: int) -> list[PublicMatter]:
    query = select(Resolution.public_id, Resolution.frozen).where(
        Resolution.compound_id == compound_id, Resolution.state.in_(rules.CURRENT_STATES)
    )
    found: list[PublicMatter] = []
    for public_id, frozen in db.session.execute(query.order_by(Resolution.id.desc()).limit(NEWEST)):
        titles = dict.fromkeys(str(decision["item"]) for decision in (frozen or {}).get("decisions", ()))
        found += [
            PublicMatter(title, N_("会议已有结果"), "publication.resolution", {"public_id": public_id})
            for title in titles
        ]
    return found


def _agendas(compound_id: int) -> list[PublicMatter]:
    meetings = [*coming_meetings(compound_id), *past_meetings(compound_id).items]
    return [
        PublicMatter(title, N_("列入过会议议程"), "publication.meetings", {}) for m in meetings for title in m.agenda
    ]
