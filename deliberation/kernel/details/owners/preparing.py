"""Preparing a vote of the owners."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InPreparing(Detail):
    """A vote of the owners before it opens: who is asked, what, by which rule, after which steps."""

    ROSTER_FOR_ENTRANCE = (Reason.INVALID_INPUT, N_("还没有启用的业主名册，不能只选其中一个单元。请先导入名册。"))
    APPLICANT_MISSING = (Reason.NOT_READY, N_("申请人的房屋（在“有利害关系的业主”里选定；申请人自己不参加表决）"))
    NO_CHANGE_OF_USE = (Reason.INVALID_INPUT, N_("只有住宅改为经营性用房的表决，才要选申请人和有利害关系的业主。"))
    CLAIMANT_ALREADY = (Reason.INVALID_INPUT, N_("这一户已经列为主张有利害关系的业主，请先去掉。"))
    CLAIMANTS_NOT_ASKED = (Reason.INVALID_INPUT, N_("这次表决不是住宅改为经营性用房，不用加有利害关系的业主。"))
    PETITION_SHORT = (Reason.NOT_READY, N_("业主的提议还没有达到法定比例并递交"))
    PETITION_SCOPE = (
        Reason.INVALID_INPUT,
        N_("这份提议由%(where)s的业主提出，表决也须由这些业主决定，请选同样的范围。"),
    )
    PETITION_USED = (Reason.ALREADY_DONE, N_("这份提议已经筹备了“%(title)s”。"))
    NOT_AGREED = (Reason.NOT_READY, N_("会议还没有形成协商意见"))
    TOPIC_OF_PARTIES = (Reason.INVALID_INPUT, N_("这个议题没有判定为须由业主共同决定。"))
    NO_RULES_TODAY = (Reason.NOT_READY, N_("今天生效的业主表决规则"))
    RULES_MISSING = (Reason.INVALID_INPUT, N_("请选择适用的表决规则。"))
    MATTER_TWICE = (Reason.INVALID_INPUT, N_("同一件事在这张票上写了两次。"))
    QUESTION_MISSING = (Reason.INVALID_INPUT, N_("至少要有一个表决事项。"))
    CLOSES_BEFORE_OPENS = (Reason.INVALID_INPUT, N_("截止时间须晚于开始时间。"))
    CLAUSE_MISSING = (Reason.INVALID_INPUT, N_("“%(label)s”须写明管理规约或议事规则的条款和通过日期。"))
    ONLINE_NOT_ALLOWED = (Reason.INVALID_INPUT, N_("这套规则不允许手机填写，业主的网上表决须使用当地官方系统。"))
    OPENS_LATER = (Reason.NOT_READY, N_("公告的投票开始时间还没有到"))
    MATTER_ELSEWHERE = (Reason.ALREADY_DONE, N_("“%(title)s”%(where)s。"))
    NOTICED_IN_FUTURE = (Reason.INVALID_INPUT, N_("公告日期不能晚于今天。"))
    TOLD_IN_FUTURE = (Reason.INVALID_INPUT, N_("告知居委会的日期不能晚于今天。"))
    TOLD_MISSING = (Reason.NOT_READY, N_("告知居委会的日期（物业管理条例第十四条）"))
    STEP_ASKED = (Reason.INVALID_INPUT, N_("%(article)s没有规定可以不做这一步。"))
    FREEZE_STRICT = (Reason.INVALID_INPUT, N_("%(article)s点名了这类事项，没有例外。"))
    FREEZE_EXCEPTION = (Reason.INVALID_INPUT, N_("换届期间的例外，请勾选并写明理由。"))
    STEP_DAY_MISSING = (Reason.INVALID_INPUT, N_("请填办理的日期。"))
    STEP_IN_FUTURE = (Reason.INVALID_INPUT, N_("办理的日期不能晚于今天。"))
    TERM_IN_FUTURE = (Reason.INVALID_INPUT, N_("日期不能晚于今天。"))
    TERM_BEGUN = (Reason.ALREADY_DONE, N_("已经登记了换届开始，请先登记结束。"))
    TERM_OVER = (Reason.ALREADY_DONE, N_("换届已经登记结束。"))
    TERM_END_WRONG = (Reason.INVALID_INPUT, N_("结束的日期须在开始以后、今天以前。"))
    CALLER_MISSING = (Reason.INVALID_INPUT, N_("请选择由谁召集。"))
    COUNT_BEFORE_CLOSE = (Reason.INVALID_INPUT, N_("公开计票的时间须在投票截止以后。"))
    POLL_IS_NO_MEETING = (Reason.INVALID_INPUT, N_("住户意见征询不是业主大会会议，不用选临时会议。"))
    EXTRAORDINARY_GROUND = (Reason.INVALID_INPUT, N_("临时会议须写明依据哪一种情形，本地可以是：%(known)s。"))
    EXTRAORDINARY_REASON = (Reason.INVALID_INPUT, N_("请写明召开临时会议的理由，会印在公告上。"))
    RULES_OF_OTHER_KIND = (Reason.INVALID_INPUT, N_("所选的表决规则不适用于这种表决。"))
    ALL_OWNERS_NO_PART = (Reason.INVALID_INPUT, N_("全体业主共同决定的，不能只选部分楼栋。"))
    PARTS_MISSING = (Reason.INVALID_INPUT, N_("部分业主表决须选定楼栋或单元。"))
    POLICY_MISSING = (Reason.INVALID_INPUT, N_("请选择没有交回的票怎样算。"))
    NOBODY_ASKED = (Reason.INVALID_INPUT, N_("名册里没有符合表决范围的房屋。"))
    CLAIMANT_UNKNOWN = (Reason.INVALID_INPUT, N_("名册里没有这一户，或者这一户不计入表决。请重新选。"))
    CLAIMANT_REASON = (Reason.INVALID_INPUT, N_("请写明他受什么影响、有什么证明，最多 %(most)s 个字。"))
    TOO_MANY_CLAIMANTS = (Reason.INVALID_INPUT, N_("最多加 %(most)s 户。"))
    CLAIMANT_IS_APPLICANT = (Reason.INVALID_INPUT, N_("这一户是申请人自己的，申请人不参加表决。"))
    CLAIMANT_ASKED = (Reason.INVALID_INPUT, N_("这位业主已经在征求范围里，不用再加。"))
    WRONG_OWNERS = (Reason.INVALID_INPUT, N_("“%(title)s”须由%(whom)s共同决定，与所选的表决范围不符。"))
    ITEM_FIXED = (Reason.INVALID_INPUT, N_("“%(title)s”属于“%(matter)s”，不能改成别的事项。"))
    CLASS_WRONG = (Reason.INVALID_INPUT, N_("“%(title)s”的表决类别与法律规定不符。"))
    QUESTION_WRONG = (Reason.INVALID_INPUT, N_("“%(title)s”%(problem)s"))
    MATTER_OF_PARTIES = (Reason.INVALID_INPUT, N_("动议属于“%(label)s”，不用提请业主共同决定。"))
    CLOSED_ALREADY = (
        Reason.INVALID_INPUT,
        N_("公告的截止时间已经过了，没有人还能交票。请作废这次表决，重新筹备、重新公告。"),
    )
    PARTS_UNKNOWN = (
        Reason.INVALID_INPUT,
        N_("现在使用的名册里没有这些楼栋、单元：%(parts)s。请核对名册里楼栋、单元的写法。"),
    )
    APPLICANT_OUTSIDE = (
        Reason.INVALID_INPUT,
        N_("申请人的房屋不在所选的楼栋里。征求的是本栋其他业主的意见，请改范围，或重选申请人的房屋。"),
    )
    INTEREST_ALONE = (
        Reason.INVALID_INPUT,
        N_("住宅改为经营性用房须单独表决：申请人自己不参加，问的人与别的事项不同。请把别的事项去掉，另作一次表决。"),
    )
    INTEREST_BUILDING = (
        Reason.INVALID_INPUT,
        N_("住宅改为经营性用房，须征得本栋其他业主一致同意（民法典第二百七十九条），范围只能是申请人所在的一整栋楼。"),
    )
    CLASS_SPECIAL = (Reason.INVALID_INPUT, N_("“%(title)s”判定为须四分之三以上同意，请选属于特别事项的那一项。"))
    CLOSES_EARLY = (Reason.INVALID_INPUT, N_("截止时间早于开始时间。"))
    OPEN_TOO_SHORT = (Reason.INVALID_INPUT, N_("投票时间只有 %(days)s 天，规则要求不少于 %(least)s 天。"))
    OPEN_TOO_LONG = (Reason.INVALID_INPUT, N_("投票时间有 %(days)s 天，规则要求不超过 %(most)s 天。"))
    POLICY_OF_PLACE = (
        Reason.INVALID_INPUT,
        N_("%(place)s规定，签收了表决票的业主算参与表决，没有表态的按弃权计（%(source)s），不能改成别的算法。"),
    )
    SEATS_LEFT = (Reason.INVALID_INPUT, N_("“%(title)s”上一轮还缺 %(vacant)s 席，这一轮应选不能少于 %(vacant)s 人。"))
    KIND_OF_QUESTION = (Reason.INVALID_INPUT, N_("须与表决类型一致：住户意见征询只收集意见，业主表决才作决定。"))
    NO_ITEM = (Reason.INVALID_INPUT, N_("须选定属于民法典第二百七十八条的哪一项。"))
    CLASS_OF_ITEM = (Reason.INVALID_INPUT, N_("属于“%(item)s”，表决类别与法律规定不符。"))
    CLASS_NOT_IN_RULES = (Reason.INVALID_INPUT, N_("的表决类别不在所选规则里。"))
    SUBJECT_UNKNOWN = (Reason.INVALID_INPUT, N_("须选一种列出的情形。"))
    RECALL_ITEM = (
        Reason.INVALID_INPUT,
        N_("是罢免业委会成员：须属于“更换业主委员会成员”那一项，只表决同意不同意，一人一项。"),
    )
    FEE_CHANGE_ITEM = (Reason.INVALID_INPUT, N_("是调整物业服务收费标准：须属于“其他重大事项”那一项。"))
    CONSENT_IS_PLAIN = (
        Reason.INVALID_INPUT,
        N_("须由有利害关系的业主一致同意（民法典第二百七十九条），只能表决同意不同意，不能列选项。"),
    )
    METHOD_NOT_ON_PAPER = (Reason.INVALID_INPUT, N_("的表决方式不能用于书面表决。"))
    APPLICANT_LOST = (
        Reason.INVALID_INPUT,
        N_("现在使用的名册里找不到申请人的房屋：%(door)s。请核对名册，或在“有利害关系的业主”里重选。"),
    )
    CLAIMANTS_LOST = (
        Reason.INVALID_INPUT,
        N_("现在使用的名册里没有主张有利害关系的业主的房屋：%(doors)s。请核对名册，或在“有利害关系的业主”里改。"),
    )
    ENTRANCES_MISSING = (
        Reason.INVALID_INPUT,
        N_(
            "名册里%(units)s没有写单元，分不清属于哪个单元，不能只问其中一个单元。"
            "请先在名册里逐户补上（不属于任何单元的，如底商，写“底商”），再选单元；或者选整栋楼。"
        ),
    )
    STEPS_MISSING = (Reason.NOT_READY, N_("%(steps)s。请先在“法定步骤”里登记。"))
    NO_RULES_OF_KIND = (Reason.NOT_READY, N_("当天生效的规则（%(kind)s）"))


class InPetitions(Detail):
    """Petitions of owners 业主提议."""

    KIND_MISSING = (Reason.INVALID_INPUT, N_("请选择提议的是什么。"))
    ITEM_MISSING = (Reason.INVALID_INPUT, N_("请选择属于民法典第二百七十八条的哪一项。"))
    TEXT_MISSING = (Reason.INVALID_INPUT, N_("请写明提议的事项和内容。"))
    RECALL_OF_PART = (
        Reason.INVALID_INPUT,
        N_("业主委员会由全体业主选举，罢免的提议按全体业主计算，不用选楼栋、单元。"),
    )
    DAY_IN_FUTURE = (Reason.INVALID_INPUT, N_("日期不能晚于今天。"))
    SIGNED_ALREADY = (Reason.ALREADY_DONE, N_("这位业主已经登记过签名，一人只算一次。"))
    WITHDRAWN_ALREADY = (Reason.ALREADY_DONE, N_("这位业主的签名已经撤回。"))
    SIGNATURES_SHORT = (Reason.NOT_READY, N_("%(asked)s的业主签名（%(source)s），%(now)s"))
