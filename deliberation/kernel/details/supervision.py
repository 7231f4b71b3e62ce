"""Orders and what becomes of them."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InSupervision(Detail):
    """Orders 督办单: drafting, issuing, reports, reopening ⑤."""

    NOTHING_DECIDED = (Reason.NOT_READY, N_("会议还没有作出决定"))
    NO_UNITS = (Reason.NOT_READY, N_("承办单位（请先登记各方和单位）"))
    NUMBER_TAKEN = (Reason.ALREADY_DONE, N_("编号 %(number)s 已经用了。"))
    NO_DECISION = (Reason.NOT_READY, N_("会议通过或协商一致的决定"))
    UNIT_WRONG = (Reason.INVALID_INPUT, N_("请选择本小区的承办单位；党支部负责督办，不作承办单位。"))
    PERSON_OF_OTHER_UNIT = (Reason.INVALID_INPUT, N_("责任人要从%(name)s的人里选。"))
    ITEM_OPEN = (Reason.NOT_READY, N_("本项议程还没有结束"))
    MOTION_NOT_CLASSED = (Reason.NOT_READY, N_("由谁决定的判定（动议还没有判定）"))
    DONE_BY_ANOTHER = (Reason.ALREADY_DONE, N_("%(by)s已于%(at)s%(label)s。"))
    COMPLAINT_EMPTY = (Reason.INVALID_INPUT, N_("请写明哪里没有解决。"))
    ANSWERED_BY_ANOTHER = (Reason.ALREADY_DONE, N_("%(by)s已经处理过。"))
    NOT_CLOSED = (Reason.STEP_LOCKED, N_("这件事还没有办结，或者已经在重新办理。"))
    ANSWER_PENDING = (Reason.ALREADY_DONE, N_("您反映的正在等支部答复。"))
    NUMBER_WRONG = (Reason.INVALID_INPUT, N_("督办单编号的写法是 D-032。"))
    TASK_EMPTY = (Reason.INVALID_INPUT, N_("请写明要办的事。"))
    DUE_IN_PAST = (Reason.INVALID_INPUT, N_("办理时限不能早于今天。"))
    PROGRESS_WRONG = (Reason.INVALID_INPUT, N_("进度填 0 到 100 之间的整数。"))
    REPORT_EMPTY = (Reason.INVALID_INPUT, N_("请写明办到哪一步。"))
    NOTHING_PUT_TO_OWNERS = (
        Reason.NOT_READY,
        N_("业主的决定（本项属于业主共同决定，会议还没有形成协商意见；确属单位自己职责的，请写明理由）"),
    )
