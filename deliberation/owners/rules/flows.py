"""The life of a matter put to the owners, and of their vote."""

from __future__ import annotations

from deliberation.kernel.text import N_
from deliberation.kernel.workflow import Workflow, move
from deliberation.organisation.rules.owners import CHANNELS as RULED

OWNERS_FLOW = Workflow(
    noun=N_("提请业主共同决定的事项"),
    initial="PROPOSED",
    states={
        "PROPOSED": N_("待业主共同决定"),
        "PASSED": N_("业主表决通过"),
        "REJECTED": N_("业主表决未通过"),
    },
    moves=(
        move("owners.pass", N_("记录通过"), "PROPOSED", "PASSED"),
        move("owners.reject", N_("记录未通过"), "PROPOSED", "REJECTED"),
        move("owners.annul", N_("决定被撤销，重新等业主决定"), "PASSED REJECTED", "PROPOSED"),
    ),
)

OWNERS_VOTE_FLOW = Workflow(
    noun=N_("业主表决"),
    initial="PREPARED",
    states={
        "PREPARED": N_("筹备中"),
        "NOTICED": N_("已公告"),
        "OPEN": N_("投票中"),
        "CLOSED": N_("已截止"),
        "COUNTED": N_("已计票"),
        "CERTIFIED": N_("计票已确认"),
        "ANNOUNCED": N_("结果已公告"),
        "ANNULLED": N_("结果已被撤销"),
        "VOIDED": N_("已作废"),
        "CANCELLED": N_("已取消"),
    },
    moves=(
        move("owners_vote.notify", N_("发布公告、锁定表决事项"), "PREPARED", "NOTICED"),
        move("owners_vote.open", N_("开始投票"), "NOTICED", "OPEN"),
        move("owners_vote.close", N_("截止收票"), "OPEN", "CLOSED"),
        move("owners_vote.count", N_("计票"), "CLOSED", "COUNTED"),
        move("owners_vote.take_back_count", N_("撤回计票"), "COUNTED", "CLOSED"),
        move("owners_vote.certify", N_("确认计票"), "COUNTED", "CERTIFIED"),
        move("owners_vote.announce", N_("公告结果"), "CERTIFIED", "ANNOUNCED"),
        move("owners_vote.annul", N_("登记撤销"), "ANNOUNCED", "ANNULLED"),
        move("owners_vote.reinstate", N_("登记恢复"), "ANNULLED", "ANNOUNCED"),
        move("owners_vote.void", N_("作废"), "NOTICED OPEN CLOSED COUNTED CERTIFIED", "VOIDED"),
        move("owners_vote.cancel", N_("取消"), "PREPARED", "CANCELLED"),
    ),
)
"""What is asked locks with the notice, who is asked with the opening; nothing is ever reopened, only repeated.

A posted result is annulled by somebody else's decision (民法典 280, 物业管理条例 §19), which is recorded here.
"""

PAPER_FLOW = Workflow(
    noun=N_("表决票"),
    initial="ENTERED_ONCE",
    states={
        "ENTERED_ONCE": N_("等录第二遍"),
        "DIFFERENT": N_("两次录入不一致"),
        "CONFIRMED": N_("已确认"),
        "ANEW": N_("等重录"),
    },
    moves=(
        move("owners_ballot.agree", N_("两次录入一致"), "ENTERED_ONCE", "CONFIRMED"),
        move("owners_ballot.differ", N_("两次录入不一致"), "ENTERED_ONCE", "DIFFERENT"),
        move("owners_ballot.settle", N_("核定"), "DIFFERENT", "CONFIRMED"),
        move("owners_ballot.enter_anew", N_("作废录入，重录"), "CONFIRMED", "ANEW"),
        move("owners_ballot.enter_first", N_("重录第一遍"), "ANEW", "ENTERED_ONCE"),
        move("owners_ballot.take_back", N_("撤回重录的第一遍"), "ENTERED_ONCE", "ANEW"),
    ),
)

DELIVERY_LABELS = {
    "PENDING": N_("未登记"),
    "DELIVERED": N_("已送达"),
    "UNDELIVERABLE": N_("无法送达"),
}
DELIVERY_WAYS = {
    "IN_PERSON": N_("本人签收"),
    "HOUSEHOLD": N_("同住家人签收"),
    "MAIL": N_("邮寄签收"),
    "MESSAGE": N_("电子送达并确认"),
    "POSTED": N_("公告张贴"),
}
"""How a ballot reached its owner. 公告张贴 alone is no delivery (DESIGN of the count, domain 3.3)."""

CHANNELS = {
    "PAPER": RULED["PAPER"],
    "REPRESENTATIVE": N_("业主代表转交的书面意见"),
    **RULED,
}
"""How a ballot came: as the rules allow it, or through a representative, which no rule has to allow."""

KINDS = {
    "OWNERS": N_("全体业主共同决定"),
    "AFFECTED": N_("部分业主共同决定"),
    "HOUSEHOLDS": N_("住户意见征询"),
}
