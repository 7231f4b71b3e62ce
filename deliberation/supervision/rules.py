"""Pure decisions of supervision: the life of an order."""

from __future__ import annotations

from deliberation.kernel.text import N_
from deliberation.kernel.workflow import Workflow, move

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
        "CLOSED": N_("已销号"),
        "CANCELLED": N_("已取消"),
    },
    moves=(
        move("order.issue", N_("交办"), "DRAFT REFUSED", "ISSUED"),
        move("order.cancel", N_("取消"), "DRAFT REFUSED", "CANCELLED"),
        move("order.accept", N_("签收"), "ISSUED", "ACCEPTED"),
        move("order.refuse", N_("退回"), "ISSUED", "REFUSED"),
        move("order.report", N_("报告进展"), "ACCEPTED IN_PROGRESS REWORK", "IN_PROGRESS"),
        move("order.complete", N_("申报办结"), "ACCEPTED IN_PROGRESS REWORK", "COMPLETION_REPORTED"),
        move("order.check", N_("验收通过"), "COMPLETION_REPORTED", "ACCEPTED_RESULT"),
        move("order.rework", N_("退回重办"), "COMPLETION_REPORTED", "REWORK"),
        move("order.close", N_("销号"), "ACCEPTED_RESULT", "CLOSED"),
    ),
)
