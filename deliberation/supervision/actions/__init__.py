"""One function for each verb of supervision, by who acts: drafting, issuing, the unit, the check."""

from deliberation.supervision.actions.checking import (
    check_completion,
    close_order,
    leave_line,
    release_line,
    send_back,
    withhold_line,
)
from deliberation.supervision.actions.drafting import (
    OrderDraft,
    draft_from_decisions,
    draft_order,
    edit_draft,
)
from deliberation.supervision.actions.handling import (
    accept_order,
    refuse_order,
    report_completion,
    report_progress,
)
from deliberation.supervision.actions.issuing import cancel_order, issue_all, issue_order, urge

__all__ = [
    "OrderDraft",
    "accept_order",
    "cancel_order",
    "check_completion",
    "close_order",
    "draft_from_decisions",
    "draft_order",
    "edit_draft",
    "issue_all",
    "issue_order",
    "leave_line",
    "refuse_order",
    "release_line",
    "report_completion",
    "report_progress",
    "send_back",
    "urge",
    "withhold_line",
]
