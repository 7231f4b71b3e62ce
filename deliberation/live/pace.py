"""How fast one connection may speak, and how many one address may hold: pure, on a clock that is given.

A tablet speaks seldom: it joins, asks for the snapshot after a loss, sends a ballot. The measures below leave it
room for ten of each at once. Whoever speaks faster is refused in words, then cut off.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

BURST = 30.0
"""Messages at once."""
PER_SECOND = 5.0
"""Messages a second after that."""
WRONG_COSTS = 4.0
"""What a refused join costs beside itself: who guesses is slowed down more than who speaks."""
PATIENCE = 40
"""Messages beyond the measure that are answered with a refusal; the next one ends the connection."""
PER_ADDRESS = 2500
"""Connections of one address: a hall of a thousand tablets behind one router, coming back before the old ones end."""

Now = Callable[[], float]


class Bucket:
    """Tokens that are spent and come back with time."""

    def __init__(self, burst: float = BURST, per_second: float = PER_SECOND, now: Now = time.monotonic) -> None:
        self._burst, self._per_second, self._now = burst, per_second, now
        self._left, self._at = burst, now()
        self.refused = 0.0

    def spend(self, tokens: float = 1.0) -> bool:
        """Whether one more message is within the measure; a refused one is forgiven by two that are."""
        now = self._now()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < tokens:
            self.refused += 1
            return False
        self._left -= tokens
        self.refused = max(0.0, self.refused - 0.5)
        return True

    def charge(self, tokens: float) -> None:
        """Take tokens for what has been done already; below nothing, later messages wait the longer."""
        self._left = max(-self._burst, self._left - tokens)

    @property
    def is_overdrawn(self) -> bool:
        """Whether patience is at its end."""
        return self.refused > PATIENCE


class Crowd:
    """How many connections each address holds."""

    def __init__(self, most: int = PER_ADDRESS) -> None:
        self._most = most
        self._held: Counter[str] = Counter()
        self._lock = threading.Lock()

    def enter(self, address: str) -> bool:
        """Count one more; `False` when the address holds its share already."""
        with self._lock:
            if self._held[address] >= self._most:
                return False
            self._held[address] += 1
            return True

    def leave(self, address: str) -> None:
        """Count one less."""
        with self._lock:
            self._held[address] -= 1
            if self._held[address] <= 0:
                del self._held[address]

    def __len__(self) -> int:
        return sum(self._held.values())
