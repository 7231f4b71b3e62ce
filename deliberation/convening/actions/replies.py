"""Answering a message without signing in: its link stands for one person at one meeting, and opens nothing else.

The address has a code of 160 bits, of which the store keeps a digest. It counts until the meeting begins; leave or a
substitute named with it uses it up, a receipt does not. Opening it changes nothing: programs that look through mail
open every link.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import select

from deliberation.convening.actions.seats import ask_leave
from deliberation.convening.actions.substitutes import name_substitute
from deliberation.convening.models import Meeting, ReplyLink, Seat
from deliberation.convening.queries.substitutes import actor_at, seat_to_answer
from deliberation.db import db, transaction
from deliberation.kernel import clock, seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InConvening
from deliberation.kernel.errors import Refused
from deliberation.notices import actions as notices
from deliberation.notices.models import Notice

CODE_BYTES = 20


@dataclass(frozen=True, slots=True)
class Reply:
    """An open link: who answers with it, to which notice, at which seat of which meeting."""

    link: ReplyLink
    notice: Notice
    meeting: Meeting
    seat: Seat
    actor: Actor


def make_link(notice_id: int, meeting_id: int, person_id: int) -> str:
    """The code of a new link in a message to this person."""
    with transaction() as session:
        code = secrets.token_hex(CODE_BYTES)
        link = ReplyLink(notice_id=notice_id, meeting_id=meeting_id, person_id=person_id, made_at=clock.now())
        link.code_hash = _digest(code)
        session.add(link)
        return code


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def opened(code: str) -> Reply:
    """What a link opens now; nothing is changed. Raises `REPLY_CLOSED`."""
    link = db.session.scalar(select(ReplyLink).where(ReplyLink.code_hash == _digest(code)))
    if link is None:
        raise Refused(InConvening.REPLY_UNKNOWN)
    return _open(link)


def _open(link: ReplyLink) -> Reply:
    if link.used_at is not None:
        raise Refused(InConvening.REPLY_USED)
    seat = seat_to_answer(link.meeting_id, link.person_id)
    if seat is None:
        raise Refused(InConvening.REPLY_OVER)
    meeting = db.session.get_one(Meeting, link.meeting_id)
    notice = db.session.get_one(Notice, link.notice_id)
    return Reply(link, notice, meeting, seat, actor_at(meeting, seat))


def confirm_by_link(code: str) -> None:
    """确认收到: the receipt of this one message. The link stays good for leave."""
    with transaction():
        reply = _taken(code)
        seen.check("invitation", reply.meeting)
        notices.confirm(reply.actor, reply.notice.id, "link")


def leave_by_link(code: str, reason: str, appointment_id: int | None = None) -> Seat:
    """请假, or who comes instead (`appointment_id`), by the rules that count for everybody; the link is used up."""
    with transaction():
        reply = _taken(code)
        actor, meeting_id = reply.actor, reply.meeting.id
        if appointment_id is None:
            seat = ask_leave(actor, meeting_id, reason, "link")
        else:
            seat = name_substitute(actor, meeting_id, appointment_id, reason, "link")
        reply.link.used_at = clock.now()
        return seat


def _taken(code: str) -> Reply:
    """The open link, its meeting locked and then itself: of two presses at once the second finds it used."""
    known = select(ReplyLink.id, ReplyLink.meeting_id).where(ReplyLink.code_hash == _digest(code))
    row = db.session.execute(known).one_or_none()
    if row is None:
        raise Refused(InConvening.REPLY_UNKNOWN)
    # FOR UPDATE: the meeting first, as everywhere, then the link; what is read afterwards is what stands.
    db.session.get_one(Meeting, row.meeting_id, with_for_update={"of": Meeting}, populate_existing=True)
    link = db.session.get_one(ReplyLink, row.id, with_for_update=True, populate_existing=True)
    return _open(link)
