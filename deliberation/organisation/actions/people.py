"""The administrator's hand: persons on record and the posts that they hold 任职."""

from __future__ import annotations

from datetime import date
from typing import Any

from deliberation.db import transaction
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.organisation.actions.places import added, new_name, one_of, there
from deliberation.organisation.models import Appointment, AppointmentArea, InstallationRole, Party, Person


def add_person(actor: Actor, name: str, **more: Any) -> Person:
    """新增人员. `more`: code, phone, email, name_public. Two people may bear one name; a `code` is one person's."""
    with transaction():
        may(actor, "appointment.manage", Scope())
        if not name.strip():
            raise Refused(InOrganisation.PERSON_MISSING)
        if more.get("code"):
            new_name(more["code"], Person, Person.code)
        return added(actor, "person.add", Person(name=name.strip(), **more), None)


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
    Raises `SAME_PERSON` for a post of one's own, `INVALID_INPUT` for a last day before the first.
    """
    with transaction() as session:
        may(actor, "appointment.manage", Scope())
        person, party = there(Person, person_id), there(Party, party_id)
        _check(actor, person, starts_on, more.get("ends_on"))
        more = {"name_public": person.name_public, **more}
        made = Appointment(person_id=person.id, party_id=party.id, role=role.value, starts_on=starts_on, **more)
        added(actor, "appointment.begin", made, party.compound_id)
        session.add_all(AppointmentArea(appointment_id=made.id, **area) for area in areas)
        return made


def appoint_wide(actor: Actor, person_id: int, role: Role, starts_on: date | None, **more: Any) -> InstallationRole:
    """登记任职 above the compounds. `more`: subdistrict_id, community_id, unit_id, post, ends_on, paper.

    Raises as `appoint`, and `INVALID_INPUT` for a role that is none of those above the compounds.
    """
    with transaction():
        may(actor, "appointment.manage", Scope())
        person = there(Person, person_id)
        one_of(role.value, {one.value: "" for one in WIDE})
        _check(actor, person, starts_on, more.get("ends_on"))
        made = InstallationRole(person_id=person.id, role=role.value, starts_on=starts_on, **more)
        return added(actor, "installation_role.begin", made, None)


WIDE = (Role.SUBDISTRICT_OFFICER, Role.UNIT, Role.ADMINISTRATOR, Role.AUDITOR)
"""The roles that somebody may hold above the compounds."""


def _check(actor: Actor, person: Person, starts_on: date | None, ends_on: date | None) -> None:
    if person.id == actor.person_id:
        raise Refused(InOrganisation.OWN_POST)
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(InOrganisation.TERM_BACKWARDS, starts=starts_on.isoformat(), ends=ends_on.isoformat())
