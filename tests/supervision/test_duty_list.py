"""The 职责清单 suggests who an order goes to, by words that anybody can find; it decides nothing and moves no order."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from deliberation.db import transaction
from deliberation.kernel.actor import Actor
from deliberation.organisation.actions.duties import add_duty, replace_duty
from deliberation.supervision import actions
from tests.builders import World, an_officer, sign_in
from tests.supervision.hall import a_decided_meeting, at, motions


@pytest.fixture
def meeting_id(world: World) -> int:
    """A meeting whose third decision charges nobody by name."""
    found = a_decided_meeting(world)
    with transaction():
        motions(found)[2].text = "3号楼楼道灯不亮，一周内修好。"
    return found


@pytest.fixture
def administrator(world: World) -> Actor:
    return an_officer(world, "administrator", "贺明")


def test_a_draft_goes_to_whose_duty_it_is_on_the_day(world: World, meeting_id: int, administrator: Actor) -> None:
    grid, firm = (world.parties[kind].id for kind in ("grid_worker", "property_firm"))
    line = add_duty(administrator, world.compound.id, grid, "楼道灯维修", date(2026, 1, 1))
    before = actions.draft_from_decisions(world.secretary, meeting_id)[2]
    assert before.lead_party_id == grid
    replace_duty(administrator, line.id, firm, date(2026, 5, 1))
    at(5, 2)
    assert before.lead_party_id == grid


def test_after_the_change_the_page_names_the_new_party_and_the_words(
    world: World, meeting_id: int, administrator: Actor, client: FlaskClient
) -> None:
    grid, firm = (world.parties[kind].id for kind in ("grid_worker", "property_firm"))
    line = add_duty(administrator, world.compound.id, grid, "楼道灯维修", date(2026, 1, 1))
    replace_duty(administrator, line.id, firm, date(2026, 5, 1))
    url = f"/desk/jinling/meetings/{meeting_id}/orders/new?motion={motions(meeting_id)[2].id}"
    desk = sign_in(client, world, "周敏")
    said = "按职责清单，“楼道灯维修”由%s负责（文字里写到“楼道灯”）"
    assert said % "网格员" in desk.get(url).get_data(as_text=True)
    at(5, 2)
    page = desk.get(url).get_data(as_text=True)
    assert said % "物业企业" in page
    assert f'<option selected value="{firm}">' in page


def test_who_is_charged_by_name_goes_before_the_list(world: World, meeting_id: int, administrator: Actor) -> None:
    with transaction():
        motions(meeting_id)[2].text = "楼道灯由物业企业修好。"
    add_duty(administrator, world.compound.id, world.parties["grid_worker"].id, "楼道灯维修", date(2026, 1, 1))
    drafted = actions.draft_from_decisions(world.secretary, meeting_id)[2]
    assert drafted.lead_party_id == world.parties["property_firm"].id
