"""Pure decisions of topic collection: the life of a topic, channels, categories."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date

from deliberation.kernel.days import is_past
from deliberation.kernel.details import InCollection
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.masking import STARS, Finding, find_names, find_personal_data, mask_name
from deliberation.kernel.text import N_
from deliberation.kernel.typed import letters_and_digits, plain
from deliberation.kernel.workflow import BY_ITSELF, Workflow, move

TOPIC_FLOW = Workflow(
    noun=N_("议题"),
    initial="SUBMITTED",
    states={
        "SUBMITTED": N_("已提交"),
        "SCREENING": N_("审核中"),
        "RETURNED": N_("退回补充"),
        "MERGED": N_("已合并"),
        "REFERRED": N_("转办"),
        "REJECTED": N_("不予列入"),
        "ACCEPTED": N_("已确定"),
        "SCHEDULED": N_("已列入议程"),
        "IN_MEETING": N_("会商中"),
        "RESOLVED": N_("已形成决议"),
        "ADVISED": N_("已形成协商意见"),
        "DEFERRED": N_("暂缓"),
        "NOT_CARRIED": N_("未通过"),
        "NOT_ADVISED": N_("未形成协商意见"),
        "IMPLEMENTING": N_("落实中"),
        "CLOSED": N_("已办结"),
        "REOPENED": N_("重新办理"),
        "WITHDRAWN": N_("已撤回"),
    },
    moves=(
        move("topic.take_up", N_("受理"), "SUBMITTED", "SCREENING", within="topic.merge", title=N_("受理议题")),
        move("topic.merge", N_("合并"), "SUBMITTED SCREENING RETURNED", "MERGED"),
        move("topic.unmerge", N_("撤销合并"), "MERGED", "SUBMITTED", within="topic.merge"),
        move("topic.resubmit", N_("补充后再提交"), "RETURNED", "SCREENING", within="topic.follow"),
        move("topic.withdraw", N_("撤回"), "SUBMITTED SCREENING RETURNED", "WITHDRAWN"),
        move(
            "topic.accept", N_("列入"), "SUBMITTED SCREENING", "ACCEPTED", within="topic.screen", title=N_("列入议题")
        ),
        move("topic.return", N_("退回补充"), "SUBMITTED SCREENING", "RETURNED", within="topic.screen"),
        move("topic.refer", N_("转办"), "SUBMITTED SCREENING", "REFERRED", within="topic.screen", title=N_("转办议题")),
        move("topic.reject", N_("不予列入"), "SUBMITTED SCREENING", "REJECTED", within="topic.screen"),
        move(
            "topic.schedule",
            N_("列入议程"),
            "ACCEPTED DEFERRED NOT_CARRIED NOT_ADVISED",
            "SCHEDULED",
            within="agenda.order",
        ),
        move("topic.unschedule", N_("移出议程"), "SCHEDULED", "ACCEPTED", within="agenda.order"),
        move("topic.enter_meeting", N_("开始会商"), "SCHEDULED", "IN_MEETING", within="room.chair"),
        move("topic.resolve", N_("形成决议"), "IN_MEETING", "RESOLVED", within="room.chair"),
        move("topic.advise", N_("形成协商意见"), "IN_MEETING", "ADVISED", within="room.chair"),
        move("topic.defer", N_("暂缓"), "IN_MEETING SCHEDULED", "DEFERRED", within="room.chair"),
        move("topic.not_carry", N_("表决未通过"), "IN_MEETING", "NOT_CARRIED", within="room.chair"),
        move(
            "topic.not_advise",
            N_("未形成协商意见"),
            "IN_MEETING",
            "NOT_ADVISED",
            within="room.chair",
            title=N_("赞成的不够，未形成协商意见"),
        ),
        move(
            "topic.owners_pass",
            N_("业主表决通过"),
            "ACCEPTED ADVISED NOT_ADVISED",
            "RESOLVED",
            within="owners_vote.announce",
            title=N_("业主表决通过，转为可以落实"),
        ),
        move(
            "topic.owners_reject",
            N_("业主表决未通过"),
            "ACCEPTED ADVISED NOT_ADVISED",
            "NOT_CARRIED",
            within="owners_vote.announce",
            title=N_("业主表决未通过，议题终止"),
        ),
        # The owners' decision was annulled: what the meeting agreed on is an opinion again, or nothing met on it yet.
        move(
            "topic.owners_annul",
            N_("业主的决定被撤销"),
            "RESOLVED NOT_CARRIED",
            "ADVISED",
            within="owners_vote.annul",
            title=N_("业主的决定被撤销，议题回到协商意见"),
        ),
        move(
            "topic.owners_annul_direct",
            N_("业主的决定被撤销"),
            "RESOLVED NOT_CARRIED",
            "ACCEPTED",
            within="owners_vote.annul",
            title=N_("业主的决定被撤销，议题回到已确定"),
        ),
        # A decided motion was classed anew for the owners: what the meeting decided is an opinion, or none was formed.
        move(
            "topic.correct_class",
            N_("更正为协商意见"),
            "RESOLVED IMPLEMENTING",
            "ADVISED",
            within="motion.correct",
            title=N_("更正由谁决定，议题改为协商意见"),
        ),
        move(
            "topic.correct_lost",
            N_("更正为未形成协商意见"),
            "NOT_CARRIED",
            "NOT_ADVISED",
            within="motion.correct",
            title=N_("更正由谁决定，议题改为未形成协商意见"),
        ),
        move("topic.implement", N_("交办落实"), "RESOLVED ADVISED", "IMPLEMENTING", within="order.issue"),
        move("topic.close", N_("办结"), "IMPLEMENTING REOPENED", "CLOSED", within="order.close", title=N_("议题办结")),
        move("topic.reopen", N_("重新办理"), "CLOSED", "REOPENED", within="order.reopen"),
    ),
    acts=(
        move("topic.submit", N_("提交"), ""),
        move("topic.enter_on_behalf", N_("提交"), ""),
        move("topic.edit", N_("补全"), "SUBMITTED SCREENING RETURNED", within="topic.merge", title=N_("补全议题")),
        move("topic.gather", N_("并入同类反映"), "", within="topic.merge"),
        move("topic.classify", N_("判定决定权属"), ""),
        move("topic.bring_back", N_("重新上会"), "", within="topic.screen", title=N_("重新把关")),
        move(
            "topic.ask_reopen",
            N_("反映没有解决"),
            "",
            within="topic.follow",
            title=N_("提出人反映没有解决"),
            concerns="supervisors",
        ),
        move("topic.answer_reopen", N_("答复"), "", within="order.reopen", title=N_("答复没有解决的反映")),
        move(
            "topic.note_correction", N_("更正由谁决定"), "", within="motion.correct", title=N_("更正由谁决定，记入议题")
        ),
        move("topic.erase_phone", N_("按期删除提出人的电话"), "", within=BY_ITSELF),
    ),
)

STAGE_OF_STATE = {
    "SUBMITTED": 1,
    "RETURNED": 1,
    "MERGED": 1,
    "WITHDRAWN": 1,
    "SCREENING": 2,
    "REFERRED": 2,
    "REJECTED": 2,
    "ACCEPTED": 2,
    "SCHEDULED": 3,
    "IN_MEETING": 4,
    "RESOLVED": 4,
    "ADVISED": 4,
    "DEFERRED": 4,
    "NOT_CARRIED": 4,
    "NOT_ADVISED": 4,
    "IMPLEMENTING": 5,
    "CLOSED": 5,
    "REOPENED": 5,
}
"""Where a topic stands on the stage line ①–⑤."""

STOPPED = frozenset({"REFERRED", "REJECTED", "WITHDRAWN"})
"""The topic ended where it stands: no later stage will come."""

CHANNELS = {
    "qr": N_("扫码"),
    "web": N_("网页"),
    "phone": N_("电话"),
    "paper": N_("纸质"),
    "visit": N_("走访"),
}

CATEGORIES = {
    "traffic": N_("停车与出行"),
    "safety": N_("消防与安全"),
    "facility": N_("设施维修"),
    "environment": N_("环境卫生"),
    "property_service": N_("物业服务与收费"),
    "fund": N_("维修资金与公共收益"),
    "neighbour": N_("邻里关系"),
    "other": N_("其他"),
}

SUBMITTER_KINDS = {
    "owner": N_("业主"),
    "resident": N_("租户等居民"),
    "delegate": N_("各方代表"),
}

ON_BEHALF = frozenset({"phone", "paper", "visit"})
"""Channels that somebody else types in for the submitter."""

FIRM_CATEGORIES = frozenset({"property_service"})
"""Topics about the firm itself: its delegates are asked to recuse themselves (domain 2.5, hard rule 5)."""

OPEN_STATES = frozenset({"SUBMITTED", "SCREENING", "RETURNED"})
"""The gate has not decided yet: the topic may still be completed, merged, classified, withdrawn."""

MERGE_TARGETS = frozenset({"SUBMITTED", "SCREENING", "ACCEPTED", "SCHEDULED"})
"""A topic in one of these states may take up others that say the same."""

OWN_WORDS = "own_words"
"""The key in a topic's checklist under which the submitter's own text stays when staff write it anew."""

ENDED = frozenset({"CLOSED", "REFERRED", "REJECTED", "WITHDRAWN", "NOT_CARRIED", "NOT_ADVISED"})
"""Nobody has to ask the submitter anything more: from here on the retention of the phone number is counted."""

PHONE_YEARS = 1
"""Years for which a submitter's phone is kept after the topic has ended, as the privacy page says (PIPL §§17, 19)."""

RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 O 1 I L: receipt numbers are read aloud and written down."""

RECEIPT_LENGTH = 10

TITLE_LENGTH = 100
SHORT_TITLE = 30


def phone_is_due(state: str, since: date, today: date) -> bool:
    """Whether a submitter's phone is to be erased; `state`, `since`: of the topic it was merged into, if any."""
    return state in ENDED and is_past(since, PHONE_YEARS, today)


def make_receipt(pick: Callable[[str], str]) -> str:
    """A receipt number such as `K7QM-2XWP-9D`; `pick` chooses one letter at random, unguessably."""
    return _grouped("".join(pick(RECEIPT_ALPHABET) for _ in range(RECEIPT_LENGTH)))


def normal_receipt(typed: str) -> str:
    """A receipt number as it is kept, from how somebody typed it: any case, width, spaces, hyphens."""
    return _grouped(letters_and_digits(typed)[:20])


LEAST_DIGITS = 4


def digits_of(typed: str) -> str:
    """The digits of what may be a phone number, however it was typed; nothing if it is something else."""
    digits = re.sub(r"[\s()+-]", "", plain(typed))
    return digits if digits.isdecimal() and len(digits) >= LEAST_DIGITS else ""


def _grouped(plain: str) -> str:
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def topic_number(year: int, highest: int) -> str:
    """The number after the `highest` of a compound's year: `2026-014`."""
    return f"{year}-{highest + 1:03d}"


def short_title(situation: str, name: str = "") -> str:
    """A title from the submitter's own first words, where none was given; what looks personal is stars.

    Nobody looks at this title before it stands in lists and on paper. `name` is the submitter's own.
    """
    first = re.split(r"[。！？!?；;\n]", situation.strip(), maxsplit=1)[0].strip()
    for finding in reversed(personal_data_in(first)):
        first = first[: finding.start] + STARS + first[finding.start + len(finding.text) :]
    for finding in reversed(find_names(first, [name.strip()])):
        first = first[: finding.start] + mask_name(name) + first[finding.start + len(finding.text) :]
    return first if len(first) <= SHORT_TITLE else first[: SHORT_TITLE - 1] + "…"


def personal_data_in(text: str) -> list[Finding]:
    """What leads to a person: a building with its entrance (7号楼一单元) is only the place where something is."""
    return [f for f in find_personal_data(text) if not f.is_place]


def check_merge(target_state: str, sources: Collection[int]) -> None:
    """Refuse a merge into a topic that is itself merged or already decided, or of nothing."""
    if not sources:
        raise Refused(InCollection.NOTHING_TO_MERGE)
    if target_state not in MERGE_TARGETS:
        raise Refused(InCollection.TARGET_STATE, state=TOPIC_FLOW.label(target_state))


def check_unmerge(target_state: str) -> None:
    """A merge can be undone until the meeting deals with the topic that took the others up."""
    if STAGE_OF_STATE[target_state] > STAGE_OF_STATE["SCHEDULED"]:
        state = TOPIC_FLOW.label(target_state)
        raise Refused(Reason.WRONG_STATE, subject=N_("合并后的议题"), state=state, move=N_("撤销合并"))


TONES = {
    "SUBMITTED": ("neutral", "○"),
    "SCREENING": ("warn", "◔"),
    "RETURNED": ("warn", "↩"),
    "MERGED": ("hold", "⊕"),
    "REFERRED": ("hold", "→"),
    "REJECTED": ("bad", "✕"),
    "ACCEPTED": ("good", "✓"),
    "SCHEDULED": ("good", "▤"),
    "IN_MEETING": ("strong", "●"),
    "RESOLVED": ("good", "✓"),
    "ADVISED": ("good", "✓"),
    "DEFERRED": ("hold", "…"),
    "NOT_CARRIED": ("bad", "✕"),
    "NOT_ADVISED": ("hold", "—"),
    "IMPLEMENTING": ("strong", "▶"),
    "CLOSED": ("done", "✔"),
    "REOPENED": ("warn", "↻"),
    "WITHDRAWN": ("hold", "—"),
}
"""The tone and the sign of a state; the word stands beside it always."""

IN_WORDS = {
    "SUBMITTED": N_("我们已经收到，等小区党支部受理。"),
    "SCREENING": N_("已经受理，小区党支部正在研究要不要上会商量。"),
    "RETURNED": N_("还缺一些情况，请您在下面补充后再交上来。"),
    "MERGED": N_("和同类反映合在一起办。"),
    "REFERRED": N_("这件事不由议事会商量，已转给有关方面办理。"),
    "REJECTED": N_("这次没有列入议程，理由写在下面。有新的情况可以再提。"),
    "ACCEPTED": N_("已确定上会商量，等排会议日期。"),
    "SCHEDULED": N_("已列入下一次会议的议程。"),
    "IN_MEETING": N_("会议正在商量这件事。"),
    "RESOLVED": N_("会议已形成决议，接下来交办落实。"),
    "ADVISED": N_("会议已形成协商意见。需要业主共同决定的，还要由业主表决。"),
    "DEFERRED": N_("会议决定暂缓，以后再议。"),
    "NOT_CARRIED": N_("表决没有通过。"),
    "NOT_ADVISED": N_("会议上赞成的不够，没有形成协商意见。这件事办不办，只有业主能决定。"),
    "IMPLEMENTING": N_("已经交办，正在落实。"),
    "CLOSED": N_("已经办结。"),
    "REOPENED": N_("正在重新办理。"),
    "WITHDRAWN": N_("提出人已撤回。"),
}
"""What a state means for the person who handed the topic in."""

OWN_STEPS = frozenset({"topic.resubmit", "topic.ask_reopen", "topic.answer_reopen"})
"""Steps with a submitter's own words, or the answer to them: read by the holder of that receipt only."""

AGAIN_STATES = frozenset({"REFERRED", "REJECTED", "WITHDRAWN", "NOT_CARRIED", "NOT_ADVISED"})
"""Ends that nobody opens again: the matter may be handed in anew, tied to what was handed in before."""


_TO_RESIDENTS = {"topic.classify": N_("定了由谁决定")}
"""Steps whose name at the desk is a word of the trade."""


def step_label(name: str, *, staff: bool = True) -> str:
    """What a step in a topic's history is called, at the desk or by residents."""
    if not staff and name in _TO_RESIDENTS:
        return _TO_RESIDENTS[name]
    found = TOPIC_FLOW.find(name)
    return found[0].label if found else name
