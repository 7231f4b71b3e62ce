"""Meetings as iCalendar (RFC 5545, 5546): one for a message, many for a calendar that is subscribed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

from deliberation.convening.queries.calendar import Entry
from deliberation.kernel import clock
from deliberation.kernel.text import say as _

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Deliberation//Meetings//ZH"
OFFSET = timedelta(hours=8)
"""China has one time, without summer time since 1991."""
REFRESH = timedelta(hours=1)


def invitation(entry: Entry, url: str) -> bytes:
    """The file that goes along with a message: a later one with the same UID changes the entry that is there.

    The answer comes by the link in the message, so nobody is asked to answer the calendar (PUBLISH and not REQUEST);
    a cancelled meeting takes its entry away (CANCEL).
    """
    calendar = _calendar("CANCEL" if entry.is_cancelled else "PUBLISH")
    event = _event(entry, url)
    host = urlsplit(url).hostname
    if host:  # both methods ask for one (RFC 5546 3.2)
        organizer = vCalAddress(f"mailto:noreply@{host}")
        organizer.params["CN"] = vText(entry.compound)
        event["organizer"] = organizer
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed(name: str, entries: Iterable[Entry], url_of: Callable[[Entry], str]) -> bytes:
    """A calendar to subscribe to; the same entries make the same bytes."""
    calendar = _calendar("PUBLISH")
    for label in ("name", "x-wr-calname"):
        calendar.add(label, name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, url_of(entry)))
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", clock.BEIJING.key)
    standard.add("dtstart", datetime(1992, 1, 1))  # noqa: DTZ001 - the wall clock of the zone itself
    standard.add("tzoffsetfrom", OFFSET)
    standard.add("tzoffsetto", OFFSET)
    standard.add("tzname", "CST")
    zone.add_component(standard)
    calendar.add_component(zone)
    return calendar


def _event(entry: Entry, url: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at.astimezone(clock.BEIJING))
    event.add("dtend", entry.ends_at.astimezone(clock.BEIJING))
    event.add("summary", _("（已取消）%(title)s", title=entry.title) if entry.is_cancelled else entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    where = f"{entry.venue}（{entry.address}）" if entry.address else entry.venue
    if where:
        event.add("location", where)
    if entry.why:
        event.add("description", _("取消的原因：%(why)s", why=entry.why))
    if url:
        event.add("url", url)
    return event
