"""业主代表 at the desk: who carries the signed opinions of a building, where the place's text allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Refused
from deliberation.owners.actions import representatives as actions
from deliberation.owners.forms.representatives import RepresentativeForm
from deliberation.owners.queries import representatives as queries
from deliberation.owners.rules.entry import ENTERED_STATES
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.web.acting import attempt, told
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

AT = "/desk/<compound_slug>/owners-votes/<int:vote_id>/representatives"


@blueprint.route(AT, methods=["GET", "POST"])
@guard(actions.PERMISSION)
def representatives(vote_id: int) -> Any:
    """The representatives of a vote, and a form for the next one."""
    vote = vote_here(actions.PERMISSION, vote_id)
    form = RepresentativeForm().offer(queries.buildings_asked(vote.id))
    if not form.is_submitted():
        return _page(vote, form)
    if not form.validate():
        return _page(vote, form), 422
    return attempt(
        lambda: actions.register_representative(current_actor(), vote_id, form.draft()),
        lambda said: _page(vote, form, said),
        lambda _made: _back(vote_id),
        lambda found: _("%(who)s已登记，录他转交的意见时选他。", who=found.name),
    )


@blueprint.post(f"{AT}/<int:representative_id>/remove")
@guard(actions.PERMISSION)
def remove_representative(vote_id: int, representative_id: int) -> Any:
    """Take a mistaken one off again."""
    vote = vote_here(actions.PERMISSION, vote_id)
    try:
        actions.remove_representative(current_actor(), vote_id, representative_id)
    except Refused as refused:
        said, status = told(refused)
        form = RepresentativeForm(formdata=None).offer(queries.buildings_asked(vote.id))
        return _page(vote, form, said), status
    flash(_("已撤下。"), "success")
    return _back(vote_id)


def _back(vote_id: int) -> Any:
    return redirect(url_for("owners.representatives", vote_id=vote_id))


def _page(vote: OwnersVote, form: RepresentativeForm, problem: str = "") -> str:
    return render_template(
        "owners/representatives.html",
        vote=vote,
        form=form,
        problem=problem,
        text=queries.allowed_here(vote),
        found=queries.representatives(vote.id),
        handed_on=queries.handed_on(vote.id),
        is_open=vote.state in ENTERED_STATES,
    )
