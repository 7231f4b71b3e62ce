"""Finding one owner among many by what somebody on the stairs types: a ballot number, 301, 3-2-301, 3号楼2单元301."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deliberation.kernel.rooms import is_said, said, terms
from deliberation.kernel.typed import plain, whole_number

SELF = "本人"
"""What is written for who signed where the owner did so in person."""

PROVING_WAYS: Mapping[str, frozenset[str]] = {
    "OWNER_OR_HOUSEHOLD": frozenset({"IN_PERSON", "HOUSEHOLD", "MAIL", "MESSAGE"}),
    "OWNER": frozenset({"IN_PERSON"}),
}
"""By whose signature a delivery is proved (`OwnersRules.signed_for_by`): the ways that prove it whoever signed.

A posted notice never does (domain 3.3). Where the owner must have signed in person (四川省条例 §31), a receipt of the
post does so only with their own signature, and a message is neither a signature nor a sign-in to the voting system.
"""

WAYS_BY_SIGNATURE: Mapping[str, frozenset[str]] = {
    "OWNER_OR_HOUSEHOLD": frozenset(),
    "OWNER": frozenset({"MAIL"}),
}
"""The ways that prove it only where the owner in person is written as who signed (`SELF`)."""


def is_meant(words: str, number: int, building: str, rooms: Sequence[str]) -> bool:
    """Whether the words name this ballot or one of these rooms, however the office and the searcher write rooms."""
    if not words.strip() or is_number(words, number):
        return True
    wanted, place = terms(words), said(building, rooms)
    return bool(wanted) and all(is_said(term, place) for term in wanted)


def is_number(words: str, number: int) -> bool:
    """Whether the words are this ballot number: 17, 017, １７, 17号."""
    return ballot_meant(words) == number


def ballot_meant(words: str) -> int | None:
    """The ballot number that the words are, if they are one."""
    return whole_number(re.sub(r"^(?:票号|No\.?)|号$", "", plain(words).strip(), flags=re.IGNORECASE))
