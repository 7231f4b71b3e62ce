"""④ What the meeting itself says of itself."""

from __future__ import annotations

from deliberation.agenda.models import AgendaItem
from deliberation.convening.card import in_meeting
from deliberation.convening.models import Meeting
from deliberation.kernel.stage import Beside, Kind, LiveRooms, Offers, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.room import snapshot, sockets
from deliberation.room.models import MinutesLine, Motion, Vote
from deliberation.room.queries import actor_of_seat, is_live
from deliberation.room.rules.flows import MOTION_FLOW, VOTE_FLOW
from deliberation.room.views import blueprint
from deliberation.titles import of_rows


def motion_subject(row: Motion, slugs: Slugs) -> Subject:
    """A motion by its number and its item, shown on the page of the meeting."""
    return in_meeting(row.item.meeting_id, _("动议 %(n)s（%(item)s）", n=row.number, item=row.item.title), slugs)


def _vote(row: Vote, slugs: Slugs) -> Subject:
    text = _("动议 %(n)s（%(item)s）", n=row.motion.number, item=row.motion.item.title)
    return in_meeting(row.meeting_id, text, slugs)


def _minutes_line(row: MinutesLine, slugs: Slugs) -> Subject:
    return in_meeting(row.meeting_id, "", slugs)


CARD = Stage(
    "room",
    blueprint,
    part_of={
        "room.minutes": "convening.meetings",
        "room.sign": "convening.meetings",
        "room.hand_out": "convening.meetings",
        "room.issue": "convening.meetings",
    },
    places={
        "join": "room.join",
        "door": "room.door",
        "tablet": "room.tablet",
        "snapshot": "room.snapshot",
    },
    flows=(MOTION_FLOW, VOTE_FLOW),
    kinds=(
        Kind("motion", N_("动议"), of_rows(Motion, motion_subject, item_id=AgendaItem)),
        Kind("vote", N_("表决"), of_rows(Vote, _vote, meeting_id=Meeting)),
        Kind("minutes_line", N_("会议记录"), of_rows(MinutesLine, _minutes_line, meeting_id=Meeting)),
    ),
    beside={
        "meeting.door": Beside("room/_meeting_door.html"),
        "meeting.acts": Beside("room/_meeting_acts.html"),
    },
    offers=Offers(
        actor_of_seat=actor_of_seat,
        live=LiveRooms(snapshot.READERS, snapshot.HIDDEN, snapshot.mine, is_live, sockets.register),
    ),
)
