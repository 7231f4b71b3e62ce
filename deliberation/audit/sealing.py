"""What an operator does with the seals: change the key; seal what was found, after a key was lost or a chain broken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select, update

from deliberation.audit import keys
from deliberation.audit.chain import RESEAL, ROTATE, SYSTEM_STREAM, Head, Note, compound_of, sealed_head
from deliberation.audit.checking import Break
from deliberation.audit.models import AuditHead
from deliberation.audit.record import append
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM


def rotate(settings: Any) -> str:
    """Put a new key into the ring and let every chain go on under it; answers the new key's fingerprint.

    What an earlier key sealed lies under the new one from here on: whoever has got hold of the earlier key can change
    nothing of it unseen. Raises `keys.KeysUnreadable` for keys of the environment.
    """
    ring = keys.add_key(settings)
    with transaction() as session:
        _note_in_every_chain(session.connection(), ROTATE, {"key": ring.active})
    return ring.active


def reseal(found: Iterable[Break]) -> None:
    """Seal every chain as it is now, each with an entry that says so and what was found; that entry stays for ever.

    For a key that is lost and for a chain that somebody broke, after both were looked into: nothing else heals a head.
    """
    breaks = list(found)
    with transaction() as session:
        connection = session.connection()
        heads = connection.execute(select(AuditHead.__table__).order_by(AuditHead.stream).with_for_update()).all()
        for head in heads:
            _seal_as_it_is(connection, head.stream, head.seq, head.hash)
        _note_in_every_chain(connection, RESEAL, {"breaks": [f"{b.stream} {b.seq} {b.what}" for b in breaks]})


def _seal_as_it_is(connection: Connection, stream: str, seq: int, current: str) -> None:
    ring, moved = keys.ring(), 0
    seal = ring.seal(sealed_head(Head(stream, seq, current), moved))
    change = update(AuditHead).where(AuditHead.stream == stream)
    connection.execute(change.values(moved=moved, key_id=ring.active, seal=seal))


def _note_in_every_chain(connection: Connection, action: str, facts: dict[str, Any]) -> None:
    streams = db.session.scalars(select(AuditHead.stream).where(AuditHead.seq > 0)).all()
    now = clock.now()
    append(connection, [_about(stream, action, now, facts) for stream in sorted(streams)])


def _about(stream: str, action: str, now: Any, facts: dict[str, Any]) -> Note:
    compound = None if stream == SYSTEM_STREAM else compound_of(stream)
    return Note(action, "audit", None, compound, None, SYSTEM.name, now, facts)
