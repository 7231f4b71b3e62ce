"""Lists of disclosure as sheets."""

from __future__ import annotations

from collections.abc import Iterable

from deliberation.disclosure.models import InspectionRequest
from deliberation.disclosure.queries import Shown
from deliberation.disclosure.rules import DOCUMENT_FLOW, KINDS, REQUEST_FLOW, is_overdue
from deliberation.kernel import clock, holidays
from deliberation.kernel.publicity import masked
from deliberation.sheets.writing import PROVISIONAL, sheet

DOCUMENTS_HEAD = (
    "种类",
    "标题",
    "期间",
    "文件日期",
    "版本",
    "状态",
    "公布人",
    "公布日期",
    "附件",
    "校验码",
    "撤下理由",
)
REQUESTS_HEAD = ("种类", "想看什么", "申请日期", "答复期限", "期限说明", "状态", "是否逾期", "答复日期", "查阅日期")


def documents_csv(documents: Iterable[Shown]) -> str:
    """The documents as CSV."""
    return sheet(DOCUMENTS_HEAD, (_document_row(one) for one in documents))


def _document_row(one: Shown) -> tuple[str, ...]:
    document, version = one.document, one.version
    return (
        KINDS[document.kind].label, version.title, version.period, str(version.dated_on or ""), str(version.number),
        DOCUMENT_FLOW.label(document.state), version.published_by, str(clock.day_of(version.published_at)),
        version.filename, version.content_hash, document.withdrawn_reason,
    )  # fmt: skip


def requests_csv(requests: Iterable[InspectionRequest]) -> str:
    """The requests as CSV, without who asked; what looks personal in their words is stars."""
    return sheet(REQUESTS_HEAD, (_request_row(one) for one in requests))


def _request_row(one: InspectionRequest) -> tuple[str, ...]:
    late = is_overdue(one.state, one.due_on, clock.today())
    return (
        KINDS[one.kind].label, masked(one.wanted), str(clock.day_of(one.asked_at)), str(one.due_on),
        PROVISIONAL if holidays.calendar().missing(one.due_on) else "",
        REQUEST_FLOW.label(one.state), "逾期" if late else "",
        str(clock.day_of(one.answered_at)) if one.answered_at else "", str(one.inspected_on or ""),
    )  # fmt: skip
