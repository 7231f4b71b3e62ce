"""Who got what of a meeting's notice."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Reason, Refused
from deliberation.notices.access import sending_for
from deliberation.notices.actions import steering
from deliberation.notices.queries import reached as reading
from deliberation.notices.views.frame import blueprint
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import compound, current_actor, here

REACHED = Listing(
    "谁收到了什么",
    columns=(
        Column("姓名", lambda one: one.name, 12),
        Column("写好", lambda one: one.notice.created_at, 18),
        Column("送出", lambda one: one.handed_at, 18),
        Column("送达", lambda one: one.delivered_at, 18),
        Column("看过", lambda one: one.notice.read_at, 18),
        Column("确认收到", lambda one: one.notice.confirmed_at, 18),
        Column("怎样确认", lambda one: _(reading.CONFIRMED_BY.get(one.notice.confirmed_by, "")), 14),
        Column("各渠道", lambda one: one.told, 60),
        Column("送了几次", lambda one: one.attempts, 10),
        Column("失败几次", lambda one: one.failed, 10),
    ),
    size=100,
)


@REACHED.at(blueprint, "/desk/<compound_slug>/meetings/<int:meeting_id>/reached/")
@guard("notice.follow")
def reached(meeting_id: int, sheet: str = "") -> Any:
    """Everybody to whom the notice of a meeting went, each with the chain."""
    return _page(meeting_id, sheet)


def _page(meeting_id: int, sheet: str = "", problem: str = "") -> Any:
    meeting = reading.meeting_of(meeting_id, compound().id)
    if meeting is None:
        raise Refused(Reason.NOT_FOUND)
    rows, figures = reading.reached(meeting_id), reading.figures(meeting_id)
    given: dict[str, Any] = {"meeting": meeting, "meeting_id": meeting_id, "figures": figures, "problem": problem}
    return REACHED.answer(sheet, rows, "notices/reached.html", **given, failed=steering.FAILED)


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/reached/<int:sending_id>/again")
@guard("notice.follow")
def send_again(meeting_id: int, sending_id: int) -> Any:
    """Send a message that did not arrive once more."""
    if here(sending_for(current_actor(), "notice.follow", sending_id).notice).meeting_id != meeting_id:
        raise Refused(Reason.NOT_FOUND)
    done = lambda _made: redirect(url_for("notices.reached", meeting_id=meeting_id))  # noqa: E731 - told to `attempt`
    return attempt(
        lambda: steering.send_again(current_actor(), sending_id),
        lambda problem: _page(meeting_id, problem=problem),
        done,
        _("马上再送一次。"),
    )
