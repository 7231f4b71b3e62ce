"""Notices that must reach people climb: platform and mail at once, a text message later, at last a printed slip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.stage import house
from deliberation.kernel.text import N_
from deliberation.notices.actions.outbox import put_by, wake
from deliberation.notices.channels import outside
from deliberation.notices.channels.channel import Setting
from deliberation.notices.models import Notice, Sending, Slip
from deliberation.notices.queries.ways import Contacts, contacts_of
from deliberation.notices.rules import LADDER, STEP, TURNING, waking_later

HOURS = Setting("NOTICE_LADDER_HOURS", N_("多少小时没有确认就换一种方式"), default="4")
SLIP = 2
"""The last rung, after those of the channels."""
AT_ONCE = 500
"""So many notices climb in one turn."""


def step() -> timedelta:
    """How long a rung has before the next one begins."""
    given = outside().get(HOURS)
    return timedelta(hours=int(given)) if given.isdecimal() and int(given) else STEP


def set_climbing(notices: Sequence[Notice], now: datetime) -> None:
    """Say when the next rung of these notices begins, where they ask for a receipt and have none yet."""
    for one in notices:
        if one.kind in LADDER and one.confirmed_at is None:
            one.climb_at = waking_later(now, step())


def receive(notice: Notice, by: str, now: datetime) -> None:
    """Note the receipt. Who has seen that a meeting was moved has seen its notice: that one climbs no further."""
    received = [notice]
    if notice.kind in TURNING and notice.meeting_id is not None:
        received += _climbing(notice.meeting_id, [notice.person_id])
    for one in received:
        if one.confirmed_at is None:
            one.confirmed_at, one.confirmed_by, one.read_at = now, by, one.read_at or now
        one.climb_at = None


def _climbing(meeting_id: int, person_ids: Iterable[int] | None = None) -> list[Notice]:
    """The notices of a meeting that have no receipt yet, locked: of these persons, or of all."""
    wanted = select(Notice).where(
        Notice.meeting_id == meeting_id, Notice.kind.in_(LADDER), Notice.confirmed_at.is_(None)
    )
    if person_ids is not None:
        wanted = wanted.where(Notice.person_id.in_(list(person_ids)))
    # FOR UPDATE: a step of the ladder is before or after.
    return list(db.session.scalars(wanted.order_by(Notice.id).with_for_update()))


def stop_climbing(meeting_id: int, person_ids: Iterable[int] | None = None) -> None:
    """Inside the caller's transaction: these persons (or all) have answered, or are not asked any more."""
    for one in _climbing(meeting_id, person_ids):
        one.climb_at = None


def say_anew(meeting_id: int, subject: str, body: str) -> None:
    """Inside the caller's transaction: the notice of a moved meeting says what counts now, and its climb begins anew.

    Who has confirmed keeps what they confirmed; whose climb was stopped is not asked again.
    """
    now = clock.now()
    for one in _climbing(meeting_id):
        one.subject, one.body = subject[:200], body
        if one.climb_at is not None or one.rung == SLIP:
            one.rung, one.climb_at = 0, waking_later(now, step())


def climb(now: datetime) -> list[int]:
    """Take every notice whose time has come one rung further; the ids of those that did."""
    query = select(Notice.id).where(Notice.climb_at <= now).order_by(Notice.climb_at, Notice.id).limit(AT_ONCE)
    ids = list(db.session.scalars(query))
    if not ids:
        return []
    with transaction():
        # FOR UPDATE SKIP LOCKED: a receipt that comes at this moment is before or after the step.
        wanted = select(Notice).where(Notice.id.in_(ids), Notice.climb_at <= now).order_by(Notice.id)
        notices = list(db.session.scalars(wanted.with_for_update(skip_locked=True)))
        called = _called(notices)
        contacts = contacts_of(one.person_id for one in notices)
        rows: list[Sending] = []
        climbed = []
        for notice in notices:
            if notice.confirmed_at is not None or notice.meeting_id not in called:
                notice.climb_at = None
                continue
            rows += _climb(notice, contacts[notice.person_id], now)
            climbed.append(notice.id)
        wake(rows, now)
        return climbed


def _called(notices: Sequence[Notice]) -> set[int | None]:
    """The meetings that are called and have not begun; a notice of no meeting climbs too."""
    ask = house().offers.meetings_called
    return {None, *(ask({one.meeting_id for one in notices}) if ask and notices else ())}


def _climb(notice: Notice, contacts: Contacts, now: datetime) -> list[Sending]:
    """The next rung that leads to this person; rungs that lead nowhere are passed."""
    while notice.rung < SLIP - 1:
        notice.rung += 1
        channels = contacts.statutory(notice.rung)
        if channels:
            notice.climb_at = waking_later(now, step())
            return [put_by(notice, channel, now) for channel in channels]
    notice.rung, notice.climb_at = SLIP, None
    if db.session.scalar(select(Slip.id).where(Slip.notice_id == notice.id)) is None:
        place = {"compound_id": notice.compound_id, "meeting_id": notice.meeting_id}
        db.session.add(Slip(notice_id=notice.id, created_at=now, **place))
    return []
