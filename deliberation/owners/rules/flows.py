"""The life of a matter put to the owners, and of their vote."""

from __future__ import annotations

from deliberation.kernel.text import N_
from deliberation.kernel.workflow import BY_ITSELF, Workflow, move
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
        move("owners.pass", N_("记录通过"), "PROPOSED", "PASSED", within=BY_ITSELF, title=N_("记录业主表决通过")),
        move(
            "owners.reject", N_("记录未通过"), "PROPOSED", "REJECTED", within=BY_ITSELF, title=N_("记录业主表决未通过")
        ),
        move(
            "owners.annul",
            N_("决定被撤销，重新等业主决定"),
            "PASSED REJECTED",
            "PROPOSED",
            within="owners_vote.annul",
            title=N_("业主的决定被撤销，重新等业主决定"),
        ),
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
        move(
            "owners_vote.close",
            N_("截止收票"),
            "OPEN",
            "CLOSED",
            within="owners_vote.open",
            title=N_("业主表决截止收票"),
        ),
        move("owners_vote.count", N_("计票"), "CLOSED", "COUNTED"),
        move(
            "owners_vote.take_back_count",
            N_("撤回计票"),
            "COUNTED",
            "CLOSED",
            within="owners_vote.count",
            title=N_("退回计票，改正录入"),
        ),
        move("owners_vote.certify", N_("确认计票"), "COUNTED", "CERTIFIED"),
        move("owners_vote.announce", N_("公告结果"), "CERTIFIED", "ANNOUNCED"),
        move("owners_vote.annul", N_("登记撤销"), "ANNOUNCED", "ANNULLED"),
        move(
            "owners_vote.reinstate",
            N_("登记恢复"),
            "ANNULLED",
            "ANNOUNCED",
            within="owners_vote.annul",
            title=N_("登记业主表决结果恢复"),
        ),
        move("owners_vote.void", N_("作废"), "NOTICED OPEN CLOSED COUNTED CERTIFIED", "VOIDED"),
        move(
            "owners_vote.cancel",
            N_("取消"),
            "PREPARED",
            "CANCELLED",
            within="owners_vote.void",
            title=N_("取消业主表决"),
        ),
    ),
    acts=(
        move("owners_vote.plan_committee", N_("定下业委会人数、任期"), "", within="owners_vote.prepare"),
        move("owners_vote.post_candidates", N_("候选人公示"), "", within="owners_vote.notify"),
        move("owners_vote.next_round", N_("筹备下一轮选举"), "", within="owners_vote.prepare"),
        move("owners_proofs.look", N_("查看送达凭证"), "", within="owners_vote.deliver"),
        move("owners_proofs.forget", N_("按期删除送达凭证"), "", within=BY_ITSELF),
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
        move(
            "owners_ballot.agree",
            N_("两次录入一致"),
            "ENTERED_ONCE",
            "CONFIRMED",
            within="owners_ballot.enter",
            title=N_("表决票两次录入一致"),
        ),
        move(
            "owners_ballot.differ",
            N_("两次录入不一致"),
            "ENTERED_ONCE",
            "DIFFERENT",
            within="owners_ballot.enter",
            title=N_("表决票两次录入不一致"),
        ),
        move(
            "owners_ballot.settle",
            N_("核定"),
            "DIFFERENT",
            "CONFIRMED",
            within="owners_ballot.enter",
            title=N_("核定表决票"),
        ),
        move(
            "owners_ballot.enter_anew",
            N_("作废录入，重录"),
            "CONFIRMED",
            "ANEW",
            within="owners_ballot.enter",
            title=N_("作废表决票的录入，重录"),
        ),
        move(
            "owners_ballot.enter_first",
            N_("重录第一遍"),
            "ANEW",
            "ENTERED_ONCE",
            within="owners_ballot.enter",
            title=N_("重录表决票第一遍"),
        ),
        move(
            "owners_ballot.take_back",
            N_("撤回重录的第一遍"),
            "ENTERED_ONCE",
            "ANEW",
            within="owners_ballot.enter",
            title=N_("撤回表决票重录的第一遍"),
        ),
    ),
    acts=(
        move("owners_ballot.enter", N_("录入第一遍"), ""),
        move("owners_ballot.fill_in", N_("在手机上填写"), ""),
        move("owners_ballot.correct", N_("改正自己录的"), "ENTERED_ONCE", within="owners_ballot.enter"),
        move("owners_ballot.remove", N_("除去一张票"), "ANEW", within="owners_ballot.enter"),
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
