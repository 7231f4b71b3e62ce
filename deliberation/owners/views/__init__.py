"""The pages of the owners' side, one module per chapter."""

from deliberation.owners.views import (
    archive,
    check,
    delivery,
    elections,
    emergency,
    entry,
    evidence,
    interested,
    official,
    online,
    papers,
    petitions,
    prepare,
    proxies,
    public,
    recorded,
    representatives,
    results,
    sheets,
    shown,
    steps,
    votes,
)
from deliberation.owners.views.frame import blueprint

__all__ = [
    "archive", "blueprint", "check", "delivery", "elections", "emergency", "entry", "evidence", "interested",
    "official", "online", "papers", "petitions", "prepare", "proxies", "public", "recorded", "representatives",
    "results", "sheets", "shown", "steps", "votes",
]  # fmt: skip
