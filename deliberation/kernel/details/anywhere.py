"""What every stage refuses alike."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InAnyStage(Detail):
    """What is refused alike at every door."""

    PERSONAL = (Reason.INVALID_INPUT, N_("这里写的会公开，里面像有个人信息%(found)s，请改写。"))
    MESSAGE_WRONG = (Reason.INVALID_INPUT, N_("消息"))
    NOT_STORABLE = (Reason.INVALID_INPUT, N_("数字太大，或有不能保存的字符。"))
