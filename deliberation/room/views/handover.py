"""Handing the chair over, at the desk: by the chair, or in the chair's absence by another of the branch."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.convening.access import chairs, meeting_for
from deliberation.convening.queries import may_hand_over, successors
from deliberation.kernel.errors import Refused
from deliberation.room.actions import chairing
from deliberation.room.forms import HandOverForm
from deliberation.room.views.base import blueprint
from deliberation.web.acting import told
from deliberation.web.guard import guard
from deliberation.web.session import current_actor, here


@blueprint.route("/desk/<compound_slug>/meetings/<int:meeting_id>/chair", methods=["GET", "POST"])
@guard("chair.hand_over")
def hand_over(meeting_id: int) -> Any:
    """Who takes the chair, and why."""
    meeting = here(meeting_for(current_actor(), "chair.hand_over", meeting_id))
    form = HandOverForm()
    offered = [(a.person_id, a.person.name, f"{a.person.name} {a.post}".strip()) for a in successors(meeting)]
    form.person_id.choices = [(person_id, label) for person_id, _name, label in offered]
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            chairing.hand_over(current_actor(), meeting_id, form.person_id.data, form.reason.data)
        except Refused as refused:
            said, status = told(refused)
            form.form_errors.append(said)
        else:
            flash(_("主持已移交。"))
            return redirect(url_for("convening.meeting", meeting_id=meeting_id))
    actor = current_actor()
    page = render_template(
        "room/hand_over.html",
        meeting=meeting,
        form=form,
        successors=offered,
        is_chair=chairs(actor, meeting),
        may_change=form.is_submitted() or may_hand_over(actor, meeting),
    )
    return page, status
