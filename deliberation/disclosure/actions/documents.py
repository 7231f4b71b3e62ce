"""公布, 公布新版, 撤下: what is put before the owners."""

from __future__ import annotations

import dataclasses
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from deliberation.db import db, once, transaction
from deliberation.disclosure import queries, rules
from deliberation.disclosure.access import compound_to_publish_in, document_for, publishes_everything
from deliberation.disclosure.models import VERSION, Document, DocumentVersion
from deliberation.files.actions import attach
from deliberation.files.rules import DocumentFile, hash_of
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import ROLE_LABELS, Actor, Role
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.kernel.publicity import check_masking, refuse_personal


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """What is to be published. Text, file or both; `file_looked_at`: somebody says that no personal data is in it.

    `note` says why there is a new version; the first one needs none.
    """

    title: str
    request_key: str
    text: str = ""
    period: str = ""
    dated_on: date | None = None
    note: str = ""
    file: DocumentFile | None = None
    file_looked_at: bool = False


def texts_of(draft: DocumentDraft) -> list[tuple[str, str]]:
    """What residents will read of a draft, by place, for the check for personal data."""
    name = draft.file.filename if draft.file else ""
    return [("标题", draft.title), ("期间", draft.period), ("正文", draft.text), ("说明", draft.note), ("文件名", name)]


def publish(actor: Actor, compound_id: int, kind: str, draft: DocumentDraft, *, masking_confirmed: bool) -> Document:
    """公布 a new document; the same form sent twice is one document.

    Raises `INVALID_INPUT`, `MASKING_UNCONFIRMED` while somebody has not looked at each possible piece of
    personal data.
    """
    key = stored_key("document.publish", compound_id, actor.person_id, draft.request_key)
    keyed = dataclasses.replace(draft, request_key=key)
    return once(
        lambda: _publish(actor, compound_id, kind, keyed, masking_confirmed=masking_confirmed),
        lambda: _made_before(keyed),
    )


def _publish(actor: Actor, compound_id: int, kind: str, draft: DocumentDraft, *, masking_confirmed: bool) -> Document:
    compound = compound_to_publish_in(actor, compound_id, kind)
    first = _made_before(draft)
    if first is not None:
        return first
    _check(actor, compound_id, kind, draft, masking_confirmed=masking_confirmed)
    document = Document(
        public_id=secrets.token_urlsafe(12),
        compound_id=compound_id,
        kind=kind,
        version=1,
        firm_made=not publishes_everything(actor, compound),
        state=rules.DOCUMENT_FLOW.initial,
        state_since=clock.now(),
    )
    db.session.add(document)
    db.session.flush()  # its version and the audit name the id
    version = _add_version(actor, document, draft)
    happened(
        actor, "document.publish", document, compound_id=compound_id, kind=kind, hash=version.content_hash, version=1
    )
    return document


def _made_before(draft: DocumentDraft) -> Document | None:
    """The document that this form has made already."""
    version = queries.by_request_key(draft.request_key)
    return queries.document(version.document_id) if version else None


def _check(actor: Actor, compound_id: int, kind: str, draft: DocumentDraft, *, masking_confirmed: bool) -> None:
    has_file = draft.file is not None
    rules.check_document(kind, draft.text, has_file=has_file, file_looked_at=draft.file_looked_at)
    check_masking(queries.suspects_in(actor, compound_id, texts_of(draft)), confirmed=masking_confirmed)


def _add_version(actor: Actor, document: Document, draft: DocumentDraft) -> DocumentVersion:
    file = draft.file
    file_hash = hash_of(file.data) if file else ""
    shown = {
        "kind": document.kind,
        "version": document.version,
        "title": draft.title.strip(),
        "period": draft.period.strip(),
        "dated_on": str(draft.dated_on or ""),
        "text": draft.text.strip(),
        "note": draft.note.strip(),
        "published_by": _on_behalf_of(actor, document.compound_id),
        "published_on": str(clock.today()),
        "filename": file.filename if file else "",
        "file_hash": file_hash,
    }
    version = DocumentVersion(
        document_id=document.id,
        number=document.version,
        title=shown["title"],
        period=shown["period"],
        dated_on=draft.dated_on,
        text=shown["text"],
        note=shown["note"],
        published_by=shown["published_by"],
        published_by_id=actor.person_id,
        published_at=clock.now(),
        filename=shown["filename"],
        media_type=file.media_type if file else "",
        size=len(file.data) if file else 0,
        file_hash=file_hash,
        content_hash=rules.content_hash(shown),
        request_key=draft.request_key,
    )
    db.session.add(version)
    db.session.flush()  # a form that was sent twice is noticed here
    attach(document.compound_id, VERSION, version.id, [file] if file else [])
    return version


def _on_behalf_of(actor: Actor, compound_id: int) -> str:
    """The party that publishes, or the post of who holds none: no person is named to residents."""
    names = queries.party_names(actor, compound_id)
    if names:
        return names[0]
    held = actor.roles_in(compound_id) - {Role.PUBLIC}
    return next((ROLE_LABELS[role] for role in Role if role in held), "")


def replace(actor: Actor, document_id: int, draft: DocumentDraft, *, masking_confirmed: bool) -> Document:
    """公布新版: takes the place of the version before, which stays readable. A correction is a new version too.

    Raises `REASON_REQUIRED` without a note, and what `publish` raises.
    """
    with transaction():
        document = document_for(actor, "document.publish", document_id)
        key = stored_key("document.replace", document.id, actor.person_id, draft.request_key)
        # FOR UPDATE: the same form sent twice at once is read here as its own first, not as somebody else's version.
        db.session.refresh(document, with_for_update=True)
        if queries.by_request_key(key) is not None:
            return document
        document = document_for(actor, "document.publish", document_id, lock=True)
        state = rules.DOCUMENT_FLOW.after(document.state, "document.replace")
        if not draft.note.strip():
            raise Refused(Reason.REASON_REQUIRED)
        _check(actor, document.compound_id, document.kind, draft, masking_confirmed=masking_confirmed)
        document.version, document.state = document.version + 1, state
        version = _add_version(actor, document, dataclasses.replace(draft, request_key=key))
        facts: dict[str, Any] = {"hash": version.content_hash, "version": version.number}
        happened(actor, "document.replace", document, **facts)
        return document


def withdraw(actor: Actor, document_id: int, reason: str) -> Document:
    """撤下: nobody reads it any more; that it was there, and why it is not, stays."""
    with transaction():
        document = document_for(actor, "document.withdraw", document_id, lock=True)
        state = rules.DOCUMENT_FLOW.after(document.state, "document.withdraw")
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        refuse_personal(reason)
        document.state, document.state_since, document.withdrawn_reason = state, clock.now(), reason.strip()
        happened(actor, "document.withdraw", document, version=document.version)
        return document
