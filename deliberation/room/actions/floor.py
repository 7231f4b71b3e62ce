"""The floor 发言权: asking for it, giving it, timing it (南塘 rules 3, 5, 8, 9)."""

from __future__ import annotations

from deliberation.convening.queries import profile_of
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.access import current_item, present_seat, session_meeting, speech_in
from deliberation.room.actions.common import Line, done, noted
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
        done(actor, "floor.ask", seat, meeting, "floor", own=[seat.id], side=side)
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
            done(actor, "floor.ask", speech.seat, meeting, "floor", own=[speech.seat_id], withdrawn=True)
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
            noted(meeting_id, "floor", "minutes", line=_ended(speaking), own=[speaking.seat_id])
        speech.state, speech.started_at = "SPEAKING", clock.now()
        in_turn = due is not None and due.id == speech.id
        done(actor, "floor.give", speech.seat, meeting, "floor", own=[speech.seat_id], in_turn=in_turn)
        return speech


def end(actor: Actor, meeting_id: int, speech_id: int) -> Speech:
    """The speech is over (or the chair takes the floor back)."""
    with transaction():
        meeting = session_meeting(actor, "floor.give", meeting_id)
        speech = speech_in(meeting, speech_id)
        if speech.state == "SPEAKING":
            line = _ended(speech)
            act, own = "floor.give", [speech.seat_id]
            done(actor, act, speech.seat, meeting, "floor", "minutes", line=line, own=own, ended=True)
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
        done(actor, "floor.give", speech.seat, meeting, "floor", extended=True)
        return speech


def _ended(speech: Speech) -> Line:
    """A speech is over: the line of the record that says for how long it was."""
    speech.state, speech.ended_at = "DONE", clock.now()
    started = speech.started_at or speech.ended_at
    seconds = int((speech.ended_at - started).total_seconds())
    text = f"{speech.seat.holder}（{speech.seat.party.name}）发言，{SIDES[speech.side]}，{lasted(seconds)}。"
    return Line("speech", text, speech.item_id)
