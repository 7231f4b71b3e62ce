"""When work is tried again, and for how long whoever took it may keep it."""

from __future__ import annotations

from datetime import timedelta

EVERY = timedelta(seconds=45)
"""How long periodic work rests: less than the minute between two turns, so that one that comes early finds it."""
LEASE = timedelta(minutes=10)
"""For so long taken work is left to who took it: longer than the longest piece takes, short enough after a kill."""
SLACK = timedelta(minutes=1)
"""Who looked at the clock a moment before another took a row must not think that the clock has gone back."""
PAUSES = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 240, 720))
LONGEST_REST = timedelta(minutes=15)
"""Periodic work is tried again after so long at most, however often it has failed."""
SILENT = timedelta(minutes=15)
"""What has been due for so long and was taken by nobody is told like a failure."""
KEPT_FOR = timedelta(days=90)
"""What was done stays for so long, for whoever asks when it was."""
FAILING = 3
"""Periodic work that failed so often in a row is told where failures are shown; it is never given up."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the n-th attempt (from 1) failed; the last pause stays."""
    return PAUSES[min(attempts, len(PAUSES)) - 1]
