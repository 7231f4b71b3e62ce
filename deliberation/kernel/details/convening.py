"""Calling meetings."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InConvening(Detail):
    """Planning and calling a meeting ③."""

    AGENDA_EMPTY = (Reason.NOT_READY, N_("议程里还没有议题"))
    DISCUSSION_IN_FUTURE = (Reason.INVALID_INPUT, N_("研究讨论的日期不能晚于今天。"))
    SEAT_KIND_UNKNOWN = (Reason.INVALID_INPUT, N_("席位种类不对。"))
    SUBSTITUTE_OF_OTHER_PARTY = (Reason.INVALID_INPUT, N_("替换的人须来自同一方。"))
    SIGNED_IN = (Reason.ALREADY_DONE, N_("%(name)s已经签到。"))
    ON_LEAVE = (Reason.ALREADY_DONE, N_("%(name)s已经请假。"))
    OFFICER_SEAT = (Reason.INVALID_INPUT, N_("%(kind)s请在“修改会议”里更换。"))
    NOT_IN_OFFICE = (Reason.INVALID_INPUT, N_("这个任职在会议当天不在任。"))
    ROLE_WITHOUT_VOTE = (Reason.INVALID_INPUT, N_("这个身份没有表决权，请改为列席。"))
    SEATED_ALREADY = (Reason.ALREADY_DONE, N_("%(name)s已是本次会议的%(kind)s。"))
    MEETING_TYPE_UNUSED = (Reason.INVALID_INPUT, N_("本小区没有启用这种会议。"))
    MEETING_IN_PAST = (Reason.INVALID_INPUT, N_("会议时间已经过去。"))
    VENUE_UNKNOWN = (Reason.INVALID_INPUT, N_("本小区没有这个会场。"))
    CHAIR_IS_SECRETARY = (Reason.INVALID_INPUT, N_("主持人和会议秘书不能是同一个人。"))
    TEXT_TOO_LONG = (Reason.INVALID_INPUT, N_("最多写 %(most)s 个字，现在 %(now)s 个字。"))
    DEMAND_NUMBERS_MISSING = (Reason.INVALID_INPUT, N_("请填提议的人数和总数，都填整数。"))
    DISCUSSION_DAY_MISSING = (Reason.INVALID_INPUT, N_("请填社区党组织研究讨论的日期。"))
    NO_RULES_IN_FORCE = (Reason.INVALID_INPUT, N_("“%(name)s”在会议当天没有生效的议事规则。"))
    CHAIR_NOT_IN_OFFICE = (Reason.INVALID_INPUT, N_("主持人须是本小区在任的支部书记或支部委员。"))
    SECRETARY_NOT_IN_OFFICE = (Reason.INVALID_INPUT, N_("会议秘书须是本小区在任的会议秘书。"))
    POINTS_OPEN = (Reason.NOT_READY, N_("%(points)s"))
    PUBLICATION_DAY_MISSING = (Reason.INVALID_INPUT, N_("会议决定应当公布（第三十四条），请填公布的日期。"))
    STEP_DAY_OR_REASON = (Reason.INVALID_INPUT, N_("请填办理的日期；这次不涉及的不填日期，写明理由。"))
    STEP_IN_FUTURE = (Reason.INVALID_INPUT, N_("办理的日期不能晚于今天。"))
    STEP_BEFORE_MEETING = (Reason.INVALID_INPUT, N_("会后的步骤不能早于开会那一天。"))
    DEMANDED_BY_MISSING = (Reason.INVALID_INPUT, N_("请选由谁提议召集。"))
    DEMAND_NUMBERS_WRONG = (Reason.INVALID_INPUT, N_("提议的人数须在 1 和总数之间，请核对。"))
    DEMAND_SHORT = (
        Reason.INVALID_INPUT,
        N_(
            "%(total)s 名%(who)s，须有 %(least)s 名以上提议才应当召集（%(source)s），现在 %(now)s 名，"
            "差 %(short)s 名。居委会认为需要的，仍可以自己召集。"
        ),
    )
    STEP_FORM_WRONG = (Reason.INVALID_INPUT, N_("%(errors)s"))
