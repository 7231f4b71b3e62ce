"""Putting rows into the outbox, in the transaction of the notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from deliberation.db import db
from deliberation.due import actions as due
from deliberation.kernel.stage import house
from deliberation.notices.actions.turns import Earlier, earlier_ways, needs_paper, put_on_paper, turned_by
from deliberation.notices.channels import platform as inside
from deliberation.notices.channels.channel import Channel
from deliberation.notices.models import Attempt, Notice, Sending
from deliberation.notices.queries.ways import Contacts, contacts_of
from deliberation.notices.rules import (
    LADDER,
    MERGE_WINDOW,
    PRESSING,
    TURNING,
    Status,
    group_of,
    is_capped,
    when_awake,
)

DELIVER = "notices.deliver"
"""The due work that sends what the outbox holds."""


def put_out(notices: Sequence[Notice], now: datetime) -> None:
    """A row for each notice and channel by which its person is told. The notices are flushed and of one kind."""
    contacts = contacts_of(one.person_id for one in notices)
    rows = _turns([one for one in notices if one.kind in TURNING], contacts, now)
    for notice in notices:
        found = contacts[notice.person_id]
        if notice.kind in LADDER:
            rows += [_row(notice, channel, now, now) for channel in found.statutory(0)]
        elif notice.kind not in TURNING:
            rows += _usual(notice, found, now)
        if notice.kind in LADDER and found.reach.has_account:
            _note_platform(notice, now)
    db.session.add_all(rows)
    db.session.flush()  # the attempts of the platform and the due work need the ids
    wake(rows, now)


def _turns(notices: Sequence[Notice], contacts: Mapping[int, Contacts], now: datetime) -> list[Sending]:
    """What is moved or called off follows the notice of the meeting by every way that this took."""
    earlier, rows, paper = earlier_ways(notices), list[Sending](), list[Notice]()
    for notice in notices:
        found, way = contacts[notice.person_id], earlier.get((notice.person_id, notice.meeting_id), Earlier())
        channels = turned_by(found, way)
        due_at = now if notice.kind in PRESSING else now + MERGE_WINDOW
        rows += [_row(notice, channel, now, due_at) for channel in channels]
        if notice.meeting_id is not None and needs_paper(notice, found, way, channels):
            paper.append(notice)
    put_on_paper(paper, now)
    return rows


def wake(rows: Iterable[Sending], now: datetime) -> None:
    """Have the sender look at once where something is due at once."""
    ready = [row.id for row in rows if row.state == "WAITING" and row.due_at <= now]
    if ready and DELIVER in house().jobs:
        due.put(DELIVER, f"{DELIVER}:{ready[0]}:{now.timestamp():.0f}")


def put_by(notice: Notice, channel: Channel, now: datetime) -> Sending:
    """The row of one notice by one more channel; one that is there already stays."""
    key = key_of(notice.id, channel.name)
    found = db.session.scalar(select(Sending).where(Sending.key == key))
    if found is None:
        found = _row(notice, channel, now, now)
        db.session.add(found)
        db.session.flush()  # the due work needs the id
    return found


def key_of(notice_id: int, channel: str) -> str:
    """The business key of a notice on a channel."""
    return f"notice:{notice_id}:{channel}"


def _usual(notice: Notice, found: Contacts, now: datetime) -> list[Sending]:
    """What is not pressing goes one way, waits a little for what else changes, and joins what waits already."""
    channel = found.usual()
    if channel is None or not found.wants(group_of(notice.kind)):
        return []
    row = _row(notice, channel, now, now + MERGE_WINDOW)
    row.is_capped = is_capped(notice.kind)
    return [row]


def _row(notice: Notice, channel: Channel, now: datetime, due_at: datetime) -> Sending:
    return Sending(
        notice_id=notice.id,
        person_id=notice.person_id,
        channel=channel.name,
        key=key_of(notice.id, channel.name),
        state="WAITING",
        due_at=when_awake(due_at),
        created_at=now,
    )


def _note_platform(notice: Notice, now: datetime) -> None:
    """In the platform a notice has arrived as soon as it is written."""
    row = _row(notice, inside.CHANNEL, now, now)
    row.state, row.settled_at, row.attempts, row.provider = Status.DELIVERED.value, now, 1, inside.CHANNEL.name
    db.session.add(row)
    db.session.flush()  # the attempt needs the id
    given = {"sending_id": row.id, "number": 1, "provider": row.provider, "began_at": now, "ended_at": now}
    db.session.add(Attempt(**given, outcome=Status.DELIVERED.value))
