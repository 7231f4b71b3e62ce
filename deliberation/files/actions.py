"""Storing files, and forgetting those of forms that came back.

A form that is refused keeps its photos for hours, for the next sending of the same form. They belong to nothing and
nobody yet; whoever has the key, which stands in the returned form only, sends them again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from deliberation.db import db, transaction
from deliberation.files.models import File
from deliberation.files.rules import KEPT, DocumentFile, Kept, Photo, hash_of
from deliberation.kernel import clock

KEPT_FOR = timedelta(hours=12)
"""As long as a browser's session may last: a form that was left open over a shift can still be sent."""


def attach(
    compound_id: int,
    subject_kind: str,
    subject_id: int,
    given: Iterable[Photo | DocumentFile],
    *,
    is_public: bool = False,
) -> list[File]:
    """Keep checked files with a thing, inside the caller's transaction."""
    rows = [_row(one, secrets.token_urlsafe(12), subject_kind, subject_id) for one in given]
    for row in rows:
        row.compound_id, row.is_public = compound_id, is_public
    db.session.add_all(rows)
    return rows


def _row(given: Photo | DocumentFile, public_id: str, subject_kind: str, subject_id: int) -> File:
    return File(
        public_id=public_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        filename=given.filename,
        media_type=given.media_type,
        size=len(given.data),
        hash=hash_of(given.data),
        created_at=clock.now(),
        data=given.data,
    )


def keep_photos(photos: Sequence[Photo]) -> list[Kept]:
    """Store the photos of a form that came back under new keys; nothing is written for none."""
    if not photos:
        return []
    rows = [_row(one, secrets.token_urlsafe(16), KEPT, 0) for one in photos]
    with transaction():
        db.session.add_all(rows)
    return [Kept(row.public_id, row.filename, row.size) for row in rows]


def forget_kept(now: datetime) -> list[str]:
    """Delete what was kept long enough; answers the keys."""
    old = (File.subject_kind == KEPT, File.created_at < now - KEPT_FOR)
    due = list(db.session.scalars(select(File.public_id).where(*old)))
    if due:
        with transaction():
            db.session.execute(delete(File).where(File.subject_kind == KEPT, File.public_id.in_(due)))
    return due
