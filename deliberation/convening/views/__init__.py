"""The pages of convening: the list, the plan, one meeting, its seats, its papers, the series, the rules."""

from deliberation.convening.views import (
    calendar,
    meeting,
    moving,
    papers,
    plan,
    replies,
    residents,
    seats,
    series,
)
from deliberation.convening.views.frame import blueprint

__all__ = [
    "blueprint",
    "calendar",
    "meeting",
    "moving",
    "papers",
    "plan",
    "replies",
    "residents",
    "seats",
    "series",
]
