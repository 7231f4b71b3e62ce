"""An office of 40 compounds, 100 units and 1,700 entrances: its pages ask the store as often as a small one's do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.organisation.actions.buildings import add_buildings
from deliberation.organisation.actions.places import add_grid_area
from deliberation.organisation.models import Compound, Party, Unit
from deliberation.organisation.queries import office as set_up
from deliberation.organisation.queries import places, units
from deliberation.organisation.queries.communities import communities_on
from deliberation.organisation.rules.buildings import BuildingPlan, numbers_of
from tests.builders import World
from tests.organisation.offices import Office, an_office, told
from tests.queries import counted_statements


@pytest.fixture
def office(app: Flask, world: World) -> Office:
    """One compound with 1,700 entrances, 40 others, 100 units that are each a party somewhere."""
    found = an_office(app, world)
    grid = add_grid_area(found.administrator, found.theirs, "grid", "棉纺网格").id
    plan = BuildingPlan(numbers_of("1-170"), 10, 12, grid_area_id=grid, micro_grids=True)
    add_buildings(found.administrator, found.compound, plan)
    with transaction() as session:
        session.add_all(
            Compound(community_id=found.ours, slug=f"compound-{n}", name=f"小区{n}", address=f"望湖路{n}号")
            for n in range(40)
        )
        made = [Unit(name=f"单位{n:03d}", kind="property_firm") for n in range(100)]
        session.add_all(made)
        session.flush()
        session.add_all(Party(compound_id=found.compound, kind=one.kind, name=one.name, unit_id=one.id) for one in made)
    return found


READS: dict[str, tuple[Callable[[Office], Any], int]] = {
    "compounds": (lambda _office: places.compound_lines().page(), 7),
    "compounds found": (lambda _office: places.compound_lines(q="小区3", community=2).page(), 7),
    "buildings": (lambda office: places.building_lines(office.compound).page(), 4),
    "grids": (lambda office: places.grid_areas(office.theirs).page(), 5),
    "communities": (lambda _office: places.subdistricts(), 4),
    "units": (lambda _office: units.units().page(), 3),
    "what is set up": (lambda _office: set_up.set_up(), 20),
    "where they belong": (lambda _office: communities_on(clock.today()), 1),
}
"""What the pages of the office read, with the statements that it may take at most."""


def test_a_page_asks_a_fixed_number_of_times(office: Office) -> None:
    taken = {}
    for name, (read, most) in READS.items():
        with counted_statements() as asked:
            read(office)
        taken[name] = (sum(one.startswith("SELECT") for one in asked), most)
    assert {name: numbers for name, numbers in taken.items() if numbers[0] > numbers[1]} == {}


def test_a_long_list_is_paged_and_searched(office: Office) -> None:
    first = told(office.page("/office/compounds/"))
    assert "共 42 个小区" in first
    assert "第 1 / 3 页" in first
    assert "共 11 个小区" in told(office.page("/office/compounds/?q=小区3"))
    assert "1700 20400" not in told(office.page("/office/compounds/?q=没有"))
    assert "共 100 个单位" in told(office.page("/office/units/"))
    buildings = told(office.page(f"/office/compounds/{office.compound}/buildings?page=9"))
    assert "第 9 / 9 页" in buildings
    sheet = office.client.get(f"/office/compounds/{office.compound}/buildings.csv").get_data(as_text=True)
    assert len(sheet.splitlines()) == 1701
