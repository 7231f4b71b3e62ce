"""What the forms of posts offer: compounds, their parties and areas, what lies above them."""

from __future__ import annotations

from sqlalchemy import or_, select

from deliberation.db import db
from deliberation.kernel.text import N_
from deliberation.organisation.models import Building, Community, Compound, Entrance, GridArea, Subdistrict, Unit
from deliberation.organisation.queries import compounds, parties

Choices = list[tuple[str, str]]

AREAS = {"g": "grid_area_id", "b": "building_id", "e": "entrance_id"}
"""The first sign of an area's value → the column of `AppointmentArea`."""


def compound_choices() -> list[tuple[int, str]]:
    """Every compound with its community."""
    return [(one.id, f"{one.name}（{one.community.name}）") for one in compounds()]


def party_choices(compound_id: int) -> list[tuple[int, str]]:
    """The parties of a compound that are not dissolved."""
    return [(one.id, one.name) for one in parties(compound_id) if one.ends_on is None]


def area_choices(compound: Compound) -> Choices:
    """Grid areas of the community, buildings and entrances of the compound; three statements."""
    grids = db.session.scalars(
        select(GridArea).where(GridArea.community_id == compound.community_id).order_by(GridArea.id)
    )
    buildings = list(
        db.session.scalars(
            select(Building).where(Building.compound_id == compound.id).order_by(Building.position, Building.id)
        )
    )
    numbers = {one.id: one.number for one in buildings}
    entrances = db.session.scalars(
        select(Entrance).where(Entrance.building_id.in_(numbers)).order_by(Entrance.building_id, Entrance.position)
    )
    return [
        *((f"g{one.id}", one.name) for one in grids),
        *((f"b{one.id}", f"{one.number}号楼") for one in buildings),
        *((f"e{one.id}", f"{numbers[one.building_id]}号楼{one.number}单元") for one in entrances),
    ]


def area_fields(values: list[str]) -> tuple[dict[str, int], ...]:
    """What the boxes of `area_choices` mean for `actions.appoint`."""
    return tuple({AREAS[value[0]]: int(value[1:])} for value in values)


def where_choices() -> Choices:
    """The whole installation, each 街道, each 社区."""
    found: Choices = [("", N_("整个平台（系统管理员、审计员）"))]
    for street in db.session.scalars(select(Subdistrict).order_by(Subdistrict.id)):
        found.append((f"s{street.id}", street.name))
    for community in db.session.scalars(select(Community).order_by(Community.subdistrict_id, Community.id)):
        found.append((f"c{community.id}", f"{community.subdistrict.name} {community.name}"))
    return found


def where_fields(value: str) -> dict[str, int]:
    """What a choice of `where_choices` means for `actions.appoint_wide`."""
    if not value:
        return {}
    if value[0] == "s":
        return {"subdistrict_id": int(value[1:])}
    community = db.session.get_one(Community, int(value[1:]))
    return {"subdistrict_id": community.subdistrict_id, "community_id": community.id}


def unit_choices() -> list[tuple[int, str]]:
    """No unit, or one of the installation's."""
    kept = select(Unit).where(or_(Unit.kind != "", Unit.name != "")).order_by(Unit.name)
    return [(0, N_("不代表单位")), *((one.id, one.name) for one in db.session.scalars(kept))]
