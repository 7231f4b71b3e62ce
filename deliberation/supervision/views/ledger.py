"""The ledger 督办台账 and its sheets."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from deliberation.owners.rules import OWNERS_MATTER_STATES
from deliberation.sheets.writing import PROVISIONAL
from deliberation.supervision import access, queries, rules
from deliberation.supervision.views.frame import blueprint
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing, Pick, Words
from deliberation.web.session import compound, current_actor


def _states() -> list[tuple[str, str]]:
    found = [*rules.ORDER_FLOW.states.items()]
    if access.releases(current_actor(), compound().id):
        found.append((queries.HELD_BACK, _("有待公开的进展")))
    return found


def _lights() -> list[tuple[str, str]]:
    return [(code, f"{sign} {_(word)}") for code, (sign, word) in rules.LIGHTS.items()]


def _units() -> list[tuple[int, str]]:
    return [(unit.party_id, unit.name) for unit in queries.units(compound().id)]


ORDERS = Listing(
    "督办台账",
    columns=(
        Column("编号", lambda one: one.order.number, 12),
        Column("事项", lambda one: one.order.title, 40),
        Column("承办单位", lambda one: one.order.lead_party.name, 20),
        Column("责任人", lambda one: one.order.responsible and one.order.responsible.name, 10),
        Column("协办单位", lambda one: one.order.assisting, 20),
        Column("办理时限", lambda one: one.order.due_on, 12),
        Column("时限说明", lambda one: PROVISIONAL if one.order.end_is_provisional else "", 20),
        Column("状态", lambda one: rules.ORDER_FLOW.label(one.order.state), 12),
        Column("进度%", lambda one: one.order.progress, 8),
        Column("亮灯", lambda one: one.word, 12),
        Column("具体要求", lambda one: one.order.requirement, 60),
    ),
    filters=(
        Words("q", "搜索", "编号、事项、要求"),
        Pick("state", "状态", _states),
        Pick("light", "亮灯", _lights),
        Pick("unit", "承办单位", _units, is_number=True),
    ),
)


@ORDERS.at(blueprint, "/desk/<compound_slug>/orders/")
@guard("order.read")
def orders(sheet: str = "") -> Any:
    """督办台账: number, title, unit, date, light, progress."""
    seen = access.parties_seen(current_actor(), compound().id)
    rows = queries.orders(compound().id, queries.Filter(seen=seen, **ORDERS.chosen()))
    template = "supervision/orders.html"
    return ORDERS.answer(sheet, rows, template, flow=rules.ORDER_FLOW, owners_states=OWNERS_MATTER_STATES)
