"""What goes along with a message about a meeting, made when it is sent: the calendar file, the link to answer by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberation.convening import actions
from deliberation.convening.papers.calendar import invitation
from deliberation.convening.queries import calendar as reading
from deliberation.convening.queries.substitutes import seat_to_answer
from deliberation.convening.views.calendar import desk_page
from deliberation.kernel.stage import Recipient
from deliberation.web.links import lasting_url

OWN_CHANNELS = frozenset({"email", "sms", "wecom_app"})
"""Ways that reach one person alone: in a group everybody could answer with somebody else's link."""


def calendar_file(_to: Recipient, facts: Mapping[str, Any]) -> bytes:
    """The meeting as it stands now; of several changes told in one message the last counts."""
    entry = reading.of_meeting(int(facts["meeting_id"]))
    return invitation(entry, desk_page(entry)) if entry is not None else b""


def reply_address(to: Recipient, facts: Mapping[str, Any]) -> str:
    """A link of this recipient's own; none where a group reads along, or nothing is to be answered any more."""
    meeting_id = int(facts["meeting_id"])
    if to.channel not in OWN_CHANNELS or not lasting_url("convening.reply", code="-"):
        return ""
    if seat_to_answer(meeting_id, to.person_id) is None:
        return ""
    code = actions.make_link(to.notice_id, meeting_id, to.person_id)
    return lasting_url("convening.reply", code=code)
