"""What meetings of residents need beside other meetings, and when their representatives have to meet again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from deliberation.agenda.models import AgendaItem
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.rules import OVER, RESIDENTS_BODIES, Missing, demand_said, half_year_after, residents_lines
from deliberation.db import db
from deliberation.kernel import clock, holidays
from deliberation.kernel.days import last_day
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import say as _
from deliberation.organisation.models import Compound
from deliberation.organisation.queries import meeting_types, profile_in_force
from deliberation.organisation.rules.bodies import NEIGHBOURHOOD_DAYS

MOST_REMINDED = 5


def lines_of_residents(
    meeting: Meeting, body: str, seats: Sequence[Seat], items: Sequence[AgendaItem]
) -> list[Missing]:
    """The lines of the readiness list that only a body of residents has."""
    of_seats = [(seat.party.kind, seat.has_vote) for seat in seats]
    return residents_lines(body, meeting.facts, of_seats, has_votes=any(item.kind == "vote" for item in items))


def called_because(meeting: Meeting, body: str) -> str:
    """On whose demand a meeting was called (§26, §28); empty where the 居委会 called it of its own."""
    demand = meeting.facts.get("demand")
    return demand_said(body, demand) if demand else ""


def published_until(meeting: Meeting) -> date | None:
    """The last of the fifteen days at least for which what was decided is public (§34); nothing before it is."""
    published = meeting.facts.get("steps", {}).get("published", {}).get("on")
    if published is None:
        return None
    return last_day(date.fromisoformat(published), NEIGHBOURHOOD_DAYS, holidays.calendar())


def to_publish(compound: Compound) -> list[Waiting]:
    """Meetings of residents that were held and of which nobody has said when their decisions were published (§34)."""
    kinds = [
        kind.id
        for kind in meeting_types(compound.id)
        if (row := profile_in_force(kind.profile_code, clock.today())) and row.data["body"] in RESIDENTS_BODIES
    ]
    wanted = select(Meeting).where(
        Meeting.compound_id == compound.id, Meeting.meeting_type_id.in_(kinds), Meeting.state.in_(OVER)
    )
    held = db.session.scalars(wanted.order_by(Meeting.starts_at.desc()).limit(MOST_REMINDED)) if kinds else ()
    return [
        Waiting(
            _("%(title)s的决定还没有登记公布（组织法第三十四条）", title=one.title),
            1,
            "convening.meeting",
            {"compound_slug": compound.slug, "meeting_id": one.id},
        )
        for one in held
        if "published" not in one.facts.get("steps", {})
    ]


def half_yearly(compound: Compound) -> list[Waiting]:
    """居民代表会议 meet every half year at least (居民委员会组织法 §28): a hint where none is coming."""
    found = []
    for kind in meeting_types(compound.id):
        profile = profile_in_force(kind.profile_code, clock.today())
        if profile is None or profile.data["body"] != "residents_representatives":
            continue
        held = _last_of(compound.id, kind.id)
        if held is not None and clock.today() <= half_year_after(held):
            continue
        label = _("%(name)s每半年至少开一次（组织法第二十八条），请召集", name=kind.name)
        values = {"compound_slug": compound.slug, "type": kind.id}
        found.append(Waiting(label, 1, "convening.new_meeting", values))
    return found


def _last_of(compound_id: int, meeting_type_id: int) -> date | None:
    """The day of the last meeting of a type, or of the next one that is planned; one called off is none."""
    wanted = select(func.max(Meeting.starts_at)).where(
        Meeting.compound_id == compound_id,
        Meeting.meeting_type_id == meeting_type_id,
        Meeting.state.not_in(("CANCELLED", "INQUORATE")),
    )
    last = db.session.scalar(wanted)
    return clock.day_of(last) if last else None
