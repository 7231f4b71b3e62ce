"""When the full record is written, signed and closed (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

READY = "minutes_ready_at"
"""The meeting's fact that its record was put right and handed out for signing."""

WRITABLE = frozenset({"SIGN_IN", "IN_SESSION", "ADJOURNED", "ENDED"})


def may_write(state: str, *, signed: bool) -> bool:
    """Whether lines may be added: from the sign-in until somebody has signed."""
    return state in WRITABLE and not signed


def is_put_right(facts: Mapping[str, Any], *, signed: bool) -> bool:
    """Whether the record was handed out for signing; one that somebody has signed was."""
    return READY in facts or signed


def may_sign(state: str, facts: Mapping[str, Any], *, signed: bool) -> bool:
    """Whether the record may be signed: after the end, once it was put right."""
    return state in {"ENDED", "MINUTES_SIGNED"} and is_put_right(facts, signed=signed)
