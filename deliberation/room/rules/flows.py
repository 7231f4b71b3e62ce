"""The lives of motions and votes (domain 4.3) as tables."""

from __future__ import annotations

from deliberation.agenda.rules import needs_owners
from deliberation.kernel.text import N_
from deliberation.kernel.verdict import ADVISED_LABEL, NOT_ADVISED_LABEL
from deliberation.kernel.workflow import Workflow, move

DEFERRED_BECAUSE = "本项暂缓："
"""How the record begins what it says of an item that was put off; the chair's reason follows."""

MOTION_FLOW = Workflow(
    noun=N_("动议"),
    initial="MOVED",
    states={
        "MOVED": N_("已提出"),
        "CONSULTING": N_("征询一致中"),
        "OBJECTED": N_("有异议"),
        "VOTING": N_("表决中"),
        "RUN_OFF": N_("等待下一轮表决"),
        "CARRIED": N_("通过"),
        "LOST": N_("未通过"),
        "CONSENSUS": N_("协商一致"),
        "WITHDRAWN": N_("撤回"),
        "POSTPONED": N_("暂缓"),
    },
    moves=(
        move("consensus.ask", N_("征询一致"), "MOVED OBJECTED", "CONSULTING"),
        move(
            "consensus.fail", N_("记下异议"), "CONSULTING", "OBJECTED", within="consensus.ask", title=N_("征询有异议")
        ),
        move("consensus.declare", N_("宣布协商一致"), "CONSULTING", "CONSENSUS"),
        move("vote.open", N_("付表决"), "MOVED OBJECTED CONSULTING RUN_OFF", "VOTING"),
        move("vote.again", N_("须进行下一轮"), "VOTING", "RUN_OFF", within="vote.close", title=N_("转入下一轮表决")),
        move("vote.void", N_("宣布表决作废"), "VOTING", "MOVED"),
        move(
            "vote.void_round", N_("宣布这一轮作废"), "VOTING", "RUN_OFF", within="vote.void", title=N_("本轮表决作废")
        ),
        move("motion.carry", N_("通过"), "VOTING RUN_OFF", "CARRIED", within="vote.close", title=N_("动议通过")),
        move("motion.lose", N_("未通过"), "VOTING RUN_OFF", "LOST", within="vote.close", title=N_("动议未通过")),
        move(
            "motion.withdraw", N_("撤回"), "MOVED OBJECTED", "WITHDRAWN", within="motion.record", title=N_("撤回动议")
        ),
        # Nobody took it back: the chair put its item off, and it falls with it.
        move(
            "motion.postpone",
            N_("本项暂缓"),
            "MOVED OBJECTED CONSULTING",
            "POSTPONED",
            within="room.chair",
            title=N_("动议随本项暂缓"),
        ),
    ),
)


def motion_label(state: str, binds: str | None) -> str:
    """The state of a motion in words; a majority on what only the owners decide is an opinion, carried or not."""
    advised = {"CARRIED": ADVISED_LABEL, "LOST": NOT_ADVISED_LABEL} if needs_owners(binds) else {}
    return advised.get(state) or MOTION_FLOW.label(state)


VOTE_FLOW = Workflow(
    noun=N_("表决"),
    initial="OPEN",
    states={"OPEN": N_("进行中"), "CLOSED": N_("已结束"), "VOIDED": N_("作废")},
    moves=(
        move("vote.close", N_("结束表决"), "OPEN", "CLOSED"),
        move("vote.void", N_("宣布作废"), "OPEN", "VOIDED"),
    ),
)
