"""更正由谁决定: a decided motion that was classed wrongly, corrected at the desk by the chair or the branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.agenda.rules import AUTHORITIES
from deliberation.convening.access import meeting_for
from deliberation.kernel import seen
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.actions.correcting import CORRECT
from deliberation.room.queries import Decision, decisions, motions_of
from deliberation.room.rules.correcting import CORRECTABLE
from deliberation.supervision.actions.correcting import correct_decision
from deliberation.supervision.forms import CorrectForm
from deliberation.supervision.views.frame import blueprint
from deliberation.web.acting import told
from deliberation.web.guard import guard
from deliberation.web.session import current_actor, here

if TYPE_CHECKING:
    from deliberation.convening.models import Meeting


@blueprint.route(
    "/desk/<compound_slug>/meetings/<int:meeting_id>/motions/<int:motion_id>/correct", methods=["GET", "POST"]
)
@guard(CORRECT, shows="motion")
def correct(meeting_id: int, motion_id: int) -> Any:
    """更正 one decided motion of a meeting."""
    meeting = here(meeting_for(current_actor(), CORRECT, meeting_id))
    decision, form, problem = _decided(meeting.id, motion_id), CorrectForm(), ""
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            correct_decision(current_actor(), motion_id, form.said(), form.reason.data or "")
        except Refused as refused:
            problem, status = told(refused)
        else:
            flash(_("已更正。会上的结果改为协商意见，依据它的督办单已经停下。请出更正版决议，并提请业主表决。"))
            return redirect(url_for("room.minutes", meeting_id=meeting_id))
    return _page(meeting, decision, form, problem), status


def _decided(meeting_id: int, motion_id: int) -> Decision:
    for decision in decisions(meeting_id):
        if decision.motion_id == motion_id and decision.outcome in CORRECTABLE:
            return decision
    raise Refused(Reason.NOT_FOUND)


def _page(meeting: Meeting, decision: Decision, form: CorrectForm, problem: str) -> str:
    label = AUTHORITIES[decision.binds].label if decision.binds else ""
    (motion,) = (one for one in motions_of(decision.item_id) if one.id == decision.motion_id)
    return render_template(
        "supervision/correct.html",
        meeting=meeting,
        decision=decision,
        form=form,
        problem=problem,
        label=label,
        seen=seen.value("motion", motion),
    )
