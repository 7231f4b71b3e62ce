"""Collecting topics."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InCollection(Detail):
    """Handing in, completing and merging topics ①."""

    CATEGORY_MISSING = (Reason.INVALID_INPUT, N_("请选择类别和来源。"))
    SITUATION_MISSING = (Reason.INVALID_INPUT, N_("请写明是什么事。"))
    ADDITION_MISSING = (Reason.INVALID_INPUT, N_("请写补充的内容。"))
    NOTHING_TO_MERGE = (Reason.INVALID_INPUT, N_("请勾选要合并的议题。"))
    TARGET_STATE = (Reason.MERGE_TARGET, N_("它现在是“%(state)s”。"))
