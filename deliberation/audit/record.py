"""Writing the audit chain: actions note what they did, the transaction seals it just before commit.

Sealing last keeps the lock on the chain's head short and always behind every other lock, so two
actions can never wait for each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.orm import Session

from deliberation import db as database
from deliberation.audit.models import AuditEntry, AuditHead
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Note:
    """One act, not yet linked. `facts` hold ids, states and counts: no phones, no rooms, no choices."""

    action: str
    subject_kind: str
    subject_id: int | None
    compound_id: int | None
    person_id: int | None
    actor_name: str
    at: datetime
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        """One chain for each compound and one for the installation."""
        return f"compound:{self.compound_id}" if self.compound_id is not None else "system"


def record(
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: int | None,
    compound_id: int | None,
    **facts: Any,
) -> None:
    """Note an act of the open transaction; `action` is the permission's name."""
    if not database.in_transaction():
        raise RuntimeError("audit.record() needs an open transaction()")
    note = Note(action, subject_kind, subject_id, compound_id, actor.person_id, actor.name, clock.now(), facts)
    db.session().info.setdefault("audit", []).append(note)


def link(previous_hash: str, seq: int, note: Note) -> str:
    """The hash of one entry: SHA-256 over the previous hash and the entry's canonical JSON."""
    body = json.dumps(
        [seq, note.at.astimezone(UTC).isoformat(), note.person_id, note.actor_name, note.action, note.subject_kind,
         note.subject_id, note.facts],
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    return hashlib.sha256(f"{previous_hash}\n{body}".encode()).hexdigest()


def append(connection: Connection, notes: Iterable[Note]) -> None:
    """Link `notes` to their chains inside the caller's transaction."""
    by_stream: dict[str, list[Note]] = {}
    for note in notes:
        by_stream.setdefault(note.stream, []).append(note)
    for stream in sorted(by_stream):  # always in the same order: two writers never cross
        _append_to(connection, stream, by_stream[stream])


def _append_to(connection: Connection, stream: str, notes: list[Note]) -> None:
    connection.execute(database.insert_new(AuditHead.__table__).values(stream=stream, seq=0, hash=GENESIS))
    # FOR UPDATE: the head decides the next number; a second writer must wait for this commit.
    seq, previous = connection.execute(
        select(AuditHead.seq, AuditHead.hash).where(AuditHead.stream == stream).with_for_update()
    ).one()
    rows = []
    for note in notes:
        seq += 1
        current = link(previous, seq, note)
        rows.append(_row(stream, seq, note, previous, current))
        previous = current
    connection.execute(insert(AuditEntry), rows)
    connection.execute(update(AuditHead).where(AuditHead.stream == stream).values(seq=seq, hash=previous))


def _row(stream: str, seq: int, note: Note, previous: str, current: str) -> dict[str, Any]:
    return {
        "stream": stream,
        "seq": seq,
        "at": note.at,
        "person_id": note.person_id,
        "actor_name": note.actor_name,
        "action": note.action,
        "subject_kind": note.subject_kind,
        "subject_id": note.subject_id,
        "facts": note.facts,
        "previous_hash": previous,
        "hash": current,
    }


def _seal(session: Session) -> None:
    notes = session.info.pop("audit", [])
    if notes:
        append(session.connection(), notes)


database.before_commit.append(_seal)
