"""下一轮表决: where no option, or nobody for a post, had enough, the foremost are put to a new vote (domain 3.3)."""

from __future__ import annotations

from deliberation.convening.models import Meeting
from deliberation.db import transaction
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.access import session_meeting
from deliberation.room.actions.classing import name_of
from deliberation.room.actions.common import Line, done
from deliberation.room.actions.motions import motion_to_decide, move_motion
from deliberation.room.actions.voting import decided_by, put_to_vote
from deliberation.room.models import Motion, Vote
from deliberation.room.queries import rounds_of
from deliberation.room.rules.flows import MOTION_FLOW
from deliberation.room.rules.questions import question_of, run_off, still_open


def open_run_off(actor: Actor, meeting_id: int, motion_id: int | None) -> Vote:
    """Put the foremost options of the last round to the vote again: a new vote with a roll and a rule of its own."""
    with transaction():
        meeting = session_meeting(actor, "vote.open", meeting_id)
        motion = _waiting(meeting, motion_id)
        last = rounds_of([motion.id])[-1]
        question = run_off(question_of(last.frozen), (last.result or {})["verdict"])
        if question is None:
            raise Refused(InRoom.NO_OPTIONS_LEFT)
        return put_to_vote(actor, meeting, motion, question)


def end_rounds(actor: Actor, meeting_id: int, motion_id: int | None) -> Motion:
    """No further round: what the rounds so far have chosen is the result; posts left open are said to be."""
    with transaction():
        meeting = session_meeting(actor, "vote.close", meeting_id)
        motion = _waiting(meeting, motion_id)
        rounds = rounds_of([motion.id])
        move_motion(motion, decided_by(rounds))
        left = still_open((rounds[-1].result or {})["verdict"])
        text = f"{name_of(motion)}：主持人决定不再进行下一轮，以已有结果为准{left}。"
        line = Line("decision", text, motion.item_id)
        done(actor, "vote.close", motion, meeting, "vote", line=line, outcome=motion.state)
        return motion


def _waiting(meeting: Meeting, motion_id: int | None) -> Motion:
    motion = motion_to_decide(meeting, motion_id)
    if motion.state != "RUN_OFF":
        raise Refused(
            Reason.WRONG_STATE, subject=name_of(motion), state=MOTION_FLOW.label(motion.state), move="进行下一轮表决"
        )
    return motion
