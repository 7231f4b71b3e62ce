"""Verbs of the diary in the hall ④: the chair's steps, the floor, motions, consensus, votes, the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deliberation.agenda.rules import Classing
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import profile_of, seats
from deliberation.db import db
from deliberation.demo.diary import Diary, verb
from deliberation.room.actions import consensus as consensus_actions
from deliberation.room.actions import floor, minutes, recusals
from deliberation.room.actions.ballots import cast_ballot
from deliberation.room.actions.chairing import take_step
from deliberation.room.actions.motions import record_motion
from deliberation.room.actions.presence import sign_in
from deliberation.room.models import Motion
from deliberation.room.queries import motion_at_hand, motions_of, open_vote_of
from deliberation.room.queries.hall import hall_now
from deliberation.room.rules.steps import next_steps


def _meeting(diary: Diary) -> Meeting:
    return db.session.get_one(Meeting, diary.room)


def _item_id(diary: Diary) -> int:
    return _meeting(diary).current_item_id or 0


def _motion(diary: Diary) -> Motion:
    found = motion_at_hand(motions_of(_item_id(diary)))
    if found is None:
        raise ValueError("there is no motion at hand")
    return found


def _seat_names(diary: Diary) -> dict[int, str]:
    return {seat.id: seat.person.name for seat in seats(diary.room)}


@verb
def doors(diary: Diary, meeting: str, absent: Sequence[str] = ()) -> None:
    """开始签到: everybody with a seat but the `absent` comes in; the following lines happen in this room."""
    diary.room = diary.meetings[meeting]
    press(diary, "sign_in")
    for seat in seats(diary.room):
        if seat.person.name not in absent:
            diary.later()
            sign_in(diary.actor(seat.person.name), diary.room)


@verb
def press(diary: Diary, step: str, reason: str = "") -> None:
    """The chair presses the step called `step`, which must be among the steps on offer."""
    found = next_steps(hall_now(_meeting(diary))).find(step)
    if found is None:
        raise ValueError(f"{step} is not among the chair's steps")
    take_step(diary.actor(diary.chair), diary.room, step, found.target, reason)


@verb
def open_item(diary: Diary, report: str) -> None:
    """The next item is opened, reported on, and questions begin."""
    press(diary, "open_item")
    diary.later(120)
    write(diary, "report", report)
    diary.later()
    press(diary, "questions")


@verb
def write(diary: Diary, kind: str, text: str) -> None:
    """The secretary adds a line to the record."""
    minutes.write(diary.actor(diary.secretary), diary.room, kind, text)


@verb
def motion(diary: Diary, text: str, mover: str, authority: str = "", matter: str | None = None, why: str = "") -> None:
    """The secretary records a motion, who may decide it where that is not as its item, and who moved it."""
    said = Classing(authority, matter, (), why) if authority else None
    record_motion(diary.actor(diary.secretary), diary.room, _item_id(diary), text, diary.new_key(), said=said)
    write(diary, "note", f"动议由{mover}提出。")


@verb
def speak(diary: Diary, name: str, side: str, seconds: int) -> None:
    """Somebody asks for the floor, gets it and speaks so long."""
    speech = floor.ask(diary.actor(name), diary.room, side)
    chair, speech_id = diary.actor(diary.chair), speech.id
    diary.later(10)
    floor.give(chair, diary.room, speech_id)
    diary.later(seconds)
    floor.end(chair, diary.room, speech_id)


@verb
def recuse(diary: Diary, name: str, reason: str) -> None:
    """A delegate is recused 回避."""
    recusals.recuse(diary.actor(name), diary.room, _item_id(diary), reason)


@verb
def consensus(
    diary: Diary, reservations: Mapping[str, str] | None = None, objections: Mapping[str, str] | None = None
) -> None:
    """征询一致 on the motion at hand; without objections it is declared when the time has run out."""
    press(diary, "consensus")
    motion_id = _motion(diary).id
    for kind, said in (("reservation", reservations), ("objection", objections)):
        for name, text in (said or {}).items():
            diary.later(5)
            consensus_actions.object_to(diary.actor(name), diary.room, motion_id, kind, text)
    if not objections:
        diary.later(profile_of(_meeting(diary)).consensus_seconds)
        press(diary, "declare_consensus")


@verb
def vote(diary: Diary, oppose: Sequence[str] = (), abstain: Sequence[str] = ()) -> None:
    """付表决: everybody on the roll who is not named agrees; then the vote is closed."""
    press(diary, "open_vote")
    opened = open_vote_of(diary.room)
    if opened is None:
        raise ValueError("no vote is open")
    vote_id, names = opened.id, _seat_names(diary)
    for name in [names[seat_id] for seat_id in opened.frozen["roll"]]:
        choice = "OPPOSE" if name in oppose else "ABSTAIN" if name in abstain else "AGREE"
        actor = diary.actor(name)
        diary.later(4)
        db.session.rollback()  # ballots have a connection of their own; what is read next is read fresh
        cast_ballot(actor, diary.room, vote_id, choice, diary.new_key())
    diary.later()
    press(diary, "close_vote")


@verb
def sign_minutes(diary: Diary, meeting: str) -> None:
    """签字: everybody who came and has to sign."""
    meeting_id = diary.meetings[meeting]
    minutes.hand_out(diary.actor(diary.secretary), meeting_id)
    for seat in [s for s in seats(meeting_id) if _signs(s)]:
        diary.later()
        minutes.sign(diary.actor(seat.person.name), meeting_id)


def _signs(seat: Seat) -> bool:
    return seat.signed_in_at is not None and seat.kind != "attendee"


@verb
def issue_minutes(diary: Diary, meeting: str) -> None:
    """The minutes are issued 签发."""
    minutes.issue(diary.actor(diary.chair), diary.meetings[meeting])
