"""The pages of convening: the list, the plan, one meeting, its seats, its papers, the series, the rules."""

from deliberation.convening.views import meeting, papers, plan, residents, seats, series
from deliberation.convening.views.frame import blueprint

__all__ = ["blueprint", "meeting", "papers", "plan", "residents", "seats", "series"]
