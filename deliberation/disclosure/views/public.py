"""What residents see: the documents by kind, one document in all its versions, a request and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.disclosure import access, queries, rules
from deliberation.disclosure.actions import requests as actions
from deliberation.disclosure.forms import RequestForm
from deliberation.disclosure.views.frame import blueprint, words
from deliberation.kernel.actor import ANONYMOUS
from deliberation.kernel.errors import Reason, Refused
from deliberation.web.acting import attempt
from deliberation.web.documents import document_answer
from deliberation.web.extensions import limiter, receipts_limit
from deliberation.web.guard import guard
from deliberation.web.session import compound, here

if TYPE_CHECKING:
    from deliberation.disclosure.models import Document


@blueprint.get("/c/<compound_slug>/documents/")
@guard("public.read")
def public_documents() -> Any:
    """What has been put before the owners, by kind; a kind that has nothing yet says so."""
    return render_template(
        "disclosure/public_documents.html", kinds=rules.KINDS, found=queries.published_by_kind(compound().id)
    )


@blueprint.get("/c/<compound_slug>/documents/<public_id>")
@guard("public.read")
def public_document(public_id: str) -> Any:
    """A document as it counts now."""
    document = here(access.public_document(public_id))
    return _document_page(document, document.version)


@blueprint.get("/c/<compound_slug>/documents/<public_id>/<int:version>")
@guard("public.read")
def public_version(public_id: str, version: int) -> Any:
    """An older version, to compare."""
    return _document_page(here(access.public_document(public_id)), version)


def _document_page(document: Document, number: int) -> str:
    return render_template(
        "disclosure/public_document.html",
        document=document,
        version=access.version_of(document, number),
        versions=queries.versions(document.id),
        kind=rules.KINDS[document.kind],
    )


@blueprint.get("/c/<compound_slug>/documents/<public_id>/<int:version>/file")
@guard("public.read")
@limiter.limit("120 per hour")
def document_file(public_id: str, version: int) -> Response:
    """The file of a version, to save; of what was withdrawn there is none."""
    document = here(access.public_document(public_id))
    found = access.version_of(document, version)
    file = queries.file_of(found)
    if document.state == "WITHDRAWN" or file is None:
        raise Refused(Reason.NOT_FOUND)
    return document_answer(file.filename, file.media_type, file.data)


@blueprint.route("/c/<compound_slug>/inspections/new", methods=["GET", "POST"])
@guard("inspection.ask")
@limiter.limit("20 per hour", methods=["POST"])
def ask() -> Any:
    """申请查阅: what, why, who. Answered with a receipt number."""
    form = RequestForm(kind=words("kind") or None)
    if not form.validate_on_submit():
        return _ask_page(form), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.ask(ANONYMOUS, compound().id, form.draft()),
        lambda _said: _ask_page(form),
        lambda made: redirect(url_for(".inspection", receipt_code=made.receipt_code)),
        form=form,
    )


def _ask_page(form: RequestForm) -> str:
    return render_template(
        "disclosure/ask.html",
        form=form,
        days=rules.ANSWER_DAYS,
        source=rules.ANSWER_SOURCE,
        law=rules.SOURCE,
        years=rules.CONTACT_YEARS,
    )


@blueprint.get("/inspections/<receipt_code>")
@guard("inspection.follow")
@receipts_limit("disclosure.inspection")
def inspection(receipt_code: str) -> Any:
    """What became of a request, for whoever holds its receipt number."""
    return _receipt_page(receipt_code)


def _receipt_page(receipt_code: str, error: str = "") -> str:
    found = access.request_by_receipt(receipt_code)
    document = queries.published_document(found.compound_id, found.document_id) if found.document_id else None
    return render_template(
        "disclosure/inspection.html",
        asked=found,
        compound=access.compound_of(found),
        kind=rules.KINDS[found.kind],
        rules=rules,
        error=error,
        document=document,
        version=access.version_of(document, document.version) if document else None,
        may_withdraw=rules.REQUEST_FLOW.can(found.state, "inspection.withdraw"),
    )


@blueprint.post("/inspections/<receipt_code>/withdraw")
@guard("inspection.follow")
@limiter.limit("30 per hour")
def withdraw_request(receipt_code: str) -> Any:
    """Take one's own request back."""
    return attempt(
        lambda: actions.withdraw(receipt_code),
        lambda said: _receipt_page(receipt_code, said),
        lambda _made: redirect(url_for(".inspection", receipt_code=receipt_code)),
        _("已撤回。"),
        tone="message",
    )
