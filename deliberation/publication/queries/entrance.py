"""Compounds and their meetings as residents see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from deliberation.agenda.models import AgendaItem
from deliberation.convening.models import Meeting
from deliberation.convening.rules import LIVE_STATES
from deliberation.db import db
from deliberation.kernel import clock, publicity
from deliberation.organisation import queries as organisation
from deliberation.organisation.models import Compound
from deliberation.publication import rules
from deliberation.publication.models import Resolution
from deliberation.publication.queries import AFTER_THE_MEETING
from deliberation.rows import Page, paginate


def _announced() -> Any:
    """Meetings that residents may know of: of today or later, notified, or planned with their agenda out."""
    known = Meeting.state.in_(LIVE_STATES | {"NOTICED"}) | (
        (Meeting.state == "PLANNED") & Meeting.agenda_published_at.is_not(None)
    )
    return known & _today_or_later()


def _called_off() -> Any:
    """Cancelled meetings that residents had been told of, until their day is over."""
    told = Meeting.notified_at.is_not(None) | Meeting.agenda_published_at.is_not(None)
    return (Meeting.state == "CANCELLED") & told & _today_or_later()


def _today_or_later() -> Any:
    today = clock.today()
    return Meeting.starts_at >= clock.beijing(today.year, today.month, today.day)


@dataclass(frozen=True, slots=True)
class PublicMeeting:
    """A meeting for the notice board: its agenda as published, its resolution if any, why it was cancelled."""

    title: str
    starts_at: datetime
    venue: str
    address: str
    state: str
    agenda: list[str]
    resolution: Resolution | None
    why_cancelled: str


@dataclass(frozen=True, slots=True)
class Entrance:
    """A compound in the residents' list."""

    compound: Compound
    next_at: datetime | None
    resolutions: int


def entrances(q: str = "") -> dict[str, list[Entrance]]:
    """The compounds whose name, address or community has `q`, by community."""
    meetings = _by_compound(
        select(Meeting.compound_id, func.min(Meeting.starts_at)).where(_announced()).group_by(Meeting.compound_id)
    )
    counts = _by_compound(
        select(Resolution.compound_id, func.count())
        .where(Resolution.state.in_(rules.CURRENT_STATES))
        .group_by(Resolution.compound_id)
    )
    found: dict[str, list[Entrance]] = {}
    for compound in organisation.compounds(q=q):
        entrance = Entrance(compound, meetings.get(compound.id), counts.get(compound.id, 0))
        found.setdefault(compound.community.name, []).append(entrance)
    return found


def _by_compound(query: Any) -> dict[int, Any]:
    rows = db.session.execute(query)
    return {row[0]: row[1] for row in rows}


def coming_meetings(compound_id: int, limit: int = 10) -> list[PublicMeeting]:
    """Announced meetings of today and later, the next one first; a cancelled one is said to be until its day ends."""
    query = select(Meeting).where(Meeting.compound_id == compound_id, _announced() | _called_off())
    return _shown(db.session.scalars(query.order_by(Meeting.starts_at).limit(limit)).all())


def past_meetings(compound_id: int, page: int = 1) -> Page:
    """Meetings that have been held, newest first."""
    query = select(Meeting).where(Meeting.compound_id == compound_id, Meeting.state.in_(AFTER_THE_MEETING))
    found = paginate(query.order_by(Meeting.starts_at.desc()), page)
    return replace(found, items=_shown(found.items))


def _shown(meetings: Sequence[Meeting]) -> list[PublicMeeting]:
    ids = [m.id for m in meetings]
    titles: dict[int, list[str]] = {}
    items = select(AgendaItem.meeting_id, AgendaItem.title).where(AgendaItem.meeting_id.in_(ids))
    for meeting_id, title in db.session.execute(items.order_by(AgendaItem.position, AgendaItem.id)):
        titles.setdefault(meeting_id or 0, []).append(publicity.masked(title))
    written = select(Resolution).where(Resolution.meeting_id.in_(ids), Resolution.state.in_(rules.CURRENT_STATES))
    resolutions = {r.meeting_id: r for r in db.session.scalars(written)}
    return [_public_meeting(m, titles.get(m.id, []), resolutions.get(m.id)) for m in meetings]


def _public_meeting(meeting: Meeting, titles: list[str], resolution: Resolution | None) -> PublicMeeting:
    venue = meeting.venue
    if "published_agenda" in meeting.facts:  # as it was published, not as it is being changed since
        titles = [publicity.masked(title) for title in meeting.facts["published_agenda"]]
    return PublicMeeting(
        publicity.masked(meeting.short_title),
        meeting.starts_at,
        venue.name if venue else "",
        venue.address if venue else "",
        meeting.state,
        titles if meeting.agenda_published_at else [],
        resolution,
        publicity.masked(meeting.facts.get("cancel_reason", "")),
    )
