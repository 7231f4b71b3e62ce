"""What meetings of residents need beside other meetings, and when their representatives have to meet again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from deliberation.agenda.models import AgendaItem
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.rules import Missing, demand_said, half_year_after, residents_lines
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.text import say as _
from deliberation.organisation.models import Compound
from deliberation.organisation.queries import meeting_types, profile_in_force
from deliberation.web.waiting import Waiting


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
        Meeting.compound_id == compound_id, Meeting.meeting_type_id == meeting_type_id,
        Meeting.state.not_in(("CANCELLED", "INQUORATE")),
    )  # fmt: skip
    last = db.session.scalar(wanted)
    return clock.day_of(last) if last else None
