"""A meeting that was called is moved or called off: whoever its notice reached must hear, by the ways it took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from deliberation.db import db
from deliberation.notices.channels import CHANNELS
from deliberation.notices.channels.channel import Channel
from deliberation.notices.models import Notice, Sending, Slip
from deliberation.notices.queries.ways import Contacts
from deliberation.notices.rules import LADDER


@dataclass(slots=True)
class Earlier:
    """How the notice of the meeting went to one person: its channels, whether on paper, whether confirmed here."""

    channels: set[str] = field(default_factory=set)
    on_paper: bool = False
    on_platform: bool = False


def earlier_ways(notices: Iterable[Notice]) -> Mapping[tuple[int, int | None], Earlier]:
    """The ways of the notices of these meetings, by person and meeting. Two statements."""
    found: dict[tuple[int, int | None], Earlier] = defaultdict(Earlier)
    meetings = {one.meeting_id for one in notices if one.meeting_id is not None}
    if not meetings:
        return found
    wanted = (
        select(Notice.person_id, Notice.meeting_id, Notice.confirmed_by, Slip.id)
        .outerjoin(Slip, Slip.notice_id == Notice.id)
        .where(Notice.meeting_id.in_(meetings), Notice.kind.in_(LADDER))
    )
    for person_id, meeting_id, by, slip_id in db.session.execute(wanted):
        way = found[person_id, meeting_id]
        way.on_paper, way.on_platform = way.on_paper or slip_id is not None, way.on_platform or by == "platform"
    sent = (
        select(Notice.person_id, Notice.meeting_id, Sending.channel)
        .join(Sending, Sending.notice_id == Notice.id)
        .where(Notice.meeting_id.in_(meetings), Notice.kind.in_(LADDER))
    )
    for person_id, meeting_id, channel in db.session.execute(sent):
        found[person_id, meeting_id].channels.add(channel)
    return found


def turned_by(found: Contacts, earlier: Earlier) -> list[Channel]:
    """The channels that tell one person: the first rung, those of the notice, and the next rung where it is empty."""
    first = found.statutory(0) or found.statutory(1)
    before = [one for one in CHANNELS if one.providers and one.name in earlier.channels and found.by(one).works]
    return list(dict.fromkeys((*first, *before)))


def put_on_paper(notices: Sequence[Notice], now: datetime) -> None:
    """A slip for each of these notices; its words are those of the notice."""
    db.session.add_all(
        Slip(notice_id=one.id, compound_id=one.compound_id, meeting_id=one.meeting_id, created_at=now)
        for one in notices
    )


def needs_paper(notice: Notice, found: Contacts, earlier: Earlier, channels: Sequence[Channel]) -> bool:
    """Whether a slip has to be carried: one was for the notice, or nothing else leads to this person."""
    if notice.confirmed_at is not None:
        return False
    return earlier.on_paper or not (channels or (found.reach.has_account and earlier.on_platform))
