"""Finding one owner among many by what somebody on the stairs types: a ballot number, 301, 3-2-301, 3号楼2单元301."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deliberation.kernel.typed import plain as as_plain

SELF = "本人"
"""What is written for who signed where the owner did so himself."""

PROVING_WAYS: Mapping[str, frozenset[str]] = {
    "OWNER_OR_HOUSEHOLD": frozenset({"IN_PERSON", "HOUSEHOLD", "MAIL", "MESSAGE"}),
    "OWNER": frozenset({"IN_PERSON"}),
}
"""By whose signature a delivery is proved (`OwnersRules.signed_for_by`): the ways that prove it whoever signed.

A posted notice never does (domain 3.3). Where the owner himself must have signed (四川省条例 §31), a receipt of the
post does so only with his own signature, and a message is neither a signature nor a sign-in to the voting system.
"""

WAYS_BY_SIGNATURE: Mapping[str, frozenset[str]] = {
    "OWNER_OR_HOUSEHOLD": frozenset(),
    "OWNER": frozenset({"MAIL"}),
}
"""The ways that prove it only where the owner himself is written as who signed (`SELF`)."""

_GROUP = re.compile(r"[0-9]+")


def is_meant(words: str, number: int, building: str, rooms: Sequence[str]) -> bool:
    """Whether the words name this ballot or one of these rooms, however the office and the searcher write rooms."""
    plain = _plain(words)
    if not plain:
        return True
    groups = _GROUP.findall(plain)
    if groups == [str(number)]:
        return True
    return any(_in_room(plain, groups, building, _plain(room)) for room in rooms)


def _in_room(plain: str, groups: list[str], building: str, room: str) -> bool:
    if plain in room and not plain.isdecimal():
        return True
    has = _GROUP.findall(room)
    full = has if has[:1] == _GROUP.findall(_plain(building))[:1] else _GROUP.findall(_plain(building)) + has
    return bool(groups) and any(full[at : at + len(groups)] == groups for at in range(len(full)))


def _plain(text: str) -> str:
    return "".join(as_plain(text).lower().split())
