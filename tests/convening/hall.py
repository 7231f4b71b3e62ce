"""A compound in which a meeting of 10 March 2026 is being prepared on the 5th."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from deliberation.agenda.actions import ItemDraft, add_item
from deliberation.agenda.models import AgendaItem
from deliberation.audit.models import AuditEntry
from deliberation.convening.actions import (
    PlanDraft,
    notify,
    plan_meeting,
    publish_agenda,
    put_on_agenda,
)
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import seats
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.organisation.models import RuleProfileVersion
from deliberation.organisation.rules import shipped_profiles_data
from tests.builders import World

PREPARED = clock.beijing(2026, 3, 5, 10)
MEETS = clock.beijing(2026, 3, 10, 19)


def at(moment: datetime) -> None:
    """Stop the clock at a moment (the tests' own fixture starts it again)."""
    clock.use(lambda: moment)


def a_draft(world: World, starts_at: datetime = MEETS, **changes: object) -> PlanDraft:
    """The plan that everybody agrees on: chair 李建国, secretary 周敏, in the 驿站."""
    values: dict[str, object] = {
        "meeting_type_id": world.meeting_type.id,
        "starts_at": starts_at,
        "venue_id": world.venue.id,
        "chair_id": world.people["李建国"].id,
        "secretary_id": world.people["周敏"].id,
        "request_key": uuid.uuid4().hex,
    }
    return PlanDraft(**(values | changes))  # type: ignore[arg-type]


def a_planned_meeting(world: World, starts_at: datetime = MEETS, **changes: object) -> Meeting:
    """A meeting in preparation."""
    at(PREPARED)
    return plan_meeting(world.secretary, world.compound.id, a_draft(world, starts_at, **changes))


def an_item(world: World, title: str = "通报上次督办事项") -> AgendaItem:
    """A report that waits in the pool."""
    return add_item(world.secretary, world.compound.id, ItemDraft(title=title, kind="report"))


def a_ready_meeting(world: World, starts_at: datetime = MEETS) -> Meeting:
    """A meeting with a published agenda, whose notice has not gone out."""
    meeting = a_planned_meeting(world, starts_at)
    put_on_agenda(world.secretary, meeting.id, an_item(world).id)
    return publish_agenda(world.chair, meeting.id)


def a_noticed_meeting(world: World) -> Meeting:
    """A meeting whose notice has gone out, five days ahead."""
    return notify(world.chair, a_ready_meeting(world).id)


def notice_days_are(days: int) -> None:
    """A new version of the five-party rules with another notice period."""
    data = next(d for d in shipped_profiles_data() if d["code"] == "five-party-default")
    data |= {"version": 2, "notice_days": days}
    with transaction():
        db.session.add(RuleProfileVersion(code=data["code"], version=2, data=data, valid_from=date(2025, 1, 1)))


def seat(meeting: Meeting, name: str) -> Seat:
    """The seat of the named person."""
    return next(s for s in seats(meeting.id) if s.person.name == name)


def acts(action: str) -> list[AuditEntry]:
    """What the audit holds under an action's name."""
    return db.session.query(AuditEntry).filter_by(action=action).order_by(AuditEntry.id).all()


def days_before(meeting_day: datetime, days: int) -> datetime:
    """The same wall-clock hour some days earlier."""
    return meeting_day - timedelta(days=days)
