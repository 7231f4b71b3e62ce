"""差额: how many names a contested election needs. One rule for the hall and for owners' papers."""

from __future__ import annotations


def contest_problem(names: int, seats: int) -> str:
    """Why so many names for so many posts are no contested election (empty: they are one)."""
    if names > seats:
        return ""
    return f"差额选举的候选人须多于应选人数，现在候选人 {names} 名，应选 {seats} 名。"
