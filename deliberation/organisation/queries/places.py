"""Reading the places of an office: 街道, 社区, 网格 with who answers for them, 小区 with buildings and entrances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from deliberation.db import Model, db
from deliberation.kernel import clock
from deliberation.organisation.models import (
    Appointment,
    AppointmentArea,
    Building,
    Community,
    Compound,
    Entrance,
    GridArea,
    InstallationRole,
    Party,
    Person,
    Subdistrict,
    Venue,
)
from deliberation.organisation.queries import counting
from deliberation.rows import Rows
from deliberation.search import matches


@dataclass(frozen=True, slots=True)
class CommunityLine:
    """A 社区 with how many compounds belong to it today and who answers for it."""

    community: Community
    compounds: int
    officers: list[str]


@dataclass(frozen=True, slots=True)
class SubdistrictLine:
    """A 街道 with its 社区 and who answers for it."""

    subdistrict: Subdistrict
    communities: list[CommunityLine]
    officers: list[str]


def subdistricts() -> list[SubdistrictLine]:
    """All 街道 with their 社区, by name; four statements."""
    belonging = select(Compound.community_id, func.count()).group_by(Compound.community_id)
    numbers = {row[0]: row[1] for row in db.session.execute(belonging)}
    officers = _officers()
    within: dict[int, list[CommunityLine]] = {}
    for one in db.session.scalars(select(Community).order_by(Community.id)):
        line = CommunityLine(one, numbers.get(one.id, 0), officers.get(("community", one.id), []))
        within.setdefault(one.subdistrict_id, []).append(line)
    found = db.session.scalars(select(Subdistrict).order_by(Subdistrict.id))
    return [SubdistrictLine(one, within.get(one.id, []), officers.get(("subdistrict", one.id), [])) for one in found]


def _officers() -> dict[tuple[str, int], list[str]]:
    """Who holds a post over a 街道 or a 社区 today, in words: name and post."""
    today = clock.today()
    query = (
        select(InstallationRole, Person.name)
        .join(Person, Person.id == InstallationRole.person_id)
        .where(
            InstallationRole.starts_on.is_(None) | (InstallationRole.starts_on <= today),
            InstallationRole.ends_on.is_(None) | (InstallationRole.ends_on >= today),
            InstallationRole.unit_id.is_(None),
        )
        .order_by(InstallationRole.id)
    )
    found: dict[tuple[str, int], list[str]] = {}
    for role, name in db.session.execute(query):
        key = ("community", role.community_id) if role.community_id else ("subdistrict", role.subdistrict_id or 0)
        found.setdefault(key, []).append(" ".join(part for part in (name, role.post) if part))
    return found


@dataclass(frozen=True, slots=True)
class GridLine:
    """A 网格 or 微网格: the one above it, its entrances and households, and who answers for it."""

    area: GridArea
    above: str
    entrances: int
    households: int
    people: list[str]


def grid_areas(community_id: int) -> Rows:
    """The 网格 of a 社区, each followed by its 微网格, as `GridLine`; three statements a page."""
    above = func.coalesce(GridArea.parent_id, GridArea.id)
    query = select(GridArea).where(GridArea.community_id == community_id)
    return Rows(query.order_by(above, GridArea.parent_id.is_not(None), GridArea.id), _grid_lines)


def _grid_lines(found: list[GridArea]) -> list[GridLine]:
    ids = [one.id for one in found]
    wanted = {one.parent_id for one in found} - {None}
    above = db.session.execute(select(GridArea.id, GridArea.name).where(GridArea.id.in_(wanted)))
    names = {row[0]: row[1] for row in above}
    sums = {
        area: (number, households)
        for area, number, households in db.session.execute(
            select(Entrance.grid_area_id, func.count(), func.coalesce(func.sum(Entrance.households), 0))
            .where(Entrance.grid_area_id.in_(ids))
            .group_by(Entrance.grid_area_id)
        )
    }
    people = in_charge(AppointmentArea.grid_area_id, ids)
    return [
        GridLine(one, names.get(one.parent_id or 0, ""), *sums.get(one.id, (0, 0)), people.get(one.id, []))
        for one in found
    ]


def in_charge(area: Any, ids: Iterable[int]) -> dict[int, list[str]]:
    """Who answers today for these areas (a column of `AppointmentArea`), in words: name and post."""
    query = (
        select(area, Person.name, Appointment.post)
        .select_from(AppointmentArea)
        .join(Appointment, Appointment.id == AppointmentArea.appointment_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(area.in_(list(ids)), *counting(clock.today()))
        .order_by(Appointment.position, Appointment.id)
    )
    found: dict[int, list[str]] = {}
    for area_id, name, post in db.session.execute(query):
        found.setdefault(area_id, []).append(" ".join(part for part in (name, post) if part))
    return found


def grid_choices(community_id: int, *, level: str = "") -> list[tuple[int, str]]:
    """The 网格 of a 社区 to choose from (all, or those of one level): id and name."""
    query = select(GridArea.id, GridArea.name).where(GridArea.community_id == community_id)
    if level:
        query = query.where(GridArea.level == level)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(GridArea.id))]


def community_choices() -> list[tuple[int, str]]:
    """All 社区 to choose from, with their 街道: id and name."""
    query = select(Community).order_by(Community.subdistrict_id, Community.id)
    return [(one.id, f"{one.subdistrict.name} {one.name}") for one in db.session.scalars(query)]


@dataclass(frozen=True, slots=True)
class CompoundLine:
    """A compound of the office's list with what is registered of it."""

    compound: Compound
    buildings: int = 0
    entrances: int = 0
    registered: int = 0
    venues: int = 0
    parties: int = 0


def compound_lines(q: str = "", community: int = 0) -> Rows:
    """The compounds by community and name, as `CompoundLine`; six statements a page."""
    query = select(Compound).join(Compound.community).order_by(Compound.community_id, Compound.id)
    if q:
        query = query.where(matches(q, Compound.search, Community.search))
    if community:
        query = query.where(Compound.community_id == community)
    return Rows(query, compound_told)


def compound_told(found: list[Compound]) -> list[CompoundLine]:
    """These compounds as a list shows them."""
    ids = [one.id for one in found]
    buildings, venues, parties = (_numbers(model, ids) for model in (Building, Venue, Party))
    sums = sums_of(ids)
    return [
        CompoundLine(
            one,
            buildings.get(one.id, 0),
            *sums.get(one.id, (0, 0)),
            venues.get(one.id, 0),
            parties.get(one.id, 0),
        )
        for one in found
    ]


def _numbers(model: type[Model], ids: list[int]) -> dict[int, int]:
    table: Any = model
    query = select(table.compound_id, func.count()).where(table.compound_id.in_(ids)).group_by(table.compound_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def sums_of(compound_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """How many entrances these compounds have, and how many households live in them by what is registered."""
    query = (
        select(Building.compound_id, func.count(Entrance.id), func.coalesce(func.sum(Entrance.households), 0))
        .join(Entrance, Entrance.building_id == Building.id)
        .where(Building.compound_id.in_(list(compound_ids)))
        .group_by(Building.compound_id)
    )
    return {compound_id: (number, households) for compound_id, number, households in db.session.execute(query)}


@dataclass(frozen=True, slots=True)
class BuildingLine:
    """A building with its entrances, the sum of their households, their 网格 and who answers for it."""

    building: Building
    entrances: list[Entrance] = field(default_factory=list)
    grids: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    @property
    def households(self) -> int:
        """How many households live in it."""
        return sum(one.households for one in self.entrances)


def building_lines(compound_id: int) -> Rows:
    """The buildings of a compound in their order, as `BuildingLine`; three statements a page."""
    query = select(Building).where(Building.compound_id == compound_id)
    return Rows(query.order_by(Building.position, Building.id), building_told)


def building_told(found: list[Building]) -> list[BuildingLine]:
    """These buildings as a list shows them."""
    ids = [one.id for one in found]
    entrances: dict[int, list[Entrance]] = {}
    grids: dict[int, dict[str, None]] = {}
    query = (
        select(Entrance, GridArea.name)
        .outerjoin(GridArea, GridArea.id == Entrance.grid_area_id)
        .where(Entrance.building_id.in_(ids))
        .order_by(Entrance.position, Entrance.id)
    )
    for entrance, grid in db.session.execute(query):
        entrances.setdefault(entrance.building_id, []).append(entrance)
        grids.setdefault(entrance.building_id, {}).update({grid: None} if grid else {})
    people = in_charge(AppointmentArea.building_id, ids)
    return [
        BuildingLine(one, entrances.get(one.id, []), list(grids.get(one.id, {})), people.get(one.id, []))
        for one in found
    ]


def venue_rows(compound_id: int) -> Rows:
    """The venues of a compound, those in use first."""
    query = select(Venue).where(Venue.compound_id == compound_id)
    return Rows(query.order_by(Venue.closed_on.is_not(None), Venue.id))
