"""业主提议: begun, signed against the roster, handed over; who signed stays at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.agenda.rules import MATTERS
from deliberation.kernel import clock
from deliberation.kernel.errors import Refused
from deliberation.kernel.masking import mask_name
from deliberation.owners.access import petition_for
from deliberation.owners.actions import petitions as actions
from deliberation.owners.forms.petitions import DropForm, HandOverForm, PetitionForm, SignForm
from deliberation.owners.queries import petitions as queries
from deliberation.owners.queries import scope as scope_queries
from deliberation.owners.rules.entry import rooms_in_words
from deliberation.owners.rules.petitions import PETITION_FLOW, PETITION_KINDS
from deliberation.owners.views.frame import blueprint
from deliberation.web import asking
from deliberation.web.acting import attempt, told
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor, here

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersPetition

KEEP = actions.KEEP


@blueprint.get("/desk/<compound_slug>/owners-petitions")
@guard(KEEP)
def petitions() -> Any:
    """Every demand of the compound and how far it is."""
    found = queries.petitions(compound().id)
    return render_template(
        "owners/petitions.html",
        petitions=found,
        progress=queries.progress_of(found, compound()),
        votes={one.id: queries.vote_from(one.id) for one in found},
        **_words(),
    )


@blueprint.route("/desk/<compound_slug>/owners-petitions/new", methods=["GET", "POST"])
@guard(KEEP)
def new_petition() -> Any:
    """Record a petition 登记一份提议."""
    offers = scope_queries.offers(scope_queries.units_here(compound().id))
    form, problem, status = PetitionForm().offer(scope_queries.parts_of(offers)), "", 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                made = actions.begin(current_actor(), compound().id, form.draft())
            except Refused as refused:
                problem, status = told(refused)
            else:
                flash(_("已登记。请按房号逐位登记签名。"), "success")
                return _to(made.id)
    boxes = {option.data: option for option in form.scope}
    return render_template("owners/petition_new.html", form=form, problem=problem, offers=offers, boxes=boxes), status


@blueprint.get("/desk/<compound_slug>/owners-petitions/<int:petition_id>")
@guard(KEEP)
def petition(petition_id: int) -> Any:
    """One demand: its figures, who signed, the next step."""
    return _page(_here(petition_id))


def _here(petition_id: int) -> OwnersPetition:
    found: OwnersPetition = here(petition_for(current_actor(), KEEP, petition_id))
    return found


def _page(found: OwnersPetition, problem: str = "", **tried: Any) -> str:
    words, today = request.values.get("q", "").strip()[:40], clock.today()
    signer = asking.words("signer")
    return render_template(
        "owners/petition.html",
        petition=found,
        problem=problem,
        q=words,
        meant=queries.meant(found, words),
        signers=queries.signers(found.id, signer).page(asking.page_number(), queries.PER_PAGE),
        signer=signer,
        signed=queries.signed_keys(found.id),
        progress=queries.progress_of([found], compound())[found.id],
        vote=queries.vote_from(found.id),
        sign_form=tried.get("sign") or SignForm(formdata=None, data={"signed_on": today}),
        hand_form=tried.get("hand") or HandOverForm(formdata=None, data={"handed_on": today}),
        drop_form=tried.get("drop") or DropForm(formdata=None),
        **_words(),
    )


@blueprint.post("/desk/<compound_slug>/owners-petitions/<int:petition_id>/sign")
@guard(KEEP)
def sign_petition(petition_id: int) -> Any:
    """登记签名 of the owner whose button was pressed."""
    found, form = _here(petition_id), SignForm()
    if not form.validate() or form.signed_on.data is None:
        return _page(found, sign=form), 422
    day, paper = form.signed_on.data, form.paper.data or ""
    owner_id = asking.pressed_number("owner_id")
    act = lambda: actions.sign(current_actor(), petition_id, owner_id, day, paper)  # noqa: E731 - told to _act
    return _act(found, act, _("签名已登记。"), sign=form)


@blueprint.post("/desk/<compound_slug>/owners-petitions/<int:petition_id>/unsign/<int:signer_id>")
@guard(KEEP)
def unsign_petition(petition_id: int, signer_id: int) -> Any:
    """Withdraw a signature 撤回签名."""
    found = _here(petition_id)
    return _act(found, lambda: actions.unsign(current_actor(), petition_id, signer_id), _("这位业主的签名已撤回。"))


@blueprint.post("/desk/<compound_slug>/owners-petitions/<int:petition_id>/hand-over")
@guard(KEEP, shows="petition")
def hand_over_petition(petition_id: int) -> Any:
    """递交 to the committee."""
    found, form = _here(petition_id), HandOverForm()
    if not form.validate() or form.handed_on.data is None:
        return _page(found, hand=form), 422
    day = form.handed_on.data
    said = _("已登记递交。业委会应当组织召开业主大会临时会议，可以从这里开始筹备。")
    return _act(found, lambda: actions.hand_over(current_actor(), petition_id, day), said, hand=form)


@blueprint.post("/desk/<compound_slug>/owners-petitions/<int:petition_id>/drop")
@guard(KEEP, shows="petition")
def drop_petition(petition_id: int) -> Any:
    """Withdraw a petition 撤回提议."""
    found, form = _here(petition_id), DropForm()
    if not form.validate():
        return _page(found, drop=form), 422
    why = form.reason.data or ""
    return _act(found, lambda: actions.drop(current_actor(), petition_id, why), _("提议已撤回。"), drop=form)


def _act(found: OwnersPetition, act: Callable[[], object], said: str, **tried: Any) -> Any:
    return attempt(
        act,
        lambda problem: _page(found, problem, **tried),
        lambda _made: _to(found.id),
        said,
    )


def _to(petition_id: int) -> Any:
    return redirect(url_for("owners.petition", petition_id=petition_id))


def _words() -> dict[str, Any]:
    return {
        "flow": PETITION_FLOW,
        "kinds": PETITION_KINDS,
        "matters": MATTERS,
        "mask_name": mask_name,
        "rooms_in_words": rooms_in_words,
        "today": clock.today(),
    }
