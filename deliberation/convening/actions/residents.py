"""居民会议、居民代表会议 (2025 Act): who demanded the meeting, when the party organisation discussed its matters."""

from __future__ import annotations

from datetime import date

from deliberation.convening.access import meeting_for
from deliberation.convening.actions.planning import demand_planned
from deliberation.convening.models import Meeting
from deliberation.convening.queries import profile_of
from deliberation.convening.rules import (
    MEETING_FLOW,
    OVER,
    RESIDENTS_BODIES,
    RESIDENTS_STEPS,
    ResidentsStep,
    demand_problem,
)
from deliberation.db import transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import NO_FAULT, Fault, Reason, Refused
from deliberation.kernel.text import say as _

PERMISSION = "meeting.plan"


def record_demand(actor: Actor, meeting_id: int, by: str, number: int, total: int) -> Meeting:
    """提议召集: so many of `total` demanded this meeting (§26, §28). Raises `INVALID_INPUT` with the exact figure."""
    with transaction():
        meeting = _planned(actor, meeting_id)
        problem = demand_problem(profile_of(meeting).body, by, number, total)
        if problem:
            raise Refused(problem)
        meeting.facts = {**meeting.facts, "demand": {"by": by, "number": number, "total": total}}
        happened(actor, "meeting.record_demand", meeting, number=number)
        return meeting


def record_party_discussion(actor: Actor, meeting_id: int, discussed_on: date) -> Meeting:
    """The community's party organisation discussed what is to be decided, before the meeting (§30)."""
    with transaction():
        meeting = _planned(actor, meeting_id)
        if discussed_on > clock.today():
            raise Refused(InConvening.DISCUSSION_IN_FUTURE)
        meeting.facts = {**meeting.facts, "party_discussed_on": discussed_on.isoformat()}
        happened(actor, "meeting.record_party_discussion", meeting)
        return meeting


def record_step(actor: Actor, meeting_id: int, code: str, done_on: date | None, reason: str) -> Meeting:
    """A step of `RESIDENTS_STEPS` was done on a day, or does not concern this meeting for a reason.

    What comes before is written down while the meeting is planned, what comes after once it was held. Raises
    `INVALID_INPUT`, `WRONG_STATE`, `NOT_FOUND` for a step that nobody knows.
    """
    with transaction():
        step = RESIDENTS_STEPS.get(code)
        meeting = meeting_for(actor, PERMISSION, meeting_id, lock=True)
        if step is None or profile_of(meeting).body not in RESIDENTS_BODIES:
            raise Refused(Reason.NOT_FOUND)
        if not step.after:
            demand_planned(meeting, _("修改"))
        elif meeting.state not in OVER:
            state = MEETING_FLOW.label(meeting.state)
            raise Refused(Reason.WRONG_STATE, subject=meeting.title, state=state, move=_("登记会后的步骤"))
        problem = _step_problem(step, meeting, done_on, reason.strip())
        if problem:
            raise Refused(problem)
        said = {"on": done_on.isoformat()} if done_on else {"reason": reason.strip()}
        meeting.facts = {**meeting.facts, "steps": {**meeting.facts.get("steps", {}), code: said}}
        happened(actor, "meeting.record_residents_step", meeting, step=code)
        return meeting


def _step_problem(step: ResidentsStep, meeting: Meeting, done_on: date | None, reason: str) -> Fault:
    if done_on is None and not step.waivable:
        return Fault(InConvening.PUBLICATION_DAY_MISSING)
    if (done_on is None) is not bool(reason):
        return Fault(InConvening.STEP_DAY_OR_REASON)
    if done_on and done_on > clock.today():
        return Fault(InConvening.STEP_IN_FUTURE)
    if done_on and step.after and done_on < clock.day_of(meeting.starts_at):
        return Fault(InConvening.STEP_BEFORE_MEETING)
    return NO_FAULT


def _planned(actor: Actor, meeting_id: int) -> Meeting:
    meeting = meeting_for(actor, PERMISSION, meeting_id, lock=True)
    if profile_of(meeting).body not in RESIDENTS_BODIES:
        raise Refused(Reason.NOT_FOUND)
    demand_planned(meeting, _("修改"))
    return meeting
