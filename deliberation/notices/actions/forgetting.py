"""Where messages went is forgotten after its time; that they went, and when, stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from deliberation.audit.erasing import note_erased
from deliberation.audit.record import record
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM
from deliberation.kernel.days import last_start
from deliberation.notices.models import ContactWay, Notice, NoticeWish, Sending
from deliberation.notices.rules import ADDRESS_YEARS

MOST = 500
"""Rows of one turn."""


def forget_ways(person_ids: Iterable[int]) -> None:
    """Erase how these persons were reached and what they wished to hear, inside the caller's transaction."""
    ids = list(person_ids)
    for table in (ContactWay, NoticeWish):
        db.session.execute(delete(table).where(table.person_id.in_(ids)))


def forget_addresses(now: datetime) -> list[int]:
    """Erase to which address messages went that were settled more than a year ago; the ids of the sendings."""
    latest = last_start(clock.day_of(now), ADDRESS_YEARS)
    before = clock.beijing(latest.year, latest.month, latest.day) + timedelta(days=1)
    wanted = select(Sending.id, Notice.compound_id).join(Notice, Notice.id == Sending.notice_id)
    old = wanted.where(Sending.settled_at < before, Sending.address != "").order_by(Sending.id).limit(MOST)
    found = [(ident, compound_id) for ident, compound_id in db.session.execute(old)]
    if not found:
        return []
    ids = [ident for ident, _compound_id in found]
    with transaction():
        db.session.execute(update(Sending).where(Sending.id.in_(ids)).values(address=""))
        note_erased("sent_address", [compound_id for _ident, compound_id in found])
        record(SYSTEM, "sending.forget_addresses", "sending", None, None, number=len(ids))
    return ids
