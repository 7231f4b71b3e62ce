"""Reading the representatives of a vote's owners, and whether the place's text allows any."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from deliberation.db import db
from deliberation.organisation.models import Compound
from deliberation.owners.models import OwnersPaper, OwnersRepresentative, OwnersVote, OwnersVoter
from deliberation.owners.rules.representatives import Representation, representation


def allowed_here(vote: OwnersVote) -> Representation | None:
    """The text that allows representatives in this vote; a survey of households has none."""
    if vote.kind == "HOUSEHOLDS":
        return None
    place = db.session.get_one(Compound, vote.compound_id).community.subdistrict
    return representation(place.city, place.province, vote.heads)


def representatives(vote_id: int) -> list[OwnersRepresentative]:
    """The representatives of a vote, by building."""
    wanted = select(OwnersRepresentative).where(OwnersRepresentative.vote_id == vote_id)
    return list(db.session.scalars(wanted.order_by(OwnersRepresentative.building, OwnersRepresentative.id)))


def buildings_asked(vote_id: int) -> Sequence[str]:
    """The buildings whose owners are asked, in the order of the roster."""
    wanted = select(OwnersVoter.building).where(OwnersVoter.vote_id == vote_id).group_by(OwnersVoter.building)
    return list(db.session.scalars(wanted.order_by(func.min(OwnersVoter.number))))


def handed_on(vote_id: int) -> dict[int, int]:
    """How many papers each representative has handed on: their id → papers."""
    wanted = (
        select(OwnersPaper.representative_id, func.count())
        .where(OwnersPaper.vote_id == vote_id, OwnersPaper.representative_id.is_not(None))
        .group_by(OwnersPaper.representative_id)
    )
    return {row[0]: row[1] for row in db.session.execute(wanted) if row[0] is not None}
