"""应急使用维修资金: recorded as what it is, a use without a vote, with its article and its posting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.access import places_of
from deliberation.owners.actions import emergency as actions
from deliberation.owners.forms.emergency import EmergencyForm, PostingForm
from deliberation.owners.queries.emergency import emergency_uses
from deliberation.owners.rules.emergency import path_in
from deliberation.owners.views.frame import blueprint
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor

KEEP = actions.KEEP


@blueprint.get("/desk/<compound_slug>/emergency-uses")
@guard(KEEP)
def emergency() -> Any:
    """Every emergency use, the path of the place, a form for a new one."""
    return _page()


def _page(problem: str = "", form: EmergencyForm | None = None, posting: tuple[int, PostingForm] | None = None) -> str:
    return render_template(
        "owners/emergency.html",
        uses=emergency_uses(compound().id),
        path=path_in(places_of(compound())),
        problem=problem,
        form=form or EmergencyForm(formdata=None),
        tried=posting[0] if posting else 0,
        posting=posting[1] if posting else PostingForm(formdata=None),
    )


@blueprint.post("/desk/<compound_slug>/emergency-uses")
@guard(KEEP)
def record_emergency() -> Any:
    """Record an emergency use of the maintenance fund 登记应急使用."""
    form = EmergencyForm()
    if not form.validate():
        return _page(form=form), 422
    draft, said = form.draft(), _("已登记应急使用，居民看得到。验收、公示以后请再登记。")
    return _done(lambda: actions.record_use(current_actor(), compound().id, draft), said, form=form)


@blueprint.post("/desk/<compound_slug>/emergency-uses/<int:use_id>/post")
@guard(KEEP, shows="emergency_use")
def post_emergency(use_id: int) -> Any:
    """Record acceptance and posting of an emergency use 登记验收和公示."""
    form = PostingForm()
    if use_id not in {one.id for one in emergency_uses(compound().id)}:
        raise Refused(Reason.NOT_FOUND)
    if not form.validate() or form.accepted_on.data is None or form.posted_on.data is None:
        return _page(posting=(use_id, form)), 422
    accepted, posted, result = form.accepted_on.data, form.posted_on.data, form.result.data or ""
    act = lambda: actions.post_use(current_actor(), use_id, accepted, posted, result)  # noqa: E731 - told to _done
    return _done(act, _("验收和公示已登记。"), posting=(use_id, form))


def _done(act: Callable[[], object], said: str, **tried: Any) -> Any:
    return attempt(
        act,
        lambda problem: _page(problem, **tried),
        lambda _made: redirect(url_for("owners.emergency")),
        said,
    )
