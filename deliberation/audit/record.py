"""Writing the audit chain: actions note what they did, the transaction seals it just before commit.

Sealing last keeps the lock on the chain's head short and always behind every other lock, so two
actions can never wait for each other.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.orm import Session

from deliberation import db as database
from deliberation.audit import keys
from deliberation.audit.chain import (
    BEGIN,
    GENESIS,
    SYSTEM_STREAM,
    Head,
    Note,
    compound_of,
    is_plain,
    link,
    sealed_entry,
    sealed_head,
    sealed_mark,
)
from deliberation.audit.models import AuditEntry, AuditHead
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM, Actor

_log = logging.getLogger(__name__)


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
    if not is_plain(facts):
        raise ValueError(f"{action}: facts are ids, codes, counts and days; what somebody typed could never be erased")
    note = Note(action, subject_kind, subject_id, compound_id, actor.person_id, actor.name, clock.now(), facts)
    db.session().info.setdefault("audit", []).append(note)


def mark(kind: str, **values: Any) -> str:
    """What an act leaves in the log of what it stored, so that a later change of the row is found.

    A keyed digest with the key's fingerprint before it: without the key nobody reads a choice out of it by trying all.
    """
    ring = keys.ring()
    return f"{ring.active}:{ring.seal(sealed_mark(kind, values))[:32]}"


def mark_holds(given: str, kind: str, **values: Any) -> bool:
    """Whether a mark was made of these values. Where its key is lost, nothing can be said and `True` is answered."""
    ring = keys.ring()
    key_id, _, digits = given.partition(":")
    return ring.age(key_id) is None or ring.seal(sealed_mark(kind, values), key_id)[:32] == digits


def append(connection: Connection, notes: Iterable[Note]) -> None:
    """Link `notes` to their chains inside the caller's transaction.

    Chains of compounds come first, always in the same order, the installation's last: two writers never cross. A chain
    that begins is noted in the installation's.
    """
    by_stream: dict[str, list[Note]] = {}
    for note in notes:
        by_stream.setdefault(note.stream, []).append(note)
    system = by_stream.pop(SYSTEM_STREAM, [])
    for stream in sorted(by_stream):
        if _append_to(connection, stream, by_stream[stream]):
            compound_id = compound_of(stream)
            system.append(Note(BEGIN, "compound", compound_id, None, None, SYSTEM.name, clock.now(), {}))
    if system:
        _append_to(connection, SYSTEM_STREAM, system)


def _append_to(connection: Connection, stream: str, notes: list[Note]) -> bool:
    """Link `notes` to one chain; answers whether it has begun with them."""
    ring = keys.ring()
    connection.execute(database.insert_new(AuditHead.__table__).values(stream=stream, seq=0, hash=GENESIS))
    beside = _beside(connection, stream)
    # FOR UPDATE: the head decides the next number; a second writer must wait for this commit.
    held = connection.execute(select(AuditHead.__table__).where(AuditHead.stream == stream).with_for_update()).one()
    head = Head(stream, held.seq, held.hash)
    holds = held.seq == 0 or ring.holds(sealed_head(head, held.moved), held.key_id, held.seal)
    rows = []
    for note in notes:
        current = link(head.hash, stream, head.seq + 1, note, beside)
        rows.append(_row(head, note, current, beside, ring))
        head = Head(stream, head.seq + 1, current)
    connection.execute(insert(AuditEntry), rows)
    moved = time.time_ns()
    seal = ring.seal(sealed_head(head, moved)) if holds else ""
    now = {"seq": head.seq, "hash": head.hash, "moved": moved, "key_id": ring.active, "seal": seal}
    connection.execute(update(AuditHead).where(AuditHead.stream == stream).values(**now))
    if not holds:  # sealing it would wash clean whoever has moved it; refusing would stop every meeting
        _log.error("审计链 %s 的链头核对不上，已照样记录但不加封。请运行 deliberation check-audit。", stream)
    return bool(held.seq == 0)


def _beside(connection: Connection, stream: str) -> Head | None:
    """Where the chain ended that moved last, this one aside; read without a lock, so that no meeting waits."""
    other = connection.execute(
        select(AuditHead.stream, AuditHead.seq, AuditHead.hash)
        .where(AuditHead.stream != stream, AuditHead.seq > 0)
        .order_by(AuditHead.moved.desc(), AuditHead.stream)
        .limit(1)
    ).first()
    return Head(other.stream, other.seq, other.hash) if other else None


def _row(before: Head, note: Note, current: str, beside: Head | None, ring: keys.KeyRing) -> dict[str, Any]:
    return {
        "stream": before.stream,
        "seq": before.seq + 1,
        "at": note.at,
        "person_id": note.person_id,
        "actor_name": note.actor_name,
        "action": note.action,
        "subject_kind": note.subject_kind,
        "subject_id": note.subject_id,
        "facts": note.facts,
        "previous_hash": before.hash,
        "hash": current,
        "beside_stream": beside.stream if beside else None,
        "beside_seq": beside.seq if beside else None,
        "beside_hash": beside.hash if beside else None,
        "key_id": ring.active,
        "seal": ring.seal(sealed_entry(before.stream, before.seq + 1, current)),
    }


def _seal(session: Session) -> None:
    notes = session.info.pop("audit", [])
    if notes:
        append(session.connection(), notes)


database.before_commit.append(_seal)
