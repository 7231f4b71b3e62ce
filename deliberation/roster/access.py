"""Loading rosters with lock and check; what still needs one is asked of later stages."""

from __future__ import annotations

from collections.abc import Sequence

from deliberation.db import db, values_of
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import may
from deliberation.kernel.stage import house
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound
from deliberation.roster.models import Roster


def roster_for(actor: Actor, permission: str, roster_id: int, *, lock: bool = False) -> Roster:
    """The roster, if the table grants `permission` in its compound. `NOT_FOUND` from another compound."""
    # FOR UPDATE: proposals are decided and the roster is taken into use one after another.
    roster = db.session.get(Roster, roster_id, with_for_update={"of": Roster} if lock else None)
    compound = db.session.get(Compound, roster.compound_id) if roster is not None else None
    if roster is None or compound is None:
        raise Refused(Reason.NOT_FOUND)
    may(actor, permission, scope_in(compound))
    if lock:
        seen.check("roster", roster)
    return roster


seen.describe("roster", lambda roster: [values_of(roster)])


def titles_under_way(roster_id: int) -> Sequence[str]:
    """The titles of the votes that were opened with this roster and whose result is not posted yet, oldest first."""
    ask = house().offers.votes_under_way_with
    if ask is None:
        raise RuntimeError("nobody was named who knows the votes of a roster")
    return ask(roster_id)
