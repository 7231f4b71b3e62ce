"""凭证 at the desk: photos of postings, steps and demands, with place, moment and who; the list as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.access import evidence_for, petition_for
from deliberation.owners.actions import evidence as actions
from deliberation.owners.forms.evidence import EvidenceForm, StrikeForm
from deliberation.owners.papers import EVIDENCE_COLUMNS, POSTINGS
from deliberation.owners.queries import evidence as queries
from deliberation.owners.queries.steps import needs_of
from deliberation.owners.rules.evidence import KINDS, MOST_PHOTOS, SOURCE
from deliberation.owners.views.frame import blueprint, vote_here
from deliberation.rows import Given
from deliberation.web.guard import guard
from deliberation.web.listing import Listing
from deliberation.web.proofs import ProofsPage, kept, struck
from deliberation.web.session import current_actor, here
from deliberation.web.uploads import megabytes_for

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersEvidence, OwnersPetition, OwnersVote

KEEP = actions.KEEP
Striking = tuple[int, StrikeForm] | None
"""Which proof is being struck and the form as it was sent; none: nobody strikes."""


@blueprint.get("/desk/<compound_slug>/owners-votes/<int:vote_id>/evidence")
@guard(KEEP)
def vote_evidence(vote_id: int) -> Any:
    """Every proof of a vote, what is not proved yet, the form."""
    return _vote_page(vote_here(KEEP, vote_id))


def _vote_form(vote: OwnersVote, form: EvidenceForm) -> EvidenceForm:
    steps = [(n.requirement.code, n.title, _(n.requirement.label)) for n in needs_of(vote)]
    return form.offer(["NOTICE", "CANDIDATES", "UNDELIVERED", "RESULT"], steps)


def _vote_page(vote: OwnersVote, problem: str = "", form: EvidenceForm | None = None, striking: Striking = None) -> str:
    proofs = queries.of_vote(vote.id)
    at: dict[str, Any] = {"vote_id": vote.id}
    page = ProofsPage(
        proofs,
        (vote.title, url_for("owners.vote", **at)),
        url_for("owners.keep_vote_evidence", **at),
        ("owners.vote_evidence_sheet", at),
        _strike_at,
        KINDS,
        SOURCE,
        queries.gaps(vote, proofs),
    )
    return _shown(page, form or _vote_form(vote, EvidenceForm(formdata=None)), problem, striking)


def _shown(page: ProofsPage, form: EvidenceForm, problem: str, striking: Striking) -> str:
    struck, strike_form = striking or (0, StrikeForm(formdata=None))
    return page.shown(form, strike_form, problem, struck)


def _strike_at(evidence_id: int) -> str:
    return url_for("owners.strike_evidence", evidence_id=evidence_id)


@blueprint.post("/desk/<compound_slug>/owners-votes/<int:vote_id>/evidence")
@guard(KEEP, megabytes=megabytes_for(MOST_PHOTOS))
def keep_vote_evidence(vote_id: int) -> Any:
    """登记凭证 of a vote."""
    vote = vote_here(KEEP, vote_id)
    form = _vote_form(vote, EvidenceForm())
    return kept(
        form,
        lambda *said: actions.keep_of_vote(current_actor(), vote_id, *said),
        lambda problem="": _vote_page(vote, problem, form),
        url_for("owners.vote_evidence", vote_id=vote_id),
    )


@POSTINGS.files(blueprint, "/desk/<compound_slug>/owners-votes/<int:vote_id>/evidence")
@guard(KEEP)
def vote_evidence_sheet(vote_id: int, sheet: str) -> Any:
    """The same list as a sheet."""
    return POSTINGS.file(sheet, Given(queries.of_vote(vote_here(KEEP, vote_id).id)))


# Of a demand of owners


def _petition_here(petition_id: int) -> OwnersPetition:
    found: OwnersPetition = here(petition_for(current_actor(), KEEP, petition_id))
    return found


@blueprint.get("/desk/<compound_slug>/owners-petitions/<int:petition_id>/evidence")
@guard(KEEP)
def petition_evidence(petition_id: int) -> Any:
    """The photos of a demand: sheets with signatures, the handing over."""
    return _petition_page(_petition_here(petition_id))


def _petition_page(
    petition: OwnersPetition, problem: str = "", form: EvidenceForm | None = None, striking: Striking = None
) -> str:
    at: dict[str, Any] = {"petition_id": petition.id}
    page = ProofsPage(
        queries.of_petition(petition.id),
        (petition.title, url_for("owners.petition", **at)),
        url_for("owners.keep_petition_evidence", **at),
        ("owners.petition_evidence_sheet", at),
        _strike_at,
        KINDS,
        SOURCE,
    )
    return _shown(page, form or EvidenceForm(formdata=None).offer(["PETITION"]), problem, striking)


@blueprint.post("/desk/<compound_slug>/owners-petitions/<int:petition_id>/evidence")
@guard(KEEP, megabytes=megabytes_for(MOST_PHOTOS))
def keep_petition_evidence(petition_id: int) -> Any:
    """登记凭证 of a demand."""
    petition = _petition_here(petition_id)
    form = EvidenceForm().offer(["PETITION"])
    onwards = url_for("owners.petition_evidence", petition_id=petition_id)
    return kept(
        form,
        lambda *said: actions.keep_of_petition(current_actor(), petition_id, *said),
        lambda problem="": _petition_page(petition, problem, form),
        onwards,
    )


MATERIALS = Listing("提议材料", EVIDENCE_COLUMNS)


@MATERIALS.files(blueprint, "/desk/<compound_slug>/owners-petitions/<int:petition_id>/evidence")
@guard(KEEP)
def petition_evidence_sheet(petition_id: int, sheet: str) -> Any:
    """The same list as a sheet."""
    return MATERIALS.file(sheet, Given(queries.of_petition(_petition_here(petition_id).id)))


@blueprint.post("/desk/<compound_slug>/owners-evidence/<int:evidence_id>/strike")
@guard(KEEP)
def strike_evidence(evidence_id: int) -> Any:
    """划去 a mistaken proof, with the reason."""
    found: OwnersEvidence = here(evidence_for(current_actor(), KEEP, evidence_id))
    if found.resolution_id is not None:  # struck where the resolution is
        raise Refused(Reason.NOT_FOUND)
    form = StrikeForm()
    at: dict[str, Any] = {"vote_id": found.vote_id} if found.vote_id else {"petition_id": found.petition_id}
    page = "owners.vote_evidence" if found.vote_id else "owners.petition_evidence"
    return struck(
        form,
        lambda reason: actions.strike(current_actor(), evidence_id, reason),
        lambda said: _page_of(found, form, said),
        url_for(page, **at),
    )


def _page_of(found: OwnersEvidence, form: StrikeForm, problem: str = "") -> str:
    if found.vote_id:
        return _vote_page(vote_here(KEEP, found.vote_id), problem, striking=(found.id, form))
    return _petition_page(_petition_here(found.petition_id or 0), problem, striking=(found.id, form))
