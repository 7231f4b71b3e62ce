"""The ledger 督办台账 and its sheet."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from deliberation.owners.rules import OWNERS_MATTER_STATES
from deliberation.sheets.answers import sheet_answer
from deliberation.supervision import access, papers, queries, rules
from deliberation.supervision.views.frame import blueprint, words
from deliberation.web import asking
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor

LARGEST_EXPORT = 5000


def _chosen() -> queries.Filter:
    seen = access.parties_seen(current_actor(), compound().id)
    unit = asking.number("unit", 0)
    return queries.Filter(words("state"), words("light"), unit, words("q"), seen)


@blueprint.get("/desk/<compound_slug>/orders/")
@guard("order.read")
def orders() -> Any:
    """督办台账: number, title, unit, date, light, progress."""
    chosen = _chosen()
    found = queries.orders(compound().id, chosen, asking.page_number())
    everything = ("", _("全部"))
    return render_template(
        "supervision/orders.html",
        page=found,
        chosen=chosen,
        flow=rules.ORDER_FLOW,
        owners_states=OWNERS_MATTER_STATES,
        states=[everything, *_states()],
        lights=[everything, *((code, f"{sign} {_(word)}") for code, (sign, word) in rules.LIGHTS.items())],
        units=[everything, *((u.party_id, u.name) for u in queries.units(compound().id))],
    )


def _states() -> list[tuple[str, str]]:
    found = [(code, _(label)) for code, label in rules.ORDER_FLOW.states.items()]
    if access.releases(current_actor(), compound().id):
        found.append((queries.HELD_BACK, _("有待公开的进展")))
    return found


@blueprint.get("/desk/<compound_slug>/orders/export")
@guard("order.read")
def export() -> Any:
    """The ledger as filtered, as a sheet."""
    found = queries.orders(compound().id, _chosen(), 1, LARGEST_EXPORT)
    return sheet_answer(_("督办台账"), papers.ledger_csv(found.items))
