"""Reading units and parties for the office."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.organisation.models import Compound, Party, Unit
from deliberation.organisation.rules import PARTY_KINDS
from deliberation.rows import Rows
from deliberation.search import matches


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with the names of the compounds in which it is a party today."""

    unit: Unit
    compounds: list[str]


def units(q: str = "", kind: str = "") -> Rows:
    """The units by name, as `UnitLine`; two statements a page."""
    query = select(Unit).order_by(Unit.name, Unit.id)
    if q:
        query = query.where(matches(q, Unit.search))
    if kind:
        query = query.where(Unit.kind == kind)
    return Rows(query, _unit_lines)


def _unit_lines(found: list[Unit]) -> list[UnitLine]:
    query = (
        select(Party.unit_id, Compound.name)
        .join(Compound, Compound.id == Party.compound_id)
        .where(
            Party.unit_id.in_([one.id for one in found]),
            Party.ends_on.is_(None) | (Party.ends_on >= clock.today()),
        )
        .distinct()
        .order_by(Compound.name)
    )
    served: dict[int | None, list[str]] = {}
    for unit_id, name in db.session.execute(query):
        served.setdefault(unit_id, []).append(name)
    return [UnitLine(one, served.get(one.id, [])) for one in found]


def unit_choices(kind: str = "") -> list[tuple[int, str]]:
    """The units to choose from (all with their kind, or those of one kind): id and name."""
    query = select(Unit.id, Unit.name, Unit.kind).order_by(Unit.kind, Unit.name)
    if kind:
        return [(unit_id, name) for unit_id, name, _kind in db.session.execute(query.where(Unit.kind == kind))]
    return [(unit_id, f"{name}（{PARTY_KINDS.get(of, of)}）") for unit_id, name, of in db.session.execute(query)]


def party_rows(compound_id: int) -> Rows:
    """The parties of a compound in their order, those that have ended last."""
    query = select(Party).where(Party.compound_id == compound_id)
    return Rows(query.order_by(Party.ends_on.is_not(None), Party.position, Party.id))
