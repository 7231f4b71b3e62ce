"""Units once, parties in each compound, bodies still being formed, duties by day, permissions that are switched."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Role
from deliberation.kernel.errors import Reason
from deliberation.kernel.permissions import TABLE
from deliberation.organisation.actions import duties, parties, people
from deliberation.organisation.actions.switches import switch
from deliberation.organisation.models import Compound, DutyLine, Party, Unit
from deliberation.organisation.queries import parties as parties_of
from deliberation.organisation.queries import posts_of
from deliberation.organisation.queries.duties import suggested
from deliberation.organisation.rules.duties import standing_in, words_of
from deliberation.organisation.rules.switches import is_switchable, switches
from tests.builders import World, sign_in
from tests.organisation.offices import Office, an_office, told
from tests.refusals import reason_of

MAY = date(2028, 5, 1)


@pytest.fixture
def office(app: Flask, world: World) -> Office:
    clock.use(lambda: clock.beijing(2028, 4, 20, 9))
    return an_office(app, world)


def the_party(name: str) -> Party:
    return db.session.scalars(select(Party).where(Party.name == name)).one()


def test_a_unit_is_registered_once_and_is_a_party_in_two_compounds(office: Office, world: World) -> None:
    office.send("/office/units/new", name="邻里物业服务有限公司", kind="property_firm", phone="0546-8300009")
    unit = db.session.scalars(select(Unit)).one()
    for compound in (office.compound, world.compound.id):
        url = f"/office/compounds/{compound}/parties/new"
        assert office.send(url, kind="property_firm", unit_id=str(unit.id)).status_code == 302
    page = told(office.page("/office/units/"))
    assert "邻里物业服务有限公司 物业企业 0546-8300009 棉纺宿舍、金岭水岸华庭" in page
    wrong = office.send(f"/office/compounds/{office.compound}/parties/new", kind="department", unit_id=str(unit.id))
    assert wrong.status_code == 422
    assert "请选同样的种类" in wrong.get_data(as_text=True)
    assert office.send("/office/units/new", name="邻里物业服务有限公司").status_code == 422


def test_a_party_with_people_becomes_no_other_unit_and_without_a_name_is_called_like_its_unit(office: Office) -> None:
    administrator = office.administrator
    old = parties.add_unit(administrator, "恒安物业", "property_firm").id
    new = parties.add_unit(administrator, "邻里物业", "property_firm").id
    party = parties.add_party(administrator, office.compound, "property_firm", "物业", unit_id=old).id
    assert office.send(f"/office/parties/{party}", name=" ", unit_id=str(new)).status_code == 302
    assert told(office.page(f"/office/parties/{party}")).count("邻里物业") > 0
    assert the_party("邻里物业").unit_id == new
    person = people.add_person(administrator, "顾晓峰").id
    people.appoint(administrator, person, party, Role.FIRM_DELEGATE, date(2028, 3, 1))
    refused = office.send(f"/office/parties/{party}", unit_id=str(old))
    assert refused.status_code == 422
    assert "先结束这一方，再新增一方" in told(refused.get_data(as_text=True))
    assert office.send(f"/office/parties/{party}", name="邻里物业公司").status_code == 302


def test_a_body_that_is_being_formed_has_its_powers_in_words(office: Office) -> None:
    url = f"/office/compounds/{office.compound}/parties/new"
    office.send(url, kind="preparatory_committee", name="业委会筹备组")
    party = the_party("业委会筹备组")
    assert party.is_preparatory
    assert party.powers == "可提议、协商、表决本会议动议；不代表业主作决定，不用印"
    office.send(f"/office/parties/{party.id}", powers="只协商，不表决", is_preparatory="y")
    page = told(office.page(f"/office/parties/{party.id}"))
    assert "权限说明：从“可提议、协商、表决本会议动议；不代表业主作决定，不用印”改为“只协商，不表决”" in page


def test_a_party_that_has_ended_is_none_of_the_compound_and_its_people_act_for_it_no_more(office: Office) -> None:
    administrator = office.administrator
    party = parties.add_party(administrator, office.compound, "partner_unit", "第二中学").id
    person = people.add_person(administrator, "顾晓峰").id
    people.appoint(administrator, person, party, Role.PARTNER_DELEGATE, date(2027, 3, 1))
    url = f"/office/parties/{party}/end"
    assert office.send(url, last_day="2028-04-19").status_code == 422
    assert office.send(url, last_day="2028-04-30").status_code == 302
    assert [bool(posts_of(person, day)) for day in (date(2028, 4, 30), MAY)] == [True, False]
    assert [len(parties_of(office.compound, day)) for day in (date(2028, 4, 30), MAY)] == [1, 0]
    assert "最后一天：从“没有写”改为“2028年4月30日”" in told(office.page(f"/office/parties/{party}"))


def test_a_duty_goes_to_another_party_from_a_day_and_the_list_of_before_stays(office: Office) -> None:
    administrator, compound = office.administrator, office.compound
    grid, firm = (
        parties.add_party(administrator, compound, kind, name).id
        for kind, name in (("grid_worker", "网格员"), ("property_firm", "恒安物业"))
    )
    url = f"/office/compounds/{compound}/duties/new"
    assert office.send(url, matter="楼道灯维修", party_id=str(grid), starts_on="2027-03-01").status_code == 302
    assert office.send(url, matter="楼道灯维修", party_id=str(firm), starts_on="2028-01-01").status_code == 422
    line = db.session.scalars(select(DutyLine)).one()
    hand_over = f"/office/duties/{line.id}/replace"
    assert office.send(hand_over, party_id=str(firm), starts_on="2027-03-01").status_code == 422
    assert office.send(hand_over, party_id=str(firm), starts_on="2028-05-01").status_code == 302
    for day, name in ((date(2028, 4, 30), "网格员"), (MAY, "恒安物业")):
        found = suggested(compound, "3号楼楼道灯不亮", day)
        assert found is not None
        assert (found.party.name, found.word) == (name, "楼道灯")
    assert suggested(compound, "电梯停运", MAY) is None
    everything = f"/office/compounds/{compound}/duties?when=all"
    assert told(office.page(everything)).count("楼道灯维修") == 2
    sheet = office.client.get(f"/office/compounds/{compound}/duties.csv?when=now").get_data(as_text=True)
    assert sheet.count("楼道灯维修") == 1
    assert "楼道灯维修：从“网格员”改为“恒安物业”" in told(office.page(f"/office/duties/{line.id}"))


def test_a_duty_ends_on_a_day_and_not_before_it_began(office: Office) -> None:
    administrator, compound = office.administrator, office.compound
    party = parties.add_party(administrator, compound, "grid_worker", "网格员").id
    line = duties.add_duty(administrator, compound, party, "隐患排查", date(2028, 4, 1)).id
    assert office.send(f"/office/duties/{line}", last_day="2028-03-31").status_code == 422
    assert office.send(f"/office/duties/{line}", last_day="2028-04-30").status_code == 302
    assert suggested(compound, "隐患排查", MAY) is None
    other = parties.add_party(administrator, office.compound, "other", "别的").id
    parties.end_party(administrator, other, date(2028, 4, 25))
    refused = reason_of(duties.add_duty, administrator, compound, other, "保洁", MAY)
    assert refused is Reason.INVALID_INPUT


@pytest.mark.parametrize(
    ("matter", "text", "word"),
    [
        ("楼道灯维修", "楼道灯不亮", "楼道灯"),
        ("垃圾清运、绿化养护", "绿化带没人管，垃圾成堆", "垃圾"),
        ("绿化养护", "绿化缺水", "绿化"),
        ("维修", "电梯维修", "维修"),
        ("电梯维护", "路灯不亮", ""),
    ],
)
def test_the_words_of_a_matter_stand_in_a_text_without_what_is_done_with_it(matter: str, text: str, word: str) -> None:
    assert standing_in(matter, text) == word
    assert words_of(" ") == ()


def test_a_duty_that_was_over_is_not_handed_over_and_never_grows_longer(office: Office) -> None:
    administrator, compound = office.administrator, office.compound
    party = parties.add_party(administrator, compound, "grid_worker", "网格员").id
    firm = parties.add_party(administrator, compound, "property_firm", "恒安物业").id
    first, last = date(2028, 4, 1), date(2028, 4, 10)
    line = duties.add_duty(administrator, compound, party, "隐患排查", first, ends_on=last).id
    refused = office.send(f"/office/duties/{line}/replace", party_id=str(firm), starts_on="2028-05-01")
    assert refused.status_code == 422
    assert "到2028年4月10日" in refused.get_data(as_text=True)
    assert [one.ends_on for one in db.session.scalars(select(DutyLine))] == [last]
    assert office.send(f"/office/duties/{line}/replace", party_id=str(firm), starts_on="2028-04-10").status_code == 302


def test_the_desk_reads_the_duties_and_changes_none(office: Office, world: World) -> None:
    party = world.parties["grid_worker"].id
    duties.add_duty(office.administrator, world.compound.id, party, "民意收集", date(2028, 1, 1))
    desk = sign_in(office.client.application.test_client(), world, "周敏")
    page = desk.get("/desk/jinling/duties").get_data(as_text=True)
    assert "民意收集" in page
    assert "/office/" not in page
    assert desk.get(f"/office/compounds/{world.compound.id}/duties").status_code == 403


def test_a_switch_says_in_words_what_it_changes_and_who_switched_it(office: Office) -> None:
    url = f"/office/compounds/{office.compound}/switches"
    said = "会议秘书可以“发布议程”。"
    assert f"改了以后：{said}" in told(office.page(url))
    switch(office.administrator, office.compound, "agenda.publish")
    page = told(office.page(url))
    assert f"现在：{said}" in page
    assert f"开关小区的权限 贺明 {said}" in page
    assert db.session.get_one(Compound, office.compound).options == ["agenda.publish"]
    switch(office.administrator, office.compound, "agenda.publish")
    db.session.expire_all()
    assert db.session.get_one(Compound, office.compound).options == []
    assert reason_of(switch, office.administrator, office.compound, "ballot.count") is Reason.INVALID_INPUT


def test_every_permission_with_a_default_can_be_switched_and_no_other() -> None:
    shown = {one.row.name for one in switches(frozenset())}
    assert shown == {row.name for row in TABLE.values() if is_switchable(row)}
    assert "topic.screen" in shown
    assert "account.manage" not in shown
    assert all(one.now and one.now != one.then for one in switches(frozenset()))
