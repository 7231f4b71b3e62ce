"""由谁决定 a motion: settled when it is written, asked again before it is decided, never passed by silence.

The gate of Civil Code art. 278 stands at the motion, since one topic brings forth motions of several classes
(domain 3.2; scenario A: traffic order and works). What a meeting decides without a class binds nobody.
"""

from __future__ import annotations

from typing import Any

from deliberation.agenda import rules
from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import AUTHORITIES, Classing, Settled
from deliberation.convening.queries import seats
from deliberation.db import transaction
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.access import motion_in, session_meeting
from deliberation.room.actions.common import Line, done
from deliberation.room.models import Motion
from deliberation.room.rules.classing import class_sentence, is_settled, words_that_ask
from deliberation.room.rules.flows import motion_label

OPEN_FOR_CLASSING = frozenset({"MOVED", "OBJECTED"})
"""States in which nothing is being decided: afterwards the class is frozen with the vote or the consensus."""

UNSETTLED: dict[str, Any] = {"binds": None, "matter": None, "class_notes": None}


def first_class(
    actor: Actor, text: str, item: AgendaItem, main: Motion | None, said: Classing | None
) -> dict[str, Any]:
    """The class columns of a new motion or amendment.

    What its writer says, held against the words; else the class of its motion or item where the text points to
    nothing more; else none, and somebody is asked before it is decided.
    """
    if said is not None and said.authority:
        return columns(rules.settle(text, said, item.decision_authority), actor.name)
    if main is not None:
        settled = rules.inherited(text, main.binds, main.matter)
    else:
        settled = rules.inherited(text, item.decision_authority, item.matter)
    return UNSETTLED if settled is None else columns(settled, "")


def columns(settled: Settled, by: str) -> dict[str, Any]:
    """The columns of a motion or an agenda item that keep a class; `by` is empty where it was taken over."""
    return {"binds": settled.authority, "matter": settled.matter, "class_notes": {**settled.notes, "by": by}}


def classify_motion(actor: Actor, meeting_id: int, motion_id: int | None, said: Classing) -> Motion:
    """判定 who may decide a motion (`motion.classify`), by the secretary or the chair, as long as nothing is decided.

    Raises `AUTHORITY_MISSING`, `CLASS_ASKED`, `NOT_FOR_THIS_MEETING`, `WRONG_STATE`.
    """
    with transaction():
        meeting = session_meeting(actor, "motion.classify", meeting_id)
        motion = motion_in(meeting, motion_id)
        if motion.state not in OPEN_FOR_CLASSING:
            state = motion_label(motion.state, motion.binds)
            raise Refused(Reason.WRONG_STATE, subject=name_of(motion), state=state, move="改判由谁决定")
        rules.check_may_accept(said.authority)
        settled = rules.settle(motion.text, said, motion.item.decision_authority)
        put_on(motion, columns(settled, actor.name))
        line = Line("procedure", class_line(motion), motion.item_id, actor)
        everybody = [seat.id for seat in seats(meeting_id)]
        facts = {"authority": settled.authority, "matter": settled.matter, "differs": settled.notes["differs"]}
        done(actor, "motion.classify", motion, meeting, "motion", line=line, own=everybody, **facts)
        return motion


def put_on(motion: Motion, given: dict[str, Any]) -> None:
    """Write the class columns."""
    motion.binds, motion.matter, motion.class_notes = given["binds"], given["matter"], given["class_notes"]


def name_of(motion: Motion) -> str:
    """How the record calls a motion."""
    return "修正案" if motion.amends_id else f"动议 {motion.number}"


def class_line(motion: Motion) -> str:
    """What the record says about who decides a motion."""
    return class_sentence(name_of(motion), motion.binds, motion.matter, motion.class_notes)


def demand_class(motion: Motion, seen: str | None = None) -> str:
    """The class under which a motion is decided now, asked under the meeting's lock.

    `seen`: the class that stood on the screen of who decides; `None` for an act without a screen. Raises
    `CLASS_MISSING` for none (also where the words point further than a class that nobody gave a reason for),
    `NOT_FOR_THIS_MEETING`, `CLASS_CHANGED`.
    """
    if motion.binds is None or not is_settled(motion.text, motion.binds, motion.class_notes):
        points = words_that_ask(motion.text, motion.binds, motion.class_notes)
        raise Refused(Reason.CLASS_MISSING, points=points)
    rules.check_may_accept(motion.binds)
    if seen is not None and seen != motion.binds:
        raise Refused(Reason.CLASS_CHANGED, label=AUTHORITIES[motion.binds].label)
    return motion.binds
