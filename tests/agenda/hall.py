"""Bringing topics before the gate and meetings onto the calendar, in tests."""

from __future__ import annotations

import uuid
from typing import Any

from deliberation.agenda import actions, queries
from deliberation.agenda.models import AgendaItem
from deliberation.collection.actions import take_up
from deliberation.collection.models import Topic
from deliberation.convening.actions import PlanDraft, plan_meeting
from deliberation.convening.models import Meeting
from deliberation.kernel import clock
from tests.builders import World
from tests.collection.reports import a_report

PLANNED_AT = clock.beijing(2026, 3, 3, 9)
MEETING_AT = clock.beijing(2026, 3, 10, 19)


def a_screened_topic(world: World, **given: Any) -> Topic:
    """A topic that waits for the gate."""
    return take_up(world.secretary, a_report(world, **given).id)


def an_accepted_topic(world: World, authority: str = "PARTY_DUTY", matter: str | None = None, **given: Any) -> Topic:
    """A topic that the gate has let through."""
    topic = a_screened_topic(world, **given)
    actions.classify(world.chair, topic.id, authority, matter, reason="按实际情况判定。")
    actions.screen(world.chair, topic.id, "accept", "反映集中。")
    return topic


def item_of(topic: Topic) -> AgendaItem:
    """The item under which a topic waits or is placed."""
    found = queries.waiting_item_of(topic.id)
    assert found is not None
    return found


def a_planned_meeting(world: World) -> Meeting:
    """A meeting of the 10th that is still being prepared."""
    with clock.frozen(PLANNED_AT):
        draft = PlanDraft(
            meeting_type_id=world.meeting_type.id,
            starts_at=MEETING_AT,
            venue_id=world.venue.id,
            chair_id=world.people["李建国"].id,
            secretary_id=world.people["周敏"].id,
            request_key=uuid.uuid4().hex,
        )
        return plan_meeting(world.chair, world.compound.id, draft)
