"""Reading files of things, and those of forms that came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import undefer

from deliberation.db import db
from deliberation.files.models import File
from deliberation.files.rules import KEPT, Kept, Photo


def files_of(subject_kind: str, subject_ids: Iterable[int]) -> list[File]:
    """The files of these things, without their bytes, oldest first; one statement."""
    wanted = select(File).where(File.subject_kind == subject_kind, File.subject_id.in_(list(subject_ids)))
    return list(db.session.scalars(wanted.order_by(File.id)))


def kept_photos(keys: Sequence[str]) -> list[tuple[Kept, Photo]]:
    """What is still kept of forms that came back, under these keys and in their order."""
    if not keys:
        return []
    wanted = select(File).where(File.subject_kind == KEPT, File.public_id.in_(keys)).options(undefer(File.data))
    found = {row.public_id: row for row in db.session.scalars(wanted)}
    rows = [found[key] for key in dict.fromkeys(keys) if key in found]
    return [(Kept(row.public_id, row.filename, row.size), Photo(row.filename, row.data)) for row in rows]
