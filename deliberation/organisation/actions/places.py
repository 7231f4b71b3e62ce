"""The administrator's hand: 街道, 社区, 小区, 网格, buildings, entrances, venues."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from deliberation.db import Model, db, transaction
from deliberation.history.acts import happened
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.organisation.models import (
    Building,
    Community,
    Compound,
    CompoundCommunity,
    Entrance,
    GridArea,
    Subdistrict,
    Venue,
)
from deliberation.organisation.rules.compounds import COMPOUND_GRADES, COMPOUND_TYPES, GRID_LEVELS

Made = TypeVar("Made", bound=Model)

A_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")


def add_subdistrict(actor: Actor, name: str, *, city: str = "", province: str = "") -> Subdistrict:
    """新增街道. Raises `INVALID_INPUT` where there is one of that name."""
    with transaction():
        may(actor, "organisation.manage", Scope())
        wanted = new_name(name, Subdistrict, Subdistrict.name)
        made = Subdistrict(name=wanted, city=city, province=province)
        return added(actor, "subdistrict.add", made, None)


def add_community(actor: Actor, subdistrict_id: int, name: str, *, address: str = "", phone: str = "") -> Community:
    """新增社区 of a 街道, in which its name is new."""
    with transaction():
        may(actor, "organisation.manage", Scope())
        there(Subdistrict, subdistrict_id)
        wanted = new_name(name, Community, Community.name, Community.subdistrict_id == subdistrict_id)
        made = Community(subdistrict_id=subdistrict_id, name=wanted, address=address, phone=phone)
        return added(actor, "community.add", made, None)


def add_compound(actor: Actor, community_id: int, slug: str, name: str, **more: Any) -> Compound:
    """新增小区. `slug` stands in its addresses for ever; `more`: type, grade, address, phone, households, introduction.

    Raises `INVALID_INPUT` for a slug or name that will not do or is taken, a type or grade that does not exist.
    """
    with transaction():
        may(actor, "organisation.manage", Scope())
        there(Community, community_id)
        if not A_SLUG.fullmatch(slug):
            raise Refused(InOrganisation.SLUG_WRONG)
        new_name(slug, Compound, Compound.slug)
        wanted = new_name(name, Compound, Compound.name, Compound.community_id == community_id)
        one_of(more.get("type", ""), {"": "", **COMPOUND_TYPES})
        one_of(more.get("grade", ""), {"": "", **COMPOUND_GRADES})
        made = Compound(community_id=community_id, slug=slug, name=wanted, **more)
        db.session.add(made)
        db.session.flush()  # where it belongs and the audit name the id
        db.session.add(CompoundCommunity(compound_id=made.id, community_id=community_id, starts_on=date.min))
        return added(actor, "compound.add", made, made.id)


def add_grid_area(actor: Actor, community_id: int, level: str, name: str, *, parent_id: int | None = None) -> GridArea:
    """新增网格 or 微网格 (within `parent_id`) of a 社区."""
    with transaction():
        may(actor, "organisation.manage", Scope())
        there(Community, community_id)
        one_of(level, GRID_LEVELS)
        if parent_id is not None and there(GridArea, parent_id).community_id != community_id:
            raise Refused(Reason.NOT_FOUND)
        wanted = new_name(name, GridArea, GridArea.name, GridArea.community_id == community_id)
        made = GridArea(community_id=community_id, level=level, name=wanted, parent_id=parent_id)
        return added(actor, "grid_area.add", made, None)


def add_building(actor: Actor, compound_id: int, number: str, *, position: int = 0) -> Building:
    """新增楼栋 (`number` without 号楼)."""
    with transaction():
        may(actor, "organisation.manage", Scope())
        there(Compound, compound_id)
        wanted = new_name(number.removesuffix("号楼"), Building, Building.number, Building.compound_id == compound_id)
        made = Building(compound_id=compound_id, number=wanted, position=position)
        return added(actor, "building.add", made, compound_id)


def add_entrance(actor: Actor, building_id: int, number: str, **more: Any) -> Entrance:
    """新增单元 of a building. `more`: floors, households, grid_area_id, position."""
    with transaction():
        may(actor, "organisation.manage", Scope())
        building = there(Building, building_id)
        wanted = new_name(number.removesuffix("单元"), Entrance, Entrance.number, Entrance.building_id == building_id)
        made = Entrance(building_id=building_id, number=wanted, **more)
        return added(actor, "entrance.add", made, building.compound_id)


def add_venue(actor: Actor, compound_id: int, name: str, **more: Any) -> Venue:
    """新增会场. `more`: address, places, equipment."""
    with transaction():
        may(actor, "organisation.manage", Scope())
        there(Compound, compound_id)
        wanted = new_name(name, Venue, Venue.name, Venue.compound_id == compound_id)
        made = Venue(compound_id=compound_id, name=wanted, **more)
        return added(actor, "venue.add", made, compound_id)


def added(actor: Actor, act: str, made: Made, compound_id: int | None) -> Made:
    """Store a new row and say so in the log and, where such rows keep one, in their history; answers the row."""
    db.session.add(made)
    db.session.flush()  # the audit names the id
    happened(actor, act, made, compound_id=compound_id)
    return made


def there(model: type[Made], row_id: int) -> Made:
    """The row that another one names. Raises `NOT_FOUND`."""
    found = db.session.get(model, row_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def new_name(name: str, model: type[Model], column: Any, *within: ColumnElement[bool]) -> str:
    """The name without blanks around it. Raises `INVALID_INPUT` where it is empty or taken."""
    wanted = name.strip()
    if not wanted:
        raise Refused(InOrganisation.NAME_MISSING)
    if db.session.scalar(select(column).select_from(model).where(column == wanted, *within).limit(1)) is not None:
        raise Refused(InOrganisation.NAME_TAKEN, name=wanted)
    return wanted


def one_of(code: str, known: Mapping[str, str]) -> None:
    """Raise `INVALID_INPUT` for a code that is none of the known."""
    if code not in known:
        raise Refused(InOrganisation.CHOICE_UNKNOWN, name=code)
