"""Returned papers by the bundle, for tests that count: rows as two people would have confirmed them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select, update

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.owners.models import OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.rules.papers import Content


def voter_ids(vote: OwnersVote) -> list[int]:
    """The voters in the order of their ballot numbers."""
    wanted = select(OwnersVoter.id).where(OwnersVoter.vote_id == vote.id).order_by(OwnersVoter.number)
    return list(db.session.scalars(wanted))


def deliver(vote: OwnersVote, ids: Sequence[int]) -> None:
    """Record that these voters signed for their ballots."""
    signed = {
        "delivery": "DELIVERED",
        "delivery_way": "IN_PERSON",
        "received_by": "本人",
        "delivered_at": vote.opens_at + timedelta(hours=1),
    }
    with transaction() as session:
        session.execute(update(OwnersVoter).where(OwnersVoter.id.in_(ids)).values(**signed))


def hand_in(
    vote: OwnersVote,
    ids: Iterable[int],
    choice: str | tuple[str, ...],
    *,
    sequence: int = 1,
    void_reason: str = "",
    channel: str = "PAPER",
) -> None:
    """One confirmed paper from each of these voters: the same choice on every question."""
    choices = (choice,) if isinstance(choice, str) else choice
    content = Content("NONE" if void_reason == "UNSIGNED" else "OWNER", {"1": choices}, void_reason).to_json()
    with transaction() as session:
        session.add_all(
            OwnersPaper(
                vote_id=vote.id,
                voter_id=voter_id,
                sequence=sequence,
                channel=channel,
                state="CONFIRMED",
                content=content,
                received_at=vote.opens_at + timedelta(days=1),
                confirmed_at=clock.now(),
            )
            for voter_id in ids
        )


def close(vote: OwnersVote) -> None:
    """The box is closed at its hour."""
    with transaction():
        vote.state, vote.closed_at = "CLOSED", vote.closes_at
