"""That somebody read personal data, for whoever asks who did (个人信息保护法 §51): once a day for each thing."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.audit.record import record
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.stage import Ref


def note_reading(actor: Actor, act: str, thing: Ref, compound_id: int | None) -> None:
    """Write down that the actor read a thing, unless today's log says so already. In a transaction of its own."""
    today = clock.today()
    same = (
        AuditEntry.action == act,
        AuditEntry.subject_kind == thing.kind,
        AuditEntry.subject_id == thing.id,
        AuditEntry.person_id == actor.person_id,
        AuditEntry.at >= clock.beijing(today.year, today.month, today.day),
    )
    if db.session.scalar(select(AuditEntry.id).where(*same).limit(1)) is None:
        with transaction():
            record(actor, act, thing.kind, thing.id, compound_id)
