"""居民会议、居民代表会议 (居委会组织法 2025): who may demand one, of whom it consists, the party organisation first."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.convening.actions import publish_agenda, put_on_agenda
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import readiness, waiting
from deliberation.convening.rules import DEMANDS, Missing, demand_problem, half_year_after, residents_lines
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.organisation.models import Appointment, CompoundMeetingType, MeetingType, Party
from tests.builders import World, a_compound, a_person, sign_in
from tests.convening.hall import PREPARED, a_planned_meeting, an_item, at

REPRESENTATIVES = 8
MEETS = clock.beijing(2026, 3, 20, 19)


@pytest.fixture
def world(app: Flask) -> World:
    at(PREPARED)
    return a_compound()


@pytest.mark.parametrize(
    ("body", "by", "total", "least", "article"),
    [
        ("residents_meeting", "ADULTS", 1501, 151, "第二十六条"),
        ("residents_meeting", "HOUSEHOLDS", 600, 60, "第二十六条"),
        ("residents_meeting", "REPRESENTATIVES", 50, 17, "第二十六条"),
        ("residents_representatives", "REPRESENTATIVES", 51, 11, "第二十八条"),
        ("residents_representatives", "REPRESENTATIVES", 50, 10, "第二十八条"),
    ],
)
def test_so_many_may_demand_a_meeting_and_one_fewer_may_not(
    body: str, by: str, total: int, least: int, article: str
) -> None:
    assert demand_problem(body, by, least, total) == ""
    said = demand_problem(body, by, least - 1, total)
    assert (f"须有 {least} 名以上" in said, article in said, "差 1 名" in said) == (True, True, True)


def test_adults_demand_no_meeting_of_representatives_and_nobody_more_than_there_are() -> None:
    assert "请选由谁提议" in demand_problem("residents_representatives", "ADULTS", 500, 600)
    assert set(DEMANDS["residents_representatives"]) == {"REPRESENTATIVES"}
    assert "请核对" in demand_problem("residents_meeting", "ADULTS", 601, 600)
    assert "请核对" in demand_problem("residents_meeting", "ADULTS", 0, 600)


def composition(committee: int, representatives: int, others: int = 0) -> Missing:
    seats = [("neighbourhood_committee", True)] * committee + [("residents_representative", True)] * representatives
    seats += [("property_firm", True)] * others + [("party_branch", False)]
    lines = residents_lines("residents_representatives", {}, seats, has_votes=True)
    return next(line for line in lines if line.code == "composition")


@pytest.mark.parametrize(
    ("committee", "representatives", "others", "done"),
    [
        (5, 20, 0, True),
        (5, 19, 0, False),
        (9, 36, 0, True),
        (9, 35, 0, False),
        (0, 1, 0, True),
        (0, 0, 0, False),
        (5, 40, 1, False),
    ],
)
def test_representatives_are_four_fifths_of_those_with_a_vote(
    committee: int, representatives: int, others: int, *, done: bool
) -> None:
    line = composition(committee, representatives, others)
    assert (line.done, line.blocks) == (done, True)


def test_the_exact_figure_stands_in_the_line() -> None:
    assert composition(5, 19).detail == "表决席位 24 个，其中居民代表 19 个，须 20 个以上"


def test_other_bodies_have_none_of_these_lines_and_a_residents_meeting_no_composition() -> None:
    assert residents_lines("five_party_meeting", {}, [], has_votes=True) == []
    codes = [line.code for line in residents_lines("residents_meeting", {}, [], has_votes=True)]
    assert codes == ["party_first", "consulted", "supervisors"]


def test_the_party_organisation_comes_first_where_something_is_decided() -> None:
    def line(*, has_votes: bool, **facts: str) -> Missing:
        lines = residents_lines("residents_meeting", facts, [], has_votes=has_votes)
        return next(one for one in lines if one.code == "party_first")

    assert (line(has_votes=True).done, line(has_votes=True).blocks) == (False, True)
    assert line(has_votes=False).blocks is False
    assert line(has_votes=True, party_discussed_on="2026-03-01").done


@pytest.mark.parametrize(
    ("held", "last"),
    [
        (date(2026, 3, 10), date(2026, 9, 10)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_half_a_year_after(held: date, last: date) -> None:
    assert half_year_after(held) == last


def the_meeting_type(world: World) -> MeetingType:
    """居民代表会议 in use: one of the 居委会 and eight representatives vote."""
    with transaction() as session:
        kind = "residents_representative"
        parties = [
            {"kind": "neighbourhood_committee", "obligatory": True, "seats": 1},
            {"kind": kind, "obligatory": True, "seats": REPRESENTATIVES},
        ]
        made = MeetingType(
            code="residents", name="居民代表会议", profile_code="residents-representatives-2026", parties=parties
        )
        party = Party(compound_id=world.compound.id, kind=kind, name="居民代表")
        session.add_all([made, party])
        session.flush()  # people and the menu need the ids
        session.add(CompoundMeetingType(compound_id=world.compound.id, meeting_type_id=made.id, position=1))
        neighbourhood = world.parties["neighbourhood_committee"]
        _appoint(world, neighbourhood, "neighbourhood_delegate", "贾主任")
        for number in range(REPRESENTATIVES):
            _appoint(world, party, "council_delegate", f"代表{number}")
    return made


def _appoint(world: World, party: Party, role: str, name: str) -> None:
    person = a_person(name, f"jinling.{name}", world)
    db.session.add(Appointment(person_id=person.id, party_id=party.id, role=role, post="", starts_on=date(2024, 1, 1)))


def line_of(meeting: Meeting, code: str) -> Missing:
    db.session.expire_all()
    return next(line for line in readiness(db.session.get_one(Meeting, meeting.id)) if line.code == code)


def test_a_planned_meeting_of_representatives_says_what_it_lacks(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world, MEETS, meeting_type_id=the_meeting_type(world).id)
    assert line_of(meeting, "composition").done  # 8 of 9
    with transaction() as session:
        session.delete(session.query(Seat).filter_by(person_id=world.people["代表0"].id).one())
    assert line_of(meeting, "composition").detail == "表决席位 8 个，其中居民代表 7 个，须 7 个以上"
    desk = sign_in(client, world, "周敏")
    here = f"/desk/jinling/meetings/{meeting.id}"
    page = desk.get(here).text
    assert ("居务监督委员会列席" in page, "先经社区党组织研究讨论" in page) == (True, True)
    few = desk.post(f"{here}/demand", data={"by": "REPRESENTATIVES", "number": "9", "total": "50"})
    assert (few.status_code, "须有 10 名以上" in few.text, 'value="9"' in few.text) == (422, True, True)
    assert desk.post(f"{here}/demand", data={"by": "REPRESENTATIVES", "number": "", "total": "50"}).status_code == 422
    desk.post(f"{here}/demand", data={"by": "REPRESENTATIVES", "number": "10", "total": "50"})
    assert "10 名居民代表提议召集（共 50 名，须 10 名以上" in desk.get(here).text
    assert "召集缘由" in desk.get(f"{here}/notice").text
    late = desk.post(f"{here}/party-first", data={"discussed_on": "2026-03-06"})
    assert (late.status_code, "不能晚于今天" in late.text) == (422, True)
    assert desk.post(f"{here}/party-first", data={"discussed_on": "2026-03-04"}).status_code == 302
    assert line_of(meeting, "party_first").done


def test_a_five_party_meeting_takes_no_such_note(world: World, client: FlaskClient) -> None:
    meeting = a_planned_meeting(world)
    desk = sign_in(client, world, "周敏")
    here = f"/desk/jinling/meetings/{meeting.id}"
    assert "居民提议" not in desk.get(here).text
    assert desk.post(f"{here}/party-first", data={"discussed_on": "2026-03-04"}).status_code == 404


def test_the_desk_reminds_of_the_half_yearly_meeting_until_one_is_planned(world: World) -> None:
    def reminded() -> list[str]:
        return [one.label for one in waiting(world.secretary, world.compound.id) if "每半年" in one.label]

    assert reminded() == []
    kind = the_meeting_type(world)
    assert reminded() == ["居民代表会议每半年至少开一次（组织法第二十八条），请召集"]
    meeting = a_planned_meeting(world, MEETS, meeting_type_id=kind.id)
    put_on_agenda(world.secretary, meeting.id, an_item(world).id)
    publish_agenda(world.chair, meeting.id)
    assert reminded() == []
    at(clock.beijing(2026, 9, 21, 9))
    assert len(reminded()) == 1
