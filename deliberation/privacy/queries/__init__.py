"""Reading requests of persons: the register, what is due, what is to be forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import N_
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound
from deliberation.privacy import rules
from deliberation.privacy.models import PersonRequest
from deliberation.rows import Rows
from deliberation.search import matches

OVERDUE = "OVERDUE"
"""In place of a state in the register: those whose answer is late."""


def requests(compound_id: int, state: str = "", kind: str = "", q: str = "") -> Rows:
    """The register of a compound: what waits first, by its last day, then the newest."""
    query = select(PersonRequest).where(PersonRequest.compound_id == compound_id)
    if state:
        query = query.where(_is_late() if state == OVERDUE else PersonRequest.state == state)
    if kind:
        query = query.where(PersonRequest.kind == kind)
    if q:
        query = query.where(matches(q, PersonRequest.search))
    waits = PersonRequest.state != rules.REQUEST_FLOW.initial
    return Rows(query.order_by(waits, PersonRequest.received_on.desc(), PersonRequest.id.desc()))


def _is_late() -> Any:
    return and_(PersonRequest.state == rules.REQUEST_FLOW.initial, PersonRequest.due_on < clock.today())


def by_key(key: str) -> PersonRequest | None:
    """The request that a form with this key has already made."""
    return db.session.scalar(select(PersonRequest).where(PersonRequest.request_key == key))


def provisional() -> list[int]:
    """Requests that wait, and whose last day may become later; their ids, oldest first."""
    waits = (PersonRequest.state == rules.REQUEST_FLOW.initial, PersonRequest.end_is_provisional)
    return list(db.session.scalars(select(PersonRequest.id).where(*waits).order_by(PersonRequest.id)))


def to_forget(day: date) -> list[int]:
    """Requests answered on that day or before that still hold name and wish; their ids, oldest first."""
    old = (PersonRequest.answered_on <= day, PersonRequest.erased_on.is_(None))
    return list(db.session.scalars(select(PersonRequest.id).where(*old).order_by(PersonRequest.id)))


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """Which requests wait for this actor's answer."""
    compound = db.session.get_one(Compound, compound_id)
    if not allowed(actor, "person_request.answer", scope_in(compound)):
        return []
    here = PersonRequest.compound_id == compound_id
    late = db.session.scalar(select(func.count(PersonRequest.id)).where(here, _is_late())) or 0
    asked = PersonRequest.state == rules.REQUEST_FLOW.initial
    every = db.session.scalar(select(func.count(PersonRequest.id)).where(here, asked)) or 0
    page, slug = "privacy.requests", compound.slug
    found = [
        Waiting(N_("个人请求过了答复期限"), late, page, {"compound_slug": slug, "state": OVERDUE}, urgent=True),
        Waiting(N_("待答复的个人请求"), every - late, page, {"compound_slug": slug, "state": "ASKED"}),
    ]
    return [one for one in found if one.count]
