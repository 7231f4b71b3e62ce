"""Reading what is known of those who knock: devices, wrong tries, visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from deliberation.db import db
from deliberation.kernel.knock import Knock
from deliberation.organisation.models import FailedTry, KnownDevice, Visit
from deliberation.organisation.rules.tries import REMEMBERED_FOR, wait_after


def knows(subject: str, knock: Knock) -> bool:
    """Whether somebody has signed in to this (account:N, compound:N) on the device that knocks."""
    if not knock.device:
        return False
    wanted = select(KnownDevice.id).where(KnownDevice.device == knock.device, KnownDevice.subject == subject)
    return db.session.scalar(wanted) is not None


def knows_any(knock: Knock) -> bool:
    """Whether the device has been to a meeting of any compound here."""
    if not knock.device:
        return False
    wanted = select(KnownDevice.id).where(KnownDevice.device == knock.device, KnownDevice.subject.like("compound:%"))
    return db.session.scalar(wanted.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Tries:
    """Which failed sign-ins are meant; `known`: those from devices that were known then, or the others."""

    door: str
    known: bool | None = None
    device: str = ""
    source: str = ""
    seat_id: int | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The same for a query."""
        found = [FailedTry.door == self.door]
        if self.known is not None:
            found.append(FailedTry.device != "" if self.known else FailedTry.device == "")
        if self.device:
            found.append(FailedTry.device == self.device)
        if self.source:
            found.append(FailedTry.source == self.source)
        if self.seat_id is not None:
            found.append(FailedTry.seat_id == self.seat_id)
        return found


def failures(which: Tries, since: datetime | None = None) -> int:
    """How many they were, after a moment or ever."""
    later = [FailedTry.at > since] if since is not None else []
    return db.session.scalar(select(func.count(FailedTry.id)).where(*which.conditions, *later)) or 0


def has_to_wait(which: Tries, now: datetime) -> bool:
    """Whether whoever made these tries has to wait before the next one (`rules.tries`)."""
    wait = wait_after(failures(which, now - REMEMBERED_FOR))
    last = db.session.scalar(select(func.max(FailedTry.at)).where(*which.conditions)) if wait else None
    return last is not None and last + wait > now


def visit_holds(visit: str, account_id: int | None, seat_id: int | None) -> bool:
    """Whether this sign-in of this account or seat has begun and not ended."""
    found = db.session.get(Visit, visit) if visit else None
    return found is not None and (found.account_id, found.seat_id) == (account_id, seat_id)


def visits_of(account_id: int) -> list[Visit]:
    """Where an account is signed in, the newest first."""
    wanted = select(Visit).where(Visit.account_id == account_id)
    return list(db.session.scalars(wanted.order_by(Visit.began_at.desc(), Visit.id)))
