"""The key under which one filled-in form does its work once.

A form brings a key of its own making, and whoever sends it may write any other. What is stored is therefore never
that key but a digest of the act, of where it happens, of who does it, and of the key: no form can name a key of
another compound, another act or another person, nor one that the platform makes for itself (`own_key`), and the
columns may stay unique over the whole installation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

LENGTH = 40
"""Hexadecimal digits, 160 bits: what the columns hold."""


def stored_key(act: str, place: int, by: int | None, given: str, words: Iterable[str] = ()) -> str:
    """The key to store for a form that was sent with `given`.

    `place` is the id of the compound, item or document in which the key counts, `by` the person. Of somebody whom
    nobody knows (`by` is `None`) `words` belongs to the key: what was written. The same key with other words is
    another form then, so that nobody is handed the receipt of somebody else's.
    """
    return _digest("form", act, place, by, given, list(words) if by is None else [])


def own_key(act: str, *ids: int) -> str:
    """The key of something that the platform makes by itself, once for each of what the `ids` name."""
    return _digest("own", act, *ids)


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()[:LENGTH]
