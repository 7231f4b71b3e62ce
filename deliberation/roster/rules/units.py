"""A unit with its owner, as whoever asks the owners needs it. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """What the electorate needs of one unit of the roster; `area` in 0.01 ㎡, `owner_id` is the head.

    `entrance` is empty where the roster knows none; `room_text` is what goes on the ballot.
    """

    owner_id: int
    names: tuple[str, ...]
    voter_name: str
    phone: str
    is_developer: bool
    building: str
    room_text: str
    kind: str
    area: int
    counts_for_votes: bool
    entrance: str = ""
    room: str = ""


def as_called(entrance: str, room: str, room_text: str) -> str:
    """A unit's room as it goes on the ballot: what the office wrote, with the entrance if that had its own column.

    2单元 and 301 → 2单元301: two owners of two rooms 301 in one building must not look alike.
    """
    alone = room_text.strip().rstrip("室号户").lstrip("0") == room.lstrip("0")
    return f"{entrance}{room_text}" if entrance and alone else room_text
