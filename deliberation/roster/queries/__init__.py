"""Reading the roster in use: which one it is, and its units with their owners."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from deliberation.db import db
from deliberation.roster.models import Roster, RosterOwner, RosterUnit
from deliberation.roster.rules.units import Unit, as_called


def active_roster(compound_id: int) -> Roster | None:
    """The roster in use in a compound, if one was taken into use."""
    wanted = select(Roster).where(Roster.compound_id == compound_id, Roster.state == "ACTIVE")
    return db.session.scalar(wanted.order_by(Roster.id.desc()).limit(1))


def units_of(roster_id: int) -> list[Unit]:
    """Every unit of a roster with its head, in the order of the roster; one statement."""
    rows = db.session.execute(
        select(
            RosterUnit.owner_id,
            RosterOwner.names,
            RosterOwner.voter_name,
            RosterOwner.phone,
            RosterOwner.is_developer,
            RosterUnit.building,
            RosterUnit.entrance,
            RosterUnit.room,
            RosterUnit.room_text,
            RosterUnit.kind,
            RosterUnit.area,
            RosterUnit.counts_for_votes,
        )
        .join(RosterOwner, RosterOwner.id == RosterUnit.owner_id)
        .where(RosterUnit.roster_id == roster_id)
        .order_by(RosterUnit.position)
    )
    return [_unit(row._asdict()) for row in rows]


def _unit(row: dict[str, Any]) -> Unit:
    called = as_called(row["entrance"], row["room"], row["room_text"])
    return Unit(**{**row, "names": tuple(row["names"]), "room_text": called})
