"""居民会议、居民代表会议 (2025 Act): who demanded the meeting, when the party organisation discussed its matters."""

from __future__ import annotations

from datetime import date

from deliberation.audit.record import record
from deliberation.convening.access import meeting_for
from deliberation.convening.actions.planning import demand_planned
from deliberation.convening.models import Meeting
from deliberation.convening.queries import profile_of
from deliberation.convening.rules import RESIDENTS_BODIES, demand_problem
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import say as _

PERMISSION = "meeting.plan"


def record_demand(actor: Actor, meeting_id: int, by: str, number: int, total: int) -> Meeting:
    """提议召集: so many of `total` demanded this meeting (§26, §28). Raises `INVALID_INPUT` with the exact figure."""
    with transaction():
        meeting = _planned(actor, meeting_id)
        problem = demand_problem(profile_of(meeting).body, by, number, total)
        if problem:
            raise Refused(Reason.INVALID_INPUT, what=problem)
        meeting.facts = {**meeting.facts, "demand": {"by": by, "number": number, "total": total}}
        record(actor, PERMISSION, "meeting", meeting.id, meeting.compound_id, what="record_demand", number=number)
        return meeting


def record_party_discussion(actor: Actor, meeting_id: int, discussed_on: date) -> Meeting:
    """The community's party organisation discussed what is to be decided, before the meeting (§30)."""
    with transaction():
        meeting = _planned(actor, meeting_id)
        if discussed_on > clock.today():
            raise Refused(Reason.INVALID_INPUT, what=_("研究讨论的日期不能晚于今天。"))
        meeting.facts = {**meeting.facts, "party_discussed_on": discussed_on.isoformat()}
        record(actor, PERMISSION, "meeting", meeting.id, meeting.compound_id, what="record_party_discussion")
        return meeting


def _planned(actor: Actor, meeting_id: int) -> Meeting:
    meeting = meeting_for(actor, PERMISSION, meeting_id, lock=True)
    if profile_of(meeting).body not in RESIDENTS_BODIES:
        raise Refused(Reason.NOT_FOUND)
    demand_planned(meeting, _("修改"))
    return meeting
