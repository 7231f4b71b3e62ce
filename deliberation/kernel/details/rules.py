"""Sets of rules as they are written."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InRules(Detail):
    """Sets of rules as they are written 规则, read from a form or a file."""

    ELECTED_UNKNOWN = (Reason.INVALID_INPUT, N_("对当选人的要求里有不认识的项目：%(items)s。"))
    QUORUM_MISSING = (Reason.INVALID_INPUT, N_("没有填写开会人数；不设人数要求请写成空表。"))
    QUORUM_BASE = (Reason.INVALID_INPUT, N_("开会人数只能按应到的席位、委员、成员或各方计算。"))
    MEETING_BASE = (
        Reason.INVALID_INPUT,
        N_("会议表决按到会、应到、委员、成员、各方或参加投票的人计算，不按业主的面积和人数计算。"),
    )
    ABSTENTIONS_BASE = (Reason.INVALID_INPUT, N_("弃权不计入基数，只能用于按到会或按参加投票计算的规则。"))
    COMMITTEE_BODY = (
        Reason.INVALID_INPUT,
        N_("居民委员会由居民会议或居民代表会议的组成人员选举，这种会议不能按居民委员会选举计算。"),
    )
    ELECTED_ELSEWHERE = (Reason.INVALID_INPUT, N_("对当选人的要求，只用于按居民委员会选举的规定计算的选举。"))
    NEIGHBOURHOOD_PERIOD = (
        Reason.INVALID_INPUT,
        N_("居委会组织的事项公示不得少于 %(least)s 天（%(source)s），现在写的是 %(now)s 天。"),
    )
    TESTS_MISSING = (Reason.INVALID_INPUT, N_("表决通过的条件须分别写明一般事项和特别事项。"))
    HOUSEHOLDS_TESTS = (
        Reason.INVALID_INPUT,
        N_("住户意见征询只有“意见征询”一种条件，不能作一般事项或特别事项的决定。"),
    )
    HOUSEHOLDS_BASE = (Reason.INVALID_INPUT, N_("住户意见征询按交回的票计算。"))
    UNANIMITY_MISSING = (
        Reason.INVALID_INPUT,
        N_("住宅改变为经营性用房须有利害关系的业主一致同意（《中华人民共和国民法典》第二百七十九条）。"),
    )
    INCOMPLETE = (Reason.INVALID_INPUT, N_("%(label)s填写不完整。"))
    OLD_BASE = (
        Reason.INVALID_INPUT,
        N_("%(label)s须按参与表决的业主计算。按全体业主计算是《物业管理条例》第十二条的旧比例，已被%(law)s取代。"),
    )
    SHARES_MISSING = (Reason.INVALID_INPUT, N_("%(label)s须写明面积和人数各占多少。"))
    CHANNEL_MISSING = (Reason.INVALID_INPUT, N_("至少选一种投票方式。"))
    OPEN_DAYS_ORDER = (Reason.INVALID_INPUT, N_("投票最多开放天数少于最少开放天数。"))
    CLAUSE_MISSING = (Reason.INVALID_INPUT, N_("“未交回的计入多数意见”须写明管理规约或议事规则的条款和通过日期。"))
    PAPER_MISSING = (Reason.INVALID_INPUT, N_("业主表决须有纸质表决票或当地官方电子投票系统。"))
    NOTICE_TOO_SHORT = (
        Reason.INVALID_INPUT,
        N_("业主表决须提前 %(least)s 天通知全体业主（%(source)s），现在写的是 %(now)s 天。"),
    )
    EXTRAORDINARY_NOTICE = (Reason.INVALID_INPUT, N_("全国规则不能缩短临时会议的通知天数，须由地方条例规定。"))
    AGENDA_NOT_LOCKED = (Reason.INVALID_INPUT, N_("业主表决的议程公告后必须锁定：没有公告的事项不能表决。"))
    OFFICIAL_ONLY = (
        Reason.INVALID_INPUT,
        N_("%(place)s的业主网上投票只能用%(system)s的电子投票系统（%(source)s），不能用本平台手机填写。"),
    )
    HOUSEHOLDS_TURNOUT = (Reason.INVALID_INPUT, N_("住户意见征询不设参与人数要求：它只收集意见，不作决定。"))
    TURNOUT_TOO_LOW = (
        Reason.INVALID_INPUT,
        N_(
            "参与表决的要求不能低于专有部分面积和人数各三分之二以上（%(law)s），现在写的是%(now)s。"
            "《物业管理条例》第十二条和2021年以前地方条例的旧比例已被民法典取代。"
        ),
    )
    TEST_TOO_LOW = (
        Reason.INVALID_INPUT,
        N_("%(label)s通过的条件不能低于参与表决面积和人数各%(least)s同意（%(law)s），现在写的是%(now)s。"),
    )
    TEXT_MISSING = (Reason.INVALID_INPUT, N_("没有填写%(label)s。"))
    TEXT_TOO_LONG = (Reason.INVALID_INPUT, N_("%(label)s太长，最多 %(most)s 个字。"))
    NUMBER_TOO_SMALL = (Reason.INVALID_INPUT, N_("%(label)s须是不小于 %(least)s 的整数。"))
    NUMBER_TOO_LARGE = (Reason.INVALID_INPUT, N_("%(label)s不能超过 %(most)s。"))
    YES_OR_NO = (Reason.INVALID_INPUT, N_("“%(label)s”只能填是或否。"))
    NOT_OFFERED = (Reason.INVALID_INPUT, N_("%(label)s不能是“%(value)s”，可选：%(offered)s。"))
    METHODS_OFFERED = (Reason.INVALID_INPUT, N_("计票方法只能从这些表决方式里选：%(methods)s。"))
    SOME_NOT_OFFERED = (Reason.INVALID_INPUT, N_("%(label)s只能从这些里选：%(offered)s。"))
    ENDS_BEFORE_BEGIN = (Reason.INVALID_INPUT, N_("失效日期早于生效日期。"))
    BASE_MISSING = (Reason.INVALID_INPUT, N_("%(label)s没有写明按什么计算（到会、应到、各方……）。"))
    PLACE_NOT_FULL = (Reason.INVALID_INPUT, N_("适用的地方须写全称，例如山东省、东营市，现在写的是“%(name)s”。"))
    WEEKEND_SOURCE = (
        Reason.INVALID_INPUT,
        N_("最后一天逢周末不顺延的，须写明依据（《民法典》第二百零三条规定逢法定休假日顺延）。"),
    )
    DAY_WRONG = (Reason.INVALID_INPUT, N_("%(label)s须写成 2026-01-01 的样子。"))
    FRACTION_WRONG = (
        Reason.INVALID_INPUT,
        N_("%(label)s须是“三分之二以上”“过半数”这样的比例，现在写的是 %(num)s/%(den)s。"),
    )
    SOURCES_UNKNOWN = (Reason.INVALID_INPUT, N_("各项依据里有不认识的项目：%(items)s。"))
