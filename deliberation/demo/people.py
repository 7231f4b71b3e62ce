"""The rows behind a diary: 街道, communities, compounds, parties, people, accounts, meeting types."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from deliberation.convening.actions.series import SeriesDraft, begin_series
from deliberation.db import db
from deliberation.kernel.actor import Actor, Post, Role
from deliberation.organisation.actions.meeting_types import set_here, ship_meeting_types, switch_on
from deliberation.organisation.actions.parties import add_party
from deliberation.organisation.actions.people import add_person, appoint, appoint_wide
from deliberation.organisation.actions.places import add_community, add_compound, add_subdistrict, add_venue
from deliberation.organisation.actions.profiles import row_of
from deliberation.organisation.models import (
    Account,
    Community,
    Compound,
    InstallationRole,
    MeetingType,
    Person,
    Subdistrict,
)
from deliberation.organisation.queries import actor_of_account
from deliberation.organisation.rules import shipped_data

IN_OFFICE_SINCE = date(2024, 1, 1)
OFFICE = Actor("演示", posts=(Post(Role.ADMINISTRATOR, None),))
"""Whose hand the people and their posts are written down by."""


@dataclass
class Town:
    """What all compounds share while the rows are written; every account gets the one `password_hash`."""

    subdistrict: Subdistrict
    password_hash: str
    communities: dict[str, Community] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    @property
    def administrator(self) -> Actor:
        """Who sets up what an administrator sets up."""
        wanted = select(InstallationRole.person_id).where(InstallationRole.role == Role.ADMINISTRATOR.value)
        person_id = db.session.scalars(wanted).first()
        return actor_of_account(next(one for one in self.accounts.values() if one.person_id == person_id))


def found_town(book: Mapping[str, Any], password_hash: str) -> Town:
    """Write the 街道, its officers, the rule profiles and the meeting types, inside an open transaction."""
    where = add_subdistrict(OFFICE, book["subdistrict"], city=book["city"], province=book["province"])
    town = Town(where, password_hash)
    for official in book["officials"]:
        person = _person(town, official["name"], official["account"])
        wide = town.subdistrict.id if official["role"] == Role.SUBDISTRICT_OFFICER else None
        appoint_wide(OFFICE, person.id, Role(official["role"]), None, subdistrict_id=wide)
    for data in shipped_data():
        _add(row_of(data))
    ship_meeting_types()
    town.types = {one.code: one.id for one in db.session.scalars(select(MeetingType))}
    return town


def _add(row: Any) -> None:
    db.session.add(row)
    db.session.flush()  # the next rows name the id


def _person(town: Town, name: str, username: str) -> Person:
    """The person of an account; one who was named before is the same one (一肩挑, 交叉任职)."""
    if username not in town.accounts:
        person = add_person(OFFICE, name)
        account = Account(
            person_id=person.id, username=username, password_hash=town.password_hash, session_key=secrets.token_hex(16)
        )
        _add(account)
        town.people[username], town.accounts[username] = person, account
    return town.people[username]


@dataclass
class Settled:
    """A compound's rows by the names that its diary uses."""

    compound: Compound
    people: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    parties: dict[str, int] = field(default_factory=dict)


def settle_compound(town: Town, written: Mapping[str, Any]) -> Settled:
    """Write one compound with its venues, meeting types, parties and people, inside an open transaction."""
    name = written["community"]
    if name not in town.communities:
        town.communities[name] = add_community(OFFICE, town.subdistrict.id, name)
    plain = {k: written[k] for k in ("address", "phone", "households", "introduction")}
    community_id = town.communities[name].id
    made = add_compound(OFFICE, community_id, written["slug"], written["name"], is_demo=True, **plain)
    settled = Settled(made)
    for venue, address, seats in written["venues"]:
        add_venue(OFFICE, made.id, venue, address=address, places=seats)
    for position, party in enumerate(written["parties"]):
        _write_party(town, settled, position, party)
    return settled


def agree_on_meetings(actor: Actor, town: Town, settled: Settled, written: Mapping[str, Any], today: date) -> None:
    """Switch the kinds of meetings of a compound on and set up its series, as the administrator does on the pages.

    The series promises meetings from `today` on: those of the diary were planned by hand.
    """
    compound_id = settled.compound.id
    for code in written["meeting_types"]:
        switch_on(actor, compound_id, town.types[code])
        stand_ins = written.get("stand_ins", {}).get(code, {})
        set_here(actor, compound_id, town.types[code], stand_ins, written.get("standing", ()))
    series = written.get("series")
    if series is not None:
        rule = {"kind": "monthly_day", "day": series["day_of_month"]}
        begin_series(actor, compound_id, SeriesDraft(town.types[series["type"]], rule, series["time"], today))


def _write_party(town: Town, settled: Settled, position: int, written: Mapping[str, Any]) -> None:
    duty, compound_id = written.get("duty", ""), settled.compound.id
    party = add_party(OFFICE, compound_id, written["kind"], written["name"], duty=duty, position=position)
    settled.parties[party.name] = party.id
    for order, (name, username, role, post) in enumerate(written["people"]):
        person = _person(town, name, username)
        settled.people[name], settled.accounts[name] = person.id, town.accounts[username].id
        appoint(OFFICE, person.id, party.id, Role(role), IN_OFFICE_SINCE, post=post, position=order)
