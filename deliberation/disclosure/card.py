"""What the disclosure of documents says of itself."""

from __future__ import annotations

from deliberation.disclosure import queries
from deliberation.disclosure.actions import requests
from deliberation.disclosure.models import Document, InspectionRequest
from deliberation.disclosure.rules import DOCUMENT_FLOW, KINDS, REQUEST_FLOW
from deliberation.disclosure.views import blueprint, public
from deliberation.kernel.stage import Kind, NavItem, Periodic, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.titles import of_compound, of_rows


def _document(row: Document, slugs: Slugs) -> Subject:
    values = {"compound_slug": slugs[row.compound_id], "public_id": row.public_id}
    return Subject(KINDS[row.kind].label, "disclosure.public_document", values, "public.read", row.compound_id)


def _inspection(row: InspectionRequest, slugs: Slugs) -> Subject:
    """A request is named by what it asks for: who asked stays out of the log."""
    page = ("disclosure.request_page", "request_id", "inspection.read")
    return of_compound(row, slugs, KINDS[row.kind].label, page)


CARD = Stage(
    "disclosure",
    blueprint,
    nav=(NavItem(80, "disclosure.documents", N_("公开资料"), "document.publish"),),
    public_nav=(NavItem(60, "disclosure.public_documents", N_("公开资料")),),
    places={"documents": "disclosure.public_documents"},
    flows=(DOCUMENT_FLOW, REQUEST_FLOW),
    kinds=(
        Kind("document", N_("公开资料"), of_rows(Document, _document)),
        Kind("inspection", N_("查阅申请"), of_rows(InspectionRequest, _inspection)),
    ),
    waiting=(queries.waiting,),
    periodic=(
        Periodic("inspections.lengthen", requests.lengthen, "份查阅申请的答复期限重新计算，已顺延。"),
        Periodic("inspections.forget", requests.forget, "份查阅申请保存期满，已删除申请人的姓名、电话、房号。"),
    ),
    receipts=(public.inspection,),
)
