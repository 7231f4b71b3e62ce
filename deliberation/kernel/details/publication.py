"""What is posted in public."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InPublication(Detail):
    """Resolutions in public and objections to them."""

    MEETING_NOT_CLOSED = (Reason.NOT_READY, N_("会议还没有散会"))
    MINUTES_NOT_ISSUED = (Reason.NOT_READY, N_("会议记录还没有签发"))
    OBJECTION_EMPTY = (Reason.INVALID_INPUT, N_("请写明对哪一条有异议、为什么。"))
    NOT_POSTED = (Reason.NOT_READY, N_("公示。决议公示、张贴以后再登记凭证"))
    OTHER_EVIDENCE = (Reason.INVALID_INPUT, N_("这里只登记决议公示的张贴。"))
    OBJECTION_ANSWERED = (Reason.ALREADY_DONE, N_("这条异议已经答复。"))
    PERIOD_TOO_LONG = (Reason.INVALID_INPUT, N_("公示期最长 %(most)s 天。"))
    DRAFT_CHANGED = (
        Reason.STEP_LOCKED,
        N_(
            "您打开这一页以后，草稿又改过并保存了（别人改的，或者您在另一个窗口改的）。"
            "现在页面上是最新的正文，请再看一遍再公示。"
        ),
    )
