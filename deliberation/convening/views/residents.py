"""What a meeting of residents notes beside its plan: who demanded it, when the party organisation discussed it."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _

from deliberation.convening.actions import residents as actions
from deliberation.convening.forms import ResidentsStepForm
from deliberation.convening.views.frame import attempt, blueprint
from deliberation.convening.views.meeting import meeting_page
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Refused
from deliberation.kernel.typed import whole_number
from deliberation.web import asking
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

MOST_PEOPLE = 999_999
"""No community has more."""


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/demand")
@guard("meeting.plan")
def record_demand(meeting_id: int) -> Any:
    """Record who demanded the meeting 提议召集."""

    def act() -> Any:
        number, total = (whole_number(request.form.get(name, ""), MOST_PEOPLE) for name in ("number", "total"))
        if number is None or total is None or min(number, total) < 0:
            raise Refused(InConvening.DEMAND_NUMBERS_MISSING)
        return actions.record_demand(current_actor(), meeting_id, request.form.get("by", ""), number, total)

    return attempt("meeting.plan", meeting_id, act, meeting_page, _("提议召集已登记，人数够。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/party-first")
@guard("meeting.plan")
def record_party_discussion(meeting_id: int) -> Any:
    """Record that the party branch has discussed it first 社区党组织先研究讨论."""

    def act() -> Any:
        day = asking.pressed_day("discussed_on")
        if day is None:
            raise Refused(InConvening.DISCUSSION_DAY_MISSING)
        return actions.record_party_discussion(current_actor(), meeting_id, day)

    return attempt("meeting.plan", meeting_id, act, meeting_page, _("已登记。"))


@blueprint.post("/desk/<compound_slug>/meetings/<int:meeting_id>/residents-steps")
@guard("meeting.plan")
def record_residents_step(meeting_id: int) -> Any:
    """协商、公布、备案 …: what the Act asks for before and after."""
    form = ResidentsStepForm()

    def act() -> Any:
        if not form.validate():
            raise Refused(
                InConvening.STEP_FORM_WRONG, errors="".join(str(e) for each in form.errors.values() for e in each)
            )
        day, reason = form.done_on.data, form.reason.data or ""
        return actions.record_step(current_actor(), meeting_id, form.code.data, day, reason)

    return attempt("meeting.plan", meeting_id, act, meeting_page, _("已登记。"))
