"""差额: how many names a contested election needs. One rule for the hall and for owners' papers."""

from __future__ import annotations

from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import NO_FAULT, Detail, Fault


def contest_problem(names: int, seats: int, said: Detail = InBallots.NO_CONTEST) -> Fault:
    """Why so many names for so many posts are no contested election (empty: they are one)."""
    return NO_FAULT if names > seats else Fault(said, names=names, seats=seats)
