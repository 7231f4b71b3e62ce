"""Handing messages over: take one row and commit that, hand it over, write down what came of it.

A process that dies leaves the row HANDING_OVER. When its lease has ended the next one asks the far side for the
message by its key, where the far side can be asked, and sends it only where it is not there. A far side that cannot
be asked gets the message again under the same key (Message-ID, check for repeated messages). Nothing is lost; twice
arrives only what died between the far side's taking and our note, at a far side that neither answers nor compares.
"""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update

from deliberation.db import db, insert_new, transaction
from deliberation.kernel import clock
from deliberation.notices.actions.writing import message_of
from deliberation.notices.channels import channel_of, outside, provider_of
from deliberation.notices.channels.channel import Channel, Outside, Provider
from deliberation.notices.models import Attempt, ChannelState, ContactWay, Notice, Sending
from deliberation.notices.queries import outgoing
from deliberation.notices.queries.ways import contacts_of
from deliberation.notices.rules import (
    LADDER,
    LEASE,
    MOST_ATTEMPTS,
    PRESSING,
    SWITCH,
    Message,
    Outcome,
    Status,
    capped_until,
    later,
    pause_after,
    unknown,
    when_awake,
)

LOG = logging.getLogger(__name__)
SECONDS = 30.0
"""For so long one turn sends; other due work has its turn in between."""
LONGEST_REASON = 200
MOST_TOGETHER = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that is this process's to hand over; `again`: somebody may have handed it over already."""

    id: int
    mark: str
    provider: str
    message: Message | None
    began_at: datetime
    again: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class PutOff:
    """A row that was looked at and is not for now; a channel that is `full` has no more turns in this round."""

    full: str = ""


def deliver(seconds: float = SECONDS) -> int:
    """Send what is due, one message after another, until nothing is or the turn is over; how many were handed over."""
    until, full, count = time.monotonic() + seconds, set[str](), 0
    while time.monotonic() < until:
        found = take(full)
        if found is None:
            break
        if isinstance(found, PutOff):
            full.update({found.full} - {""})
            continue
        settle(found, hand_over(found))
        count += 1
    return count


def take(full: set[str]) -> Taken | PutOff | None:
    """Take the message that is due longest and commit that; `None` where nothing is due."""
    now = clock.now()
    ready = outgoing.may_be_sent(now) & Sending.channel.not_in(sorted(full))
    # Asked without a lock first: most of the time nothing is due, and on SQLite a writer waits for its turn.
    if not db.session.scalar(select(exists().where(ready))):
        return None
    with transaction():
        wanted = select(Sending).where(ready).order_by(Sending.due_at, Sending.id).limit(1)
        # FOR UPDATE SKIP LOCKED: two senders take two rows.
        row = db.session.scalar(wanted.with_for_update(skip_locked=True))
        if row is None:
            return None
        return _take_again(row, now) if row.state == "HANDING_OVER" else _begin(row, now)


def _take_again(row: Sending, now: datetime) -> Taken:
    """What somebody left in the middle: the same attempt goes on under a new mark."""
    query = select(Attempt).where(Attempt.sending_id == row.id).order_by(Attempt.id.desc()).limit(1)
    attempt = db.session.scalars(query).one()
    row.attempts += 1
    name = contacts_of([row.person_id])[row.person_id].reach.name
    return _marked(row, attempt, name, now, again=True)


def _begin(row: Sending, now: datetime) -> Taken | PutOff:
    channel, contacts = channel_of(row.channel), contacts_of([row.person_id])[row.person_id]
    if channel is None or _is_settled_elsewhere(row):
        return _close(row, "DROPPED", "", now)
    if when_awake(now) != now:
        row.due_at = when_awake(now)
        return PutOff()
    if row.is_capped and (free := capped_until(now, outgoing.sent_today(row.person_id, now))) != now:
        row.due_at = free
        return PutOff()
    contact = contacts.by(channel)
    if not contact.works:
        return _close(row, "REFUSED", contact.failed_because or "没有地址", now)
    provider = _provider_for(row, channel, now)
    if isinstance(provider, PutOff):
        return provider
    row.provider, row.address, row.attempts = provider.name, contact.address, row.attempts + 1
    _merge(row, channel, provider, now)
    given = {"sending_id": row.id, "number": row.attempts, "provider": provider.name, "began_at": now}
    attempt = Attempt(**given, outcome="HANDING_OVER")
    db.session.add(attempt)
    return _marked(row, attempt, contacts.reach.name, now, again=False)


def _marked(row: Sending, attempt: Attempt, name: str, now: datetime, *, again: bool) -> Taken:
    row.state, row.taken_by, row.taken_until = "HANDING_OVER", secrets.token_hex(16), now + LEASE
    db.session.flush()  # what was merged into it is read with the message
    try:
        message, trouble = message_of(row, row.address, name, outside()), ""
    except Exception:
        LOG.exception("the message %s could not be written", row.key)
        message, trouble = None, "附件或链接做不出来"
    return Taken(row.id, row.taken_by, attempt.provider, message, attempt.began_at, again, trouble)


def _is_settled_elsewhere(row: Sending) -> bool:
    """A later rung is not needed once there is a receipt."""
    notice = row.notice
    return notice.kind in LADDER and notice.rung > 0 and notice.confirmed_at is not None


def _close(row: Sending, state: str, reason: str, now: datetime) -> PutOff:
    row.state, row.reason, row.settled_at = state, reason, now
    _let_go(row, now)
    return PutOff()


def _provider_for(row: Sending, channel: Channel, now: datetime) -> Provider | PutOff:
    """Who carries this message now: not whoever failed it last, not who fails often, within the pace."""
    ready = channel.ready(outside())
    states = outgoing.states_of(one.name for one in ready)
    resting = [one.rests_until for one in states.values() if one.rests_until and one.rests_until > now]
    able = [one for one in ready if not _is_off(states.get(one.name), now)]
    if not able:
        row.due_at, row.reason = when_awake(min(resting, default=now + SWITCH)), "渠道停用或没有设置"
        return PutOff()
    passed = {outgoing.last_fault_of(row.id)} if row.attempts else set()
    sick = outgoing.sick_providers((one.name for one in able), now) if len(able) > 1 else set()
    chosen = min(able, key=lambda one: (one.name in passed, one.name in sick))
    if not _has_room(chosen, now):
        return PutOff(full=channel.name)
    return chosen


def _is_off(state: ChannelState | None, now: datetime) -> bool:
    return state is not None and (state.is_stopped or (state.rests_until is not None and state.rests_until > now))


def _has_room(provider: Provider, now: datetime) -> bool:
    """Whether the pace of the provider leaves room for one more; its row is the queue of those who ask."""
    if not provider.per_minute:
        return True
    values = {"provider": provider.name, "is_stopped": False, "reason": ""}
    db.session.execute(insert_new(ChannelState).values(**values))
    # FOR UPDATE: two senders that count at the same moment would both find room.
    db.session.scalar(select(ChannelState).where(ChannelState.provider == provider.name).with_for_update())
    return outgoing.attempts_of_the_minute(provider.name, now) < provider.per_minute


def _merge(row: Sending, channel: Channel, provider: Provider, now: datetime) -> None:
    """Tell with it what else waits for the same person, or for the same group; pressing notices stay by themselves."""
    if row.notice.kind in PRESSING or row.into_id is not None:
        return
    same_thing = (Notice.about_kind == row.notice.about_kind) & (Notice.about_id == row.notice.about_id)
    query = (
        select(Sending)
        .join(Sending.notice)
        .where(Sending.state == "WAITING", Sending.channel == channel.name, Sending.id != row.id)
        .where(Notice.kind.not_in(PRESSING), (Sending.due_at <= now) | same_thing)
    )
    if not channel.is_group:
        query = query.where(Sending.person_id == row.person_id)
    most = provider.together if channel.is_group else MOST_TOGETHER
    # FOR UPDATE SKIP LOCKED: what another sender has taken goes by itself.
    found = query.order_by(Sending.id).limit(most).with_for_update(skip_locked=True, of=Sending)
    merged = list(db.session.scalars(found))
    for other in merged:
        other.state, other.into_id = "MERGED", row.id
    if merged:  # what these had gathered before a fault goes along
        gathered = update(Sending).where(Sending.into_id.in_([other.id for other in merged]), Sending.state == "MERGED")
        db.session.execute(gathered.values(into_id=row.id))


def _let_go(row: Sending, now: datetime) -> None:
    """What was to be told with a row that does not arrive: it waits for itself again, or was given up with it."""
    mine = update(Sending).where(Sending.into_id == row.id, Sending.state == "MERGED")
    if row.state == "GIVEN_UP":
        db.session.execute(mine.values(state="GIVEN_UP", into_id=None, reason=row.reason, settled_at=now))
    else:
        db.session.execute(mine.values(state="WAITING", into_id=None, due_at=now))


def hand_over(taken: Taken) -> Outcome:
    """Give the message to the far side, after asking for it where it may be there already. Nothing is raised."""
    provider, settings = provider_of(taken.provider), outside()
    if taken.message is None or provider is None:
        return later(taken.trouble or "渠道已取消")
    try:
        return _asked_or_sent(provider, settings, taken, taken.message)
    except Exception:
        LOG.exception("the channel %s failed on %s", provider.name, taken.message.key)
        return unknown("渠道出错")


def _asked_or_sent(provider: Provider, settings: Outside, taken: Taken, message: Message) -> Outcome:
    if taken.again:
        found = provider.ask(settings, message, taken.began_at)
        if found is not None:
            return found if found.status is Status.DELIVERED else unknown(found.reason)
    return provider.send(settings, message)


def settle(taken: Taken, outcome: Outcome) -> None:
    """Write down what came of it, as long as the row is still this process's."""
    with transaction():
        now = clock.now()
        wanted = select(Sending).where(Sending.id == taken.id, Sending.taken_by == taken.mark).with_for_update()
        # FOR UPDATE: nobody takes it meanwhile, even if its lease ends.
        row = db.session.scalar(wanted.execution_options(populate_existing=True))
        if row is None:
            LOG.warning("a message took longer than its lease; another sender has it")
            return
        row.reason = outcome.reason[:LONGEST_REASON]
        if outcome.status is Status.UNKNOWN and row.attempts < MOST_ATTEMPTS:
            row.taken_by, row.taken_until = "", now + (outcome.pause or pause_after(row.attempts))
            return
        _note_attempt(row, outcome, now)
        _move_on(row, outcome, now)
        row.taken_by, row.taken_until = "", None
        if outcome.rest:
            _rest(taken.provider, now + outcome.rest, outcome.reason)


def _note_attempt(row: Sending, outcome: Outcome, now: datetime) -> None:
    query = select(Attempt).where(Attempt.sending_id == row.id).order_by(Attempt.id.desc()).limit(1)
    attempt = db.session.scalars(query).one()
    attempt.outcome, attempt.ended_at = outcome.status.value, now
    attempt.reason, attempt.remote_id = outcome.reason[:LONGEST_REASON], outcome.remote_id[:100]


def _move_on(row: Sending, outcome: Outcome, now: datetime) -> None:
    if outcome.status is Status.DELIVERED:
        row.state, row.settled_at, row.reason = "DELIVERED", now, ""
    elif outcome.status is Status.REFUSED:
        row.state, row.settled_at = "REFUSED", now
        mark_dead(row.person_id, row.channel, row.address, outcome.reason, now)
        _let_go(row, now)
    elif row.attempts >= MOST_ATTEMPTS:
        row.state, row.settled_at = "GIVEN_UP", now
        _let_go(row, now)
    else:
        row.state, row.due_at = "WAITING", when_awake(now + _pause(row, outcome))


def _pause(row: Sending, outcome: Outcome) -> timedelta:
    channel = channel_of(row.channel)
    others = len(channel.ready(outside())) > 1 if channel else False
    if outcome.status is Status.FAULT and others:
        return SWITCH
    return outcome.pause or max(outcome.rest or timedelta(), pause_after(row.attempts))


def mark_dead(person_id: int, channel: str, address: str, reason: str, now: datetime) -> None:
    """Note that an address takes nothing, for ever: it is not tried again."""
    query = select(ContactWay).where(ContactWay.person_id == person_id, ContactWay.channel == channel)
    # FOR UPDATE: the person may be writing another address at this moment.
    way = db.session.scalar(query.with_for_update())
    if way is None:
        way = ContactWay(person_id=person_id, channel=channel, address=address)
        db.session.add(way)
    if way.address == address:
        way.failed_at, way.failed_because = now, reason[:LONGEST_REASON]


def _rest(provider: str, until: datetime, reason: str) -> None:
    values = {"provider": provider, "is_stopped": False, "reason": ""}
    db.session.execute(insert_new(ChannelState).values(**values))
    # FOR UPDATE: whoever stops it by hand comes before or after.
    state = db.session.scalars(select(ChannelState).where(ChannelState.provider == provider).with_for_update()).one()
    state.rests_until, state.reason = until, reason[:LONGEST_REASON]
