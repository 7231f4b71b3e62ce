"""Loading meetings and seats with lock and check."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.convening.models import Meeting, MeetingSeries, Seat
from deliberation.convening.rules.chairing import is_head
from deliberation.db import db, values_of
from deliberation.kernel import seen
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import allowed, may
from deliberation.organisation.access import Loader, scope_in
from deliberation.organisation.models import Compound, MeetingType
from deliberation.organisation.queries import appointments, meeting_types


def seat_of(actor: Actor, meeting_id: int) -> Seat | None:
    """The actor's seat in a meeting, if it is not empty 空缺; whoever has a PIN of another meeting has none."""
    if actor.person_id is None or (actor.meeting_id is not None and actor.meeting_id != meeting_id):
        return None
    mine = (Seat.meeting_id == meeting_id, Seat.person_id == actor.person_id, Seat.vacated_on.is_(None))
    return db.session.scalar(select(Seat).where(*mine))


def chairs(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor chairs this meeting: planned for it, or the chair was handed over to the actor."""
    return actor.person_id is not None and actor.person_id == meeting.chair_id


def heads_committee(actor: Actor, compound_id: int) -> bool:
    """Whether the actor leads the 业委会 of a compound today."""
    held = {post.appointment_id for post in actor.posts if post.role is Role.COMMITTEE_DELEGATE}
    return bool(held) and any(
        one.id in held and is_head(one.role, one.post) and one.party.kind == COMMITTEE_OF_OWNERS
        for one in appointments(compound_id)
    )


COMMITTEE_OF_OWNERS = "owners_committee"


def may_convene(actor: Actor, compound: Compound, kind: MeetingType, permission: str = "meeting.plan") -> bool:
    """Whether the actor may plan (or do `permission` with) a kind of meeting: who chairs it by its own rules, too."""
    own = kind.chaired_by == "committee_head" and heads_committee(actor, compound.id)
    return allowed(actor, permission, scope_in(compound, chairs=own))


def may_convene_any(actor: Actor, compound: Compound) -> bool:
    """Whether the actor may plan any kind of meeting that the compound uses, or would if it used one."""
    kinds = meeting_types(compound.id)
    return allowed(actor, "meeting.plan", scope_in(compound)) or any(may_convene(actor, compound, k) for k in kinds)


def demand_convenes(actor: Actor, compound: Compound, kind: MeetingType, permission: str = "meeting.plan") -> None:
    """Raise as `may` does unless `may_convene`."""
    own = kind.chaired_by == "committee_head" and heads_committee(actor, compound.id)
    may(actor, permission, scope_in(compound, chairs=own))


def chairs_meeting(actor: Actor, meeting_id: int) -> bool:
    """Whether somebody chairs this meeting, by its id."""
    meeting = db.session.get(Meeting, meeting_id)
    return meeting is not None and chairs(actor, meeting)


def _place_in(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """A seat in it makes it one's own; who chairs it is another question."""
    has_seat = seat_of(actor, meeting.id) is not None
    return {"meeting_id": meeting.id, "own": has_seat, "in_meeting": has_seat, "chairs": chairs(actor, meeting)}


meeting_for = Loader(Meeting, "meeting", _place_in)
"""A meeting. Locked (the row alone), seats, roll and state of one meeting change one after another."""


def _sight(meeting: Meeting) -> list[Any]:
    """When and where, who comes, and what is on the agenda."""
    seats = db.session.scalars(select(Seat).where(Seat.meeting_id == meeting.id).order_by(Seat.id))
    items = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.id))
    return [values_of(meeting), *(values_of(seat, OF_THE_DOOR) for seat in seats), *(values_of(item) for item in items)]


OF_THE_DOOR = frozenset({"pin_salt", "pin_failures", "pin_locked_until", "signed_in_at", "signed_in_how", "left_at"})
"""What of a seat changes while people come in."""

seen.describe("meeting", _sight)


def _convenes(actor: Actor, series: MeetingSeries) -> dict[str, Any]:
    own = series.meeting_type.chaired_by == "committee_head" and heads_committee(actor, series.compound_id)
    return {"chairs": own}


series_for = Loader(MeetingSeries, "series", _convenes)
"""A recurring meeting. Locked, its days are decided one after another."""

seen.describe("series", lambda series: [values_of(series)])


def seat_in(meeting: Meeting, seat_id: int) -> Seat:
    """A seat of this meeting, locked for change."""
    # FOR UPDATE: wrong PINs that arrive together must each count.
    seat = db.session.get(Seat, seat_id, with_for_update={"of": Seat})
    if seat is None or seat.meeting_id != meeting.id:
        raise Refused(Reason.NOT_FOUND)
    return seat
