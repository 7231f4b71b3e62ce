"""Photos of forms that came back: kept for hours, for the next sending of the same form, then forgotten.

They belong to nothing and nobody yet; whoever has the key, which stands in the returned form only, sends them again.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from deliberation.collection.models import KeptPhoto
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.web.photo_field import Kept
from deliberation.web.uploads import Photo

KEPT_FOR = timedelta(hours=12)
"""As long as a browser's session may last: a form that was left open over a shift can still be sent."""


def keep_photos(photos: Sequence[Photo]) -> list[Kept]:
    """Store them under new keys; nothing is written for none."""
    if not photos:
        return []
    rows = [
        KeptPhoto(key=secrets.token_urlsafe(16), filename=one.filename, data=one.data, created_at=clock.now())
        for one in photos
    ]
    with transaction():
        db.session.add_all(rows)
    return [Kept(row.key, row.filename, len(row.data)) for row in rows]


def kept_photos(keys: Sequence[str]) -> list[tuple[Kept, Photo]]:
    """What is still kept under these keys, in their order."""
    if not keys:
        return []
    found = {row.key: row for row in db.session.scalars(select(KeptPhoto).where(KeptPhoto.key.in_(keys)))}
    rows = [found[key] for key in dict.fromkeys(keys) if key in found]
    return [(Kept(row.key, row.filename, len(row.data)), Photo(row.filename, row.data)) for row in rows]


def forget_kept(now: datetime) -> list[str]:
    """Delete what was kept long enough; answers the keys."""
    due = list(db.session.scalars(select(KeptPhoto.key).where(KeptPhoto.created_at < now - KEPT_FOR)))
    if due:
        with transaction():
            db.session.execute(delete(KeptPhoto).where(KeptPhoto.key.in_(due)))
    return due
