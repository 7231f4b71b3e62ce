"""Pure decisions of disclosure: kinds of documents and their law, the life of a document and of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deliberation.kernel.days import is_past, last_day
from deliberation.kernel.details import InDisclosure
from deliberation.kernel.digest import digest
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.holidays import Calendar
from deliberation.kernel.text import N_
from deliberation.kernel.workflow import Workflow, move

SOURCE = N_("《最高人民法院关于审理建筑物区分所有权纠纷案件适用法律若干问题的解释》第十三条")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document that owners may see: its name, the rule that says so, an example of what belongs to it."""

    label: str
    source: str
    example: str


KINDS: Mapping[str, Kind] = {
    "FUND": Kind(N_("维修资金"), N_("解释第十三条第一项，民法典第二百八十一条"), N_("账户余额、筹集和使用情况")),
    "RULES": Kind(N_("管理规约"), N_("解释第十三条第二项"), N_("现行文本和历次修改")),
    "PROCEDURE": Kind(N_("业主大会议事规则"), N_("解释第十三条第二项"), N_("现行文本和历次修改")),
    "DECISIONS": Kind(
        N_("业主大会、业委会的决定和会议记录"),
        N_("解释第十三条第二项"),
        N_("没有在本平台办理的决定、会议记录"),
    ),
    "CONTRACT": Kind(N_("物业服务合同"), N_("解释第十三条第三项"), N_("合同文本、补充协议")),
    "INCOME": Kind(
        N_("共有部分的使用和收益"),
        N_("解释第十三条第三项，民法典第二百八十二条"),
        N_("电梯广告、公共车位、场地出租的收入和支出"),
    ),
    "PARKING": Kind(N_("车位、车库的处分"), N_("解释第十三条第四项"), N_("规划车位的出售、附赠、出租情况")),
    "SERVICE": Kind(
        N_("物业服务和收费"),
        N_("民法典第九百四十三条"),
        N_("服务事项、负责人员、收费项目和标准、履行情况"),
    ),
    "OTHER": Kind(N_("其他应当公开的情况和资料"), N_("解释第十三条第五项"), N_("费用分摊、安全检查、保险等")),
}
"""In the order in which pages list them. 解释 is the interpretation that `SOURCE` names in full."""

FIRM_KINDS = frozenset({"FUND", "CONTRACT", "INCOME", "SERVICE"})
"""What the property firm must make known itself (民法典 943): it may publish these kinds and no other."""

DOCUMENT_FLOW = Workflow(
    noun=N_("公开资料"),
    initial="PUBLISHED",
    states={"PUBLISHED": N_("已公布"), "WITHDRAWN": N_("已撤下")},
    moves=(
        move(
            "document.replace",
            N_("公布新版"),
            "PUBLISHED",
            "PUBLISHED",
            within="document.publish",
            title=N_("公布公开资料的新版"),
        ),
        move("document.withdraw", N_("撤下"), "PUBLISHED", "WITHDRAWN"),
    ),
)

REQUEST_FLOW = Workflow(
    noun=N_("查阅申请"),
    initial="ASKED",
    states={
        "ASKED": N_("待答复"),
        "GRANTED": N_("同意查阅"),
        "POINTED": N_("资料已公开"),
        "REFUSED": N_("不能查阅"),
        "INSPECTED": N_("已查阅"),
        "WITHDRAWN": N_("已撤回"),
    },
    moves=(
        move(
            "inspection.grant", N_("同意查阅"), "ASKED GRANTED POINTED REFUSED", "GRANTED", within="inspection.answer"
        ),
        move(
            "inspection.point_out",
            N_("答复：资料已公开"),
            "ASKED",
            "POINTED",
            within="inspection.answer",
            title=N_("答复查阅申请：资料已公开"),
        ),
        move(
            "inspection.refuse",
            N_("答复：不能查阅"),
            "ASKED",
            "REFUSED",
            within="inspection.answer",
            title=N_("答复查阅申请：不能查阅"),
        ),
        move("inspection.complete", N_("登记已查阅"), "GRANTED", "INSPECTED", within="inspection.answer"),
        move(
            "inspection.withdraw",
            N_("撤回"),
            "ASKED GRANTED",
            "WITHDRAWN",
            within="inspection.follow",
            title=N_("撤回查阅申请"),
        ),
    ),
)
"""An answer may be changed in favour of who asked (a refusal into a grant), never against them."""

OVER = frozenset({"POINTED", "REFUSED", "INSPECTED", "WITHDRAWN"})
"""Nothing more is to be done: from here on the keeping of name and phone is counted."""

GROUNDS = {
    "NOT_OWNER": N_("没有核实到申请人是本小区的业主或物业使用人（解释第十三条、第十六条）"),
    "NOT_COVERED": N_("不属于应当向业主公开的情况和资料（解释第十三条）"),
    "PERSONAL": N_("含有他人的个人信息，又不能遮盖后查阅（个人信息保护法第二十五条）"),
    "NOT_HELD": N_("没有这份资料，或者不由本小区保管"),
}
"""Why an inspection may be refused; a sentence of one's own always stands beside it."""

ANSWER_DAYS = 15
ANSWER_SOURCE = N_("平台默认规则：法律没有规定答复查阅申请的期限")
"""Whole days until a request should be answered, the day of asking not counted.

解释第十三条 names no period. Fifteen days are the platform's own default: long enough to fetch papers from the
firm, the bank or the archive, and the same number as for the notice before a meeting of the owners.
"""

CONTACT_YEARS = 1
"""Years for which name, phone and room of who asked are kept after the request is over (platform default)."""

MOST_TEXT = 20_000
MOST_WORDS = 1000


def check_document(kind: str, text: str, *, has_file: bool, file_looked_at: bool) -> None:
    """Raise `INVALID_INPUT` for an unknown kind, for nothing to read, and for a file that nobody looked through."""
    if kind not in KINDS:
        raise Refused(InDisclosure.KIND_MISSING)
    if not text.strip() and not has_file:
        raise Refused(InDisclosure.DOCUMENT_EMPTY)
    if has_file and not file_looked_at:
        raise Refused(InDisclosure.FILE_NOT_LOOKED_AT)


def content_hash(content: Mapping[str, object]) -> str:
    """The SHA-256 of a version as it is shown, with the hash of its file, over canonical JSON."""
    return digest(content)


def due_on(asked_on: date, calendar: Calendar | None = None) -> date:
    """The last day for an answer; on a holiday the first day after it (民法典 201, 203)."""
    return last_day(asked_on, ANSWER_DAYS, calendar)


def is_overdue(state: str, due: date, today: date) -> bool:
    """Whether an answer is late."""
    return state == REQUEST_FLOW.initial and today > due


def is_forgotten(over_since: date, today: date) -> bool:
    """Whether name, phone and room of who asked are to be erased: from the day after the last day of keeping."""
    return is_past(over_since, CONTACT_YEARS, today)


def check_refusal(ground: str, text: str) -> None:
    """Raise `REASON_REQUIRED` unless a refusal names its ground and says in words why."""
    if ground not in GROUNDS or not text.strip():
        raise Refused(Reason.REASON_REQUIRED)


TONES = {
    "ASKED": ("warn", "◔"),
    "GRANTED": ("good", "✓"),
    "POINTED": ("good", "✓"),
    "REFUSED": ("bad", "✕"),
    "INSPECTED": ("done", "✔"),
    "WITHDRAWN": ("hold", "—"),
}
"""The tone and the sign of a request's state; the word stands beside it always."""

IN_WORDS = {
    "ASKED": N_("已经收到，正在研究。"),
    "GRANTED": N_("同意您查阅，时间和地点写在下面。请带上能说明您是业主或租户的证件。"),
    "POINTED": N_("您要看的资料已经公开，不用到场就能看。"),
    "REFUSED": N_("这次不能查阅，理由写在下面。您可以补充情况再申请，也可以向居委会、街道反映，或者依法起诉。"),
    "INSPECTED": N_("已经查阅。"),
    "WITHDRAWN": N_("申请人已撤回。"),
}
"""What a state means for who asked."""
