"""The pages of the owners' side, one module per chapter."""

from deliberation.owners.views import (
    check,
    delivery,
    elections,
    entry,
    interested,
    official,
    online,
    papers,
    prepare,
    proxies,
    public,
    representatives,
    results,
    roster_preview,
    roster_units,
    rosters,
    votes,
)
from deliberation.owners.views.frame import blueprint

__all__ = [
    "blueprint", "check", "delivery", "elections", "entry", "interested", "official", "online", "papers", "prepare",
    "proxies", "public", "representatives", "results", "roster_preview", "roster_units", "rosters", "votes",
]  # fmt: skip
