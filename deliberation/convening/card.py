"""③ What the convening of meetings says of itself; an item of an agenda is shown on the page of its meeting."""

from __future__ import annotations

from dataclasses import replace

from deliberation.agenda.models import AgendaItem
from deliberation.convening import queries
from deliberation.convening.access import chairs_meeting
from deliberation.convening.actions import handing as give_on
from deliberation.convening.actions.forgetting import erase_phones
from deliberation.convening.actions.notice import CALENDAR_FILE, REPLY_LINK
from deliberation.convening.models import CalendarFeed, Meeting, MeetingSeries, Seat
from deliberation.convening.queries import handing, heads, office, places, series
from deliberation.convening.rules import MEETING_FLOW
from deliberation.convening.rules.series import read
from deliberation.convening.views import blueprint, letters
from deliberation.db import db
from deliberation.kernel.handing import HandedOn
from deliberation.kernel.stage import Beside, Kind, NavItem, Offers, Periodic, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.organisation.models import Person
from deliberation.titles import of_compound, of_rows


def _meeting(row: Meeting, slugs: Slugs) -> Subject:
    return of_compound(row, slugs, row.title, ("convening.meeting", "meeting_id", "meeting.read"))


def in_meeting(meeting_id: int | None, text: str, slugs: Slugs) -> Subject:
    """Something that belongs to a meeting is named with it and shown on its page."""
    meeting = db.session.get(Meeting, meeting_id) if meeting_id is not None else None
    if meeting is None:
        return Subject(text)
    return replace(_meeting(meeting, slugs), text=" · ".join(filter(None, (text, meeting.title))))


def _series(row: MeetingSeries, slugs: Slugs) -> Subject:
    text = f"{row.meeting_type.name}{read(row.rule).in_words()}"
    return of_compound(row, slugs, text, ("convening.series", "series_id", "meeting.read"))


def _item(row: AgendaItem, slugs: Slugs) -> Subject:
    return in_meeting(row.meeting_id, f"《{row.title}》", slugs)


def _seat(row: Seat, slugs: Slugs) -> Subject:
    return in_meeting(row.meeting_id, row.person.name, slugs)


def _feed(row: CalendarFeed, _slugs: Slugs) -> Subject:
    return Subject(db.session.get_one(Person, row.person_id).name)


CARD = Stage(
    "convening",
    blueprint,
    nav=(
        NavItem(40, "convening.meetings", N_("会议"), "meeting.read"),
        NavItem(100, "convening.rules_page", N_("规则"), "rules.read"),
    ),
    places={"meeting": "convening.meeting", "new_meeting": "convening.new_meeting"},
    flows=(MEETING_FLOW,),
    kinds=(
        Kind("item", N_("议程项"), of_rows(AgendaItem, _item, meeting_id=Meeting)),
        Kind("meeting", N_("会议"), of_rows(Meeting, _meeting)),
        Kind("series", N_("例会"), of_rows(MeetingSeries, _series)),
        Kind("calendar_feed", N_("会议日历"), of_rows(CalendarFeed, _feed, person_id=Person)),
        Kind("seat", N_("席位"), of_rows(Seat, _seat, meeting_id=Meeting)),
    ),
    waiting=(queries.waiting, series.waiting, places.asked_for_a_place),
    periodic=(Periodic("sheets.erase_phones", erase_phones, "次会议满一年，签到表上的电话已删除。"),),
    set_up=(office.set_up,),
    handed_on=HandedOn(handing.open_for, give_on.hand_on, give_on.vacate),
    beside={
        "notices.mine": Beside("convening/_my_calendar_link.html"),
        "account.more": Beside("convening/_my_calendar_link.html"),
    },
    attachments={CALENDAR_FILE: letters.calendar_file},
    links={REPLY_LINK: letters.reply_address},
    offers=Offers(
        meetings_ahead=heads.meetings_ahead,
        meeting_head=heads.meeting_head,
        meetings_called=heads.meetings_called,
        goes_on=series.goes_on,
        chairs_meeting=chairs_meeting,
    ),
)
