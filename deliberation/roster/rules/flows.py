"""The life of an imported roster."""

from __future__ import annotations

from deliberation.kernel.text import N_
from deliberation.kernel.workflow import Workflow, move

ROSTER_FLOW = Workflow(
    noun=N_("业主名册"),
    initial="PREVIEW",
    states={
        "PREVIEW": N_("待核对"),
        "ACTIVE": N_("使用中"),
        "REPLACED": N_("已更换"),
        "DISCARDED": N_("已放弃"),
        "ERASED": N_("已删除姓名、电话"),
    },
    moves=(
        move("roster.commit", N_("启用名册"), "PREVIEW", "ACTIVE"),
        move("roster.replace", N_("换成新名册"), "ACTIVE", "REPLACED"),
        move("roster.discard", N_("放弃导入"), "PREVIEW", "DISCARDED"),
        move("roster.erase", N_("删除旧名册"), "REPLACED", "ERASED"),
    ),
)
