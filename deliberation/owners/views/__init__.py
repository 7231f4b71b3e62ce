"""The pages of the owners' side, one module per chapter."""

from deliberation.owners.views import (
    archive,
    check,
    delivery,
    entry,
    official,
    online,
    papers,
    prepare,
    proxies,
    public,
    results,
    roster_preview,
    roster_units,
    rosters,
    votes,
)
from deliberation.owners.views.frame import blueprint

__all__ = [
    "archive", "blueprint", "check", "delivery", "entry", "official", "online", "papers", "prepare", "proxies",
    "public", "results", "roster_preview", "roster_units", "rosters", "votes",
]  # fmt: skip
