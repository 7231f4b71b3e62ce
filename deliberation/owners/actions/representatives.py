"""业主代表: registering who carries the signed opinions of a building (山东 §27, 青岛 §28)."""

from __future__ import annotations

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.access import owners_vote_for
from deliberation.owners.models import OwnersRepresentative, OwnersVote
from deliberation.owners.queries import representatives as queries
from deliberation.owners.rules.entry import ENTERED_STATES
from deliberation.owners.rules.representatives import RepresentativeDraft, checked_representative

PERMISSION = "owners_ballot.enter"


def register_representative(actor: Actor, vote_id: int, draft: RepresentativeDraft) -> OwnersRepresentative:
    """Register a representative; the same one twice is one. Raises `INVALID_INPUT` where no text allows any."""
    with transaction():
        vote = owners_vote_for(actor, PERMISSION, vote_id, lock=True, states=ENTERED_STATES)
        if queries.allowed_here(vote) is None:
            raise Refused(InEntry.NO_REPRESENTATIVES)
        checked = checked_representative(draft, queries.buildings_asked(vote.id), clock.day_of(vote.opens_at))
        same = _same(vote, checked)
        if same is not None:
            return same
        found = OwnersRepresentative(
            vote_id=vote.id,
            name=checked.name,
            building=checked.building,
            entrance=checked.entrance,
            elected_on=checked.elected_on,
            recorded_by_id=actor.person_id,
            at=clock.now(),
        )
        db.session.add(found)
        db.session.flush()  # the audit names the id
        happened(actor, "owners_representative.name", vote, representative=found.id)
        return found


def _same(vote: OwnersVote, draft: RepresentativeDraft) -> OwnersRepresentative | None:
    wanted = (draft.name, draft.building, draft.entrance)
    known = queries.representatives(vote.id)
    return next((one for one in known if (one.name, one.building, one.entrance) == wanted), None)


def representative_in(vote: OwnersVote, representative_id: int) -> OwnersRepresentative:
    """A representative of this vote. `NOT_FOUND` for one of another."""
    found = db.session.get(OwnersRepresentative, representative_id)
    if found is None or found.vote_id != vote.id:
        raise Refused(Reason.NOT_FOUND)
    return found


def remove_representative(actor: Actor, vote_id: int, representative_id: int) -> None:
    """Take a mistaken one off again. Raises `ALREADY_DONE` once a paper came through them."""
    with transaction():
        vote = owners_vote_for(actor, PERMISSION, vote_id, lock=True, states=ENTERED_STATES)
        found = representative_in(vote, representative_id)
        if queries.handed_on(vote.id).get(found.id):
            raise Refused(InEntry.REPRESENTATIVE_HANDED_ON, name=found.name)
        db.session.delete(found)
        happened(actor, "owners_representative.remove", vote, representative=representative_id)
