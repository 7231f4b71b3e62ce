"""Reading for the residents' pages and for the desk's publication pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import needs_owners
from deliberation.collection.models import Topic
from deliberation.convening import queries as convening
from deliberation.convening.models import Meeting
from deliberation.db import db
from deliberation.kernel import clock, holidays, publicity
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import N_
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound
from deliberation.organisation.rules.publication import least_days
from deliberation.owners.queries.evidence import of_resolution as proofs_of
from deliberation.owners.rules.evidence import gap
from deliberation.publication import rules
from deliberation.publication.models import PublicObjection, Resolution
from deliberation.room import queries as room
from deliberation.room.rules.flows import DEFERRED_BECAUSE
from deliberation.rows import Page, Rows, paginate
from deliberation.search import matches, stands_at
from deliberation.supervision import queries as supervision
from deliberation.supervision.queries import residents

AFTER_THE_MEETING = frozenset({"ENDED", "MINUTES_SIGNED", "ISSUED"})
"""States of a meeting whose decisions can no longer change."""


# What a resolution is made from


def meeting_of(resolution: Resolution) -> Meeting:
    """The meeting that decided it."""
    return db.session.get_one(Meeting, resolution.meeting_id)


def newest_version(meeting_id: int) -> Resolution | None:
    """The newest version of a meeting's resolution."""
    query = select(Resolution).where(Resolution.meeting_id == meeting_id).order_by(Resolution.version.desc())
    return db.session.scalar(query.limit(1))


def least_period_of(meeting: Meeting) -> rules.Period:
    """The shortest period for this meeting's resolution, and the rule that says so."""
    profile = convening.profile_of(meeting)
    days = least_days(clock.today(), profile, holidays.calendar())
    return rules.least_period(meeting.organiser, days, profile.publication_source)


def last_day_of(resolution: Resolution, published_on: date) -> date:
    """The last day of the period of a resolution that is published on a day, by the rules of its meeting."""
    weekend = convening.profile_of(meeting_of(resolution)).weekend_last_day
    return rules.period_end(published_on, resolution.days, holidays.calendar(), weekend)


def first_title(meeting: Meeting) -> str:
    """What the result of this kind of meeting is called, with the day of the meeting."""
    day = clock.day_of(meeting.starts_at)
    called = convening.profile_of(meeting).result_title or N_("协商意见")
    return f"{called}（{day.year}年{day.month}月{day.day}日）"


def first_text(meeting_id: int) -> str:
    """The first words of a resolution, from what the meeting decided."""
    return rules.draft_text((d.outcome, d.text, needs_owners(d.binds)) for d in room.decisions(meeting_id))


def suspects(resolution: Resolution) -> list[publicity.Suspect]:
    """What may be personal data in anything that publishing this draft would show."""
    texts = [(N_("标题"), resolution.title), (N_("正文"), resolution.text)]
    for decision in room.decisions(resolution.meeting_id):
        texts += [(N_("议题名称"), decision.item_title), (N_("动议原文"), decision.text)]
        texts += [(N_("保留意见"), text) for _party, text in decision.reservations]
    return publicity.suspects(texts, _private_names(resolution))


def _private_names(resolution: Resolution) -> list[str]:
    topic_ids = {d.topic_id for d in room.decisions(resolution.meeting_id) if d.topic_id is not None}
    return supervision.private_names(resolution.compound_id, topic_ids)


def frozen_copy(resolution: Resolution) -> dict[str, Any]:
    """Everything that the public page shows of a resolution: totals and parties, no person, no choice."""
    meeting = meeting_of(resolution)
    attended, why = room.attendance(meeting.id), _why_deferred(resolution)
    return {
        "title": resolution.title,
        "text": resolution.text,
        "version": resolution.version,
        "published_on": str(resolution.published_on),
        "ends_on": str(resolution.ends_on),
        "days": resolution.days,
        "period_source": least_period_of(meeting).source,
        "compound": meeting.compound.name,
        "phone": meeting.compound.phone,
        "meeting": {
            "title": meeting.title,
            "type": meeting.kind_name,
            "starts_at": meeting.starts_at.isoformat(),
            "venue": meeting.venue.name if meeting.venue else "",
        },
        "entitled": attended.entitled,
        "present": attended.present,
        "leave": attended.leave,
        "parties": [{"name": name, "present": here, "seats": seats} for name, here, seats in attended.parties],
        "decisions": [_frozen_decision(d, why) for d in room.decisions(meeting.id)],
    }


def _why_deferred(resolution: Resolution) -> dict[int, str]:
    """The chair's reasons by item, from the record; one with anything personal in it stays in the record."""
    names = _private_names(resolution)
    found = {}
    for line in room.minutes_of(resolution.meeting_id):
        _begins, is_deferral, why = line.text.partition(DEFERRED_BECAUSE)
        by_the_room = line.item_id is not None and line.kind == "procedure"
        if by_the_room and is_deferral and not publicity.suspects([("", why)], names):
            found[line.item_id or 0] = why
    return found


def _frozen_decision(decision: Any, why_deferred: dict[int, str]) -> dict[str, Any]:
    voted = decision.outcome in {"CARRIED", "LOST"}
    return {
        "item": decision.item_title,
        "number": decision.number,
        "text": decision.text,
        "outcome": decision.outcome,
        "reason": why_deferred.get(decision.item_id, "") if decision.outcome == "POSTPONED" else "",
        "needs_owners": needs_owners(decision.binds),
        "entitled": decision.entitled,
        "present": decision.present,
        "tally": rules.totals(decision.tally) if voted else None,
        "verdict": decision.verdict if voted else None,
        "reservations": [{"party": party, "text": text} for party, text in decision.reservations],
    }


# Lists


def published(
    compound_id: int, q: str = "", month: str = "", category: str = "", page: int = 1, size: int = 20
) -> Page:
    """Published resolutions, newest first. `month` is `2026-03`; `category` a key of `CATEGORIES`."""
    query = select(Resolution).where(Resolution.compound_id == compound_id, Resolution.state.in_(rules.CURRENT_STATES))
    query = _matching(query, q)
    if first := _first_of(month):
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        query = query.where(Resolution.published_on >= first, Resolution.published_on < following)
    if category:
        items = select(AgendaItem.meeting_id).join(Topic, Topic.id == AgendaItem.topic_id)
        query = query.where(Resolution.meeting_id.in_(items.where(Topic.category == category)))
    return paginate(query.order_by(Resolution.published_on.desc(), Resolution.id.desc()), page, size)


def _matching(query: Select[Resolution], q: str) -> Select[Resolution]:
    return query.where(matches(q, Resolution.search)) if q else query


def _first_of(month: str) -> date | None:
    try:
        return date.fromisoformat(f"{month}-01") if month else None
    except ValueError:
        return None


def published_months(compound_id: int) -> list[str]:
    """The months in which something was published, newest first, as `2026-03`."""
    days = db.session.scalars(
        select(Resolution.published_on)
        .where(Resolution.compound_id == compound_id, Resolution.state.in_(rules.CURRENT_STATES))
        .distinct()
    )
    return sorted({f"{day:%Y-%m}" for day in days if day}, reverse=True)


def in_period(compound_id: int) -> list[Resolution]:
    """Resolutions whose period is running or that wait for an answer, the next to end first."""
    query = select(Resolution).where(
        Resolution.compound_id == compound_id, Resolution.state.in_(("PUBLISHED", "OBJECTED"))
    )
    return list(db.session.scalars(query.order_by(Resolution.ends_on, Resolution.id)))


def latest_effective(compound_id: int, limit: int = 3) -> list[Resolution]:
    """The newest resolutions that have taken effect."""
    query = select(Resolution).where(Resolution.compound_id == compound_id, Resolution.state == "EFFECTIVE")
    return list(db.session.scalars(query.order_by(Resolution.published_on.desc(), Resolution.id.desc()).limit(limit)))


def versions(meeting_id: int) -> list[Resolution]:
    """Every published version of a meeting's resolution, oldest first."""
    query = select(Resolution).where(Resolution.meeting_id == meeting_id, Resolution.state.in_(rules.PUBLIC_STATES))
    return list(db.session.scalars(query.order_by(Resolution.version)))


def objections(resolution_ids: Iterable[int]) -> list[PublicObjection]:
    """The objections to these versions, oldest first."""
    query = select(PublicObjection).where(PublicObjection.resolution_id.in_(list(resolution_ids)))
    return list(db.session.scalars(query.order_by(PublicObjection.at, PublicObjection.id)))


def desk_objections(resolution_id: int, q: str = "", state: str = "") -> Rows:
    """The objections to a version, oldest first, by words, who handed them in and building.

    `state`: one of `rules.OBJECTION_STATES`; every objection without one.
    """
    query = select(PublicObjection).where(PublicObjection.resolution_id == resolution_id)
    if q:
        query = query.where(stands_at(q, PublicObjection.search, PublicObjection.search))
    if state in rules.OBJECTION_STATES:
        is_open = PublicObjection.answered_at.is_(None)
        query = query.where(is_open if state == "OPEN" else ~is_open)
    return Rows(query.order_by(PublicObjection.at, PublicObjection.id))


def objection_by_request(key: str) -> PublicObjection | None:
    """The objection that a form with this key (`kernel.keys`) has already made."""
    return db.session.scalar(select(PublicObjection).where(PublicObjection.request_key == key))


def with_phone_due(today: date, *, lock: bool = False) -> list[PublicObjection]:
    """Answered objections whose phone has been kept as long as it may, oldest first."""
    query = select(PublicObjection).where(
        PublicObjection.phone != "", PublicObjection.answered_at < clock.beijing(today.year, today.month, today.day)
    )
    if lock:
        # FOR UPDATE: as everywhere where an objection is changed.
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(query.order_by(PublicObjection.id)).all()
    return [o for o in found if o.answered_at and rules.phone_is_due(clock.day_of(o.answered_at), today)]


def orders_of(resolution: Resolution) -> list[Any]:
    """The orders of the meeting, as residents may see them."""
    return residents.public_orders_of_meeting(resolution.meeting_id)


# The desk


def desk_resolutions(compound_id: int, state: str = "", q: str = "") -> Rows:
    """All versions with drafts, newest first."""
    query = _matching(select(Resolution).where(Resolution.compound_id == compound_id), q)
    if state:
        query = query.where(Resolution.state == state)
    return Rows(query.order_by(Resolution.id.desc()))


def meetings_to_write_up(compound_id: int) -> list[Meeting]:
    """Meetings that have ended and have no resolution yet."""
    written = select(Resolution.meeting_id).where(Resolution.compound_id == compound_id)
    query = select(Meeting).where(
        Meeting.compound_id == compound_id, Meeting.state.in_(AFTER_THE_MEETING), Meeting.id.not_in(written)
    )
    return list(db.session.scalars(query.order_by(Meeting.starts_at)))


def due_to_take_effect(today: date) -> bool:
    """Whether any resolution's period has ended without an open objection."""
    return db.session.scalar(select(Resolution.id).where(is_due(today)).limit(1)) is not None


def provisional() -> Select[Resolution]:
    """The resolutions whose last day was worked out without a year's arrangement."""
    return select(Resolution).where(Resolution.end_is_provisional).order_by(Resolution.id)


def is_due(today: date) -> ColumnElement[bool]:
    """The condition under which a resolution takes effect: its period is over, no objection is open.

    An objection to an older version counts too: a correction answers nobody, so it waits for the answer.
    """
    version = aliased(Resolution)
    unanswered = (
        select(PublicObjection.id)
        .join(version, version.id == PublicObjection.resolution_id)
        .where(version.meeting_id == Resolution.meeting_id, PublicObjection.answered_at.is_(None))
    )
    return and_(Resolution.state == "PUBLISHED", Resolution.ends_on < today, ~unanswered.exists())


def holding_back(resolution: Resolution) -> Resolution | None:
    """The older version whose objection must be answered before this one, which is shown now, takes effect."""
    if resolution.state not in {"PUBLISHED", "OBJECTED"}:
        return None
    query = (
        select(Resolution)
        .join(PublicObjection, PublicObjection.resolution_id == Resolution.id)
        .where(Resolution.meeting_id == resolution.meeting_id, Resolution.id != resolution.id)
        .where(PublicObjection.answered_at.is_(None))
    )
    return db.session.scalar(query.order_by(Resolution.version).limit(1))


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """What publication waits for this actor to do."""
    compound = db.session.get_one(Compound, compound_id)
    scope, values = scope_in(compound), {"compound_slug": compound.slug}
    here, found = "publication.desk_resolutions", []
    if allowed(actor, "objection.answer", scope):
        for label, state in ((N_("待答复的异议"), "OBJECTED"), (N_("更正前的异议待答复"), "SUPERSEDED")):
            here_in = {**values, "state": state}
            found.append(Waiting(label, _open_count(compound_id, state), here, here_in, urgent=True))
    if allowed(actor, "resolution.prepare", scope):
        to_write = len(meetings_to_write_up(compound_id))
        found.append(Waiting(N_("待起草决议的会议"), to_write, here, values))
    if allowed(actor, "resolution.publish", scope):
        found.append(Waiting(N_("待公示的决议"), _drafts(compound_id), here, {**values, "state": "DRAFT"}))
    return [w for w in found if w.count]


def _open_count(compound_id: int, state: str) -> int:
    query = (
        select(func.count(PublicObjection.id))
        .join(Resolution, Resolution.id == PublicObjection.resolution_id)
        .where(Resolution.compound_id == compound_id, Resolution.state == state)
        .where(PublicObjection.answered_at.is_(None))
    )
    return db.session.scalar(query) or 0


def _drafts(compound_id: int) -> int:
    query = select(func.count(Resolution.id)).where(Resolution.compound_id == compound_id, Resolution.state == "DRAFT")
    return db.session.scalar(query) or 0


def posting_gap(resolution: Resolution) -> str:
    """What is to be said where no photo proves that a resolution hung since the day of its publication; else empty."""
    if resolution.state not in rules.PUBLIC_STATES:
        return ""
    hung = [one.row for one in proofs_of(resolution.id) if not one.row.struck_reason]
    return gap(resolution.published_on, (clock.day_of(row.done_at) for row in hung))
