"""Elections of the owners' committee."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InElections(Detail):
    """Elections of the committee 业主委员会, held here or elsewhere."""

    PLAN_MISSING = (Reason.NOT_READY, N_("委员人数和任期。请先在“候选人”里填好"))
    DAY_IN_FUTURE = (Reason.INVALID_INPUT, N_("%(label)s不能晚于今天。"))
    CANDIDATE_ALREADY = (Reason.ALREADY_DONE, N_("%(name)s已经在候选人里。"))
    TOO_MANY_CANDIDATES = (Reason.INVALID_INPUT, N_("一次选举最多登记 %(most)s 个人。"))
    LEAVING_MISSING = (Reason.INVALID_INPUT, N_("请选怎样退出。"))
    FILED_BEFORE_ELECTED = (Reason.INVALID_INPUT, N_("备案日期不能早于选出的那一天。"))
    RECORD_OUTDATED = (Reason.ALREADY_DONE, N_("这条登记已经更正或者划去，请在最新的一条上更正。"))
    RECORD_FILED = (Reason.ALREADY_DONE, N_("已经登记备案，或者这条登记已经划去。"))
    FILING_DAY = (Reason.INVALID_INPUT, N_("备案日期须在选出以后、今天以前。"))
    RECORD_STRUCK = (Reason.ALREADY_DONE, N_("这条登记已经更正或者划去。"))
    CANDIDATE_MISSING = (Reason.INVALID_INPUT, N_("请写候选人的姓名和房号。"))
    SOURCE_MISSING = (Reason.INVALID_INPUT, N_("请选由谁推荐。"))
    ROOM_AMBIGUOUS = (Reason.INVALID_INPUT, N_("房号“%(room)s”对得上好几户，请写全：几号楼、几单元、几室。"))
    DECLARATION_MISSING = (Reason.INVALID_INPUT, N_("本人还没有声明：%(declarations)s。没有声明的不能列入名单。"))
    POLITICS_MISSING = (Reason.INVALID_INPUT, N_("候选人公示要写政治面貌，请选择（%(source)s）。"))
    OCCUPATION_MISSING = (Reason.INVALID_INPUT, N_("候选人公示要写职业类型，请填写（%(source)s）。"))
    TOO_FEW_MEMBERS = (
        Reason.INVALID_INPUT,
        N_("委员只有 %(now)s 人，没有达到成立人数（%(wanted)s），业委会没有成立。"),
    )
    MEMBERS_MISSING = (Reason.INVALID_INPUT, N_("请写明委员的姓名，一行一个。"))
    MEMBERS_MISMATCH = (Reason.INVALID_INPUT, N_("约定 %(agreed)s 人，写了 %(now)s 个委员，请核对。"))
    MEMBER_TWICE = (Reason.INVALID_INPUT, N_("有一个人写了两次，请核对。"))
    ELECTED_IN_FUTURE = (Reason.INVALID_INPUT, N_("选出的日期不能晚于今天。"))
    DOCUMENT_MISSING = (Reason.INVALID_INPUT, N_("请写明依据哪份材料，或者附上照片。"))
    NOT_IN_ROSTER = (
        Reason.INVALID_INPUT,
        N_("%(who)s。业主委员会成员须是名册里的业主，或单位业主授权的人；请核对姓名、房号，或先更正名册。"),
    )
    NOT_OF_ALL_OWNERS = (Reason.INVALID_INPUT, N_("业主委员会由全体业主选举，请把这次表决改为由全体业主共同决定。"))
    NO_SEAT_OPEN = (Reason.INVALID_INPUT, N_("约定 %(agreed)s 人，留任的已有 %(kept)s 人，没有空缺可选。"))
    SIZE_EVEN = (Reason.INVALID_INPUT, N_("业主委员会的人数须是单数（%(source)s），现在写的是 %(now)s 人。"))
    SIZE_WRONG = (
        Reason.INVALID_INPUT,
        N_("业主委员会须由 %(wanted)s的单数组成（%(source)s），现在写的是 %(now)s 人。"),
    )
    TERM_WRONG = (Reason.INVALID_INPUT, N_("业主委员会每届任期%(wanted)s（%(source)s），现在写的是 %(now)s 年。"))
    TOO_MANY_ALTERNATES = (Reason.INVALID_INPUT, N_("候补委员最多 %(most)s 人（%(source)s），现在写的是 %(now)s 人。"))
    TOO_FEW_CANDIDATES = (Reason.INVALID_INPUT, N_("要选出 %(seats)s 人，名单上只有 %(names)s 人。"))
    NO_CONTEST = (
        Reason.INVALID_INPUT,
        N_(
            "要选出 %(seats)s 人，名单上也是 %(names)s 人，不成差额。请增加候选人；确实没有人再参选的，"
            "写明理由，理由会公示（平台默认规则，法律没有规定业主委员会必须差额选举）。"
        ),
    )
    NOT_POSTED = (
        Reason.INVALID_INPUT,
        N_("候选人名单还没有登记公示。请先在“候选人”里定下名单、张贴公示（%(source)s）。"),
    )
    POSTED_LATE = (
        Reason.INVALID_INPUT,
        N_("候选人名单 %(posted)s公示，到投票开始只有 %(days)s 天；%(asked)s，最早可于 %(first)s开始投票。"),
    )
    POSTING_RUNS = (
        Reason.INVALID_INPUT,
        N_(
            "候选人公示还没有满（%(source)s）：公示期间名单调整的须重新公示，公告登记以后名单就锁定了。"
            "请从 %(first)s起再登记公告。"
        ),
    )
    TOO_FEW_BACKERS = (
        Reason.INVALID_INPUT,
        N_("联名推荐须有 %(least)s 名以上业主（%(source)s），现在写的是 %(now)s 名。"),
    )
    BACKERS_MISSING = (Reason.INVALID_INPUT, N_("联名推荐须写明有几名业主联名。"))
