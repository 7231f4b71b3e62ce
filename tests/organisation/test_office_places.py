"""街道, 社区, 网格, 小区, buildings and venues are registered and changed by pages; what was what stays on record."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Post, Role
from deliberation.kernel.errors import Reason
from deliberation.organisation.actions import changing, people, places
from deliberation.organisation.models import Building, Community, Compound, Entrance, GridArea, Subdistrict, Venue
from deliberation.organisation.queries import posts_of
from deliberation.organisation.queries.communities import communities_on, community_on
from tests.builders import World
from tests.organisation.offices import Office, an_office, told
from tests.refusals import reason_of


@pytest.fixture
def office(app: Flask, world: World) -> Office:
    return an_office(app, world)


def test_a_street_a_community_and_a_compound_are_registered_by_pages(office: Office) -> None:
    assert office.send("/office/subdistricts/new", name="河西街道", city="东营市").status_code == 302
    street = db.session.scalars(select(Subdistrict).where(Subdistrict.name == "河西街道")).one()
    assert street.province == "山东省"
    assert office.send(f"/office/subdistricts/{street.id}/communities/new", name="新苑社区").status_code == 302
    community = db.session.scalars(select(Community).where(Community.name == "新苑社区")).one()
    asked = {"name": "南苑新居", "slug": "nanyuan", "households": "540", "community_id": str(community.id)}
    made = office.send("/office/compounds/new", **asked, type="resettlement")
    compound = db.session.scalars(select(Compound).where(Compound.slug == "nanyuan")).one()
    assert made.location == f"/office/compounds/{compound.id}"
    page = told(office.page(made.location))
    assert "拆迁安置房" in page
    assert "新增小区" in page
    again = office.send("/office/compounds/new", **asked | {"slug": "nanyuan2"})
    assert again.status_code == 422
    assert "已经有“南苑新居”了。" in again.get_data(as_text=True)


def test_what_was_what_before_stands_in_the_history_with_who_changed_it(office: Office) -> None:
    url = f"/office/communities/{office.theirs}"
    office.send(url, address="南苑路9号", phone="0546-8300002")
    office.send(url, address="南苑路19号")
    page = told(office.page(url))
    assert "地址：从“南苑路9号”改为“南苑路19号”" in page
    assert "修改社区 贺明" in page
    assert office.send(url, name=" ").status_code == 422
    assert office.send(url, name="望湖社区").status_code == 422
    db.session.expire_all()
    assert db.session.get_one(Community, office.theirs).name == "南苑社区"


def test_a_form_sent_twice_registers_once(office: Office) -> None:
    url = f"/office/compounds/{office.compound}/venues/new"
    data = {"name": "棉纺宿舍议事角", "places": "20", "request_key": "a" * 32}
    assert [office.client.post(url, data=data).status_code for _ in range(2)] == [302, 302]
    assert db.session.scalar(select(func.count()).select_from(Venue).where(Venue.name == "棉纺宿舍议事角")) == 1
    assert office.client.post(url, data=data | {"request_key": "b" * 32}).status_code == 422


def test_many_buildings_are_shown_first_and_registered_at_once(office: Office) -> None:
    grid = places.add_grid_area(office.administrator, office.theirs, "grid", "棉纺网格").id
    url = f"/office/compounds/{office.compound}/buildings/new"
    asked = {"numbers": "1-6号楼", "entrances": "4", "households": "12", "floors": "6", "grid_area_id": str(grid)}
    shown = office.send(url, **asked, micro_grids="y")
    assert shown.status_code == 200
    assert "1 至 6 号楼共 6 栋，每栋 4 单元，每单元 12 户，合计 288 户。" in shown.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(Building)) == 0
    assert office.send(url, **asked, micro_grids="y", save="1").status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Entrance)) == 24
    assert db.session.scalar(select(func.count()).select_from(GridArea).where(GridArea.parent_id == grid)) == 6
    page = told(office.page(f"/office/compounds/{office.compound}/buildings"))
    assert "楼栋合计 24 个单元、288 户；小区登记 288 户，一致。" in page
    taken = office.send(url, numbers="6、7", entrances="1", households="1", save="1")
    assert taken.status_code == 422
    assert "已经有“6号楼”了。" in taken.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(Building)) == 6


@pytest.mark.parametrize("numbers", ["", "12-1", "1-900", "号楼"])
def test_numbers_that_say_nothing_are_refused(office: Office, numbers: str) -> None:
    url = f"/office/compounds/{office.compound}/buildings/new"
    assert office.send(url, numbers=numbers, entrances="2", households="2", save="1").status_code == 422


def test_an_entrance_is_changed_and_a_building_placed_in_a_grid_of_its_own_community(office: Office) -> None:
    building = places.add_building(office.administrator, office.compound, "1").id
    entrance = places.add_entrance(office.administrator, building, "1", households=12).id
    mine = places.add_grid_area(office.administrator, office.theirs, "grid", "棉纺网格").id
    other = places.add_grid_area(office.administrator, office.ours, "grid", "望湖一网格").id
    place = f"/office/buildings/{building}/grid"
    assert office.send(place, on=f"/office/buildings/{building}", grid_area_id=str(mine)).status_code == 302
    assert office.send(place, on=f"/office/buildings/{building}", grid_area_id=str(other)).status_code == 422
    assert office.send(f"/office/entrances/{entrance}", households="13").status_code == 302
    page = told(office.page(f"/office/buildings/{building}"))
    assert "户数：从“12”改为“13”" in page
    assert "1 个单元归入棉纺网格" in page
    grids = told(office.page(f"/office/communities/{office.theirs}/grids"))
    assert "棉纺网格 网格 1 13" in grids


def test_an_entrance_of_a_moved_compound_keeps_its_grid_until_somebody_chooses_another(office: Office) -> None:
    building = places.add_building(office.administrator, office.compound, "1").id
    old = places.add_grid_area(office.administrator, office.theirs, "grid", "棉纺网格").id
    entrance = places.add_entrance(office.administrator, building, "1", households=12, grid_area_id=old).id
    with transaction():
        db.session.get_one(Compound, office.compound).community_id = office.ours
    assert "棉纺网格（原社区的）" in told(office.page(f"/office/entrances/{entrance}"))
    assert office.send(f"/office/entrances/{entrance}", households="13").status_code == 302
    assert db.session.get_one(Entrance, entrance).grid_area_id == old


def test_a_compound_moves_to_another_community_on_its_day(office: Office) -> None:
    administrator, officer = office.administrator, Role.SUBDISTRICT_OFFICER
    new, old = (people.add_person(administrator, name).id for name in ("梁志远", "方玉兰"))
    people.appoint_wide(administrator, new, officer, None, community_id=office.ours)
    people.appoint_wide(administrator, old, officer, None, community_id=office.theirs)
    clock.use(lambda: clock.beijing(2028, 3, 20, 9))
    url = f"/office/compounds/{office.compound}/move"
    assert office.send(url, community_id=str(office.ours), starts_on="2028-03-19").status_code == 422
    assert office.send(url, community_id=str(office.ours), starts_on="2028-04-01").status_code == 302
    here = Post(officer, office.compound)
    before, after = date(2028, 3, 31), date(2028, 4, 1)
    assert [here in posts_of(old, day) for day in (before, after)] == [True, False]
    assert [here in posts_of(new, day) for day in (before, after)] == [False, True]
    assert [community_on(office.compound, day) for day in (before, after)] == [office.theirs, office.ours]
    assert communities_on(before)[office.compound] == office.theirs
    assert "改属另一个社区 贺明 所属社区：从“南苑社区”改为“望湖社区”；从2028年4月1日起" in told(
        office.page(f"/office/compounds/{office.compound}")
    )


def test_at_midnight_the_new_officers_see_it_before_any_work_was_done(office: Office) -> None:
    administrator = office.administrator
    new = people.add_person(administrator, "梁志远").id
    people.appoint_wide(administrator, new, Role.SUBDISTRICT_OFFICER, None, community_id=office.ours)
    changing.move_compound(administrator, office.compound, office.ours, date(2028, 4, 1))
    clock.use(lambda: clock.beijing(2028, 4, 1, 0))
    assert db.session.get_one(Compound, office.compound).community_id == office.theirs
    assert posts_of(new) == (Post(Role.SUBDISTRICT_OFFICER, office.compound),)
    assert changing.bring_up_to_date(clock.now()) == [office.compound]
    assert changing.bring_up_to_date(clock.now()) == []
    assert db.session.get_one(Compound, office.compound).community.name == "望湖社区"
    assert db.session.get_one(Compound, office.compound).slug == "mianfang"


def test_a_compound_of_which_nothing_was_written_down_keeps_where_it_was(office: Office, world: World) -> None:
    compound, before = world.compound.id, world.compound.community_id
    clock.use(lambda: clock.beijing(2028, 4, 1, 9))
    changing.move_compound(office.administrator, compound, office.ours, date(2028, 4, 1))
    assert db.session.get_one(Compound, compound).community_id == office.ours
    assert community_on(compound, date(2028, 3, 31)) == before


def test_a_compound_does_not_move_to_where_it_is_or_where_its_name_is_taken(office: Office) -> None:
    administrator, day = office.administrator, date(2030, 4, 1)
    assert reason_of(changing.move_compound, administrator, office.compound, office.theirs, day) is Reason.INVALID_INPUT
    places.add_compound(administrator, office.ours, "mianfang2", "棉纺宿舍")
    assert reason_of(changing.move_compound, administrator, office.compound, office.ours, day) is Reason.INVALID_INPUT


def test_only_whoever_manages_the_organisation_changes_it(office: Office, world: World) -> None:
    assert reason_of(changing.edit_community, world.chair, office.ours, name="别处") is Reason.FORBIDDEN
    assert reason_of(changing.edit_community, office.administrator, 9999, name="别处") is Reason.NOT_FOUND
