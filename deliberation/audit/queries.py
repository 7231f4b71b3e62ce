"""Reading the audit chain and checking that it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import select

from deliberation.audit.models import AuditEntry, AuditHead
from deliberation.audit.record import GENESIS, Note, link
from deliberation.db import db


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold."""

    stream: str
    seq: int
    what: str


def recent(stream: str = "", before: int | None = None, limit: int = 50) -> list[AuditEntry]:
    """Entries of one chain (or of all), newest first, from the one before the id `before`."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if stream:
        query = query.where(AuditEntry.stream == stream)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return list(db.session.scalars(query))


def streams() -> list[str]:
    """The chains there are."""
    return list(db.session.scalars(select(AuditHead.stream).order_by(AuditHead.stream)))


def find_breaks() -> Iterator[Break]:
    """Walk every chain from its first entry; yield the first entry of each that does not follow."""
    for head in db.session.scalars(select(AuditHead).order_by(AuditHead.stream)).all():
        found = _first_break(head)
        if found:
            yield found


def _first_break(head: AuditHead) -> Break | None:
    seq, previous = 0, GENESIS
    query = select(AuditEntry).where(AuditEntry.stream == head.stream).order_by(AuditEntry.seq)
    with closing(db.session.scalars(query)) as entries:
        for entry in entries:
            seq += 1
            if entry.seq != seq or entry.previous_hash != previous or entry.hash != _expected(entry):
                return Break(head.stream, entry.seq, "hash")
            previous = entry.hash
    return Break(head.stream, seq, "end") if (seq, previous) != (head.seq, head.hash) else None


def _expected(entry: AuditEntry) -> str:
    note = Note(
        entry.action, entry.subject_kind, entry.subject_id, None, entry.person_id, entry.actor_name, entry.at,
        entry.facts,
    )  # fmt: skip
    return link(entry.previous_hash, entry.seq, note)
