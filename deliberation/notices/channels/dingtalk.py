"""钉钉群机器人: signed; 20 messages a minute, and who sends more is shut out for ten minutes (130101)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from deliberation.kernel import clock
from deliberation.kernel.text import N_
from deliberation.notices.channels.channel import Channel, Outside, Setting
from deliberation.notices.channels.robots import Robot
from deliberation.notices.rules import Message

URL = Setting("NOTICE_DINGTALK_URL", N_("机器人地址（含令牌）"), is_secret=True)
SECRET = Setting("NOTICE_DINGTALK_SECRET", N_("加签密钥"), is_secret=True)


def signature(secret: str, milliseconds: int) -> str:
    """The `sign` of a call: HMAC-SHA256 of time and secret under the secret, in base64."""
    signed = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()


class Dingtalk(Robot):
    """The robot behind one webhook address."""

    name, label, needs = "dingtalk", N_("钉钉群机器人"), (URL, SECRET)
    per_minute = 18
    flooded = frozenset({130101, 410100})
    rest = timedelta(minutes=10, seconds=30)

    def request(self, outside: Outside, message: Message) -> tuple[str, Mapping[str, Any]]:
        """A text message under a signed address."""
        now = round(clock.now().timestamp() * 1000)
        query = urlencode({"timestamp": now, "sign": signature(outside.get(SECRET), now)})
        text = {"content": f"{self.words(message)}\n@{message.address}"}
        at = {"atMobiles": [message.address], "isAtAll": False}
        return f"{outside.get(URL)}&{query}", {"msgtype": "text", "text": text, "at": at}


CHANNEL = Channel(
    "dingtalk",
    N_("钉钉群"),
    (Dingtalk(),),
    address=lambda reach: reach.phone,
    looks_like=r"1\d{10}",
    hint=N_("您在钉钉里的手机号；群里的人都看得到"),
    is_chosen=True,
    is_group=True,
)
