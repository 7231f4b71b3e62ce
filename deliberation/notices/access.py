"""Loading what was sent to other people, by whoever follows it."""

from __future__ import annotations

from deliberation.db import db
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.notices.models import Notice, Sending, Slip


def sending_for(actor: Actor, permission: str, sending_id: int, *, lock: bool = False) -> Sending:
    """A message of the outbox, if the table grants `permission` in the compound of its notice."""
    # FOR UPDATE: a sender that settles it comes before or after.
    row = db.session.get(Sending, sending_id, with_for_update={"of": Sending} if lock else None)
    if row is None:
        raise Refused(Reason.NOT_FOUND)
    may(actor, permission, _scope(row.notice))
    return row


def slip_for(actor: Actor, permission: str, slip_id: int, *, lock: bool = False) -> Slip:
    """A printed notice, if the table grants `permission` in its compound."""
    # FOR UPDATE: two people who enter the same slip follow each other.
    slip = db.session.get(Slip, slip_id, with_for_update={"of": Slip} if lock else None)
    if slip is None:
        raise Refused(Reason.NOT_FOUND)
    may(actor, permission, _scope(slip.notice))
    return slip


def _scope(notice: Notice) -> Scope:
    return Scope(notice.compound_id, notice.meeting_id)
