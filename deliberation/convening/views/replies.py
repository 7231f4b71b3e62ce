"""The page behind the link in a message: who is asked, to which meeting, three answers. Opening it does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.agenda.queries import items_of
from deliberation.convening import actions, queries
from deliberation.convening.queries.substitutes import sendings
from deliberation.convening.views.frame import blueprint, said
from deliberation.web import asking
from deliberation.web.acting import attempt
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard

if TYPE_CHECKING:
    from deliberation.convening.models import Seat

LIMIT = "240 per hour"


@blueprint.get("/reply/<code>")
@guard("public.read")
@limiter.limit(LIMIT)
def reply(code: str) -> Any:
    """Who is asked, to what, when and where; forms to confirm, to ask leave, to name who comes instead."""
    return _page(code)


@blueprint.post("/reply/<code>/confirm")
@guard("public.read", shows="invitation")
@limiter.limit(LIMIT)
def confirm_reply(code: str) -> Any:
    """确认收到."""
    return attempt(
        lambda: actions.confirm_by_link(code),
        lambda problem: _page(code, problem),
        lambda _made: redirect(url_for("convening.reply", code=code)),
        _("已确认收到通知。"),
    )


@blueprint.post("/reply/<code>/leave")
@guard("public.read")
@limiter.limit(LIMIT)
def leave_reply(code: str) -> Any:
    """请假, or who comes instead; afterwards the link opens nothing more."""
    instead = asking.pressed_number("appointment_id") if request.form.get("appointment_id") else None
    return attempt(
        lambda: actions.leave_by_link(code, said("reason", 200), instead),
        lambda problem: _page(code, problem),
        _answered,
    )


def _answered(seat: Seat) -> str:
    return render_template("convening/replied.html", seat=seat)


def _page(code: str, problem: str = "") -> Response:
    found = actions.opened_reply(code)
    its_seats = queries.seats(found.meeting.id)
    answer = make_response(
        render_template(
            "convening/reply.html",
            code=code,
            reply=found,
            meeting=found.meeting,
            seat=found.seat,
            items=items_of(found.meeting.id),
            sending=sendings(found.meeting, its_seats, [found.seat]).get(found.seat.id),
            problem=problem,
            typed=request.form,
        )
    )
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
