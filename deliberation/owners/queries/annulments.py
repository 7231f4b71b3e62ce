"""Reading what became of posted results."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from deliberation.db import db
from deliberation.owners.models import OwnersAnnulment, OwnersQuestion, OwnersVote
from deliberation.owners.rules.annulment import in_force


def records_of(vote_id: int) -> list[OwnersAnnulment]:
    """Every annulment and reinstatement of a vote, oldest first."""
    wanted = select(OwnersAnnulment).where(OwnersAnnulment.vote_id == vote_id)
    return list(db.session.scalars(wanted.order_by(OwnersAnnulment.id)))


def annulled(vote_id: int) -> dict[int, OwnersAnnulment]:
    """Question number → the annulment that holds for it."""
    return in_force(records_of(vote_id))


def annulled_in(vote_ids: Iterable[int]) -> dict[int, dict[int, OwnersAnnulment]]:
    """The annulments that hold, by vote and question number; one statement for a whole list."""
    wanted = select(OwnersAnnulment).where(OwnersAnnulment.vote_id.in_(list(vote_ids))).order_by(OwnersAnnulment.id)
    kept: dict[int, list[OwnersAnnulment]] = {}
    for one in db.session.scalars(wanted):
        kept.setdefault(one.vote_id, []).append(one)
    return {vote_id: in_force(records) for vote_id, records in kept.items()}


def newest_posted(matter_id: int) -> int | None:
    """The vote whose result on this matter was posted last: a settled matter was settled by it."""
    wanted = (
        select(OwnersVote.id)
        .join(OwnersQuestion, OwnersQuestion.vote_id == OwnersVote.id)
        .where(OwnersQuestion.matter_id == matter_id, OwnersVote.announced_at.is_not(None))
        .order_by(OwnersVote.announced_at.desc(), OwnersVote.id.desc())
    )
    return db.session.scalar(wanted.limit(1))


def later_votes(vote: OwnersVote) -> list[OwnersVote]:
    """The compound's votes whose result was posted after this one's: one of them may have taken it back."""
    if vote.announced_at is None:
        return []
    wanted = select(OwnersVote).where(
        OwnersVote.compound_id == vote.compound_id,
        OwnersVote.state == "ANNOUNCED",
        OwnersVote.kind != "HOUSEHOLDS",
        OwnersVote.announced_at > vote.announced_at,
    )
    return list(db.session.scalars(wanted.order_by(OwnersVote.announced_at.desc())))
