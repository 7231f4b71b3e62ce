"""What supervision waits for the people at the desk to do."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import N_
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound
from deliberation.supervision import rules
from deliberation.supervision.models import Order
from deliberation.supervision.queries import CHECKED, HELD_BACK, REPORTED, Line, held_back, lines, reopening


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """What supervision waits for this actor to do: issue, sign, do again, hurry, check, close, release."""
    compound = db.session.get_one(Compound, compound_id)
    mine = actor.party_ids_in(compound_id)
    query = select(Order).where(Order.compound_id == compound_id, Order.state.not_in(rules.SETTLED))
    current = lines(db.session.scalars(query))
    own = [one for one in current if one.order.lead_party_id in mine]
    others = [one for one in current if one.order.lead_party_id not in mine]
    unit = {"unit": next(iter(mine))} if len(mine) == 1 else {}
    wanted: tuple[tuple[str, str, list[Line], dict[str, object], bool], ...] = (
        ("order.urge", N_("逾期的督办单"), _lit(current, "red"), {"light": "red"}, True),
        ("order.issue", N_("被退回的督办单"), _in(current, "REFUSED"), {"state": "REFUSED"}, True),
        ("order.issue", N_("待交办的督办单"), _free_drafts(current), {"state": "DRAFT"}, False),
        ("order.accept", N_("等本单位签收的督办单"), _in(own, "ISSUED"), {"state": "ISSUED", **unit}, True),
        ("order.report", N_("退回重办的督办单"), _in(own, "REWORK"), {"state": "REWORK", **unit}, True),
        ("order.report", N_("本单位逾期的督办单"), _lit(own, "red"), {"light": "red", **unit}, True),
        ("order.report", N_("本单位临期的督办单"), _lit(own, "yellow"), {"light": "yellow", **unit}, False),
        ("order.check", N_("待验收的督办单"), _in(others, REPORTED), {"state": REPORTED}, False),
        ("order.close", N_("待销号的督办单"), _in(others, CHECKED), {"state": CHECKED}, False),
    )
    scope = scope_in(compound, own=bool(mine))
    found_lines = [
        Waiting(label, len(found), "supervision.orders", {"compound_slug": compound.slug, **values}, urgent)
        for permission, label, found, values, urgent in wanted
        if found and allowed(actor, permission, scope)
    ]
    found_lines += _not_solved(compound) if allowed(actor, "order.reopen", scope) else []
    return found_lines + _held_back(compound) if allowed(actor, _RELEASE, scope) else found_lines


_RELEASE = rules.ORDER_FLOW.named("order.release").permission


def _not_solved(compound: Compound) -> list[Waiting]:
    """What submitters say is not mended, and nobody has answered."""
    count, values = reopening.waiting_count(compound.id), {"compound_slug": compound.slug, "state": "WAITING"}
    label, endpoint = N_("反映没有解决、等答复的事"), "supervision.not_solved_list"
    return [Waiting(label, count, endpoint, values, urgent=True)] if count else []


def _held_back(compound: Compound) -> list[Waiting]:
    """What units wrote, or photographed, and residents cannot see before somebody has looked at it."""
    count = held_back(compound.id)
    values = {"compound_slug": compound.slug, "state": HELD_BACK}
    return [Waiting(N_("待公开的进展"), count, "supervision.orders", values, unit=N_("条"))] if count else []


def _in(some: list[Line], state: str) -> list[Line]:
    return [one for one in some if one.order.state == state]


def _lit(some: list[Line], code: str) -> list[Line]:
    return [one for one in some if one.light == code and one.order.state in rules.UNDER_WAY]


def _free_drafts(some: list[Line]) -> list[Line]:
    return [one for one in some if one.order.state == "DRAFT" and not one.is_locked]
