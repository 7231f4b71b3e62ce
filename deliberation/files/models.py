"""The one table of stored bytes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment


class File(Model):
    """A file of a thing: checked by content, pictures without their hidden data (EXIF).

    `public_id` is what an address names it by. `size` is in bytes, `hash` the SHA-256 of `data`. A photo of a form
    that came back (`rules.KEPT`) has no compound and 0 as `subject_id`; its `public_id` is the key that the form knows.
    """

    __tablename__ = "files"
    __table_args__ = (Index("ix_files_subject_kind_subject_id", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    compound_id: Mapped[int | None] = mapped_column(ForeignKey("compounds.id"), index=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    filename: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    is_public: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
