"""Reading the audit chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from deliberation.audit import keys
from deliberation.audit.chain import Head, stream_of
from deliberation.audit.models import AuditEntry, AuditHead
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.typed import folded, terms
from deliberation.rows import Rows

NEWEST = (AuditEntry.at.desc(), AuditEntry.id.desc())


@dataclass(frozen=True, slots=True)
class Filter:
    """What the log is filtered by: chain, first and last day (both count), part of a name, an act.

    `within` are the chains that the reader may read at all; `None` means every one.
    """

    stream: str = ""
    since: date | None = None
    until: date | None = None
    who: str = ""
    act: str = ""
    within: frozenset[str] | None = None


def recent(stream: str = "", limit: int = 50) -> list[AuditEntry]:
    """The newest entries of one chain, or of all."""
    query = _asked(Filter(stream=stream)).order_by(*NEWEST).limit(limit)
    return list(db.session.scalars(query))


def entries(chosen: Filter) -> Rows:
    """The log, newest first."""
    return Rows(_asked(chosen).order_by(*NEWEST))


def _asked(chosen: Filter) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if chosen.within is not None:
        query = query.where(AuditEntry.stream.in_(chosen.within))
    if chosen.stream:
        query = query.where(AuditEntry.stream == chosen.stream)
    if chosen.since:
        query = query.where(AuditEntry.at >= _begin_of(chosen.since))
    if chosen.until:
        query = query.where(AuditEntry.at < _begin_of(chosen.until) + timedelta(days=1))
    if chosen.who:
        query = query.where(AuditEntry.actor_name.in_(_names_with(chosen.who)))
    if chosen.act:
        query = query.where(AuditEntry.action == chosen.act)
    return query


def _names_with(who: str) -> list[str]:
    """The names in the log that hold every word of `who`. No folded copy stands in a log that is sealed as it is."""
    wanted = terms(who)
    return [name for name in _names() if wanted and all(term in folded(name) for term in wanted)]


def _names() -> list[str]:
    """Every name once, from its index by as many steps as there are names, however long the log is."""
    first = select(func.min(AuditEntry.actor_name).label("name")).cte("names", recursive=True)
    after = select(func.min(AuditEntry.actor_name)).where(AuditEntry.actor_name > first.c.name).scalar_subquery()
    names = first.union_all(select(after).where(first.c.name.is_not(None)))
    return list(db.session.scalars(select(names.c.name).where(names.c.name.is_not(None))))


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.BEIJING)


def last(act: str) -> datetime | None:
    """When an act was done last, whoever did it and wherever."""
    return db.session.scalar(select(func.max(AuditEntry.at)).where(AuditEntry.action == act))


def acts() -> list[str]:
    """The acts that occur in the log."""
    return list(db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def streams(within: frozenset[str] | None = None) -> list[str]:
    """The chains there are, or those of them that are `within`."""
    found = db.session.scalars(select(AuditHead.stream).order_by(AuditHead.stream))
    return [stream for stream in found if within is None or stream in within]


def head_of(compound_id: int | None) -> Head | None:
    """Where the chain of a compound (or of the installation) ends now; nothing for one that has not begun."""
    found = db.session.get(AuditHead, stream_of(compound_id))
    return Head(found.stream, found.seq, found.hash) if found and found.seq else None


def heads() -> list[Head]:
    """Where every chain ends now."""
    found = db.session.scalars(select(AuditHead).where(AuditHead.seq > 0).order_by(AuditHead.stream))
    return [Head(one.stream, one.seq, one.hash) for one in found]


def lost_keys() -> set[str]:
    """Keys by which chains end and which are not in the key ring: nothing may be written over those ends."""
    found = db.session.scalars(select(AuditHead.key_id).where(AuditHead.seq > 0, AuditHead.key_id != "").distinct())
    return {key_id for key_id in found if keys.ring().age(key_id) is None}


def noted(action: str, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Subject and facts of every entry of one act on one kind of thing, in the order in which they were written."""
    of_kind = (AuditEntry.action == action) & (AuditEntry.subject_kind == kind)
    query = select(AuditEntry.subject_id, AuditEntry.facts).where(of_kind)
    for row in db.session.execute(query.order_by(AuditEntry.stream, AuditEntry.seq)):
        yield row.subject_id, row.facts


def has_acted(person_id: int) -> bool:
    """Whether somebody stands in the log as who did something."""
    return db.session.scalar(select(AuditEntry.id).where(AuditEntry.person_id == person_id).limit(1)) is not None
