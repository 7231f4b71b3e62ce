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
    BARRED_FROM_SENDING = (Reason.NO_SUBSTITUTE, N_("%(whom)s不得委托他人。"))
    SUBSTITUTE_HIMSELF = (Reason.NO_SUBSTITUTE, N_("%(name)s已经是代%(absent)s参会，不能再请别人。"))
    OFFICER_SENDS_NOBODY = (Reason.NO_SUBSTITUTE, N_("%(kind)s由党支部另定，不由本人请人代替。"))
    SUBSTITUTE_OF_OTHER_UNIT = (Reason.NO_SUBSTITUTE, N_("只能请同一单位的人。"))
    SEAT_VACATED = (Reason.NO_SUBSTITUTE, N_("%(name)s已经卸任，席位空缺，不能由人代替。"))
    NOBODY_STANDS_IN = (Reason.ALREADY_DONE, N_("%(name)s现在不代别人参会。"))
    REPLY_UNKNOWN = (Reason.REPLY_CLOSED, N_("地址不完整，或者没有发过这个链接。"))
    REPLY_USED = (Reason.REPLY_CLOSED, N_("已经用它请过假，或者请过人代替。"))
    REPLY_OVER = (Reason.REPLY_CLOSED, N_("会议已经开始、已经取消，或者席位有了变动。"))
    NOTHING_MOVED = (Reason.INVALID_INPUT, N_("时间、地点、名称都没有改动。"))
    VENUE_MISSING = (Reason.INVALID_INPUT, N_("请选会场。"))
    RECURRENCE_UNKNOWN = (Reason.INVALID_INPUT, N_("没有这样的日子：请核对每月第几日、周几，或写成 6-15 的样子。"))
    AHEAD_OUT_OF_RANGE = (
        Reason.INVALID_INPUT,
        N_("提前提醒的天数须在 %(least)s 至 %(most)s 之间：规则要求提前 %(notice)s 天通知，还要留出准备的时间。"),
    )
    SERIES_TIME_UNKNOWN = (Reason.INVALID_INPUT, N_("开会时间须写成 19:00 的样子。"))
    SERIES_ENDS_BEFORE = (Reason.INVALID_INPUT, N_("最后一天早于第一天。"))
    NO_SUCH_DAY = (Reason.INVALID_INPUT, N_("%(day)s不是这个例会的日子。"))
    DAY_IS_OFF = (Reason.NOT_READY, N_("%(day)s是%(off)s，请先选照常、改期或不开。"))
    DAY_IS_DECIDED = (Reason.ALREADY_DONE, N_("这一次已经定为“%(decision)s”。"))
    DAY_HAS_MEETING = (Reason.ALREADY_DONE, N_("这一次的会议已经建立，请在会议里改期或取消。"))
    DAY_NOT_OVER = (Reason.INVALID_INPUT, N_("这一天还没有过去：请确认召开、改期，或写明理由不开。"))
    DAY_IS_OVER = (Reason.INVALID_INPUT, N_("这一天已经过去，请写明为什么没有召开。"))
    MOVED_INTO_PAST = (Reason.INVALID_INPUT, N_("不能改到已经过去的日子。"))
    KIND_NOT_FOR_TYPE = (Reason.INVALID_INPUT, N_("%(name)s的议程里不排“%(kind)s”，可以排：%(kinds)s。"))
    GUESTS_NOT_COUNTED = (Reason.INVALID_INPUT, N_("到场人数须是 0 至 %(most)s 之间的整数。"))
    NO_GUESTS_HERE = (Reason.INVALID_INPUT, N_("这种会议不记到场人数。"))
    COMMITTEE_HEAD_NOT_IN_OFFICE = (Reason.INVALID_INPUT, N_("这种会议由业委会主任主持，须是本小区在任的主任。"))
    VENUE_CLOSED = (Reason.INVALID_INPUT, N_("“%(name)s”到%(day)s停用，请选别的会场。"))
