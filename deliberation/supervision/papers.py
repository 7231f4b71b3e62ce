"""督办台账 as a sheet that staff paste into Excel."""

from __future__ import annotations

from collections.abc import Iterable

from deliberation.kernel.days import moment_text
from deliberation.sheets.writing import PROVISIONAL, sheet
from deliberation.supervision import rules
from deliberation.supervision.queries import Line
from deliberation.supervision.queries.reopening import Asked

HEAD = ("编号", "事项", "承办单位", "责任人", "协办单位", "办理时限", "时限说明", "状态", "进度%", "亮灯", "具体要求")


def ledger_csv(lines: Iterable[Line]) -> str:
    """The ledger as CSV with the mark that makes Excel read it as Chinese."""
    return sheet(HEAD, (_cells(line) for line in lines))


def not_solved_csv(asked: Iterable[Asked]) -> str:
    """What submitters say is not mended, as CSV; without anybody's name or phone."""
    head = ("议题", "反映的内容", "时间", "状态", "答复", "答复时间")
    return sheet(head, (_asked_cells(one) for one in asked))


def _asked_cells(one: Asked) -> tuple[str, ...]:
    request = one.request
    return (
        one.topic.title,
        request.text,
        moment_text(request.at),
        rules.REOPEN_REQUEST_STATES[request.state],
        request.answer,
        moment_text(request.answered_at) if request.answered_at else "",
    )


def _cells(line: Line) -> tuple[str, ...]:
    order = line.order
    return (
        order.number,
        order.title,
        order.lead_party.name,
        order.responsible.name if order.responsible else "",
        order.assisting,
        order.due_on.isoformat(),
        PROVISIONAL if order.end_is_provisional else "",
        rules.ORDER_FLOW.label(order.state),
        str(order.progress),
        line.word,
        order.requirement,
    )
