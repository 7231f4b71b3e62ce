"""Loading documents and requests with the check that belongs to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from deliberation.collection.rules import normal_receipt
from deliberation.db import db, values_of
from deliberation.disclosure.models import Document, DocumentVersion, InspectionRequest
from deliberation.disclosure.rules import FIRM_KINDS
from deliberation.kernel import seen
from deliberation.kernel.actor import ANONYMOUS, Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import allowed, may
from deliberation.organisation.access import Loader, scope_in
from deliberation.organisation.models import Compound


def compound_to_publish_in(actor: Actor, compound_id: int, kind: str) -> Compound:
    """The compound, if the actor may publish this kind there; the firm may publish what it must make known itself."""
    compound = db.session.get(Compound, compound_id)
    if compound is None:
        raise Refused(Reason.NOT_FOUND)
    may(actor, "document.publish", scope_in(compound, own=kind in FIRM_KINDS))
    return compound


def publishes_everything(actor: Actor, compound: Compound) -> bool:
    """Whether the actor publishes every kind, not only what a firm makes known itself."""
    return allowed(actor, "document.publish", scope_in(compound, own=False))


document_for = Loader(
    Document, "document", lambda _actor, document: {"own": document.firm_made and document.kind in FIRM_KINDS}
)
"""A document: the firm does with its own only. Locked, a new version and a withdrawal of one follow each other."""


def public_document(public_id: str) -> Document:
    """The document of a public address; a withdrawn one says that it was."""
    document: Document | None = db.session.scalar(select(Document).where(Document.public_id == public_id))
    if document is None:
        raise Refused(Reason.NOT_FOUND)
    return document


def version_of(document: Document, number: int) -> DocumentVersion:
    """One version of a document; what was withdrawn has none to read."""
    wanted = select(DocumentVersion).where(DocumentVersion.document_id == document.id, DocumentVersion.number == number)
    found: DocumentVersion | None = db.session.scalar(wanted)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


request_for = Loader(InspectionRequest, "inspection")
"""A request to inspect. Locked, two answers to one request, or an answer and a withdrawal, follow each other."""


def _sight(document: Document) -> list[Any]:
    """A document and its versions."""
    versions = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    return [values_of(document), *(values_of(row) for row in db.session.scalars(versions.order_by(DocumentVersion.id)))]


seen.describe("document", _sight)
seen.describe("inspection", lambda request: [values_of(request)])


def request_by_receipt(receipt_code: str, *, lock: bool = False) -> InspectionRequest:
    """The request of a receipt number, however it was typed: whoever holds the receipt owns the request."""
    query = select(InspectionRequest).where(InspectionRequest.receipt_code == normal_receipt(receipt_code))
    if lock:
        # FOR UPDATE: a withdrawal and an answer must not pass each other.
        query = query.with_for_update().execution_options(populate_existing=True)
    found: InspectionRequest | None = db.session.scalar(query)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    may(ANONYMOUS, "inspection.follow", scope_in(compound_of(found), own=True))
    return found


def compound_of(request: InspectionRequest) -> Compound:
    """The compound of a request."""
    return db.session.get_one(Compound, request.compound_id)
