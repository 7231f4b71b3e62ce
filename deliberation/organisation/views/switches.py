"""管理: the permissions that a 小区 has switched away from their default."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.audit.names import act_name
from deliberation.history.queries import history_of
from deliberation.organisation.access import to_show
from deliberation.organisation.actions import switches as acts
from deliberation.organisation.rules import switches as rules
from deliberation.organisation.views.frame import blueprint
from deliberation.web import filters
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

SWITCH = "compound.switch"


@blueprint.get("/office/compounds/<int:compound_id>/switches")
@guard("organisation.manage")
def switches(compound_id: int) -> Any:
    """What is so in this compound, what would be so after a switch, and who switched what when."""
    return _page(compound_id)


def _page(compound_id: int, problem: str = "") -> str:
    found = to_show(current_actor(), "compound", compound_id)
    history = [
        {"at_text": filters.moment(one.at), "title": _(act_name(one.act)), "who": one.by, "text": one.text}
        for one in reversed(history_of("compound", found.id))
        if one.act == SWITCH
    ]
    return render_template(
        "organisation/switches.html",
        one=found,
        switches=rules.switches(frozenset(found.options)),
        history=history,
        problem=problem,
    )


@blueprint.post("/office/compounds/<int:compound_id>/switches")
@guard("organisation.manage", shows="compound")
def switch(compound_id: int) -> Any:
    """Switch one permission."""
    to_show(current_actor(), "compound", compound_id)
    permission = request.form.get("permission", "")
    return attempt(
        lambda: acts.switch(current_actor(), compound_id, permission),
        lambda problem: _page(compound_id, problem),
        lambda made: redirect(url_for(".switches", compound_id=made.id)),
        _("已改。"),
    )
