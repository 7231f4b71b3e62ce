"""Reading what is printed: the ballots of a building, in parts that a browser prints at once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from deliberation.db import db
from deliberation.owners.models import OwnersVote, OwnersVoter
from deliberation.owners.queries.entry import standing_in
from deliberation.roster.rules.parts import NO_ENTRANCE, Part
from deliberation.rows import Page, paginate

PART = 80
"""Ballots on one print page: about half a second of the server, and no browser stumbles over it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The ballots of one building: how many, in how many parts they are printed, and those of each entrance.

    `entrances` is empty where the roster knows at most one.
    """

    building: str
    ballots: int
    parts: int
    entrances: tuple[tuple[str, int], ...] = ()


def batches(vote_id: int) -> list[Batch]:
    """The buildings of a vote in the order of the roster; one statement."""
    wanted = (
        select(OwnersVoter.building, OwnersVoter.entrance, func.count())
        .where(OwnersVoter.vote_id == vote_id)
        .group_by(OwnersVoter.building, OwnersVoter.entrance)
        .order_by(func.min(OwnersVoter.number))
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for building, entrance, ballots in db.session.execute(wanted):
        found.setdefault(building, []).append((entrance or NO_ENTRANCE, ballots))
    return [_batch(building, entrances) for building, entrances in found.items()]


def _batch(building: str, entrances: list[tuple[str, int]]) -> Batch:
    ballots = sum(number for _, number in entrances)
    return Batch(building, ballots, -(-ballots // PART), tuple(entrances) if len(entrances) > 1 else ())


def part_of(vote: OwnersVote, place: Part, part: int) -> Page:
    """One part of the owners of a building, or of one entrance, by ballot number."""
    return paginate(_voters(vote).where(*standing_in(place)), part, PART)


def single(vote: OwnersVote, number: int) -> Page:
    """One owner alone; nobody where there is no such number."""
    return paginate(_voters(vote).where(OwnersVoter.number == number), 1, 1)


def _voters(vote: OwnersVote) -> Select[OwnersVoter]:
    return select(OwnersVoter).where(OwnersVoter.vote_id == vote.id).order_by(OwnersVoter.number)
