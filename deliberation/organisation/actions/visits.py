"""Server-side sessions, and the record of failed sign-ins."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from deliberation.audit.erasing import note_erased
from deliberation.audit.record import record
from deliberation.db import db, insert_new, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.knock import Knock
from deliberation.live import outbox
from deliberation.organisation.models import FailedTry, KnownDevice, Visit

KEPT_FOR = timedelta(days=90)
"""As long as a password may grow old (`kernel.passwords`), and longer than the PINs of a meeting work."""


def open_visit(visit: str, account_id: int | None = None, seat_id: int | None = None) -> None:
    """Begin a sign-in under this id."""
    with transaction() as session:
        session.add(Visit(id=visit, account_id=account_id, seat_id=seat_id, began_at=clock.now()))


def close_visit(visit: str) -> None:
    """End a sign-in: its cookie and every copy of it open nothing any more."""
    with transaction() as session:
        session.execute(delete(Visit).where(Visit.id == visit))


def close_visits(*, account_id: int | None = None, seat_id: int | None = None, but: str = "") -> None:
    """End every sign-in of an account or a seat (but one), inside an open transaction."""
    whose = Visit.account_id == account_id if account_id is not None else Visit.seat_id == seat_id
    db.session.execute(delete(Visit).where(whose, Visit.id != but))


def close_every_visit() -> None:
    """End every sign-in there is, inside an open transaction: nobody's cookie opens anything any more."""
    db.session.execute(delete(Visit))


def forget_visits(now: datetime) -> list[str]:
    """Delete sign-ins and wrong tries of more than ninety days ago; answers what they were (PIPL art. 19).

    Whoever is still signed in after ninety days signs in again.
    """
    visits = list(db.session.scalars(select(Visit.id).where(Visit.began_at < now - KEPT_FOR)))
    tries = list(db.session.scalars(select(FailedTry.id).where(FailedTry.at < now - KEPT_FOR)))
    if visits or tries:
        with transaction() as session:
            session.execute(delete(Visit).where(Visit.began_at < now - KEPT_FOR))
            session.execute(delete(FailedTry).where(FailedTry.at < now - KEPT_FOR))
            note_erased("visit", [None] * (len(visits) + len(tries)))
    return [*visits, *map(str, tries)]


def sign_out_elsewhere(actor: Actor, visit: str) -> None:
    """退出其他设备: every other sign-in of one's own account ends."""
    with transaction():
        if actor.account_id is None or actor.person_id is None:
            raise Refused(Reason.NOT_SIGNED_IN)
        close_visits(account_id=actor.account_id, but=visit)
        outbox.revoke(actor.person_id)
        record(actor, "account.sign_out_elsewhere", "account", actor.account_id, None)


def note_failure(door: str, knock: Knock, *, known: bool, seat_id: int | None = None) -> None:
    """Keep a wrong try, inside an open transaction."""
    device = knock.device if known else ""
    db.session.add(FailedTry(door=door, seat_id=seat_id, source=knock.source, device=device, at=clock.now()))
    db.session.flush()  # what comes next counts it


def forget_failures(door: str, knock: Knock | None = None) -> None:
    """Forget the failed sign-ins of an account (those of one device or address), inside an open transaction."""
    mine = [] if knock is None else [or_(FailedTry.device == (knock.device or "-"), FailedTry.source == knock.source)]
    db.session.execute(delete(FailedTry).where(FailedTry.door == door, *mine))


def forget_waiting(door: str, seat_id: int) -> None:
    """Wrong PINs of this seat make nobody wait any more; for the limit of the meeting they go on counting."""
    db.session.execute(
        update(FailedTry).where(FailedTry.door == door, FailedTry.seat_id == seat_id).values(seat_id=None)
    )


def remember_device(subject: str, knock: Knock) -> None:
    """Somebody has signed in here on this device, inside an open transaction."""
    if knock.device:
        row = {"device": knock.device, "subject": subject, "since": clock.now()}
        db.session.execute(insert_new(KnownDevice.__table__), row)


def note_refused(actor: Actor, page: str, compound_id: int | None) -> None:
    """An administrator tried to open what is not theirs: the log keeps the attempt (domain 2.5, hard rule 1).

    `page` is the name of the page in the code, which says what was tried and holds nothing that anybody typed.
    """
    with transaction():
        record(actor, "access.refuse", "person", actor.person_id, compound_id, ok=False, page=page)
