"""The meeting itself."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InRoom(Detail):
    """The meeting itself ④: presence, floor, motions, votes, minutes."""

    BALLOT_ID_MISSING = (Reason.INVALID_INPUT, N_("缺少选票编号。"))
    STEP_PASSED = (Reason.STEP_LOCKED, N_("会议已经走到别的步骤，请看屏幕上现在的步骤。"))
    CHAIR_PRESENT = (Reason.STEP_LOCKED, N_("主持人%(chair)s没有请假或缺席，请由他移交。"))
    SUCCESSOR_WRONG = (Reason.INVALID_INPUT, N_("接任的人须是本小区在任的支部书记或支部委员，不能是会议秘书。"))
    REASON_TOO_LONG = (Reason.INVALID_INPUT, N_("理由最多 %(most)s 个字，现在 %(now)s 个字。"))
    OPINION_KIND_MISSING = (Reason.INVALID_INPUT, N_("请选择提出异议或保留意见。"))
    OPINION_TOO_LONG = (Reason.INVALID_INPUT, N_("最多 %(most)s 个字。"))
    NO_TEST_RUNNING = (Reason.STEP_LOCKED, N_("没有正在进行的征询。"))
    NO_TEST_NOW = (Reason.STEP_LOCKED, N_("主持人现在没有在征询意见。"))
    TEST_OVER = (Reason.STEP_LOCKED, N_("征询已经结束，异议不能再撤回。"))
    NOBODY_WAITS = (Reason.ALREADY_DONE, N_("没有等待发言的人。"))
    EXTENDED_ALREADY = (Reason.ALREADY_DONE, N_("每次发言只延长一次。"))
    ITEM_BEFORE_OPEN = (Reason.STEP_LOCKED, N_("上一项还没有结束。"))
    LINE_KIND_MISSING = (Reason.INVALID_INPUT, N_("请选择记录的种类。"))
    LINE_LENGTH = (Reason.INVALID_INPUT, N_("请填写 1 到 %(most)s 个字。"))
    MINUTES_SHUT = (Reason.STEP_LOCKED, N_("会议记录现在不能再写。"))
    MINUTES_SIGNED = (Reason.STEP_LOCKED, N_("已有人签字，记录不能再改。"))
    SIGNING_BEFORE_CLOSE = (Reason.STEP_LOCKED, N_("散会以后才能请大家签字。"))
    SIGNED_BEFORE_CLOSE = (Reason.STEP_LOCKED, N_("散会以后才能签字。"))
    MINUTES_UNFINISHED = (Reason.STEP_LOCKED, N_("会议记录还在整理，会议秘书或主持人请大家签字以后才能签。"))
    MOTION_TOO_LONG = (Reason.INVALID_INPUT, N_("动议最多 %(most)s 个字，现在 %(now)s 个字。"))
    AMENDMENT_SAME = (Reason.INVALID_INPUT, N_("和动议 %(number)s 的原文一样，请在原文上改好再提交。"))
    ITEM_OPEN = (Reason.STEP_LOCKED, N_("《%(title)s》还没有结束，请先结束本项或宣布暂缓。"))
    ROLL_IN_VOTE = (Reason.STEP_LOCKED, N_("表决正在进行，名册已锁定。"))
    NO_OPTIONS_LEFT = (Reason.STEP_LOCKED, N_("上一轮没有留下可以再表决的选项。"))
    VOTE_RUNNING = (Reason.ALREADY_DONE, N_("已有一次表决正在进行。"))
    AMENDMENT_PLAIN = (Reason.INVALID_INPUT, N_("修正案只能用同意、反对、弃权表决。"))
    KEY_LOST = (Reason.NOT_READY, N_("给选票加密的密钥不见了，请系统管理员把密钥文件放回原处"))
    AMENDMENT_CORRECTED = (Reason.NOT_READY, N_("更正要对动议做，不对修正案做"))
    NO_RESULT_YET = (Reason.NOT_READY, N_("这个动议还没有结果，直接改判定就行"))
    ITEM_NOT_OVER = (Reason.NOT_READY, N_("这一项还没有结束"))
    CORRECTED_BACK = (Reason.INVALID_INPUT, N_("只能更正为由业主决定；要改回各方决定的，请重新上会表决。"))
    CLASS_UNCHANGED = (Reason.INVALID_INPUT, N_("现在就是“%(label)s”，不用更正。"))
    SIDE_MISSING = (Reason.INVALID_INPUT, N_("请选择赞成、反对或询问。"))
    FIELD_WRONG = (Reason.INVALID_INPUT, N_("%(field)s"))
    STEP_WAITS = (Reason.STEP_LOCKED, N_("%(why)s"))
