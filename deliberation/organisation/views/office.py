"""管理: what the office has set up, and what is still missing; the way to every page that keeps it."""

from __future__ import annotations

from typing import Any

from flask import render_template

from deliberation.kernel.stage import house
from deliberation.organisation.views.frame import blueprint
from deliberation.web.guard import guard


@blueprint.get("/office/")
@guard("organisation.manage")
def office() -> Any:
    """Everything that is set up before the first meeting, in the order in which it is done."""
    lines = [line for stage in house().stages for ask in stage.set_up for line in ask()]
    return render_template("organisation/office.html", lines=sorted(lines, key=lambda line: line.position))
