"""What calendars are told of a called meeting: an entry when its notice goes out, a higher number with each change."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable

from deliberation.agenda.models import AgendaItem
from deliberation.convening.models import CalendarEntry, CalendarFeed, Meeting
from deliberation.convening.queries.calendar import feed_of
from deliberation.convening.rules import minutes_planned
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.models import Person


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


def renew_feed(actor: Actor) -> CalendarFeed:
    """Give the actor a calendar to subscribe to, or another secret address: the one of before finds nothing any more.

    Raises `NOT_SIGNED_IN` for whoever has no account.
    """
    with transaction():
        if actor.account_id is None or actor.person_id is None:
            raise Refused(Reason.NOT_SIGNED_IN)
        # FOR UPDATE of the person: two presses at once make one calendar.
        db.session.get(Person, actor.person_id, with_for_update=True)
        feed = feed_of(actor.person_id)
        if feed is None:
            feed = CalendarFeed(person_id=actor.person_id)
            db.session.add(feed)
        feed.salt, feed.made_at = secrets.token_hex(16), clock.now()
        db.session.flush()  # the log needs the id
        happened(actor, "calendar.renew", feed, compound_id=None)
        return feed
