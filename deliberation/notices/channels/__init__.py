"""The ways out of the platform: one file each, and its line in `CHANNELS`."""

from __future__ import annotations

from collections.abc import Callable

from deliberation.notices.channels import (
    dingtalk,
    email,
    feishu,
    platform,
    sms,
    webhook,
    wecom_app,
    wecom_robot,
)
from deliberation.notices.channels.channel import Channel, Outside, Provider

CHANNELS: tuple[Channel, ...] = (
    platform.CHANNEL,
    wecom_app.CHANNEL,
    email.CHANNEL,
    webhook.CHANNEL,
    sms.CHANNEL,
    wecom_robot.CHANNEL,
    dingtalk.CHANNEL,
    feishu.CHANNEL,
)
"""All channels, in the order in which a person's own are tried."""

_ask: Callable[[], Outside] | None = None


def ask_settings_with(ask: Callable[[], Outside]) -> None:
    """Read the installation's settings this way; called once, by the application that is made."""
    global _ask  # noqa: PLW0603 - handed over once, when the application is made
    _ask = ask


def outside() -> Outside:
    """The settings of the channels."""
    if _ask is None:
        raise RuntimeError("nobody has said how the settings of the channels are read")
    return _ask()


def channel_of(name: str) -> Channel | None:
    """The channel of a name."""
    return next((one for one in CHANNELS if one.name == name), None)


def provider_of(name: str) -> Provider | None:
    """The provider of a name."""
    return next((one for channel in CHANNELS for one in channel.providers if one.name == name), None)


def label_of(name: str) -> str:
    """What a channel is called; a printed slip is none and has its name too."""
    found = channel_of(name)
    return found.label if found else name
