"""A person's notices and their receipts."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from deliberation.notices import actions, queries
from deliberation.notices.views.frame import blueprint
from deliberation.rows import Page
from deliberation.web.guard import guard
from deliberation.web.links import page_of
from deliberation.web.listing import Column, Listing
from deliberation.web.session import current_actor

NOTICES = Listing(
    "我的通知",
    columns=(
        Column("时间", lambda one: one.created_at, 18),
        Column("标题", lambda one: one.subject, 40),
        Column("内容", lambda one: one.body, 80),
        Column("看过", lambda one: one.read_at, 18),
        Column("确认收到", lambda one: one.confirmed_at, 18),
    ),
    size=200,
)


@NOTICES.at(blueprint, "/notices/")
@guard("notices.read")
def mine(sheet: str = "") -> Any:
    """The visitor's notices, newest first."""
    actor = current_actor()

    def more(page: Page) -> dict[str, Any]:
        return {"unread": queries.unread_count(actor), "to_confirm": queries.to_confirm(page.items)}

    return NOTICES.answer(sheet, queries.mine(actor), "notices/mine.html", more)


@blueprint.post("/notices/<int:notice_id>/open")
@guard("notices.read")
def open_notice(notice_id: int) -> Any:
    """Note that the notice was opened and go where it leads."""
    notice = actions.mark_read(current_actor(), notice_id)
    return redirect(page_of(notice.about) or url_for("notices.mine"))


@blueprint.post("/notices/<int:notice_id>/confirm")
@guard("notice.confirm", shows="notice")
def confirm(notice_id: int) -> Any:
    """Confirm that a notice was read 回执."""
    actions.confirm(current_actor(), notice_id)
    flash(_("已确认收到。"))
    return redirect(url_for("notices.mine"))
