"""The life of an order as a table, and what else is done to one."""

from __future__ import annotations

from deliberation.kernel.text import N_
from deliberation.kernel.workflow import BY_ITSELF, Move, Workflow, move

_ANY = "DRAFT ISSUED ACCEPTED REFUSED IN_PROGRESS COMPLETION_REPORTED ACCEPTED_RESULT REWORK SUSPENDED CLOSED CANCELLED"

ORDER_FLOW = Workflow(
    noun=N_("督办单"),
    initial="DRAFT",
    states={
        "DRAFT": N_("待交办"),
        "ISSUED": N_("已交办"),
        "ACCEPTED": N_("已签收"),
        "REFUSED": N_("退回"),
        "IN_PROGRESS": N_("办理中"),
        "COMPLETION_REPORTED": N_("申报办结"),
        "ACCEPTED_RESULT": N_("验收通过"),
        "REWORK": N_("退回重办"),
        "SUSPENDED": N_("已中止"),
        "CLOSED": N_("已销号"),
        "CANCELLED": N_("已取消"),
    },
    moves=(
        move("order.issue", N_("交办"), "DRAFT REFUSED SUSPENDED", "ISSUED", concerns="unit"),
        move(
            "order.cancel",
            N_("取消"),
            "DRAFT REFUSED SUSPENDED",
            "CANCELLED",
            within="order.issue",
            title=N_("取消督办单"),
        ),
        move("order.accept", N_("签收"), "ISSUED", "ACCEPTED"),
        move("order.refuse", N_("退回"), "ISSUED", "REFUSED", within="order.accept", title=N_("退回督办单")),
        move("order.report", N_("报告进展"), "ACCEPTED IN_PROGRESS REWORK", "IN_PROGRESS"),
        move(
            "order.complete",
            N_("申报办结"),
            "ACCEPTED IN_PROGRESS REWORK",
            "COMPLETION_REPORTED",
            within="order.report",
        ),
        move("order.check", N_("验收通过"), "COMPLETION_REPORTED", "ACCEPTED_RESULT"),
        move("order.rework", N_("退回重办"), "COMPLETION_REPORTED", "REWORK", within="order.check", concerns="unit"),
        move("order.close", N_("销号"), "ACCEPTED_RESULT", "CLOSED"),
        move("order.reopen", N_("重新办理"), "CLOSED", "REWORK", concerns="unit"),
        # The owners voted against what it waits for; that decision was annulled.
        move(
            "order.drop",
            N_("业主表决未通过，取消"),
            "DRAFT REFUSED SUSPENDED",
            "CANCELLED",
            within="owners_vote.announce",
            title=N_("业主表决未通过，取消督办单"),
        ),
        move(
            "order.revive",
            N_("业主的决定被撤销，恢复待交办"),
            "CANCELLED",
            "DRAFT",
            within="owners_vote.annul",
            title=N_("业主的决定被撤销，恢复督办单为待交办"),
        ),
        move(
            "order.suspend",
            N_("中止"),
            "ISSUED ACCEPTED IN_PROGRESS COMPLETION_REPORTED REWORK",
            "SUSPENDED",
            within="owners_vote.annul",
            title=N_("中止督办单"),
            concerns="unit",
        ),
    ),
    acts=(
        move("order.draft", N_("起草"), ""),
        move("order.edit", N_("修改"), "DRAFT REFUSED SUSPENDED", within="order.draft", title=N_("修改督办单")),
        move("order.urge", N_("催办"), "ISSUED ACCEPTED IN_PROGRESS REWORK", concerns="unit"),
        move("order.release", N_("公开进展"), _ANY, within="order.draft", title=N_("向居民公开一条经过")),
        move("order.withhold", N_("不公开进展"), "", within="order.draft", title=N_("不再公开一条经过")),
        move("order.freed", N_("业主表决通过，可以交办"), "", within="owners_vote.announce"),
        move(
            "order.hold",
            N_("业主的决定被撤销，暂不能交办"),
            "",
            within="owners_vote.annul",
            title=N_("业主的决定被撤销，督办单暂不能交办"),
        ),
        move("order.note_annulment", N_("业主的决定在办完以后被撤销"), "", within="owners_vote.annul"),
        move(
            "order.hold_corrected",
            N_("更正为须由业主决定，暂不能交办"),
            "",
            within="motion.correct",
            title=N_("更正为须由业主决定，督办单暂不能交办"),
        ),
        move(
            "order.note_correction",
            N_("办完以后更正为须由业主决定"),
            "",
            within="motion.correct",
            title=N_("办完以后更正为须由业主决定，记入督办单"),
        ),
        move(
            "order.prolong", N_("时限顺延"), "", within=BY_ITSELF, title=N_("办理时限重新计算，顺延"), concerns="unit"
        ),
    ),
)


def is_pressed(move: Move) -> bool:
    """Whether somebody does it to an order; the others follow from what is recorded of its owners' decision."""
    return move.permission.startswith("order.")
