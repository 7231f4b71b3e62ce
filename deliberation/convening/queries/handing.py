"""What of convening waits for whoever holds a post: meetings to chair or to keep the minutes of, records to issue."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from deliberation.convening.models import Meeting, Seat
from deliberation.convening.rules import CHAIR_ROLES, MEETING_FLOW
from deliberation.db import db
from deliberation.kernel.actor import Role
from deliberation.kernel.days import day_text, moment_text
from deliberation.kernel.handing import Leaving, OpenThing
from deliberation.kernel.stage import Ref
from deliberation.kernel.text import say as _

AHEAD = ("PLANNED", "NOTICED")
UNISSUED = ("ENDED", "MINUTES_SIGNED")


def open_for(post: Leaving) -> list[OpenThing]:
    """The meetings ahead that they chair or keep the minutes of, and records of theirs that are not issued."""
    column = office_of(post)
    if column is None:
        return []
    query = select(Meeting).where(
        Meeting.compound_id == post.compound_id, Meeting.state.in_((*AHEAD, *UNISSUED)), column == post.person_id
    )
    found = db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id))
    return [OpenThing(Ref("meeting", one.id), one.title, _to_do(one, post)) for one in found]


def office_of(post: Leaving) -> InstrumentedAttribute[int | None] | None:
    """The column of a meeting that names who holds this post; `None` for a post that is named in none."""
    if post.role.value in CHAIR_ROLES:
        return Meeting.chair_id
    return Meeting.secretary_id if post.role is Role.SECRETARY else None


def _to_do(meeting: Meeting, post: Leaving) -> str:
    if meeting.state in UNISSUED:
        return str(_("会议已开，会议记录待签发；原主持人不变，由接任的人办移交主持后签发"))
    office = _("记录") if post.role is Role.SECRETARY else _("主持")
    when = moment_text(meeting.starts_at)
    state = _(MEETING_FLOW.label(meeting.state))
    return str(_("%(state)s，%(when)s开会，%(office)s", state=state, when=when, office=office))


def vacancies(meeting_id: int) -> list[str]:
    """The seats on the roll whose holder left office after the notice, in words: 空缺, counted nowhere."""
    query = select(Seat).where(Seat.meeting_id == meeting_id, Seat.vacated_on.is_not(None))
    return [
        _(
            "%(party)s一席（%(name)s离任，最后一天%(day)s）",
            party=seat.party.name,
            name=seat.person.name,
            day=day_text(seat.vacated_on),
        )
        for seat in db.session.scalars(query.order_by(Seat.position, Seat.id))
        if seat.vacated_on is not None
    ]
