"""What persons ask about their own data."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InPrivacy(Detail):
    """The register of requests of persons, and the copy that they may ask for."""

    RECEIVED_IN_FUTURE = (Reason.INVALID_INPUT, N_("收到请求的日期不能晚于今天。"))
    WISH_MISSING = (Reason.INVALID_INPUT, N_("请写是谁提的，并选要求什么。"))
    ANOTHER_PERSON = (Reason.INVALID_INPUT, N_("请从列出的人里选：姓名要和请求里的一样，在本小区任过职。"))
    RECEIPT_UNKNOWN = (Reason.INVALID_INPUT, N_("有回执号在本小区没有找到，请核对。"))
    ANSWER_DAY_WRONG = (Reason.INVALID_INPUT, N_("答复的日期要在收到请求以后、今天以前。"))
    NOTHING_TO_COPY = (Reason.INVALID_INPUT, N_("只有要求查阅、复制，并且姓名还没有删除的请求，才制作副本。"))
