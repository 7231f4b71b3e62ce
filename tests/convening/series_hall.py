"""A compound with its series, as the office of the scenario sets it up on 1 March 2027."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from deliberation.convening.actions.series import SeriesDraft, begin_series
from deliberation.convening.models import MeetingSeries
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.organisation.actions import load_year
from deliberation.organisation.models import Appointment, Person
from tests.builders import World, a_person, an_officer

YEARS = Path(__file__).parent.parent / "data" / "days_off_2027_2028.json"
TENTH = {"kind": "monthly_day", "day": 10}
BEGIN = date(2027, 3, 1)


def at(*moment: int) -> None:
    clock.use(lambda: clock.beijing(*moment))


def an_administrator(world: World) -> Actor:
    return an_officer(world, "administrator", "贺明")


def load(actor: Actor, *years: int) -> None:
    for year in years:
        load_year(actor, year, YEARS.read_text("utf-8"))


def a_series(world: World, actor: Actor | None = None, **changes: object) -> MeetingSeries:
    """每月10日 19:00 in the usual place, from 1 March 2027 on."""
    plain = {"rule": TENTH, "time": "19:00", "starts_on": BEGIN, "venue_id": world.venue.id}
    draft = SeriesDraft(world.meeting_type.id, **(plain | changes))  # type: ignore[arg-type]
    return begin_series(actor or world.chair, world.compound.id, draft)


def somebody_of(world: World, name: str, kind: str, role: str, post: str) -> Person:
    """Another person of a party, with an account."""
    with transaction() as session:
        person = a_person(name, f"{world.compound.slug}.{name}", world)
        party = world.parties[kind]
        held = {"party_id": party.id, "role": role, "post": post, "starts_on": date(2024, 1, 1)}
        session.add(Appointment(person_id=person.id, position=90, **held))
    return person
