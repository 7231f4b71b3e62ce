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
    OWN_POST = (Reason.SAME_PERSON, N_("不能给自己登记任职，请另一位系统管理员登记。"))
