"""What a password must be: GB/T 22239—2019, level 2 (complexity, periodic change), with the figures of domain 6.7."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

SHORTEST = 8
"""Characters."""
KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
KINDS_NEEDED = 3
REMEMBERED = 5
"""A new password differs from so many before it, the present one included."""
GREATEST_AGE = timedelta(days=90)

FIRST, AGE = "first", "age"
"""Why a password is due: somebody else chose it, or it is too old."""


def is_strong(password: str) -> bool:
    """Whether a password has eight characters of three kinds: small letters, capitals, digits, other signs."""
    kinds = sum(bool(re.search(kind, password)) for kind in KINDS)
    return len(password) >= SHORTEST and kinds >= KINDS_NEEDED


def due(now: datetime, changed_at: datetime | None, *, chosen_by_another: bool, ages: bool) -> str:
    """Why a password must be changed before anything else: `FIRST`, `AGE`, or empty.

    `changed_at` is `None` where nobody noted when it was chosen: its age then counts from the next sign-in.
    `ages` is false where passwords are printed on purpose (the demonstration) or no rule asks for a change.
    """
    if chosen_by_another:
        return FIRST
    return AGE if ages and changed_at is not None and now - changed_at >= GREATEST_AGE else ""
