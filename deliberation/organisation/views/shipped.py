"""The rules that come with the platform: what is new or mended is shown first and entered when it is confirmed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.access import may_write_rules
from deliberation.organisation.actions.profiles import take_over_shipped
from deliberation.organisation.papers import changes
from deliberation.organisation.queries import shipped
from deliberation.organisation.rules import parse_any
from deliberation.organisation.rules.places import place_label
from deliberation.organisation.views.frame import blueprint
from deliberation.web.guard import guard
from deliberation.web.session import current_actor


@blueprint.get("/rules/shipped")
@guard("rules.manage")
def shipped_rules() -> Any:
    """What of the platform's rules is new here, what was mended and how, and what the office made of its own."""
    if not may_write_rules(current_actor()):
        raise Refused(Reason.FORBIDDEN, who="系统管理员")
    found = shipped.offers()
    return render_template(
        "organisation/rules_shipped.html",
        offers=found,
        place_label=place_label,
        new=[parse_any(one.data) for one in found.missing],
        newer=[_beside(one) for one in found.newer],
        own=[_beside(one) for one in found.own],
    )


def _beside(offer: shipped.Offer) -> tuple[Any, Any, Any]:
    """The version here, the platform's rules, and what differs between them."""
    theirs = parse_any(offer.data)
    return offer.row, theirs, changes(parse_any(offer.row.data), theirs) if offer.row else []


@blueprint.post("/rules/shipped")
@guard("rules.manage")
def take_over_rules() -> Any:
    """Enter what is new and what was mended."""
    number = take_over_shipped(current_actor(), request.form.get("shown", ""))
    said = _("已登记 %(n)s 套平台自带的规则。以前的会议和表决仍按原来的版本。", n=number)
    flash(said if number else _("平台自带的规则都已登记，没有改动。"))
    return redirect(url_for("organisation.rules_list"))
