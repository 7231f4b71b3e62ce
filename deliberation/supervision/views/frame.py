"""What the pages of supervision share: the blueprint, the compound of the address, the way back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, url_for

from deliberation.supervision import queries

blueprint = Blueprint("supervision", __name__)


@blueprint.app_context_processor
def _handed_over() -> dict[str, Any]:
    """`handed_over(meeting_id)` for every page that shows where a meeting stands."""
    return {"handed_over": queries.handed_over}


def to_meeting(meeting_id: int) -> Any:
    """Back to the orders of a meeting."""
    return redirect(url_for("supervision.meeting_orders", meeting_id=meeting_id))


def to_order(order_id: int) -> Any:
    """Back to one order."""
    return redirect(url_for("supervision.order", order_id=order_id))
