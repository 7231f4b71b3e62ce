"""Reading documents and requests, for residents and for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select

from deliberation.db import db
from deliberation.disclosure import rules
from deliberation.disclosure.models import VERSION, Document, DocumentVersion, InspectionRequest
from deliberation.files.models import File
from deliberation.files.queries import files_of
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import allowed
from deliberation.kernel.publicity import Suspect, suspects
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import N_
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound, Party
from deliberation.roster.queries import active_roster, rosters
from deliberation.rows import Rows
from deliberation.search import matches
from deliberation.supervision.queries import private_names

OVERDUE = "OVERDUE"
"""In place of a state in the list of requests: those whose answer is late."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A document with the version that counts."""

    document: Document
    version: DocumentVersion


# Documents


def _current() -> Select[DocumentVersion]:
    """The counting version of each document."""
    return select(DocumentVersion).join(
        Document, and_(Document.id == DocumentVersion.document_id, Document.version == DocumentVersion.number)
    )


def documents(compound_id: int, kind: str = "", state: str = "", q: str = "") -> Rows:
    """The documents of a compound with their counting version, newest first."""
    query = _current().where(Document.compound_id == compound_id)
    if kind:
        query = query.where(Document.kind == kind)
    if state:
        query = query.where(Document.state == state)
    if q:
        query = query.where(matches(q, DocumentVersion.search))
    return Rows(query.order_by(DocumentVersion.published_at.desc(), DocumentVersion.id.desc()), _shown)


def _shown(versions: list[DocumentVersion]) -> list[Shown]:
    ids = [version.document_id for version in versions]
    of = {document.id: document for document in db.session.scalars(select(Document).where(Document.id.in_(ids)))}
    return [Shown(of[version.document_id], version) for version in versions]


def published_by_kind(compound_id: int) -> dict[str, list[Shown]]:
    """What residents may read, every kind with its documents, newest first; a kind without one is empty."""
    query = _current().where(Document.compound_id == compound_id, Document.state == "PUBLISHED")
    newest_first = query.order_by(DocumentVersion.published_at.desc(), DocumentVersion.id.desc())
    found: dict[str, list[Shown]] = {kind: [] for kind in rules.KINDS}
    for shown in _shown(list(db.session.scalars(newest_first))):
        found[shown.document.kind].append(shown)
    return found


def versions(document_id: int) -> list[DocumentVersion]:
    """Every version of a document, newest first, without the files' bytes."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document_id)
    return list(db.session.scalars(query.order_by(DocumentVersion.number.desc())))


def by_request_key(key: str) -> DocumentVersion | None:
    """The version that a form with this key has already made."""
    return db.session.scalar(select(DocumentVersion).where(DocumentVersion.request_key == key))


def document(document_id: int) -> Document:
    """A document by id, unchecked: for what has been checked already."""
    return db.session.get_one(Document, document_id)


def published_document(compound_id: int, document_id: int) -> Document | None:
    """A document of the compound that residents can read now."""
    found = db.session.get(Document, document_id)
    is_here = found is not None and found.compound_id == compound_id and found.state == "PUBLISHED"
    return found if is_here else None


def party_names(actor: Actor, compound_id: int) -> list[str]:
    """The parties for which an actor speaks in a compound, in the order of office."""
    ids = actor.party_ids_in(compound_id)
    return list(db.session.scalars(select(Party.name).where(Party.id.in_(ids)).order_by(Party.position, Party.id)))


def suspects_in(actor: Actor, compound_id: int, texts: list[tuple[str, str]]) -> list[Suspect]:
    """What may be personal data in what is to be published: phones, rooms …, and names of people of the compound.

    The owners' names are looked for only for whoever may read the roster: nobody else learns who is on it.
    """
    names = set(private_names(compound_id, ()))
    roster = active_roster(compound_id)
    compound = db.session.get_one(Compound, compound_id)
    if roster is not None and allowed(actor, "roster.read", scope_in(compound)):
        lines = rosters.lines(roster.id)
        names |= {name for line in lines if not (line.is_company or line.is_developer) for name in line.names}
    return suspects(texts, sorted(names))


# Requests


def requests(compound_id: int, state: str = "", kind: str = "", q: str = "") -> Rows:
    """The requests of a compound: what waits first, then the newest. `q` is looked for in what is wanted."""
    query = select(InspectionRequest).where(InspectionRequest.compound_id == compound_id)
    if state == OVERDUE:
        query = query.where(_is_late())
    elif state:
        query = query.where(InspectionRequest.state == state)
    if kind:
        query = query.where(InspectionRequest.kind == kind)
    if q:
        query = query.where(matches(q, InspectionRequest.search))
    waits_first = (InspectionRequest.state != rules.REQUEST_FLOW.initial, InspectionRequest.id.desc())
    return Rows(query.order_by(*waits_first))


def _is_late() -> Any:
    today = clock.today()
    return and_(InspectionRequest.state == rules.REQUEST_FLOW.initial, InspectionRequest.due_on < today)


def request_by_key(key: str) -> InspectionRequest | None:
    """The request that a form with this key has already made."""
    return db.session.scalar(select(InspectionRequest).where(InspectionRequest.request_key == key))


def to_forget(today: date, *, lock: bool = False) -> list[InspectionRequest]:
    """Requests that have been over for the time of keeping and still hold name, phone and room, oldest first."""
    query = select(InspectionRequest).where(
        InspectionRequest.over_since.is_not(None),
        InspectionRequest.over_since < today,
        InspectionRequest.erased_at.is_(None),
    )
    query = query.order_by(InspectionRequest.id)
    if lock:
        # FOR UPDATE: an answer that is being changed decides first.
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(query).all()
    return [one for one in found if one.over_since and rules.is_forgotten(one.over_since, today)]


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """What disclosure waits for this actor to do."""
    compound = db.session.get_one(Compound, compound_id)
    if not allowed(actor, "inspection.answer", scope_in(compound)):
        return []
    here = InspectionRequest.compound_id == compound_id
    late = db.session.scalar(select(func.count(InspectionRequest.id)).where(here, _is_late())) or 0
    asked = InspectionRequest.state == rules.REQUEST_FLOW.initial
    all_of_them = db.session.scalar(select(func.count(InspectionRequest.id)).where(here, asked)) or 0
    page, slug = "disclosure.requests", compound.slug
    found = [
        Waiting(N_("查阅申请过了答复期限"), late, page, {"compound_slug": slug, "state": OVERDUE}, urgent=True),
        Waiting(N_("待答复的查阅申请"), all_of_them - late, page, {"compound_slug": slug, "state": "ASKED"}),
    ]
    return [one for one in found if one.count]


def file_of(version: DocumentVersion) -> File | None:
    """The file of a version, if it has one."""
    return next(iter(files_of(VERSION, [version.id])), None)
