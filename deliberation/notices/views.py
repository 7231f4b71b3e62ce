"""A person's notices and their receipts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.notices import actions, queries
from deliberation.web.guard import guard
from deliberation.web.links import page_of
from deliberation.web.session import current_actor

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices/")
@guard("notices.read")
def mine() -> Any:
    """The visitor's notices, newest first."""
    found = queries.mine(current_actor())
    return render_template(
        "notices/mine.html",
        notices=found,
        unread=queries.unread_count(current_actor()),
        to_confirm=queries.to_confirm(found),
    )


@blueprint.post("/notices/<int:notice_id>/open")
@guard("notices.read")
def open_notice(notice_id: int) -> Any:
    """Note that the notice was opened and go where it leads."""
    notice = actions.mark_read(current_actor(), notice_id)
    return redirect(page_of(notice.about) or url_for("notices.mine"))


@blueprint.post("/notices/<int:notice_id>/confirm")
@guard("notice.confirm", shows="notice")
def confirm(notice_id: int) -> Any:
    """回执."""
    actions.confirm(current_actor(), notice_id)
    flash(_("已确认收到。"))
    return redirect(url_for("notices.mine"))
