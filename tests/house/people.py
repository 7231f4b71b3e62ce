"""One person for every role of the permission table, in one compound."""

from __future__ import annotations

import time
from datetime import date

from flask.testing import FlaskClient

from deliberation.db import transaction
from deliberation.kernel.actor import Role
from deliberation.organisation.models import Appointment
from tests.builders import World, a_compound, a_person, an_officer

HOLDERS: dict[Role, str] = {
    Role.CHAIR: "李建国",
    Role.BRANCH_MEMBER: "吴敏",
    Role.SECRETARY: "周敏",
    Role.COUNCIL_DELEGATE: "张秀兰",
    Role.COMMITTEE_DELEGATE: "陈海涛",
    Role.FIRM_DELEGATE: "高峰",
    Role.GRID_WORKER: "杨静",
    Role.PARTNER_DELEGATE: "韩勇",
    Role.UNIT: "何伟",
    Role.NEIGHBOURHOOD_DELEGATE: "冯丽",
    Role.TELLER: "邓涛",
    Role.OBSERVER: "曹静",
    Role.OWNER: "彭勇",
    Role.SUBDISTRICT_OFFICER: "曾伟",
    Role.ADMINISTRATOR: "萧芳",
    Role.AUDITOR: "田军",
}
"""Who holds which role; the public 公众 is nobody in particular and signs in nowhere."""

APPOINTED = {
    Role.NEIGHBOURHOOD_DELEGATE: "neighbourhood_committee",
    Role.TELLER: "residents_council",
    Role.OBSERVER: "residents_council",
    Role.OWNER: "residents_council",
}
INSTALLED = (Role.SUBDISTRICT_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)


def everybody(slug: str = "jinling") -> World:
    """The compound of the builders with the holders of the remaining roles."""
    world = a_compound(slug)
    with transaction() as session:
        for role, kind in APPOINTED.items():
            person = a_person(HOLDERS[role], f"{slug}.{HOLDERS[role]}", world)
            party = world.parties[kind]
            session.add(
                Appointment(person_id=person.id, party_id=party.id, role=role.value, starts_on=date(2024, 1, 1))
            )
    for role in INSTALLED:
        an_officer(world, role.value, HOLDERS[role])
    return world


def come_in(client: FlaskClient, identity: str | None) -> FlaskClient:
    """Put a signed-in account (`id:session key`) into this browser; `None` is the public.

    The page with the password is passed over: hashing a password for each of two thousand visits
    would take longer than all visits.
    """
    if identity:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"], session["seen"] = identity, True, int(time.time())
            session["visit"] = f"visit-{identity.partition(':')[0]}"  # `furnished` has begun it
    return client
