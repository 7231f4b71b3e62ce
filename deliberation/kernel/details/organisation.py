"""Accounts and sets of rules."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


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
    OWN_PASSWORD = (Reason.SAME_PERSON, N_("自己的密码请在“修改密码”里改。"))
    OWN_ACCOUNT = (Reason.SAME_PERSON, N_("不能停用自己的账号。"))
    FOUNDED_ALREADY = (Reason.ALREADY_DONE, N_("这里已经开始使用了，没有改动。请用管理员账号登录。"))
    NAME_MISSING = (Reason.INVALID_INPUT, N_("请填写名称。"))
    NAME_TAKEN = (Reason.INVALID_INPUT, N_("已经有“%(name)s”了。"))
    SLUG_WRONG = (
        Reason.INVALID_INPUT,
        N_("简称用 2 到 40 个小写字母、数字或横线，以字母开头；它出现在网址里，定了不再改。"),
    )
    CHOICE_UNKNOWN = (Reason.INVALID_INPUT, N_("没有“%(name)s”这一种。"))
    TERM_BACKWARDS = (Reason.INVALID_INPUT, N_("止（%(ends)s）早于起（%(starts)s）。"))
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
    TYPE_NOT_CHOSEN = (Reason.INVALID_INPUT, N_("请选择会议种类。"))
    TYPE_NOT_USED_HERE = (Reason.INVALID_INPUT, N_("本小区没有启用这种会议。"))
    DAYS_OFF_WRONG = (Reason.INVALID_INPUT, N_("放假安排有 %(n)s 处不对：%(problems)s"))
    WORKBOOK_WRITTEN = (Reason.ALREADY_DONE, N_("这份表格已经导入过了。"))
    WORKBOOK_CHANGED = (Reason.ALREADY_DONE, N_("核对以后登记的内容又有变动，请再看一遍，再确认导入。"))
    WORKBOOK_WRONG = (Reason.INVALID_INPUT, N_("表格里还有 %(n)s 处错误，没有导入。请改好再上传。"))
    WORKBOOK_ROW = (Reason.INVALID_INPUT, N_("“%(sheet)s”第 %(row)s 行：%(said)s"))
    MOVED_IN_PAST = (Reason.INVALID_INPUT, N_("改属的日期不能早于今天：以前的页面和统计仍按原来的社区。"))
    MOVED_NOWHERE = (Reason.INVALID_INPUT, N_("从那一天起本来就属于%(name)s。"))
    BUILDINGS_MISSING = (Reason.INVALID_INPUT, N_("请写明有哪些楼，例如 1–12 或 1、3、5。"))
    BUILDINGS_TOO_MANY = (Reason.INVALID_INPUT, N_("一次最多登记 %(most)s 栋，请分几次登记。"))
    BUILDINGS_UNREADABLE = (Reason.INVALID_INPUT, N_("看不懂“%(name)s”，请写成 1–12 或 1、3、5。"))
    GRID_MISSING = (Reason.INVALID_INPUT, N_("每栋楼设一个微网格，要先选它们属于哪个网格。"))
    ENDS_IN_PAST = (Reason.INVALID_INPUT, N_("最后一天不能早于今天：已经过去的日子不改。"))
    UNIT_KIND_DIFFERS = (Reason.INVALID_INPUT, N_("“%(unit)s”是%(kind)s，请选同样的种类。"))
    PARTY_ELSEWHERE = (Reason.INVALID_INPUT, N_("请选本小区的一方。"))
    PARTY_ENDED = (Reason.INVALID_INPUT, N_("“%(name)s”在那一天已经不是本小区的一方。"))
    DUTY_TWICE = (Reason.INVALID_INPUT, N_("“%(matter)s”在那一天已经由%(party)s负责，请先写明它的最后一天。"))
    PARTY_OF_ANOTHER_UNIT = (
        Reason.INVALID_INPUT,
        N_("%(name)s已经有任职或者职责，不能改成另一家单位。换了一家：先结束这一方，再新增一方。"),
    )
    DUTY_OVER = (
        Reason.INVALID_INPUT,
        N_("这条职责到%(ends)s已经结束，之后没有可交接的。请在职责清单里新增一条，交给接手的一方。"),
    )
    DUTY_BEGINS_TOO_EARLY = (Reason.INVALID_INPUT, N_("交接的日期要晚于它开始的那一天（%(starts)s）。"))
    NOT_SWITCHABLE = (Reason.INVALID_INPUT, N_("“%(name)s”不由小区开关。"))
    TWO_CHAIRS = (
        Reason.INVALID_INPUT,
        N_(
            "一个支部同一天只能有一位书记：%(name)s的任职是%(held)s，这一条是%(wanted)s，日期重叠。"
            "先登记前任离任，或者办理接任。"
        ),
    )
    POST_ENDED = (Reason.ALREADY_DONE, N_("这项任职已于%(day)s结束。"))
    ENDS_BEFORE_IT_BEGINS = (Reason.INVALID_INPUT, N_("最后一天（%(ends)s）早于任职的第一天（%(starts)s）。"))
    ENDS_AFTER_ITS_TERM = (Reason.INVALID_INPUT, N_("最后一天（%(ends)s）晚于任期届满（%(term)s）。"))
    FOLLOWS_THEMSELVES = (Reason.INVALID_INPUT, N_("接任的人不能是离任的人自己。"))
    NOTHING_TICKED = (Reason.INVALID_INPUT, N_("请至少勾选一项。"))
    AREA_ELSEWHERE = (Reason.INVALID_INPUT, N_("负责范围要在任职的小区里。"))
    PHONE_WRONG = (Reason.INVALID_INPUT, N_("电话是 11 位手机号或带区号的座机号。"))
    EMAIL_WRONG = (Reason.INVALID_INPUT, N_("邮箱的写法不对。"))
    PERSON_KEPT = (Reason.ALREADY_DONE, N_("%(name)s有任职、账号或办过的事，记录要保留，不能删除，只能办理离任。"))
    SLIPS_PRINTED = (Reason.ALREADY_DONE, N_("这些账号的登录条已经打印过，每张只能打印一次；丢了的请重设密码。"))
    SEVERAL_NAMED = (Reason.INVALID_INPUT, N_("叫这个名字的不止一人，请填编号：%(who)s。"))
    NOBODY_NAMED = (Reason.INVALID_INPUT, N_("没有登记过“%(name)s”，先在“人员”里登记。"))
    LEFT_OFFICE = (Reason.STEP_LOCKED, N_("%(name)s的任职已经结束，先登记新的任职，再启用账号。"))
    ACCOUNT_CLOSED = (Reason.ALREADY_DONE, N_("这个账号已停用，先由系统管理员启用。"))
    NO_SUCH_ACCOUNT = (Reason.INVALID_INPUT, N_("没有“%(name)s”这个账号。"))
