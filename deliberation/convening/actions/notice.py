"""Sending the notice (which freezes the roll), confirming it, cancelling, and moving a meeting on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from deliberation.agenda import actions as agenda
from deliberation.agenda.queries import items_of
from deliberation.collection.models import Topic
from deliberation.convening.access import chairs, meeting_for
from deliberation.convening.actions import calendar
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import NoticeDays, notice_days, readiness
from deliberation.convening.rules import MEETING_FLOW
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock, seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.days import moment_text
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import may
from deliberation.kernel.stage import Attached, Linked, Ref
from deliberation.kernel.text import say as _
from deliberation.live.outbox import announce
from deliberation.notices import actions as notices
from deliberation.notices import queries as sent
from deliberation.notices.actions.ladder import stop_climbing
from deliberation.organisation.access import scope_in
from deliberation.organisation.rules.meeting_types import filled

NOTICE_KIND = "meeting"


def advance_meeting(actor: Actor, meeting: Meeting, move_name: str, **facts: Any) -> None:
    """Take one step in a meeting's life inside the caller's transaction, who has loaded, locked and checked.

    Raises `WRONG_STATE` when the move may not start from here.
    """
    target = MEETING_FLOW.after(meeting.state, move_name)
    facts |= {"source": meeting.state, "state": target}
    happened(actor, move_name, meeting, **facts)
    meeting.state, meeting.state_since = target, clock.now()
    announce(meeting.id, "meeting")


def notify(actor: Actor, meeting_id: int, waiver: str = "") -> Meeting:
    """Send the notice to everybody with a seat and freeze the roll 应到名册.

    Raises `NOT_READY` with what is missing; `NOTICE_TOO_SHORT` (domain 3.6) unless `waiver` gives the
    reason of an emergency and the actor may waive (domain 1.1 row 30).
    """
    with transaction():
        meeting = meeting_for(actor, "meeting.notify", meeting_id, lock=True)
        MEETING_FLOW.after(meeting.state, "meeting.notify")
        _demand_ready(meeting)
        waived = demand_in_time(actor, meeting, notice_days(meeting), waiver.strip())
        now = clock.now()
        meeting.notified_at = meeting.roll_frozen_at = now
        meeting.notice_waiver = waived
        advance_meeting(actor, meeting, "meeting.notify", waived=bool(waived), roll=_roll(meeting))
        calendar.enter(meeting, items_of(meeting.id))
        send_invitation(meeting, invited(meeting), known_to=actor.person_id)
        announce(meeting.id, "presence", "agenda")
        return meeting


def confirm_notice(actor: Actor, meeting_id: int) -> None:
    """回执: the actor has seen the notice. Confirming again changes nothing."""
    with transaction():
        meeting = meeting_for(actor, "notice.confirm", meeting_id, lock=True)
        seen.check("invitation", meeting)
        mine = sent.notice_of(actor.person_id, meeting.id, NOTICE_KIND)
        if mine is None:
            raise Refused(Reason.NOT_FOUND)
        notices.confirm(actor, mine.id)


def _invited_to(meeting: Meeting) -> list[Any]:
    """To what, when and where somebody is invited, and whether it is still on; not who else comes."""
    items = [item.title for item in items_of(meeting.id)]
    return [meeting.title, meeting.starts_at, meeting.venue_id, meeting.chair_id, meeting.state == "CANCELLED", items]


seen.describe("invitation", _invited_to)


def cancel_meeting(actor: Actor, meeting_id: int, reason: str) -> Meeting:
    """Call a meeting off: its items go back to the pool, everybody who was invited is told why."""
    with transaction():
        _lock_topics(meeting_id)
        meeting = meeting_for(actor, "meeting.cancel", meeting_id, lock=True)
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        was_noticed = meeting.notified_at is not None
        advance_meeting(actor, meeting, "meeting.cancel")
        items = items_of(meeting.id)
        # Its items go on to another meeting; what this one would have discussed stays readable here.
        planned = [item.title for item in items]
        meeting.facts = {**meeting.facts, "cancel_reason": reason.strip(), "cancelled_agenda": planned}
        for item in items:
            agenda.return_to_pool(actor, item)
        if was_noticed:
            calendar.note_change(meeting)
            stop_climbing(meeting.id)
            _send_cancellation(meeting, reason.strip())
        return meeting


def _lock_topics(meeting_id: int) -> None:
    """Lock the topics before the meeting, in the order of the house (the agenda's actions do the same)."""
    ids = sorted(item.topic_id for item in items_of(meeting_id) if item.topic_id is not None)
    # FOR UPDATE: the topics go back to the pool together with their items.
    db.session.scalars(select(Topic).where(Topic.id.in_(ids)).order_by(Topic.id).with_for_update()).all()


def _demand_ready(meeting: Meeting) -> None:
    missing = [line.detail or line.what for line in readiness(meeting) if line.blocks and not line.done]
    if missing:
        raise Refused(InConvening.POINTS_OPEN, points="；".join(missing))


def demand_in_time(actor: Actor, meeting: Meeting, days: NoticeDays, waiver: str) -> str:
    """The waiver that counts: none when the notice is in time. Raises `NOTICE_TOO_SHORT`, `FORBIDDEN`."""
    if days.verdict != "block":
        return ""
    if not waiver:
        raise Refused(Reason.NOTICE_TOO_SHORT, days=days.gap, required=days.required)
    may(actor, "notice.waive", scope_in(meeting.compound, meeting_id=meeting.id, chairs=chairs(actor, meeting)))
    return waiver


def _roll(meeting: Meeting) -> list[int]:
    query = select(Seat.id).where(Seat.meeting_id == meeting.id, Seat.has_vote)
    return list(db.session.scalars(query.order_by(Seat.id)))


CALENDAR_FILE = "meeting_calendar"
REPLY_LINK = "meeting_reply"
"""Who makes the file and the link of a message about a meeting when it is sent (the stage's card)."""


def calendar_file(meeting: Meeting) -> Attached:
    """The meeting as it stands when the message is sent, for the recipient's calendar."""
    name = _("会议%(id)s.ics", id=meeting.id)
    return Attached(CALENDAR_FILE, name, "text/calendar; charset=utf-8", {"meeting_id": meeting.id})


def reply_link(meeting: Meeting) -> Linked:
    """The link by which the recipient answers without signing in."""
    text = _("确认收到、请假、请人代替（%(title)s）", title=meeting.title)
    return Linked(REPLY_LINK, text, {"meeting_id": meeting.id})


def invited(meeting: Meeting) -> list[int]:
    """The persons on the roll, and chair, secretary and attendees, without those who have left office since."""
    wanted = select(Seat.person_id).where(Seat.meeting_id == meeting.id, Seat.vacated_on.is_(None))
    return list(db.session.scalars(wanted))


def invitation(meeting: Meeting) -> tuple[str, str]:
    """Subject and body of the notice, as the meeting stands now."""
    items = "；".join(f"{number}. {item.title}" for number, item in enumerate(items_of(meeting.id), 1))
    said = _(
        "时间：%(when)s。地点：%(where)s。主持：%(chair)s。议程：%(items)s。请确认收到；不能到会请请假。",
        when=moment_text(meeting.starts_at),
        where=meeting.venue.name if meeting.venue else "",
        chair=meeting.chair.name if meeting.chair else "",
        items=items,
    )
    return _("会议通知：%(title)s", title=meeting.title), said + _own_words(meeting)


def send_invitation(meeting: Meeting, to: Iterable[int], more: str = "", known_to: int | None = None) -> None:
    """Invite these persons to a called meeting; `more` is said to them alone. `known_to` sends it."""
    subject, body = invitation(meeting)
    notices.send(
        to,
        kind=NOTICE_KIND,
        subject=subject,
        body=more + body,
        about=Ref("meeting", meeting.id),
        compound_id=meeting.compound_id,
        meeting_id=meeting.id,
        known_to=known_to,
        attachments=[calendar_file(meeting)],
        links=[reply_link(meeting)],
    )


def _own_words(meeting: Meeting) -> str:
    """What the kind of meeting adds to every notice, with its places filled."""
    at = meeting.starts_at.astimezone(clock.BEIJING)
    places = {
        "年": at.year,
        "月": at.month,
        "日": at.day,
        "会议": meeting.kind_name,
        "小区": meeting.compound.name,
        "时间": at.strftime("%H:%M"),
        "地点": meeting.venue.name if meeting.venue else "",
        "主持人": meeting.chair.name if meeting.chair else "",
    }
    return filled(meeting.meeting_type.notice_template, places)


def _send_cancellation(meeting: Meeting, reason: str) -> None:
    notices.send(
        invited(meeting),
        kind="cancelled",
        subject=_("会议取消：%(title)s", title=meeting.title),
        body=_("原定%(when)s的会议取消。原因：%(reason)s", when=moment_text(meeting.starts_at), reason=reason),
        about=Ref("meeting", meeting.id),
        compound_id=meeting.compound_id,
        meeting_id=meeting.id,
        attachments=[calendar_file(meeting)],
    )
