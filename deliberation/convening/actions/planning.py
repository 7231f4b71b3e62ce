"""Planning a meeting: date, place, chair, secretary, and the seats that follow from its type."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from deliberation.convening.access import demand_convenes, meeting_for
from deliberation.convening.actions.addresses import free_join_code, new_token
from deliberation.convening.actions.standing import put_standing
from deliberation.convening.actions.venues import demand_venue_open
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.rules import (
    CHAIR_ROLES,
    MEETING_FLOW,
    Candidate,
    ProposedSeat,
    office_of,
    propose_seats,
)
from deliberation.convening.rules.chairing import may_chair
from deliberation.convening.rules.residents import MEMBERS
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.kernel.publicity import refuse_personal
from deliberation.kernel.text import say as _
from deliberation.organisation import queries as organisation
from deliberation.organisation.access import compound_for
from deliberation.organisation.models import Compound, MeetingType, RuleProfileVersion, Venue
from deliberation.organisation.queries.kinds_of_meeting import parties_here
from deliberation.organisation.rules.meeting_types import MOST_TITLE, filled

SECRETARY_ROLES = (Role.SECRETARY.value,)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What the form of a meeting holds; an empty title is made up.

    `chair_id` and `secretary_id` are persons; `series_day` is the day of its series that it stands for.
    """

    meeting_type_id: int
    starts_at: datetime
    title: str = ""
    venue_id: int | None = None
    chair_id: int | None = None
    secretary_id: int | None = None
    series_id: int | None = None
    request_key: str = ""
    series_day: date | None = None


def plan_meeting(actor: Actor, compound_id: int, draft: PlanDraft) -> Meeting:
    """Create a meeting with its proposed seats. The same `request_key` again returns the same meeting."""
    with transaction():
        kind = _type_in_use(actor, compound_id, draft.meeting_type_id)
        compound = db.session.get_one(Compound, compound_id)
        demand_convenes(actor, compound, kind)
        # FOR UPDATE: two sendings of one form must find each other.
        db.session.get(Compound, compound.id, with_for_update={"of": Compound})
        key = stored_key("meeting.plan", compound.id, actor.person_id, draft.request_key) if draft.request_key else ""
        earlier = _already_planned(compound.id, key)
        if earlier is not None:
            return earlier
        demand_venue_open(draft.venue_id, draft.starts_at)
        meeting = _new_meeting(compound, kind, draft, key)
        proposed = _proposed_seats(meeting)
        db.session.add(meeting)
        db.session.flush()  # seats and audit need the id
        db.session.add_all(new_seat(meeting, seat, position) for position, seat in enumerate(proposed))
        put_standing(actor, meeting)
        starts_at = meeting.starts_at.isoformat()
        happened(actor, "meeting.plan", meeting, compound_id=compound.id, starts_at=starts_at)
        return meeting


def edit_plan(actor: Actor, meeting_id: int, draft: PlanDraft) -> Meeting:
    """Change date, title, place, chair or secretary while no notice has gone out. The type stays."""
    with transaction():
        meeting = meeting_for(actor, "meeting.plan", meeting_id, lock=True)
        demand_planned(meeting, _("修改"))
        demand_venue_open(draft.venue_id, draft.starts_at)
        meeting_type = meeting.meeting_type
        meeting.starts_at = future(draft.starts_at)
        meeting.title = _title(meeting_type, draft, meeting.compound)
        meeting.facts = {**meeting.facts, "off_known": off_known(draft.starts_at)}
        meeting.venue_id = venue_id_in(meeting.compound_id, draft.venue_id)
        meeting.profile_id = _profile(meeting_type, draft.starts_at).id
        if (meeting.chair_id, meeting.secretary_id) != (draft.chair_id, draft.secretary_id):
            meeting.chair_id, meeting.secretary_id = _officers(draft)
            reseat_officers(meeting)
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


def _new_meeting(compound: Compound, meeting_type: MeetingType, draft: PlanDraft, key: str) -> Meeting:
    chair_id, secretary_id = _officers(draft)
    return Meeting(
        compound=compound,
        compound_id=compound.id,
        series_id=draft.series_id,
        series_day=draft.series_day,
        meeting_type=meeting_type,
        profile=_profile(meeting_type, draft.starts_at),
        title=_title(meeting_type, draft, compound),
        starts_at=future(draft.starts_at),
        venue_id=venue_id_in(compound.id, draft.venue_id),
        chair_id=chair_id,
        secretary_id=secretary_id,
        state=MEETING_FLOW.initial,
        state_since=clock.now(),
        join_code=free_join_code(),
        join_token=new_token(),
        hall_token=new_token(),
        facts={
            "request_key": key,
            "parties": parties_here(compound.id, meeting_type),
            "kind": {name: getattr(meeting_type, name) for name in ("name", "organiser", "is_public")},
            "off_known": off_known(draft.starts_at),
        },
    )


def _type_in_use(actor: Actor, compound_id: int, meeting_type_id: int) -> MeetingType:
    for meeting_type in organisation.meeting_types(compound_id):
        if meeting_type.id == meeting_type_id:
            return meeting_type
    compound_for(actor, "meeting.plan", compound_id)
    raise Refused(InConvening.MEETING_TYPE_UNUSED)


def _profile(meeting_type: MeetingType, starts_at: datetime) -> RuleProfileVersion:
    day = clock.day_of(starts_at)
    found = organisation.profile_in_force(meeting_type.profile_code, day)
    if found is None:
        raise Refused(InConvening.NO_RULES_IN_FORCE, name=meeting_type.name)
    return found


def off_known(starts_at: datetime) -> str | None:
    """The day of a meeting where it is one off: whoever sets it on such a day is told, and is not asked again."""
    day = clock.day_of(starts_at)
    return day.isoformat() if holidays.calendar().is_off(day) else None


def _title(meeting_type: MeetingType, draft: PlanDraft, compound: Compound) -> str:
    """The title that everybody reads, in the hall, on notices and on the web."""
    refuse_personal(draft.title, entrances=True)
    return draft.title.strip() or made_up_title(meeting_type, draft.starts_at, compound)


def made_up_title(meeting_type: MeetingType, starts_at: datetime, compound: Compound) -> str:
    """What a meeting is called that nobody gave a name: its day and its kind, as its type says."""
    day = clock.day_of(starts_at)
    template = meeting_type.title_template or "{年}年{月}月{日}日{会议}"
    places = {"年": day.year, "月": day.month, "日": day.day, "会议": meeting_type.name, "小区": compound.name}
    return filled(template, places)[:MOST_TITLE]


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
        Candidate(a.id, a.person_id, a.party_id, a.party.kind, a.role, a.post)
        for a in organisation.appointments(meeting.compound_id, on=day)
    ]


def _officer_seats(meeting: Meeting, available: list[Candidate]) -> list[ProposedSeat]:
    seats = []
    if meeting.chair_id is not None:
        seats.append(_chair_seat(meeting, available, meeting.chair_id))
    if meeting.secretary_id is not None:
        found = office_of(available, meeting.secretary_id, SECRETARY_ROLES)
        if found is None:
            raise Refused(InConvening.SECRETARY_NOT_IN_OFFICE)
        seats.append(ProposedSeat(found, "secretary", has_vote=False))
    return seats


def _chair_seat(meeting: Meeting, available: list[Candidate], person_id: int) -> ProposedSeat:
    """Who chairs: of the branch without a vote, unless the rules give one; who leads a committee is a member of it."""
    chaired_by = meeting.meeting_type.chaired_by
    posts = [one for one in available if may_chair(chaired_by, one.role, one.post)]
    if chaired_by == "committee_head":
        found = next((one for one in posts if one.person_id == person_id), None)
        if found is None:
            raise Refused(InConvening.COMMITTEE_HEAD_NOT_IN_OFFICE)
        return ProposedSeat(found, "chair", has_vote=True)
    found = office_of(posts, person_id, CHAIR_ROLES)
    if found is None:
        raise Refused(InConvening.CHAIR_NOT_IN_OFFICE)
    rules = meeting.profile.data
    is_member = rules.get("body") != "residents_representatives" or found.party_kind in MEMBERS
    return ProposedSeat(found, "chair", bool(rules.get("chair_votes")) and is_member)


def _proposed_seats(meeting: Meeting) -> list[ProposedSeat]:
    available = candidates(meeting)
    officers = _officer_seats(meeting, available)
    seated = [seat.candidate.person_id for seat in officers]
    return officers + propose_seats(_left(meeting.parties, officers), available, seated)


def _left(parties: list[dict[str, Any]], officers: list[ProposedSeat]) -> list[dict[str, Any]]:
    """The parties with the seats that are left once who chairs has one with a vote."""
    taken = [seat.candidate.party_kind for seat in officers if seat.has_vote]
    return [{**party, "seats": int(party["seats"]) - taken.count(party["kind"])} for party in parties]


def reseat_officers(meeting: Meeting) -> None:
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
