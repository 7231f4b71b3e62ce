"""Reading who would be asked: the buildings and entrances of the roster in use, those with an interest, the totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.errors import Refused
from deliberation.owners.models import OwnersInterested, OwnersVote
from deliberation.owners.rules.electorate import check_parts, eligible, voters
from deliberation.owners.rules.interested import Door, Interest, Interested, count_interested
from deliberation.roster.queries import active_roster, units_of
from deliberation.roster.rules.parts import Part, within
from deliberation.roster.rules.units import Unit

APPLICANT, CLAIMANT = "APPLICANT", "CLAIMANT"


@dataclass(frozen=True, slots=True)
class Weight:
    """Units that count for votes, their owners each once, and their area in 0.01 ㎡."""

    units: int
    heads: int
    area: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A part that can be chosen, with what counts there."""

    part: Part
    weight: Weight


@dataclass(frozen=True, slots=True)
class BuildingOffer:
    """A building with its entrances; `unplaced` units that count name no entrance, so that none can be chosen."""

    whole: Offer
    entrances: tuple[Offer, ...]
    unplaced: int


@dataclass(frozen=True, slots=True)
class Asking:
    """How many would be asked by the roster in use. `problem`: why nobody can be asked so, in words; else empty."""

    heads: int = 0
    area: int = 0
    problem: str = ""
    interested: Interested | None = None


def units_here(compound_id: int) -> list[Unit]:
    """Every unit of the roster in use; none without one. Two statements."""
    roster = active_roster(compound_id)
    return units_of(roster.id) if roster else []


def offers(units: Sequence[Unit]) -> list[BuildingOffer]:
    """The buildings and entrances in the order of the roster."""
    buildings: dict[str, dict[str, list[Unit]]] = {}
    for unit in units:
        buildings.setdefault(unit.building, {}).setdefault(unit.entrance, []).append(unit)
    return [_offer(building, entrances) for building, entrances in buildings.items()]


def parts_of(found: Sequence[BuildingOffer]) -> list[Part]:
    """What can be chosen: every building, and its entrances where each unit that counts names its own."""
    return [offer.part for one in found for offer in (one.whole, *(() if one.unplaced else one.entrances))]


def _offer(building: str, entrances: dict[str, list[Unit]]) -> BuildingOffer:
    return BuildingOffer(
        Offer(Part(building), _weight([unit for units in entrances.values() for unit in units])),
        tuple(Offer(Part(building, name), _weight(units)) for name, units in entrances.items() if name),
        _weight(entrances.get("", [])).units,
    )


def _weight(units: Sequence[Unit]) -> Weight:
    counted = [unit for unit in units if unit.counts_for_votes]
    return Weight(len(counted), len({unit.owner_id for unit in counted}), sum(unit.area for unit in counted))


def interest_rows(vote_id: int) -> list[OwnersInterested]:
    """Applicant and claimants of a vote in the order in which they were written down."""
    wanted = select(OwnersInterested).where(OwnersInterested.vote_id == vote_id)
    return list(db.session.scalars(wanted.order_by(OwnersInterested.id)))


def door_of(row: OwnersInterested) -> Door:
    """The unit of an applicant or claimant."""
    return Door(row.building, row.entrance, row.room, row.kind)


def interest_of(vote: OwnersVote) -> Interest | None:
    """Who has an interest in a vote by 民法典 279; `None` for every other vote, and while no applicant is named."""
    if not vote.is_unanimous:
        return None
    rows = interest_rows(vote.id)
    applicant = next((row for row in rows if row.part == APPLICANT), None)
    if applicant is None:
        return None
    return Interest(door_of(applicant), tuple(door_of(row) for row in rows if row.part == CLAIMANT))


def would_ask(units: Sequence[Unit], kind: str, scope: Sequence[Part], interest: Interest | None = None) -> Asking:
    """Whom the roster in use would have asked, or why it cannot be."""
    try:
        check_parts(units, kind, scope)
        asked = voters(units, kind, scope, interest)
        interested = count_interested(eligible(units, kind), scope, interest) if interest else None
    except Refused as refused:
        return Asking(problem=str(refused.facts.get("what", "")))
    return Asking(len(asked), sum(voter.area for voter in asked), interested=interested)


def asking_of(vote: OwnersVote) -> Asking | None:
    """Whom a vote asks: as frozen once it is open, else by the roster in use; `None` without any roster."""
    if vote.frozen is not None:
        found = vote.frozen.get("interested")
        return Asking(
            vote.heads, vote.area, interested=Interested(found["inside"], found["outside"]) if found else None
        )
    units, interest = units_here(vote.compound_id), interest_of(vote)
    if not units:
        return None
    if vote.is_unanimous and interest is None:
        return Asking(problem="还没有选申请人的房屋。选好以后才知道问哪些业主，才能登记公告。")
    return would_ask(units, vote.kind, vote.scope, interest)


# Doors to choose from


def standing_in(units: Sequence[Unit], scope: Sequence[Part]) -> list[Unit]:
    """The units of these parts."""
    return within(units, scope)


def door_at(unit: Unit) -> Door:
    """The door of a unit."""
    return Door(unit.building, unit.entrance, unit.room, unit.kind)


def door_code(unit: Unit) -> str:
    """A door in one word, as a form sends it."""
    return f"{unit.building}|{unit.entrance}|{unit.room}|{unit.kind}"
