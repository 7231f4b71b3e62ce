"""What the outbox has to send, and how its providers do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from deliberation.db import db
from deliberation.notices.models import Attempt, ChannelState, Sending
from deliberation.notices.rules import FAULT_WINDOW, LEASE, Status, day_began, is_sick

A_MINUTE = timedelta(minutes=1)


def may_be_sent(now: datetime) -> ColumnElement[bool]:
    """Due and waiting, or in the hands of somebody who should have finished long ago."""
    return or_(
        and_(Sending.state == "WAITING", Sending.due_at <= now),
        and_(Sending.state == "HANDING_OVER", Sending.taken_until <= now),
        and_(Sending.state == "HANDING_OVER", Sending.taken_until > now + 8 * LEASE),  # a clock has gone back
    )


def attempts_of_the_minute(provider: str, now: datetime) -> int:
    """How many attempts a provider was asked for within the last minute."""
    query = select(func.count()).where(Attempt.provider == provider, Attempt.began_at > now - A_MINUTE)
    return db.session.scalar(query) or 0


def sick_providers(names: Iterable[str], now: datetime) -> set[str]:
    """Which of these providers fail too often to be asked first. One statement."""
    failed = Attempt.outcome == Status.FAULT.value
    query = (
        select(
            Attempt.provider,
            func.count(),
            func.sum(case((failed, 1), else_=0)),
            func.min(case((failed, Attempt.began_at))),
        )
        .where(Attempt.provider.in_(list(names)), Attempt.began_at > now - FAULT_WINDOW)
        .group_by(Attempt.provider)
    )
    return {name for name, tried, faults, first in db.session.execute(query) if is_sick(tried, faults, first, now)}


def states_of(names: Iterable[str]) -> dict[str, ChannelState]:
    """What is noted of these providers."""
    found = db.session.scalars(select(ChannelState).where(ChannelState.provider.in_(list(names))))
    return {one.provider: one for one in found}


def last_fault_of(sending_id: int) -> str:
    """The provider whose last attempt at this message was a fault of the channel; empty: none."""
    query = select(Attempt.provider, Attempt.outcome).where(Attempt.sending_id == sending_id)
    found = db.session.execute(query.order_by(Attempt.id.desc()).limit(1)).first()
    return found.provider if found and found.outcome == Status.FAULT.value else ""


def sent_today(person_id: int, now: datetime) -> int:
    """How many messages that count have reached a person today."""
    query = select(func.count()).where(
        Sending.person_id == person_id,
        Sending.is_capped,
        Sending.state.in_(("DELIVERED", "HANDING_OVER")),
        or_(Sending.settled_at >= day_began(now), Sending.state == "HANDING_OVER"),
    )
    return db.session.scalar(query) or 0


UNSETTLED = ("WAITING", "HANDING_OVER", "GIVEN_UP")


def unsettled_counts() -> dict[tuple[str, ...], float]:
    """How many messages of the outbox wait, are being handed over or were given up, by channel and state."""
    wanted = select(Sending.channel, Sending.state, func.count(Sending.id)).where(Sending.state.in_(UNSETTLED))
    found = db.session.execute(wanted.group_by(Sending.channel, Sending.state))
    return {(channel, state): number for channel, state, number in found}
