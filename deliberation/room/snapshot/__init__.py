"""The whole state of a room, slice by slice, and what each audience may see of it.

A reader takes a meeting id and returns `{audience: payload or None}`. Every payload is one of the closed
types of `events`. The hall gets no personal data; nobody gets a partial tally or another's open ballot
before the vote has closed; names of who has not voted go to the chair only.
"""

from __future__ import annotations

from typing import Any

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.queries import items_of
from deliberation.agenda.rules import ITEM_KINDS, OUTCOMES, needs_owners
from deliberation.collection.models import Topic
from deliberation.collection.queries import merged_counts
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import profile_of, seats
from deliberation.convening.queries.door import tries_of
from deliberation.convening.rules import MEETING_FLOW
from deliberation.db import db
from deliberation.kernel.errors import fill
from deliberation.kernel.masking import without_personal_data
from deliberation.kernel.text import N_
from deliberation.live.gateway import Reader, gateway
from deliberation.room import events
from deliberation.room.models import Objection, Speech
from deliberation.room.queries import (
    DECIDED_MOTIONS,
    OPEN_MOTIONS,
    calling_order,
    is_present,
    item,
    last_test,
    last_vote,
    minutes_of,
    motion_at_hand,
    motions_of,
    objections_to,
    quorum_of,
    reason_of_void,
    recused_seat_ids,
    signatures_of,
    speeches_of,
    turns_used,
)
from deliberation.room.queries.corrections import corrected_lines, corrections_in
from deliberation.room.queries.hall import hall_now
from deliberation.room.rules.classing import label_of
from deliberation.room.rules.correcting import CORRECTED
from deliberation.room.rules.floor import SIDES
from deliberation.room.rules.questions import Suggestion
from deliberation.room.rules.record import may_sign, may_write
from deliberation.room.rules.steps import Step, next_steps
from deliberation.room.snapshot.common import Views, iso, meeting_of, same
from deliberation.room.snapshot.motions import motion_view
from deliberation.room.snapshot.votes import my_ballot, turnout, vote

RECENT_LINES = 20


def meeting(meeting_id: int) -> Views:
    """`meeting`, the same for all but for the chair's name."""
    m = meeting_of(meeting_id)
    profile = profile_of(m)
    view = events.MeetingSlice(
        id=m.id,
        title=m.title,
        compound=m.compound.name,
        type_name=m.kind_name,
        state=m.state,
        state_label=MEETING_FLOW.label(m.state),
        starts_at=m.starts_at.isoformat(),
        venue=m.venue.name if m.venue else "",
        chair=m.chair.name if m.chair else None,
        join_code=m.join_code,
        speech_seconds=profile.speech_seconds,
        speech_turns=profile.speech_turns,
        signing=may_sign(m.state, m.facts, signed=bool(signatures_of(meeting_id))),
    )
    return {"hall": {**view, "chair": None}, "tablet": view, "chair": view}


def presence(meeting_id: int) -> Views:
    """`presence`; the list of people is hidden from the hall."""
    m = meeting_of(meeting_id)
    counted = quorum_of(m, m.current_item_id)
    everyone = seats(meeting_id)
    recused = recused_seat_ids(m.current_item_id)
    voting = [s for s in everyone if s.has_vote]
    groups: dict[int, list[Seat]] = {}
    for seat in voting:
        groups.setdefault(seat.party_id, []).append(seat)
    parties = [
        events.PartyView(
            id=party_id,
            name=group[0].party.name,
            present=sum(map(is_present, group)),
            seats=len(group),
            recused=sum(s.id in recused for s in group),
        )
        for party_id, group in groups.items()
    ]
    hall = events.PresenceSlice(
        entitled=counted.entitled,
        present=counted.present,
        required=counted.required,
        met=counted.met,
        sentence=counted.sentence,
        parties=parties,
        seats=None,
    )
    inside = {**hall, "seats": [_seat(s) for s in everyone]}
    return {"hall": hall, "tablet": inside, "chair": inside}


def _seat(seat: Seat) -> events.SeatView:
    return events.SeatView(
        id=seat.id,
        name=seat.holder,
        post=seat.appointment.post,
        party=seat.party.name,
        has_vote=seat.has_vote,
        present=is_present(seat),
        leave=seat.leave_at is not None,
    )


def agenda(meeting_id: int) -> Views:
    """`agenda`, the same for all."""
    m = meeting_of(meeting_id)
    rows = [_row(i) for i in items_of(meeting_id)]
    return same(events.AgendaSlice(items=rows, current_item_id=m.current_item_id))


def _row(i: AgendaItem) -> events.ItemRow:
    return events.ItemRow(
        id=i.id,
        position=i.position,
        title=i.title,
        kind=i.kind,
        kind_label=ITEM_KINDS[i.kind],
        state=i.state,
        step=i.step,
        outcome=i.outcome,
        outcome_label=OUTCOMES[i.outcome] if i.outcome else "",
        needs_owners=needs_owners(i.decision_authority),
    )


def open_item(meeting_id: int) -> Views:
    """`item`; who moved and who is recused is hidden from the hall."""
    m = meeting_of(meeting_id)
    opened = item(m)
    if opened is None:
        return same(None)
    motions = motions_of(opened.id)
    at_hand = motion_at_hand(motions)
    amended = next((m for m in motions if at_hand and m.id == at_hand.amends_id), None)
    recused_ids = recused_seat_ids(opened.id)
    recused = [s for s in seats(meeting_id) if s.id in recused_ids]
    inside = events.ItemSlice(
        id=opened.id,
        position=opened.position,
        title=opened.title,
        kind=opened.kind,
        presenter=opened.presenter,
        minutes=opened.minutes,
        step=opened.step,
        step_label=events.STEPS.get(opened.step, ""),
        authority_label=label_of(opened.decision_authority),
        needs_owners=needs_owners(opened.decision_authority),
        motion=motion_view(at_hand) if at_hand else None,
        amended=motion_view(amended) if amended else None,
        amendments=[motion_view(a) for a in motions if a.amends_id is not None and a.state in OPEN_MOTIONS],
        decided=[motion_view(d) for d in motions if d.state in DECIDED_MOTIONS],
        recused=[s.holder for s in recused],
        voided=reason_of_void(at_hand.id) if at_hand else None,
        topic=_topic(opened.topic) if opened.topic else None,
    )
    return {"hall": _item_for_hall(inside), "tablet": inside, "chair": inside}


def _topic(topic: Topic) -> events.TopicView:
    known = (topic.submitter_name, topic.submitter_phone)
    return events.TopicView(
        number=topic.number or "",
        situation=without_personal_data(topic.situation, *known),
        proposal=without_personal_data(topic.proposal, *known),
        reports=1 + merged_counts([topic.id]).get(topic.id, 0),
    )


def _item_for_hall(inside: events.ItemSlice) -> dict[str, Any]:
    def anonymous(view: events.MotionView | None) -> dict[str, Any] | None:
        return {**view, "mover": None} if view else None

    return {
        **inside,
        "presenter": "",
        "topic": None,
        "recused": None,
        "voided": None if inside["voided"] is None else "",
        "motion": anonymous(inside["motion"]),
        "amended": anonymous(inside["amended"]),
        "amendments": [anonymous(a) for a in inside["amendments"]],
        "decided": [anonymous(d) for d in inside["decided"]],
    }


def floor(meeting_id: int) -> Views:
    """`floor`; the hall sees parties and sides, no names."""
    m = meeting_of(meeting_id)
    if m.current_item_id is None:
        return same(None)
    speeches = speeches_of(m.current_item_id)
    queue = [_speech(s) for s in calling_order(speeches, profile_of(m).speech_turns)]
    speaking = next((s for s in speeches if s.state == "SPEAKING"), None)
    inside = events.FloorSlice(speaker=_speech(speaking) if speaking else None, queue=queue)

    def nameless(view: events.SpeechView | None) -> dict[str, Any] | None:
        return {**view, "name": None, "seat_id": None} if view else None

    hall = {"speaker": nameless(inside["speaker"]), "queue": [nameless(v) for v in queue]}
    return {"hall": hall, "tablet": inside, "chair": inside}


def _speech(speech: Speech) -> events.SpeechView:
    return events.SpeechView(
        id=speech.id,
        seat_id=speech.seat_id,
        name=speech.seat.holder,
        party=speech.seat.party.name,
        side=speech.side,
        side_label=SIDES[speech.side],
        started_at=iso(speech.started_at),
        allowed_seconds=speech.allowed_seconds,
        extended=speech.extended,
    )


def consensus(meeting_id: int) -> Views:
    """`consensus`; who objected is hidden from the hall."""
    m = meeting_of(meeting_id)
    test = last_test(m.current_item_id) if m.current_item_id else None
    if test is None:
        return same(None)
    raised = objections_to(test.motion_id)
    inside = events.ConsensusSlice(
        id=test.id,
        motion_id=test.motion_id,
        text=test.motion.text,
        state=test.state,
        closes_at=test.closes_at.isoformat(),
        objection_count=sum(o.kind == "objection" for o in raised),
        reservation_count=sum(o.kind == "reservation" for o in raised),
        objections=[_objection(o) for o in raised],
    )
    return {"hall": {**inside, "objections": None}, "tablet": inside, "chair": inside}


def _objection(o: Objection) -> events.ObjectionView:
    return events.ObjectionView(name=o.seat.holder, party=o.seat.party.name, kind=o.kind, text=o.text)


def minutes(meeting_id: int) -> Views:
    """`minutes`; hidden from the hall."""
    lines = record_lines(meeting_id)
    is_open = may_write(meeting_of(meeting_id).state, signed=bool(signatures_of(meeting_id)))
    inside = events.MinutesSlice(count=len(lines), open=is_open, lines=lines[-RECENT_LINES:])
    return {"hall": None, "tablet": inside, "chair": inside}


def record_lines(meeting_id: int) -> list[events.LineView]:
    """Every line of the record as the screens show it."""
    lines = minutes_of(meeting_id)
    old = corrected_lines(lines, corrections_in(meeting_id))
    return [
        events.LineView(id=n.id, at=n.at.isoformat(), kind=n.kind, text=(CORRECTED if n.id in old else "") + n.text)
        for n in lines
    ]


LAG = N_("会场各处的画面暂时改用备用方式更新，会慢两三秒。签到、发言、投票照常，票不会丢，不用停会。请告诉系统管理员。")
"""Two seconds between two readings (`Gateway.watch`), and up to one for the sending."""


def next_step(meeting_id: int) -> Views:
    """`next`: for the chair's side only."""
    m = meeting_of(meeting_id)
    steps = next_steps(hall_now(m))
    others = [_step(s) for s in steps.others]
    lag = LAG if gateway.redis == "away" else ""
    view = events.NextSlice(main=_step(steps.main), others=others, door=tries_of(m).sentence, lag=lag)
    return {"hall": None, "tablet": None, "chair": view}


def _step(step: Step) -> events.StepView:
    return events.StepView(
        code=step.code,
        label=fill(step.label, step.facts),
        hint=fill(step.hint, step.facts),
        confirm=fill(step.confirm, step.facts),
        asks=step.asks,
        locked=bool(step.locked),
        reason=fill(step.locked, step.facts),
        not_before=iso(step.not_before),
        target=step.target,
        suggests=_suggestion(step.suggests) if step.suggests else None,
    )


def _suggestion(suggestion: Suggestion) -> events.SuggestionView:
    return events.SuggestionView(method=suggestion.method, options=list(suggestion.options))


def mine(meeting_id: int, seat_id: int) -> events.Mine | None:
    """What belongs to one seat: attendance, recusal, ballot with receipt, hand raised, objection, signature."""
    seat = db.session.get(Seat, seat_id)
    if seat is None or seat.meeting_id != meeting_id:
        return None
    m = meeting_of(meeting_id)
    found = last_vote(m.current_item_id) if m.current_item_id else None
    speeches = speeches_of(m.current_item_id) if m.current_item_id else []
    raised = next((s for s in speeches if s.seat_id == seat_id and s.state in {"WAITING", "SPEAKING"}), None)
    return events.Mine(
        seat_id=seat.id,
        name=seat.holder,
        party=seat.party.name,
        kind=seat.kind,
        has_vote=seat.has_vote,
        present=is_present(seat),
        recused=seat_id in recused_seat_ids(m.current_item_id),
        on_roll=bool(found and seat_id in found.frozen["roll"]),
        ballot=my_ballot(found, seat_id),
        request=_speech(raised) if raised else None,
        turns_used=turns_used(speeches, seat_id),
        objection=_my_text(m, seat_id, "objection"),
        reservation=_my_text(m, seat_id, "reservation"),
        signed=seat_id in signatures_of(meeting_id),
    )


def _my_text(m: Meeting, seat_id: int, kind: str) -> str | None:
    motion = motion_at_hand(motions_of(m.current_item_id)) if m.current_item_id else None
    if motion is None:
        return None
    return next((o.text for o in objections_to(motion.id) if o.seat_id == seat_id and o.kind == kind), None)


HIDDEN = {"minutes": frozenset({"hall"}), "next": frozenset({"hall", "tablet"})}
"""Slices that an audience never gets."""

READERS: dict[str, Reader] = {
    "meeting": meeting,
    "presence": presence,
    "agenda": agenda,
    "item": open_item,
    "floor": floor,
    "consensus": consensus,
    "vote": vote,
    "turnout": turnout,
    "minutes": minutes,
    "next": next_step,
}
