"""Notices that leave the platform."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InNotices(Detail):
    """Notices that leave the platform, addresses, printed slips."""

    NO_ADDRESS = (Reason.INVALID_INPUT, N_("这不像%(channel)s的地址，请再看一遍。"))
    CHANNEL_CLOSED = (Reason.INVALID_INPUT, N_("这个渠道没有开通，请找系统管理员。"))
    CODE_TOO_OFTEN = (Reason.INVALID_INPUT, N_("验证码要得太多了：每分钟一次，每小时五次，每天十次。请过一会儿再试。"))
    CODE_NOT_SENT = (
        Reason.INVALID_INPUT,
        N_("地址已记下，验证码没有发出去（%(why)s）。请过一会儿再试，或者告诉系统管理员。"),
    )
    CODE_OVER = (Reason.INVALID_INPUT, N_("验证码已经过期，或者输错太多次。请重新获取。"))
    CODE_WRONG = (Reason.INVALID_INPUT, N_("验证码不对，请再看一遍。"))
    NOT_FAILED = (Reason.ALREADY_DONE, N_("这一条已经送达，或者正在送，不用再送。"))
    ADDRESS_DEAD = (Reason.INVALID_INPUT, N_("这个地址收不到，请先请本人换一个地址。"))
    RESULT_MISSING = (Reason.INVALID_INPUT, N_("请选签收或者不在家。"))
    SLIP_SIGNED = (Reason.ALREADY_DONE, N_("这份送达单已经签收。"))
