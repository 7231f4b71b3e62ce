"""By which ways a person can be reached, as their own page, the outbox and the ladder see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.stage import Reach, house
from deliberation.notices.channels import CHANNELS, outside
from deliberation.notices.channels.channel import Channel
from deliberation.notices.models import ContactWay, NoticeWish


@dataclass(frozen=True, slots=True)
class Contact:
    """A person's address on a channel; `way` is the row, where there is one."""

    channel: Channel
    address: str = ""
    is_verified: bool = False
    failed_because: str = ""
    way: ContactWay | None = None

    @property
    def works(self) -> bool:
        """Whether something can be sent there."""
        return bool(self.address) and not self.failed_because


@dataclass(frozen=True, slots=True)
class Contacts:
    """Everything by which one person can be reached."""

    person_id: int
    reach: Reach
    ways: dict[str, ContactWay] = field(default_factory=dict)
    wish: NoticeWish | None = None

    def by(self, channel: Channel) -> Contact:
        """The address on a channel: the person's own, else what the organisation knows, unless it has failed."""
        way, known = self.ways.get(channel.name), channel.address(self.reach)
        if way is None or (way.failed_at and known and known != way.address):
            return Contact(channel, known, way=way)
        because = (way.failed_because or "失败") if way.failed_at else ""
        return Contact(channel, way.address, way.verified_at is not None, because, way)

    def statutory(self, rung: int) -> list[Channel]:
        """The channels of a rung by which a notice that must arrive goes to this person, verified or not."""
        return [one for one in CHANNELS if one.rung == rung and one.ready(outside()) and self.by(one).works]

    def usual(self) -> Channel | None:
        """The one channel by which everything else goes: the one that was asked for, else the first verified one."""
        asked = self.wish.channel if self.wish else ""
        fitting = [one for one in CHANNELS if one.providers and one.ready(outside()) and self._fits(one)]
        wanted = [one for one in fitting if one.name == asked]
        return next(iter(wanted or [one for one in fitting if not one.is_chosen]), None)

    def _fits(self, channel: Channel) -> bool:
        found = self.by(channel)
        return found.works and (found.is_verified or not channel.takes_code)

    def wants(self, group: str) -> bool:
        """Whether the person wants to be told of this group of things outside the platform."""
        return not (self.wish and group in self.wish.without)


def contacts_of(person_ids: Iterable[int]) -> dict[int, Contacts]:
    """How these persons can be reached, in three statements; who is unknown has no way at all."""
    ids = sorted(set(person_ids))
    ask = house().offers.reach
    known = ask(ids) if ask else {}
    ways: dict[int, dict[str, ContactWay]] = {}
    for way in db.session.scalars(select(ContactWay).where(ContactWay.person_id.in_(ids))):
        ways.setdefault(way.person_id, {})[way.channel] = way
    wishes = {one.person_id: one for one in db.session.scalars(select(NoticeWish).where(NoticeWish.person_id.in_(ids)))}
    return {one: Contacts(one, known.get(one, Reach("")), ways.get(one, {}), wishes.get(one)) for one in ids}
