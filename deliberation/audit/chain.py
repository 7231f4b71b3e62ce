"""What links the log, in formulas: how an entry is hashed, what is sealed, how a head is written down. Pure.

The hash of an entry covers everything in it and the hash before it: anybody can follow it. The seal over that hash
needs a key that is not in the database: nobody who only writes there can make one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
SYSTEM_STREAM = "system"
BEGIN, EPOCH, ROTATE, RESEAL = "audit.begin", "audit.epoch", "audit.rotate", "audit.reseal"
"""Acts of the log about itself: a chain begins (noted in the installation's chain), entries from before the seals
end, another key seals from here on, a chain is sealed as it was found."""

_SHORT = 16
_CODE = re.compile(r"[A-Za-z0-9_.:+#/-]{0,80}")
_MAY_BE_A_PHONE = re.compile(r"[+0-9-]*\d{7}[0-9-]*")
_WRITTEN_DOWN = re.compile(r"(\d{1,9})-(\d{1,9})-([0-9a-f]{8,64})")


@dataclass(frozen=True, slots=True)
class Note:
    """One act, not yet linked. `facts` hold ids, states and counts: no phones, no rooms, no choices, no typed text."""

    action: str
    subject_kind: str
    subject_id: int | None
    compound_id: int | None
    person_id: int | None
    actor_name: str
    at: datetime
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        """One chain for each compound and one for the installation."""
        return stream_of(self.compound_id)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: its last number and hash."""

    stream: str
    seq: int
    hash: str

    @property
    def written(self) -> str:
        """As it is printed: compound (0: the installation), number, first digits of the hash."""
        return f"{compound_of(self.stream)}-{self.seq}-{self.hash[:_SHORT]}"


def is_plain(facts: Any) -> bool:
    """Whether facts hold nothing that somebody typed: numbers, yes and no, and short codes, days, hashes, marks."""
    if isinstance(facts, str):
        return bool(_CODE.fullmatch(facts)) and not _MAY_BE_A_PHONE.fullmatch(facts)
    if isinstance(facts, Mapping):
        return all(_CODE.fullmatch(str(key)) and is_plain(value) for key, value in facts.items())
    if isinstance(facts, list | tuple | set | frozenset):
        return all(map(is_plain, facts))
    return facts is None or isinstance(facts, bool | int)


def stream_of(compound_id: int | None) -> str:
    """The chain of a compound, or of the installation."""
    return f"compound:{compound_id}" if compound_id is not None else SYSTEM_STREAM


def compound_of(stream: str) -> int:
    """The compound of a chain; 0 for the installation's."""
    return int(stream.partition(":")[2] or 0)


def read_written(text: str) -> Head:
    """A head that somebody copied from paper; `hash` is as much of it as was printed. Raises `ValueError`."""
    found = _WRITTEN_DOWN.fullmatch("".join(text.lower().split()))
    if not found:
        raise ValueError(text)
    compound, seq = int(found[1]), int(found[2])
    return Head(stream_of(compound or None), seq, found[3])


def link_before_seals(previous_hash: str, seq: int, note: Note) -> str:
    """The hash of an entry from before the log was sealed."""
    return _hash(previous_hash, [seq, *_body(note)])


def link(previous_hash: str, stream: str, seq: int, note: Note, beside: Head | None) -> str:
    """The hash of one entry: SHA-256 over the hash before it and the entry's canonical JSON.

    `beside`: the end of another chain at that moment, so that none can be cut without the others.
    """
    other = [beside.stream, beside.seq, beside.hash] if beside else None
    return _hash(previous_hash, [stream, seq, *_body(note), other])


def _body(note: Note) -> list[Any]:
    return [
        note.at.astimezone(UTC).isoformat(),
        note.person_id,
        note.actor_name,
        note.action,
        note.subject_kind,
        note.subject_id,
        note.facts,
    ]


def _hash(previous_hash: str, body: list[Any]) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()


def sealed_entry(stream: str, seq: int, current: str) -> str:
    """What the seal of an entry covers."""
    return f"entry\n{stream}\n{seq}\n{current}"


def sealed_head(head: Head, moved: int) -> str:
    """What the seal of a head covers. It is another text than an entry's: none of those can stand in for it."""
    return f"head\n{head.stream}\n{head.seq}\n{head.hash}\n{moved}"


def sealed_mark(kind: str, values: Mapping[str, Any]) -> str:
    """What a mark covers that an act leaves in the log of what it stored (`record.mark`)."""
    return "mark\n" + json.dumps([kind, values], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
