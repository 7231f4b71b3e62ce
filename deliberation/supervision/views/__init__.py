"""The desk's pages of supervision: the ledger, a meeting's orders, one order."""

from deliberation.supervision.views import correcting, ledger, meeting, not_solved, order, owners_result
from deliberation.supervision.views.frame import blueprint

__all__ = ["blueprint", "correcting", "ledger", "meeting", "not_solved", "order", "owners_result"]
