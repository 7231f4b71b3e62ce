"""Meetings as far as earlier stages ask for them: when, what state, is the agenda out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select

from deliberation.agenda.queries import Agenda
from deliberation.convening.models import Meeting
from deliberation.db import db


def _heads() -> Select[*tuple[Any, ...]]:
    return select(
        Meeting.id,
        Meeting.compound_id,
        Meeting.title,
        Meeting.starts_at,
        Meeting.state,
        Meeting.agenda_published_at,
    )


def _agenda(row: Any) -> Agenda:
    return Agenda(row.id, row.compound_id, row.title, row.starts_at, row.state, row.agenda_published_at is not None)


def meeting_head(meeting_id: int, *, lock: bool = False) -> Agenda | None:
    """A meeting as far as its agenda goes, without the items."""
    query = _heads().where(Meeting.id == meeting_id)
    # FOR UPDATE when asked: the order of a meeting's items is changed by one person at a time.
    row = db.session.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _agenda(row)


def meetings_ahead(compound_id: int) -> list[Agenda]:
    """The meetings of a compound that are planned or notified, the next first, without the items."""
    query = _heads().where(Meeting.compound_id == compound_id, Meeting.state.in_(("PLANNED", "NOTICED")))
    return [_agenda(row) for row in db.session.execute(query.order_by(Meeting.starts_at))]


def meetings_called(ids: Iterable[int | None]) -> set[int]:
    """Which of these meetings are called and have not begun."""
    known = {one for one in ids if one is not None}
    return set(db.session.scalars(select(Meeting.id).where(Meeting.id.in_(known), Meeting.state == "NOTICED")))
