"""Planning a meeting: date, place, chair, secretary, and the seats that follow from its type."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from deliberation.convening.access import meeting_for
from deliberation.convening.actions.addresses import free_join_code, new_token
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.rules import (
    CHAIR_ROLES,
    MEETING_FLOW,
    Candidate,
    ProposedSeat,
    office_of,
    propose_seats,
)
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.kernel.publicity import refuse_personal
from deliberation.kernel.text import say as _
from deliberation.organisation import queries as organisation
from deliberation.organisation.access import compound_for
from deliberation.organisation.models import Compound, MeetingType, RuleProfileVersion, Venue

SECRETARY_ROLES = (Role.SECRETARY.value,)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What the form of a meeting holds; an empty title is made up.

    `chair_id` and `secretary_id` are persons.
    """

    meeting_type_id: int
    starts_at: datetime
    title: str = ""
    venue_id: int | None = None
    chair_id: int | None = None
    secretary_id: int | None = None
    series_id: int | None = None
    request_key: str = ""


def plan_meeting(actor: Actor, compound_id: int, draft: PlanDraft) -> Meeting:
    """Create a meeting with its proposed seats. The same `request_key` again returns the same meeting."""
    with transaction():
        compound = compound_for(actor, "meeting.plan", compound_id)
        # FOR UPDATE: two sendings of one form must find each other.
        db.session.get(Compound, compound.id, with_for_update={"of": Compound})
        key = stored_key("meeting.plan", compound.id, actor.person_id, draft.request_key) if draft.request_key else ""
        earlier = _already_planned(compound.id, key)
        if earlier is not None:
            return earlier
        meeting = _new_meeting(compound, draft, key)
        proposed = _proposed_seats(meeting)
        db.session.add(meeting)
        db.session.flush()  # seats and audit need the id
        db.session.add_all(new_seat(meeting, seat, position) for position, seat in enumerate(proposed))
        starts_at = meeting.starts_at.isoformat()
        happened(actor, "meeting.plan", meeting, compound_id=compound.id, starts_at=starts_at)
        return meeting


def edit_plan(actor: Actor, meeting_id: int, draft: PlanDraft) -> Meeting:
    """Change date, title, place, chair or secretary while no notice has gone out. The type stays."""
    with transaction():
        meeting = meeting_for(actor, "meeting.plan", meeting_id, lock=True)
        demand_planned(meeting, _("修改"))
        meeting_type = meeting.meeting_type
        meeting.starts_at = future(draft.starts_at)
        meeting.title = _title(meeting_type, draft)
        meeting.venue_id = venue_id_in(meeting.compound_id, draft.venue_id)
        meeting.profile_id = _profile(meeting_type, draft.starts_at).id
        if (meeting.chair_id, meeting.secretary_id) != (draft.chair_id, draft.secretary_id):
            meeting.chair_id, meeting.secretary_id = _officers(draft)
            _reseat_officers(meeting)
        happened(actor, "meeting.edit", meeting)
        return meeting


def demand_planned(meeting: Meeting, move: str) -> None:
    """Refuse what may only be done while the meeting is being prepared."""
    if meeting.state != MEETING_FLOW.initial:
        label = MEETING_FLOW.label(meeting.state)
        raise Refused(Reason.WRONG_STATE, subject=meeting.title, state=_(label), move=move)


def _already_planned(compound_id: int, request_key: str) -> Meeting | None:
    if not request_key:
        return None
    key = Meeting.facts["request_key"].as_string()
    return db.session.scalar(select(Meeting).where(Meeting.compound_id == compound_id, key == request_key))


def _new_meeting(compound: Compound, draft: PlanDraft, key: str) -> Meeting:
    meeting_type = _type_in_use(compound.id, draft.meeting_type_id)
    chair_id, secretary_id = _officers(draft)
    return Meeting(
        compound=compound,
        compound_id=compound.id,
        series_id=draft.series_id,
        meeting_type=meeting_type,
        profile=_profile(meeting_type, draft.starts_at),
        title=_title(meeting_type, draft),
        starts_at=future(draft.starts_at),
        venue_id=venue_id_in(compound.id, draft.venue_id),
        chair_id=chair_id,
        secretary_id=secretary_id,
        state=MEETING_FLOW.initial,
        state_since=clock.now(),
        join_code=free_join_code(),
        join_token=new_token(),
        hall_token=new_token(),
        facts={"request_key": key},
    )


def _type_in_use(compound_id: int, meeting_type_id: int) -> MeetingType:
    for meeting_type in organisation.meeting_types(compound_id):
        if meeting_type.id == meeting_type_id:
            return meeting_type
    raise Refused(InConvening.MEETING_TYPE_UNUSED)


def _profile(meeting_type: MeetingType, starts_at: datetime) -> RuleProfileVersion:
    day = clock.day_of(starts_at)
    found = organisation.profile_in_force(meeting_type.profile_code, day)
    if found is None:
        raise Refused(InConvening.NO_RULES_IN_FORCE, name=meeting_type.name)
    return found


def _title(meeting_type: MeetingType, draft: PlanDraft) -> str:
    """The title that everybody reads, in the hall, on notices and on the web."""
    refuse_personal(draft.title, entrances=True)
    return draft.title.strip() or made_up_title(meeting_type, draft.starts_at)


def made_up_title(meeting_type: MeetingType, starts_at: datetime) -> str:
    """What a meeting is called that nobody gave a name: its day and its kind."""
    day = clock.day_of(starts_at)
    title: str = _("%(year)s年%(month)s月%(day)s日", year=day.year, month=day.month, day=day.day)
    return f"{title}{meeting_type.name}"


def future(starts_at: datetime) -> datetime:
    """The moment, which must lie ahead. Raises `INVALID_INPUT`."""
    if starts_at <= clock.now():
        raise Refused(InConvening.MEETING_IN_PAST)
    return starts_at


def venue_id_in(compound_id: int, venue_id: int | None) -> int | None:
    """The place, which must be one of the compound. Raises `INVALID_INPUT`."""
    if venue_id is None:
        return None
    venue = db.session.get(Venue, venue_id)
    if venue is None or venue.compound_id != compound_id:
        raise Refused(InConvening.VENUE_UNKNOWN)
    return venue_id


def _officers(draft: PlanDraft) -> tuple[int | None, int | None]:
    if draft.chair_id is not None and draft.chair_id == draft.secretary_id:
        raise Refused(InConvening.CHAIR_IS_SECRETARY)
    return draft.chair_id, draft.secretary_id


def candidates(meeting: Meeting) -> list[Candidate]:
    """Every appointment that counts on the day of the meeting, as the rules see it."""
    day = clock.day_of(meeting.starts_at)
    return [
        Candidate(a.id, a.person_id, a.party_id, a.party.kind, a.role)
        for a in organisation.appointments(meeting.compound_id, on=day)
    ]


def _officer_seats(meeting: Meeting, available: list[Candidate]) -> list[ProposedSeat]:
    chair_votes = bool(meeting.profile.data.get("chair_votes")) and "ballot.cast" in meeting.compound.options
    seats = []
    for kind, person_id, roles, has_vote in (
        ("chair", meeting.chair_id, CHAIR_ROLES, chair_votes),
        ("secretary", meeting.secretary_id, SECRETARY_ROLES, False),
    ):
        if person_id is None:
            continue
        found = office_of(available, person_id, roles)
        if found is None:
            raise Refused(_OFFICE_MISSING[kind])
        seats.append(ProposedSeat(found, kind, has_vote))
    return seats


_OFFICE_MISSING = {
    "chair": InConvening.CHAIR_NOT_IN_OFFICE,
    "secretary": InConvening.SECRETARY_NOT_IN_OFFICE,
}


def _proposed_seats(meeting: Meeting) -> list[ProposedSeat]:
    available = candidates(meeting)
    officers = _officer_seats(meeting, available)
    seated = [seat.candidate.person_id for seat in officers]
    return officers + propose_seats(meeting.meeting_type.parties, available, seated)


def _reseat_officers(meeting: Meeting) -> None:
    """Give chair and secretary their seats anew; whoever chairs gives up any other seat."""
    officers = _officer_seats(meeting, candidates(meeting))
    persons = {seat.candidate.person_id for seat in officers}
    for seat in db.session.scalars(select(Seat).where(Seat.meeting_id == meeting.id)):
        if seat.kind in {"chair", "secretary"} or seat.person_id in persons:
            db.session.delete(seat)
    db.session.flush()  # a person's old seat must go before the new one comes
    for position, proposed in enumerate(officers):
        db.session.add(new_seat(meeting, proposed, position))


def new_seat(meeting: Meeting, proposed: ProposedSeat, position: int) -> Seat:
    """A seat row, not yet added, with a fresh salt for its PIN."""
    who = proposed.candidate
    return Seat(
        meeting_id=meeting.id,
        party_id=who.party_id,
        appointment_id=who.appointment_id,
        person_id=who.person_id,
        kind=proposed.kind,
        has_vote=proposed.has_vote,
        position=position,
        pin_salt=secrets.token_hex(8),
    )
