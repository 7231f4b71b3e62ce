"""The roster of owners."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InRoster(Detail):
    """The roster of owners 业主名册: reading in, deciding, mending, erasing."""

    CHANGE_MISSING = (Reason.INVALID_INPUT, N_("请选改的是什么。"))
    PHONE_WRONG = (Reason.INVALID_INPUT, N_("电话看不明白，手机号应为 11 位；没有电话的写“无”。"))
    TOO_MANY_PHONES = (Reason.INVALID_INPUT, N_("电话最多写三个。"))
    UNCHANGED = (Reason.ALREADY_DONE, N_("名册里本来就是这样写的，没有改动。"))
    AREA_WRONG = (Reason.INVALID_INPUT, N_("面积看不明白，请写成数字，例如 89.50，最多两位小数。"))
    GROUND_MISSING = (Reason.INVALID_INPUT, N_("请写明保存名册的依据，最多 %(most)s 个字。"))
    AREA_SOURCE_MISSING = (Reason.INVALID_INPUT, N_("请选面积的来源。"))
    CLAUSE_MISSING = (Reason.INVALID_INPUT, N_("请写明业主大会议事规则的哪一条让它们计入表决。"))
    CLAUSE_TOO_LONG = (Reason.INVALID_INPUT, N_("条款最多 %(most)s 个字。"))
    PROPOSALS_CHANGED = (Reason.INVALID_INPUT, N_("这些建议已经变了，请刷新页面再看一遍。"))
    STATE_MISSING = (Reason.INVALID_INPUT, N_("请选这一户现在的情况。"))
    ENTRANCE_MISSING = (Reason.INVALID_INPUT, N_("请写明是哪个单元，例如：1单元；不属于任何单元的底商，写“底商”。"))
    REASON_MISSING = (Reason.INVALID_INPUT, N_("请写明理由，最多 %(most)s 个字。"))
    OWNERS_MISSING = (Reason.INVALID_INPUT, N_("请写明现在的业主，几个人共有的用顿号分开。"))
    NAMESAKE_OPEN = (Reason.NOT_READY, N_("选定是不是名册里同名的业主"))
    NOT_SHARED = (Reason.INVALID_INPUT, N_("这一户不是几个人共有，不用指定投票人。"))
    VOTER_NOT_OWNER = (Reason.INVALID_INPUT, N_("投票人须是共有人之一。"))
    SALE_UNCHANGED = (Reason.ALREADY_DONE, N_("名册里本来就是这样写的。换了业主的，请用“业主、面积、电话有变化”。"))
    UNIT_ALREADY = (Reason.ALREADY_DONE, N_("名册里%(building)s%(entrance)s已经有 %(room)s 这一户。"))
    OWNER_UNKNOWN = (Reason.INVALID_INPUT, N_("请从列出的业主里选。"))
    DEVELOPER_UNIT = (
        Reason.INVALID_INPUT,
        N_("这一户算建设单位。先在“销售、交付”里更正为已售、已交付，同时写明业主。"),
    )
    VOTE_UNDER_WAY = (Reason.STEP_LOCKED, N_("“%(title)s”用的是这份名册，等公告结果以后再删除。"))
    POINTS_OPEN = (Reason.NOT_READY, N_("%(points)s"))
    COUNTS_ALREADY = (Reason.ALREADY_DONE, N_("这一户本来就计入表决。"))
    COUNTS_NOT_ALREADY = (Reason.ALREADY_DONE, N_("这一户本来就不计入表决。"))
    NO_HEADER = (
        Reason.INVALID_INPUT,
        N_(
            "没有找到表头。名册要有“房号”和“建筑面积”两列，还可以有楼栋、单元、业主、电话、备注；"
            "套内面积不能代替建筑面积。"
        ),
    )
