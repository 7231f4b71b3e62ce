"""Recusal 回避 (domain 3.9): a seat leaves the entitled, the present and the quorum of one item only."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.convening.access import seat_in, seat_of
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Refused
from deliberation.room.access import current_item, present_seat, session_meeting
from deliberation.room.actions.common import Line, done, written_reason
from deliberation.room.models import Recusal
from deliberation.room.queries import open_vote_of, speeches_of


def recuse(actor: Actor, meeting_id: int, item_id: int, reason: str, seat_id: int | None = None) -> Recusal:
    """Declare an interest for one's own seat, or (the chair) decide that a seat must recuse itself.

    Not while a vote is open: its roll is frozen.
    """
    reason = written_reason(reason)
    with transaction():
        own = seat_of(actor, meeting_id)
        is_own = seat_id is None or (own is not None and own.id == seat_id)
        permission = "recusal.declare" if is_own else "recusal.decide"
        meeting = session_meeting(actor, permission, meeting_id)
        item = current_item(meeting, item_id)
        seat = present_seat(actor, meeting) if is_own else seat_in(meeting, seat_id or 0)
        if open_vote_of(meeting_id):
            raise Refused(InRoom.ROLL_IN_VOTE)
        known = db.session.scalar(select(Recusal).where(Recusal.item_id == item.id, Recusal.seat_id == seat.id))
        if known:
            return known
        recusal = Recusal(item_id=item.id, seat_id=seat.id, reason=reason, at=clock.now())
        db.session.add(recusal)
        for speech in speeches_of(item.id):
            if speech.seat_id == seat.id and speech.state == "WAITING":
                speech.state = "WITHDRAWN"
        line = Line("recusal", f"{seat.holder}（{seat.party.name}）回避：{recusal.reason}", item.id)
        done(actor, permission, seat, meeting, "recusal", "floor", line=line, own=[seat.id], item=item.id)
        return recusal
