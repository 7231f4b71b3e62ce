"""The gate and the agenda."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InAgenda(Detail):
    """The gate and the agenda ②."""

    TITLE_OR_KIND_MISSING = (Reason.INVALID_INPUT, N_("请写明名称和类型。"))
    MINUTES_OUT_OF_RANGE = (Reason.INVALID_INPUT, N_("时长须在 1 至 240 分钟之间。"))
    NO_SUCH_MOVE = (Reason.INVALID_INPUT, N_("只能上移或下移。"))
    MATTER_MISSING = (Reason.INVALID_INPUT, N_("请选择是民法典第二百七十八条的哪一项。"))
    REASON_TOO_LONG = (Reason.INVALID_INPUT, N_("理由最多 %(most)s 个字，现在 %(now)s 个字。"))
    SCREENING_MISSING = (Reason.INVALID_INPUT, N_("请选择列入、退回、转办或不予列入。"))
    REFERRED_TO_NOBODY = (Reason.INVALID_INPUT, N_("请写明转给谁办。"))
    MATTER_OF_OTHER_MAJORITY = (
        Reason.INVALID_INPUT,
        N_("“%(matter)s”按民法典第二百七十八条须参与表决的业主%(share)s同意，与所选权属不符。"),
    )
