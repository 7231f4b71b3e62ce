"""What exactly is wrong: the sentences of refusals, stage by stage, each with the reason it belongs to.

An action raises `Refused(InAgenda.NO_SUCH_MOVE)`, with the facts of the sentence's fields as keyword arguments.
Together with `kernel.errors.Reason` this is the catalogue of what the platform says when it refuses.
"""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InCollection(Detail):
    """Handing in, completing and merging topics ①."""

    CATEGORY_MISSING = (Reason.INVALID_INPUT, N_("请选择类别和来源。"))
    SITUATION_MISSING = (Reason.INVALID_INPUT, N_("请写明是什么事。"))
    ADDITION_MISSING = (Reason.INVALID_INPUT, N_("请写补充的内容。"))
    NOTHING_TO_MERGE = (Reason.INVALID_INPUT, N_("请勾选要合并的议题。"))
    TARGET_STATE = (Reason.MERGE_TARGET, N_("它现在是“%(state)s”。"))


class InAgenda(Detail):
    """The gate and the agenda ②."""

    TITLE_OR_KIND_MISSING = (Reason.INVALID_INPUT, N_("请写明名称和类型。"))
    MINUTES_OUT_OF_RANGE = (Reason.INVALID_INPUT, N_("时长须在 1 至 240 分钟之间。"))
    NO_SUCH_MOVE = (Reason.INVALID_INPUT, N_("只能上移或下移。"))
    MATTER_MISSING = (Reason.INVALID_INPUT, N_("请选择是民法典第二百七十八条的哪一项。"))
    REASON_TOO_LONG = (Reason.INVALID_INPUT, N_("理由最多 %(most)s 个字，现在 %(now)s 个字。"))
    SCREENING_MISSING = (Reason.INVALID_INPUT, N_("请选择列入、退回、转办或不予列入。"))
    REFERRED_TO_NOBODY = (Reason.INVALID_INPUT, N_("请写明转给谁办。"))
    MATTER_OF_OTHER_MAJORITY = (
        Reason.INVALID_INPUT,
        N_("“%(matter)s”按民法典第二百七十八条须参与表决的业主%(share)s同意，与所选权属不符。"),
    )


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
    RECURRENCE_UNKNOWN = (Reason.INVALID_INPUT, N_("没有这样的日子：请核对每月第几日、周几，或写成 6-15 的样子。"))
    AHEAD_OUT_OF_RANGE = (
        Reason.INVALID_INPUT,
        N_("提前提醒的天数须在 %(least)s 至 %(most)s 之间：规则要求提前 %(notice)s 天通知，还要留出准备的时间。"),
    )
    SERIES_TIME_UNKNOWN = (Reason.INVALID_INPUT, N_("开会时间须写成 19:00 的样子。"))
    SERIES_ENDS_BEFORE = (Reason.INVALID_INPUT, N_("最后一天早于第一天。"))
    SERIES_ENDED = (Reason.ALREADY_DONE, N_("这个例会系列已经结束。"))
    NO_SUCH_DAY = (Reason.INVALID_INPUT, N_("%(day)s不是这个例会的日子。"))
    DAY_IS_OFF = (Reason.NOT_READY, N_("%(day)s是%(off)s，请先选照常、改期或不开。"))
    DAY_IS_DECIDED = (Reason.ALREADY_DONE, N_("这一次已经定为“%(decision)s”。"))
    DAY_HAS_MEETING = (Reason.ALREADY_DONE, N_("这一次的会议已经建立，请在会议里改期或取消。"))
    DAY_NOT_OVER = (Reason.INVALID_INPUT, N_("这一天还没有过去：请确认召开、改期，或写明理由不开。"))
    DAY_IS_OVER = (Reason.INVALID_INPUT, N_("这一天已经过去，请写明为什么没有召开。"))
    MOVED_INTO_PAST = (Reason.INVALID_INPUT, N_("不能改到已经过去的日子。"))
    KIND_NOT_FOR_TYPE = (Reason.INVALID_INPUT, N_("%(name)s的议程里不排“%(kind)s”，可以排：%(kinds)s。"))
    GUESTS_NOT_COUNTED = (Reason.INVALID_INPUT, N_("到场人数须在 0 至 9999 之间。"))
    COMMITTEE_HEAD_NOT_IN_OFFICE = (Reason.INVALID_INPUT, N_("这种会议由业委会主任主持，须是本小区在任的主任。"))
    MEETING_IN_PAST = (Reason.INVALID_INPUT, N_("会议时间已经过去。"))
    VENUE_UNKNOWN = (Reason.INVALID_INPUT, N_("本小区没有这个会场。"))
    CHAIR_IS_SECRETARY = (Reason.INVALID_INPUT, N_("主持人和会议秘书不能是同一个人。"))
    TEXT_TOO_LONG = (Reason.INVALID_INPUT, N_("最多写 %(most)s 个字，现在 %(now)s 个字。"))
    DEMAND_NUMBERS_MISSING = (Reason.INVALID_INPUT, N_("请填提议的人数和总数，都填整数。"))
    DISCUSSION_DAY_MISSING = (Reason.INVALID_INPUT, N_("请填社区党组织研究讨论的日期。"))
    NO_RULES_IN_FORCE = (Reason.INVALID_INPUT, N_("“%(name)s”在会议当天没有生效的议事规则。"))
    CHAIR_NOT_IN_OFFICE = (Reason.INVALID_INPUT, N_("主持人须是本小区在任的支部书记或支部委员。"))
    SECRETARY_NOT_IN_OFFICE = (Reason.INVALID_INPUT, N_("会议秘书须是本小区在任的会议秘书。"))


class InNotices(Detail):
    """Notices that leave the platform, addresses, printed slips."""

    NO_ADDRESS = (Reason.INVALID_INPUT, N_("这不像%(channel)s的地址，请再看一遍。"))
    CHANNEL_CLOSED = (Reason.INVALID_INPUT, N_("这个渠道没有开通，请找系统管理员。"))
    CODE_TOO_OFTEN = (Reason.INVALID_INPUT, N_("验证码要得太多了：每分钟一次，每小时五次，每天十次。请过一会儿再试。"))
    CODE_NOT_SENT = (
        Reason.INVALID_INPUT,
        N_("地址已记下，验证码没有发出去（%(why)s）。请过一会儿再试，或者告诉系统管理员。"),
    )
    CODE_OVER = (Reason.INVALID_INPUT, N_("验证码已经过期，或者输错太多次。请重新获取。"))
    CODE_WRONG = (Reason.INVALID_INPUT, N_("验证码不对，请再看一遍。"))
    NOT_FAILED = (Reason.ALREADY_DONE, N_("这一条已经送达，或者正在送，不用再送。"))
    ADDRESS_DEAD = (Reason.INVALID_INPUT, N_("这个地址收不到，请先请本人换一个地址。"))
    RESULT_MISSING = (Reason.INVALID_INPUT, N_("请选签收或者不在家。"))
    SLIP_SIGNED = (Reason.ALREADY_DONE, N_("这份送达单已经签收。"))


class InPublication(Detail):
    """Resolutions in public and objections to them."""

    MEETING_NOT_CLOSED = (Reason.NOT_READY, N_("会议还没有散会"))
    MINUTES_NOT_ISSUED = (Reason.NOT_READY, N_("会议记录还没有签发"))
    OBJECTION_EMPTY = (Reason.INVALID_INPUT, N_("请写明对哪一条有异议、为什么。"))
    NOT_POSTED = (Reason.NOT_READY, N_("公示。决议公示、张贴以后再登记凭证"))
    OTHER_EVIDENCE = (Reason.INVALID_INPUT, N_("这里只登记决议公示的张贴。"))
    OBJECTION_ANSWERED = (Reason.ALREADY_DONE, N_("这条异议已经答复。"))
    PERIOD_TOO_LONG = (Reason.INVALID_INPUT, N_("公示期最长 %(most)s 天。"))
    DRAFT_CHANGED = (
        Reason.STEP_LOCKED,
        N_(
            "您打开这一页以后，草稿又改过并保存了（别人改的，或者您在另一个窗口改的）。"
            "现在页面上是最新的正文，请再看一遍再公示。"
        ),
    )


class InDisclosure(Detail):
    """Published documents and requests to inspect."""

    RECEIVED_IN_FUTURE = (Reason.INVALID_INPUT, N_("收到申请的日期不能晚于今天。"))
    WISH_MISSING = (Reason.INVALID_INPUT, N_("请选资料的种类，并写明想看什么。"))
    APPLICANT_MISSING = (
        Reason.INVALID_INPUT,
        N_("请写姓名、电话和房号：只有业主、租户可以查阅，要能核实、能通知到您。"),
    )
    PLACE_MISSING = (Reason.INVALID_INPUT, N_("请写明在哪里查阅。"))
    APPOINTMENT_IN_PAST = (Reason.INVALID_INPUT, N_("查阅的时间要在现在以后。"))
    DOCUMENT_NOT_PUBLISHED = (Reason.INVALID_INPUT, N_("请选一份已经公布的资料。"))
    INSPECTION_DAY_WRONG = (Reason.INVALID_INPUT, N_("查阅的日期要在申请以后、今天以前。"))
    KIND_MISSING = (Reason.INVALID_INPUT, N_("请选资料的种类。"))
    DOCUMENT_EMPTY = (Reason.INVALID_INPUT, N_("请写正文，或者附上文件。"))
    FILE_NOT_LOOKED_AT = (Reason.INVALID_INPUT, N_("请打开附件看一遍，再勾选“附件里没有个人信息”。"))


class InPrivacy(Detail):
    """What persons ask about their own data."""

    RECEIVED_IN_FUTURE = (Reason.INVALID_INPUT, N_("收到请求的日期不能晚于今天。"))
    WISH_MISSING = (Reason.INVALID_INPUT, N_("请写是谁提的，并选要求什么。"))
    ANOTHER_PERSON = (Reason.INVALID_INPUT, N_("请从列出的人里选：姓名要和请求里的一样，在本小区任过职。"))
    RECEIPT_UNKNOWN = (Reason.INVALID_INPUT, N_("有回执号在本小区没有找到，请核对。"))
    ANSWER_DAY_WRONG = (Reason.INVALID_INPUT, N_("答复的日期要在收到请求以后、今天以前。"))


class InOrganisation(Detail):
    """Accounts, passwords and sets of rules."""

    USERNAME_WRONG = (Reason.INVALID_INPUT, N_("账号用 3 到 40 个字母、数字、点或横线，以字母或数字开头。"))
    USERNAME_TAKEN = (Reason.INVALID_INPUT, N_("这个账号已经有人用，请换一个。"))
    PERSON_MISSING = (Reason.INVALID_INPUT, N_("请选择人员，或填写姓名。"))
    HAS_ACCOUNT = (Reason.ALREADY_DONE, N_("这个人已经有账号了。"))
    PASSWORD_WEAK = (Reason.INVALID_INPUT, N_("密码至少 8 位，并含大写、小写、数字、符号中的三种。"))
    RULES_UNCHANGED = (Reason.INVALID_INPUT, N_("与现在的版本完全一样，没有改动。"))
    RULES_CHANGED = (Reason.ALREADY_DONE, N_("规则刚刚有变动，请重新看一遍有哪些变化再登记。"))
    RULES_BEGIN_IN_PAST = (Reason.INVALID_INPUT, N_("生效日期不能早于今天：过去的会议和表决仍按当时的规则。"))
    RULES_BEGIN_TOO_EARLY = (Reason.INVALID_INPUT, N_("生效日期不能早于上一版的生效日期（%(before)s）。"))
    REVISION_REASON_TOO_LONG = (Reason.INVALID_INPUT, N_("修订说明太长，最多 %(most)s 个字。"))
    OWN_RESET = (Reason.SAME_PERSON, N_("重设密码的人、被重设的人不能自己核实。"))
    CLASS_UNKNOWN = (Reason.INVALID_INPUT, N_("“%(name)s”只用于：%(known)s。"))
    BODY_UNKNOWN = (Reason.INVALID_INPUT, N_("适用的会议只能是：%(bodies)s。"))
    NO_RULES_IN_FORCE = (Reason.NOT_READY, N_("当天生效的规则（%(body)s）"))
    RESET_LATELY = (
        Reason.SAME_PERSON,
        N_("两个账号里有刚由系统管理员重设过密码的，七天之内算同一个人；请审计员在“密码重设”里向本人核实。"),
    )
    VERSION_EXISTS = (Reason.ALREADY_DONE, N_("第 %(version)s 版已经登记，请在它的基础上修订。"))
    PLACE_HAS_RULES = (Reason.ALREADY_DONE, N_("%(place)s已有“%(name)s”，请在它上面修订。"))
    TYPE_NAME_MISSING = (Reason.INVALID_INPUT, N_("请写会议种类的名称，最多 %(most)s 个字。"))
    TYPE_NAME_TAKEN = (Reason.ALREADY_DONE, N_("已经有一种会议叫“%(name)s”，请换个名称，或在它上面改。"))
    TYPE_ORGANISER_UNKNOWN = (Reason.INVALID_INPUT, N_("请选择由谁组织、由谁主持。"))
    TYPE_PARTIES_MISSING = (Reason.INVALID_INPUT, N_("请写明由哪几方参加、各几席，至少一方。"))
    TYPE_SEATS_WRONG = (Reason.INVALID_INPUT, N_("每一方的席位须在 1 至 %(most)s 之间。"))
    TYPE_AGENDA_UNKNOWN = (Reason.INVALID_INPUT, N_("议程里能排哪些、常设哪些，请从列出的里面选。"))
    TYPE_RULES_UNKNOWN = (Reason.INVALID_INPUT, N_("请选择现在生效的议事规则。"))
    TEMPLATE_PLACE_UNKNOWN = (
        Reason.INVALID_INPUT,
        N_("模板里能写的空格只有：%(places)s，全文最多 %(most)s 个字。"),
    )
    STAND_IN_WRONG = (Reason.INVALID_INPUT, N_("代替的一方不对：只能代替这种会议里的一方，自己不能已经在里面。"))
    TYPE_IN_USE_HERE = (Reason.ALREADY_DONE, N_("这种会议还有排好的例会或没开完的会，先结束它们再停用。"))
    TYPE_NOT_USED_HERE = (Reason.INVALID_INPUT, N_("本小区没有启用这种会议。"))
    DAYS_OFF_WRONG = (Reason.INVALID_INPUT, N_("放假安排有 %(n)s 处不对：%(problems)s"))
    OWN_PASSWORD = (Reason.SAME_PERSON, N_("自己的密码请在“修改密码”里改。"))
    OWN_ACCOUNT = (Reason.SAME_PERSON, N_("不能停用自己的账号。"))
    FOUNDED_ALREADY = (Reason.ALREADY_DONE, N_("这里已经开始使用了，没有改动。请用管理员账号登录。"))
    WORKBOOK_WRITTEN = (Reason.ALREADY_DONE, N_("这份表格已经导入过了。"))
    WORKBOOK_CHANGED = (Reason.ALREADY_DONE, N_("核对以后登记的内容又有变动，请再看一遍，再确认导入。"))
    WORKBOOK_WRONG = (Reason.INVALID_INPUT, N_("表格里还有 %(n)s 处错误，没有导入。请改好再上传。"))
    COMPOUND_STAYS = (
        Reason.INVALID_INPUT,
        N_("小区换社区不在表格里改（第 %(row)s 行）：请在“小区”页面登记从哪天起归哪个社区。"),
    )
    NAME_MISSING = (Reason.INVALID_INPUT, N_("请填写名称。"))
    NAME_TAKEN = (Reason.INVALID_INPUT, N_("已经有“%(name)s”了。"))
    SLUG_WRONG = (
        Reason.INVALID_INPUT,
        N_("简称用 2 到 40 个小写字母、数字或横线，以字母开头；它出现在网址里，定了不再改。"),
    )
    CHOICE_UNKNOWN = (Reason.INVALID_INPUT, N_("没有“%(name)s”这一种。"))
    TERM_BACKWARDS = (Reason.INVALID_INPUT, N_("止（%(ends)s）早于起（%(starts)s）。"))
    OWN_POST = (Reason.SAME_PERSON, N_("不能给自己登记任职，请另一位系统管理员登记。"))


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
