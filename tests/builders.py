"""Plain functions that furnish a hall: a compound of five parties, its people, a topic, a meeting.

Organisations and people are written as rows (no action exists that would make them); topics, items,
meetings and everything after them go through the actions of their stage.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date

from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from deliberation.db import db, transaction
from deliberation.kernel.actor import Actor
from deliberation.organisation.actions.meeting_types import ship_meeting_types
from deliberation.organisation.actions.profiles import row_of
from deliberation.organisation.models import (
    Account,
    Appointment,
    Community,
    Compound,
    CompoundMeetingType,
    InstallationRole,
    MeetingType,
    Party,
    Person,
    Subdistrict,
    Venue,
)
from deliberation.organisation.queries import actor_of_account
from deliberation.organisation.rules import shipped_data

PASSWORD = "Huiyi-2026"
HASH = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
"""A sixteenth of the work that the service's own hashes take: hundreds of tests sign in."""

# party kind, party name, role, the people with their posts (scenario A of the domain reference)
FIVE_PARTIES = (
    ("party_branch", "金岭水岸华庭小区党支部", "chair", (("李建国", "书记、居民议事会主任"),)),
    ("party_branch", "", "branch_member", (("吴敏", "支部委员"),)),
    ("neighbourhood_committee", "康居社区居委会", "secretary", (("周敏", "社区工作者"),)),
    (
        "residents_council",
        "居民议事会",
        "council_delegate",
        (("张秀兰", "成员"), ("王志强", "成员"), ("赵立新", "成员"), ("孙玉梅", "成员")),
    ),
    (
        "owners_committee",
        "业主委员会",
        "committee_delegate",
        (("陈海涛", "主任"), ("刘芳", "委员"), ("马国庆", "委员")),
    ),
    ("property_firm", "物业企业", "firm_delegate", (("高峰", "经理"), ("丁娜", "客服主管"))),
    ("grid_worker", "网格员", "grid_worker", (("杨静", "网格员"), ("宋磊", "网格员"))),
    ("partner_unit", "联建单位", "partner_delegate", (("韩勇", "甲单位"), ("郭颖", "乙单位"))),
    ("department", "街道城建办", "unit", (("何伟", "负责人"),)),
)


@dataclass
class World:
    """One furnished compound: `people` by name, `parties` by kind."""

    compound: Compound
    venue: Venue
    meeting_type: MeetingType
    people: dict[str, Person] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """The named person as he acts."""
        return actor_of_account(self.accounts[name])

    @property
    def chair(self) -> Actor:
        """李建国, secretary of the branch."""
        return self.actor("李建国")

    @property
    def secretary(self) -> Actor:
        """周敏, who keeps the minutes."""
        return self.actor("周敏")


def a_compound(slug: str = "jinling", name: str = "金岭水岸华庭") -> World:
    """A compound with its five parties, people with accounts, a venue and the 五方办 meeting type."""
    with transaction() as session:
        subdistrict = session.query(Subdistrict).first() or Subdistrict(
            name="广饶街道", city="东营市", province="山东省"
        )
        session.add(subdistrict)
        session.flush()  # the community needs the id
        community = Community(subdistrict_id=subdistrict.id, name=f"康居社区{slug}")
        session.add(community)
        session.flush()  # the compound needs the id
        compound = Compound(community_id=community.id, slug=slug, name=name, households=628)
        session.add(compound)
        session.flush()  # venue and parties need the id
        venue = Venue(compound_id=compound.id, name="小区党群服务驿站", places=30)
        session.add(venue)
        world = World(compound, venue, _meeting_type())
        session.add(CompoundMeetingType(compound_id=compound.id, meeting_type_id=world.meeting_type.id))
        for position, group in enumerate(FIVE_PARTIES):
            _furnish(world, position, *group)
    return world


def _meeting_type() -> MeetingType:
    found = db.session.query(MeetingType).filter_by(code="five_party").first()
    if found:
        return found
    db.session.add_all(row_of(data) for data in shipped_data())
    ship_meeting_types(["five_party"])
    made = db.session.query(MeetingType).filter_by(code="five_party").one()
    made.standing = []  # an agenda in a test holds what the test puts on it
    db.session.flush()  # the compound's menu needs the id
    return made


def _furnish(world: World, position: int, kind: str, name: str, role: str, people: tuple[tuple[str, str], ...]) -> None:
    if name:
        world.parties[kind] = Party(compound_id=world.compound.id, kind=kind, name=name, position=position)
        db.session.add(world.parties[kind])
        db.session.flush()  # appointments need the id
    for order, (person_name, post) in enumerate(people):
        person = a_person(person_name, f"{world.compound.slug}.{person_name}", world)
        db.session.add(
            Appointment(
                person_id=person.id,
                party_id=world.parties[kind].id,
                role=role,
                post=post,
                starts_on=date(2024, 1, 1),
                position=order,
            )
        )
        db.session.flush()  # actors are read back at once


def a_person(name: str, username: str, world: World | None = None) -> Person:
    """A person with an account (password `PASSWORD`), inside an open transaction."""
    person = Person(name=name)
    db.session.add(person)
    db.session.flush()  # the account needs the id
    account = Account(person_id=person.id, username=username, password_hash=HASH, session_key=secrets.token_hex(16))
    db.session.add(account)
    db.session.flush()  # actors carry the account's id
    if world:
        world.people[name], world.accounts[name] = person, account
    return person


def add_delegates(world: World, kind: str, number: int) -> list[str]:
    """More people in a party, and as many more seats for it in the meeting type; answers their names."""
    names = [f"代表{n:03d}" for n in range(1, number + 1)]
    with transaction() as session:
        session.add(world.meeting_type)
        parties = [dict(p) for p in world.meeting_type.parties]
        for party in parties:
            party["seats"] += number if party["kind"] == kind else 0
        world.meeting_type.parties = parties
        for order, name in enumerate(names, 100):
            person = a_person(name, f"{world.compound.slug}.{name}", world)
            session.add(
                Appointment(
                    person_id=person.id,
                    party_id=world.parties[kind].id,
                    role="council_delegate",
                    post="成员",
                    starts_on=date(2024, 1, 1),
                    position=order,
                )
            )
    return names


def an_officer(world: World, role: str, name: str = "街道干部") -> Actor:
    """Somebody with a role over the 街道 (`subdistrict_officer`) or the installation."""
    with transaction() as session:
        person = a_person(name, f"{role}.{name}", world)
        wide = world.compound.community.subdistrict_id if role == "subdistrict_officer" else None
        session.add(InstallationRole(person_id=person.id, role=role, subdistrict_id=wide))
    return world.actor(name)


def sign_in(client: FlaskClient, world: World, name: str) -> FlaskClient:
    """Sign the named person in to this browser, through the page."""
    answer = client.post("/login", data={"username": world.accounts[name].username, "password": PASSWORD})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return client
