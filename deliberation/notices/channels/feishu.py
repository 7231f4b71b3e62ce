"""飞书群机器人: signed; 100 messages a minute, 5 a second, body of 20 KB, `code` inside (9499, 11232: too many)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from deliberation.kernel import clock
from deliberation.kernel.text import N_
from deliberation.notices.channels.channel import Channel, Outside, Setting
from deliberation.notices.channels.robots import Robot
from deliberation.notices.rules import Message

URL = Setting("NOTICE_FEISHU_URL", N_("机器人地址（含密钥）"), is_secret=True)
SECRET = Setting("NOTICE_FEISHU_SECRET", N_("签名校验密钥"), is_secret=True)


def signature(secret: str, seconds: int) -> str:
    """The `sign` of a call: HMAC-SHA256 of nothing under time and secret, in base64."""
    return base64.b64encode(hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


class Feishu(Robot):
    """The robot behind one webhook address. Its robots know no phones, so a name is said and nobody is mentioned."""

    name, label, needs = "feishu", N_("飞书群机器人"), (URL, SECRET)
    per_minute = 60
    flooded = frozenset({9499, 11232})
    most_bytes = 10_000
    code = "code"

    def request(self, outside: Outside, message: Message) -> tuple[str, Mapping[str, Any]]:
        """A text message with its signature in the body."""
        now = round(clock.now().timestamp())
        signed = {"timestamp": str(now), "sign": signature(outside.get(SECRET), now)}
        return outside.get(URL), {**signed, "msg_type": "text", "content": {"text": self.words(message)}}


CHANNEL = Channel(
    "feishu",
    N_("飞书群"),
    (Feishu(),),
    address=lambda reach: reach.phone,
    looks_like=r"1\d{10}",
    hint=N_("您在飞书里的手机号；群里的人都看得到"),
    is_chosen=True,
    is_group=True,
)
