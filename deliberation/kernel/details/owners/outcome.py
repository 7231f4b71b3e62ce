"""What comes of a vote of the owners."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InOutcome(Detail):
    """What comes of a vote: count, signatures, evidence, annulment, what is kept; repairs without a vote."""

    POLL_NOT_ANNULLED = (Reason.INVALID_INPUT, N_("住户意见征询只收集意见，没有作决定，不用撤销。"))
    LATER_VOTE_MISSING = (Reason.INVALID_INPUT, N_("请选择在这次结果以后公告的业主表决。"))
    ASKED_AGAIN = (Reason.ALREADY_DONE, N_("“%(title)s”%(where)s"))
    SIGNATURE_PART = (Reason.INVALID_INPUT, N_("请选择以计票人还是监票人签名。"))
    CANDIDATE_COUNTS = (Reason.SAME_PERSON, N_("候选人不能计票、监票。"))
    NOT_SIGNED = (Reason.ALREADY_DONE, N_("这里没有签名，或者签名已经撤回。"))
    SCRUTINEER_ENTERED = (Reason.SAME_PERSON, N_("录过票、导入过投票结果的人不能作监票人。"))
    HAPPENED_IN_FUTURE = (Reason.INVALID_INPUT, N_("发生的日期不能晚于今天。"))
    EMERGENCY_EMPTY = (Reason.INVALID_INPUT, N_("请写明事项、情形、由谁现场确认、由哪个部门审核。"))
    EMERGENCY_CHECKED = (Reason.ALREADY_DONE, N_("验收和公示已经登记。"))
    PAPERS_ERASED = (Reason.ALREADY_DONE, N_("%(day)s已经删除。"))
    PAPERS_OF_RUNNING = (Reason.NOT_READY, N_("表决还没有结束，档案不能删除"))
    PAPERS_KEPT = (Reason.NOT_READY, N_("保存期到%(day)s为止，期满以前不能删除"))
    EVIDENCE_ELSEWHERE = (Reason.INVALID_INPUT, N_("签名材料请在业主提议里登记，决议的张贴请在决议里登记。"))
    EVIDENCE_OF_PETITION = (Reason.INVALID_INPUT, N_("这里只登记提议和签名的材料。"))
    EVIDENCE_STRUCK = (Reason.ALREADY_DONE, N_("这条凭证已经划去。"))
    ANNULLER_MISSING = (Reason.INVALID_INPUT, N_("请选择由谁撤销。"))
    ANNULLED_ALREADY = (Reason.ALREADY_DONE, N_("%(days)s已经登记撤销。"))
    REINSTATING_MISSING = (Reason.INVALID_INPUT, N_("请选择为什么恢复。"))
    DECISION_MISSING = (Reason.INVALID_INPUT, N_("请勾选是哪一项决定。"))
    DOCUMENT_MISSING = (Reason.INVALID_INPUT, N_("请写明文书名称和文号；业主自己决定的，写明是哪次决定。"))
    AUTHORITY_MISSING = (Reason.INVALID_INPUT, N_("请写明是哪个法院、哪个机关。"))
    DECIDED_IN_FUTURE = (Reason.INVALID_INPUT, N_("作出决定的日期不能晚于今天。"))
    DECIDED_BEFORE_RESULT = (Reason.INVALID_INPUT, N_("作出决定的日期不能早于结果公告的那一天。"))
    EMERGENCY_DAYS = (Reason.INVALID_INPUT, N_("日期须按先后：发生、验收、公示，都不能晚于今天。"))
    EVIDENCE_KIND_MISSING = (Reason.INVALID_INPUT, N_("请选择这是什么的凭证。"))
    EVIDENCE_PLACE_MISSING = (Reason.INVALID_INPUT, N_("请写明贴在哪里，例如“3号楼1单元门口公告栏”。"))
    EVIDENCE_BY_MISSING = (Reason.INVALID_INPUT, N_("请写明是谁贴的、谁办的。"))
    EVIDENCE_IN_FUTURE = (Reason.INVALID_INPUT, N_("时间不能晚于现在。"))
    EVIDENCE_PHOTO_MISSING = (Reason.INVALID_INPUT, N_("请附上照片。"))
    EVIDENCE_PERSONAL = (Reason.INVALID_INPUT, N_("%(where)s里不写个人信息“%(found)s”。"))
    TELLER_IS_SCRUTINEER = (Reason.SAME_PERSON, N_("计票人和监票人不能是同一个人。"))
    PAPERS_WAITING = (Reason.ENTRY_PENDING, N_("%(papers)s。"))
