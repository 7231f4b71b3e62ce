"""Writing down how a vote is called, checked against the law of its place."""

from __future__ import annotations

from deliberation.db import db
from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.access import places_of
from deliberation.organisation.models import Compound
from deliberation.owners.models import OwnersPetition, OwnersVote
from deliberation.owners.queries.petitions import vote_from
from deliberation.owners.rules.calling import Calling, check_calling
from deliberation.roster.rules.parts import in_words


def write_calling(vote: OwnersVote, calling: Calling) -> None:
    """Regular or special, on which ground, where it is counted. Raises `INVALID_INPUT`, `NOT_FOUND`, `NOT_READY`."""
    compound = db.session.get_one(Compound, vote.compound_id)
    check_calling(calling, vote.kind, places_of(compound), vote.closes_at)
    columns = calling.columns()
    if columns["petition_id"] is not None:
        _check_petition(vote, columns["petition_id"])
    for name, value in columns.items():
        setattr(vote, name, value)


def _check_petition(vote: OwnersVote, petition_id: int) -> None:
    # FOR UPDATE: two people who prepare a meeting on one demand stand in line, and the second is told.
    petition = db.session.get(OwnersPetition, petition_id, with_for_update=True)
    if petition is None or petition.compound_id != vote.compound_id:
        raise Refused(Reason.NOT_FOUND)
    if petition.state != "HANDED_OVER":
        raise Refused(InPreparing.PETITION_SHORT)
    if petition.scope and vote.scope != petition.scope:
        where = in_words(petition.scope)
        raise Refused(InPreparing.PETITION_SCOPE, where=where)
    other = vote_from(petition_id)
    if other is not None and other.id != vote.id:
        raise Refused(InPreparing.PETITION_USED, title=other.title)
