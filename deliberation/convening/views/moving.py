"""改期: moving a meeting whose notice has gone out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask_babel import gettext as _

from deliberation.convening import actions, queries
from deliberation.convening.forms import MoveForm
from deliberation.convening.rules import MEETING_FLOW
from deliberation.convening.views.frame import blueprint, go_to, here
from deliberation.kernel import clock
from deliberation.organisation import queries as organisation
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.convening.models import Meeting


@blueprint.route("/desk/<compound_slug>/meetings/<int:meeting_id>/move", methods=["GET", "POST"])
@guard("meeting.move", shows="meeting")
def move_meeting(meeting_id: int) -> Any:
    """Another date, hour, place or title; everybody who was invited is told."""
    meeting = here("meeting.move", meeting_id)
    MEETING_FLOW.after(meeting.state, "meeting.move")
    form = _form(MoveForm(data=_as_called(meeting)), meeting)
    if not form.validate_on_submit():
        return _page(form, meeting), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.move_meeting(current_actor(), meeting.id, form.draft()),
        lambda _said: _page(form, here("meeting.move", meeting_id)),
        lambda _made: go_to(meeting_id),
        _("已改期，参会人都会收到改期通知，日历里的时间跟着改。"),
        form=form,
        tone="message",
    )


def _form(form: MoveForm, meeting: Meeting) -> MoveForm:
    form.venue_id.choices = [(v.id, v.name) for v in organisation.venues(meeting.compound_id)]
    return form


def _as_called(meeting: Meeting) -> dict[str, Any]:
    local = meeting.starts_at.astimezone(clock.BEIJING)
    return {"title": meeting.title, "day": local.date(), "time": local.time(), "venue_id": meeting.venue_id}


def _page(form: MoveForm, meeting: Meeting) -> str:
    required = queries.profile_of(meeting).notice_days
    return render_template("convening/move.html", form=form, meeting=meeting, required=required, action=request.path)
