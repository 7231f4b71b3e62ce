"""Reading demands of owners: how far each is, who signed, whom a clerk means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from deliberation.db import db
from deliberation.organisation.access import places_of
from deliberation.organisation.models import Compound
from deliberation.owners.models import OwnersPetition, OwnersPetitionSigner, OwnersVote
from deliberation.owners.rules.petitions import Progress, demand_rule
from deliberation.owners.rules.petitions import progress as counted
from deliberation.roster.models import RosterOwner, RosterUnit
from deliberation.roster.queries import active_roster
from deliberation.roster.rules.parts import Part, in_words, within
from deliberation.roster.rules.units import as_called
from deliberation.rows import Rows
from deliberation.search import stands_at

MOST_FOUND = 20
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner of the roster in use whom a clerk may mean, with their units that count for votes."""

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


def signers(petition_id: int, q: str = "") -> Rows:
    """Everybody who signed, those who took their name back too, in the order of recording; `q` in their rooms."""
    wanted = select(OwnersPetitionSigner).where(OwnersPetitionSigner.petition_id == petition_id)
    if q:
        wanted = wanted.where(stands_at(q, OwnersPetitionSigner.search))
    return Rows(wanted.order_by(OwnersPetitionSigner.id))


def signed_keys(petition_id: int) -> set[str]:
    """Which owners signed and have not taken their name back."""
    mine = OwnersPetitionSigner.petition_id == petition_id
    wanted = select(OwnersPetitionSigner.owner_key).where(mine, OwnersPetitionSigner.withdrawn_on.is_(None))
    return set(db.session.scalars(wanted))


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
            [(row.key, row.area) for row in within(rows, one.scope)],
            names[one.id],
            demand_rule(one.kind, places),
            in_words(one.scope),
        )
        for one in some
    }


def owners_of(compound_id: int, scope: Sequence[Part] = (), among: Select[int] | None = None) -> list[Owner]:
    """Every owner of the roster in use with units that count, in its order.

    `scope`: of these parts only, where any are named; `among`: only owners of these ids.
    """
    found: dict[int, Owner] = {}
    for row in within(_counting(compound_id, among), scope):
        room, before = as_called(row.entrance, row.room, row.room_text), found.get(row.id)
        rooms = (*before.rooms, room) if before else (room,)
        building, area = (before.building, before.area) if before else (row.building, 0)
        found[row.id] = Owner(row.id, row.key, tuple(row.names), building, rooms, area + row.area)
    return list(found.values())


def meant(petition: OwnersPetition, words: str) -> list[Owner]:
    """The owners who may sign a demand and whom somebody means by a room: 301, 3-2-301; the first `MOST_FOUND`."""
    roster = active_roster(petition.compound_id)
    if roster is None or not words.strip():
        return []
    here = (RosterUnit.roster_id == roster.id) & RosterUnit.counts_for_votes & stands_at(words, RosterUnit.search)
    ids = select(RosterUnit.owner_id).where(here, *_standing_in(petition.scope)).group_by(RosterUnit.owner_id)
    first = ids.order_by(func.min(RosterUnit.position)).limit(MOST_FOUND)
    return owners_of(petition.compound_id, petition.scope, first)


def _standing_in(scope: Sequence[Part]) -> list[ColumnElement[bool]]:
    at = [
        (RosterUnit.building == part.building) & (RosterUnit.entrance == part.entrance)
        if part.entrance
        else RosterUnit.building == part.building
        for part in scope
    ]
    return [or_(*at)] if at else []


def _counting(compound_id: int, among: Select[int] | None = None) -> Sequence[Any]:
    """The units of the roster in use that count, each with its owner; `among`: of owners of these ids only."""
    roster = active_roster(compound_id)
    if roster is None:
        return []
    some = [] if among is None else [RosterUnit.owner_id.in_(among)]
    return db.session.execute(
        select(
            RosterOwner.id,
            RosterOwner.key,
            RosterOwner.names,
            RosterUnit.building,
            RosterUnit.entrance,
            RosterUnit.room,
            RosterUnit.room_text,
            RosterUnit.area,
        )
        .join(RosterOwner, RosterOwner.id == RosterUnit.owner_id)
        .where(RosterUnit.roster_id == roster.id, RosterUnit.counts_for_votes.is_(True), *some)
        .order_by(RosterUnit.position)
    ).all()


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
        OwnersPetition.compound_id == compound_id,
        OwnersPetition.state == "HANDED_OVER",
        OwnersPetition.id.not_in(answered),
    )
    return list(db.session.scalars(wanted.order_by(OwnersPetition.due_on, OwnersPetition.id)))
