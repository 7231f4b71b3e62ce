"""What waits for somebody: the lines of the desk's first page, offered by every stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deliberation.kernel.text import N_


@dataclass(frozen=True, slots=True)
class Waiting:
    """`count` things called `label` wait at `endpoint` (with `values` for its address).

    `unit` is what they are counted in (件, 户, 张). `urgent` puts the line first: something is late, or people are
    kept waiting by it.
    """

    label: str
    count: int
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    urgent: bool = False
    unit: str = N_("件")
