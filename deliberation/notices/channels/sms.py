"""Text messages 短信, by one of two providers; where one fails the other sends once more."""

from __future__ import annotations

from deliberation.kernel.text import N_
from deliberation.notices.channels.channel import Channel
from deliberation.notices.channels.sms_aliyun import Aliyun
from deliberation.notices.channels.sms_tencent import Tencent

CHANNEL = Channel(
    "sms",
    N_("手机短信"),
    (Aliyun(), Tencent()),
    address=lambda reach: reach.phone,
    looks_like=r"1\d{10}",
    hint=N_("十一位手机号"),
    rung=1,
    is_chosen=True,
    takes_code=True,
)
