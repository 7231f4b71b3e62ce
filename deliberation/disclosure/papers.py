"""The lists of disclosure, as pages and as sheets."""

from __future__ import annotations

from deliberation.disclosure.models import InspectionRequest
from deliberation.disclosure.queries import OVERDUE
from deliberation.disclosure.rules import DOCUMENT_FLOW, KINDS, REQUEST_FLOW, is_overdue
from deliberation.kernel import clock, holidays
from deliberation.kernel.publicity import masked
from deliberation.sheets.writing import PROVISIONAL
from deliberation.web.listing import Column, Listing, Pick, Words


def _kinds() -> list[tuple[str, str]]:
    return [(code, kind.label) for code, kind in KINDS.items()]


DOCUMENTS = Listing(
    "公开资料",
    columns=(
        Column("种类", lambda one: KINDS[one.document.kind].label, 24),
        Column("标题", lambda one: one.version.title, 40),
        Column("期间", lambda one: one.version.period, 14),
        Column("文件日期", lambda one: one.version.dated_on, 12),
        Column("版本", lambda one: one.version.number, 8),
        Column("状态", lambda one: DOCUMENT_FLOW.label(one.document.state), 10),
        Column("公布人", lambda one: one.version.published_by, 14),
        Column("公布日期", lambda one: clock.day_of(one.version.published_at), 12),
        Column("附件", lambda one: one.version.filename, 24),
        Column("校验码", lambda one: one.version.content_hash, 66),
        Column("撤下理由", lambda one: one.document.withdrawn_reason, 30),
    ),
    filters=(
        Words("q", "搜索", "标题、期间、正文"),
        Pick("kind", "种类", _kinds),
        Pick("state", "状态", DOCUMENT_FLOW.states.items),
    ),
)


def _states() -> list[tuple[str, str]]:
    return [*REQUEST_FLOW.states.items(), (OVERDUE, "过了答复期限")]


def _note(one: InspectionRequest) -> str:
    return PROVISIONAL if holidays.calendar().missing(one.due_on) else ""


def _lateness(one: InspectionRequest) -> str:
    return "逾期" if is_overdue(one.state, one.due_on, clock.today()) else ""


REQUESTS = Listing(
    "查阅申请",  # without who asked; what looks personal in their words is stars
    columns=(
        Column("种类", lambda one: KINDS[one.kind].label, 24),
        Column("想看什么", lambda one: masked(one.wanted), 60),
        Column("申请日期", lambda one: clock.day_of(one.asked_at), 12),
        Column("答复期限", lambda one: one.due_on, 12),
        Column("期限说明", _note, 20),
        Column("状态", lambda one: REQUEST_FLOW.label(one.state), 10),
        Column("是否逾期", _lateness, 10),
        Column("答复日期", lambda one: one.answered_at and clock.day_of(one.answered_at), 12),
        Column("查阅日期", lambda one: one.inspected_on, 12),
    ),
    filters=(Words("q", "搜索", "想看什么、答复"), Pick("kind", "种类", _kinds), Pick("state", "状态", _states)),
)
