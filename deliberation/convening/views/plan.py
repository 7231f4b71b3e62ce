"""Planning a meeting and changing the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask_babel import gettext as _

from deliberation.convening import actions
from deliberation.convening.access import may_convene
from deliberation.convening.actions.planning import SECRETARY_ROLES
from deliberation.convening.forms import PlanForm
from deliberation.convening.queries import series as recurring
from deliberation.convening.rules.chairing import may_chair
from deliberation.convening.views.frame import blueprint, go_to, here
from deliberation.kernel import clock
from deliberation.organisation import queries as organisation
from deliberation.organisation.access import compound_for
from deliberation.web import asking
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.convening.models import Meeting, MeetingSeries
    from deliberation.organisation.models import Appointment


@blueprint.route("/desk/<compound_slug>/meetings/new", methods=["GET", "POST"])
@guard("meeting.plan")
def new_meeting() -> Any:
    """Plan a meeting; the next deliberation day is proposed."""
    _demand_some_kind()
    form = _plan_form(PlanForm())
    series = recurring.series_of(compound().id, _chosen_type(form))
    if request.method == "GET" and form.meeting_type_id.choices:
        _propose(form, series)
    if not form.validate_on_submit():
        return _plan_page(form, None), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.plan_meeting(current_actor(), compound().id, _draft(form, series)),
        lambda _said: _plan_page(form, None),
        lambda meeting: go_to(meeting.id),
        _("会议已建立，席位已按各方现任人员排好，请核对。"),
        form=form,
        tone="message",
    )


def _draft(form: PlanForm, series: MeetingSeries | None) -> actions.PlanDraft:
    """The plan; one for the day that the series comes to next stands for that day, whichever day was chosen."""
    plain = form.draft()
    coming = recurring.next_open(series) if series is not None else None
    if series is None or coming is None or coming.held_on != form.day.data:
        return plain
    return replace(plain, series_id=series.id, series_day=coming.day)


def _demand_some_kind() -> None:
    """Turn away whoever may plan no kind of meeting here."""
    if not _kinds():
        compound_for(current_actor(), "meeting.plan", compound().id)


def _kinds() -> list[Any]:
    """The kinds of meetings that the visitor may plan here."""
    here = compound()
    return [one for one in organisation.meeting_types(here.id) if may_convene(current_actor(), here, one)]


@blueprint.route("/desk/<compound_slug>/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@guard("meeting.plan")
def edit_meeting(meeting_id: int) -> Any:
    """Change the plan while no notice has gone out."""
    meeting = here("meeting.plan", meeting_id)
    form = _plan_form(PlanForm(data=_plan_of(meeting)), meeting)
    if not form.validate_on_submit():
        return _plan_page(form, meeting), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.edit_plan(current_actor(), meeting.id, form.draft(meeting.series_id)),
        lambda _said: _plan_page(form, meeting),
        lambda _made: go_to(meeting_id),
        _("会议安排已修改。"),
        form=form,
        tone="message",
    )


def _plan_form(form: PlanForm, found: Meeting | None = None) -> PlanForm:
    compound_id = compound().id
    types = [found.meeting_type] if found else _kinds()
    people = organisation.appointments(compound_id)
    chaired_by = {one.chaired_by for one in types}
    chairs = [a for a in people if any(may_chair(by, a.role, a.post) for by in chaired_by)]
    form.offer(
        [(t.id, t.name) for t in types],
        [(str(v.id), v.name) for v in organisation.venues(compound_id)],
        _people(chairs),
        _people([a for a in people if a.role in SECRETARY_ROLES]),
    )
    return form


def _people(appointments: list[Appointment]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for a in appointments:
        found.setdefault(str(a.person_id), f"{a.person.name} {a.post}".strip())
    return list(found.items())


def _chosen_type(form: PlanForm) -> int | None:
    offered = [choice[0] for choice in form.meeting_type_id.choices or []]
    wanted = form.meeting_type_id.data if form.is_submitted() else asking.optional_number("type")
    return wanted if wanted in offered else (offered[0] if offered else None)


def _propose(form: PlanForm, series: MeetingSeries | None) -> None:
    """The next deliberation day, the usual place and people."""
    form.meeting_type_id.data = _chosen_type(form)
    for field in (form.chair_id, form.secretary_id):
        if len(field.choices) > 1:
            field.data = int(field.choices[1][0])
    if series is not None:
        form.day.data = recurring.next_day_of(series)
        form.time.data = time.fromisoformat(series.time)
        form.venue_id.data = series.venue_id
    elif len(form.venue_id.choices) > 1:
        form.venue_id.data = int(form.venue_id.choices[1][0])


def _plan_of(found: Meeting) -> dict[str, Any]:
    local = found.starts_at.astimezone(clock.BEIJING)
    return {
        "meeting_type_id": found.meeting_type_id,
        "title": found.title,
        "day": local.date(),
        "time": local.time(),
        "venue_id": found.venue_id,
        "chair_id": found.chair_id,
        "secretary_id": found.secretary_id,
    }


def _plan_page(form: PlanForm, found: Meeting | None) -> str:
    return render_template("convening/plan.html", form=form, meeting=found, action=request.path)
