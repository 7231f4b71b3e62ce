"""登记送达: the list of a building for whoever walks its stairs, one owner's page, the sheet of it all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Refused
from deliberation.kernel.masking import mask_name
from deliberation.kernel.permissions import allowed
from deliberation.organisation.access import scope_in
from deliberation.organisation.rules.owners import POLICIES
from deliberation.owners import papers
from deliberation.owners.actions import delivery as actions
from deliberation.owners.forms.delivery import DeliverForm, GiveUpForm, ProofForm
from deliberation.owners.queries import delivery as queries
from deliberation.owners.queries import entry
from deliberation.owners.queries.delivery import STATES, Wanted
from deliberation.owners.queries.results import signed_for_by
from deliberation.owners.rules.entry import rooms_in_words
from deliberation.owners.rules.flows import DELIVERY_LABELS, DELIVERY_WAYS, OWNERS_VOTE_FLOW
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.roster.rules.parts import NO_ENTRANCE, Part
from deliberation.web import asking
from deliberation.web.acting import refused_on
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor
from deliberation.web.uploads import megabytes_for

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

PERMISSION = "owners_vote.deliver"
KEPT = ("building", "entrance", "state", "q", "page")


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/delivery")
@guard(PERMISSION)
def delivery(vote_id: int) -> Any:
    """The buildings, and the owners of one of them with a big button each."""
    return _list_page(vote_here(PERMISSION, vote_id))


def _list_page(vote: OwnersVote, problem: str = "") -> str:
    places = entry.places(vote.id)
    buildings, wanted = entry.by_building(places), _wanted(places)
    entrances = [one for one in places if one.name == wanted.building]
    number = asking.page_number()
    return render_template(
        "owners/delivery.html",
        vote=vote,
        problem=problem,
        buildings=buildings,
        wanted=wanted,
        total=entry.together(buildings, _("合计")),
        here=entry.together([one for one in entrances if wanted.entrance in {"", _named(one)}], wanted.building),
        entrances=entrances if len(entrances) > 1 or wanted.entrance else [],
        named=_named,
        page=queries.lines(vote.id, wanted).page(number, queries.PER_PAGE) if wanted != Wanted() else None,
        states=STATES,
        done=asking.number("done", 0),
        unproved=queries.unproved(vote.id) if vote.policy != "STRICT" else 0,
        owner_only=signed_for_by(vote.id) == "OWNER",
        **_words(vote),
    )


def _wanted(places: list[entry.Building]) -> Wanted:
    """What the address asks for; a place or state that there is not is as good as none."""
    place, state = _asked_place(), request.values.get("state", "")
    words = request.values.get("q", "").strip()[:40]
    known = {Part(one.name, entrance) for one in places for entrance in ("", _named(one))}
    place = place if place in known else Part(place.building) if Part(place.building) in known else Part("")
    return Wanted(place.building, state if state in STATES else "", words, place.entrance)


def _asked_place() -> Part:
    return Part(request.values.get("building", ""), request.values.get("entrance", ""))


def _named(one: entry.Building) -> str:
    """An entrance as the address calls it."""
    return one.entrance or NO_ENTRANCE


def _words(vote: OwnersVote) -> dict[str, Any]:
    return {
        "is_open": vote.state in actions.WHILE,
        "flow": OWNERS_VOTE_FLOW,
        "labels": DELIVERY_LABELS,
        "ways": DELIVERY_WAYS,
        "policies": POLICIES,
        "rooms_in_words": rooms_in_words,
        "mask_name": mask_name,
    }


@papers.DELIVERY.files(blueprint, "/desk/<compound_slug>/owners-votes/<int:vote_id>/delivery")
@guard(PERMISSION)
def delivery_sheet(vote_id: int, sheet: str) -> Any:
    """送达登记表 as a sheet; names are masked, as on the page."""
    vote = vote_here(PERMISSION, vote_id)
    return papers.DELIVERY.file(sheet, queries.lines(vote.id, _wanted(entry.places(vote.id))))


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/delivery/<int:number>")
@guard(PERMISSION)
def delivery_of(vote_id: int, number: int) -> Any:
    """One owner's ballot: every way it may have arrived, the photos, the reissue."""
    return _owner_page(vote_here(PERMISSION, vote_id), number)


def _owner_page(vote: OwnersVote, number: int, problem: str = "", **tried: Any) -> str:
    if "proof_form" in tried:
        tried["proof_form"].photo.keep()
    line = queries.line(vote, number)
    may_print = allowed(current_actor(), "owners_vote.print", scope_in(compound()))
    return render_template(
        "owners/delivery_of.html",
        vote=vote,
        line=line,
        problem=problem,
        proofs=queries.proof_ids(line.voter.id),
        masked=[mask_name(name) for name in line.voter.names],
        form=tried.get("form") or DeliverForm(formdata=None),
        give_up_form=tried.get("give_up_form") or GiveUpForm(formdata=None),
        proof_form=tried.get("proof_form") or ProofForm(formdata=None),
        may_print=may_print,
        **_words(vote),
    )


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/delivery/<int:number>")
@guard(PERMISSION)
def deliver(vote_id: int, number: int) -> Any:
    """登记送达 of one ballot; from the list with one press: in person, now."""
    vote, form = vote_here(PERMISSION, vote_id), DeliverForm()
    if not form.validate():
        return _owner_page(vote, number, form=form), 422
    given = form.delivery()
    return _act(
        vote,
        number,
        lambda: actions.deliver(current_actor(), vote_id, number, given),
        _("票号 %(n)s：%(way)s，已登记。", n=number, way=_(DELIVERY_WAYS[given.way])),
        form=form,
    )


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/delivery/<int:number>/give-up")
@guard(PERMISSION)
def give_up(vote_id: int, number: int) -> Any:
    """无法送达, with what was tried."""
    vote, form = vote_here(PERMISSION, vote_id), GiveUpForm()
    if not form.validate():
        return _owner_page(vote, number, give_up_form=form), 422
    return _act(
        vote,
        number,
        lambda: actions.give_up(current_actor(), vote_id, number, form.tried.data or ""),
        _("票号 %(n)s：已记为无法送达。", n=number),
        give_up_form=form,
    )


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/delivery/<int:number>/proof")
@guard(PERMISSION, megabytes=megabytes_for(1))
def add_proof(vote_id: int, number: int) -> Any:
    """送达证明: a photo of the stub."""
    vote, form = vote_here(PERMISSION, vote_id), ProofForm()
    if not form.validate():
        return _owner_page(vote, number, proof_form=form), 422
    (photo,) = form.photo.photos
    return _act(
        vote,
        number,
        lambda: actions.add_proof(current_actor(), vote_id, number, photo),
        _("票号 %(n)s：照片已存。", n=number),
        proof_form=form,
    )


def _act(vote: OwnersVote, number: int, act: Callable[[], object], said: str, **tried: Any) -> Any:
    """Do it, and back to where it was asked: the building's list, or the owner's page."""
    try:
        act()
    except Refused as refused:
        return refused_on(lambda said: _owner_page(vote, number, said, **tried), refused)
    at: dict[str, Any] = {"vote_id": vote.id}
    if request.form.get("back") == "list":
        kept: dict[str, Any] = {name: request.form.get(name) or None for name in KEPT}
        place = "list" if kept["state"] else f"n{number}"  # narrowed to what is open, the row is gone
        return redirect(url_for("owners.delivery", **at, **kept, done=number, _anchor=place))
    flash(said, "success")
    return redirect(url_for("owners.delivery_of", number=number, **at))


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/delivery")
@guard(PERMISSION)
def deliver_building(vote_id: int) -> Any:
    """本楼、本单元全部当面送达: every ballot there that nobody has recorded."""
    vote, place = vote_here(PERMISSION, vote_id), _asked_place()
    try:
        if _wanted(entry.places(vote.id)).place != place or not place.building:
            raise Refused(InEntry.BUILDING_MISSING)  # noqa: TRY301 - said on the page as any other
        numbers = queries.pending_numbers(vote.id, place)
        done = actions.deliver_many(current_actor(), vote_id, numbers, "IN_PERSON")
    except Refused as refused:
        return refused_on(lambda said: _list_page(vote, said), refused)
    flash(_("%(building)s：新登记 %(n)s 户当面送达。", building=Part(place.building).label, n=done), "success")
    return redirect(
        url_for("owners.delivery", vote_id=vote_id, building=place.building, entrance=place.entrance or None)
    )


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/delivery/<int:number>/proof/<int:proof_id>")
@guard(PERMISSION)
def delivery_proof(vote_id: int, number: int, proof_id: int) -> Any:
    """A photo of a signed stub: for the desk only, kept nowhere."""
    vote = vote_here(PERMISSION, vote_id)
    found = queries.proof(vote, number, proof_id)
    actions.note_reading(current_actor(), vote)
    return Response(found.data, mimetype=found.media_type, headers={"Cache-Control": "no-store"})
