"""Reading people and posts: for the administrator's lists, the page of one person, and the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from deliberation.audit.queries import has_acted as acted
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import ROLE_LABELS, Role
from deliberation.kernel.text import N_
from deliberation.kernel.typed import whole_number
from deliberation.organisation.models import (
    Account,
    Appointment,
    AppointmentArea,
    Building,
    Community,
    Compound,
    Entrance,
    GridArea,
    InstallationRole,
    Party,
    Person,
    Subdistrict,
    Unit,
)
from deliberation.organisation.queries import appointments_of, counts, last_day, not_over
from deliberation.rows import Rows
from deliberation.search import matches

STANDINGS = {
    "in_office": N_("在任"),
    "ahead": N_("还没到任"),
    "left": N_("已离任"),
    "none": N_("没有任职"),
}
"""How somebody on record stands."""

WHEN = {"now": N_("在任"), "ahead": N_("还没到任"), "over": N_("已离任")}
"""Which posts a list shows."""

ACCOUNTS = {"with": N_("有账号"), "without": N_("没有账号")}


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of the list: their posts of today in words, and the account if there is one.

    `namesakes`: how many others bear the name.
    """

    person: Person
    posts: tuple[str, ...]
    account: Account | None
    namesakes: int


@dataclass(frozen=True, slots=True)
class Held:
    """One post of the page of a person or of the list of posts: where, its area in words, whether it counts today."""

    post: Appointment | InstallationRole
    where: str
    areas: str
    when: str
    account: Account | None = None
    compound: Compound | None = None


def people(
    q: str = "", compound: int = 0, kind: str = "", role: str = "", standing: str = "", account: str = ""
) -> Rows:
    """People by name: those with `q` in name or 编号, and with a post that is not over in this place and role."""
    query = select(Person).order_by(Person.name, Person.id)
    if q:
        query = query.where(matches(q, Person.search))
    if compound or kind or role:
        query = query.where(_somewhere(compound, kind, role))
    if standing in STANDINGS:
        query = query.where(_standing(standing))
    if account in ACCOUNTS:
        there = exists().where(Account.person_id == Person.id)
        query = query.where(there if account == "with" else ~there)
    return Rows(query, _listed)


def without_account(q: str = "", compound: int = 0, role: str = "") -> Rows:
    """People with a post now or later who cannot sign in: whom accounts are made for."""
    query = people(q, compound, "", role, "", "without").query
    return Rows(query.where(or_(_standing("in_office"), _standing("ahead"))), _listed)


def _somewhere(compound: int, kind: str, role: str) -> ColumnElement[bool]:
    """A post, not over, with all of this; posts above the compounds have a role only."""
    today = clock.today()
    here = select(Appointment.id).join(Party, Party.id == Appointment.party_id)
    here = here.where(Appointment.person_id == Person.id, not_over(Appointment, today))
    if compound:
        here = here.where(Party.compound_id == compound)
    if kind:
        here = here.where(Party.kind == kind)
    if role:
        here = here.where(Appointment.role == role)
    if compound or kind:
        return here.exists()
    wide = select(InstallationRole.id).where(InstallationRole.person_id == Person.id, InstallationRole.role == role)
    return or_(here.exists(), wide.where(not_over(InstallationRole, today)).exists())


def _standing(standing: str) -> ColumnElement[bool]:
    today = clock.today()
    tables = (Appointment, InstallationRole)
    any_post = or_(*(exists().where(table.person_id == Person.id) for table in tables))
    kept = or_(*(exists().where(table.person_id == Person.id, not_over(table, today)) for table in tables))
    begun = or_(
        *(
            exists().where(
                table.person_id == Person.id,
                not_over(table, today),
                or_(table.starts_on.is_(None), table.starts_on <= today),
            )
            for table in tables
        )
    )
    found = {"in_office": begun, "ahead": and_(kept, ~begun), "left": and_(any_post, ~kept), "none": ~any_post}
    return found[standing]


def _listed(found: Iterable[Person]) -> list[Listed]:
    """Four statements for however many people."""
    shown = list(found)
    ids = [one.id for one in shown]
    posts, accounts = posts_said(ids), accounts_of(ids)
    names = dict[str, int]()
    other = aliased(Person)
    counted = select(other.name, func.count()).where(other.name.in_({one.name for one in shown})).group_by(other.name)
    for name, number in db.session.execute(counted):
        names[name] = number - 1
    return [Listed(one, tuple(posts[one.id]), accounts.get(one.id), names.get(one.name, 0)) for one in shown]


def accounts_of(person_ids: Iterable[int]) -> dict[int, Account]:
    """The accounts of these people, by person."""
    found = db.session.scalars(select(Account).where(Account.person_id.in_(list(person_ids))))
    return {one.person_id: one for one in found}


def posts_said(person_ids: Iterable[int]) -> dict[int, list[str]]:
    """What these people do today, where and as what; two statements for all of them."""
    ids, today, said = list(person_ids), clock.today(), defaultdict[int, list[str]](list)
    wide = db.session.scalars(select(InstallationRole).where(InstallationRole.person_id.in_(ids)))
    for role in [one for one in wide if counts(one, today)]:
        said[role.person_id].append(role.post or str(ROLE_LABELS[Role(role.role)]))
    appointed = (
        select(Appointment.person_id, Compound.name, Party.name, Appointment.post, Appointment.role)
        .join(Party, Party.id == Appointment.party_id)
        .join(Compound, Compound.id == Party.compound_id)
        .where(Appointment.person_id.in_(ids), Appointment.starts_on <= today, not_over(Appointment, today))
        .order_by(Compound.id, Party.position, Appointment.position, Appointment.id)
    )
    for person_id, compound, party, post, role_name in db.session.execute(appointed):
        said[person_id].append(f"{compound} {party}{post or ROLE_LABELS[Role(role_name)]}")
    return said


def posts(q: str = "", compound: int = 0, kind: str = "", role: str = "", when: str = "now") -> Rows:
    """Posts in compounds by compound, party and order, as `Held`; `when` is a key of `WHEN`."""
    today = clock.today()
    query = select(Appointment).join(Appointment.party).join(Appointment.person)
    query = query.order_by(Party.compound_id, Party.position, Party.id, Appointment.position, Appointment.id)
    if q:
        query = query.where(matches(q, Person.search))
    for asked, column in ((compound, Party.compound_id), (kind, Party.kind), (role, Appointment.role)):
        if asked:
            query = query.where(column == asked)
    return Rows(_in_time(query, when, today), held)


def _in_time(query: Select[Appointment], when: str, today: date) -> Select[Appointment]:
    if when == "now":
        return query.where(Appointment.starts_on <= today, not_over(Appointment, today))
    if when == "ahead":
        return query.where(Appointment.starts_on > today)
    return query.where(~not_over(Appointment, today)) if when == "over" else query


def held(found: Iterable[Appointment]) -> list[Held]:
    """These posts with compound, area and account; six statements for however many."""
    shown, today = list(found), clock.today()
    ids = {one.party.compound_id for one in shown}
    compounds = {one.id: one for one in db.session.scalars(select(Compound).where(Compound.id.in_(ids)))}
    areas, accounts = areas_said([one.id for one in shown]), accounts_of({one.person_id for one in shown})
    return [
        Held(
            one,
            f"{compounds[one.party.compound_id].name} {one.party.name}",
            "、".join(areas.get(one.id, ())),
            when_of(one, today),
            accounts.get(one.person_id),
            compounds[one.party.compound_id],
        )
        for one in shown
    ]


def when_of(post: Appointment | InstallationRole, today: date) -> str:
    """Whether a post counts, begins later or is over: a key of `WHEN`."""
    last = last_day(post)
    if last is not None and last < today:
        return "over"
    return "ahead" if post.starts_on is not None and post.starts_on > today else "now"


def areas_said(appointment_ids: Iterable[int]) -> dict[int, list[str]]:
    """负责范围 of these posts in words; one statement."""
    of_entrance = aliased(Building)
    query = (
        select(AppointmentArea.appointment_id, GridArea.name, Building.number, of_entrance.number, Entrance.number)
        .outerjoin(GridArea, GridArea.id == AppointmentArea.grid_area_id)
        .outerjoin(Building, Building.id == AppointmentArea.building_id)
        .outerjoin(Entrance, Entrance.id == AppointmentArea.entrance_id)
        .outerjoin(of_entrance, of_entrance.id == Entrance.building_id)
        .where(AppointmentArea.appointment_id.in_(list(appointment_ids)))
        .order_by(AppointmentArea.id)
    )
    said: dict[int, list[str]] = {}
    for post_id, grid, building, of_building, entrance in db.session.execute(query):
        place = f"{of_building}号楼{entrance}单元" if entrance else f"{building}号楼"
        said.setdefault(post_id, []).append(grid or place)
    return said


def posts_of_person(person_id: int) -> list[Held]:
    """Every post of a person, past, present and to come: those above the compounds first, the latest first."""
    return [*_wide(person_id), *held(appointments_of(person_id))]


def _wide(person_id: int) -> list[Held]:
    today = clock.today()
    query = (
        select(InstallationRole, Subdistrict.name, Community.name, Unit.name)
        .outerjoin(Subdistrict, Subdistrict.id == InstallationRole.subdistrict_id)
        .outerjoin(Community, Community.id == InstallationRole.community_id)
        .outerjoin(Unit, Unit.id == InstallationRole.unit_id)
        .where(InstallationRole.person_id == person_id)
        .order_by(InstallationRole.id.desc())
    )
    return [
        Held(one, " ".join(filter(None, (street, community, unit))) or str(N_("整个平台")), "", when_of(one, today))
        for one, street, community, unit in db.session.execute(query)
    ]


def has_acted(person_id: int) -> bool:
    """Whether somebody held a post, has an account or stands in the log as who did something."""
    tables = (Appointment, InstallationRole, Account)
    named = any(db.session.scalar(select(exists().where(table.person_id == person_id))) for table in tables)
    return named or acted(person_id)


def namesakes(person: Person) -> list[Person]:
    """The others who bear the same name."""
    query = select(Person).where(Person.name == person.name, Person.id != person.id)
    return list(db.session.scalars(query.order_by(Person.id)))


def named(text: str) -> list[Person]:
    """Who is meant by a 编号, a record's number or a whole name; several where they bear one name."""
    wanted = text.strip()
    by_code = list(db.session.scalars(select(Person).where(Person.code == wanted)))
    number = whole_number(wanted.removeprefix("#")) if wanted.startswith("#") else None
    if by_code or number is not None:
        return by_code or list(db.session.scalars(select(Person).where(Person.id == number)))
    return list(db.session.scalars(select(Person).where(Person.name == wanted).order_by(Person.id).limit(10)))


def told_apart(person: Person) -> str:
    """A name with what tells it from the same name of somebody else."""
    return f"{person.name}（{person.code or f'#{person.id}'}）"
