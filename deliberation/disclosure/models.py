"""Tables of what is put before the owners, and of what they ask to see."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment
from deliberation.search import Searched


class Document(Model):
    """公开资料: one paper that owners may read, in all its versions. `kind` is a key of `rules.KINDS`.

    `version` is the number of the version that counts; older ones stay readable. `firm_made`: the property firm
    put it there, and may change it.
    """

    __tablename__ = "documents"
    KIND = "document"
    __table_args__ = (Index("ix_documents_compound_id_state", "compound_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    kind: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
    firm_made: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12))
    state_since: Mapped[datetime] = mapped_column(Moment)
    withdrawn_reason: Mapped[str] = mapped_column(String(300), default="")


VERSION = "document_version"
"""`File.subject_kind` of the file of a version."""


class DocumentVersion(Searched, Model):
    """One version as it was published; never changed. `content_hash` covers its words and the hash of its file.

    `period` is what it is about in words (2026年上半年), `dated_on` the day that stands on the paper, `note` why
    there is a new version. `published_by` is the party or post that is shown to residents, never a person. The bytes
    of its file are a `File` of `VERSION`; name, type, size and hash stand here with the words.
    """

    __tablename__ = "document_versions"
    SEARCHED = ("title", "period", "text")
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    period: Mapped[str] = mapped_column(String(60), default="")
    dated_on: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    published_by: Mapped[str] = mapped_column(String(100))
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    published_at: Mapped[datetime] = mapped_column(Moment)
    filename: Mapped[str] = mapped_column(String(120), default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int] = mapped_column(default=0)
    file_hash: Mapped[str] = mapped_column(String(64), default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    request_key: Mapped[str] = mapped_column(String(40), unique=True)


class InspectionRequest(Searched, Model):
    """查阅申请 of an owner. Name, phone and room are personal data: for the desk only, erased in the end.

    `entered_by_id`: who of the staff wrote it in for an owner who asked on paper, by phone or at the counter.
    `due_on` is the last day on which it should be answered; `ground` a key of `rules.GROUNDS` where it was
    refused; `document_id` the published document to which the answer leads. `over_since` is the day on which
    nothing more was to be done, `erased_at` when name, phone and room were erased.
    """

    __tablename__ = "inspection_requests"
    KIND = "inspection"
    SEARCHED = ("wanted", "answer")
    __table_args__ = (Index("ix_inspection_requests_compound_id_state", "compound_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    receipt_code: Mapped[str] = mapped_column(String(20), unique=True)
    request_key: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    wanted: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    unit: Mapped[str] = mapped_column(String(60), default="")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    state_since: Mapped[datetime] = mapped_column(Moment)
    over_since: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    ground: Mapped[str] = mapped_column(String(20), default="")
    inspect_at: Mapped[datetime | None] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(String(100), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    inspected_on: Mapped[date | None]
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
