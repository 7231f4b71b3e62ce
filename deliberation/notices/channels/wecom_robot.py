"""企业微信群机器人: 20 messages a minute, text of 2,048 bytes, `errcode` inside (45009 and 45033: too many)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberation.kernel.text import N_
from deliberation.notices.channels.channel import Channel, Outside, Setting
from deliberation.notices.channels.robots import Robot
from deliberation.notices.rules import Message

URL = Setting("NOTICE_WECOM_ROBOT_URL", N_("机器人地址（含密钥）"), is_secret=True)


class WecomRobot(Robot):
    """The robot behind one webhook address; whoever asked for it is mentioned by phone."""

    name, label, needs = "wecom_robot", N_("企业微信群机器人"), (URL,)
    per_minute = 18
    flooded = frozenset({45009, 45033})

    def request(self, outside: Outside, message: Message) -> tuple[str, Mapping[str, Any]]:
        """A text message."""
        text = {"content": self.words(message), "mentioned_mobile_list": [message.address]}
        return outside.get(URL), {"msgtype": "text", "text": text}


CHANNEL = Channel(
    "wecom_robot",
    N_("企业微信群"),
    (WecomRobot(),),
    address=lambda reach: reach.phone,
    looks_like=r"1\d{10}",
    hint=N_("您在企业微信里的手机号；群里的人都看得到"),
    is_chosen=True,
    is_group=True,
)
