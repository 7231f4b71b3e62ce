"""Reading demands of owners: how far each is, who signed, whom a clerk means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from deliberation.db import db
from deliberation.organisation.access import places_of
from deliberation.organisation.models import Compound
from deliberation.owners.models import (
    OwnersPetition,
    OwnersPetitionSigner,
    OwnersVote,
    RosterOwner,
    RosterUnit,
)
from deliberation.owners.queries import active_roster
from deliberation.owners.rules.delivery import is_meant
from deliberation.owners.rules.electorate import as_called
from deliberation.owners.rules.petitions import Progress, demand_rule
from deliberation.owners.rules.petitions import progress as counted
from deliberation.owners.rules.scope import Part, in_words, within

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner of the roster in use whom a clerk may mean, with his units that count for votes."""

    id: int
    key: str
    names: tuple[str, ...]
    building: str
    rooms: tuple[str, ...]
    area: int


def petitions(compound_id: int) -> list[OwnersPetition]:
    """The demands of a compound, newest first."""
    wanted = select(OwnersPetition).where(OwnersPetition.compound_id == compound_id)
    return list(db.session.scalars(wanted.order_by(OwnersPetition.id.desc())))


def open_petitions(compound_id: int) -> list[OwnersPetition]:
    """Demands that are not withdrawn, newest first: what residents see the figures of."""
    return [one for one in petitions(compound_id) if one.state != "DROPPED"]


def by_request(key: str) -> OwnersPetition | None:
    """The demand that a form with this key (`kernel.keys`) has already made."""
    return db.session.scalar(select(OwnersPetition).where(OwnersPetition.request_key == key))


def signers(petition_id: int) -> list[OwnersPetitionSigner]:
    """Everybody who signed, those who took their name back too, in the order of recording."""
    wanted = select(OwnersPetitionSigner).where(OwnersPetitionSigner.petition_id == petition_id)
    return list(db.session.scalars(wanted.order_by(OwnersPetitionSigner.id)))


def progress_of(found: Iterable[OwnersPetition], compound: Compound) -> dict[int, Progress]:
    """How far these demands of one compound are, against the roster in use; two statements, however many.

    A demand of those who share a part counts the owners of that part only, with their units there.
    """
    rows, some = _counting(compound.id), list(found)
    wanted = select(OwnersPetitionSigner.petition_id, OwnersPetitionSigner.owner_key).where(
        OwnersPetitionSigner.petition_id.in_([one.id for one in some]), OwnersPetitionSigner.withdrawn_on.is_(None)
    )
    names: dict[int, set[str]] = {one.id: set() for one in some}
    for row in db.session.execute(wanted):
        names[row.petition_id].add(row.owner_key)
    places = places_of(compound)
    return {
        one.id: counted(
            [(row.key, row.area) for row in within(rows, one.scope)], names[one.id], demand_rule(one.kind, places),
            in_words(one.scope),
        )
        for one in some
    }  # fmt: skip


def owners_of(compound_id: int, scope: Sequence[Part] = ()) -> list[Owner]:
    """Every owner of the roster in use with units that count, in its order; of these parts only where any are named."""
    found: dict[int, Owner] = {}
    for row in within(_counting(compound_id), scope):
        room, before = as_called(row.entrance, row.room, row.room_text), found.get(row.id)
        rooms = (*before.rooms, room) if before else (room,)
        building, area = (before.building, before.area) if before else (row.building, 0)
        found[row.id] = Owner(row.id, row.key, tuple(row.names), building, rooms, area + row.area)
    return list(found.values())


def _counting(compound_id: int) -> Sequence[Any]:
    """The units of the roster in use that count, each with its owner."""
    roster = active_roster(compound_id)
    if roster is None:
        return []
    return db.session.execute(
        select(
            RosterOwner.id, RosterOwner.key, RosterOwner.names, RosterUnit.building, RosterUnit.entrance,
            RosterUnit.room, RosterUnit.room_text, RosterUnit.area,
        )
        .join(RosterOwner, RosterOwner.id == RosterUnit.owner_id)
        .where(RosterUnit.roster_id == roster.id, RosterUnit.counts_for_votes.is_(True))
        .order_by(RosterUnit.position)
    ).all()  # fmt: skip


def meant(petition: OwnersPetition, words: str) -> list[Owner]:
    """The owners who may sign a demand and whom somebody means by a room: 301, 3-2-301, 3号楼2单元301."""
    if not words.strip():
        return []
    owners = owners_of(petition.compound_id, petition.scope)
    return [one for one in owners if is_meant(words, -1, one.building, one.rooms)][:MOST_FOUND]


def vote_from(petition_id: int) -> OwnersVote | None:
    """The vote that was prepared after this demand, if one was and it was not stopped."""
    wanted = select(OwnersVote).where(
        OwnersVote.petition_id == petition_id, OwnersVote.state.not_in(("VOIDED", "CANCELLED"))
    )
    return db.session.scalar(wanted.order_by(OwnersVote.id.desc()).limit(1))


def unanswered(compound_id: int) -> list[OwnersPetition]:
    """Demands that were handed over and led to no vote yet, the most urgent first."""
    answered = select(OwnersVote.petition_id).where(
        OwnersVote.petition_id.is_not(None), OwnersVote.state.not_in(("VOIDED", "CANCELLED"))
    )
    wanted = select(OwnersPetition).where(
        OwnersPetition.compound_id == compound_id, OwnersPetition.state == "HANDED_OVER",
        OwnersPetition.id.not_in(answered),
    )  # fmt: skip
    return list(db.session.scalars(wanted.order_by(OwnersPetition.due_on, OwnersPetition.id)))
