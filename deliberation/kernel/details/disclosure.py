"""What owners may know."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InDisclosure(Detail):
    """Published documents and requests to inspect."""

    RECEIVED_IN_FUTURE = (Reason.INVALID_INPUT, N_("收到申请的日期不能晚于今天。"))
    WISH_MISSING = (Reason.INVALID_INPUT, N_("请选资料的种类，并写明想看什么。"))
    APPLICANT_MISSING = (
        Reason.INVALID_INPUT,
        N_("请写姓名、电话和房号：只有业主、租户可以查阅，要能核实、能通知到您。"),
    )
    PLACE_MISSING = (Reason.INVALID_INPUT, N_("请写明在哪里查阅。"))
    APPOINTMENT_IN_PAST = (Reason.INVALID_INPUT, N_("查阅的时间要在现在以后。"))
    DOCUMENT_NOT_PUBLISHED = (Reason.INVALID_INPUT, N_("请选一份已经公布的资料。"))
    INSPECTION_DAY_WRONG = (Reason.INVALID_INPUT, N_("查阅的日期要在申请以后、今天以前。"))
    KIND_MISSING = (Reason.INVALID_INPUT, N_("请选资料的种类。"))
    DOCUMENT_EMPTY = (Reason.INVALID_INPUT, N_("请写正文，或者附上文件。"))
    FILE_NOT_LOOKED_AT = (Reason.INVALID_INPUT, N_("请打开附件看一遍，再勾选“附件里没有个人信息”。"))
