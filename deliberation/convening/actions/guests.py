"""People who come to a meeting and are counted, not named: the owners at a 恳谈会, residents at an open day."""

from __future__ import annotations

from deliberation.convening.access import meeting_for
from deliberation.convening.models import Meeting
from deliberation.db import transaction
from deliberation.history.acts import happened
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Refused

MOST_GUESTS = 9999


def count_guests(actor: Actor, meeting_id: int, number: int | None) -> Meeting:
    """Write down how many came (`minutes.write`); written again, the later number counts."""
    with transaction():
        meeting = meeting_for(actor, "minutes.write", meeting_id, lock=True)
        if not meeting.meeting_type.has_guests:
            raise Refused(InConvening.NO_GUESTS_HERE)
        if number is None or not 0 <= number <= MOST_GUESTS:
            raise Refused(InConvening.GUESTS_NOT_COUNTED, most=MOST_GUESTS)
        if meeting.facts.get("guests") != number:
            meeting.facts = {**meeting.facts, "guests": number}
            happened(actor, "meeting.count_guests", meeting, number=number)
        return meeting
