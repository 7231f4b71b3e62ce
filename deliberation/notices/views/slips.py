"""Printed notices that are carried to the door: to print, and what came back."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.notices.access import slip_for
from deliberation.notices.actions import steering
from deliberation.notices.queries import reached as reading
from deliberation.notices.views.frame import blueprint
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import compound, current_actor, here

SLIPS = Listing(
    "会议通知送达单",
    columns=(
        Column("姓名", lambda one: one.name, 12),
        Column("通知", lambda one: one.slip.notice.subject, 40),
        Column("开出", lambda one: one.slip.created_at, 18),
        Column("结果", lambda one: _(reading.RESULTS[one.slip.result]), 12),
        Column("登记", lambda one: one.slip.came_back_at, 18),
    ),
)
PRINTED_AT_ONCE = 200


@SLIPS.at(blueprint, "/desk/<compound_slug>/slips/")
@guard("notice.slip")
def slips(sheet: str = "") -> Any:
    """The printed notices of the compound, the newest first."""
    return _page(sheet)


def _page(sheet: str = "", problem: str = "") -> Any:
    return SLIPS.answer(sheet, reading.slips(compound().id), "notices/slips.html", problem=problem)


@blueprint.get("/desk/<compound_slug>/slips/print")
@guard("notice.slip")
def print_slips() -> Any:
    """The slips that have not come back signed, each with a line to sign."""
    rows = reading.slips(compound().id, waiting=True).page(1, PRINTED_AT_ONCE)
    return render_template("notices/print_slips.html", slips=rows.items)


@blueprint.post("/desk/<compound_slug>/slips/<int:slip_id>/back")
@guard("notice.slip")
def slip_back(slip_id: int) -> Any:
    """Note what came of a slip: signed, or nobody at home."""
    here(slip_for(current_actor(), "notice.slip", slip_id))
    return attempt(
        lambda: steering.note_slip(current_actor(), slip_id, request.form.get("result", "")),
        lambda problem: _page(problem=problem),
        lambda _made: redirect(url_for("notices.slips")),
        _("已登记。"),
    )
