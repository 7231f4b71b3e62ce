"""The rows behind a diary: 街道, communities, compounds, parties, people, accounts, meeting types."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deliberation.convening.models import MeetingSeries
from deliberation.db import db
from deliberation.kernel.actor import Actor, Post, Role
from deliberation.organisation.actions.people import add_person, appoint, appoint_wide
from deliberation.organisation.actions.profiles import row_of
from deliberation.organisation.models import (
    Account,
    Community,
    Compound,
    CompoundMeetingType,
    MeetingType,
    Party,
    Person,
    Subdistrict,
    Venue,
)
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
    types: dict[str, MeetingType] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)


def found_town(book: Mapping[str, Any], password_hash: str) -> Town:
    """Write the 街道, its officers, the rule profiles and the meeting types, inside an open transaction."""
    where = Subdistrict(name=book["subdistrict"], city=book["city"], province=book["province"])
    town = Town(where, password_hash)
    _add(town.subdistrict)
    for official in book["officials"]:
        person = _person(town, official["name"], official["account"])
        wide = town.subdistrict.id if official["role"] == Role.SUBDISTRICT_OFFICER else None
        appoint_wide(OFFICE, person.id, Role(official["role"]), None, subdistrict_id=wide)
    for data in shipped_data():
        _add(row_of(data))
    for written in book["meeting_types"]:
        town.types[written["code"]] = _meeting_type(written)
    return town


def _add(row: Any) -> None:
    db.session.add(row)
    db.session.flush()  # the next rows name the id


def _meeting_type(written: Mapping[str, Any]) -> MeetingType:
    made = MeetingType(
        code=written["code"],
        name=written["name"],
        profile_code=written["profile"],
        organiser=written["organiser"],
        parties=[{"kind": kind, "obligatory": True, "seats": seats} for kind, seats in written["parties"]],
    )
    _add(made)
    return made


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
        town.communities[name] = Community(subdistrict_id=town.subdistrict.id, name=name)
        _add(town.communities[name])
    plain = {k: written[k] for k in ("slug", "name", "address", "phone", "households", "introduction")}
    settled = Settled(Compound(community_id=town.communities[name].id, is_demo=True, **plain))
    _add(settled.compound)
    for venue, address, places in written["venues"]:
        _add(Venue(compound_id=settled.compound.id, name=venue, address=address, places=places))
    for position, code in enumerate(written["meeting_types"]):
        type_id = town.types[code].id
        _add(CompoundMeetingType(compound_id=settled.compound.id, meeting_type_id=type_id, position=position))
    _write_series(town, settled.compound, written.get("series"))
    for position, party in enumerate(written["parties"]):
        _write_party(town, settled, position, party)
    return settled


def _write_series(town: Town, compound: Compound, series: Mapping[str, Any] | None) -> None:
    if series is not None:
        plain = {"day_of_month": series["day_of_month"], "time": series["time"]}
        _add(MeetingSeries(compound_id=compound.id, meeting_type_id=town.types[series["type"]].id, **plain))


def _write_party(town: Town, settled: Settled, position: int, written: Mapping[str, Any]) -> None:
    party = Party(
        compound_id=settled.compound.id,
        kind=written["kind"],
        name=written["name"],
        duty=written.get("duty", ""),
        position=position,
    )
    _add(party)
    settled.parties[party.name] = party.id
    for order, (name, username, role, post) in enumerate(written["people"]):
        person = _person(town, name, username)
        settled.people[name], settled.accounts[name] = person.id, town.accounts[username].id
        appoint(OFFICE, person.id, party.id, Role(role), IN_OFFICE_SINCE, post=post, position=order)
