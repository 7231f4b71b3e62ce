"""Reading emergency uses of the maintenance fund."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db
from deliberation.owners.models import EmergencyUse


def emergency_uses(compound_id: int) -> list[EmergencyUse]:
    """The emergency uses of a compound, newest first."""
    wanted = select(EmergencyUse).where(EmergencyUse.compound_id == compound_id)
    return list(db.session.scalars(wanted.order_by(EmergencyUse.happened_on.desc(), EmergencyUse.id.desc())))


def by_request(key: str) -> EmergencyUse | None:
    """The record that a form with this key (`kernel.keys`) has already made."""
    return db.session.scalar(select(EmergencyUse).where(EmergencyUse.request_key == key))
