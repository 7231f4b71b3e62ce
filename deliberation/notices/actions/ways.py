"""A person says how they want to be told: addresses, verified by a code that is sent there, and of what not."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from deliberation.audit.record import record
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InNotices
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.notices.channels import channel_of, outside
from deliberation.notices.channels.channel import Channel
from deliberation.notices.models import ContactWay, NoticeWish
from deliberation.notices.rules import (
    CODE_LIFE,
    CODE_TRIES,
    GROUPS,
    Message,
    Outcome,
    Status,
    fault,
    may_send_code,
)

ROUNDS = 20_000


def set_address(actor: Actor, channel_name: str, address: str) -> ContactWay:
    """Write down the actor's address on a channel and send a code there, where the channel takes codes.

    Raises `INVALID_INPUT` for what is no address, where codes were asked for too often or none could be sent.
    """
    person_id, channel, address = _own(actor), _open_channel(channel_name), address.strip()
    if not channel.is_address(address):
        raise Refused(InNotices.NO_ADDRESS, channel=channel.label)
    now, code = clock.now(), f"{secrets.randbelow(10**6):06d}"
    with transaction():
        way = _way(person_id, channel.name) or ContactWay(person_id=person_id, channel=channel.name, address=address)
        if way.address != address or way.failed_at:
            way.address, way.verified_at, way.failed_at, way.failed_because = address, None, None, ""
        db.session.add(way)
        db.session.flush()  # the code is bound to the row
        if channel.takes_code:
            _note_code(way, code, now)
        record(actor, "contact_way.set", "contact_way", way.id, None, channel=channel.name)
    if channel.takes_code:
        _send_code(channel, way, code)
    return way


def _note_code(way: ContactWay, code: str, now: datetime) -> None:
    sent = [datetime.fromisoformat(one) for one in way.codes_sent or []]
    recent = [one for one in sent if now - one < timedelta(days=1)]
    if not may_send_code(recent, now):
        raise Refused(InNotices.CODE_TOO_OFTEN)
    way.codes_sent = [one.isoformat() for one in (*recent, now)]
    way.code_until, way.code_tries = now + CODE_LIFE, 0
    way.code_hash = _digest(way, code)


def _digest(way: ContactWay, code: str) -> str:
    """A code of six digits is short: its digest is made slow, and it lives for ten minutes and five tries."""
    return hashlib.pbkdf2_hmac("sha256", code.encode(), f"{way.id}:{way.code_until}".encode(), ROUNDS).hex()


def _send_code(channel: Channel, way: ContactWay, code: str) -> None:
    text = f"您的验证码是 {code}，十分钟内有效。不是您本人操作的，请不用理会。"
    key = f"code:{way.id}:{clock.now().timestamp():.0f}"
    outcome = _send_now(channel, Message(key, way.address, "议事平台验证码", text, kind="code", code=code))
    if outcome.status is not Status.DELIVERED:
        raise Refused(InNotices.CODE_NOT_SENT, why=outcome.reason)


def _send_now(channel: Channel, message: Message) -> Outcome:
    """A message that somebody waits for on the page: by the first provider that takes it."""
    outcome = fault("渠道没有设置")
    for provider in channel.ready(outside()):
        outcome = provider.send(outside(), message)
        if outcome.status is not Status.FAULT:
            break
    return outcome


def verify(actor: Actor, channel_name: str, code: str) -> ContactWay:
    """Type the code that came: the address is the person's own. Wrong codes count and are noted."""
    person_id = _own(actor)
    with transaction():
        way = _way(person_id, _open_channel(channel_name).name)
        if way is None:
            raise Refused(Reason.NOT_FOUND)
        if way.code_until is None or way.code_until < clock.now() or way.code_tries >= CODE_TRIES:
            raise Refused(InNotices.CODE_OVER)
        fits = hmac.compare_digest(way.code_hash, _digest(way, code.strip()))
        way.code_tries += 1
        if fits:
            way.verified_at, way.code_hash, way.code_until = clock.now(), "", None
            record(actor, "contact_way.verify", "contact_way", way.id, None, channel=way.channel)
    if not fits:
        raise Refused(InNotices.CODE_WRONG)
    return way


def remove(actor: Actor, channel_name: str) -> None:
    """Take the own address on a channel away; what the organisation knows is used again."""
    person_id = _own(actor)
    with transaction():
        way = _way(person_id, channel_name)
        if way is None:
            raise Refused(Reason.NOT_FOUND)
        record(actor, "contact_way.remove", "contact_way", way.id, None, channel=way.channel)
        db.session.delete(way)


def set_wish(actor: Actor, channel_name: str, wanted: Iterable[str]) -> NoticeWish:
    """Say by which channel everything but meeting notices comes (empty: as usual), and of which groups."""
    person_id = _own(actor)
    if channel_name:
        _open_channel(channel_name)
    with transaction():
        # FOR UPDATE: two windows of one person follow each other.
        wish = db.session.get(NoticeWish, person_id, with_for_update=True) or NoticeWish(person_id=person_id)
        wish.channel, wish.without = channel_name, sorted(set(GROUPS) - set(wanted))
        db.session.add(wish)
        record(actor, "notice_wish.set", "person", person_id, None, channel=channel_name)
        return wish


def send_test(actor: Actor, channel_name: str, address: str) -> Outcome:
    """A message for trying a channel, to an address that the administrator types; what came of it."""
    may(actor, "channels.manage", Scope())
    channel = _open_channel(channel_name)
    if not channel.is_address(address.strip()):
        raise Refused(InNotices.NO_ADDRESS, channel=channel.label)
    with transaction():
        record(actor, "channel.test", "channel", 0, None, channel=channel.name)
    key = f"test:{channel.name}:{clock.now().timestamp():.0f}"
    return _send_now(
        channel, Message(key, address.strip(), "议事平台试发", "这是一条试发的消息，请不用理会。", kind="test")
    )


def _own(actor: Actor) -> int:
    """Whose ways these are: the person of an account, whatever their posts; a slip's PIN opens none."""
    if actor.person_id is None or actor.account_id is None:
        raise Refused(Reason.NOT_SIGNED_IN)
    return actor.person_id


def _open_channel(name: str) -> Channel:
    channel = channel_of(name)
    if channel is None or not channel.ready(outside()):
        raise Refused(InNotices.CHANNEL_CLOSED)
    return channel


def _way(person_id: int, channel: str) -> ContactWay | None:
    query = select(ContactWay).where(ContactWay.person_id == person_id, ContactWay.channel == channel)
    # FOR UPDATE: two codes that are typed at the same moment both count.
    return db.session.scalar(query.with_for_update())
