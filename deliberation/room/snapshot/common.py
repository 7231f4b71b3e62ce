"""What the readers of slices share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deliberation.convening.models import Meeting
from deliberation.db import db

Views = dict[str, Any]
"""The payload of a slice by audience (`hall`, `tablet`, `chair`); `None`: hidden from it."""


def iso(moment: datetime | None) -> str | None:
    """A moment as it is sent."""
    return moment.isoformat() if moment else None


def meeting_of(meeting_id: int) -> Meeting:
    """The meeting; raises `LookupError` for one that does not exist."""
    found = db.session.get(Meeting, meeting_id)
    if found is None:
        raise LookupError(f"meeting {meeting_id}")
    return found


def same(view: Any) -> Views:
    """One payload for every audience."""
    return {"hall": view, "tablet": view, "chair": view}
