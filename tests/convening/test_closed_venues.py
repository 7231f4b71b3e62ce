"""驿站停用 (G38): no new meeting is called there, those ahead are asked about, those that were held keep its name."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from deliberation.convening.actions import PlanDraft, plan_meeting
from deliberation.convening.models import Meeting, MeetingSeries
from deliberation.convening.queries import readiness
from deliberation.convening.queries.places import asked_for_a_place
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason
from deliberation.organisation.actions.changing import close_venue
from deliberation.organisation.actions.places import add_venue
from tests.builders import World, an_officer, sign_in
from tests.refusals import reason_of

MAY = clock.beijing(2028, 5, 10, 19)


@pytest.fixture
def administrator(world: World) -> Actor:
    clock.use(lambda: clock.beijing(2028, 4, 10, 9))
    return an_officer(world, "administrator", "贺明")


def a_plan(world: World, venue_id: int) -> PlanDraft:
    chair, secretary = (world.people[name].id for name in ("李建国", "周敏"))
    return PlanDraft(world.meeting_type.id, MAY, "五月例会", venue_id, chair, secretary)


def a_meeting(world: World) -> Meeting:
    """A meeting of 10 May at the venue of the compound."""
    return plan_meeting(world.chair, world.compound.id, a_plan(world, world.venue.id))


def line(meeting_id: int, code: str) -> tuple[bool, str]:
    """A line of the readiness list: whether it is done, and what is missing."""
    found = next((one for one in readiness(db.session.get_one(Meeting, meeting_id)) if one.code == code), None)
    return (found.done, found.detail) if found else (True, "")


def test_a_closed_venue_takes_no_new_meeting_and_is_not_offered(
    world: World, administrator: Actor, client: FlaskClient
) -> None:
    close_venue(administrator, world.venue.id, date(2028, 4, 14))
    refused = reason_of(plan_meeting, world.chair, world.compound.id, a_plan(world, world.venue.id))
    assert refused is Reason.INVALID_INPUT
    clock.use(lambda: clock.beijing(2028, 4, 15, 9))
    page = sign_in(client, world, "周敏").get("/desk/jinling/meetings/new").get_data(as_text=True)
    assert "小区党群服务驿站" not in page


def test_a_meeting_on_the_last_day_is_held_there(world: World, administrator: Actor) -> None:
    close_venue(administrator, world.venue.id, date(2028, 5, 10))
    assert line(a_meeting(world).id, "venue") == (True, "")


def test_chair_and_secretary_are_asked_for_another_place_and_nobody_else(world: World, administrator: Actor) -> None:
    meeting = a_meeting(world)
    with transaction() as session:
        kind = world.meeting_type.id
        session.add(
            MeetingSeries(
                compound_id=world.compound.id,
                meeting_type_id=kind,
                venue_id=world.venue.id,
                rule={"kind": "monthly_day", "day": 10},
            )
        )
    assert asked_for_a_place(world.secretary, world.compound.id) == []
    close_venue(administrator, world.venue.id, date(2028, 4, 14))
    asked = [one.label for one in asked_for_a_place(world.secretary, world.compound.id)]
    assert asked == ["会场停用，请换地方：五月例会", "小区党群服务驿站停用，五方办的例会请定新的地方"]
    assert asked_for_a_place(world.actor("张秀兰"), world.compound.id) == []
    done, why = line(meeting.id, "venue")
    assert not done
    assert "停用，请换地方" in why


def test_too_few_places_for_those_invited_are_a_warning(world: World, administrator: Actor) -> None:
    small = add_venue(administrator, world.compound.id, "物业接待室", places=14)
    meeting = plan_meeting(world.chair, world.compound.id, a_plan(world, small.id))
    found = next(one for one in readiness(meeting) if one.code == "places")
    assert (found.done, found.blocks) == (False, False)
    assert found.detail == "物业接待室 14 座，请了 15 人"
    assert line(a_meeting(world).id, "places") == (True, "")


def test_a_meeting_that_was_held_keeps_the_name_of_its_place(world: World, administrator: Actor) -> None:
    meeting = a_meeting(world)
    close_venue(administrator, world.venue.id, date(2028, 4, 14))
    db.session.expire_all()
    assert meeting.venue is not None
    assert meeting.venue.name == "小区党群服务驿站"
