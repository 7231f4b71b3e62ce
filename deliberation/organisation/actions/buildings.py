"""The administrator's hand: many buildings with their entrances at once, and the 网格 of a whole building."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.kernel.text import say as _
from deliberation.organisation.actions.editing import to_manage
from deliberation.organisation.actions.places import there
from deliberation.organisation.models import Building, Compound, Entrance, GridArea
from deliberation.organisation.rules.buildings import BuildingPlan


def add_buildings(actor: Actor, compound_id: int, plan: BuildingPlan) -> Compound:
    """新增多栋楼 with their entrances, and a 微网格 for each where the plan asks for it; answers the compound.

    Raises `INVALID_INPUT` naming the buildings that are registered already, `NOT_FOUND` for a 网格 of another 社区.
    """
    with transaction() as session:
        compound = _locked(actor, compound_id)
        _demand_new(compound, plan)
        grid = _grid(compound, plan.grid_area_id)
        if plan.micro_grids and (grid is None or grid.level != "grid"):
            raise Refused(InOrganisation.GRID_MISSING)
        after = session.scalar(select(func.max(Building.position)).where(Building.compound_id == compound.id)) or 0
        made = [
            Building(compound_id=compound.id, number=number, position=after + place)
            for place, number in enumerate(plan.numbers, start=1)
        ]
        session.add_all(made)
        areas = _micro_grids(compound, grid, plan) if plan.micro_grids and grid else [grid] * len(made)
        session.flush()  # entrances name the ids of buildings and areas
        for building, area in zip(made, areas, strict=True):
            session.add_all(_entrances(building, area, plan))
        facts: dict[str, Any] = {
            "buildings": len(made),
            "entrances": plan.all_entrances,
            "households": plan.all_households,
        }
        happened(actor, "compound.add_buildings", compound, text=plan.in_words(), compound_id=compound.id, **facts)
        return compound


def _locked(actor: Actor, compound_id: int) -> Compound:
    may(actor, "organisation.manage", Scope())
    # FOR UPDATE: two who register the same buildings follow each other.
    found = db.session.get(Compound, compound_id, with_for_update={"of": Compound})
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def _demand_new(compound: Compound, plan: BuildingPlan) -> None:
    taken = db.session.scalars(
        select(Building.number)
        .where(Building.compound_id == compound.id, Building.number.in_(plan.numbers))
        .order_by(Building.position, Building.id)
    ).all()
    if taken:
        raise Refused(InOrganisation.NAME_TAKEN, name=_("%(numbers)s号楼", numbers="、".join(taken[:5])))


def _grid(compound: Compound, grid_area_id: int | None) -> GridArea | None:
    if grid_area_id is None:
        return None
    grid = there(GridArea, grid_area_id)
    if grid.community_id != compound.community_id:
        raise Refused(Reason.NOT_FOUND)
    return grid


def _micro_grids(compound: Compound, grid: GridArea, plan: BuildingPlan) -> list[GridArea]:
    names = [f"{compound.name}{_('%(number)s号楼', number=number)}" for number in plan.numbers]
    taken = db.session.scalar(
        select(GridArea.name).where(GridArea.community_id == grid.community_id, GridArea.name.in_(names)).limit(1)
    )
    if taken is not None:
        raise Refused(InOrganisation.NAME_TAKEN, name=taken)
    made = [
        GridArea(community_id=grid.community_id, level="micro_grid", name=name, parent_id=grid.id) for name in names
    ]
    db.session.add_all(made)
    return made


def _entrances(building: Building, area: GridArea | None, plan: BuildingPlan) -> list[Entrance]:
    return [
        Entrance(
            building_id=building.id,
            number=str(number),
            floors=plan.floors,
            households=plan.households,
            grid_area_id=area.id if area else None,
            position=number,
        )
        for number in range(1, plan.entrances + 1)
    ]


def place_in_grid(actor: Actor, building_id: int, grid_area_id: int) -> Building:
    """归入网格: all entrances of a building belong to this 网格 or 微网格. Raises `NOT_FOUND`."""
    with transaction() as session:
        row = to_manage(actor, Building, building_id)
        compound = there(Compound, row.compound_id)
        grid = _grid(compound, grid_area_id)
        moved = [one for one in _entrances_of(row.id) if one.grid_area_id != grid_area_id]
        if grid is None or not moved:
            return row
        for one in moved:
            one.grid_area_id = grid.id
        session.flush()  # what is read next is what was written
        text = _("%(n)s 个单元归入%(name)s", n=len(moved), name=grid.name)
        happened(actor, "building.place_in_grid", row, text=text, compound_id=compound.id, grid_area=grid.id)
        return row


def _entrances_of(building_id: int) -> list[Entrance]:
    return list(db.session.scalars(select(Entrance).where(Entrance.building_id == building_id)))
