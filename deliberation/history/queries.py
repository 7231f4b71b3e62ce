"""Reading events."""

from __future__ import annotations

from sqlalchemy import Select, select

from deliberation.db import db
from deliberation.history.models import Event


def events_of(kind: str, *subject_ids: int) -> Select[Event]:
    """A query for the events of these things of one kind; the caller orders and narrows it."""
    return select(Event).where(Event.kind == kind, Event.subject_id.in_(subject_ids))


def history_of(kind: str, subject_id: int) -> list[Event]:
    """Everything that happened to a thing, oldest first."""
    return list(db.session.scalars(events_of(kind, subject_id).order_by(Event.id)))


def histories_of(kind: str, *subject_ids: int) -> list[Event]:
    """Everything that happened to several things of one kind, oldest first."""
    return list(db.session.scalars(events_of(kind, *subject_ids).order_by(Event.id)))


def last_event(kind: str, subject_id: int, act: str = "") -> Event | None:
    """The newest event of a thing, or the newest of one act."""
    query = events_of(kind, subject_id)
    if act:
        query = query.where(Event.act == act)
    return db.session.scalar(query.order_by(Event.id.desc()).limit(1))
