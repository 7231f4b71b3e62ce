"""What stood on the page of who signs, issues, publishes or closes: the act is refused where it is another by then.

Pages carry a hidden `seen`: a digest of the thing as it was shown (`value`). The door of a request hands over what came
in (`expecting`), and the loader that locks the thing for change holds it against what is there now (`check`), under the
lock and before anything is changed. A door that demands a kind of thing (`web.guard`) lets nothing of that kind be
changed that did not come along: a form without `seen` is refused like one from yesterday. Acts without a page
(commands) expect nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from deliberation.kernel.digest import digest
from deliberation.kernel.errors import Reason, Refused

Sight = Callable[[Any], list[Any]]

_VALUE = re.compile(r"([a-z_]{1,20}:\d{1,10}):([0-9a-f]{16})")
UNSEEN = frozenset({Reason.CHANGED_SINCE, Reason.PAGE_UNKNOWN})
"""How an act is refused that is not bound to what is there now."""

_sights: dict[str, Sight] = {}


@dataclass(slots=True)
class _Expected:
    """What came in, which kinds must come in, and what was held against the store already."""

    values: dict[str, str]
    demanded: frozenset[str]
    held: set[str] = field(default_factory=set)


_expected: ContextVar[_Expected | None] = ContextVar("deliberation_seen", default=None)


def describe(kind: str, sight: Sight) -> None:
    """Register what of a kind of thing can be seen: everything that somebody answers for who acts on it."""
    _sights[kind] = sight


def value(kind: str, thing: Any) -> str:
    """What a form carries of the thing that its page shows."""
    return f"{kind}:{thing.id}:{_digest(kind, thing)}"


def _digest(kind: str, thing: Any) -> str:
    return digest(kind, _plain(_sights[kind](thing)))[:16]


def _plain(parts: Any) -> Any:
    """Values as text where JSON has none of their own (dates, moments)."""
    if isinstance(parts, dict):
        return {str(key): _plain(part) for key, part in parts.items()}
    if isinstance(parts, list | tuple):
        return [_plain(part) for part in parts]
    return parts if parts is None or isinstance(parts, str | int | bool) else str(parts)


@contextmanager
def expecting(values: Iterable[str], demanded: Iterable[str] = ()) -> Iterator[None]:
    """Within, the things that `values` name must be as they were seen when they are locked for change.

    Of the `demanded` kinds nothing may be changed that `values` do not name.
    """
    found = (_VALUE.fullmatch(one) for text in values for one in text.split(","))
    token = _expected.set(_Expected({one[1]: one[2] for one in found if one}, frozenset(demanded)))
    try:
        yield
    finally:
        _expected.reset(token)


def check(kind: str, thing: Any) -> None:
    """Raise `CHANGED_SINCE` where the thing is not what was seen, `PAGE_UNKNOWN` where it is required and was not sent.

    Once for each thing: what follows is this act's own change.
    """
    expected, name = _expected.get(), f"{kind}:{thing.id}"
    if expected is None or name in expected.held:
        return
    given = expected.values.get(name)
    if given is None and kind in expected.demanded:
        raise Refused(Reason.PAGE_UNKNOWN)
    if given is not None and given != _digest(kind, thing):
        raise Refused(Reason.CHANGED_SINCE)
    expected.held.add(name)
