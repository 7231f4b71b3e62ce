"""更正 of decided motions: read for every page that shows what a meeting decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.db import db
from deliberation.room.models import MinutesLine, Motion, MotionCorrection, Vote


def newest_corrections(motion_ids: Iterable[int]) -> dict[int, MotionCorrection]:
    """The newest correction of each of these motions that has one; one statement."""
    ids = list(motion_ids)
    if not ids:
        return {}
    wanted = select(MotionCorrection).where(MotionCorrection.motion_id.in_(ids)).order_by(MotionCorrection.id)
    return {one.motion_id: one for one in db.session.scalars(wanted)}


def corrections_in(meeting_id: int) -> list[MotionCorrection]:
    """Every correction of what a meeting decided, oldest first."""
    wanted = (
        select(MotionCorrection)
        .join(Motion, Motion.id == MotionCorrection.motion_id)
        .join(AgendaItem, AgendaItem.id == Motion.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(MotionCorrection.id)
    )
    return list(db.session.scalars(wanted))


def verdict_now(vote: Vote, corrections: Mapping[int, MotionCorrection]) -> dict[str, Any]:
    """The verdict of a closed vote as it is to be shown: an opinion where the class was corrected since."""
    made = corrections.get(vote.motion_id)
    told: dict[str, Any] = (vote.result or {}).get("verdict", {})
    return told if made is None else made.verdicts.get(str(vote.id), told)


def corrected_lines(lines: Sequence[MinutesLine], corrections: Sequence[MotionCorrection]) -> frozenset[int]:
    """The lines of the record that say the result of a motion whose class was corrected since."""
    starts = {(one.motion.item_id, f"动议 {one.motion.number}") for one in corrections}
    return frozenset(
        line.id
        for line in lines
        if line.kind == "decision"
        and any(line.item_id == item and line.text.startswith((f"{name}：", f"{name}第")) for item, name in starts)
    )
