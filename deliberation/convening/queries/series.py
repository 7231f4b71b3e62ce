"""Reading recurring meetings: their days, what is proposed, what was not held, when the next one is expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from deliberation.convening.access import may_convene
from deliberation.convening.models import Meeting, MeetingSeries, SeriesDay
from deliberation.convening.rules.chairing import may_chair
from deliberation.convening.rules.series import (
    LOOK_BACK,
    Decided,
    Held,
    Occurrence,
    Planned,
    count_held,
    missed_label,
    occurrences,
    read,
)
from deliberation.db import db
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import say as _
from deliberation.organisation.models import Compound
from deliberation.organisation.queries import appointments, meeting_types

HELD_STATES = frozenset({"IN_SESSION", "ADJOURNED", "ENDED", "MINUTES_SIGNED", "ISSUED"})
SHOWN_AHEAD = timedelta(days=366)


def all_series(compound_id: int) -> list[MeetingSeries]:
    """The recurring meetings of a compound, those that have ended last."""
    query = select(MeetingSeries).where(MeetingSeries.compound_id == compound_id).order_by(MeetingSeries.id)
    return sorted(db.session.scalars(query), key=lambda one: one.ends_on is not None)


def series_of(compound_id: int, meeting_type_id: int | None = None) -> MeetingSeries | None:
    """The recurring meeting of a compound that goes on (of one type, or the first there is)."""
    query = select(MeetingSeries).where(MeetingSeries.compound_id == compound_id, _goes_on(clock.today()))
    if meeting_type_id is not None:
        query = query.where(MeetingSeries.meeting_type_id == meeting_type_id)
    return db.session.scalar(query.order_by(MeetingSeries.id).limit(1))


def _goes_on(today: date) -> ColumnElement[bool]:
    return (MeetingSeries.ends_on.is_(None)) | (MeetingSeries.ends_on >= today)


def goes_on(compound_id: int, meeting_type_id: int) -> bool:
    """Whether a series or a meeting of a kind still goes on in a compound."""
    ahead = select(Meeting.id).where(
        Meeting.compound_id == compound_id,
        Meeting.meeting_type_id == meeting_type_id,
        Meeting.state.not_in(("ENDED", "MINUTES_SIGNED", "ISSUED", "CANCELLED")),
    )
    return series_of(compound_id, meeting_type_id) is not None or db.session.scalar(ahead.limit(1)) is not None


def days_of(series: MeetingSeries, first: date, last: date) -> list[Occurrence]:
    """The days of a series from `first` to `last`, cut to its life, with what became of each. Two statements."""
    return days_of_many([series], first, last)[series.id]


def days_of_many(found: Sequence[MeetingSeries], first: date, last: date) -> dict[int, list[Occurrence]]:
    """The same for several series at once, by id. Two statements for all."""
    ids = [one.id for one in found]
    decided: dict[int, dict[date, Decided]] = {}
    for row in db.session.scalars(select(SeriesDay).where(SeriesDay.series_id.in_(ids))) if ids else ():
        decided.setdefault(row.series_id, {})[row.day] = Decided(row.decision, row.moved_to, row.reason)
    planned = _planned(ids) if ids else {}
    calendar = holidays.calendar()
    return {
        one.id: [
            day
            for rule, span in _spans(one, first, last)
            for day in occurrences(read(rule), span, calendar, decided.get(one.id, {}), planned.get(one.id, {}))
        ]
        for one in found
    }


def _spans(series: MeetingSeries, first: date, last: date) -> list[tuple[dict[str, Any], tuple[date, date]]]:
    """Each rule of a series with the part of the span in which it counts, in order."""
    spans, since = [], first
    for was in series.earlier:
        part = max(first, date.fromisoformat(was["first"])), min(last, date.fromisoformat(was["last"]))
        spans.append((was["rule"], part))
        since = max(first, date.fromisoformat(was["since"]))
    spans.append((series.rule, _span(series, since, last)))
    return [(rule, part) for rule, part in spans if part[0] <= part[1]]


def _span(series: MeetingSeries, first: date, last: date) -> tuple[date, date]:
    return max(first, series.starts_on), min(last, series.ends_on) if series.ends_on else last


def _planned(ids: Iterable[int]) -> dict[int, dict[date, Planned]]:
    """The meetings that stand for days of these series; of one called off and one planned anew the latter."""
    wanted = select(Meeting.series_id, Meeting.series_day, Meeting.id, Meeting.starts_at, Meeting.state).where(
        Meeting.series_id.in_(list(ids)), Meeting.series_day.is_not(None)
    )
    found: dict[int, dict[date, Planned]] = {}
    for series_id, day, meeting_id, starts_at, state in db.session.execute(wanted.order_by(Meeting.id)):
        one = Planned(meeting_id, clock.day_of(starts_at), state in HELD_STATES, state == "CANCELLED")
        its_days = found.setdefault(series_id or 0, {})
        known = its_days.get(day) if day else None
        if day and (known is None or known.is_cancelled or not one.is_cancelled):
            its_days[day] = one
    return found


def next_day_of(series: MeetingSeries) -> date:
    """The day for which the next meeting of a series would be planned. A weekend stays (domain 1.1 row 3)."""
    open_one = next_open(series)
    return open_one.held_on if open_one else clock.today() + timedelta(days=1)


def next_open(series: MeetingSeries) -> Occurrence | None:
    """The next day of a series, from tomorrow on, for which nothing is planned or decided against."""
    today = clock.today()
    ahead = days_of(series, today - timedelta(days=31), today + SHOWN_AHEAD)
    return min((d for d in ahead if not d.is_settled and d.held_on > today), key=lambda d: d.held_on, default=None)


@dataclass(frozen=True, slots=True)
class Expected:
    """When the next meeting of a series is expected, before anybody has called it."""

    series: MeetingSeries
    occurrence: Occurrence

    @property
    def day(self) -> date:
        """The day on which it is expected."""
        return self.occurrence.held_on

    @property
    def time(self) -> str:
        """19:00."""
        return self.series.time


def next_expected(compound_id: int) -> Expected | None:
    """The next meeting that the series of a compound promise, for residents; nothing is called yet. Three statements.

    A day off of which nobody has said that it stays is not promised.
    """
    today = clock.today()
    going = list(
        db.session.scalars(select(MeetingSeries).where(MeetingSeries.compound_id == compound_id, _goes_on(today)))
    )
    days = days_of_many(going, today - timedelta(days=31), today + SHOWN_AHEAD)
    promised = [
        Expected(one, day)
        for one in going
        for day in days[one.id]
        if day.held_on >= today and (day.meeting is None or not day.meeting.is_cancelled)
        if not day.is_skipped and not day.waits_for_answer
    ]
    return min(promised, key=lambda one: (one.day, one.time), default=None)


@dataclass(frozen=True, slots=True)
class SeriesHere:
    """A recurring meeting on its page: in words, its days of a span, 应开 / 已开 of the year."""

    series: MeetingSeries
    words: str
    days: list[Occurrence]
    held: Held
    year: int


def shown(series: MeetingSeries, year: int) -> SeriesHere:
    """A series with all its days of a year."""
    days = days_of(series, date(year, 1, 1), date(year, 12, 31))
    return SeriesHere(series, read(series.rule).in_words(), days, count_held(days, clock.today()), year)


def occurrence_of(series: MeetingSeries, day: date) -> Occurrence | None:
    """One day of a series; `None` where it does not fall on it."""
    return next(iter(days_of(series, day, day)), None)


def decided_day(series_id: int, day: date) -> SeriesDay | None:
    """What was decided of one day of a series."""
    return db.session.scalar(select(SeriesDay).where(SeriesDay.series_id == series_id, SeriesDay.day == day))


def usual_officers(compound_id: int, chaired_by: str, on: date) -> tuple[int | None, int | None]:
    """Who chairs and who keeps the minutes where a series names nobody: the first in office on that day."""
    posts = appointments(compound_id, on)
    chairs = sorted(
        (a for a in posts if may_chair(chaired_by, a.role, a.post)), key=lambda a: a.role != Role.CHAIR.value
    )
    chair = chairs[0].person_id if chairs else None
    kept = (a.person_id for a in posts if a.role == Role.SECRETARY.value and a.person_id != chair)
    return chair, next(kept, None)


def time_of(series: MeetingSeries) -> time:
    """The hour of a series."""
    return time.fromisoformat(series.time)


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """The meetings that its series propose to this actor, those that were not held, and days off to be asked about."""
    compound = db.session.get(Compound, compound_id)
    if compound is None:
        return []
    kinds = {one.id: one for one in meeting_types(compound_id)}
    mine = {id_ for id_, kind in kinds.items() if may_convene(actor, compound, kind)}
    if not mine:
        return []
    going = [one for one in all_series(compound_id) if one.meeting_type_id in mine]
    today = clock.today()
    days = days_of_many(going, today - LOOK_BACK, today + timedelta(days=max((s.ahead_days for s in going), default=0)))
    found = [line for one in going for line in _lines(compound, one, days[one.id], today)]
    return found + _asked_again(compound, mine, today)


def _lines(compound: Compound, series: MeetingSeries, days: list[Occurrence], today: date) -> list[Waiting]:
    monthly = series.rule["kind"] != "weekly"
    values = {"compound_slug": compound.slug, "series_id": series.id}
    name = series.meeting_type.name
    found = []
    for one in days:
        if one.is_missed(today):
            label = _("%(what)s未召开，须说明理由：%(name)s", what=missed_label(one.day, monthly=monthly), name=name)
            found.append(Waiting(label, 1, "convening.series", {**values, "day": str(one.day)}, urgent=True))
        elif one.is_proposed(today, series.ahead_days):
            found.append(
                Waiting(_label(one, name), 1, "convening.series", {**values, "day": str(one.day)}, urgent=True)
            )
    return found


def _label(one: Occurrence, name: str) -> str:
    if one.waits_for_answer:
        return _("%(day)s %(name)s，这天是%(off)s，请定照常、改期还是不开", day=one.day_text, name=name, off=one.asked)
    return _("%(day)s %(name)s，请确认", day=one.day_text, name=name)


def _asked_again(compound: Compound, mine: set[int], today: date) -> list[Waiting]:
    """Meetings that are planned or called on a day that turned out to be off: asked about, never moved."""
    start = clock.beijing(today.year, today.month, today.day)
    ahead = select(Meeting).where(
        Meeting.compound_id == compound.id,
        Meeting.meeting_type_id.in_(mine),
        Meeting.state.in_(("PLANNED", "NOTICED")),
        Meeting.starts_at >= start,
    )
    return [
        Waiting(
            _("%(title)s那天是放假的日子，请定照常、改期还是取消", title=one.title),
            1,
            "convening.meeting",
            {"compound_slug": compound.slug, "meeting_id": one.id},
            urgent=True,
        )
        for one in db.session.scalars(ahead.order_by(Meeting.starts_at).limit(20))
        if is_asked_again(one)
    ]


def is_asked_again(meeting: Meeting) -> bool:
    """Whether a meeting ahead lies on a day off that nobody knew of when it was set, and nobody has kept it since."""
    if meeting.state not in {"PLANNED", "NOTICED"} or meeting.starts_at < clock.now():
        return False
    day = clock.day_of(meeting.starts_at)
    return holidays.calendar().is_off(day) and meeting.facts.get("off_known") != day.isoformat()
