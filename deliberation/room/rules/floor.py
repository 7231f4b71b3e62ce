"""Who speaks next and when the floor is clear (南塘 rules 3, 5, 8, 9 and 11; domain 4.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_

Side = Literal["for", "against", "question"]

SIDES: dict[str, str] = {"for": N_("赞成"), "against": N_("反对"), "question": N_("询问")}
"""A speaker first says for which side (rule 9)."""

_OTHER_SIDE = {"for": "against", "against": "for"}


def lasted(seconds: int) -> str:
    """How long a speech took, as the record says it: 45 秒, 2 分钟, 3 分 46 秒."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} 秒"
    return f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分钟"


@dataclass(frozen=True, slots=True)
class Request:
    """A waiting request for the floor. `turns_used` is how often that seat has already spoken on the item."""

    id: int
    seat_id: int
    side: Side
    requested_at: datetime
    turns_used: int = 0


def check_side(side: str) -> None:
    """Raise `INVALID_INPUT` unless the speaker says 赞成, 反对 or 询问 (rule 9)."""
    if side not in SIDES:
        raise Refused(InRoom.SIDE_MISSING)


def check_turns(turns_used: int, turns: int) -> None:
    """Raise `SPEECH_LIMIT` for somebody who has spoken `turns` times on this item (rule 5)."""
    if turns_used >= turns:
        raise Refused(Reason.SPEECH_LIMIT, turns=turns)


def queue(requests: Iterable[Request], turns: int, last_side: Side | None = None) -> tuple[Request, ...]:
    """The requests in the order in which the chair calls them; who has no turn left is not among them.

    `last_side` is the side of the last speaker who took one (a question takes none). The sides
    alternate, whoever asked first goes first within a side, and a question comes before the next side's
    speaker if it was asked before them (rules 3 and 8).
    """
    waiting = sorted(
        (request for request in requests if request.turns_used < turns), key=lambda r: (r.requested_at, r.id)
    )
    ordered: list[Request] = []
    while waiting:
        called = _next_of(waiting, last_side)
        waiting.remove(called)
        ordered.append(called)
        last_side = last_side if called.side == "question" else called.side
    return tuple(ordered)


def _next_of(waiting: list[Request], last_side: Side | None) -> Request:
    """The next of a queue that is in the order of asking and not empty."""
    sides = [request for request in waiting if request.side != "question"]
    turn = next((r for r in sides if last_side and r.side == _OTHER_SIDE[last_side]), sides[0] if sides else None)
    question = next((request for request in waiting if request.side == "question"), None)
    if turn is None or question is None:
        return turn or question or waiting[0]
    return question if waiting.index(question) < waiting.index(turn) else turn


def may_vote(requests: Iterable[Request], turns: int) -> None:
    """Raise `FLOOR_NOT_CLEAR` while somebody with a turn left waits to speak (rule 11)."""
    if queue(requests, turns):
        raise Refused(Reason.FLOOR_NOT_CLEAR)
