"""What addresses of the office name: a place of every kind, a unit, a party, a duty."""

from __future__ import annotations

from datetime import date

from deliberation.organisation.actions import duties, parties, places
from tests.builders import World


def furnish_office(world: World, who: str) -> dict[str, str | int]:
    """The administrator `who` registers one of each in the furnished compound; answers the values of addresses."""
    administrator, compound = world.actor(who), world.compound
    grid = places.add_grid_area(administrator, compound.community_id, "grid", "一网格")
    places.add_grid_area(administrator, compound.community_id, "grid", "二网格")
    building = places.add_building(administrator, compound.id, "1")
    entrance = places.add_entrance(administrator, building.id, "1", households=12)
    firm = world.parties["property_firm"]
    line = duties.add_duty(administrator, compound.id, firm.id, "楼道灯维修", date(2026, 1, 1))
    return {
        "subdistrict_id": compound.community.subdistrict_id,
        "community_id": compound.community_id,
        "compound_id": compound.id,
        "grid_area_id": grid.id,
        "building_id": building.id,
        "entrance_id": entrance.id,
        "venue_id": world.venue.id,
        "unit_id": parties.add_unit(administrator, "恒安物业服务有限公司", "property_firm").id,
        "party_id": firm.id,
        "line_id": line.id,
    }
