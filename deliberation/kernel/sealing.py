"""The two hashes of a vote: over what was frozen when it opened, and over the result. One formula for every vote.

`frozen_hash` covers the frozen document and what belongs to it and lies beside it (the voters of an owners' vote);
`result_hash` covers `frozen_hash` and the result, so that it stands for all of it. In schema 1 the result of a
meeting's vote was hashed together with the whole frozen document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deliberation.kernel.digest import digest

SCHEMA = 2
"""The schema of what is frozen today, in `frozen["schema"]`."""


def schema_of(document: Mapping[str, Any]) -> int:
    """By which schema a document was frozen; one that does not say it is of the first."""
    return int(document.get("schema", 1))


def frozen_hash(frozen: Mapping[str, Any], *beside: Any) -> str:
    """The hash of what was frozen; `beside` is what the document itself does not hold."""
    return digest(frozen, *beside)


def result_hash(frozen: Mapping[str, Any], hash_of_frozen: str, result: Mapping[str, Any]) -> str:
    """The hash of a result."""
    if schema_of(frozen) == 1 and "roll" in frozen:  # a meeting's vote: the roll is in no other document
        return digest(frozen, result)
    return digest(hash_of_frozen, result)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A vote as it is stored: both documents with their hashes. `beside`: see `frozen_hash`."""

    frozen: Mapping[str, Any]
    frozen_hash: str
    result: Mapping[str, Any]
    result_hash: str
    beside: tuple[Any, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether both hashes fit their documents."""
        return self.frozen_hash == frozen_hash(self.frozen, *self.beside) and self.result_holds

    @property
    def result_holds(self) -> bool:
        """Whether the result's hash fits; that of what was frozen is taken as it stands."""
        return self.result_hash == result_hash(self.frozen, self.frozen_hash, self.result)
