"""The life of an imported roster."""

from __future__ import annotations

from deliberation.kernel.text import N_
from deliberation.kernel.workflow import Workflow, move

KEPT_YEARS = 1
"""Years for which a roster keeps names and phones after another took its place (个人信息保护法 §19)."""

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
        move("roster.commit", N_("启用名册"), "PREVIEW", "ACTIVE", within="roster.import", title=N_("启用业主名册")),
        move("roster.replace", N_("换成新名册"), "ACTIVE", "REPLACED", within="roster.import"),
        move(
            "roster.discard", N_("放弃导入"), "PREVIEW", "DISCARDED", within="roster.import", title=N_("放弃导入名册")
        ),
        move("roster.erase", N_("删除旧名册"), "REPLACED", "ERASED", within="roster.import"),
    ),
    acts=(
        move("roster.read_in", N_("读入名册"), "", within="roster.import"),
        move("roster.decide", N_("决定合并建议"), "", within="roster.import"),
        move("roster.count_kinds", N_("改车位、储藏室是否计入"), "", within="roster.import"),
        move("roster.look", N_("查看名册"), "", within="roster.read"),
        move("roster.export", N_("导出名册"), "", within="roster.import"),
        move("roster.name_voter", N_("指定共有人的投票人"), "", within="roster.import"),
        move("roster.count_unit", N_("改一户是否计入"), "", within="roster.import"),
        move("roster.name_entrance", N_("写明一户在哪个单元"), "", within="roster.import"),
        move("roster.correct_sale", N_("更正交付情况"), "", within="roster.import"),
        move("roster.change_unit", N_("更正一户的业主、面积、电话或类型"), "", within="roster.import"),
    ),
)
