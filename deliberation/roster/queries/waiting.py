"""What waits at the desk of whoever keeps the roster."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import N_
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound
from deliberation.roster.models import Roster


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """The import that this actor has to look through and take into use, if one was read in; two statements at most."""
    compound = db.session.get_one(Compound, compound_id)
    if not allowed(actor, "roster.import", scope_in(compound)):
        return []
    wanted = select(Roster.id).where(Roster.compound_id == compound.id, Roster.state == "PREVIEW")
    return [
        Waiting(
            N_("业主名册待核对、启用"),
            1,
            "roster.roster_preview",
            {"compound_slug": compound.slug, "roster_id": roster_id},
        )
        for roster_id in db.session.scalars(wanted)
    ]
