"""What calendars are told of a called meeting: an entry when its notice goes out, a higher number with each change."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from deliberation.agenda.models import AgendaItem
from deliberation.convening.models import CalendarEntry, Meeting
from deliberation.convening.rules import minutes_planned
from deliberation.db import db
from deliberation.kernel import clock


def enter(meeting: Meeting, items: Iterable[AgendaItem]) -> CalendarEntry:
    """The entry of a meeting whose notice goes out, inside the caller's transaction, who has locked the meeting."""
    minutes = minutes_planned(item.minutes for item in items)
    entry = CalendarEntry(meeting_id=meeting.id, uid=str(uuid.uuid4()), minutes=minutes, changed_at=clock.now())
    db.session.add(entry)
    return entry


def note_change(meeting: Meeting) -> None:
    """A recipient must see this change of the meeting: the entry keeps its UID, its SEQUENCE grows by one.

    Inside the caller's transaction, who has locked the meeting; nothing for a meeting that was never called.
    """
    entry = db.session.get(CalendarEntry, meeting.id)
    if entry is not None:
        entry.sequence, entry.changed_at = entry.sequence + 1, clock.now()
