"""改期: another date, hour, place or title for a meeting whose notice has gone out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.convening.access import meeting_for
from deliberation.convening.actions.calendar import note_change
from deliberation.convening.actions.notice import calendar_file, demand_in_time, invitation, invited, reply_link
from deliberation.convening.actions.planning import future, made_up_title, off_known, venue_id_in
from deliberation.convening.actions.venues import demand_venue_open
from deliberation.convening.models import Meeting
from deliberation.convening.queries import notice_days_from
from deliberation.convening.rules import MEETING_FLOW
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.days import moment_text
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.publicity import refuse_personal
from deliberation.kernel.stage import Ref
from deliberation.kernel.text import say as _
from deliberation.live.outbox import announce
from deliberation.notices import actions as notices
from deliberation.notices.actions.ladder import say_anew

MOVE = "meeting.move"


@dataclass(frozen=True, slots=True)
class MoveDraft:
    """What the form of 改期 holds: the new moment, place and title (empty: made up), why, and why in a hurry."""

    starts_at: datetime
    venue_id: int | None
    title: str
    reason: str
    waiver: str = ""


def move_meeting(actor: Actor, meeting_id: int, draft: MoveDraft) -> Meeting:
    """Move a called meeting; everybody on the roll is told what was and what is. The rules it was called under stay.

    Another day needs the days of notice that the rules ask for, counted from today, or the reason of an emergency from
    somebody who may waive them; another hour of the day that was told does not. Raises `WRONG_STATE`,
    `REASON_REQUIRED`, `INVALID_INPUT`, `NOTICE_TOO_SHORT`.
    """
    with transaction():
        meeting = meeting_for(actor, MOVE, meeting_id, lock=True)
        MEETING_FLOW.after(meeting.state, MOVE)
        if not draft.reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        before = _said(meeting)
        day_before = clock.day_of(meeting.starts_at)
        _write(meeting, draft)
        if _said(meeting) == before:
            raise Refused(InConvening.NOTHING_MOVED)
        if clock.day_of(meeting.starts_at) != day_before:
            waived = demand_in_time(actor, meeting, notice_days_from(meeting, clock.today()), draft.waiver.strip())
            meeting.notice_waiver = "；".join(filter(None, (meeting.notice_waiver, waived)))
        note_change(meeting)
        happened(actor, MOVE, meeting, starts_at=meeting.starts_at.isoformat())
        say_anew(meeting.id, *invitation(meeting))
        _tell(actor, meeting, before, draft.reason.strip())
        announce(meeting.id, "meeting")
        return meeting


def _write(meeting: Meeting, draft: MoveDraft) -> None:
    venue_id = venue_id_in(meeting.compound_id, draft.venue_id)
    if venue_id is None:
        raise Refused(InConvening.VENUE_MISSING)
    demand_venue_open(venue_id, draft.starts_at)
    refuse_personal(draft.title, entrances=True)
    was_made_up = meeting.title == made_up_title(meeting.meeting_type, meeting.starts_at, meeting.compound)
    title = draft.title.strip()
    if not title or (was_made_up and title == meeting.title):  # a title that is a date moves with the date
        title = made_up_title(meeting.meeting_type, draft.starts_at, meeting.compound)
    if draft.starts_at != meeting.starts_at:
        meeting.starts_at = future(draft.starts_at)
        meeting.facts = {**meeting.facts, "off_known": off_known(draft.starts_at)}
    meeting.title, meeting.venue_id = title, venue_id
    db.session.flush()  # the place is read anew
    db.session.refresh(meeting, ["venue"])


def _said(meeting: Meeting) -> tuple[str, str, str]:
    """What a recipient knows of the meeting: title, when, where."""
    return meeting.title, moment_text(meeting.starts_at), meeting.venue.name if meeting.venue else ""


def _tell(sender: Actor, meeting: Meeting, before: tuple[str, str, str], reason: str) -> None:
    title, when, where = _said(meeting)
    labels = (_("名称"), _("时间"), _("地点"))
    lines = zip(labels, before, (title, when, where), strict=True)
    changed = [_("%(what)s由%(old)s改为%(new)s", what=what, old=old, new=new) for what, old, new in lines if old != new]
    notices.send(
        invited(meeting),
        kind=MOVE,
        subject=_("会议改期：%(title)s", title=title),
        body=_(
            "%(changed)s。原因：%(reason)s。现在定于%(when)s，在%(where)s。不能到会请请假。",
            changed="；".join(changed),
            reason=reason,
            when=when,
            where=where,
        ),
        about=Ref("meeting", meeting.id),
        compound_id=meeting.compound_id,
        meeting_id=meeting.id,
        known_to=sender.person_id,
        attachments=[calendar_file(meeting)],
        links=[reply_link(meeting)],
    )
