"""Recurring meetings 例会: setting them up, and deciding of each of their days: confirm, move, keep, skip, explain."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from deliberation.convening.access import demand_convenes, meeting_for, series_for
from deliberation.convening.actions.planning import PlanDraft, off_known, plan_meeting
from deliberation.convening.models import Meeting, MeetingSeries, SeriesDay
from deliberation.convening.queries import series as queries
from deliberation.convening.rules.series import (
    DECISIONS,
    Occurrence,
    check_ahead,
    default_ahead,
    demand_reason,
    read,
)
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.days import day_text
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Refused
from deliberation.organisation.models import Compound, MeetingType, Venue
from deliberation.organisation.queries.kinds_of_meeting import rules_of, type_by_id, use_of


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """A recurring meeting as somebody wrote it. `rule`: `rules.series.read`; `ahead_days` 0: as the notice needs."""

    meeting_type_id: int
    rule: dict[str, Any]
    time: str
    starts_on: date
    ends_on: date | None = None
    venue_id: int | None = None
    chair_id: int | None = None
    secretary_id: int | None = None
    ahead_days: int = field(default=0)


def begin_series(actor: Actor, compound_id: int, draft: SeriesDraft) -> MeetingSeries:
    """Set up a recurring meeting (`series.manage`). The same one again, while it goes on, is the same one."""
    with transaction():
        kind = _kind(compound_id, draft.meeting_type_id)
        compound = db.session.get_one(Compound, compound_id)
        demand_convenes(actor, compound, kind, "series.manage")
        # FOR UPDATE: two sendings of one form must find each other.
        db.session.get(Compound, compound.id, with_for_update={"of": Compound})
        values = _values(compound, kind, draft)
        known = [one for one in queries.all_series(compound.id) if one.meeting_type_id == kind.id and _is(one, values)]
        if known:
            return known[0]
        made = MeetingSeries(compound_id=compound.id, meeting_type=kind, **values)
        db.session.add(made)
        db.session.flush()  # the audit names the id
        happened(actor, "series.begin", made, type=kind.code, **draft.rule)
        return made


def change_series(actor: Actor, series_id: int, draft: SeriesDraft) -> MeetingSeries:
    """Change a series for the days to come; meetings that are planned and days that were decided stay as they are."""
    with transaction():
        series = series_for(actor, "series.manage", series_id, lock=True)
        compound = db.session.get_one(Compound, series.compound_id)
        values = _values(compound, series.meeting_type, draft)
        _keep_what_was(series, values)
        for name, value in values.items():
            setattr(series, name, value)
        happened(actor, "series.change", series, **draft.rule)
        return series


def _keep_what_was(series: MeetingSeries, values: dict[str, Any]) -> None:
    """The days before today stay those of the rule that counted then; a change counts from today on."""
    today, names = clock.today(), ("rule", "starts_on", "ends_on")
    begun = max(series.starts_on, *(date.fromisoformat(one["since"]) for one in series.earlier), date.min)
    if begun >= today or all(getattr(series, name) == values[name] for name in names):
        return
    last = min(today - timedelta(days=1), series.ends_on or today)
    was = {"rule": series.rule, "first": begun.isoformat(), "last": last.isoformat(), "since": today.isoformat()}
    series.earlier = [*series.earlier, was]


def end_series(actor: Actor, series_id: int, last: date, reason: str) -> MeetingSeries:
    """No further meeting after `last`. Raises `REASON_REQUIRED`, `INVALID_INPUT` for a day before it began."""
    with transaction():
        series = series_for(actor, "series.manage", series_id, lock=True)
        demand_reason(reason)
        if last < series.starts_on:
            raise Refused(InConvening.SERIES_ENDS_BEFORE)
        series.ends_on = last
        happened(actor, "series.end", series, last=last.isoformat())
        return series


def _kind(compound_id: int, meeting_type_id: int) -> MeetingType:
    kind = type_by_id(meeting_type_id)
    if kind is None or use_of(compound_id, meeting_type_id) is None:
        raise Refused(InConvening.MEETING_TYPE_UNUSED)
    return kind


def _values(compound: Compound, kind: MeetingType, draft: SeriesDraft) -> dict[str, Any]:
    rules = rules_of(kind)
    notice = rules.notice_days if rules else 0
    ahead = draft.ahead_days or default_ahead(notice)
    check_ahead(ahead, notice)
    if draft.ends_on is not None and draft.ends_on < draft.starts_on:
        raise Refused(InConvening.SERIES_ENDS_BEFORE)
    venue = db.session.get(Venue, draft.venue_id) if draft.venue_id is not None else None
    if draft.venue_id is not None and (venue is None or venue.compound_id != compound.id):
        raise Refused(InConvening.VENUE_UNKNOWN)
    if draft.chair_id is not None and draft.chair_id == draft.secretary_id:
        raise Refused(InConvening.CHAIR_IS_SECRETARY)
    return {
        "rule": read(draft.rule).written(),
        "time": _time(draft.time),
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "venue_id": draft.venue_id,
        "chair_id": draft.chair_id,
        "secretary_id": draft.secretary_id,
        "ahead_days": ahead,
    }


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        raise Refused(InConvening.SERIES_TIME_UNKNOWN) from None


def _is(series: MeetingSeries, values: dict[str, Any]) -> bool:
    return all(getattr(series, name) == value for name, value in values.items())


# Of one day


def confirm_day(actor: Actor, series_id: int, day: date) -> Meeting:
    """Plan the meeting of a day of the series with the usual place and people; pressed again, it is the same meeting.

    Raises `NOT_READY` for a day off of which nobody has said that it stays.
    """
    with transaction():
        series, one = _day(actor, series_id, day)
        if one.meeting is not None and not one.meeting.is_cancelled:
            return db.session.get_one(Meeting, one.meeting.meeting_id)
        if one.is_skipped:
            raise Refused(InConvening.DAY_IS_DECIDED, decision=DECISIONS["SKIPPED"])
        if one.waits_for_answer:
            raise Refused(InConvening.DAY_IS_OFF, day=day_text(day), off=one.asked)
        return plan_meeting(actor, series.compound_id, draft_of(series, one))


def draft_of(series: MeetingSeries, one: Occurrence) -> PlanDraft:
    """The plan of a meeting that a series proposes."""
    on, at = one.held_on, queries.time_of(series)
    chair, secretary = queries.usual_officers(series.compound_id, series.meeting_type.chaired_by, on)
    return PlanDraft(
        meeting_type_id=series.meeting_type_id,
        starts_at=clock.beijing(on.year, on.month, on.day, at.hour, at.minute),
        venue_id=series.venue_id,
        chair_id=series.chair_id or chair,
        secretary_id=series.secretary_id or secretary,
        series_id=series.id,
        series_day=one.day,
    )


def move_day(actor: Actor, series_id: int, day: date, to: date, reason: str) -> SeriesDay:
    """改期: this one meeting is on another day, the rule stays. Raises `REASON_REQUIRED`, `INVALID_INPUT`."""
    with transaction():
        series, one = _undecided(actor, series_id, day)
        if to < clock.today():
            raise Refused(InConvening.MOVED_INTO_PAST)
        row = _decide(actor, series, one, "MOVED", reason=demand_reason(reason), moved_to=to)
        happened(actor, "series.move", series, day=day.isoformat(), to=to.isoformat())
        return row


def keep_day(actor: Actor, series_id: int, day: date, reason: str = "") -> SeriesDay:
    """照常: the meeting stays on a day off."""
    with transaction():
        series, one = _undecided(actor, series_id, day)
        if one.held_on < clock.today():
            raise Refused(InConvening.DAY_IS_OVER)
        row = _decide(actor, series, one, "KEPT", reason=reason.strip())
        happened(actor, "series.keep", series, day=day.isoformat())
        return row


def skip_day(actor: Actor, series_id: int, day: date, reason: str) -> SeriesDay:
    """不开: there is no meeting for this day. Raises `REASON_REQUIRED`."""
    with transaction():
        series, one = _undecided(actor, series_id, day)
        if one.held_on < clock.today():
            raise Refused(InConvening.DAY_IS_OVER)
        row = _decide(actor, series, one, "SKIPPED", reason=demand_reason(reason))
        happened(actor, "series.skip", series, day=day.isoformat())
        return row


def explain_day(actor: Actor, series_id: int, day: date, reason: str) -> SeriesDay:
    """说明理由: why a meeting was not held whose day is over. Raises `REASON_REQUIRED`."""
    with transaction():
        series, one = _undecided(actor, series_id, day)
        if one.held_on >= clock.today():
            raise Refused(InConvening.DAY_NOT_OVER)
        row = _decide(actor, series, one, "NOT_HELD", reason=demand_reason(reason))
        happened(actor, "series.explain", series, day=day.isoformat())
        return row


def _day(actor: Actor, series_id: int, day: date) -> tuple[MeetingSeries, Occurrence]:
    series = series_for(actor, "meeting.plan", series_id)
    # FOR UPDATE: of two who decide one day the second sees what the first decided.
    db.session.scalar(select(MeetingSeries.id).where(MeetingSeries.id == series.id).with_for_update())
    one = queries.occurrence_of(series, day)
    if one is None:
        raise Refused(InConvening.NO_SUCH_DAY, day=day_text(day))
    return series, one


def _undecided(actor: Actor, series_id: int, day: date) -> tuple[MeetingSeries, Occurrence]:
    """A day for which no meeting stands yet. What was decided may be decided anew until then."""
    series, one = _day(actor, series_id, day)
    if one.meeting is not None:
        raise Refused(InConvening.DAY_HAS_MEETING)
    return series, one


def _decide(
    actor: Actor, series: MeetingSeries, one: Occurrence, decision: str, *, reason: str, moved_to: date | None = None
) -> SeriesDay:
    row = queries.decided_day(series.id, one.day) or SeriesDay(series_id=series.id, day=one.day)
    row.decision, row.moved_to, row.reason = decision, moved_to, reason[:200]
    row.decided_by_id, row.decided_at = actor.person_id, clock.now()
    db.session.add(row)
    db.session.flush()  # read back by the page of this act
    return row


def keep_meeting(actor: Actor, meeting_id: int) -> Meeting:
    """照常: a planned or called meeting stays on a day that turned out to be off (`meeting.plan`).

    Where nobody asks, nothing is done.
    """
    with transaction():
        meeting = meeting_for(actor, "meeting.plan", meeting_id, lock=True)
        if not queries.is_asked_again(meeting):
            return meeting
        meeting.facts = {**meeting.facts, "off_known": off_known(meeting.starts_at)}
        happened(actor, "meeting.keep_day", meeting, day=clock.day_of(meeting.starts_at).isoformat())
        return meeting
