"""Loading rosters with lock and check; what still needs one is asked of later stages."""

from __future__ import annotations

from collections.abc import Sequence

from deliberation.db import values_of
from deliberation.kernel import seen
from deliberation.kernel.stage import house
from deliberation.organisation.access import Loader
from deliberation.roster.models import Roster

roster_for = Loader(Roster, "roster")
"""A roster. Locked, proposals are decided and the roster is taken into use one after another."""

seen.describe("roster", lambda roster: [values_of(roster)])


def titles_under_way(roster_id: int) -> Sequence[str]:
    """The titles of the votes that were opened with this roster and whose result is not posted yet, oldest first."""
    ask = house().offers.votes_under_way_with
    if ask is None:
        raise RuntimeError("nobody was named who knows the votes of a roster")
    return ask(roster_id)
