"""Reading organisations and people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor, OutOfTerm, Post, Role
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
from deliberation.organisation.queries.communities import belongs_on
from deliberation.organisation.rules.parties import PREPARATORY
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


def parties(compound_id: int, on: date | None = None) -> list[Party]:
    """The parties and units of a compound that have not ended by a day (default today), in their order of office."""
    query = select(Party).where(Party.compound_id == compound_id, _goes_on(Party.ends_on, on or clock.today()))
    return list(db.session.scalars(query.order_by(Party.position, Party.id)))


def venues(compound_id: int, on: date | None = None) -> list[Venue]:
    """Where a compound meets on a day (default today): venues that are not closed by then."""
    query = select(Venue).where(Venue.compound_id == compound_id, _goes_on(Venue.closed_on, on or clock.today()))
    return list(db.session.scalars(query.order_by(Venue.id)))


def _goes_on(last_day: Any, on: date) -> ColumnElement[bool]:
    """Whether something without a last day, or with one that is not over, still counts on a day."""
    found: ColumnElement[bool] = last_day.is_(None) | (last_day >= on)
    return found


def appointments(compound_id: int, on: date | None = None) -> list[Appointment]:
    """The appointments of a compound that count on a day (default today), by party and order."""
    query = (
        select(Appointment)
        .join(Appointment.party)
        .where(Party.compound_id == compound_id, *counting(on or clock.today()))
        .order_by(Party.position, Appointment.position, Appointment.id)
    )
    return list(db.session.scalars(query))


def counting(on: date) -> tuple[ColumnElement[bool], ...]:
    """That an appointment counts on a day: it has begun, it has not ended, and neither has its party."""
    return (Appointment.starts_on <= on, not_over(Appointment, on))


def not_over(table: type[Appointment | InstallationRole], on: date) -> ColumnElement[bool]:
    """That a post's last day (`last_day`) is not before a day."""
    goes_on = _goes_on(table.ends_on, on)
    if table is InstallationRole:
        return goes_on
    return goes_on & Appointment.party_id.not_in(select(Party.id).where(Party.ends_on < on))


def last_day(post: Appointment | InstallationRole) -> date | None:
    """The last day of a post: its own or its party's, whichever is earlier; `None`: it goes on."""
    ends = [post.ends_on, post.party.ends_on if isinstance(post, Appointment) else None]
    return min((day for day in ends if day is not None), default=None)


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
    """The account's person with every post that counts today, and those that do not count yet or any more."""
    today = clock.today()
    held = appointments_of(account.person_id)
    ends = [(a, last_day(a)) for a in held]
    return Actor(
        account.person.name,
        account.person_id,
        account.id,
        _posts([a for a in held if counts(a, today)], account.person_id, today),
        ahead=tuple(OutOfTerm(_post(a), a.starts_on) for a, last in ends if a.starts_on > today and _to_come(a, last)),
        behind=tuple(OutOfTerm(_post(a), last) for a, last in ends if last is not None and last < today),
    )


def _to_come(post: Appointment, last: date | None) -> bool:
    """Whether a post that has not begun will: its party may end before."""
    return last is None or last >= post.starts_on


def appointments_of(person_id: int) -> list[Appointment]:
    """Every appointment of a person, past, present and to come, the latest first."""
    query = select(Appointment).where(Appointment.person_id == person_id)
    return list(db.session.scalars(query.order_by(Appointment.starts_on.desc(), Appointment.id.desc())))


def left_on(person_id: int, today: date) -> date | None:
    """The last day in office of somebody who held posts and holds none today or later; else `None`."""
    ends: list[date | None] = [last_day(one) for one in appointments_of(person_id)]
    roles = select(InstallationRole.ends_on).where(InstallationRole.person_id == person_id)
    ends += db.session.scalars(roles)
    days = [day for day in ends if day is not None]
    return max(days) if days and len(days) == len(ends) and max(days) < today else None


def counts(post: Appointment | InstallationRole, on: date) -> bool:
    """Whether a post counts on a day: its first day and its `last_day` both belong to it."""
    last = last_day(post)
    return (post.starts_on is None or post.starts_on <= on) and (last is None or last >= on)


def posts_of(person_id: int, on: date | None = None) -> tuple[Post, ...]:
    """Every post of a person: appointments that count on the day, and roles over a 街道 or everything."""
    day = on or clock.today()
    held = db.session.scalars(select(Appointment).where(Appointment.person_id == person_id, *counting(day)))
    return _posts(held, person_id, day)


def _posts(held: Iterable[Appointment], person_id: int, day: date) -> tuple[Post, ...]:
    posts = [_post(appointment) for appointment in held]
    for wide in wide_roles(person_id, day):
        posts += _wide_posts(wide, day)
    return tuple(posts)


def _post(held: Appointment) -> Post:
    """`Post.is_preparatory`: the body is still being formed, by its kind or because somebody has said so."""
    forming = held.party.is_preparatory or held.party.kind in PREPARATORY
    return Post(Role(held.role), held.party.compound_id, held.party_id, held.id, forming)


def wide_roles(person_id: int, on: date) -> list[InstallationRole]:
    """The posts of a person above the compounds that count on a day."""
    query = select(InstallationRole).where(
        InstallationRole.person_id == person_id,
        InstallationRole.starts_on.is_(None) | (InstallationRole.starts_on <= on),
        InstallationRole.ends_on.is_(None) | (InstallationRole.ends_on >= on),
    )
    return list(db.session.scalars(query))


def _wide_posts(wide: InstallationRole, on: date) -> list[Post]:
    """The post in each compound that is below it on the day; where the person's unit is a party there, for that party.

    A compound that moves to another 社区 is seen by the officers there from 00:00 of its day on, and by the former
    ones no longer, whether or not `Compound.community_id` has been brought up to date.
    """
    if wide.subdistrict_id is None and wide.community_id is None:
        return [Post(Role(wide.role), None)]
    found = select(Compound.id, Party.id).select_from(Compound).join(Community, Community.id == belongs_on(on))
    ours = (Party.compound_id == Compound.id) & (Party.unit_id == (wide.unit_id or 0))
    ours &= _goes_on(Party.ends_on, on)
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
