"""Which sign-in sheets still hold phones."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from deliberation.convening.models import Meeting, Seat
from deliberation.db import db
from deliberation.kernel import clock


def with_phones_until(day: date) -> list[int]:
    """The meetings of that day and before whose sign-in sheet holds a phone, oldest first; their ids."""
    before = clock.beijing(day.year, day.month, day.day) + timedelta(days=1)
    holds = select(Seat.meeting_id).where(Seat.phone != "")
    wanted = select(Meeting.id).where(Meeting.starts_at < before, Meeting.id.in_(holds))
    return list(db.session.scalars(wanted.order_by(Meeting.starts_at, Meeting.id)))


def seats_with_phone(meeting_id: int) -> list[Seat]:
    """The seats of a meeting whose line of the sign-in sheet holds a phone, locked for change."""
    # FOR UPDATE: two servers come to the same minute together.
    wanted = select(Seat).where(Seat.meeting_id == meeting_id, Seat.phone != "").order_by(Seat.id)
    return list(db.session.scalars(wanted.with_for_update(of=Seat)))
