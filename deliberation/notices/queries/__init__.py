"""Reading notices."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from deliberation.db import db
from deliberation.kernel.actor import Actor
from deliberation.kernel.stage import house
from deliberation.notices.models import Notice
from deliberation.rows import Rows


def mine(actor: Actor) -> Rows:
    """The actor's notices, newest first; signed in with a PIN, only that meeting's."""
    query = select(Notice).where(Notice.person_id == actor.person_id)
    if actor.meeting_id is not None:
        query = query.where(Notice.meeting_id == actor.meeting_id)
    return Rows(query.order_by(Notice.created_at.desc(), Notice.id.desc()))


def unread_count(actor: Actor) -> int:
    """How many of the actor's notices are not opened yet."""
    if actor.person_id is None:
        return 0
    query = select(func.count()).where(Notice.person_id == actor.person_id, Notice.read_at.is_(None))
    if actor.meeting_id is not None:
        query = query.where(Notice.meeting_id == actor.meeting_id)
    return db.session.scalar(query) or 0


def to_confirm(notices: Iterable[Notice]) -> set[int]:
    """Which of these notices still ask for a receipt: those of a meeting that is called and has not begun."""
    asking = [n for n in notices if n.kind == "meeting" and n.confirmed_at is None]
    ask = house().offers.meetings_called
    called = ask({n.meeting_id for n in asking}) if ask and asking else set()
    return {n.id for n in asking if n.meeting_id is None or n.meeting_id in called}


def notice_of(person_id: int | None, meeting_id: int, kind: str) -> Notice | None:
    """The newest notice of a kind that a person got about a meeting."""
    return db.session.scalar(
        select(Notice)
        .where(Notice.person_id == person_id, Notice.meeting_id == meeting_id, Notice.kind == kind)
        .order_by(Notice.id.desc())
        .limit(1)
    )


def notices_of_meeting(meeting_id: int, kind: str) -> dict[int, Notice]:
    """Every person's notice of a kind about a meeting, by person."""
    found = db.session.scalars(
        select(Notice).where(Notice.meeting_id == meeting_id, Notice.kind == kind).order_by(Notice.id)
    )
    return {notice.person_id: notice for notice in found}
