"""有利害关系的业主: before the notice of a vote by 民法典 279, whom it asks is written down, one owner at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import allowed
from deliberation.organisation.access import scope_in
from deliberation.owners.actions import asking as actions
from deliberation.owners.forms.interested import ApplicantForm, ClaimantForm
from deliberation.owners.queries import scope as queries
from deliberation.owners.rules.electorate import eligible
from deliberation.owners.rules.interested import Door
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.roster.rules.units import Unit
from deliberation.web import asking
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

PERMISSION = actions.PERMISSION


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/interested")
@guard("owners_vote.read")
def interested(vote_id: int) -> Any:
    """Applicant, claimants and how many are asked; with `building` the units there, to add one."""
    return _page(_vote("owners_vote.read", vote_id))


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/interested/applicant")
@guard(PERMISSION)
def name_applicant(vote_id: int) -> Any:
    """Whose dwelling is to become a business."""
    vote, form = _vote(PERMISSION, vote_id), ApplicantForm()
    doors = _offer(form, _inside(vote))
    if not form.validate():
        return _page(vote, applicant=form), 422
    door = doors[form.unit.data]
    return _act(
        vote, lambda: actions.name_applicant(current_actor(), vote_id, door), _("已选定申请人的房屋。"), applicant=form
    )


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/interested/claimants")
@guard(PERMISSION)
def add_claimant(vote_id: int) -> Any:
    """One more owner, with their reason."""
    vote, form = _vote(PERMISSION, vote_id), ClaimantForm()
    doors = _offer(form, _standing_in(vote, _building()))
    if not form.validate():
        return _page(vote, claimant=form), 422
    door, reason = doors[form.unit.data], form.reason.data or ""
    return _act(
        vote, lambda: actions.add_claimant(current_actor(), vote_id, door, reason), _("已加上这位业主。"), claimant=form
    )


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/interested/claimants/<int:claimant_id>/remove")
@guard(PERMISSION)
def remove_claimant(vote_id: int, claimant_id: int) -> Any:
    """Take one off again."""
    vote = _vote(PERMISSION, vote_id)
    return _act(vote, lambda: actions.remove_claimant(current_actor(), vote_id, claimant_id), _("已去掉。"))


def _vote(permission: str, vote_id: int) -> OwnersVote:
    """The vote of the address; one by another article has no such page."""
    vote = vote_here(permission, vote_id)
    if not vote.is_unanimous:
        raise Refused(Reason.NOT_FOUND)
    return vote


def _building() -> str:
    return asking.words("building", 30)


def _units(vote: OwnersVote) -> list[Unit]:
    return eligible(queries.units_here(vote.compound_id), vote.kind)


def _inside(vote: OwnersVote) -> list[Unit]:
    return queries.standing_in(_units(vote), vote.scope)


def _standing_in(vote: OwnersVote, building: str) -> list[Unit]:
    return [unit for unit in _units(vote) if unit.building == building]


def _offer(form: ApplicantForm | ClaimantForm, units: Sequence[Unit]) -> dict[str, Door]:
    """Put these units into the form; the doors by what it sends."""
    doors = {queries.door_code(unit): queries.door_at(unit) for unit in units}
    form.unit.choices = [("", _("请选择")), *((code, door.label) for code, door in doors.items())]
    return doors


def _page(
    vote: OwnersVote, problem: str = "", applicant: ApplicantForm | None = None, claimant: ClaimantForm | None = None
) -> str:
    rows = queries.interest_rows(vote.id)
    named = next((row for row in rows if row.part == queries.APPLICANT), None)
    if applicant is None:
        applicant = ApplicantForm(formdata=None)
        _offer(applicant, _inside(vote))
    if claimant is None:
        claimant = ClaimantForm(formdata=None)
        _offer(claimant, _standing_in(vote, _building()))
    may_change = vote.state == "PREPARED" and allowed(current_actor(), PERMISSION, scope_in(compound()))
    return render_template(
        "owners/interested.html",
        vote=vote,
        problem=problem,
        applicant_form=applicant,
        claimant_form=claimant,
        applicant=named,
        claimants=[row for row in rows if row.part == queries.CLAIMANT],
        building=_building(),
        buildings=_elsewhere(vote),
        asking=queries.asking_of(vote),
        may_change=may_change,
        in_words=lambda row: queries.door_of(row).label,
    )


def _elsewhere(vote: OwnersVote) -> list[str]:
    """The other buildings of the roster, in its order."""
    own = {part.building for part in vote.scope}
    return [name for name in dict.fromkeys(unit.building for unit in _units(vote)) if name not in own]


def _act(
    vote: OwnersVote,
    act: Callable[[], object],
    said: str,
    *,
    applicant: ApplicantForm | None = None,
    claimant: ClaimantForm | None = None,
) -> Any:
    return attempt(
        act,
        lambda problem: _page(vote, problem, applicant, claimant),
        lambda _made: redirect(url_for("owners.interested", vote_id=vote.id)),
        said,
    )
