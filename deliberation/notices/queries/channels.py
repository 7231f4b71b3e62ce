"""How the channels do, for the administrator: settings without secrets, what waits, what failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.text import say as _
from deliberation.notices.channels import CHANNELS, outside
from deliberation.notices.channels.channel import Channel, Outside, Provider, Setting
from deliberation.notices.channels.email import FOLDER
from deliberation.notices.models import Attempt, ChannelState, Sending
from deliberation.notices.queries.outgoing import states_of
from deliberation.notices.rules import Status

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """A setting as the page shows it; a secret shows only whether it is there."""

    setting: Setting
    shown: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One provider: whether it is set up, its state, and its attempts of the last day."""

    channel: Channel
    provider: Provider
    is_ready: bool
    settings: list[Told]
    state: ChannelState | None
    delivered: int
    failed: int
    is_resting: bool

    @property
    def is_folder(self) -> bool:
        """Whether its letters only lie in a folder."""
        return self.provider is FOLDER


@dataclass(frozen=True, slots=True)
class Overview:
    """All providers, and how many messages wait or were given up on each channel."""

    providers: list[Seen]
    waiting: dict[str, int]
    given_up: dict[str, int]


def overview() -> Overview:
    """What the administrator's page shows. Three statements."""
    now, settings = clock.now(), outside()
    pairs = [(channel, provider) for channel in CHANNELS for provider in channel.providers]
    states = states_of(provider.name for _channel, provider in pairs)
    tried: Counter[tuple[str, str]] = Counter()
    query = select(Attempt.provider, Attempt.outcome, func.count()).where(Attempt.began_at > now - A_DAY)
    for provider, outcome, number in db.session.execute(query.group_by(Attempt.provider, Attempt.outcome)):
        tried[provider, "good" if outcome in {Status.DELIVERED.value, "HANDING_OVER"} else "bad"] += number
    found = [_seen(channel, one, settings, states.get(one.name), tried) for channel, one in pairs]
    return Overview(found, _counted("WAITING"), _counted("GIVEN_UP"))


def _seen(
    channel: Channel,
    provider: Provider,
    settings: Outside,
    state: ChannelState | None,
    tried: Counter[tuple[str, str]],
) -> Seen:
    return Seen(
        channel,
        provider,
        provider.is_ready(settings),
        [Told(one, _shown(one, settings)) for one in provider.needs],
        state,
        tried[provider.name, "good"],
        tried[provider.name, "bad"],
        bool(state and state.rests_until and state.rests_until > clock.now()),
    )


def _shown(setting: Setting, settings: Outside) -> str:
    value = settings.get(setting)
    if not value:
        return _("没有设置")
    return _("已设置") if setting.is_secret else value


def _counted(state: str) -> dict[str, int]:
    query = select(Sending.channel, func.count()).where(Sending.state == state).group_by(Sending.channel)
    return dict(list(db.session.execute(query)))
