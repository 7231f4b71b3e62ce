"""Where people meet: what the readiness list says of the place, and what is asked about after a venue was closed."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.convening.models import Meeting, MeetingSeries, Seat
from deliberation.convening.rules import Missing
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.days import day_text
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import say as _
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound, MeetingType, Venue

AHEAD = ("PLANNED", "NOTICED")
MOST_LINES = 5


def place_lines(meeting: Meeting, its_seats: list[Seat], planner: str) -> list[Missing]:
    """Whether there is a place that is open on the day, and whether it is large enough (a warning)."""
    venue = meeting.venue
    what = _("会场")
    if venue is None:
        return [Missing("venue", what, planner, done=False, detail=_("没有选会场"))]
    if venue.closed_on is not None and not venue.is_open_on(clock.day_of(meeting.starts_at)):
        detail = _("%(name)s到%(day)s停用，请换地方", name=venue.name, day=day_text(venue.closed_on))
        return [Missing("venue", what, planner, done=False, detail=detail)]
    lines = [Missing("venue", what, planner, done=True)]
    coming = sum(seat.leave_at is None for seat in its_seats)
    if venue.places and coming > venue.places:
        detail = _("%(name)s %(places)s 座，请了 %(coming)s 人", name=venue.name, places=venue.places, coming=coming)
        lines.append(Missing("places", _("会场坐得下"), planner, done=False, detail=detail, blocks=False))
    return lines


def asked_for_a_place(actor: Actor, compound_id: int) -> list[Waiting]:
    """Meetings ahead and series whose venue will be closed by their day wait for another place."""
    compound = db.session.get(Compound, compound_id)
    if compound is None or not allowed(actor, "meeting.plan", scope_in(compound)):
        return []
    return [*_meetings(compound), *_series(compound)]


def _meetings(compound: Compound) -> list[Waiting]:
    query = (
        select(Meeting)
        .join(Venue, Venue.id == Meeting.venue_id)
        .where(Meeting.compound_id == compound.id, Meeting.state.in_(AHEAD), Venue.closed_on.is_not(None))
        .order_by(Meeting.starts_at)
    )
    found = [
        one for one in db.session.scalars(query) if one.venue and not one.venue.is_open_on(clock.day_of(one.starts_at))
    ]
    return [
        Waiting(
            label=_("会场停用，请换地方：%(title)s", title=one.title),
            count=1,
            endpoint="convening.meeting",
            values={"compound_slug": compound.slug, "meeting_id": one.id},
            urgent=True,
        )
        for one in found[:MOST_LINES]
    ]


def _series(compound: Compound) -> list[Waiting]:
    """Series that go on after the last day of their venue."""
    query = (
        select(MeetingSeries.id, MeetingType.name, Venue.name)
        .select_from(MeetingSeries)
        .join(Venue, Venue.id == MeetingSeries.venue_id)
        .join(MeetingType, MeetingType.id == MeetingSeries.meeting_type_id)
        .where(
            MeetingSeries.compound_id == compound.id,
            Venue.closed_on.is_not(None),
            MeetingSeries.ends_on.is_(None) | (MeetingSeries.ends_on > Venue.closed_on),
        )
        .order_by(MeetingSeries.id)
        .limit(MOST_LINES)
    )
    return [
        Waiting(
            label=_("%(venue)s停用，%(type)s的例会请定新的地方", venue=venue, type=name),
            count=1,
            endpoint="convening.series",
            values={"compound_slug": compound.slug, "series_id": series_id},
            unit=_("个"),
        )
        for series_id, name, venue in db.session.execute(query)
    ]
