"""The lists of personal data, as pages and as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deliberation.collection.rules import TOPIC_FLOW
from deliberation.kernel import clock, holidays
from deliberation.kernel.personal import FIELDS
from deliberation.notices.channels import label_of
from deliberation.privacy.models import PersonRequest
from deliberation.privacy.queries import OVERDUE
from deliberation.privacy.queries.copies import Copy, choice_said
from deliberation.privacy.rules import KINDS, REQUEST_FLOW, is_overdue, standing
from deliberation.room.queries.secrecy import is_secret
from deliberation.sheets.answers import Cell, Page
from deliberation.web.listing import Column, Listing, Pick, Words

if TYPE_CHECKING:
    from deliberation.collection.models import Topic
    from deliberation.convening.models import Meeting, Seat
    from deliberation.notices.models import Notice, Sending
    from deliberation.organisation.models import Appointment
    from deliberation.room.models import Ballot, Vote


def how_it_stands(one: PersonRequest) -> str:
    """第13个工作日，按期; 逾期; or nothing yet."""
    if one.answered_on is not None:
        return standing(one.received_on, one.answered_on, one.due_on, holidays.calendar())
    return "逾期" if is_overdue(one.state, one.due_on, clock.today()) else ""


def _states() -> list[tuple[str, str]]:
    return [*REQUEST_FLOW.states.items(), (OVERDUE, "过了答复期限")]


def mark(one: PersonRequest) -> str:
    """待核 beside a last day that may become later."""
    return "待核" if one.end_is_provisional else ""


REQUESTS = Listing(
    "个人请求登记",
    columns=(
        Column("姓名", lambda one: one.name or "已按期删除", 14),
        Column("要求", lambda one: KINDS[one.kind], 12),
        Column("具体要求", lambda one: one.wanted, 40),
        Column("纸质申请", lambda one: one.paper, 20),
        Column("收到日期", lambda one: one.received_on, 12),
        Column("首次告知", lambda one: one.end_was or one.due_on, 12),
        Column("答复期限", lambda one: one.due_on, 12),
        Column("期限说明", mark, 10),
        Column("状态", lambda one: REQUEST_FLOW.label(one.state), 10),
        Column("答复日期", lambda one: one.answered_on, 12),
        Column("是否按期", how_it_stands, 20),
    ),
    filters=(
        Words("q", "搜索", "姓名、要求、纸质申请"),
        Pick("kind", "要求", KINDS.items),
        Pick("state", "状态", _states),
    ),
)


def pages_of(copy: Copy) -> list[Page]:
    """The copy of a person's data as sheets that a layman reads: one for each sort, empty ones with their head."""
    person, seats = copy.person, copy.seats
    own = [("姓名", person.name), ("电话", person.phone), ("邮箱", person.email)] if person else []
    ways = [(label_of(one.channel), one.address) for one in copy.ways]
    return [
        ("本人", ("项目", "内容"), (20, 40), [*own, *ways]),
        ("任职", ("单位、身份", "职务", "开始", "结束"), (30, 20, 12, 12), [_post(one) for one in copy.posts]),
        (
            "签到",
            ("会议", "开会时间", "签到时间", "请假原因", "签到表上的电话"),
            (40, 18, 18, 30, 20),
            map(_seat, seats),
        ),
        ("表决", ("会议", "表决的事", "您的选择", "投票时间"), (40, 60, 24, 18), map(_ballot, copy.ballots)),
        (
            "通知",
            ("标题", "发出", "看过", "回执", "方式", "地址"),
            (50, 18, 18, 18, 14, 30),
            map(_notice, copy.notices),
        ),
        (
            "议题",
            ("回执号", "标题", "内容", "建议", "姓名", "电话", "楼号", "提出", "状态"),
            _WIDE,
            map(_topic, copy.topics),
        ),
    ]


_WIDE = (18, 30, 60, 40, 12, 16, 14, 18, 12)


def _post(one: Appointment) -> list[Cell]:
    return [one.party.name, one.post, one.starts_on, one.ends_on]


def _seat(one: tuple[Seat, Meeting]) -> list[Cell]:
    seat, meeting = one
    return [meeting.title, meeting.starts_at, seat.signed_in_at, seat.leave_reason, seat.phone]


def _ballot(one: tuple[Ballot, Vote]) -> list[Cell]:
    ballot, vote = one
    at = None if is_secret(vote) else ballot.cast_at
    return [vote.meeting.title, vote.motion.text, choice_said(ballot, vote), at]


def _notice(one: tuple[Notice, Sending | None]) -> list[Cell]:
    notice, sent = one
    way = (label_of(sent.channel), sent.address) if sent else ("", "")
    return [notice.subject, notice.created_at, notice.read_at, notice.confirmed_at, *way]


def _topic(one: Topic) -> list[Cell]:
    who = (one.submitter_name, one.submitter_phone, one.building)
    return [one.receipt_code, one.title, one.situation, one.proposal, *who, one.created_at, TOPIC_FLOW.label(one.state)]


def _fields() -> list[tuple[str, str]]:
    return [(code, field.label) for code, field in FIELDS.items()]


ERASED = Listing(
    "已删除",  # which kind, why, how many, when; never what it said
    columns=(
        Column("日期", lambda one: one.day, 12),
        Column("删了什么", lambda one: FIELDS[one.field].label, 30),
        Column("依据", lambda one: one.ground, 50),
        Column("多少条", lambda one: one.number, 10),
        Column("范围", lambda one: "本小区" if one.compound_id else "整个平台", 12),
    ),
    filters=(Pick("field", "删了什么", _fields),),
)
