"""The meeting as the rule of the chair's next step wants it."""

from __future__ import annotations

from typing import Any

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.queries import items_of
from deliberation.agenda.rules import needs_owners
from deliberation.convening.models import Meeting
from deliberation.convening.queries import profile_of
from deliberation.room.models import Motion
from deliberation.room.queries import (
    DECIDED_MOTIONS,
    item,
    last_test,
    motion_at_hand,
    motions_of,
    objections_to,
    open_test,
    open_vote_of,
    quorum_of,
    rounds_of,
    speeches_of,
    turnout,
)
from deliberation.room.rules.classing import is_settled, label_of, words_that_ask
from deliberation.room.rules.questions import finalists
from deliberation.room.rules.steps import HallNow, ItemNow, MotionNow


def hall_now(meeting: Meeting) -> HallNow:
    """The meeting as the rule of the next step wants it."""
    before = meeting.state in {"SIGN_IN", "INQUORATE"}
    counted = quorum_of(meeting) if before else None
    upcoming = tuple((i.id, i.position, i.title) for i in items_of(meeting.id) if i.state == "PLACED")
    opened = item(meeting)
    return HallNow(
        state=meeting.state,
        quorum_met=counted is None or counted.met,
        quorum_sentence=counted.sentence if counted else "",
        upcoming=upcoming,
        item=_item_now(meeting, opened) if opened else None,
        consensus_first=profile_of(meeting).first == "CONSENSUS",
    )


def _item_now(meeting: Meeting, opened: AgendaItem) -> ItemNow:
    vote = open_vote_of(meeting.id)
    if vote:  # nothing else matters to the next step while ballots come in, four times a second
        cast, roll = turnout(vote.id)
        return ItemNow(
            opened.id, opened.position, opened.title, opened.kind, opened.step, vote_id=vote.id, cast=cast, roll=roll
        )
    motions = motions_of(opened.id)
    motion = motion_at_hand(motions)
    test = open_test(motion.id) if motion else None
    speeches = speeches_of(opened.id)
    counted = quorum_of(meeting, opened.id)
    objections = [o for o in objections_to(motion.id) if o.kind == "objection"] if test and motion else []
    return ItemNow(
        id=opened.id,
        position=opened.position,
        title=opened.title,
        kind=opened.kind,
        step=opened.step,
        motion=_motion_now(motion) if motion else None,
        waiting_speakers=sum(s.state == "WAITING" for s in speeches),
        is_speaking=any(s.state == "SPEAKING" for s in speeches),
        quorum_met=counted.met,
        quorum_sentence=counted.sentence,
        objections=len(objections),
        writing="、".join(dict.fromkeys(o.seat.party.name for o in objections if not o.text)),
        consensus_closes_at=test.closes_at if test else None,
        decided=sum(m.state in DECIDED_MOTIONS for m in motions),
        agreed=sum(m.state in {"CARRIED", "CONSENSUS"} for m in motions),
    )


def _motion_now(motion: Motion) -> MotionNow:
    asked = last_test(motion.item_id)
    was_consulted = asked is not None and asked.motion_id == motion.id and asked.state == "OBJECTED"
    again = rounds_of([motion.id])[-1].result if motion.state == "RUN_OFF" else None
    return MotionNow(
        motion.id,
        motion.number,
        motion.state,
        motion.amends_id is not None,
        was_consulted,
        text=motion.text,
        run_off=finalists(again["verdict"]) if again else (),
        vacant=again["verdict"].get("vacant", 0) if again else 0,
        **_class_now(motion),
    )


def _class_now(motion: Motion) -> dict[str, Any]:
    said = (motion.text, motion.binds, motion.class_notes)
    return {
        "is_settled": is_settled(*said),
        "decides": label_of(motion.binds),
        "is_advice": needs_owners(motion.binds),
        "differs": bool((motion.class_notes or {}).get("differs")),
        "asked": words_that_ask(*said),
    }
