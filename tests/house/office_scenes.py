"""States in which the administrator corrects, ends or hands on something, and on which page."""

from __future__ import annotations

from datetime import date

from deliberation.db import transaction
from deliberation.kernel.actor import Role
from deliberation.organisation.actions.people import add_person, appoint_wide
from deliberation.organisation.actions.terms import Succession, succeed
from deliberation.organisation.models import Appointment, Person
from deliberation.organisation.queries import appointments_of
from tests.builders import World, an_officer
from tests.supervision.hall import at


def somebody_on_record(world: World) -> list[tuple[str, str]]:
    """Somebody who was written down by mistake: the record can be put right, or taken off."""
    at(3, 11)
    made = add_person(an_officer(world, "administrator", "萧芳"), "张三")
    return [("萧芳", f"/office/people/{made.id}/edit"), ("萧芳", f"/office/people/{made.id}")]


def somebody_in_office(world: World) -> list[tuple[str, str]]:
    """A post in a compound that can end or pass on, and one above the compounds."""
    at(3, 11)
    administrator = an_officer(world, "administrator", "萧芳")
    person_id = world.people["李建国"].id
    post = appointments_of(person_id)[0]
    made = appoint_wide(administrator, person_id, Role.SUBDISTRICT_OFFICER, date(2026, 1, 1))
    pages = (f"people/{person_id}/succession", f"posts/{post.id}/end", f"posts/wide/{made.id}/end")
    return [("萧芳", f"/office/{page}") for page in pages]


OFFICE_SCENES = {
    somebody_on_record: "organisation.edit_person organisation.delete_person",
    somebody_in_office: "organisation.succession organisation.end_post organisation.end_wide_post",
}

OFFICE_WORDS = {
    "organisation.edit_person": {"phone": "13900000001", "email": "p01@mail.example", "code": "P01"},
    "organisation.succession": {"follower": "吴敏", "first_day": "2026-03-17", "ends_on": ""},
    "organisation.end_post": {"last_day": "2026-03-16"},
    "organisation.end_wide_post": {"last_day": "2026-03-16"},
}


def people_of_the_office(world: World, administrator: str) -> dict[str, int]:
    """What addresses of the administrator's pages name: a person, a post of theirs, a succession that has not come."""
    actor = world.actor(administrator)
    leaver, follower = world.people["王志强"], add_person(actor, "林向东", code="P14")
    (post,) = appointments_of(leaver.id)
    made = appoint_wide(actor, leaver.id, Role.SUBDISTRICT_OFFICER, date(2026, 1, 1))
    (handed,) = succeed(actor, leaver.id, Succession((post.id,), follower.id, date(2030, 1, 1), "换届"))
    with transaction() as session:  # the post goes on as if nobody had been entered: other tests seat its holder
        session.get_one(Appointment, post.id).ends_on = None
        session.get_one(Person, leaver.id).phone = "13900000014"
    return {"person_id": leaver.id, "appointment_id": post.id, "role_id": made.id, "handover_id": handed.id}
