"""An administrator writes down 街道, 社区, 小区, parties and people; what is wrong is refused and nothing is kept."""

from __future__ import annotations

from datetime import date

import pytest

from deliberation.db import db, transaction
from deliberation.kernel.actor import Actor, Post, Role
from deliberation.kernel.errors import Reason
from deliberation.organisation.actions import parties, people, places
from deliberation.organisation.models import Appointment, Compound, InstallationRole, Person
from deliberation.organisation.queries import posts_of
from tests.refusals import reason_of

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def administrator(app: object) -> Actor:
    """Somebody who may write down the organisation."""
    with transaction() as session:
        person = Person(name="贺明")
        session.add(person)
    return Actor("贺明", person.id, 1, (Post(Role.ADMINISTRATOR, None),))


def test_an_officer_of_a_community_acts_in_its_compounds_only(administrator: Actor) -> None:
    street = places.add_subdistrict(administrator, "临溪街道")
    ours, theirs = (places.add_community(administrator, street.id, name) for name in ("望湖社区", "南苑社区"))
    mine = places.add_compound(administrator, ours.id, "wanghu", "望湖花园")
    places.add_compound(administrator, theirs.id, "mianfang", "棉纺宿舍")
    person = people.add_person(administrator, "梁志远", code="P06")
    officer = Role.SUBDISTRICT_OFFICER
    people.appoint_wide(administrator, person.id, officer, date(2027, 3, 1), community_id=ours.id)
    assert posts_of(person.id, date(2027, 2, 28)) == ()
    assert posts_of(person.id, date(2027, 3, 1)) == (Post(officer, mine.id),)


def test_whoever_acts_for_a_unit_acts_where_the_unit_is_a_party(administrator: Actor) -> None:
    street = places.add_subdistrict(administrator, "临溪街道")
    community = places.add_community(administrator, street.id, "望湖社区")
    with_it, without = (places.add_compound(administrator, community.id, name, name) for name in ("wanghu", "mianfang"))
    unit = parties.add_unit(administrator, "综合执法中队", "department")
    party = parties.add_party(administrator, with_it.id, "department", "综合执法中队", unit_id=unit.id)
    person = people.add_person(administrator, "钱立群")
    people.appoint_wide(administrator, person.id, Role.UNIT, None, subdistrict_id=street.id, unit_id=unit.id)
    assert posts_of(person.id) == (Post(Role.UNIT, with_it.id, party.id),)
    assert without.id not in {post.compound_id for post in posts_of(person.id)}


def test_nobody_gives_themselves_a_post_and_no_term_ends_before_it_begins(administrator: Actor) -> None:
    street = places.add_subdistrict(administrator, "临溪街道")
    community = places.add_community(administrator, street.id, "望湖社区")
    compound = places.add_compound(administrator, community.id, "wanghu", "望湖花园")
    party = parties.add_party(administrator, compound.id, "party_branch", "小区党支部")
    other, own = people.add_person(administrator, "郑国栋"), administrator.person_id
    assert reason_of(people.appoint, administrator, own, party.id, Role.CHAIR, date(2027, 3, 1)) is Reason.OWN_POST
    assert (
        reason_of(
            people.appoint, administrator, other.id, party.id, Role.CHAIR, date(2027, 3, 1), ends_on=date(2027, 2, 28)
        )
        is Reason.INVALID_INPUT
    )
    people.appoint(administrator, other.id, party.id, Role.CHAIR, date(2027, 3, 1), ends_on=date(2027, 3, 1))
    assert db.session.query(Appointment).count() == 1


def test_only_an_administrator_writes_the_organisation_down(administrator: Actor) -> None:
    chair = Actor("郑国栋", 2, 2, (Post(Role.CHAIR, 1),))
    assert reason_of(places.add_subdistrict, chair, "临溪街道") is Reason.FORBIDDEN
    street = places.add_subdistrict(administrator, "临溪街道")
    assert reason_of(people.appoint_wide, chair, 1, Role.ADMINISTRATOR, None) is Reason.FORBIDDEN
    community = places.add_community(administrator, street.id, "望湖社区")
    for slug, name in (("Wang hu", "望湖花园"), ("wanghu", " ")):
        assert reason_of(places.add_compound, administrator, community.id, slug, name) is Reason.INVALID_INPUT
    assert db.session.query(Compound).count() == 0
    assert db.session.query(InstallationRole).count() == 0
