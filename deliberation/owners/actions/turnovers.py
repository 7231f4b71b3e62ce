"""换届期间 that follows from an election: begun with it, over when the new committee is elected.

Told by the election inside its own transaction; whoever prepares or announces it need not hold the right to record a
turnover by hand (`steps.begin_turnover`), which stays for what is done outside the platform.
"""

from __future__ import annotations

from deliberation.db import db
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.owners.models import OwnersElection, OwnersTurnover, OwnersVote
from deliberation.owners.queries import steps
from deliberation.owners.queries.elections import COMMITTEES, committee_here


def begin_with(actor: Actor, vote: OwnersVote, election: OwnersElection) -> OwnersTurnover | None:
    """Begin the turnover where a committee sits already and all its seats are elected anew; once, and not twice.

    The first election makes a committee, and one beside members who stay fills its gaps: neither is a turnover.
    """
    if election.kept or committee_here(vote.compound_id) is None:
        return None
    if any(one.ended_on is None for one in steps.turnovers(vote.compound_id)):
        return None
    made = OwnersTurnover(
        compound_id=vote.compound_id,
        began_on=clock.today(),
        note=f"随选举“{vote.title[:80]}”自动登记",
        recorded_by_id=actor.person_id,
        at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()  # the audit names the id
    happened(actor, "owners_turnover.keep", made, vote=vote.id)
    return made


def end_with(actor: Actor, vote: OwnersVote, election: OwnersElection) -> None:
    """End whatever turnover runs once the new committee is elected; with too few elected it goes on."""
    if election.outcome not in COMMITTEES:
        return
    today = clock.today()
    for one in steps.turnovers(vote.compound_id):
        if one.ended_on is None:
            one.ended_on = max(today, one.began_on)
            happened(actor, "owners_turnover.end", one, vote=vote.id)
