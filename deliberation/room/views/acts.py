"""What the screens send: one address for each kind of act, JSON in and out."""

from __future__ import annotations

from typing import Any

from deliberation.convening.access import meeting_for
from deliberation.kernel import seen
from deliberation.room.actions import chairing, classing, consensus, floor, minutes, motions, presence, recusals
from deliberation.room.actions.ballots import cast_ballot
from deliberation.room.snapshot import record_lines
from deliberation.room.views.base import blueprint, classing_of, done, draft_of, number, optional_number, sent, word
from deliberation.web.guard import guard
from deliberation.web.session import current_actor


@blueprint.post("/rooms/<int:meeting_id>/next")
@guard("room.chair")
def take_step(meeting_id: int) -> Any:
    """The chair's button."""
    body = sent()
    chairing.take_step(
        current_actor(),
        meeting_id,
        word(body, "code"),
        optional_number(body, "target"),
        word(body, "reason"),
        seen=word(body, "binds"),
    )
    return done()


@blueprint.post("/rooms/<int:meeting_id>/sign-in")
@guard("attendance.sign_in")
def sign_in(meeting_id: int) -> Any:
    """签到 at one's own seat."""
    presence.sign_in(current_actor(), meeting_id)
    return done()


@blueprint.post("/rooms/<int:meeting_id>/attendance")
@guard("attendance.correct")
def correct_attendance(meeting_id: int) -> Any:
    """The secretary's correction."""
    body = sent()
    presence.correct_attendance(
        current_actor(), meeting_id, number(body, "seat_id"), present=body.get("present") is True
    )
    return done()


@blueprint.post("/rooms/<int:meeting_id>/floor")
@guard("floor.ask")
def ask_floor(meeting_id: int) -> Any:
    """Raise the hand."""
    speech = floor.ask(current_actor(), meeting_id, word(sent(), "side"))
    return done(speech_id=speech.id)


@blueprint.post("/rooms/<int:meeting_id>/floor/withdraw")
@guard("floor.ask")
def withdraw_request(meeting_id: int) -> Any:
    """Lower the hand."""
    floor.withdraw(current_actor(), meeting_id, number(sent(), "speech_id"))
    return done()


@blueprint.post("/rooms/<int:meeting_id>/floor/give")
@guard("floor.give")
def give_floor(meeting_id: int) -> Any:
    """Give the floor to the next, or to one who asked."""
    floor.give(current_actor(), meeting_id, optional_number(sent(), "speech_id"))
    return done()


@blueprint.post("/rooms/<int:meeting_id>/floor/end")
@guard("floor.give")
def end_speech(meeting_id: int) -> Any:
    """Take the floor back."""
    floor.end(current_actor(), meeting_id, number(sent(), "speech_id"))
    return done()


@blueprint.post("/rooms/<int:meeting_id>/floor/extend")
@guard("floor.give")
def extend_speech(meeting_id: int) -> Any:
    """One more minute, once."""
    floor.extend(current_actor(), meeting_id, number(sent(), "speech_id"))
    return done()


@blueprint.post("/rooms/<int:meeting_id>/motions")
@guard("room.enter")
def record_motion(meeting_id: int) -> Any:
    """A motion (secretary, chair) or an amendment (also a delegate)."""
    body = sent()
    motion = motions.record_motion(
        current_actor(),
        meeting_id,
        number(body, "item_id"),
        word(body, "text"),
        word(body, "request_key"),
        optional_number(body, "amends_id"),
        classing_of(body) if body.get("authority") else None,
    )
    return done(motion_id=motion.id)


@blueprint.post("/rooms/<int:meeting_id>/motions/class")
@guard("motion.classify")
def classify_motion(meeting_id: int) -> Any:
    """判定 who may decide a motion."""
    body = sent()
    classing.classify_motion(current_actor(), meeting_id, number(body, "motion_id"), classing_of(body))
    return done()


@blueprint.post("/rooms/<int:meeting_id>/motions/withdraw")
@guard("motion.record")
def withdraw_motion(meeting_id: int) -> Any:
    """Take a motion back."""
    motions.withdraw_motion(current_actor(), meeting_id, number(sent(), "motion_id"))
    return done()


@blueprint.post("/rooms/<int:meeting_id>/recusals")
@guard("recusal.declare")
def recuse(meeting_id: int) -> Any:
    """Declare an interest, or have the chair decide it."""
    body = sent()
    recusals.recuse(
        current_actor(),
        meeting_id,
        number(body, "item_id"),
        word(body, "reason"),
        optional_number(body, "seat_id"),
    )
    return done()


@blueprint.post("/rooms/<int:meeting_id>/objections")
@guard("consensus.object")
def object_to(meeting_id: int) -> Any:
    """An objection (its `text` may follow) or a reservation."""
    body = sent()
    consensus.object_to(current_actor(), meeting_id, number(body, "motion_id"), word(body, "kind"), word(body, "text"))
    return done()


@blueprint.post("/rooms/<int:meeting_id>/objections/withdraw")
@guard("consensus.object")
def take_back_objection(meeting_id: int) -> Any:
    """撤回异议, while the chair still asks."""
    consensus.take_back(current_actor(), meeting_id, number(sent(), "motion_id"))
    return done()


@blueprint.post("/rooms/<int:meeting_id>/votes")
@guard("vote.open")
def put_question(meeting_id: int) -> Any:
    """付表决 by another method than 同意, 反对, 弃权: the chair's short form."""
    body = sent()
    chairing.put_question(
        current_actor(),
        meeting_id,
        number(body, "motion_id"),
        word(body, "reason"),
        draft_of(body),
        word(body, "binds"),
    )
    return done()


@blueprint.post("/rooms/<int:meeting_id>/ballots")
@guard("ballot.cast")
def cast(meeting_id: int) -> Any:
    """A ballot by request, for when there is no live connection."""
    body = sent()
    ballot = cast_ballot(
        current_actor(), meeting_id, number(body, "vote_id"), word(body, "choice"), word(body, "client_id")
    )
    return done(ballot=ballot)


@blueprint.post("/rooms/<int:meeting_id>/minutes")
@guard("minutes.write")
def write_minutes(meeting_id: int) -> Any:
    """A line of the record."""
    body = sent()
    line = minutes.write(
        current_actor(), meeting_id, word(body, "kind"), word(body, "text"), optional_number(body, "item_id")
    )
    return done(line_id=line.id)


@blueprint.get("/rooms/<int:meeting_id>/minutes")
@guard("minutes.read")
def read_minutes(meeting_id: int) -> Any:
    """The whole record, for the tablet on which it is signed, with the digest of just this text."""
    meeting = meeting_for(current_actor(), "minutes.read", meeting_id)
    shown = seen.value("minutes", meeting)  # before the lines: a line that comes in between makes it old, never new
    return done(seen=shown, lines=record_lines(meeting.id))


@blueprint.post("/rooms/<int:meeting_id>/minutes/sign")
@guard("minutes.sign", shows="minutes")
def sign_minutes(meeting_id: int) -> Any:
    """Sign the minutes 在会议记录上签字."""
    minutes.sign(current_actor(), meeting_id)
    return done()
