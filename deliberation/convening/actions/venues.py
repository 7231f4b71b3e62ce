"""Whether people can meet at the place that was chosen: a venue that is closed by then takes no meeting."""

from __future__ import annotations

from datetime import datetime

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.days import day_text
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Refused
from deliberation.organisation.models import Venue


def demand_venue_open(venue_id: int | None, starts_at: datetime) -> None:
    """Raise `VENUE_CLOSED` for a meeting after the last day of its venue."""
    venue = db.session.get(Venue, venue_id) if venue_id is not None else None
    if venue is not None and venue.closed_on is not None and not venue.is_open_on(clock.day_of(starts_at)):
        raise Refused(InConvening.VENUE_CLOSED, name=venue.name, day=day_text(venue.closed_on))
