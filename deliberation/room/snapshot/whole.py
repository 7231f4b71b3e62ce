"""The whole state of a room in one answer: by HTTP, and over the live connection that is there already."""

from __future__ import annotations

from typing import Any

from deliberation.kernel import clock
from deliberation.live.gateway import channel, gateway
from deliberation.room.snapshot import mine


def whole(meeting_id: int, audience: str, seat_id: int | None) -> dict[str, Any]:
    """All slices as one audience may see them, the number they stand at, and what belongs to the seat."""
    # The number is read before the data: whatever changes meanwhile arrives again with a higher one.
    epoch, seq = gateway.numbers.current(channel(meeting_id, audience))
    slices = gateway.read_all(meeting_id, audience)
    return {
        "ok": True,
        "epoch": epoch,
        "seq": seq,
        "server_time": clock.now().isoformat(),
        "audience": audience,
        "slices": slices,
        "mine": mine(meeting_id, seat_id) if seat_id else None,
    }
