"""What became of the owners' decisions on what a meeting had put to them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.db import db
from deliberation.owners.models import OwnersAnnulment, OwnersMatter, OwnersQuestion, OwnersVote
from deliberation.owners.rules.annulment import sentence
from deliberation.room.models import Motion


@dataclass(frozen=True, slots=True)
class Annulled:
    """One record about one decision: what was decided on, the sentence with date and reason, the vote's page."""

    title: str
    said: str
    vote_id: int


def annulled_decisions(meeting_id: int) -> list[Annulled]:
    """Annulments and reinstatements of what the owners decided on this meeting's motions, oldest first."""
    wanted = (
        select(OwnersAnnulment, OwnersQuestion.number, OwnersQuestion.title)
        .join(OwnersVote, OwnersVote.id == OwnersAnnulment.vote_id)
        .join(OwnersQuestion, OwnersQuestion.vote_id == OwnersVote.id)
        .join(OwnersMatter, OwnersMatter.id == OwnersQuestion.matter_id)
        .join(Motion, Motion.id == OwnersMatter.motion_id)
        .join(AgendaItem, AgendaItem.id == Motion.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(OwnersAnnulment.id, OwnersQuestion.number)
    )
    return [
        Annulled(row.title, sentence(row.OwnersAnnulment), row.OwnersAnnulment.vote_id)
        for row in db.session.execute(wanted)
        if row.number in row.OwnersAnnulment.questions
    ]
