"""Calendars: the file of one meeting, the address that a person subscribes to, and what stands there."""

from __future__ import annotations

from flask import Response

from deliberation.convening.papers.calendar import MEDIA_TYPE, invitation
from deliberation.convening.queries import calendar as reading
from deliberation.convening.queries.calendar import Entry
from deliberation.convening.views.frame import blueprint, here
from deliberation.kernel.errors import Reason, Refused
from deliberation.web.guard import guard
from deliberation.web.links import lasting_url


@blueprint.get("/desk/<compound_slug>/meetings/<int:meeting_id>/calendar.ics")
@guard("meeting.read")
def meeting_file(meeting_id: int) -> Response:
    """The meeting for one's own calendar."""
    entry = reading.of_meeting(here("meeting.read", meeting_id).id)
    if entry is None:
        raise Refused(Reason.NOT_FOUND)
    return Response(invitation(entry, desk_page(entry)), content_type=MEDIA_TYPE)


def desk_page(entry: Entry) -> str:
    """The whole address of a meeting's page at the desk."""
    return lasting_url("convening.meeting", compound_slug=entry.slug, meeting_id=entry.meeting_id)
