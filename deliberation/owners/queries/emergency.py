"""Reading emergency uses of the maintenance fund."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db
from deliberation.owners.models import EmergencyUse


def emergency_uses(compound_id: int) -> list[EmergencyUse]:
    """The emergency uses of a compound, newest first."""
    wanted = select(EmergencyUse).where(EmergencyUse.compound_id == compound_id)
    return list(db.session.scalars(wanted.order_by(EmergencyUse.happened_on.desc(), EmergencyUse.id.desc())))


def by_request(compound_id: int, key: str) -> EmergencyUse | None:
    """The record that this form has already made."""
    wanted = select(EmergencyUse).where(EmergencyUse.compound_id == compound_id, EmergencyUse.request_key == key)
    return db.session.scalar(wanted)
