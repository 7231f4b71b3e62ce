"""Loading resolutions and objections with the check that belongs to it."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.collection.rules import normal_receipt
from deliberation.db import db, values_of
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import allowed, may
from deliberation.organisation.access import Loader, scope_in
from deliberation.organisation.models import Compound
from deliberation.publication.models import PublicObjection, Resolution
from deliberation.publication.rules import PUBLIC_STATES

DESK_PERMISSIONS = ("resolution.prepare", "resolution.publish", "objection.answer")


resolution_for = Loader(Resolution, "resolution")
"""A resolution. Locked, publishing, objecting and taking effect of one resolution follow each other."""

seen.describe("resolution", lambda resolution: [values_of(resolution)])


def resolution_at_desk(actor: Actor, resolution_id: int) -> Resolution:
    """The resolution for somebody who prepares, publishes or answers: one page serves all three."""
    resolution = db.session.get(Resolution, resolution_id)
    if resolution is None:
        raise Refused(Reason.NOT_FOUND)
    admit_to_desk(actor, resolution.compound_id)
    return resolution


def admit_to_desk(actor: Actor, compound_id: int) -> None:
    """Raise `Refused` unless the actor has something to do with resolutions in this compound."""
    scope = scope_in(db.session.get_one(Compound, compound_id))
    if not any(allowed(actor, permission, scope) for permission in DESK_PERMISSIONS):
        may(actor, DESK_PERMISSIONS[0], scope)


def published_for(public_id: str, *, lock: bool = False) -> Resolution:
    """The resolution of a public address; a draft does not exist for the public."""
    query = select(Resolution).where(Resolution.public_id == public_id)
    if lock:
        # FOR UPDATE: an objection and the end of the period must not pass each other.
        query = query.with_for_update().execution_options(populate_existing=True)
    resolution: Resolution | None = db.session.scalar(query)
    if resolution is None or resolution.state not in PUBLIC_STATES:
        raise Refused(Reason.NOT_FOUND)
    return resolution


def objection_for(actor: Actor, permission: str, objection_id: int) -> tuple[Resolution, PublicObjection]:
    """An objection and its resolution, both locked, the resolution first as everywhere."""
    found = db.session.get(PublicObjection, objection_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    resolution = resolution_for(actor, permission, found.resolution_id, lock=True)
    # FOR UPDATE: two answers to one objection must not overwrite each other.
    db.session.refresh(found, with_for_update=True)
    return resolution, found


def objection_of(resolution: Resolution, objection_id: int) -> PublicObjection:
    """An objection to just this resolution."""
    found = db.session.get(PublicObjection, objection_id)
    if found is None or found.resolution_id != resolution.id:
        raise Refused(Reason.NOT_FOUND)
    return found


def objection_by_receipt(receipt_code: str) -> PublicObjection:
    """The objection of a receipt number, however it was typed."""
    query = select(PublicObjection).where(PublicObjection.receipt_code == normal_receipt(receipt_code))
    found: PublicObjection | None = db.session.scalar(query)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def resolution_of(objection: PublicObjection) -> tuple[Resolution, Compound]:
    """What an objection is about, and where."""
    resolution = db.session.get_one(Resolution, objection.resolution_id)
    return resolution, db.session.get_one(Compound, resolution.compound_id)


def _admit(actor: Actor, permission: str, compound_id: int) -> None:
    may(actor, permission, scope_in(db.session.get_one(Compound, compound_id)))
