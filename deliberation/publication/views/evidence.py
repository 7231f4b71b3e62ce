"""凭证 of the posting of a resolution at the desk: the page, form and sheet that proofs of owners' votes have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from deliberation.owners.actions.evidence import KEEP
from deliberation.owners.forms.evidence import EvidenceForm, StrikeForm
from deliberation.owners.papers import POSTINGS
from deliberation.owners.queries import evidence as proofs
from deliberation.owners.rules.evidence import KINDS, MOST_PHOTOS, SOURCE
from deliberation.publication import actions, queries
from deliberation.publication.access import resolution_for
from deliberation.publication.rules import POSTING
from deliberation.publication.views.frame import blueprint
from deliberation.rows import Given
from deliberation.web.guard import guard
from deliberation.web.proofs import ProofsPage, kept, struck
from deliberation.web.session import current_actor, here
from deliberation.web.uploads import megabytes_for

if TYPE_CHECKING:
    from deliberation.publication.models import Resolution

AT = "/desk/<compound_slug>/resolutions/<int:resolution_id>/evidence"


def _loaded(resolution_id: int) -> Resolution:
    found: Resolution = here(resolution_for(current_actor(), KEEP, resolution_id))
    return found


@blueprint.get(AT)
@guard(KEEP)
def evidence(resolution_id: int) -> Any:
    """Every proof that a resolution hung, what is not proved yet, the form."""
    return _page(_loaded(resolution_id))


def _page(
    found: Resolution,
    problem: str = "",
    form: EvidenceForm | None = None,
    striking: tuple[int, StrikeForm] | None = None,
) -> str:
    at: dict[str, Any] = {"resolution_id": found.id}
    said = queries.posting_gap(found)
    page = ProofsPage(
        proofs.of_resolution(found.id),
        (found.title, url_for("publication.desk_resolution", **at)),
        url_for("publication.keep_evidence", **at),
        ("publication.evidence_sheet", at),
        lambda row: url_for("publication.strike_evidence", evidence_id=row, **at),
        KINDS,
        SOURCE,
        [(POSTING, said)] if said else [],
    )
    row, strike_form = striking or (0, StrikeForm(formdata=None))
    return page.shown(form or EvidenceForm(formdata=None).offer([POSTING]), strike_form, problem, row)


@blueprint.post(AT)
@guard(KEEP, megabytes=megabytes_for(MOST_PHOTOS))
def keep_evidence(resolution_id: int) -> Any:
    """登记凭证 of the posting."""
    found = _loaded(resolution_id)
    form = EvidenceForm().offer([POSTING])
    onwards = url_for("publication.evidence", resolution_id=resolution_id)
    return kept(
        form,
        lambda *said: actions.keep_posting(current_actor(), resolution_id, *said),
        lambda problem="": _page(found, problem, form),
        onwards,
    )


@POSTINGS.files(blueprint, AT)
@guard(KEEP)
def evidence_sheet(resolution_id: int, sheet: str) -> Any:
    """The same list as a sheet."""
    return POSTINGS.file(sheet, Given(proofs.of_resolution(_loaded(resolution_id).id)))


@blueprint.post(f"{AT}/<int:evidence_id>/strike")
@guard(KEEP)
def strike_evidence(resolution_id: int, evidence_id: int) -> Any:
    """划去 a mistaken proof of this resolution, with the reason."""
    found, form = _loaded(resolution_id), StrikeForm()
    return struck(
        form,
        lambda reason: actions.strike_posting(current_actor(), resolution_id, evidence_id, reason),
        lambda said: _page(found, said, striking=(evidence_id, form)),
        url_for("publication.evidence", resolution_id=resolution_id),
    )
