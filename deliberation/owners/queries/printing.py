"""Reading what is printed: the ballots of a building, in parts that a browser prints at once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from deliberation.db import db
from deliberation.organisation.queries import Page, paginate
from deliberation.owners.models import OwnersVote, OwnersVoter

PART = 80
"""Ballots on one print page: about half a second of the server, and no browser stumbles over it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The ballots of one building: how many, and in how many parts they are printed."""

    building: str
    ballots: int
    parts: int


def batches(vote_id: int) -> list[Batch]:
    """The buildings of a vote in the order of the roster; one statement."""
    wanted = (
        select(OwnersVoter.building, func.count())
        .where(OwnersVoter.vote_id == vote_id)
        .group_by(OwnersVoter.building)
        .order_by(func.min(OwnersVoter.number))
    )
    return [Batch(row[0], row[1], -(-row[1] // PART)) for row in db.session.execute(wanted)]


def part_of(vote: OwnersVote, building: str, part: int) -> Page:
    """One part of a building's owners, by ballot number."""
    return paginate(_voters(vote).where(OwnersVoter.building == building), part, PART)


def single(vote: OwnersVote, number: int) -> Page:
    """One owner alone; nobody where there is no such number."""
    return paginate(_voters(vote).where(OwnersVoter.number == number), 1, 1)


def _voters(vote: OwnersVote) -> Select[OwnersVoter]:
    return select(OwnersVoter).where(OwnersVoter.vote_id == vote.id).order_by(OwnersVoter.number)
