"""The pages of notices: one's own, how one is told, who was reached, printed slips, the channels."""

from deliberation.notices.views import channels, mine, reached, slips, ways
from deliberation.notices.views.frame import blueprint

__all__ = ["blueprint", "channels", "mine", "reached", "slips", "ways"]
