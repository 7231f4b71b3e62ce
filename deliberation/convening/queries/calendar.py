"""Called meetings as calendars hold them: of one person, of one compound, or one alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from deliberation.convening.models import CalendarEntry, CalendarFeed, Meeting, Seat
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.organisation.models import Compound, Venue

BEHIND, AHEAD = timedelta(days=366), timedelta(days=2 * 366)
"""How far back and ahead a subscribed calendar reaches."""
MOST_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting for a calendar. `uid`, `sequence` and `changed_at` as in `CalendarEntry`; `why` it was cancelled."""

    meeting_id: int
    uid: str
    sequence: int
    changed_at: datetime
    title: str
    starts_at: datetime
    minutes: int
    is_cancelled: bool
    why: str
    venue: str
    address: str
    compound: str
    slug: str

    @property
    def ends_at(self) -> datetime:
        """When it is planned to end."""
        return self.starts_at + timedelta(minutes=self.minutes)


def feed_of(person_id: int | None) -> CalendarFeed | None:
    """The calendar that a person has asked for."""
    return db.session.scalar(select(CalendarFeed).where(CalendarFeed.person_id == person_id))


def feed(feed_id: int) -> CalendarFeed | None:
    """A subscribed calendar."""
    return db.session.get(CalendarFeed, feed_id)


def of_meeting(meeting_id: int) -> Entry | None:
    """The entry of one meeting; nothing for one that was never called."""
    row = db.session.execute(_entries().where(Meeting.id == meeting_id)).one_or_none()
    return _entry(row) if row is not None else None


def of_person(person_id: int) -> list[Entry]:
    """The called meetings in which a person has a seat, in all compounds; one statement."""
    held = select(Seat.meeting_id).where(Seat.person_id == person_id)
    return _within(_entries().where(Meeting.id.in_(held)))


def of_compound(compound_id: int) -> list[Entry]:
    """The called meetings of a compound; one statement."""
    return _within(_entries().where(Meeting.compound_id == compound_id))


def _within(query: Select[*tuple[Any, ...]]) -> list[Entry]:
    now = clock.now()
    bounded = query.where(Meeting.starts_at >= now - BEHIND, Meeting.starts_at <= now + AHEAD)
    latest = bounded.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(MOST_ENTRIES)
    return [_entry(row) for row in reversed(db.session.execute(latest).all())]


def _entries() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Meeting.id,
            Meeting.title,
            Meeting.starts_at,
            Meeting.state,
            Meeting.facts,
            CalendarEntry.uid,
            CalendarEntry.sequence,
            CalendarEntry.minutes,
            CalendarEntry.changed_at,
            Venue.name.label("venue"),
            Venue.address,
            Compound.name.label("compound"),
            Compound.slug,
        )
        .join(CalendarEntry, CalendarEntry.meeting_id == Meeting.id)
        .join(Compound, Compound.id == Meeting.compound_id)
        .outerjoin(Venue, Venue.id == Meeting.venue_id)
    )


def _entry(row: Any) -> Entry:
    return Entry(
        meeting_id=row.id,
        uid=row.uid,
        sequence=row.sequence,
        changed_at=row.changed_at,
        title=row.title,
        starts_at=row.starts_at,
        minutes=row.minutes,
        is_cancelled=row.state == "CANCELLED",
        why=row.facts.get("cancel_reason", ""),
        venue=row.venue or "",
        address=row.address or "",
        compound=row.compound,
        slug=row.slug,
    )
