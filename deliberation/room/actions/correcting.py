"""更正由谁决定: a decided motion was classed wrongly and belongs to the owners (民法典 278; domain 3.2).

Told by a later stage inside its own transaction, which stops the orders. Nothing is deleted: the vote keeps the result
that it was closed with, the signed record its lines; the correction stands beside them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from deliberation import db as database
from deliberation.agenda import actions as agenda
from deliberation.agenda import rules
from deliberation.agenda.rules import Classing
from deliberation.convening.access import meeting_for
from deliberation.convening.queries import seats
from deliberation.db import db, values_of
from deliberation.kernel import clock, seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.actions.classing import columns, put_on
from deliberation.room.actions.common import Line, done, written_reason
from deliberation.room.actions.items import outcome_of
from deliberation.room.actions.voting import result_of
from deliberation.room.models import Motion, MotionCorrection
from deliberation.room.queries import motions_of, rounds_of, signatures_of
from deliberation.room.rules.correcting import check_correctable, check_new_class, check_reason, correction_sentence
from deliberation.room.rules.record import may_write

CORRECT = "motion.correct"


def correct_class(actor: Actor, motion_id: int, said: Classing, reason: str) -> MotionCorrection:
    """Class a decided motion for the owners; the item's outcome and the topic's state follow.

    Raises `NOT_READY`, `INVALID_INPUT`, `REASON_REQUIRED`, `NOT_FOUND`.
    """
    if not database.in_transaction():
        raise RuntimeError("a correction is told inside the caller's transaction()")
    found = db.session.get(Motion, motion_id)
    if found is None or found.item.meeting_id is None:
        raise Refused(Reason.NOT_FOUND)
    meeting = meeting_for(actor, CORRECT, found.item.meeting_id, lock=True)
    # FOR UPDATE: two who correct one motion follow each other.
    motion = db.session.get_one(Motion, motion_id, with_for_update={"of": Motion}, populate_existing=True)
    seen.check("motion", motion)
    reason, before = written_reason(reason), (motion.binds or "PARTY_DUTY", motion.matter)
    check_reason(reason)
    check_correctable(motion.state, motion.item.state, is_amendment=motion.amends_id is not None)
    settled = rules.settle(motion.text, replace(said, reason=reason), motion.item.decision_authority)
    new = (settled.authority, settled.matter)
    check_new_class(before, new)
    put_on(motion, columns(settled, actor.name))
    made = _correction(actor, motion, before, new, reason)
    db.session.add(made)
    db.session.flush()  # the audit names the id
    agenda.correct_outcome(actor, motion.item, outcome_of(motion.item, motions_of(motion.item_id)), sentence(made))
    writable = may_write(meeting.state, signed=bool(signatures_of(meeting.id)))
    line = Line("decision", sentence(made), motion.item_id, actor) if writable else None
    facts = {"before": before[0], "authority": new[0], "matter": new[1]}
    done(actor, CORRECT, motion, meeting, "item", line=line, own=[seat.id for seat in seats(meeting.id)], **facts)
    return made


def _correction(
    actor: Actor, motion: Motion, before: tuple[str, str | None], new: tuple[str, str | None], reason: str
) -> MotionCorrection:
    """The row of a correction: class and matter as they were and as they are now."""
    return MotionCorrection(
        motion_id=motion.id,
        binds_before=before[0],
        matter_before=before[1],
        binds=new[0],
        matter=new[1],
        reason=reason,
        verdicts=_as_opinions(motion),
        by=actor.name,
        by_id=actor.person_id,
        at=clock.now(),
    )


def _as_opinions(motion: Motion) -> dict[str, Any]:
    """The verdict of each of its votes as an opinion, from the stored ballots under the frozen rule."""
    return {str(vote.id): result_of(vote, advisory=True)["verdict"] for vote in rounds_of([motion.id]) if vote.result}


def sentence(made: MotionCorrection) -> str:
    """What record, resolution and history say of it."""
    return correction_sentence(made.motion.number, made.binds_before, made.binds, made.motion.state, made.reason)


seen.describe("motion", lambda motion: [values_of(motion)])
