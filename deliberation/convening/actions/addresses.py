"""The addresses of a meeting that are secrets: of the hall's screen, of sign-in, and the meeting's number."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from deliberation.convening.access import meeting_for
from deliberation.convening.models import Meeting
from deliberation.convening.rules import DOOR_CLOSED_STATES, MEETING_FLOW
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import say as _
from deliberation.live import outbox


def renew_addresses(actor: Actor, meeting_id: int) -> Meeting:
    """更换地址: new addresses of hall screen and sign-in, and a new number; the old ones stop working.

    Screens that were opened by the old address are cut off; who is signed in at a seat stays. Slips and notices have
    to be printed anew. Raises `WRONG_STATE` for a meeting that is over.
    """
    with transaction():
        meeting = meeting_for(actor, "pin.print", meeting_id, lock=True)
        if meeting.state in DOOR_CLOSED_STATES - {MEETING_FLOW.initial}:
            label = MEETING_FLOW.label(meeting.state)
            raise Refused(Reason.WRONG_STATE, subject=meeting.title, state=_(label), move=_("更换地址"))
        meeting.join_code = free_join_code()
        meeting.join_token, meeting.hall_token = new_token(), new_token()
        outbox.announce(meeting.id, "meeting")
        outbox.revoke(outbox.HALLS)
        happened(actor, "addresses.renew", meeting)
        return meeting


def new_token() -> str:
    """The secret part of an address: 128 bits."""
    return secrets.token_urlsafe(16)


def free_join_code() -> str:
    """Six digits that no meeting uses in which one can sign in."""
    while True:
        code = f"{secrets.randbelow(10**6):06d}"
        taken = select(Meeting.id).where(
            Meeting.join_code == code, Meeting.state.not_in(DOOR_CLOSED_STATES - {MEETING_FLOW.initial})
        )
        if db.session.scalar(taken.limit(1)) is None:
            return code
