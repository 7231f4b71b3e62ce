"""The pages of the roster: its imports, what was read from a file, single units."""

from deliberation.roster.views import preview, rosters, units
from deliberation.roster.views.frame import blueprint

__all__ = ["blueprint", "preview", "rosters", "units"]
