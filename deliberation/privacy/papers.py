"""The lists of personal data, as pages and as sheets."""

from __future__ import annotations

from deliberation.kernel import clock, holidays
from deliberation.kernel.personal import FIELDS
from deliberation.privacy.models import PersonRequest
from deliberation.privacy.queries import OVERDUE
from deliberation.privacy.rules import KINDS, REQUEST_FLOW, is_overdue, standing
from deliberation.web.listing import Column, Listing, Pick, Words


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
