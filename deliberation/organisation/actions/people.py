"""The administrator's hand: persons on record and the posts that they are given 任职."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from deliberation.audit.record import record
from deliberation.db import db, once, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.days import day_text
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.kernel.permissions import Scope, may
from deliberation.kernel.typed import plain
from deliberation.organisation.access import person_to_change
from deliberation.organisation.actions.places import added, new_name, one_of, there
from deliberation.organisation.models import (
    Appointment,
    AppointmentArea,
    Building,
    Compound,
    Entrance,
    GridArea,
    InstallationRole,
    Party,
    Person,
)
from deliberation.organisation.queries import appointments_of
from deliberation.organisation.queries.people import has_acted
from deliberation.organisation.rules.terms import overlap

A_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?")
AN_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def add_person(actor: Actor, name: str, *, request_key: str = "", **more: Any) -> Person:
    """新增人员. `more`: code, phone, email, name_public. Two people may bear one name; a `code` is one person's.

    The same `request_key` again answers the same person.
    """
    key = stored_key("person.add", 0, actor.person_id, request_key) if request_key else None

    def made_before() -> Person | None:
        return db.session.scalar(select(Person).where(Person.request_key == key)) if key else None

    def make() -> Person:
        may(actor, "appointment.manage", Scope())
        earlier = made_before()
        if earlier is not None:
            return earlier
        if more.get("code"):
            new_name(more["code"], Person, Person.code)
        written = {**more, "request_key": key}
        return added(actor, "person.add", Person(name=_checked(name, written), **written), None)

    return once(make, made_before)


def edit_person(actor: Actor, person_id: int, name: str, **more: Any) -> Person:
    """修改人员: `more` as in `add_person`. The consent to show the name is taken over by posts that are not over."""
    with transaction():
        person = person_to_change(actor, person_id)
        if more.get("code") and more["code"] != person.code:
            new_name(more["code"], Person, Person.code)
        person.name = _checked(name, more)
        for field, value in more.items():
            setattr(person, field, value)
        for post in appointments_of(person.id):
            if post.ends_on is None or post.ends_on >= clock.today():
                post.name_public = person.name_public
        happened(actor, "person.edit", person, compound_id=None, shown_to="")
        return person


def _checked(name: str, more: dict[str, Any]) -> str:
    """The name without blanks; telephone and address made plain in `more`. Raises `INVALID_INPUT`."""
    if not name.strip():
        raise Refused(InOrganisation.PERSON_MISSING)
    phone, email = plain(more.get("phone") or "").replace(" ", ""), (more.get("email") or "").strip()
    if phone and not A_PHONE.fullmatch(phone):
        raise Refused(InOrganisation.PHONE_WRONG)
    if email and not AN_EMAIL.fullmatch(email):
        raise Refused(InOrganisation.EMAIL_WRONG)
    more |= {"phone": phone, "email": email}
    more["code"] = more.get("code") or None
    return name.strip()


def delete_person(actor: Actor, person_id: int) -> None:
    """删除 a record that was made by mistake: nobody who held a post, had an account or ever acted.

    Raises `ALREADY_DONE` for everybody else: they are only ended.
    """
    with transaction() as session:
        person = person_to_change(actor, person_id)
        if has_acted(person.id):
            raise Refused(InOrganisation.PERSON_KEPT, name=person.name)
        happened(actor, "person.delete", person, compound_id=None, shown_to="")
        session.delete(person)


def appoint(
    actor: Actor,
    person_id: int,
    party_id: int,
    role: Role,
    starts_on: date,
    *,
    areas: tuple[Any, ...] = (),
    **more: Any,
) -> Appointment:
    """登记任职 to a party of a compound.

    `areas` are fields of `AppointmentArea` ({"building_id": 3}); `more`: post, ends_on, position, follows_id, paper.
    The same post of the same person from the same day on is written down once.
    Raises `OWN_POST` for a post of one's own (the attempt stands in the log), `INVALID_INPUT` for a last day before
    the first, an area of another compound, a second 书记 in one branch on one day, a role that counts in no compound.
    """
    not_ones_own(actor, person_id, "appointment.begin")
    with transaction() as session:
        may(actor, "appointment.manage", Scope())
        one_of(role.value, {one.value: "" for one in Role if one not in NOT_IN_COMPOUNDS})
        person, party = there(Person, person_id), locked_party(party_id)
        term = (starts_on, more.get("ends_on"))
        check_term(*term)
        same = _same(person_id, party_id, role, starts_on, more.get("post", ""))
        if same is not None:
            return same
        if role is Role.CHAIR:
            one_chair(party, person, term)
        _check_areas(party, areas)
        more = {"name_public": person.name_public, **more}
        made = Appointment(person_id=person.id, party_id=party.id, role=role.value, starts_on=starts_on, **more)
        added(actor, "appointment.begin", made, party.compound_id)
        session.add_all(AppointmentArea(appointment_id=made.id, **area) for area in areas)
        return made


def _same(person_id: int, party_id: int, role: Role, starts_on: date, post: str) -> Appointment | None:
    """The post as it was written down before: the form was sent twice."""
    held = select(Appointment).where(
        Appointment.person_id == person_id,
        Appointment.party_id == party_id,
        Appointment.role == role.value,
        Appointment.starts_on == starts_on,
        Appointment.post == post,
    )
    return db.session.scalar(held.limit(1))


def appoint_wide(actor: Actor, person_id: int, role: Role, starts_on: date | None, **more: Any) -> InstallationRole:
    """登记任职 above the compounds. `more`: subdistrict_id, community_id, unit_id, post, ends_on, paper.

    Raises as `appoint`, and `INVALID_INPUT` for a role that is none of those above the compounds.
    """
    not_ones_own(actor, person_id, "installation_role.begin")
    with transaction():
        may(actor, "appointment.manage", Scope())
        # FOR UPDATE: two presses follow each other, and the second finds the post of the first.
        person = db.session.get(Person, person_id, with_for_update={"of": Person})
        if person is None:
            raise Refused(Reason.NOT_FOUND)
        one_of(role.value, {one.value: "" for one in WIDE})
        check_term(starts_on, more.get("ends_on"))
        same = _same_wide(person_id, role, starts_on, more)
        if same is not None:
            return same
        made = InstallationRole(person_id=person.id, role=role.value, starts_on=starts_on, **more)
        return added(actor, "installation_role.begin", made, None)


def _same_wide(person_id: int, role: Role, starts_on: date | None, more: dict[str, Any]) -> InstallationRole | None:
    """The post above the compounds as it was written down before."""
    named = {"post": "", "subdistrict_id": None, "community_id": None, "unit_id": None}
    held = select(InstallationRole).filter_by(person_id=person_id, role=role.value, starts_on=starts_on)
    return db.session.scalar(held.filter_by(**{name: more.get(name, none) for name, none in named.items()}).limit(1))


NOT_IN_COMPOUNDS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.SUBDISTRICT_OFFICER, Role.PUBLIC})
"""The roles that no post in a compound has."""

WIDE = (Role.SUBDISTRICT_OFFICER, Role.UNIT, Role.ADMINISTRATOR, Role.AUDITOR)
"""The roles that somebody may hold above the compounds."""


def not_ones_own(actor: Actor, person_id: int, act: str) -> None:
    """Raise `OWN_POST` where somebody would give themselves a post or end their own; the log keeps the attempt."""
    if person_id != actor.person_id:
        return
    with transaction():
        may(actor, "appointment.manage", Scope())
        record(actor, act, "person", person_id, None, ok=False)
    raise Refused(Reason.OWN_POST)


def check_term(starts_on: date | None, ends_on: date | None) -> None:
    """Raise `INVALID_INPUT` for a last day before the first."""
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(InOrganisation.TERM_BACKWARDS, starts=starts_on.isoformat(), ends=ends_on.isoformat())


def one_chair(party: Party, person: Person, term: tuple[date, date | None]) -> None:
    """Raise `INVALID_INPUT` where another 书记 of this branch is in office on one of these days."""
    held = db.session.scalars(
        select(Appointment).where(Appointment.party_id == party.id, Appointment.role == Role.CHAIR.value)
    )
    for other in held:
        if other.person_id != person.id and overlap((other.starts_on, other.ends_on), term):
            theirs = (other.starts_on, other.ends_on)
            raise Refused(
                InOrganisation.TWO_CHAIRS, name=other.person.name, held=term_said(*theirs), wanted=term_said(*term)
            )


def term_said(starts_on: date, ends_on: date | None) -> str:
    """A term in words."""
    return f"{day_text(starts_on)}起" if ends_on is None else f"{day_text(starts_on)}至{day_text(ends_on)}"


def locked_party(party_id: int) -> Party:
    """A party, locked while its posts are given. Raises `NOT_FOUND`."""
    # FOR UPDATE: two chairs who are entered at the same moment must find each other.
    party = db.session.get(Party, party_id, with_for_update={"of": Party})
    if party is None:
        raise Refused(Reason.NOT_FOUND)
    return party


def _check_areas(party: Party, areas: Iterable[dict[str, int]]) -> None:
    """Raise `INVALID_INPUT` for a building, entrance or grid area outside the compound and its community."""
    for area in areas:
        building, entrance = area.get("building_id"), area.get("entrance_id")
        if entrance is not None:
            building = there(Entrance, entrance).building_id
        if building is not None and there(Building, building).compound_id != party.compound_id:
            raise Refused(InOrganisation.AREA_ELSEWHERE)
        grid = area.get("grid_area_id")
        community_id = there(Compound, party.compound_id).community_id
        if grid is not None and there(GridArea, grid).community_id != community_id:
            raise Refused(InOrganisation.AREA_ELSEWHERE)
