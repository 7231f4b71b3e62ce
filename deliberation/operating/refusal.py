"""Why something that an operator asked for was not done."""

from __future__ import annotations


class NotDone(Exception):
    """Nothing was changed; the sentence says why, and what to do."""
