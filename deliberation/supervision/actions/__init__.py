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
from deliberation.supervision.actions.reopening import (
    Again,
    answer_reopen,
    ask_reopen,
    reopen_as_asked,
    reopen_order,
)

__all__ = [
    "Again",
    "OrderDraft",
    "accept_order",
    "answer_reopen",
    "ask_reopen",
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
    "reopen_as_asked",
    "reopen_order",
    "report_completion",
    "report_progress",
    "send_back",
    "urge",
    "withhold_line",
]
