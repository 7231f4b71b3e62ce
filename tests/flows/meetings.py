"""Meetings of a scenario on the day on which the reference holds them, through the actions of the stages."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from deliberation.agenda.actions import place
from deliberation.agenda.models import AgendaItem
from deliberation.collection.models import Topic
from deliberation.convening.actions import PlanDraft, notify, plan_meeting, publish_agenda
from deliberation.convening.queries import seats
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.publication.actions import draft_resolution, publish
from deliberation.publication.models import Resolution
from deliberation.room.actions.consensus import object_to
from deliberation.room.actions.minutes import issue, sign
from tests.builders import World
from tests.halls import Hall, arrive


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Stop the clock at a moment of 2026 on the wall clock, until the next call."""
    moment = clock.beijing(2026, month, day, hour, minute)
    clock.use(lambda: moment)
    return moment


def hold(world: World, items: Sequence[AgendaItem], when: datetime, names: Sequence[str]) -> Hall:
    """A meeting in session: planned and announced five days before, opened at `when` with the named delegates."""
    moment = when - timedelta(days=5)
    clock.use(lambda: moment)
    draft = PlanDraft(
        meeting_type_id=world.meeting_type.id,
        starts_at=when,
        venue_id=world.venue.id,
        chair_id=world.people["李建国"].id,
        secretary_id=world.people["周敏"].id,
        request_key=uuid.uuid4().hex,
    )
    meeting = plan_meeting(world.chair, world.compound.id, draft)
    for item in items:
        place(world.chair, item.id, meeting.id)
    publish_agenda(world.chair, meeting.id)
    notify(world.chair, meeting.id)
    hall = Hall(world, meeting.id, when)
    hall.step("sign_in")
    arrive(hall, *names)
    hall.step("open_meeting")
    return hall


def agree_without_objection(hall: Hall) -> None:
    """征询一致 on the motion at hand: nobody objects, the time runs out, the chair declares it; the item ends."""
    hall.step("consensus")
    hall.later(30)
    hall.step("declare_consensus")
    hall.step("finish_item")


def object_in_the_hall(hall: Hall, name: str, motion_id: int, text: str) -> None:
    """The chair asks for objections and the named delegate has one."""
    hall.step("consensus")
    hall.later(5)
    object_to(hall.world.actor(name), hall.meeting_id, motion_id, "objection", text)


def publish_results(hall: Hall) -> Resolution:
    """散会; everybody signs, the minutes are issued, the resolution is shown to the residents."""
    hall.step("end_meeting")
    hall.hand_out()
    for seat in seats(hall.meeting_id):
        if seat.signed_in_at is not None:
            sign(hall.world.actor(seat.person.name), hall.meeting_id)
    issue(hall.world.chair, hall.meeting_id)
    made = draft_resolution(hall.world.secretary, hall.meeting_id)
    return publish(hall.world.chair, made.id, masking_confirmed=True)


def state_of(item: AgendaItem) -> str:
    """The state of an item's topic, as the store has it now."""
    wanted = select(Topic.state).where(Topic.id == item.topic_id)
    return db.session.scalars(wanted).one()


def slices(ids: Sequence[int], *numbers: int) -> list[Sequence[int]]:
    """`ids` cut into pieces of so many each."""
    ends = [sum(numbers[:n]) for n in range(len(numbers) + 1)]
    return [ids[begin:end] for begin, end in pairwise(ends)]
