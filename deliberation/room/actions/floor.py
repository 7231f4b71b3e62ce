"""The floor 发言权: asking for it, giving it, timing it (南塘 rules 3, 5, 8, 9)."""

from __future__ import annotations

from deliberation.convening.models import Meeting
from deliberation.convening.queries import profile_of
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.access import current_item, present_seat, session_meeting, speech_in
from deliberation.room.actions.common import stale, write_line
from deliberation.room.models import Speech
from deliberation.room.queries import calling_order, recused_seat_ids, speeches_of, turns_used
from deliberation.room.rules.floor import SIDES, check_side, check_turns, lasted

EXTENSION_SECONDS = 60


def ask(actor: Actor, meeting_id: int, side: str) -> Speech:
    """Raise the hand, saying first for, against or question (rule 9). One raised hand at a time."""
    check_side(side)
    with transaction():
        meeting = session_meeting(actor, "floor.ask", meeting_id)
        item = current_item(meeting)
        seat = present_seat(actor, meeting)
        if seat.id in recused_seat_ids(item.id):
            raise Refused(Reason.RECUSED)
        speeches = speeches_of(item.id)
        waiting = next((s for s in speeches if s.seat_id == seat.id and s.state in {"WAITING", "SPEAKING"}), None)
        if waiting:
            return waiting
        profile = profile_of(meeting)
        check_turns(turns_used(speeches, seat.id), profile.speech_turns)
        speech = Speech(
            item_id=item.id,
            seat_id=seat.id,
            side=side,
            requested_at=clock.now(),
            allowed_seconds=profile.speech_seconds,
        )
        db.session.add(speech)
        happened(actor, "floor.ask", seat, compound_id=meeting.compound_id, side=side)
        stale(meeting_id, "floor", seat.id)
        return speech


def withdraw(actor: Actor, meeting_id: int, speech_id: int) -> Speech:
    """Lower one's own hand."""
    with transaction():
        meeting = session_meeting(actor, "floor.ask", meeting_id)
        speech = speech_in(meeting, speech_id)
        if speech.seat.person_id != actor.person_id:
            raise Refused(Reason.NOT_FOUND)
        if speech.state == "WAITING":
            speech.state = "WITHDRAWN"
            happened(actor, "floor.ask", speech.seat, compound_id=meeting.compound_id, withdrawn=True)
            stale(meeting_id, "floor", speech.seat_id)
        return speech


def give(actor: Actor, meeting_id: int, speech_id: int | None) -> Speech:
    """Give the floor to the next by rule 8, or to a named request; whoever speaks ends first.

    Choosing somebody out of turn is logged as such.
    """
    with transaction():
        meeting = session_meeting(actor, "floor.give", meeting_id)
        speeches = speeches_of(current_item(meeting).id)
        due = next(iter(calling_order(speeches, profile_of(meeting).speech_turns)), None)
        chosen_id = speech_id if speech_id is not None else (due.id if due else None)
        speech = next((s for s in speeches if s.id == chosen_id and s.state == "WAITING"), None)
        if speech is None:
            raise Refused(InRoom.NOBODY_WAITS)
        for speaking in (s for s in speeches if s.state == "SPEAKING"):
            _end(meeting, speaking)
        speech.state, speech.started_at = "SPEAKING", clock.now()
        in_turn = due is not None and due.id == speech.id
        happened(actor, "floor.give", speech.seat, compound_id=meeting.compound_id, in_turn=in_turn)
        stale(meeting_id, "floor", speech.seat_id)
        return speech


def end(actor: Actor, meeting_id: int, speech_id: int) -> Speech:
    """The speech is over (or the chair takes the floor back)."""
    with transaction():
        meeting = session_meeting(actor, "floor.give", meeting_id)
        speech = speech_in(meeting, speech_id)
        if speech.state == "SPEAKING":
            _end(meeting, speech)
            happened(actor, "floor.give", speech.seat, compound_id=meeting.compound_id, ended=True)
        return speech


def extend(actor: Actor, meeting_id: int, speech_id: int) -> Speech:
    """One more minute, once (rule 5)."""
    with transaction():
        meeting = session_meeting(actor, "floor.give", meeting_id)
        speech = speech_in(meeting, speech_id)
        if speech.state != "SPEAKING" or speech.extended:
            raise Refused(InRoom.EXTENDED_ALREADY)
        speech.extended = True
        speech.allowed_seconds += EXTENSION_SECONDS
        happened(actor, "floor.give", speech.seat, compound_id=meeting.compound_id, extended=True)
        stale(meeting_id, "floor")
        return speech


def _end(meeting: Meeting, speech: Speech) -> None:
    speech.state, speech.ended_at = "DONE", clock.now()
    started = speech.started_at or speech.ended_at
    seconds = int((speech.ended_at - started).total_seconds())
    text = f"{speech.seat.person.name}（{speech.seat.party.name}）发言，{SIDES[speech.side]}，{lasted(seconds)}。"
    write_line(meeting.id, speech.item_id, "speech", text)
    stale(meeting.id, "floor", speech.seat_id)
    stale(meeting.id, "minutes")
