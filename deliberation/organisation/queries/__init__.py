"""Reading organisations and people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor, Post, Role
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
    RuleProfileVersion,
    Subdistrict,
    Venue,
)
from deliberation.search import matches


def compound_by_slug(slug: str) -> Compound | None:
    """The compound of an address."""
    return db.session.scalar(select(Compound).where(Compound.slug == slug))


def compounds(ids: Iterable[int] | None = None, q: str = "") -> list[Compound]:
    """All compounds (or those with `ids`, or with `q` in name, address or community), by community and name."""
    query = select(Compound).order_by(Compound.community_id, Compound.id)
    if ids is not None:
        query = query.where(Compound.id.in_(list(ids)))
    if q:
        query = query.join(Compound.community).where(matches(q, Compound.search, Community.search))
    return list(db.session.scalars(query))


def is_blank() -> bool:
    """Whether nobody has begun here: no account, no person, no 街道."""
    some = select(Account.id).union_all(select(Person.id), select(Subdistrict.id)).limit(1)
    return db.session.scalar(some) is None


def has_demo() -> bool:
    """Whether the store holds a demonstration (then all of it is one)."""
    return db.session.scalar(select(Compound.id).where(Compound.is_demo).limit(1)) is not None


def parties(compound_id: int) -> list[Party]:
    """The parties and units of a compound, in their order of office."""
    return list(
        db.session.scalars(select(Party).where(Party.compound_id == compound_id).order_by(Party.position, Party.id))
    )


def venues(compound_id: int) -> list[Venue]:
    """Where a compound meets."""
    return list(db.session.scalars(select(Venue).where(Venue.compound_id == compound_id).order_by(Venue.id)))


def appointments(compound_id: int, on: date | None = None) -> list[Appointment]:
    """The appointments of a compound that count on a day (default today), by party and order."""
    query = (
        select(Appointment)
        .join(Appointment.party)
        .where(Party.compound_id == compound_id, *_counting(on or clock.today()))
        .order_by(Party.position, Appointment.position, Appointment.id)
    )
    return list(db.session.scalars(query))


def _counting(on: date) -> tuple[ColumnElement[bool], ...]:
    return (Appointment.starts_on <= on, (Appointment.ends_on.is_(None)) | (Appointment.ends_on >= on))


def meeting_types(compound_id: int) -> list[MeetingType]:
    """The meeting types a compound uses, the usual one first."""
    query = (
        select(CompoundMeetingType)
        .where(CompoundMeetingType.compound_id == compound_id)
        .order_by(CompoundMeetingType.position)
    )
    return [row.meeting_type for row in db.session.scalars(query)]


def profile_in_force(code: str, on: date) -> RuleProfileVersion | None:
    """The version of a rule profile that counts on a day.

    Each version replaces the one before from its own first day on; where the newest has ended, none counts.
    """
    newest = db.session.scalar(
        select(RuleProfileVersion)
        .where(RuleProfileVersion.code == code, RuleProfileVersion.valid_from <= on)
        .order_by(RuleProfileVersion.version.desc())
        .limit(1)
    )
    return newest if newest and (newest.valid_to is None or newest.valid_to >= on) else None


def actor_of_account(account: Account) -> Actor:
    """The account's person with every post that counts today."""
    return Actor(account.person.name, account.person_id, account.id, posts_of(account.person_id))


def posts_of(person_id: int, on: date | None = None) -> tuple[Post, ...]:
    """Every post of a person: appointments that count on the day, and roles over a 街道 or everything."""
    held = db.session.scalars(
        select(Appointment).where(Appointment.person_id == person_id, *_counting(on or clock.today()))
    )
    posts = [Post(Role(a.role), a.party.compound_id, a.party_id, a.id) for a in held]
    for wide in wide_roles(person_id, on or clock.today()):
        posts += _wide_posts(wide)
    return tuple(posts)


def wide_roles(person_id: int, on: date) -> list[InstallationRole]:
    """The posts of a person above the compounds that count on a day."""
    query = select(InstallationRole).where(
        InstallationRole.person_id == person_id,
        InstallationRole.starts_on.is_(None) | (InstallationRole.starts_on <= on),
        InstallationRole.ends_on.is_(None) | (InstallationRole.ends_on >= on),
    )
    return list(db.session.scalars(query))


def _wide_posts(wide: InstallationRole) -> list[Post]:
    """The post in each compound below it; where the person's unit is a party there, for that party."""
    if wide.subdistrict_id is None and wide.community_id is None:
        return [Post(Role(wide.role), None)]
    found = select(Compound.id, Party.id).join(Community, Community.id == Compound.community_id)
    ours = (Party.compound_id == Compound.id) & (Party.unit_id == (wide.unit_id or 0))
    found = found.outerjoin(Party, ours) if wide.unit_id is None else found.join(Party, ours)
    if wide.community_id is not None:
        found = found.where(Community.id == wide.community_id)
    else:
        found = found.where(Community.subdistrict_id == wide.subdistrict_id)
    return [Post(Role(wide.role), compound_id, party_id) for compound_id, party_id in db.session.execute(found)]


def person(person_id: int) -> Person | None:
    """A person by id."""
    return db.session.get(Person, person_id)


def account(account_id: int) -> Account | None:
    """An account by id."""
    return db.session.get(Account, account_id)
