"""In the platform itself: whoever has an account finds the notice there; nothing has to be carried."""

from __future__ import annotations

from deliberation.kernel.text import N_
from deliberation.notices.channels.channel import Channel

CHANNEL = Channel("platform", N_("平台"))
