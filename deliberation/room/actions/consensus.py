"""Consensus 协商一致: the chair asks for objections; silence means none; reservations block nothing."""

from __future__ import annotations

import math
from datetime import timedelta

from deliberation.agenda.rules import needs_owners
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import profile_of
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.access import current_item, motion_in, present_seat, session_meeting
from deliberation.room.actions.classing import demand_class, name_of
from deliberation.room.actions.common import Line, demand_clear_floor, done, seats_that_said
from deliberation.room.actions.motions import motion_to_decide, move_motion, take_up_amendment
from deliberation.room.models import ConsensusTest, Motion, Objection
from deliberation.room.queries import (
    OPEN_MOTIONS,
    objections_to,
    open_test,
    quorum_of,
    recused_seat_ids,
    speeches_of,
)

KINDS = {"objection": "异议", "reservation": "保留意见"}
MAX_TEXT = 300


def ask(actor: Actor, meeting_id: int, motion_id: int | None) -> ConsensusTest:
    """征询一致: state the conclusion and ask for objections for as long as the rules say (30 s)."""
    with transaction():
        meeting = session_meeting(actor, "consensus.ask", meeting_id)
        item = current_item(meeting)
        motion = motion_to_decide(meeting, motion_id)
        counted = quorum_of(meeting, item.id)
        if not counted.met:
            raise Refused(Reason.QUORUM_MISSING, counted=counted.sentence)
        demand_class(motion)
        demand_clear_floor(speeches_of(item.id), profile_of(meeting).speech_turns)
        move_motion(motion, "consensus.ask")
        now = clock.now()
        test = ConsensusTest(
            motion_id=motion.id,
            opened_at=now,
            closes_at=now + timedelta(seconds=profile_of(meeting).consensus_seconds),
        )
        db.session.add(test)
        said = seats_that_said(item.id)
        # A new test starts with a clean sheet: objections to the former wording do not count here.
        for old in objections_to(motion.id):
            if old.kind == "objection":
                db.session.delete(old)
        if item.step != "consensus":
            item.step = "consensus"
        line = Line("procedure", f"主持人征询一致：{name_of(motion)}。", item.id)
        done(actor, "consensus.ask", motion, meeting, "consensus", "item", line=line, own=said)
        return test


def object_to(actor: Actor, meeting_id: int, motion_id: int, kind: str, text: str) -> Objection:
    """Raise an objection (while the chair asks) or hand in a reservation (until the item ends).

    An objection counts at once, without words; its reason is sent after it, also when the chair has gone on by then.
    Doing it twice replaces the text; without words it takes none away.
    """
    text = _checked(kind, text)
    with transaction():
        meeting = session_meeting(actor, "consensus.object", meeting_id)
        seat = _seat_with_a_say(actor, meeting)
        motion = motion_in(meeting, motion_id)
        found = _own(motion, seat.id, kind)
        is_late = kind == "objection" and open_test(motion.id) is None
        owes_reason = found is not None and not found.text and motion.state in OPEN_MOTIONS
        if motion.item_id != meeting.current_item_id or (is_late and not owes_reason):
            raise Refused(InRoom.NO_TEST_NOW)
        if found is not None and not text:
            return found
        objection = _put(found, motion, seat.id, kind, text)
        said = f"：{text}" if text else "，理由随后写"
        line = Line("reservation", f"{_who(seat)}{KINDS[kind]}{said}", motion.item_id)
        done(actor, "consensus.object", motion, meeting, "consensus", line=line, own=[seat.id], kind=kind)
        return objection


def take_back(actor: Actor, meeting_id: int, motion_id: int) -> None:
    """撤回异议: take one's own objection back while the chair is still asking; without one nothing happens."""
    with transaction():
        meeting = session_meeting(actor, "consensus.object", meeting_id)
        seat = _seat_with_a_say(actor, meeting)
        motion = motion_in(meeting, motion_id)
        if open_test(motion.id) is None:
            raise Refused(InRoom.TEST_OVER)
        found = _own(motion, seat.id, "objection")
        if found is None:
            return
        db.session.delete(found)
        line = Line("reservation", f"{_who(seat)}撤回异议。", motion.item_id)
        act, own = "consensus.object", [seat.id]
        done(actor, act, motion, meeting, "consensus", line=line, own=own, kind="objection", withdrawn=True)


def _checked(kind: str, text: str) -> str:
    """The words, stripped; only an objection may come without them."""
    text = text.strip()
    if kind not in KINDS:
        raise Refused(InRoom.OPINION_KIND_MISSING)
    if not text and kind != "objection":
        raise Refused(Reason.REASON_REQUIRED)
    if len(text) > MAX_TEXT:
        raise Refused(InRoom.OPINION_TOO_LONG, most=MAX_TEXT)
    return text


def _seat_with_a_say(actor: Actor, meeting: Meeting) -> Seat:
    item = current_item(meeting)
    seat = present_seat(actor, meeting)
    if seat.id in recused_seat_ids(item.id):
        raise Refused(Reason.RECUSED)
    return seat


def _who(seat: Seat) -> str:
    return f"{seat.holder}（{seat.party.name}）"


def _own(motion: Motion, seat_id: int, kind: str) -> Objection | None:
    return next((o for o in objections_to(motion.id) if o.seat_id == seat_id and o.kind == kind), None)


def _put(found: Objection | None, motion: Motion, seat_id: int, kind: str, text: str) -> Objection:
    if found is None:
        found = Objection(motion_id=motion.id, seat_id=seat_id, kind=kind, at=clock.now())
        db.session.add(found)
    found.text = text
    db.session.flush()  # the next reader of this transaction counts it
    return found


def declare(actor: Actor, meeting_id: int, motion_id: int | None) -> Motion:
    """宣布协商一致: nobody has objected and the time has run out. There is no tally to print."""
    with transaction():
        meeting = session_meeting(actor, "consensus.declare", meeting_id)
        motion = motion_in(meeting, motion_id)
        test = _open(motion)
        objections = [o for o in objections_to(motion.id) if o.kind == "objection"]
        if objections:
            raise Refused(Reason.CONSENSUS_OBJECTED, count=len(objections))
        left = math.ceil((test.closes_at - clock.now()).total_seconds())
        if left > 0:
            raise Refused(Reason.CONSENSUS_RUNNING, seconds=left)
        binds = demand_class(motion)
        move_motion(motion, "consensus.declare")
        test.state, test.ended_at = "DECLARED", clock.now()
        advice = "（协商意见，须提请业主共同决定）" if needs_owners(binds) else ""
        line = Line("decision", f"{name_of(motion)}：协商一致{advice}。", motion.item_id)
        own = seats_that_said(motion.item_id)
        done(actor, "consensus.declare", motion, meeting, "consensus", "item", line=line, own=own)
        _adopt(meeting_id, motion)
        return motion


def _adopt(meeting_id: int, motion: Motion) -> None:
    if motion.amends_id is not None:
        take_up_amendment(meeting_id, motion)
        motion.item.step = "debate"
    else:
        motion.item.step = "result"


def note_objection(actor: Actor, meeting_id: int, motion_id: int | None) -> Motion:
    """End the test without consensus; the discussion goes on, the motion can be put to the vote."""
    with transaction():
        meeting = session_meeting(actor, "consensus.ask", meeting_id)
        motion = motion_in(meeting, motion_id)
        test = _open(motion)
        move_motion(motion, "consensus.fail")
        test.state, test.ended_at = "OBJECTED", clock.now()
        motion.item.step = "debate"
        line = Line("procedure", f"{name_of(motion)}没有形成一致，继续讨论。", motion.item_id)
        done(actor, "consensus.ask", motion, meeting, "consensus", "item", line=line, objected=True)
        return motion


def _open(motion: Motion) -> ConsensusTest:
    test = open_test(motion.id)
    if test is None:
        raise Refused(InRoom.NO_TEST_RUNNING)
    return test
