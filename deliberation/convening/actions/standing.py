"""What stands on the agenda of every meeting of a kind by itself: 上次督办进展, 践诺述职."""

from __future__ import annotations

from deliberation.agenda import actions as agenda
from deliberation.convening.models import Meeting
from deliberation.kernel.actor import Actor
from deliberation.organisation.queries.kinds_of_meeting import standing_here
from deliberation.organisation.rules.meeting_types import STANDING, STANDING_KINDS

STANDING_MINUTES = 10


def put_standing(actor: Actor, meeting: Meeting) -> None:
    """Put the standing items on the agenda of a meeting that is just planned, inside the caller's transaction.

    They are taken off again like any other item by whoever orders the agenda.
    """
    for code in standing_here(meeting.compound_id, meeting.meeting_type):
        draft = agenda.ItemDraft(STANDING[code], kind=STANDING_KINDS[code], minutes=STANDING_MINUTES)
        agenda.put_item(actor, meeting.compound_id, meeting.id, draft)
