"""How a motion looks on every screen: its words, its state, and who may decide it."""

from __future__ import annotations

from deliberation.agenda.rules import difference, needs_owners
from deliberation.room import events
from deliberation.room.models import Motion
from deliberation.room.queries import rounds_of
from deliberation.room.rules.classing import is_settled, label_of, words_that_ask
from deliberation.room.rules.flows import motion_label
from deliberation.room.rules.questions import combined, is_plain, question_of


def motion_view(motion: Motion) -> events.MotionView:
    """A motion or an amendment, with who may decide it."""
    mover, said = motion.moved_by, (motion.text, motion.binds, motion.class_notes)
    return events.MotionView(
        id=motion.id,
        amends_id=motion.amends_id,
        number=motion.number,
        text=motion.text,
        state=motion.state,
        state_label=_state_label(motion),
        binds=motion.binds,
        binds_label=label_of(motion.binds),
        matter=motion.matter,
        needs_owners=needs_owners(motion.binds),
        is_settled=is_settled(*said),
        asked=words_that_ask(*said),
        class_note=difference(motion.class_notes),
        mover=mover.holder if mover else None,
        mover_party=mover.party.name if mover else "",
    )


def _state_label(motion: Motion) -> str:
    """In the words of the vote where it was no vote of 同意 and 反对 (选定, 全部选出, 评分完成).

    The meeting's majority on what only the owners may decide is an opinion, neither 通过 nor 未通过.
    """
    if motion.state in {"CARRIED", "LOST"}:
        rounds = [v for v in rounds_of([motion.id]) if v.result and not is_plain(question_of(v.frozen))]
        if rounds:
            return str(combined([v.result["verdict"] for v in rounds if v.result])["result_label"])
    return motion_label(motion.state, motion.binds)
