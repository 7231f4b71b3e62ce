"""Four days of a second year: who signs in, who chairs, who reads which compound, seen by signing in through pages."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.organisation.models import Appointment
from tests.builders import World, a_compound
from tests.organisation.office import Office, an_office, the_day, words

PLAN = "/desk/jinling/meetings/new"
VOTES = "/desk/jinling/owners-votes/new"
ELSEWHERE = "/desk/haitang/orders/"
ROSTERS = "/desk/jinling/rosters"


@pytest.fixture
def office(app: Flask, world: World) -> Office:
    """The firm's manager has a post in a second compound; the committee's term ends on 19 March 2028."""
    the_day(2028, 1, 14)
    other = a_compound("haitang", "海棠花园")
    with transaction() as session:
        firm = {"role": "firm_delegate", "post": "项目经理", "starts_on": date(2027, 3, 1)}
        manager = world.people["高峰"].id
        session.add(Appointment(person_id=manager, party_id=other.parties["property_firm"].id, **firm))
        members = session.query(Appointment).filter_by(party_id=world.parties["owners_committee"].id)
        members.update({"ends_on": date(2028, 3, 19)})
    return an_office(app, world)


@pytest.fixture
def days(office: Office) -> None:
    """What the administrator writes down on 14 January: successions of January, March and April."""
    world = office.world
    assert office.succession("李建国", meant(world, "吴敏"), date(2028, 1, 17)).status_code == 302
    manager = world.people["高峰"].id
    post = db.session.query(Appointment).filter_by(person_id=manager, party_id=world.parties["property_firm"].id).one()
    taken = office.succession("高峰", meant(world, "丁娜"), date(2028, 4, 1), posts=[str(post.id)])
    assert taken.status_code == 302
    again = {"party_id": str(world.parties["owners_committee"].id), "role": "committee_delegate"}
    again |= {"post": "主任", "starts_on": "2028-03-20", "ends_on": "2033-03-19"}
    page = f"/office/people/{world.people['刘芳'].id}/posts/new?compound={world.compound.id}"
    assert office.browser.post(page, data=again).status_code == 302


def status(office: Office, name: str, page: str) -> int:
    """What somebody who signs in finds at a page; 0: the door stays shut."""
    if office.try_to_sign_in(name).status_code != 302:
        return 0
    return office.browser_of(name).get(page).status_code


def meant(world: World, name: str) -> str:
    """Somebody by number: another compound has people of the same names."""
    return f"#{world.people[name].id}"


TABLE = {
    # day: (李建国 plans, 吴敏 hands the chair's post on, 陈海涛, 刘芳, 高峰 here, 高峰 elsewhere)
    date(2028, 1, 14): (200, 200, 200, 200, 200, 200),
    date(2028, 1, 17): (0, 200, 200, 200, 200, 200),
    date(2028, 3, 20): (0, 200, 0, 200, 200, 200),
    date(2028, 4, 3): (0, 200, 0, 200, 403, 200),
}


@pytest.mark.usefixtures("days")
def test_the_table_of_who_can_do_what_on_four_days(office: Office) -> None:
    for day, expected in TABLE.items():
        the_day(day.year, day.month, day.day)
        asked = (("李建国", PLAN), ("吴敏", PLAN), ("陈海涛", VOTES), ("刘芳", VOTES))
        asked += (("高峰", "/desk/jinling/orders/"), ("高峰", ELSEWHERE))
        assert tuple(status(office, *one) for one in asked) == expected, day


@pytest.mark.usefixtures("days")
def test_only_who_is_chair_on_the_day_may_do_what_the_chair_alone_may(office: Office) -> None:
    the_day(2028, 1, 14)
    roles = {post.role.value for post in office.world.actor("吴敏").posts}
    assert roles == {"branch_member"}
    the_day(2028, 1, 17)
    assert {post.role.value for post in office.world.actor("吴敏").posts} == {"chair"}


@pytest.mark.usefixtures("days")
def test_who_lost_one_of_two_posts_is_told_when_and_keeps_the_account(office: Office) -> None:
    the_day(2028, 4, 3)
    manager = office.browser_of("高峰")
    refused = manager.get("/desk/jinling/orders/")
    assert refused.status_code == 403
    assert "任职已结束（最后一天：3月31日）" in words(refused)
    assert manager.get("/desk/jinling/").status_code == 403
    assert manager.get(ELSEWHERE).status_code == 200


def test_an_administrator_sees_no_roster_and_the_attempt_stands_in_the_log(office: Office) -> None:
    assert office.browser.get(ROSTERS).status_code == 403
    db.session.rollback()
    line = db.session.query(AuditEntry).filter_by(action="access.refuse").one()
    assert (line.actor_name, line.facts) == ("贺明", {"ok": False, "page": "roster.rosters"})
    assert clock.day_of(line.at) == date(2028, 1, 14)
